"""The mathematics of the labs: NumPy only, no Qt, no files, no clock, no global state."""
