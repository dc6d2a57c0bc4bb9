"""Icons: our own line drawings, drawn in the palette's text colour so that they hold in dark and high contrast."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from reviewer.base.resources import resource

_SIZES = (16, 20, 24, 32, 48)


def icon(name: str, palette: QPalette) -> QIcon:
    """The drawing resources/icons/`name`.svg for this palette; make it again when the palette changes."""
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    groups = {
        QIcon.Mode.Normal: QPalette.ColorGroup.Active,
        QIcon.Mode.Disabled: QPalette.ColorGroup.Disabled,
    }
    made = QIcon()
    for mode, group in groups.items():
        colour = palette.color(group, QPalette.ColorRole.ButtonText)
        for size in _SIZES:
            made.addPixmap(_drawn(drawing, colour, size), mode)
    return made


def draw_on(button: QAbstractButton, name: str) -> None:
    """Give a button this drawing, in the colours of its palette and of every palette that it gets."""
    button.installEventFilter(_Follower(button, name))


class _Follower(QObject):
    """Draws a button's icon again when the palette changes."""

    def __init__(self, button: QAbstractButton, name: str) -> None:
        super().__init__(button)
        self._button, self._name = button, name
        button.setIcon(icon(name, button.palette()))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See QObject."""
        if event.type() == QEvent.Type.PaletteChange:
            self._button.setIcon(icon(self._name, self._button.palette()))
        return False


def _drawn(drawing: str, colour: QColor, size: int) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour.name()).encode()))
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    return pixmap
