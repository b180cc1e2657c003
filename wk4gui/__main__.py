"""Runs the program: python -m wk4gui."""

import sys

from wk4gui.cli.commands import main

if __name__ == "__main__":
    sys.exit(main())
