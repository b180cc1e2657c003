"""The picture of the backprop lab: its view and plots."""
