"""What is saved and opened: states, lectures, recipes in figures, files. No Qt."""
