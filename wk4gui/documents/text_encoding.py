"""Decodes text files: UTF-8 with or without a byte order mark, UTF-16 with one, or a guess."""

import codecs

from wk4gui.lab.declarations import ParamError

GUESS = "Windows-1252"
"""The encoding of most lists that are not Unicode."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(content: bytes) -> str:
    """The text of a file in Unicode.

    Raises:
        ParamError: it is neither UTF-8, nor UTF-16 with a byte order mark.
    """
    try:
        return content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParamError(f"this is not text in UTF-8 or UTF-16 (byte {error.start} does not fit)") from None


def decoded_or_guessed(content: bytes) -> tuple[str, str]:
    """The text of a file, and the encoding if it had to be guessed, else "".

    Raises:
        ParamError: it is not text.
    """
    text, guess = "", ""
    try:
        text = decoded(content)
    except ParamError:
        try:
            text, guess = content.decode("cp1252"), GUESS
        except UnicodeDecodeError:
            raise ParamError(f"this is not text in UTF-8, UTF-16 or {GUESS}") from None
    if "\0" in text:
        raise ParamError("this is not text, or UTF-16 without a byte order mark")
    return text, guess
