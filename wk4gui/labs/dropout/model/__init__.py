"""The model of the dropout lab: parameters, results and mathematics, without Qt."""
