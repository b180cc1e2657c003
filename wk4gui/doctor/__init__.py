"""What this machine offers the program, what is wrong with it, and what to do: without Qt in this process."""
