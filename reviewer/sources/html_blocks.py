"""The elements of an HTML page as blocks: which tables hold data, which only lay out the page, what is a menu, what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from reviewer.model.source import Block, Cell, Grid, Line, Page
from reviewer.model.spans import Span
from reviewer.sources.invisible import without_invisible

_UNSEEN = frozenset(
    (
        *(
            "head",
            "script",
            "style",
            "template",
            "noscript",
            "object",
            "embed",
            "applet",
            "iframe",
            "frame",
            "frameset",
        ),
        *("svg", "canvas", "audio", "video", "map", "datalist", "noframes", "noembed", "select", "button", "param"),
        *("source", "track", "meta", "link", "base", "title", "rt", "rp", "rtc"),
    )
)
_BREAKING = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl"),
        *("dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary"),
        *("table", "ul", "caption", "tr", "td", "th", "tbody", "thead", "tfoot"),
    )
)
_NAVIGATION_TAGS = frozenset(("nav", "menu", "footer", "aside"))
_NAVIGATION_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "search", "menu", "menubar", "complementary", "toolbar")
)
_NAVIGATION_WORDS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navi|navigation|menu|menus|submenu|breadcrumb|breadcrumbs|crumb|crumbs|sidebar|sidenav|footer|foot|"
    r"topbar|toolbar|share|bdsharebuttonbox|login|search|searchbox|copyright|friendlink|links|pager|pagination|skip)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*collapse|mso-hide\s*:\s*all|content-visibility\s*:\s*hidden)(?![\w.])",
    re.IGNORECASE,
)
"""What is not there at all; what is in its place but not seen is taken away before (html_hidden)."""
_SOFT_HYPHEN = "\xad"
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—]"
_BREAK_BETWEEN_WIDE = re.compile(rf"(?<={_WIDE})[ \t\r\f]*\n[ \t\n\r\f]*(?={_WIDE})")
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(px|pt|cm|mm|in)?\s*$")
_IN_STYLE = {name: re.compile(rf"(?:^|;)\s*{name}\s*:([^;]+)", re.IGNORECASE) for name in ("width", "height")}
_TYPED = frozenset(
    ("text", "number", "tel", "date", "month", "email", "url", "search", "time", "datetime-local", "week", "")
)
_POINTS = {"": 0.75, "px": 0.75, "pt": 1.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0}
MOST_COLUMNS = 1000
_MOST_ROWS_SPANNED = 65534
_DEEPEST = 400
_MOST_PLACES = 5_000_000


@dataclass
class _Place:
    """A cell of a table: its element and where it stands."""

    element: Any
    row: int
    column: int
    height: int
    width: int


@dataclass
class Blocks:
    """Puts the text of a page together, block by block; `skipped` counts the menus that were left out."""

    index: int
    skipped: int = 0
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _blocks: list[Block] = field(default_factory=list)
    _inline: list[str] = field(default_factory=list)
    _deep: set[Any] = field(default_factory=set)
    _tables: dict[Any, bool] = field(default_factory=dict)

    def read(self, root: Any) -> None:
        """Take in a whole page."""
        self._flow(root, 0)
        self._end_line()

    def page(self, label: str = "") -> Page:
        """What was taken in."""
        return Page(self.index + 1, "".join(self._pieces), tuple(self._blocks), label=label)

    # -- text in flow -------------------------------------------------------------------------------------------

    def _flow(self, element: Any, depth: int) -> None:
        if element.text:
            self._inline.append(element.text)
        for child in element:
            self._child(child, depth)
            if child.tail:
                self._inline.append(child.tail)

    def _child(self, child: Any, depth: int) -> None:
        tag = _tag(child)
        if not tag or self._is_unseen(child, tag):
            return
        if tag == "br":
            self._inline.append("\v")
        elif depth > _DEEPEST:
            self._inline.append("".join(_all_text(child)))
        elif tag == "table":
            self._end_line()
            self._table(child, depth)
        elif tag in _BREAKING:
            self._end_line()
            if self._is_navigation(child, tag):
                self.skipped += 1
                return
            self._flow(child, depth + 1)
            self._end_line()
        elif tag == "input":
            self._inline.append(_typed(child))
        else:
            self._flow(child, depth + 1)

    def _end_line(self) -> None:
        text = _collapsed("".join(self._inline))
        self._inline = []
        for line in text.split("\n"):
            if line:
                self._blocks.append(Line(Span(self.index, *self._add(line))))
                self._add("\n")

    def _add(self, text: str) -> tuple[int, int]:
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        return start, self._length

    # -- what is not shown, or is no content ----------------------------------------------------------------------

    def _is_unseen(self, element: Any, tag: str) -> bool:
        if tag in _UNSEEN or element.get("hidden") is not None:
            return True
        style = element.get("style")
        if (tag == "dialog" and element.get("open") is None) or element.get("popover") is not None:
            return True
        return bool(style and _HIDDEN_STYLE.search(style))

    def _is_navigation(self, element: Any, tag: str) -> bool:
        """Whether a part of a page is a menu and the like: by what it says of itself, or as it is little but links."""
        if tag in ("html", "body", "p", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "article", "main"):
            return False
        if self._holds_data(element):
            return False
        words = f"{element.get('class', '')} {element.get('id', '')}"
        named = tag in _NAVIGATION_TAGS or element.get("role") in _NAVIGATION_ROLES or _NAVIGATION_WORDS.search(words)
        links = [a for a in element.iter("a") if a.get("href") is not None]
        if not links:
            return bool(named) and tag in _NAVIGATION_TAGS
        linked = sum(len(_squeezed(_all_text(a))) for a in links)
        whole = len(_squeezed(_all_text(element)))
        if named:
            return whole < 400 or linked * 3 >= whole
        return len(links) >= 3 and linked * 10 >= whole * 7 and linked <= 40 * len(links)

    def _holds_data(self, element: Any) -> bool:
        return any(self._is_data(table) for table in element.iter("table"))

    def _is_data(self, table: Any) -> bool:
        """Whether a table itself holds data: two rows and two columns filled, and not mostly with links."""
        known = self._tables.get(table)
        if known is None:
            known = self._tables[table] = _looks_like_data(table)
        return known

    # -- tables -------------------------------------------------------------------------------------------------

    def _table(self, table: Any, depth: int) -> None:
        for caption in table.iterchildren("caption"):
            self._flow(caption, depth + 1)
            self._end_line()
        if not self._is_data(table) and self._is_navigation(table, "table"):
            self.skipped += 1
            return
        places, rows = _places(table, self._is_unseen)
        piece: list[_Place] = []
        by_row: dict[int, list[_Place]] = {}
        for place in places:
            by_row.setdefault(place.row, []).append(place)
        around = False
        for row in range(rows):
            here = by_row.get(row, [])
            if any(self._lays_out(place.element) for place in here):
                self._grid(table, piece, around=True)
                piece, around = [], True
                for place in here:
                    self._cell_in_flow(place.element, depth)
            else:
                piece += here
        self._grid(table, piece, around)

    def _cell_in_flow(self, cell: Any, depth: int) -> None:
        """A cell that holds tables itself: what it holds stands in the page as if it were no cell."""
        self._end_line()
        if self._is_navigation(cell, "td"):
            self.skipped += 1
            return
        self._flow(cell, depth + 1)
        self._end_line()

    def _lays_out(self, cell: Any) -> bool:
        return any(self._is_data(inner) or _has_table(inner) for inner in cell.iter("table"))

    def _grid(self, table: Any, places: list[_Place], around: bool) -> None:
        """Rows of a table as a grid; as lines where they stand `around` inner tables and each has one filled cell."""
        filled = [(place, self._cell_text(place.element)) for place in places]
        filled = [(place, text) for place, text in filled if text]
        if not filled:
            return
        rows = len({place.row for place, _ in filled})
        if len(filled) == 1 or (around and len(filled) == rows):
            for place, text in filled:
                if self._is_navigation(place.element, "td"):
                    self.skipped += 1
                    continue
                for line in text.split("\n"):
                    self._blocks.append(Line(Span(self.index, *self._add(line))))
                    self._add("\n")
            return
        self._set_out(table, filled, places)

    def _set_out(self, table: Any, filled: list[tuple[_Place, str]], places: list[_Place]) -> None:
        first = min(place.row for place in places)
        last = max(place.row for place in places) + 1
        right = max(place.column + place.width for place, _ in filled)
        row_at, column_at = filled[0][0].row, 0
        cells: list[Cell] = []
        for place, text in filled:
            if place.row > row_at:
                self._add("\n")
                row_at, column_at = place.row, 0
            if place.column > column_at:
                self._add("\t" * (place.column - column_at))
                column_at = place.column
            span = Span(self.index, *self._add(text))
            height = min(place.height, last - place.row)
            cells.append(Cell(place.row - first, place.column, (span,), max(1, height), place.width))
        self._add("\n")
        widths, heights = _sizes(table, places, right, first, last)
        self._blocks.append(Grid(tuple(cells), last - first, right, widths, heights))

    def _cell_text(self, cell: Any) -> str:
        """The text of a cell, its paragraphs and breaks as lines."""
        pieces: list[str] = []
        self._gather(cell, pieces, 0)
        return _collapsed("".join(pieces))

    def _gather(self, element: Any, pieces: list[str], depth: int) -> None:
        if element.text:
            pieces.append(element.text)
        for child in element:
            tag = _tag(child)
            if tag and not self._is_unseen(child, tag):
                if tag == "br":
                    pieces.append("\v")
                elif tag == "input":
                    pieces.append(_typed(child))
                elif depth > _DEEPEST:
                    pieces += _all_text(child)
                elif tag in ("td", "th"):
                    pieces.append(" ")
                    self._gather(child, pieces, depth + 1)
                    pieces.append(" ")
                else:
                    around = "\v" if tag in _BREAKING else ""
                    pieces.append(around)
                    self._gather(child, pieces, depth + 1)
                    pieces.append(around)
            if child.tail:
                pieces.append(child.tail)


def _tag(element: Any) -> str:
    """The name of an element in small letters without its prefix; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _typed(element: Any) -> str:
    """What stands in a box of a form to type in."""
    return element.get("value") or "" if element.get("type", "text").lower() in _TYPED else ""


def _all_text(element: Any) -> Iterator[str]:
    for piece in element.itertext():
        parent = piece.getparent() if hasattr(piece, "getparent") else None
        if parent is None or _tag(parent) not in ("script", "style") or piece.is_tail:
            yield piece


def _squeezed(texts: Iterator[str]) -> str:
    return "".join("".join(texts).split())


def _collapsed(text: str) -> str:
    """Text as a browser shows it: blanks drawn together, none between Chinese characters that a line of the file parts.

    The mark for a break (a vertical tab, which no page holds) becomes the end of a line.
    """
    text = _BREAK_BETWEEN_WIDE.sub("", without_invisible(text.replace(_SOFT_HYPHEN, "")))
    lines = (_BLANKS.sub(" ", line).replace("\xa0", " ").strip() for line in text.split("\v"))
    return "\n".join(line for line in lines if line)


def _has_table(table: Any) -> bool:
    return next(table.iterdescendants("table"), None) is not None


def _looks_like_data(table: Any) -> bool:
    rows = columns = texts = linked = 0
    for row in _rows(table):
        filled = 0
        for cell in row:
            if _tag(cell) not in ("td", "th") or next(cell.iter("table"), None) is not None:
                continue
            text = _squeezed(_all_text(cell))
            if text:
                filled += 1
                texts += len(text)
                linked += sum(len(_squeezed(_all_text(a))) for a in cell.iter("a") if a.get("href") is not None)
        rows += filled > 0
        columns = max(columns, filled)
    return rows >= 2 and columns >= 2 and linked * 2 <= texts


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table itself, head first and foot last, without those of tables within."""
    foot: list[Any] = []
    for child in table:
        tag = _tag(child)
        if tag == "tr":
            yield child
        elif tag in ("thead", "tbody"):
            yield from (row for row in child if _tag(row) == "tr")
        elif tag == "tfoot":
            foot += [row for row in child if _tag(row) == "tr"]
    yield from foot


def _places(table: Any, is_unseen: Any) -> tuple[list[_Place], int]:
    """Where each cell stands, as browsers lay tables out: a cell takes the first place that no other reaches into."""
    rows = [row for row in _rows(table) if not is_unseen(row, "tr")]
    taken: dict[int, int] = {}  # column: first row that is free again
    folded = _folded_columns(table)
    found: list[_Place] = []
    total = 0
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            tag = _tag(cell)
            if tag not in ("td", "th") or is_unseen(cell, tag):
                continue
            while taken.get(column, 0) > number:
                column += 1
            width = _span(cell, "colspan", MOST_COLUMNS)
            height = min(_span(cell, "rowspan", _MOST_ROWS_SPANNED) or len(rows), len(rows) - number)
            width = max(1, min(width, MOST_COLUMNS - column))
            total += width
            if column >= MOST_COLUMNS or total > _MOST_PLACES:
                break
            if not folded.issuperset(range(column, column + width)):
                found.append(_Place(cell, number, column, height, width))
            for place in range(column, column + width):
                taken[place] = number + height
            column += width
    return _mirrored(table, _clipped(found)), len(rows)


def _mirrored(table: Any, places: list[_Place]) -> list[_Place]:
    """The cells of a table whose first column is drawn at its right, in the columns in which they are seen."""
    around = (one.get("dir") for one in (table, *table.iterancestors()))
    if next((way for way in around if way), "").lower() != "rtl":
        return places
    columns = max((place.column + place.width for place in places), default=0)
    for place in places:
        place.column = columns - place.column - place.width
    return sorted(places, key=lambda place: (place.row, place.column))


def _folded_columns(table: Any) -> set[int]:
    """The columns that a table has and does not show."""
    found: set[int] = set()
    column = 0
    for element in table.iterchildren("col", "colgroup"):
        parts = list(element.iterchildren("col")) or [element]
        for part in parts:
            wide = min(_span(part, "span", MOST_COLUMNS), MOST_COLUMNS - column)
            if any(_FOLDED.search(one.get("style") or "") for one in (part, element)):
                found.update(range(column, column + wide))
            column += wide
    return found


_FOLDED = re.compile(r"(?:^|;)\s*visibility\s*:\s*collapse\b", re.IGNORECASE)


def _clipped(places: list[_Place]) -> list[_Place]:
    """The cells without columns that a span claims and no cell of another row has."""
    starts = {place.column for place in places}
    ends = {place.column + place.width for place in places if place.width == 1}
    right = max([max(starts, default=0) + 1, *ends])
    for place in places:
        place.width = max(1, min(place.width, right - place.column))
    return places


def _span(cell: Any, name: str, most: int) -> int:
    found = re.match(r"\s*(\d{1,6})", cell.get(name, "1"))
    return min(int(found[1]), most) if found else 1


def _sizes(
    table: Any, places: list[_Place], columns: int, first: int, last: int
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Widths and heights in points, where most columns or rows state them."""
    widths: dict[int, float] = {}
    column = 0
    for element in table.iter("col"):
        for _ in range(min(_span(element, "span", MOST_COLUMNS), MOST_COLUMNS - column)):
            widths[column] = _stated(element, "width")
            column += 1
    heights: dict[int, float] = {}
    for place in places:
        if place.width == 1 and not widths.get(place.column):
            widths[place.column] = _stated(place.element, "width")
        if place.height == 1:
            high = _stated(place.element, "height") or _stated(place.element.getparent(), "height")
            heights[place.row] = max(heights.get(place.row, 0.0), high)
    return _whole([widths.get(c, 0.0) for c in range(columns)]), _whole(
        [heights.get(r, 0.0) for r in range(first, last)]
    )


def _whole(sizes: list[float]) -> tuple[float, ...]:
    """All sizes, those missing as wide as the others on average; none where fewer than half are stated."""
    stated = [size for size in sizes if size]
    if len(stated) * 2 < len(sizes) or not stated:
        return ()
    usual = sum(stated) / len(stated)
    return tuple(size or usual for size in sizes)


def _stated(element: Any, name: str) -> float:
    style = _IN_STYLE[name].search(element.get("style", ""))
    found = _LENGTH.match(style[1] if style else element.get(name, ""))
    return min(float(found[1]) * _POINTS[found[2] or ""], 2000.0) if found else 0.0
