"""The picture of the dropout lab: its view and the plots that only it has."""
