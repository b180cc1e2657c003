"""The model of the weight_decay lab: parameters, results and mathematics, without Qt."""
