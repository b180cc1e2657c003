"""Sweeps: many settings of one part of a lab, here, in processes or on a cluster."""
