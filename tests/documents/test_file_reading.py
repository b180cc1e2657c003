"""What comes from outside is read in bounded time and memory, or refused in a sentence."""

import codecs
import os
import socket
from pathlib import Path

import pytest

from wk4gui.documents import file_reading
from wk4gui.documents.file_reading import MOST_FIGURE, read_file, read_text
from wk4gui.documents.metadata import MOST_TEXT, find_text
from wk4gui.documents.opening import read_lecture, read_state
from wk4gui.documents.saved_state import parse_file
from wk4gui.lab.checkpoint import Superseded
from wk4gui.lab.declarations import ParamError

PNG = b"\x89PNG\r\n\x1a\n"


def sized(path: Path, start: bytes, size: int) -> Path:
    """A file that says it is large and takes no room."""
    with path.open("wb") as file:
        file.write(start)
        file.truncate(size)
    return path


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among files here")
def test_what_is_no_regular_file_is_refused_at_once(tmp_path, refuse):
    os.mkfifo(tmp_path / "pipe.wk4.json")
    assert "this is a pipe; only files can be read" in refuse("run", "saddle", f"--params={tmp_path / 'pipe.wk4.json'}")
    assert "this is a pipe" in refuse("sheet", f"--names={tmp_path / 'pipe.wk4.json'}", "-o", str(tmp_path / "out"))
    assert "this is a device" in refuse("run", "saddle", "--params=/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        with pytest.raises(ParamError, match="this is a socket"):
            read_file(tmp_path / "socket")
    with pytest.raises(IsADirectoryError):
        read_file(tmp_path)


def test_sizes_are_bounded_by_kind_and_the_sentence_says_them(tmp_path):
    text, figure = sized(tmp_path / "a.json", b"{", 6_000_000), sized(tmp_path / "b.png", PNG, 6_000_000)
    with pytest.raises(ParamError, match=r"this has 6\.0 MB, more than 5 MB.*figures 100 MB"):
        read_file(text)
    assert len(read_file(figure)) == 6_000_000
    with pytest.raises(ParamError, match="more than 100 MB"):
        read_file(sized(tmp_path / "c.png", PNG, MOST_FIGURE + 1))
    with pytest.raises(ParamError, match=r"a\.json: this has"):
        read_state(text)
    with pytest.raises(ParamError, match=r"a\.json: this has"):
        read_lecture(text)


def test_a_file_that_grows_while_it_is_read_is_bounded_too(tmp_path, monkeypatch):
    path = sized(tmp_path / "a.json", b"{", 3_000_000)
    monkeypatch.setattr(file_reading, "MOST_TEXT", 4_000_000)
    grown = []

    def grow(fraction: float) -> None:
        grown.append(fraction)
        with path.open("ab") as file:
            file.write(bytes(1_000_000))

    with pytest.raises(ParamError, match="more than 4 MB"):
        read_file(path, grow)
    assert len(grown) < 10


def test_reading_is_given_up_between_two_pieces(tmp_path):
    def stop(fraction: float) -> None:
        if fraction > 0.5:
            raise Superseded

    with pytest.raises(Superseded):
        read_file(sized(tmp_path / "b.png", PNG, 6_000_000), stop)


HOSTILE = {
    "GIF, comments within comments": (b"GIF89a", b"\x21\xfe", b""),
    "GIF, empty comments": (b"GIF89a", b"\x21\xfe\x00", b""),
    "GIF, comments of ours within one": (b"GIF89a", b'\x21\xfe\x09{"wk4gui"', b""),
    "PNG, empty chunks": (PNG, b"\0\0\0\0IDAT\0\0\0\0", b""),
    "PNG, texts without end": (PNG, b"\xff\xff\xff\xfftEXtwk4gui\0", b""),
    "SVG, metadata without end": (b"<svg>", b'<metadata id="wk4gui">', b""),
    "SVG, signs": (b'<svg><metadata id="wk4gui">', b"&amp;", b"</metadata>"),
    "PDF, recipes without end": (b"%PDF-", b"<wk4gui:recipe>", b""),
    "PDF, spaces": (b"%PDF-<wk4gui:recipe>", b" ", b""),
    "PDF, recipes that are none": (b"%PDF-", b"<wk4gui:recipe>a</wk4gui:recipe>", b""),
    "WebP": (b"RIFF\0\0\0\0WEBP", b"<wk4gui:recipe>AA", b""),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_picture_is_searched_in_one_pass(kind):
    """At this size every search that looks twice at what it has seen takes minutes."""
    start, repeated, end = HOSTILE[kind]
    found = find_text(start + repeated * (3_000_000 // len(repeated)) + end)
    assert found is None or len(found) <= MOST_TEXT


def test_a_text_in_a_picture_is_bounded():
    content = b"GIF89a" + b'\x21\xfe\x09{"wk4gui"' + b"\xff" * 256 * (2 * MOST_TEXT // 256)
    assert len(find_text(content)) <= MOST_TEXT + 255


TEXT = '{"x": "é"}'


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    ],
)
def test_json_is_read_in_every_encoding_that_tells_itself(content):
    assert parse_file(content) == {"x": "é"}


@pytest.mark.parametrize("content", [TEXT.encode("latin-1"), codecs.BOM_UTF16_LE + b"{"])
def test_json_in_another_encoding_is_refused(content):
    with pytest.raises(ParamError, match="not text in UTF-8 or UTF-16"):
        parse_file(content)


@pytest.mark.parametrize(
    ("content", "guess"),
    [
        ("Zoë\n".encode(), ""),
        ("Zoë\n".encode("utf-8-sig"), ""),
        ("Zoë\n".encode("utf-16"), ""),
        ("Zoë\n".encode("cp1252"), "Windows-1252"),
    ],
)
def test_a_list_of_names_may_need_a_guess(tmp_path, content, guess):
    (tmp_path / "names.txt").write_bytes(content)
    assert read_text(tmp_path / "names.txt") == ("Zoë\n", guess)


@pytest.mark.parametrize("content", [b"\x81\x8d", "Zoë".encode("utf-16-le"), bytes(40), PNG])
def test_what_is_no_text_is_no_list_of_names(tmp_path, content):
    (tmp_path / "names.txt").write_bytes(content)
    with pytest.raises(ParamError, match="this is"):
        read_text(tmp_path / "names.txt")


def test_a_sentence_stays_short_whatever_the_file_holds(tmp_path):
    path, long = tmp_path / "long.json", b"a" * 1_000_000
    for content in (b'{"' + long + b'": 1, "lab": "saddle", "version": 1}', b'{"version": 1, "lab": "' + long + b'"}'):
        path.write_bytes(content)
        for read in (read_state, read_lecture):
            with pytest.raises(ParamError) as refusal:
                read(path)
            assert len(str(refusal.value)) < 1000
