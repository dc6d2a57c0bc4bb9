"""One page on the desk: its picture, and over it marks, selection and frame. Drawn only where it is in view."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem, QStyleOptionGraphicsItem, QWidget

from reviewer.base.i18n import tr
from reviewer.model.source import Page
from reviewer.ui.source.letters import Box, Letters
from reviewer.ui.source.marks import Mark, Stretch
from reviewer.ui.theme import DataColours

A4 = (595.0, 842.0)
"""The size of a page that does not say its own."""
_PAD = 1.0
"""So many points a mark reaches beyond the letters, and a frame once more."""

PictureOf = Callable[[int, int], QImage | None]
StretchesOf = Callable[[int], list[Stretch]]


@dataclass
class Look:
    """What all pages share: where pictures and marks come from, and the colours on paper."""

    picture: PictureOf
    stretches: StretchesOf
    colours: DataColours
    highlight: QColor
    border: QColor = field(default_factory=lambda: QColor("#a0a0a0"))


@dataclass(frozen=True, slots=True)
class _Tints:
    """The marks of a page as rectangles, ready to be drawn."""

    fills: tuple[tuple[Mark, QRectF], ...] = ()
    underlined: tuple[QRectF, ...] = ()


class Over(Enum):
    """What rectangles that lie over a page show."""

    FRAMED = "framed"
    """Where the field in hand stands; those that belong together are framed with one line."""
    POINTED = "pointed"
    """The characters that are doubted of the field in hand."""
    SELECTED = "selected"


class PageItem(QGraphicsRectItem):
    """A page in the scene; one unit of the scene is one point of paper.

    Qt asks often where an item is: a rectangle answers without Python, for which it would wait for work in the background.
    """

    def __init__(self, index: int, page: Page, look: Look) -> None:
        super().__init__()
        self.index, self.page, self._look = index, page, look
        self.turn = 0
        """How many quarters clockwise the page is turned for the user."""
        self._letters: Letters | None = None
        self._tints: _Tints | None = None
        self._boxes: dict[Over, list[Box]] = {over: [] for over in Over}
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._cover()

    # -- what is shown ------------------------------------------------------------------------------------------

    def take(self, page: Page) -> None:
        """Show what is known of the page by now."""
        if page is self.page:
            return
        self.page, self._letters, self._tints = page, None, None
        self._cover()
        self.update()

    def set_turn(self, turn: int) -> None:
        """Turn the page; 0 is as printed."""
        self.turn = turn % 4
        self._cover()
        self.update()

    def forget_marks(self) -> None:
        """The marks of this page have changed."""
        self._tints = None
        self.update()

    def set_boxes(self, over: Over, boxes: list[Box]) -> None:
        """Lay these rectangles over the page, in place of those of their kind that lie there."""
        if boxes != self._boxes[over]:
            self._boxes[over] = boxes
            self.update()

    @property
    def letters(self) -> Letters:
        """Where the letters stand; worked out when it is asked for first."""
        if self._letters is None:
            self._letters = Letters(self.page)
        return self._letters

    # -- geometry -----------------------------------------------------------------------------------------------

    def paper(self) -> QSizeF:
        """The size of the page as printed."""
        picture = self.page.picture
        return QSizeF(picture.width, picture.height) if picture else QSizeF(*A4)

    def size(self) -> QSizeF:
        """The size of the page as it lies here."""
        return self.paper().transposed() if self.turn % 2 else self.paper()

    def turning(self) -> QTransform:
        """From points of the printed page to points of this item."""
        width, height = self.paper().width(), self.paper().height()
        shift = ((0.0, 0.0), (height, 0.0), (width, height), (0.0, width))[self.turn]
        return QTransform().translate(*shift).rotate(90 * self.turn)

    def on_paper(self, scene: QPointF) -> QPointF:
        """A point of the scene as a point of the printed page."""
        return self.turning().inverted()[0].map(self.mapFromScene(scene))

    def in_scene(self, box: Box) -> QRectF:
        """A rectangle of the printed page in the scene."""
        return self.mapRectToScene(self.turning().mapRect(_rect(box, 0)))

    def _cover(self) -> None:
        """Reach over the page and its border."""
        self.setPen(QPen(Qt.PenStyle.NoPen))
        self.setRect(QRectF(QPointF(0, 0), self.size()).adjusted(-2, -2, 2, 2))

    # -- drawing ------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw what of the page is exposed."""
        exposed = option.exposedRect  # type: ignore[attr-defined,unused-ignore]
        self._draw_picture(painter, QRectF(QPointF(0, 0), self.size()))
        painter.save()
        painter.setTransform(self.turning(), combine=True)
        exposed = self.turning().inverted()[0].mapRect(exposed)
        self._draw_tints(painter, exposed)
        if self._boxes[Over.SELECTED]:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            for box in self._boxes[Over.SELECTED]:
                painter.fillRect(_rect(box), self._look.highlight)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        self._draw_frames(painter)
        self._draw_pointed(painter)
        painter.restore()

    def _draw_picture(self, painter: QPainter, room: QRectF) -> None:
        image = self._look.picture(self.index, self.turn)
        transform = painter.worldTransform()
        target = transform.mapRect(room)
        painter.save()
        painter.resetTransform()  # pixel for pixel: any other way letters get soft
        if image is None:
            painter.fillRect(target, Qt.GlobalColor.white)
            self._draw_number(painter, target)
        else:
            ratio = painter.device().devicePixelRatioF()
            across, down = target.width() * ratio, target.height() * ratio
            if abs(image.width() - across) <= 1.5 and abs(image.height() - down) <= 1.5:
                place = QPointF(round(target.left() * ratio) / ratio, round(target.top() * ratio) / ratio)
                target = QRectF(place, QSizeF(image.width() / ratio, image.height() / ratio))
            else:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(target, image)
        painter.setPen(QPen(self._look.border, 1))
        painter.drawRect(target.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.restore()

    def _draw_number(self, painter: QPainter, room: QRectF) -> None:
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 2)
        painter.setFont(font)
        painter.setPen(self._look.colours.quiet)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, tr("Page {number}", number=self.index + 1))

    def _draw_tints(self, painter: QPainter, exposed: QRectF) -> None:
        tints, colours = self.tints(), self._look.colours
        fills = {Mark.CLAIMED: colours.claimed, Mark.EDITED: colours.edited, Mark.DOUBTFUL: colours.doubtful}
        loose = QBrush(colours.unclaimed, Qt.BrushStyle.BDiagPattern)
        loose.setTransform(painter.worldTransform().inverted()[0])  # hatched as finely at every zoom
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)  # ink stays black under a tint
        for mark, rect in tints.fills:
            if rect.intersects(exposed):
                painter.fillRect(rect, loose if mark is Mark.UNCLAIMED else fills[mark])
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        pen = QPen(colours.doubtful_line, 2, Qt.PenStyle.DotLine)
        pen.setCosmetic(True)
        painter.setPen(pen)
        for rect in tints.underlined:
            if rect.intersects(exposed):
                painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _draw_frames(self, painter: QPainter) -> None:
        if not self._boxes[Over.FRAMED]:
            return
        outline = QPainterPath()
        outline.setFillRule(Qt.FillRule.WindingFill)
        for box in joined(self._boxes[Over.FRAMED]):
            outline.addRect(_rect(box, 2 * _PAD))
        pen = QPen(self._look.colours.in_hand, 2)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawPath(outline.simplified())  # one line around all, where a value goes on in the next line

    def _draw_pointed(self, painter: QPainter) -> None:
        """Each doubted character on a ground of its own, with a thick line beneath it."""
        for box in self._boxes[Over.POINTED]:
            rect = _rect(box)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.fillRect(rect, self._look.colours.doubtful)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            pen = QPen(self._look.colours.doubtful_line, 3)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def tints(self) -> _Tints:
        """The marks as rectangles; each place is tinted once, by the strongest mark."""
        if self._tints is None:
            fills: dict[Box, Mark] = {}
            if self.page.picture is not None and len(self.page.picture.boxes):
                for start, end, mark in _strongest(self._look.stretches(self.index), len(self.page.text)):
                    fills.update(dict.fromkeys(self.letters.boxes(start, end), mark))
            self._tints = _Tints(
                tuple((mark, _rect(box)) for box, mark in fills.items()),
                tuple(_rect(box) for box, mark in fills.items() if mark is Mark.DOUBTFUL),
            )
        return self._tints


def _strongest(stretches: Iterable[Stretch], length: int) -> Iterable[tuple[int, int, Mark]]:
    """Every marked character once, with its strongest mark, as stretches. The weakest mark comes first."""
    none = 255
    marks = bytearray([none]) * length
    borders = {0, length}
    for each in stretches:
        start, end = each.span.start, min(each.span.end, length)
        marks[start:end] = bytes([each.mark]) * max(0, end - start)
        borders.update((start, end))
    places = sorted(place for place in borders if place <= length)
    for start, end in pairwise(places):
        if marks[start] != none:
            yield start, end, Mark(marks[start])


def joined(boxes: list[Box]) -> list[Box]:
    """The boxes of the lines of one value, drawn so far down that they meet the next line of the same column."""
    found = list(boxes)
    for place, (box, after) in enumerate(pairwise(boxes)):
        height = box.bottom - box.top
        meets = after.left < box.right and box.left < after.right
        if meets and 0 < after.top - box.bottom < height:
            found[place] = box._replace(bottom=after.top)
    return found


def _rect(box: Box, pad: float = _PAD) -> QRectF:
    return QRectF(QPointF(box.left, box.top), QPointF(box.right, box.bottom)).adjusted(-pad, -pad, pad, pad)
