"""The style of the program: what controls look like, painted from the palette around them."""
