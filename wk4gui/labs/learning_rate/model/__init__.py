"""The learning_rate lab without Qt: parameters, results, and the mathematics that only it has."""
