"""The recipe of a figure: lab, parameters, view, frame and program version, stored in the picture.

A recipe is one line of JSON, {"wk4gui": version, "check": CRC-32 of the session, "session": a saved session}, in ASCII,
so that every format can store it and people can read it. The check detects damage.
"""

import json
import zlib

import msgspec

from wk4gui import __version__
from wk4gui.documents.metadata import find_text, picture_format
from wk4gui.documents.saved_state import SavedState, decode_state, plain_state
from wk4gui.lab.declarations import ParamError

_DAMAGED = "the picture's recipe is damaged"


class _Recipe(msgspec.Struct, frozen=True):
    wk4gui: str
    check: int
    session: msgspec.Raw


def encode_recipe(state: SavedState) -> str:
    """The recipe of a state as ASCII text."""
    session = json.dumps(plain_state(state), allow_nan=False)
    return f'{{"wk4gui": "{__version__}", "check": {zlib.crc32(session.encode())}, "session": {session}}}'


def decode_recipe(text: str) -> SavedState:
    """The state in a recipe, with everything but the view state checked.

    Raises:
        ParamError: the recipe is damaged, of a newer version, or holds a value that is not allowed.
    """
    try:
        recipe = msgspec.json.decode(text, type=_Recipe)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise ParamError(_DAMAGED) from None
    if zlib.crc32(recipe.session) != recipe.check:
        raise ParamError(_DAMAGED)
    return decode_state(bytes(recipe.session))


def is_figure(content: bytes) -> bool:
    """Whether the bytes of a file are a picture in a format that can store a recipe."""
    return picture_format(content) is not None


def figure_state(content: bytes) -> SavedState:
    """The state in the recipe of a picture.

    Raises:
        ParamError: it is not a PNG, SVG, PDF, GIF or WebP picture, has no recipe, or the recipe is invalid as in
            `decode_recipe`.
    """
    if not is_figure(content):
        raise ParamError("this is not a picture; PNG, SVG, PDF, GIF and WebP can carry a recipe")
    text = find_text(content)
    if text is None:
        raise ParamError("the picture carries no recipe; pictures that wk4gui exports do")
    return decode_recipe(text)
