"""The bias_variance lab without Qt: parameters, results, and the mathematics that only it has."""
