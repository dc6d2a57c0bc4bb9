"""The sheet under a window: texts laid out when they come into view, rows measured, zoom, scrolling to a place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from reviewer.base.i18n import tr
from reviewer.model.fields import FieldRef
from reviewer.model.source import Page, Source
from reviewer.model.spans import Span, Spans
from reviewer.ui.source.grid_select import Caret, Selection
from reviewer.ui.source.grid_sheet import PAD_X, PAD_Y, At, Scale, Sheet
from reviewer.ui.source.grid_text import CellText, Laid
from reviewer.ui.source.looks import looks_of
from reviewer.ui.source.marks import Marks
from reviewer.ui.theme import data_colours

_UPPER_THIRD = 0.3
MOST_LAID = 4000
"""So many laid out texts are kept: what fills a few screens."""
_EDGE = 4
"""Pixels that a frame or line stands out from its cell at most, with what edges between pixels take."""
SMALLEST_FIT = 0.8
_SPREADSHEETS = ("xlsx", "xls", "csv", "ods", "et")


class Left(NamedTuple):
    """What was in view: the sheet, its first row and how far it is cut, how far to the right, the zoom (0: to fit)."""

    tab: int
    row: int
    cut: float
    across: int
    zoom: float


class GridCanvas(QAbstractScrollArea):
    """Shows a part of a sheet. What is not in view is neither laid out nor measured."""

    field_clicked = Signal(object)
    """The FieldRef that claims the character that was clicked."""
    several_clicked = Signal(list)
    text_marked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self._marks: Marks | None = None
        self._laid: dict[At, Laid] = {}
        self._looks = looks_of(data_colours(self.palette()))
        self._zoom = 0.0
        """0 while the table is fitted into the width, which makes it as large as `_fitting`."""
        self._fitting = 1.0
        self.smallest_fit = SMALLEST_FIT
        """A table that is wider still at this zoom is not made smaller by itself: it is scrolled across."""
        self._settling = False
        self.selection = Selection()
        self.framed: Spans = ()
        """Where the field in hand stands."""
        self._placeholder = ""
        self._corner = QPointF(0, 0)

    @property
    def headings(self) -> bool:
        """Whether rows and columns have their numbers and letters, as in a spreadsheet."""
        return self.sheet is not None and self.sheet.source.format in _SPREADSHEETS

    def placeholder(self) -> str:
        """What is said while no source is shown."""
        return self._placeholder

    def frames(self, shown: Collection[At]) -> Iterator[tuple[At, list[QRectF]]]:
        """The rectangles, one a line, around what is framed in each of these cells, in the sheet."""
        for at in dict.fromkeys(at for span in self.framed for at in self.units_of(span)):
            if at in shown:
                boxes = [box for span in self.framed for box in self.boxes_of(at, span)]
                if boxes:
                    yield at, boxes

    def describe(self, at: At) -> None:
        """Say to who cannot see it where a cell stands and what is in it."""
        assert self.sheet is not None
        text = self.sheet.source.text(self.sheet.spans(at))
        table = self.sheet.table(at.block)
        if table is None:
            self.setAccessibleDescription(text)
            return
        cell = table.cells[at.number]
        self.setAccessibleDescription(
            tr("Row {row}, column {column}: {text}", row=cell.row + 1, column=cell.column + 1, text=text)
        )

    def refs_at(self, caret: Caret) -> tuple[tuple[int, int] | None, list[FieldRef]]:
        """The (page, offset) of a character and the fields that claim it."""
        place = self.text_of(caret.at).place_of(caret.unit)
        return place, self._marks.at(*place) if place is not None and self._marks is not None else []

    def turn_tab(self, step: int) -> None:
        """Show another sheet; where there is one only, nothing happens."""

    # -- texts and where they stand -------------------------------------------------------------------------------

    def laid(self, at: At) -> Laid:
        """The text of a cell or paragraph, laid out; kept for a while."""
        found = self._laid.pop(at, None)
        if found is None:
            found = self._lay_text(at)
            if len(self._laid) >= MOST_LAID:
                del self._laid[next(iter(self._laid))]
        self._laid[at] = found
        return found

    def _lay_text(self, at: At) -> Laid:
        sheet = self.sheet
        assert sheet is not None
        text = self.text_of(at)
        table = sheet.table(at.block)
        width = sheet.scale.view
        to_right = False
        if table is not None:
            cell = table.cells[at.number]
            width = table.edges[table.right(cell)] - table.edges[cell.column]
            to_right = self.headings and _is_number(text.text)
        formats = text.formats(self._marks, self._looks) if self._marks is not None else []
        return Laid(text, self.letters(), max(8.0, width - 2 * PAD_X * sheet.scale.zoom), to_right, formats)

    def text_of(self, at: At) -> CellText:
        """The text of a cell or paragraph."""
        assert self.sheet is not None
        known = self._laid.get(at)
        return known.text if known is not None else CellText(self.sheet.source, self.sheet.spans(at))

    def units_of(self, span: Span) -> list[At]:
        """The cells and paragraphs of the sheet in view that show a span."""
        return self.sheet.showing(span) if self.sheet is not None else []

    def letters(self) -> QFont:
        """The font at the zoom in force."""
        font = QFont(self.font())
        font.setPointSizeF(max(1.0, font.pointSizeF() * self.zoom()))
        return font

    def text_origin(self, at: At) -> QPointF:
        """Where a text begins, in the sheet."""
        assert self.sheet is not None
        return self.origin_in(self.sheet.box(at), self.laid(at), self.view_box())

    def origin_in(self, box: QRectF, laid: Laid, view: QRectF) -> QPointF:
        """Where a text begins: in the middle of the part of its cell that is in view, so that it is seen."""
        assert self.sheet is not None
        scale = self.sheet.scale
        pad = PAD_Y * scale.zoom
        middle = (max(box.top(), view.top()) + min(box.bottom(), view.bottom()) - laid.height) / 2
        top = max(box.top() + pad, min(middle, box.bottom() - pad - laid.height))
        return QPointF(box.left() + PAD_X * scale.zoom, top)

    def boxes_of(self, at: At, span: Span) -> list[QRectF]:
        """The rectangles, one a line, around a span in a cell or paragraph, in the sheet."""
        laid, origin = self.laid(at), self.text_origin(at)
        found = laid.text.range_of(span)
        return [box.translated(origin) for box in laid.boxes(*found)] if found else []

    def caret_at(self, point: QPointF, between: bool) -> Caret | None:
        """The place under a point of the viewport: the gap next to it, or the character under it."""
        if self.sheet is None:
            return None
        spot = point + self.view_box().topLeft() - self.corner()
        at = self.sheet.at_point(spot.x(), spot.y())
        if at is None:
            return None
        return Caret(at, self.laid(at).at(spot - self.text_origin(at), between))

    def draw_again(self, spans: Iterable[Span]) -> None:
        """Have the cells that show these spans drawn anew, and the frames around them; the rest of what is seen stands as it is."""
        if self.sheet is None:
            return
        moved, room = self.corner() - self.view_box().topLeft(), self.viewport().rect()
        for at in {at for span in spans for at in self.units_of(span)}:
            box = self.sheet.box(at).translated(moved).toAlignedRect().adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE)
            if box.intersects(room):
                self.viewport().update(box)

    # -- sizes ------------------------------------------------------------------------------------------------------

    def zoom(self) -> float:
        """The zoom in force, 1 for 100 %."""
        return self._zoom or self._fitting

    def corner(self) -> QPointF:
        """Where the sheet begins in the viewport: beneath and beside its headings."""
        return QPointF(self._corner)

    def view_box(self) -> QRectF:
        """The part of the sheet that is in view."""
        corner, room = self.corner(), self.viewport().rect()
        return QRectF(
            self.horizontalScrollBar().value(), self.verticalScrollBar().value(),
            max(1.0, room.width() - corner.x()), max(1.0, room.height() - corner.y()),
        )  # fmt: skip

    def _scale(self, zoom: float) -> Scale:
        font = QFont(self.font())
        font.setPointSizeF(max(1.0, font.pointSizeF() * zoom))
        metrics = QFontMetricsF(font)
        half = metrics.horizontalAdvance("国家预算") / 8
        line = Laid(CellText(_PROBE, (Span(0, 0, 3),)), font, 1000, False, []).height
        view = max(80.0, self.viewport().width() - self.corner().x() - 1)
        return Scale(self.logicalDpiX() / 72 * zoom, half, metrics.horizontalAdvance("0"), line, view, zoom)

    def _lay_out(self) -> None:
        """Everything at its place anew: another sheet, zoom, font or width."""
        self._laid.clear()
        self.viewport().update()
        self._corner = QPointF(*_heading_sizes(self)) if self.headings else QPointF(0, 0)
        if self.sheet is None:
            return
        if not self._zoom:
            self._fitting = self._fitted(self.sheet)
        self.sheet.lay_out(self._scale(self.zoom()))

    def _fitted(self, sheet: Sheet) -> float:
        """The zoom that makes a sheet as wide as the room. Edges do not shrink with the letters: a further look corrects the first."""
        zoom, room = 1.0, self.viewport().width() - self.corner().x() - 2
        for _ in range(3):
            wide = sheet.natural_width(self._scale(zoom))
            if wide <= room or zoom <= self.smallest_fit:
                break
            zoom = max(self.smallest_fit, zoom * room / wide)
        return zoom

    def fitting(self) -> tuple[float, float]:
        """The zooms at which the sheet is as wide, and as high, as the room for it."""
        if self.sheet is None:
            return 1.0, 1.0
        room, now = self.view_box().size(), self.zoom()
        wide = (room.width() - 1) / max(1.0, self.sheet.natural_width(self._scale(1.0)))
        self.sheet.natural_width(self.sheet.scale)  # asking lays the columns out: back to the size that is shown
        return wide, now * room.height() / max(1.0, self.sheet.tops[-1])

    def place(self) -> Left:
        """What is in view, to come back to with go_to()."""
        view = self.view_box()
        row = self.sheet.row_at(view.top()) if self.sheet is not None and self.sheet.rows else 0
        cut = (view.top() - self.sheet.tops[row]) / self.sheet.scale.zoom if self.sheet is not None else 0.0
        return Left(self.tab(), row, cut, int(view.left()), self._zoom)

    def tab(self) -> int:
        """The number of the sheet that is shown."""
        return 0

    def _again(self) -> None:
        """Lay out again and keep what is at the top."""
        left = self.place()
        self._lay_out()
        self._restore(left)

    def settle(self) -> None:
        """Measure what is in view. What is seen stays where it is although rows above it turn out higher or lower."""
        sheet = self.sheet
        if sheet is None or self._settling:
            return
        self._settling = True
        try:
            for _ in range(8):
                self._set_ranges()
                view = self.view_box()
                first, last = sheet.row_at(view.top()), sheet.row_at(view.bottom())
                known = [row for row in range(first, last + 1) if sheet.measured[row]]
                fixed = known[0] if known else first
                away = sheet.tops[fixed] - view.top()
                if not sheet.rows or not sheet.measure(first, last, lambda at: self.laid(at).height):
                    break
                self._set_ranges()
                self.verticalScrollBar().setValue(round(sheet.tops[fixed] - away))
                self.viewport().update()
        finally:
            self._settling = False

    def _set_ranges(self) -> None:
        view = self.view_box()
        height, width = (self.sheet.height + 1, self.sheet.width) if self.sheet else (0, 0)
        for bar, whole, seen in (
            (self.verticalScrollBar(), height, view.height()),
            (self.horizontalScrollBar(), width, view.width()),
        ):
            bar.setPageStep(int(seen))
            bar.setSingleStep(20)
            bar.setRange(0, max(0, int(whole - seen + 0.999)))

    # -- what is in view ------------------------------------------------------------------------------------------

    def _restore(self, place: Left) -> None:
        sheet = self.sheet
        if sheet is None or not sheet.rows:
            return
        row = min(place.row, sheet.rows - 1)
        for _ in range(3):
            self._set_ranges()
            self.verticalScrollBar().setValue(round(sheet.tops[row] + place.cut * sheet.scale.zoom))
            self.horizontalScrollBar().setValue(place.across)
            self.settle()

    def bring(self, at: At, span: Span | None = None, share: float = _UPPER_THIRD) -> None:
        """Scroll until a span of a cell (or where its text begins) is seen."""
        assert self.sheet is not None
        self.settle()
        bar = self.verticalScrollBar()
        for turn in range(5):
            boxes = self.boxes_of(at, span) if span is not None else []
            origin = self.text_origin(at)
            around = boxes[0] if boxes else QRectF(origin, origin + QPointF(2, 2))
            for box in boxes[1:]:
                around = around.united(box)
            cell = self.sheet.box(at)
            self._scroll_across(cell if cell.width() + 48 <= self.view_box().width() else around)
            if turn == 0 and self._is_seen(around):
                return
            before = bar.value()
            top = (
                self.sheet.box(at).top() + around.top() - origin.y()
            )  # the text itself moves while its cell scrolls by
            bar.setValue(round(top - self.view_box().height() * share))
            self.settle()  # rows measured only now may have pushed it down again
            if bar.value() == before:
                return

    def bring_caret(self, caret: Caret) -> None:
        """Scroll as little as needed until the caret is seen."""
        self.settle()
        for _ in range(3):
            place = self.laid(caret.at).caret(caret.unit).translated(self.text_origin(caret.at))
            self._scroll_across(place)
            view, bar = self.view_box(), self.verticalScrollBar()
            if place.top() < view.top():
                bar.setValue(int(place.top()) - 4)
            elif place.bottom() > view.bottom():
                bar.setValue(int(place.bottom() - view.height()) + 4)
            else:
                return
            self.settle()

    def _is_seen(self, box: QRectF) -> bool:
        view = self.view_box()
        if box.height() > view.height():  # cannot be seen whole: its beginning, and what there is room for
            return view.top() <= box.top() <= view.top() + view.height() * _UPPER_THIRD + 1
        return box.top() >= view.top() and box.bottom() <= view.bottom()

    def _scroll_across(self, box: QRectF) -> None:
        view, bar, margin = self.view_box(), self.horizontalScrollBar(), 24
        if box.right() > view.right():
            bar.setValue(round(min(box.left() - margin, box.right() - view.width() + margin)))
        elif box.left() < view.left():
            bar.setValue(round(box.left() - margin))


_PROBE = Source("", "", "", None, (Page(1, "国Ag"),))


def _is_number(text: str) -> bool:
    return bool(text) and text.strip().strip("%¥-+(").replace(",", "").replace(".", "", 1).rstrip(")%").isdigit()


def _heading_sizes(view: GridCanvas) -> tuple[float, float]:
    """How wide the row numbers and how high the column letters of a spreadsheet are, in pixels."""
    metrics = QFontMetricsF(view.font())
    rows = view.sheet.rows if view.sheet is not None else 1
    return float(int(metrics.horizontalAdvance("0") * max(2, len(str(rows))) + 10)), float(int(metrics.height() + 4))
