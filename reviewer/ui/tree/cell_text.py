"""Texts that fit into their cells, laid out once: a style lays out each text three times whenever it draws it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

_MOST_KNOWN = 2_000


class CellTexts:
    """Letters that no style need draw: those of one cell, not cut anywhere. All else is left to the style, which knows how."""

    def __init__(self, view: QWidget) -> None:
        self._view = view
        self._laid: dict[tuple[str, int, bool, bool], tuple[QTextLayout, int] | None] = {}
        """The layout of a text with its height, by text, width, side and whether it wraps; None where it is too long."""
        self._font = QFont()
        self._style = ""
        self._margin: int | None = None
        """Pixels beside the letters; None where the style has cells otherwise than Qt's own."""

    def forget(self) -> None:
        """Another font or style has come."""
        self._laid.clear()
        self._style = ""

    def fitting(self, text: str, box: QRect, *, to_right: bool, wraps: bool) -> tuple[QTextLayout, QPointF] | None:
        """A text laid out, and where it is drawn, for a cell in which it is not cut; None where it would be, or the style has to."""
        if not self._style:
            self._look_at_style()
        if self._margin is None:
            return None
        key = text, box.width() - 2 * self._margin, to_right, wraps
        if key not in self._laid:
            if len(self._laid) >= _MOST_KNOWN:
                self._laid.clear()
            self._laid[key] = self._lay(*key)
        laid = self._laid[key]
        if laid is None or laid[1] > box.height():
            return None
        return laid[0], QPointF(box.x() + self._margin, box.y() + box.height() // 2 - laid[1] // 2)

    def _look_at_style(self) -> None:
        """Whether the style gives the letters the whole cell but for a margin, as Qt's own do."""
        style, option = self._view.style(), QStyleOptionViewItem()
        self._style, self._font = style.objectName() or "-", QFont(self._view.font())
        probe: Any = option  # older stubs do not know what it holds
        probe.initFrom(self._view)
        probe.rect, probe.text = QRect(40, 60, 120, 30), "0"
        probe.features = QStyleOptionViewItem.ViewItemFeature.HasDisplay
        is_usual = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, self._view) == probe.rect
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, self._view) + 1
        self._margin = margin if is_usual else None

    def _lay(self, text: str, width: int, to_right: bool, wraps: bool) -> tuple[QTextLayout, int] | None:
        layout = QTextLayout(text, self._font)
        layout.setCacheEnabled(True)
        option = QTextOption(Qt.AlignmentFlag.AlignRight if to_right else Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WordWrap if wraps else QTextOption.WrapMode.ManualWrap)
        option.setTextDirection(self._view.layoutDirection())
        layout.setTextOption(option)
        layout.beginLayout()
        height, fits = 0.0, True
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height))
            height += line.height()
            fits = fits and line.naturalTextWidth() <= width
        layout.endLayout()
        return (layout, round(layout.boundingRect().height())) if fits else None
