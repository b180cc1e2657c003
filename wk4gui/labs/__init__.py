"""One module per lab: its parameters, its result and the pure function between them."""
