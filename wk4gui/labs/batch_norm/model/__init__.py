"""The model of the batch_norm lab: parameters, results and mathematics, without Qt."""
