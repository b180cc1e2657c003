"""Where the program of its own begins."""

import multiprocessing
import sys

from wk4gui.cli.commands import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # the processes of a sweep begin here, too
    sys.exit(main())
