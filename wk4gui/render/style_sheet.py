"""The style sheet of the window, made from a theme."""

from wk4gui.render.fonts import CAPTION, TEXT, TEXT_FAMILY, TITLE
from wk4gui.render.theme import Theme
from wk4gui.resources import resource


def style_sheet(theme: Theme) -> str:
    """Qt style sheet of the whole program in one theme."""
    text, caption, title = theme.px(TEXT), theme.px(CAPTION), theme.px(TITLE)
    card = "border: 0" if theme.slide else f"border: 1px solid {theme.line}; border-radius: 10px"
    pane_title = f"color: {theme.ink}; font-weight: 600" if theme.slide else f"color: {theme.ink2}"
    check = resource(f"icons/check-{'black' if theme.dark else 'white'}.svg").as_posix()
    return f"""
* {{ font-family: "{TEXT_FAMILY}"; font-size: {text}px; color: {theme.ink}; outline: 0; }}
QMainWindow, QDialog, QWidget#page, QWidget#sidebar, QWidget#column {{ background: {theme.window}; }}
QWidget#header {{ background: {theme.pane}; border-bottom: 1px solid {theme.line}; }}
QWidget#sidebar {{ border-right: 1px solid {theme.line}; }}
QFrame#card {{ background: {theme.pane}; {card}; }}
QFrame#rule {{ background: {theme.line}; border: 0; }}
QLabel {{ background: transparent; }}
QLabel#brand {{ font-size: {title}px; font-weight: 700; }}
QLabel#question {{ font-size: {round(1.15 * title)}px; font-weight: 600; }}
QLabel#slideTitle {{ font-size: {round(2.4 * text)}px; font-weight: 700; }}
QLabel#slideText, QLabel#slideAnswers {{ font-size: {round(1.5 * text)}px; }}
QLabel#slideQuestion {{ font-size: {round(1.8 * text)}px; font-weight: 600; }}
QLabel#sentence {{ font-size: {theme.px(theme.sentence)}px; }}
QLabel#lessonTitle {{ font-size: {title}px; font-weight: 600; }}
QLabel#heading {{ color: {theme.ink2}; font-size: {caption}px; font-weight: 600; letter-spacing: 1px; }}
QLabel#caption {{ color: {theme.ink2}; }}
QLabel#paneTitle {{ {pane_title}; }}
QLabel#caption {{ font-size: {caption}px; }}
QLabel#error {{ color: {theme.bad}; font-size: {caption}px; }}
QToolTip {{ background: {theme.pane}; color: {theme.ink}; border: 1px solid {theme.line}; padding: 6px; }}

QPushButton, QToolButton, QComboBox {{
    background: {theme.pane}; border: 1px solid {theme.line}; border-radius: 6px; padding: 5px 11px;
}}
QPushButton:hover, QToolButton:hover, QComboBox:hover {{ background: {theme.shade}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {theme.tint}; }}
QPushButton:focus, QToolButton:focus, QComboBox:focus, QLineEdit:focus {{ border: 1px solid {theme.forward}; }}
QPushButton:checked {{ background: {theme.tint}; color: {theme.forward}; border-color: {theme.forward}; }}
QPushButton#primary {{ background: {theme.forward}; color: {theme.on_accent}; border-color: {theme.forward}; }}
QPushButton#choice {{ text-align: left; padding: 7px 12px; }}
QPushButton#mode {{ border: 0; padding: 6px 12px; }}
QPushButton#mode:checked {{ font-weight: 600; }}
QPushButton#primary:hover, QPushButton#primary:focus {{ border: 1px solid {theme.ink}; }}
QPushButton#primary:disabled {{ background: {theme.shade}; color: {theme.ink3}; border-color: {theme.line}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {theme.ink3}; background: {theme.window}; }}
QComboBox {{ padding-right: 24px; }}
QComboBox#presets {{ color: {theme.forward}; border-color: {theme.forward}; }}
QComboBox::drop-down {{ border: 0; width: 0; }}
QComboBox QAbstractItemView {{
    background: {theme.pane}; border: 1px solid {theme.line}; padding: 4px;
    selection-background-color: {theme.tint}; selection-color: {theme.forward};
}}
QLineEdit {{
    background: {theme.pane}; border: 1px solid {theme.line}; border-radius: 6px; padding: 3px 8px;
    selection-background-color: {theme.forward}; selection-color: {theme.on_accent};
}}
QLineEdit[refused="true"] {{ border: 1px solid {theme.bad}; color: {theme.bad}; }}
QProgressBar {{ background: {theme.shade}; border: 0; border-radius: 4px; }}
QProgressBar::chunk {{ background: {theme.forward}; border-radius: 4px; }}
QMenuBar {{ background: {theme.pane}; }}
QMenuBar::item {{ background: transparent; padding: 4px 10px; }}
QMenuBar::item:selected {{ background: {theme.shade}; }}
QMenu {{ background: {theme.pane}; border: 1px solid {theme.line}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {theme.tint}; color: {theme.forward}; }}
QMenu::item:disabled {{ color: {theme.ink3}; }}
QMenu::separator {{ height: 1px; background: {theme.line}; margin: 4px 8px; }}

QListWidget#slides {{ background: {theme.pane}; border: 1px solid {theme.line}; border-radius: 8px; padding: 4px; }}
QListWidget#slides::item {{ padding: 6px 8px; border-radius: 6px; }}
QListWidget#slides::item:hover {{ background: {theme.shade}; }}
QListWidget#slides::item:selected {{ background: {theme.tint}; color: {theme.forward}; }}
QListWidget#labs {{ background: transparent; border: 0; padding: 8px; }}
QListWidget#labs::item {{ padding: 8px 10px; border-radius: 6px; }}
QListWidget#labs::item:hover {{ background: {theme.shade}; }}
QListWidget#labs::item:selected {{ background: {theme.tint}; color: {theme.forward}; }}
QListWidget#labs:focus {{ border: 0; }}

QTableView {{
    background: {theme.pane}; border: 0; gridline-color: transparent;
    selection-background-color: {theme.tint}; selection-color: {theme.ink};
}}
QTableView::item {{ padding: 0 3px; border: 0; }}
QHeaderView, QHeaderView::section {{
    background: {theme.pane}; color: {theme.ink2}; border: 0; padding: 2px 3px; font-size: {caption}px;
}}
QTableCornerButton::section {{ background: {theme.pane}; border: 0; }}

QScrollArea, QScrollArea > QWidget > QWidget#column {{ background: {theme.window}; border: 0; }}
QFrame#card QScrollArea, QFrame#card QScrollArea > QWidget > QWidget {{ background: {theme.pane}; }}
QScrollBar {{ background: transparent; width: 10px; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {theme.line}; border-radius: 4px; margin: 1px; min-height: 24px; min-width: 24px; }}
QScrollBar::handle:hover {{ background: {theme.ink3}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: transparent; width: 0; height: 0;
}}
QLabel#note {{ background: {theme.ink}; color: {theme.window}; border-radius: 6px; padding: 8px 12px; }}
QSplitter::handle {{ background: transparent; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QCheckBox {{ spacing: 8px; }}
QCheckBox::indicator {{ width: {text}px; height: {text}px; border-radius: 4px; }}
QCheckBox::indicator:unchecked {{ border: 1px solid {theme.ink3}; background: {theme.pane}; }}
QCheckBox::indicator:checked {{
    border: 1px solid {theme.forward}; background: {theme.forward}; image: url("{check}");
}}
QCheckBox::indicator:hover, QCheckBox::indicator:focus {{ border-color: {theme.forward}; }}
QCheckBox:focus {{ color: {theme.forward}; }}
QToolButton#player {{ padding: 5px 7px; }}
QToolButton#quiet {{ border: 0; background: transparent; color: {theme.ink2}; padding: 0; }}
QToolButton#quiet:hover {{ background: {theme.shade}; color: {theme.forward}; }}
QToolButton#quiet:disabled {{ color: {theme.line}; background: transparent; }}
QToolButton#fold {{ border: 0; background: transparent; padding: 0; }}
"""
