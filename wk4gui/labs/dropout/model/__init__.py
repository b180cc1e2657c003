"""The dropout lab without Qt: parameters, results, and the mathematics that only it has."""
