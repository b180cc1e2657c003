"""The look of the program: theme, fonts and plots. The lowest layer that uses Qt."""
