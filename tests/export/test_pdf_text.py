"""The text of PDFs is text: it can be searched, copied and read aloud."""

import json
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from wk4gui.documents.saved_state import preset_state
from wk4gui.export.choices import ExportChoices
from wk4gui.export.drawing import export_figure
from wk4gui.export.sheet_files import SheetOrder, Task, write_sheets
from wk4gui.registry import LABS
from wk4gui.render.pdf_text import with_readable_text

ROOT = Path(__file__).resolve().parent.parent.parent
NOT_TEXT = re.compile("[\ue000-\uf8ff\x00-\x08\ufffd]")

reads_pdf = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")


def text_of(path: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()


@reads_pdf
def test_every_sign_of_a_network_is_found(qapp, tmp_path):
    weights = [[[2, 0.041], [-16.2, -1], [1, 2]], [[-1, 1, 2]]]
    state = preset_state(LABS["backprop"], changes={"weights": weights, "n_steps": 3}, frame=2)
    export_figure(state, ExportChoices(caption=True), tmp_path / "network.pdf")
    text = text_of(tmp_path / "network.pdf")
    assert not NOT_TEXT.search(text)
    for found in ("−16.2", "0.041", "w₁₁", "∂L/∂b", "(ŷ − y)²", "edge: w over ∂L/∂w"):
        assert found in text


@reads_pdf
@pytest.mark.parametrize("lab_id", LABS)
def test_the_text_of_every_lab_is_text(qapp, tmp_path, lab_id):
    export_figure(preset_state(LABS[lab_id]), ExportChoices(caption=True), tmp_path / "lab.pdf")
    text = text_of(tmp_path / "lab.pdf")
    assert not NOT_TEXT.search(text)
    assert LABS[lab_id].title in text
    assert re.search(r"\d\.\d", text)


@reads_pdf
@pytest.mark.parametrize("lab_id", [lab_id for lab_id, lab in LABS.items() if lab.exercises])
def test_sheet_and_key_of_every_kind_are_text(qapp, tmp_path, lab_id):
    kind = LABS[lab_id].exercises[0]
    task = Task(LABS[lab_id], kind, lambda seed: kind.draw(seed, "hard"))
    written = write_sheets([task], tmp_path, [SheetOrder(3)])
    title = kind.draw(3, "hard").title
    for path in (p for p in written if p.suffix == ".pdf"):
        text = text_of(path)
        assert not NOT_TEXT.search(text)
        assert title in text
        assert "three significant digits" in text


@reads_pdf
def test_sheet_and_key_are_text(qapp, tmp_path):
    kind = LABS["backprop"].exercises[0]
    wishes = {"sizes": (2, 3, 1), "activation": "relu", "loss": "mse"}
    written = write_sheets([Task(LABS["backprop"], kind, partial(kind.draw_with, wishes))], tmp_path, [SheetOrder(3)])
    for path in (p for p in written if p.suffix == ".pdf"):
        text = text_of(path)
        assert not NOT_TEXT.search(text)
        assert "w₁₁" in text
        assert "∂L/∂b" in text
        assert "w ← w − α ∂L/∂w" in text


def test_only_maps_from_glyphs_to_characters_are_changed():
    pdf = (
        b"<E072> begincmap 1 beginbfrange <0001> <0002> [<E072> <F020>] <0003> <0003> <00B5> endbfrange endcmap <E072>"
    )
    readable = with_readable_text(pdf)
    assert readable == (
        b"<E072> begincmap 1 beginbfrange <0001> <0002> [<0031> <2212>] <0003> <0003> <03BC> endbfrange endcmap <E072>"
    )


def test_every_alternate_of_the_fonts_has_a_code(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(ROOT / "packaging"), *sys.path])
    from encode_alternates import FOLDER, TABLE, WEIGHTS, encode
    from fontTools.ttLib import TTFont

    wanted = {int(code, 16): int(char, 16) for code, char in json.loads(TABLE.read_text(encoding="ascii")).items()}
    for weight in WEIGHTS:
        font = TTFont(FOLDER / f"Inter-{weight}.otf")
        before = dict(font.getBestCmap())
        assert encode(font) == wanted
        assert font.getBestCmap() == before, "run packaging/encode_alternates.py"
