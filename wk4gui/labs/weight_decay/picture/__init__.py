"""The picture of the weight_decay lab: its view and the plots that only it has."""
