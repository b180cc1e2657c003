"""Pictures as files: their size, that they show something, the same in every format, and what is refused."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from tiers import sample

from wk4gui.documents.saved_state import SavedState, preset_state
from wk4gui.export import drawing
from wk4gui.export.choices import ExportChoices
from wk4gui.export.drawing import export_figure, export_gallery
from wk4gui.export.figure import Figure
from wk4gui.export.image import figure_image
from wk4gui.lab.declarations import ParamError
from wk4gui.registry import LABS
from wk4gui.render.plot import Plot
from wk4gui.render.qt_application import apply_theme, qt_application
from wk4gui.render.theme import DARK, LIGHT, PROJECTOR, THEMES, Theme

Exported = Callable[..., Path]
SIZES = ((780, 640), (1600, 1000), (3200, 2000))


def opened(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB")


def n_colors(image: Image.Image) -> int:
    return len(image.getcolors(maxcolors=image.width * image.height))


def as_png(path: Path) -> Path:
    """An SVG or PDF drawn by an independent program at 96 dpi."""
    tool = {".svg": "rsvg-convert", ".pdf": "pdftoppm"}[path.suffix]
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    target = path.with_suffix(path.suffix + ".png")
    if path.suffix == ".svg":
        subprocess.run([tool, path, "-o", target], check=True)
    else:
        subprocess.run([tool, "-r", "96", "-png", "-singlefile", path, target.with_suffix("")], check=True)
    return target


def differing(a: Image.Image, b: Image.Image) -> float:
    """The part of the pixels that differ clearly."""
    histogram = ImageChops.difference(a, b).convert("L").histogram()
    return sum(histogram[96:]) / (a.width * a.height)


@pytest.fixture
def figure(state: SavedState) -> Iterator[Callable[..., Figure]]:
    """Makes figures and gives them back to Qt."""
    made: list[Figure] = []

    def make(**look: object) -> Figure:
        made.append(Figure(state, ExportChoices(**look)))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for each in made:
        each.discard()


@pytest.mark.parametrize(("dpi", "pixels"), [(96, (800, 500)), (300, (2500, 1562))])
def test_a_png_has_the_size_times_dpi_in_pixels(exported: Exported, dpi: int, pixels: tuple[int, int]) -> None:
    path = exported("png", size=(800, 500), dpi=dpi)
    with Image.open(path) as image:
        assert image.size == pixels
        assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.1)
    assert n_colors(opened(path)) > 50


def test_at_300_dpi_a_png_shows_the_same(exported: Exported) -> None:
    small = opened(exported("png", size=(800, 500), dpi=96))
    large = opened(exported("png", size=(800, 500), dpi=288)).resize(small.size, Image.Resampling.BOX)
    assert differing(small, large) < 0.01


@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize(("kind", "most"), [("svg", 0.004), ("pdf", 0.02)])
def test_vector_files_show_what_the_png_shows(exported: Exported, kind: str, most: float, theme: str) -> None:
    options = {"size": (1000, 700), "theme": theme, "caption": True}
    picture = opened(exported("png", **options))
    drawn = opened(as_png(exported(kind, **options)))
    assert drawn.size == picture.size
    assert differing(picture, drawn) < most


def test_an_svg_needs_no_font(exported: Exported) -> None:
    text = exported("svg", size=(800, 500)).read_text(encoding="utf-8")
    assert "<text" not in text
    assert 'aria-label="Loss over steps"' in text
    assert re.search(r'viewBox="0 0 800 500"', text)


def test_a_curve_ends_at_the_edge_of_its_plot(exported: Exported) -> None:
    """The loss along the gradient runs on beyond the axis, and SVG would show it."""
    options = {"size": (700, 500), "pane": "slice"}
    drawn = opened(as_png(exported("svg", **options)))
    right = drawn.crop((660, 60, 700, 400))
    assert n_colors(right) == n_colors(opened(exported("png", **options)).crop((660, 60, 700, 400)))


@pytest.mark.parametrize("size", SIZES)
def test_everything_is_laid_out_at_the_final_size(figure: Callable[..., Figure], size: tuple[int, int]) -> None:
    drawn = figure(size=size)
    top, bottom = drawn.view.panes[0], drawn.view.panes[1]
    assert drawn.size().toTuple() == size
    assert drawn.view.width() == size[0] - 32
    assert top.height() / bottom.height() == pytest.approx(12 / 5, rel=0.15)
    for plot in drawn.findChildren(Plot):
        assert plot.getViewBox().sceneBoundingRect().right() == pytest.approx(plot.width() - 10, abs=2)


def test_ticks_follow_the_range(figure: Callable[..., Figure]) -> None:
    drawn = figure(size=(1600, 1000))
    figure_image(drawn)
    (slice_, _) = sorted(drawn.findChildren(Plot), key=lambda plot: plot.accessibleName())
    slice_.set_ranges((0.0, 0.01), (0.0, 1.0))
    assert slice_.getAxis("bottom").picture is None


@pytest.mark.parametrize("running", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name)
def test_the_running_window_keeps_its_look_and_the_figure_has_its_own(
    figure: Callable[..., Figure], running: Theme
) -> None:
    application = qt_application()
    alone = {name: figure_image(figure(size=(800, 500), theme=name, caption=True)) for name in THEMES}
    apply_theme(application, running)
    try:
        before = look_of(application)
        beside = QLabel("beside")
        beside.ensurePolished()
        font = beside.font()
        for name, image in alone.items():
            assert figure_image(figure(size=(800, 500), theme=name, caption=True)) == image
        assert look_of(application) == before
        assert beside.font() == font
    finally:
        apply_theme(application, LIGHT)


def look_of(application: QApplication) -> tuple[object, ...]:
    return application.styleSheet(), application.palette().cacheKey(), application.font().toString()


def test_a_figure_can_change_its_look(figure: Callable[..., Figure]) -> None:
    changing = figure(size=(800, 500), theme="dark", caption=True, pane="update")
    changing.set_look(ExportChoices((900, 600), "projector"))
    assert figure_image(changing) == figure_image(figure(size=(900, 600), theme="projector"))


def test_a_pane_fills_the_picture(figure: Callable[..., Figure]) -> None:
    drawn = figure(size=(800, 500), pane="losses")
    seen = [pane for pane in drawn.view.panes if not pane.isHidden()]
    assert [pane.name for pane in seen] == ["losses"]
    assert seen[0].size().toTuple() == (768, 468)


def test_a_caption_says_what_happened_and_with_what(figure: Callable[..., Figure]) -> None:
    shown = [label.text() for label in figure(caption=True).findChildren(QLabel) if not label.isHidden()]
    assert any("Learning rate α = 0.02" in text for text in shown)
    hidden = figure().findChildren(QLabel)
    assert all(label.isHidden() for label in hidden if "Learning rate" in label.text())


def test_the_gallery_holds_every_preset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    labs = {lab_id: LABS[lab_id] for lab_id in sample(LABS, 2)}
    monkeypatch.setattr(drawing, "LABS", labs)
    written = export_gallery(tmp_path / "new", ExportChoices((640, 480)))
    assert len(written) == sum(len(entry.presets) for entry in labs.values())
    assert all(opened(path).size == (640, 480) for path in written)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"theme": "pink"}, r"Theme \(theme\) = 'pink'"),
        ({"pane": "cellar"}, "no pane 'cellar'; there are network"),
        ({"frame": 10_000}, "no frame 10000"),
        ({"view": {"digits": 99}}, r"\(digits\) = 99"),
        ({"size": (10_000, 10_000), "dpi": 1200}, "too large"),
    ],
    ids=lambda value: None,
)
def test_what_cannot_be_drawn_is_refused(
    state: SavedState, tmp_path: Path, options: dict[str, object], words: str
) -> None:
    seen = {name: options.pop(name) for name in ("frame", "view") if name in options}
    with pytest.raises(ParamError, match=words):
        export_figure(replace(state, **seen), ExportChoices(**options), tmp_path / "a.png")  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_a_path_that_cannot_be_written_leaves_nothing(state: SavedState, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        export_figure(state, ExportChoices((640, 480)), tmp_path / "no" / "a.svg")
    with pytest.raises(ParamError, match=r"\.png, \.svg, \.pdf"):
        export_figure(state, ExportChoices(), tmp_path / "a.bmp")
    assert not list(tmp_path.iterdir())


def test_a_figure_is_never_on_screen(figure: Callable[..., Figure]) -> None:
    drawn: QWidget = figure(size=(640, 480))
    figure_image(drawn)  # type: ignore[arg-type]
    assert not drawn.isVisible()


@pytest.mark.parametrize("caption", [False, True])
def test_a_part_s_verdict_is_written_once(caption: bool, qapp: QApplication) -> None:
    figure = Figure(preset_state(LABS["batch_norm"], "with_and_without"), ExportChoices(caption=caption))
    words = [label.text() for label in figure.findChildren(QLabel) if label.isVisibleTo(figure)]
    assert sum(figure.summary in text for text in words) == 1
    figure.discard()
