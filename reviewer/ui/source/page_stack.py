"""The pages of a source one below the other."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtWidgets import QGraphicsScene

from reviewer.model.source import Source
from reviewer.model.spans import Span, Spans
from reviewer.ui.source.letters import Box
from reviewer.ui.source.page_items import Look, PageItem
from reviewer.ui.source.page_selection import Spot

GAP = 10.0
"""Points between pages and around them."""


class PageStack(QGraphicsScene):
    """The scene: one unit is one point of paper."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.items_in_order: list[PageItem] = []
        self._tops: list[float] = []

    def show_pages(self, source: Source | None) -> bool:
        """Put the pages of a source down; True where they lie as those before did (the same source, read further)."""
        pages = source.pages if source else ()
        if len(pages) == len(self.items_in_order):
            before = [item.paper() for item in self.items_in_order]
            for item, page in zip(self.items_in_order, pages, strict=True):
                item.take(page)
            if before == [item.paper() for item in self.items_in_order]:
                return True
        else:
            self.clear()
            self.items_in_order = [PageItem(index, page, self._look) for index, page in enumerate(pages)]
            for item in self.items_in_order:
                self.addItem(item)
        self.arrange()
        return False

    def arrange(self) -> None:
        """Lay the pages below one another, each in the middle."""
        across = max((item.size().width() for item in self.items_in_order), default=0.0)
        self._tops = []
        y = GAP
        for item in self.items_in_order:
            item.setPos(GAP + (across - item.size().width()) / 2, y)
            self._tops.append(y)
            y += item.size().height() + GAP
        self.setSceneRect(QRectF(0, 0, across + 2 * GAP, y))

    def turn(self, turns: list[int]) -> None:
        """Turn every page, in quarters clockwise."""
        for item, turn in zip(self.items_in_order, turns, strict=False):
            if item.turn != turn % 4:
                item.set_turn(turn)
        self.arrange()

    def turns(self) -> list[int]:
        """How every page is turned."""
        return [item.turn for item in self.items_in_order]

    def page_at(self, y: float) -> int:
        """The page at a height, or the one above it."""
        return max(0, bisect_right(self._tops, y) - 1)

    def top_of(self, page: int) -> float:
        """Where a page begins."""
        return self._tops[page]

    def letter_height(self) -> float:
        """The usual height of a letter on the first page that has some, in points; 0 where none has."""
        for item in self.items_in_order:
            if item.page.picture is not None and len(item.page.picture.boxes):
                return item.letters.height()
        return 0.0

    def pages_between(self, top: float, bottom: float) -> range:
        """The pages of which something lies between two heights."""
        if not self.items_in_order:
            return range(0)
        first = self.page_at(top)
        if top > self._tops[first] + self.items_in_order[first].size().height():
            first += 1
        return range(first, self.page_at(bottom) + 1)

    def spot(self, point: QPointF) -> Spot | None:
        """The character nearest to a point of the scene; None where there are no pages."""
        if not self.items_in_order:
            return None
        item = self.items_in_order[self.page_at(point.y() + GAP / 2)]
        place = item.on_paper(point)
        return Spot(item.index, *item.letters.gap(place.x(), place.y()))

    def letter(self, point: QPointF) -> tuple[int, int] | None:
        """(page, offset) of the character at a point of the scene; None beside the letters."""
        if not self.items_in_order:
            return None
        item = self.items_in_order[self.page_at(point.y())]
        place = item.on_paper(point)
        offset = item.letters.at(place.x(), place.y())
        return None if offset is None else (item.index, offset)

    def inside(self, area: QRectF) -> Spans:
        """The characters in a rectangle of the scene, in reading order."""
        found: list[Span] = []
        for page in self.pages_between(area.top(), area.bottom()):
            item = self.items_in_order[page]
            part = item.turning().inverted()[0].mapRect(item.mapRectFromScene(area))
            box = Box(part.left(), part.top(), part.right(), part.bottom())
            found += [Span(page, start, end) for start, end in item.letters.inside(box)]
        return tuple(found)

    def boxes(self, spans: Spans) -> dict[int, list[Box]]:
        """What spans cover, by page."""
        found: dict[int, list[Box]] = {}
        for page, start, end in spans:
            if page < len(self.items_in_order):
                found.setdefault(page, []).extend(self.items_in_order[page].letters.boxes(start, end))
        return found

    def area(self, page: int, boxes: list[Box]) -> QRectF:
        """The rectangle of the scene around some boxes of a page."""
        whole = QRectF()
        for box in boxes:
            whole = whole.united(self.items_in_order[page].in_scene(box))
        return whole
