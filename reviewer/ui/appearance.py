"""Light, dark, high contrast and the size of letters, as the user has set them or as the system has it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from reviewer.base.resources import resource

SYSTEM, LIGHT, DARK, CONTRAST = "", "light", "dark", "contrast"
SIZES = (9, 10, 11, 12, 14, 16, 18)
"""Letter sizes in points to choose from."""

_Role = QPalette.ColorRole
_COLOURS = {
    LIGHT: {
        _Role.Window: "#f3f3f3", _Role.WindowText: "#1b1b1b", _Role.Base: "#ffffff", _Role.AlternateBase: "#f7f7f7",
        _Role.Text: "#1b1b1b", _Role.Button: "#f0f0f0", _Role.ButtonText: "#1b1b1b", _Role.BrightText: "#c00000",
        _Role.Highlight: "#0067c0", _Role.HighlightedText: "#ffffff", _Role.Link: "#0058a8", _Role.ToolTipBase: "#ffffff",
        _Role.ToolTipText: "#1b1b1b", _Role.PlaceholderText: "#6b6b6b", _Role.Mid: "#b8b8b8", _Role.Dark: "#9f9f9f",
        _Role.Midlight: "#e3e3e3", _Role.Light: "#ffffff", _Role.Shadow: "#696969",
    },
    DARK: {
        _Role.Window: "#323232", _Role.WindowText: "#f0f0f0", _Role.Base: "#1e1e1e", _Role.AlternateBase: "#262626",
        _Role.Text: "#f0f0f0", _Role.Button: "#454545", _Role.ButtonText: "#f0f0f0", _Role.BrightText: "#ff8080",
        _Role.Highlight: "#2f6ea5", _Role.HighlightedText: "#ffffff", _Role.Link: "#6cb8f0", _Role.ToolTipBase: "#2d2d2d",
        _Role.ToolTipText: "#f0f0f0", _Role.PlaceholderText: "#9a9a9a", _Role.Mid: "#4a4a4a", _Role.Dark: "#141414",
        _Role.Midlight: "#3a3a3a", _Role.Light: "#4d4d4d", _Role.Shadow: "#000000",
    },
    CONTRAST: {
        _Role.Window: "#000000", _Role.WindowText: "#ffffff", _Role.Base: "#000000", _Role.AlternateBase: "#000000",
        _Role.Text: "#ffffff", _Role.Button: "#000000", _Role.ButtonText: "#ffffff", _Role.BrightText: "#ffff00",
        _Role.Highlight: "#1aebff", _Role.HighlightedText: "#000000", _Role.Link: "#ffff00", _Role.ToolTipBase: "#000000",
        _Role.ToolTipText: "#ffffff", _Role.PlaceholderText: "#d0d0d0", _Role.Mid: "#ffffff", _Role.Dark: "#ffffff",
        _Role.Midlight: "#ffffff", _Role.Light: "#ffffff", _Role.Shadow: "#ffffff",
    },
}  # fmt: skip
_PALEST = 0x80
"""More green than this in a blue, and white letters on it have less than 4.5 to 1."""
_GREYED = {LIGHT: "#6f6f6f", DARK: "#8a8a8a", CONTRAST: "#3ff23f"}
_SCHEMES = {SYSTEM: Qt.ColorScheme.Unknown, LIGHT: Qt.ColorScheme.Light, DARK: Qt.ColorScheme.Dark}


_TICKS = """
QCheckBox::indicator, QAbstractItemView::indicator {
    width: 13px; height: 13px; border: 1px solid %(edge)s; background: %(ground)s; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { image: url("%(tick)s"); }
QCheckBox::indicator:disabled, QAbstractItemView::indicator:disabled { border-color: %(grey)s; }
"""
"""Boxes that can be seen: Fusion draws their edges as a darker shade of the window, which dark windows have none of."""
_EDGES = """
QLineEdit, QPlainTextEdit, QTextBrowser, QComboBox, QSpinBox[frame="true"], QPushButton, QAbstractItemView, QProgressBar, QTabWidget::pane {
    border: 1px solid #ffffff; }
QPushButton, QComboBox { padding: 3px 8px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QPushButton:focus, QAbstractItemView:focus, QToolButton:focus {
    border: 2px solid #ffff00; }
QSpinBox[frame="true"]:focus { border: 2px solid #ffff00; }
QSpinBox QLineEdit { border: 0; }
QCheckBox:focus { border: 1px solid #ffff00; }
QToolButton:checked { border: 2px solid #1aebff; }
QTabBar::tab { border: 1px solid #ffffff; padding: 4px 12px; margin-right: 2px; }
QTabBar::tab:selected { background: #1aebff; color: #000000; }
QMenu { border: 1px solid #ffffff; }
QTabBar:focus { border: 2px solid #ffff00; }
QSplitter::handle, QToolBar { border: 1px solid #808080; }
QScrollBar { background: #000000; border: 1px solid #808080; margin: 0; }
QScrollBar:vertical { width: 14px; }
QScrollBar:horizontal { height: 14px; }
QScrollBar::handle { background: #ffffff; margin: 2px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::handle:hover { background: #1aebff; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
"""
"""White edges for high contrast, and handles of scroll bars that can be seen: Fusion draws them as a shade of the window."""


def apply(application: QApplication, appearance: str, points: int) -> None:
    """Have every window look like this; `points` 0 leaves the letters as the system has them.

    Where the platform can be asked for light or dark windows it is asked, so that title bars and menus fit; where it cannot,
    and for high contrast, the colours are ours.
    """
    _remember(application)
    if appearance != application.property("appearance"):
        application.setProperty("appearance", appearance)
        _paint(application, appearance)
    _make_selection_readable(application)
    font = application.font()
    font.setPointSizeF(points or float(application.property("firstPoints")))
    if font != application.font():
        application.setFont(font)


def _paint(application: QApplication, appearance: str) -> None:
    hints = application.styleHints()
    hints.setColorScheme(_SCHEMES.get(appearance, Qt.ColorScheme.Dark))
    style = "fusion" if appearance == CONTRAST else str(application.property("firstStyle"))
    application.setStyleSheet("")  # with one the style is another object, which does not tell its name
    if application.style().objectName().lower() != style.lower():
        application.setStyle(style)
    application.setPalette(QPalette())
    light = application.palette().color(_Role.Base).lightness() >= 128
    if appearance == CONTRAST or (appearance != SYSTEM and light != (appearance == LIGHT)):
        if appearance == DARK:
            application.setStyle("fusion")  # others draw light windows whatever the palette says
        application.setPalette(_palette(appearance))
    edges = _edges(appearance, application.style().objectName().lower())
    if application.styleSheet() != edges:
        application.setStyleSheet(edges)


def _make_selection_readable(application: QApplication) -> None:
    """A darker ground for what is selected where the style's own is too pale for white letters (Fusion's is)."""
    palette = application.palette()
    ground, letters = palette.color(_Role.Highlight), palette.color(_Role.HighlightedText)
    if letters.lightness() > 200 and ground.green() > _PALEST:
        palette = QPalette()  # nothing else is laid down: the rest goes on following the system
        palette.setColor(_Role.Highlight, QColor(_COLOURS[LIGHT][_Role.Highlight]))
        application.setPalette(palette)


def _edges(appearance: str, style: str) -> str:
    """What has to be drawn otherwise than Fusion does it on dark windows; other styles know how."""
    if appearance not in (DARK, CONTRAST) or style != "fusion":
        return ""
    tick = resource("icons", "tick-dark.svg").as_posix()
    colours = {"edge": "#ffffff" if appearance == CONTRAST else "#a0a0a0", "ground": _COLOURS[appearance][_Role.Base]}
    ticks = _TICKS % {**colours, "tick": tick, "grey": _GREYED[appearance]}
    return ticks + (_EDGES if appearance == CONTRAST else "")


def _remember(application: QApplication) -> None:
    """How the system has it, before anything is changed."""
    if application.property("firstPoints") is None:
        application.setProperty("appearance", SYSTEM)
        application.setProperty("firstPoints", application.font().pointSizeF())
        application.setProperty("firstStyle", application.style().objectName())


def _palette(appearance: str) -> QPalette:
    palette = QPalette()
    for role, colour in _COLOURS[appearance].items():
        palette.setColor(role, QColor(colour))
    for role in (_Role.Text, _Role.WindowText, _Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(_GREYED[appearance]))
    return palette
