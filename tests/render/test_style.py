"""The style: named parts have the colours and type of the theme after each change; a figure keeps its own."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter, QPalette, QRegion
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionMenuItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from wk4gui.render.named import named
from wk4gui.render.number_table import NumberTable
from wk4gui.render.qt_application import apply_theme, dress, dress_alone, qt_application
from wk4gui.render.style.fit import mark, rename
from wk4gui.render.table_model import Column
from wk4gui.render.theme import DARK, LIGHT, PROJECTOR

CHANGES = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
LABELS = {"caption": "ink2", "heading": "ink2", "paneTitle": "ink2", "error": "bad", "brand": "ink", "note": "window"}


@pytest.fixture
def column(qtbot):
    """A place for widgets, in the light theme before and after."""
    apply_theme(qt_application(), LIGHT)
    widget = QWidget()
    qtbot.addWidget(widget)
    QVBoxLayout(widget)
    yield widget
    apply_theme(qt_application(), LIGHT)


def change(theme):
    """Changes to a theme from the other one."""
    for each in (LIGHT if theme.dark else DARK, theme):
        apply_theme(qt_application(), each)


def put(column, widget):
    """Shows a widget in the column, in the theme that there is."""
    column.layout().addWidget(widget)
    widget.ensurePolished()
    column.grab()
    return widget


def pixel(widget, x=None, y=None):
    """The colour of a pixel, by default of the middle."""
    at = widget.rect().center() if x is None else QPoint(x, y)
    return widget.grab().toImage().pixelColor(at).name().upper()


def text_color(widget, role=None):
    return widget.palette().color(widget.foregroundRole() if role is None else role).name().upper()


@CHANGES
@pytest.mark.parametrize("name", LABELS)
def test_a_named_label_has_the_colour_of_its_name(column, theme, name):
    label = put(column, named(QLabel("text"), name))
    change(theme)
    assert text_color(label) == getattr(theme, LABELS[name])


@CHANGES
def test_frames_and_areas_have_the_colour_of_their_place(column, theme):
    card, note = put(column, named(QFrame(), "card")), put(column, named(QLabel(" " * 20), "note"))
    inner, outer = QScrollArea(), put(column, QScrollArea())
    QVBoxLayout(card).addWidget(inner)
    for area in (inner, outer):
        area.setWidget(QWidget())
    column.resize(300, 500)
    change(theme)
    assert (pixel(card, 12, 4), pixel(inner), pixel(outer)) == (theme.pane, theme.pane, theme.window)
    assert pixel(note, note.width() // 2, 4) == theme.ink
    assert pixel(card, card.width() // 2, 0) == theme.line


@CHANGES
def test_controls_have_the_colours_of_their_state(column, theme):
    plain, chosen, off = (put(column, QPushButton("")) for _ in range(3))
    primary = put(column, named(QPushButton(""), "primary"))
    chosen.setCheckable(True)
    chosen.setChecked(True)
    off.setEnabled(False)
    pressed = put(column, QToolButton())
    pressed.setDown(True)
    box, bar = put(column, QCheckBox()), put(column, QProgressBar())
    box.setChecked(True)
    bar.setTextVisible(False)
    bar.setValue(20)
    change(theme)
    seen = [pixel(button, 12, 5) for button in (plain, chosen, off, primary, pressed)]
    assert seen == [theme.pane, theme.tint, theme.window, theme.forward, theme.tint]
    assert pixel(box, 3, box.height() // 2 - 3) == theme.forward
    assert (pixel(bar, 6, 8), pixel(bar, bar.width() - 6, 8)) == (theme.forward, theme.shade)
    assert pixel(put(column, QComboBox()), 5, 5) == theme.pane


@CHANGES
def test_the_chosen_item_of_the_labs_is_marked(column, theme):
    labs = put(column, named(QListWidget(), "labs"))
    labs.addItems(["one", "two"])
    labs.setCurrentRow(1)
    change(theme)
    at = labs.visualItemRect(labs.item(1)).translated(labs.viewport().pos())
    assert pixel(labs, at.right() - 20, at.center().y()) == theme.tint
    assert pixel(labs, at.right() - 20, at.top() - 5) == theme.window


@CHANGES
def test_a_refused_text_is_marked_until_it_is_taken(column, theme):
    edit = put(column, QLineEdit("x"))
    mark(edit, refused=True)
    change(theme)
    assert text_color(edit, QPalette.ColorRole.Text) == theme.bad
    assert pixel(edit, 20, 0) == theme.bad
    mark(edit, refused=False)
    assert text_color(edit, QPalette.ColorRole.Text) == theme.ink
    assert pixel(edit, 20, 0) == theme.line


def test_a_label_is_renamed(column):
    label = put(column, named(QLabel("text"), "caption"))
    rename(label, "error")
    assert text_color(label) == LIGHT.bad


def test_type_follows_the_theme_and_a_slide_has_no_frames(column):
    caption, title = put(column, named(QLabel("a"), "caption")), put(column, named(QLabel("b"), "paneTitle"))
    card, plain = put(column, named(QFrame(), "card")), put(column, QLabel("c"))
    labels = (caption, title, plain)
    assert [label.font().pixelSize() for label in labels] == [11, 13, 13]
    assert card.frameWidth() == 1
    apply_theme(qt_application(), PROJECTOR)
    dress(column, PROJECTOR)
    assert [label.font().pixelSize() for label in labels] == [PROJECTOR.px(size) for size in (11, 13, 13)]
    assert (title.font().weight(), text_color(title)) == (600, PROJECTOR.ink)
    assert card.frameWidth() == 0


def test_a_window_with_a_look_of_its_own_keeps_it(column, qtbot):
    alone = QWidget()
    qtbot.addWidget(alone)
    label = named(QLabel("text", alone), "caption")
    dress_alone(alone, PROJECTOR)
    apply_theme(qt_application(), DARK)
    later = named(QLabel("text", alone), "caption")
    later.ensurePolished()
    for each in (label, later):
        assert (each.font().pixelSize(), text_color(each)) == (PROJECTOR.px(11), PROJECTOR.ink2)
    assert text_color(put(column, named(QLabel("text"), "caption"))) == DARK.ink2


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["again", "another"])
def test_a_palette_of_the_desktop_colours_no_part(column, theme):
    strange = QPalette()
    strange.setColor(QPalette.ColorRole.Base, "#FF0000")
    qt_application().setPalette(strange, "QLineEdit")
    edit = put(column, QLineEdit())
    apply_theme(qt_application(), theme, again=theme is LIGHT)
    assert pixel(edit, 20, 5) == theme.pane


@pytest.mark.parametrize("value", [0, 37, 100])
def test_the_parts_of_a_scroll_bar_fill_it(column, value):
    area = put(column, QScrollArea())
    area.setWidget(QWidget())
    area.widget().resize(50, 4000)
    column.resize(200, 300)
    column.grab()
    bar = area.verticalScrollBar()
    bar.setValue(bar.maximum() * value // 100)
    assert bar.width() == 10
    image = area.grab().toImage()
    x = area.width() - 5
    dark = [y for y in range(area.height()) if image.pixelColor(x, y).name().upper() == LIGHT.line]
    assert 20 <= len(dark) <= 40
    room = area.height() - 26
    assert dark[0] == pytest.approx(room * value / 100 + 2, abs=3)


def test_what_lies_behind_a_transparent_figure_is_seen_in_its_tables_and_cards(qtbot):
    figure, card = QWidget(), named(QFrame(), "card")
    qtbot.addWidget(figure)
    QVBoxLayout(figure).addWidget(card)
    theme = replace(DARK, transparent=True)
    table = NumberTable((Column(""), Column("new")), theme, "numbers")
    QVBoxLayout(card).addWidget(table)
    dress_alone(figure, theme)
    figure.resize(300, 200)
    figure.ensurePolished()
    image = QImage(figure.size(), QImage.Format.Format_ARGB32)
    image.fill(0)
    figure.grab()
    figure.render(image, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    head, body = (table.mapTo(figure, QPoint(20, y)) for y in (5, 100))
    assert [image.pixelColor(at).alpha() for at in (head, body, card.pos() + QPoint(8, 40))] == [0, 0, 0]


def test_a_tick_marks_items_of_menus_and_not_those_of_boxes_which_have_no_room_for_it(qtbot):
    box, menu = QComboBox(), QMenu()
    qtbot.addWidget(box)
    qtbot.addWidget(menu)
    painted = {}
    for widget, checked in ((box, True), (box, False), (menu, True), (menu, False)):
        option = QStyleOptionMenuItem()
        option.rect, option.text, option.checked = QRect(0, 0, 150, 24), "The tutorial's question", checked
        option.checkType = QStyleOptionMenuItem.CheckType.NonExclusive
        image = QImage(150, 24, QImage.Format.Format_RGB32)
        image.fill(0)
        with QPainter(image) as painter:
            qt_application().style().drawControl(QStyle.ControlElement.CE_MenuItem, option, painter, widget)
        painted[widget is menu, checked] = image
    assert painted[False, True] == painted[False, False]
    assert painted[True, True] != painted[True, False]


@CHANGES
def test_a_text_of_several_lines_has_the_line_of_other_fields(column, theme):
    edit = put(column, QPlainTextEdit())
    change(theme)
    assert pixel(edit, 20, 0) == theme.line
