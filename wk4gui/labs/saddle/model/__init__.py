"""The model of the saddle lab: parameters, results and mathematics, without Qt."""
