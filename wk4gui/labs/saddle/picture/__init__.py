"""The picture of the saddle lab: its view and the plots that only it has."""
