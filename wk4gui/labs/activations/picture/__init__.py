"""The picture of the activations lab: its view and plots."""
