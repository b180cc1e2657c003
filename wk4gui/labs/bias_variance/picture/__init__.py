"""The picture of the bias_variance lab: its view and plots."""
