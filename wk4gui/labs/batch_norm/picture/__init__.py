"""The picture of the batch_norm lab: its view and plots."""
