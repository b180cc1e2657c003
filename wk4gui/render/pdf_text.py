"""Makes the text in a PDF match what is seen, so that it can be searched, copied and read aloud.

Qt writes the code of every glyph in its font. Tabular figures and raised signs have codes of the private use
area (`packaging/encode_alternates.py`), and the small mu shares its glyph with the micro sign; here these codes
are replaced by the real characters.
"""

import json
import re
from functools import cache

from wk4gui.resources import resource

_MAP = re.compile(rb"begincmap\b.*?\bendcmap", re.DOTALL)
_CODE = re.compile(rb"<[0-9A-F]{4}>")
_MICRO, _MU = b"<00B5>", b"<03BC>"


def with_readable_text(pdf: bytes) -> bytes:
    """A PDF of the same length without private codes in its maps from glyphs to characters."""
    return _MAP.sub(lambda found: _CODE.sub(lambda code: _characters().get(code[0], code[0]), found[0]), pdf)


@cache
def _characters() -> dict[bytes, bytes]:
    """The replacement of each code, both in the notation of a PDF."""
    codes = json.loads(resource("fonts/private_codes.json").read_text(encoding="ascii"))
    return {f"<{code}>".encode(): f"<{character}>".encode() for code, character in codes.items()} | {_MICRO: _MU}
