"""The application around the labs: window, panels, player; labs are accessed only through the registry."""
