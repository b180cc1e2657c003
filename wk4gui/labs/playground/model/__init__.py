"""The model of the playground lab: parameters, results and mathematics, without Qt."""
