"""Where the program of its own begins."""

import multiprocessing
import os
import sys

from wk4gui.cli.commands import main


def give_others_their_libraries() -> None:
    """Takes away what led this process to the libraries in its folder; programs of the system have their own.

    This program, started once more by itself, is told to look for them as at its first start.
    """
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    if before:
        os.environ["LD_LIBRARY_PATH"] = before


if __name__ == "__main__":
    multiprocessing.freeze_support()  # the processes of a sweep begin here, too
    give_others_their_libraries()
    sys.exit(main())
