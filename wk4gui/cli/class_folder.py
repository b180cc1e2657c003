"""What the command line takes from the system folder, where there is one: presets, and the file that opens at start."""

from collections.abc import Callable

from wk4gui.documents.folders import system_folder


def offer_class_presets(command: str, complain: Callable[[str], None]) -> None:
    """Adds its presets to those of the labs; what is wrong in it is complained of and left out."""
    if command == "doctor" or system_folder() is None:
        return
    from wk4gui.documents.class_setup import class_setup, offer_presets

    setup = class_setup()
    offer_presets(setup)
    for complaint in setup.complaints:
        complain(f"not used: {complaint}")


def first_file() -> str | None:
    """The file that is opened where nothing is named."""
    if system_folder() is None:
        return None
    from wk4gui.documents.class_setup import class_setup

    start = class_setup().start
    return None if start is None else str(start)
