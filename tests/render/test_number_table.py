"""A table of numbers in little room: smaller type, then shorter texts, never a number over another."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from wk4gui.render.fonts import CAPTION, TEXT
from wk4gui.render.number_table import NumberTable
from wk4gui.render.qt_application import qt_application
from wk4gui.render.table_model import Column
from wk4gui.render.theme import LIGHT

LONG, SHORT = ("w", "0.12345678", "0.87654321"), ("w", "0.12", "0.88")


@pytest.fixture
def table(qtbot):
    qt_application()
    made = NumberTable((Column(""), Column("old"), Column("new")), LIGHT, "numbers")
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show()
    made.set_rows(3, lambda _: LONG, lambda _: SHORT)
    return made


def test_the_longest_texts_that_fit_are_shown(table):
    assert table.texts(0) == LONG
    table.resize(120, 200)
    assert table.texts(0) == SHORT
    table.resize(400, 200)
    assert table.texts(0) == LONG


def test_type_is_smaller_before_texts_are_shorter(table):
    sizes = {}
    for width in range(400, 100, -2):
        table.resize(width, 200)
        sizes.setdefault((table.texts(0), table._model.type_size), width)
    assert list(sizes)[:3] == [(LONG, TEXT), (LONG, CAPTION), (SHORT, TEXT)]


def test_rows_without_a_shorter_version_stay_as_they_are(table):
    table.set_rows(3, lambda _: LONG)
    table.resize(120, 200)
    assert table.texts(2) == LONG


@pytest.mark.parametrize("count", [1, 2, 7, 23, 150])
def test_the_count_of_rows_that_are_not_drawn_is_that_of_their_places(table, count):
    table.set_rows(count, lambda _: LONG, lambda _: SHORT)
    for height in range(60, 400, 37):
        table.resize(300, height)
        for row in (0, count // 3, count - 1):
            table.scrollTo(table._model.cell_of(row, 0))
            places = [table.visualRect(table._model.cell_of(i, 0)) for i in range(count)]
            drawn = [place for place in places if place.top() >= 0 and place.bottom() < table.lowest]
            assert table.hidden == count - len(drawn)


def test_a_name_stands_apart_from_the_block_at_its_left(table):
    table.set_rows(9, lambda _: SHORT)
    table.resize(280, 110)
    assert table._model.blocks == 2
    image = table.viewport().grab().toImage()
    ink = [dark(image, x, table.rowHeight(0)) for x in range(image.width())]
    begin = table.visualRect(table._model.index(0, 3)).left()
    assert not any(ink[begin - 2 : begin + 14])
    assert any(ink[begin + 14 : begin + 34])


def dark(image, x, height):
    """Whether anything is drawn in a column of pixels of the first row."""
    return any(image.pixelColor(x, y) != image.pixelColor(0, 0) for y in range(2, height - 2))


def test_a_chosen_row_is_marked_over_its_whole_width(table):
    table.show_selected(1)
    image = table.grab().toImage()
    y = table.viewport().pos().y() + table.cell_rect(1, 0).top() + 2
    width = sum(table.columnWidth(column) for column in range(3))
    seen = {image.pixelColor(x, y).name().upper() for x in range(2, width - 2)}
    assert seen == {LIGHT.tint}
    table.show_selected(None)
    assert table.grab().toImage().pixelColor(60, y).name().upper() == LIGHT.pane


def test_no_bold_number_is_cut_where_columns_have_their_own_widths(qtbot):
    qt_application()
    rows = [(str(k + 1), "(−0.32, 1.42)", "1", "8.56e−3", "8.16e−3") for k in range(10)]
    columns = (Column(""), Column("x"), Column("y"), Column("ŷ", "forward"), Column("L", "ink", 700))
    table = NumberTable(columns, LIGHT, "samples", own_widths=True)
    qtbot.addWidget(table)
    table.resize(285, 300)  # just enough for the larger type
    table.show()
    table.set_rows(10, lambda i: rows[i])
    for section in range(1, 5):
        cell = table._model.cell_of(0, section)
        as_wide_as_it_is = ink(table, cell, table.columnWidth(section))
        assert as_wide_as_it_is == ink(table, cell, 200)


def ink(table, cell, width):
    """How many pixels of a cell's text are seen where the cell is so wide."""
    image = QImage(220, 24, QImage.Format.Format_Grayscale8)
    image.fill(255)
    with QPainter(image) as p:
        p.setClipRect(10, 0, width, 24)
        table.paint_cell(p, QRect(10, 0, width, 24), cell, chosen=True)
    return sum(image.pixelColor(x, y).value() < 128 for x in range(220) for y in range(24))
