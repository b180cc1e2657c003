"""Sweeps in the window: one parameter as curves, two as a map."""
