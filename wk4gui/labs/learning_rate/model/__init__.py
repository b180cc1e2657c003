"""The model of the learning_rate lab: parameters, results and mathematics, without Qt."""
