"""The picture of the bias_variance lab: its view and the plots that only it has."""
