"""The batch_norm lab without Qt: parameters, results, and the mathematics that only it has."""
