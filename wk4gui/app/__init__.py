"""The shell around the labs: window, panels, player; it knows labs only through the registry."""
