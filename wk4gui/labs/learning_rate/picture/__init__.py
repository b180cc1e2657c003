"""The picture of the learning_rate lab: its view and plots."""
