"""The picture of the learning_rate lab: its view and the plots that only it has."""
