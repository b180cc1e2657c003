"""The picture of the batch_norm lab: its view and the plots that only it has."""
