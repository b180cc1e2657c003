"""What leaves the program: numbers (data) and pictures (image)."""
