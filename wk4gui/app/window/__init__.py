"""The window: what surrounds the labs."""
