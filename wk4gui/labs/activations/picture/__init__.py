"""The picture of the activations lab: its view and the plots that only it has."""
