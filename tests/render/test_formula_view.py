"""A formula on screen: its numbers live, in their colours, in the room that there is."""

from math import nan

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtSvg import QSvgGenerator

from wk4gui.lab.formulas import Formula, FormulaLine, Slot, read_formula
from wk4gui.render.formula_view import FormulaView
from wk4gui.render.qt_application import qt_application
from wk4gui.render.theme import DARK, LIGHT

NUMBERS = {"grad_y_hat": 6.0, "w_out": -1.0, "slope": 1.0, "x": 1.0, "grad_w": -6.0}


@pytest.fixture
def view(qtbot):
    qt_application()
    view = FormulaView(read_formula("chain_rule"), LIGHT)
    qtbot.addWidget(view)
    view.resize(300, view.heightForWidth(300))
    view.show_numbers(NUMBERS)
    return view


def picture(view, theme=LIGHT) -> QImage:
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.pane))
    view.render(image)
    return image


def inked(image, color, left=0, right=None) -> list[tuple[int, int]]:
    """Pixels that are nearly of a colour."""
    wanted = QColor(color)
    found = []
    for x in range(left, image.width() if right is None else right):
        for y in range(image.height()):
            here = image.pixelColor(x, y)
            distance = abs(here.red() - wanted.red()) + abs(here.green() - wanted.green())
            if distance + abs(here.blue() - wanted.blue()) < 60:
                found.append((x, y))
    return found


def test_it_is_read_with_its_numbers(view):
    assert view.accessibleName() == "∂L/∂w₁₁ = ∂L/∂ŷ · w₁ · f′(z₁) · x₁ = 6 · (−1) · 1 · 1 = −6"
    view.show_numbers(NUMBERS | {"slope": 0.25, "grad_w": -1.5})
    assert view.accessibleName().endswith("6 · (−1) · 0.25 · 1 = −1.5")


def test_what_is_not_known_yet_is_a_question_mark(view):
    view.show_numbers(NUMBERS | {"grad_w": nan})
    assert view.text.endswith("= ?")


def test_numbers_have_the_colours_of_their_meaning(view):
    image = picture(view)
    assert all(inked(image, color) for color in (LIGHT.ink, LIGHT.forward, LIGHT.backward))
    assert not inked(image, LIGHT.update)


def test_the_theme_changes_ink_and_numbers(view):
    view.set_theme(DARK)
    image = picture(view, DARK)
    assert all(inked(image, color) for color in (DARK.ink, DARK.forward, DARK.backward))
    assert not inked(image, LIGHT.ink)


@pytest.mark.parametrize("value", [0.123456, -8.87654321, 1234.5678, -123456.7, 1.23456e-9, -9.87654e88])
def test_numbers_are_shortened_and_never_leave_the_formula(view, value):
    view.show_numbers(dict.fromkeys(NUMBERS, value))
    image = picture(view)
    everything = inked(image, LIGHT.ink) + inked(image, LIGHT.forward) + inked(image, LIGHT.backward)
    assert max(x for x, _ in everything) < view.width() - 1
    short = view.text.rsplit("= ", 1)[1].strip("()")
    assert len(short) <= 8
    assert float(short.replace("−", "-")) == pytest.approx(value, rel=0.06)


@pytest.mark.parametrize("width", [200, 260, 420])
def test_it_fits_its_width_and_its_height(view, width):
    view.resize(width, view.heightForWidth(width))
    xs, ys = zip(*inked(picture(view), LIGHT.ink), strict=True)
    assert max(xs) < width
    assert max(ys) < view.height()
    assert max(ys) > 0.4 * view.height()


def test_a_number_inside_a_fraction_is_centred_in_its_room_and_squeezed_into_it(qtbot):
    qt_application()
    slot = Slot(number="n", color="update", inline=False, factor=False, x=60.0, baseline=20.0, width=40.0)
    view = FormulaView(Formula("chain_rule", "{n}", 16, 200.0, 30.0, (FormulaLine((), (slot,)),)), LIGHT)
    qtbot.addWidget(view)
    view.resize(204, 34)
    for value in (1.0, -123456.0):
        view.show_numbers({"n": value})
        xs = [x for x, _ in inked(picture(view), LIGHT.update)]
        assert 61 <= min(xs) <= max(xs) <= 103
        assert (min(xs) + max(xs)) / 2 == pytest.approx(82, abs=3)


def test_vectors_stay_vectors_in_svg(view):
    buffer = QBuffer(data := QByteArray())
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(view.width(), view.height()))
    view.render(generator)
    svg = bytes(data).decode()
    assert "<image" not in svg
    assert svg.count("<path") >= 5
