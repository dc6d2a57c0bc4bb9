"""Light, dark, high contrast and the size of letters, as the user has set them or as the system has it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

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
_GREYED = {LIGHT: "#6f6f6f", DARK: "#8a8a8a", CONTRAST: "#3ff23f"}
_SCHEMES = {SYSTEM: Qt.ColorScheme.Unknown, LIGHT: Qt.ColorScheme.Light, DARK: Qt.ColorScheme.Dark}


_EDGES = """
QLineEdit, QPlainTextEdit, QTextBrowser, QComboBox, QSpinBox, QPushButton, QAbstractItemView, QProgressBar, QTabWidget::pane {
    border: 1px solid #ffffff; }
QPushButton, QComboBox { padding: 3px 8px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QPushButton:focus, QAbstractItemView:focus, QToolButton:focus {
    border: 2px solid #ffff00; }
QCheckBox::indicator { width: 13px; height: 13px; border: 1px solid #ffffff; }
QCheckBox::indicator:checked { background: #1aebff; }
QToolButton:checked { border: 2px solid #1aebff; }
QSplitter::handle, QToolBar { border: 1px solid #808080; }
"""
"""White edges for high contrast: Fusion draws them as a darker shade of the window, which black has none of."""


def apply(application: QApplication, appearance: str, points: int) -> None:
    """Have every window look like this; `points` 0 leaves the letters as the system has them.

    Where the platform can be asked for light or dark windows it is asked, so that title bars and menus fit; where it cannot,
    and for high contrast, the colours are ours.
    """
    _remember(application)
    if appearance != application.property("appearance"):
        application.setProperty("appearance", appearance)
        _paint(application, appearance)
    font = application.font()
    font.setPointSizeF(points or float(application.property("firstPoints")))
    if font != application.font():
        application.setFont(font)


def _paint(application: QApplication, appearance: str) -> None:
    hints = application.styleHints()
    hints.setColorScheme(_SCHEMES.get(appearance, Qt.ColorScheme.Dark))
    style = "fusion" if appearance == CONTRAST else str(application.property("firstStyle"))
    if application.style().objectName().lower() != style.lower():
        application.setStyle(style)
    application.setPalette(QPalette())
    edges = _EDGES if appearance == CONTRAST else ""
    if application.styleSheet() != edges:
        application.setStyleSheet(edges)
    if appearance == SYSTEM:
        return
    light = application.palette().color(_Role.Base).lightness() >= 128
    if appearance == CONTRAST or light != (appearance == LIGHT):
        if appearance == DARK:
            application.setStyle("fusion")  # others draw light windows whatever the palette says
        application.setPalette(_palette(appearance))


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
