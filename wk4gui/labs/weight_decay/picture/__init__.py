"""The picture of the weight_decay lab: its view and plots."""
