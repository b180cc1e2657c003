"""The weight_decay lab without Qt: parameters, results, and the mathematics that only it has."""
