"""The model of the bias_variance lab: parameters, results and mathematics, without Qt."""
