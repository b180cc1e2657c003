"""One lab on screen: its state, its player, its summary."""
