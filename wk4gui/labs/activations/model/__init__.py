"""The model of the activations lab: parameters, results and mathematics, without Qt."""
