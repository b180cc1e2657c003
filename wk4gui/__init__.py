"""wk4gui: live labs that show how neural networks are optimised and regularised."""

__version__ = "0.1.0"
