"""The model of the backprop lab: parameters, results and mathematics, without Qt."""
