"""The picture of the backprop lab: its view and the plots that only it has."""
