"""Icons: our own line drawings, drawn in the palette's text colour so that they hold in dark and high contrast."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QByteArray, QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QToolButton

from reviewer.base.resources import resource


def icon(name: str, palette: QPalette) -> QIcon:
    """The drawing resources/icons/`name`.svg for this palette; make it again when the palette changes."""
    groups = (QPalette.ColorGroup.Active, QPalette.ColorGroup.Disabled)
    return QIcon(_Drawing(name, *(palette.color(group, QPalette.ColorRole.ButtonText) for group in groups)))


class _Drawing(QIconEngine):
    """Draws when something is to be seen: of thirty icons in five sizes and two states the first screen shows ten."""

    def __init__(self, name: str, colour: QColor, pale: QColor) -> None:
        super().__init__()
        self._name, self._colour, self._pale = name, colour, pale

    def clone(self) -> QIconEngine:
        """See QIconEngine."""
        return _Drawing(self._name, self._colour, self._pale)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """See QIconEngine."""
        scale = painter.device().devicePixelRatio() if painter.device() is not None else 1.0
        painter.drawPixmap(rect, self.scaledPixmap(rect.size() * scale, mode, state, scale))

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        """See QIconEngine."""
        colour = self._pale if mode is QIcon.Mode.Disabled else self._colour
        return _drawn(self._name, colour.name(), size.width(), size.height())

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """See QIconEngine: `size` in dots of the screen."""
        drawn = QPixmap(self.pixmap(size, mode, state))
        drawn.setDevicePixelRatio(scale)
        return drawn


def draw_on(button: QAbstractButton, name: str) -> None:
    """Give a button this drawing, in the colours of its palette and of every palette that it gets."""
    button.installEventFilter(_Follower(button, name))


def flat_button(text: str, words: str, does: Callable[[], object], drawing: str = "") -> QToolButton:
    """A small button without a frame, reached by Tab: what is on it, what it says to those who ask, and what it does."""
    button = QToolButton()
    button.setText(text)
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if drawing:
        draw_on(button, drawing)
    button.clicked.connect(lambda: does())
    return button


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


@cache
def _text_of(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def _drawn(name: str, colour: str, width: int, height: int) -> QPixmap:
    """A drawing, made once: the same few are wanted again at every key that changes what can be done."""
    key = f"{name} {colour} {width} {height}"
    kept = QPixmap()
    if QPixmapCache.find(key, kept):
        return kept
    renderer = QSvgRenderer(QByteArray(_text_of(name).replace("currentColor", colour).encode()))
    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    side = min(width, height)
    renderer.render(painter, QRect((width - side) // 2, (height - side) // 2, side, side))
    painter.end()
    QPixmapCache.insert(key, pixmap)
    return pixmap
