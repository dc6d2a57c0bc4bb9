r"""Tables of LaTeX, as papers and some programs that recognise pictures write them: rows that end in \\, cells parted by &.

    \begin{tabular}{|l|l|l|}
    \hline 项目名称 & \multicolumn{2}{c|}{渠道清淤} \\ \hline
    \multirow{2}{*}{产出指标} & 清淤长度 & $\geq 30$公里 \\ \cline{2-3}
     & 完工率 & 98\% \\ \hline
    \end{tabular}

What says how a table looks is layout. Formulas stay as they are written: what they show is the extraction's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from reviewer.model.source import Block, Cell, Grid, Line
from reviewer.model.spans import Span, Spans
from reviewer.sources.text_cells import Places, runs_of

_NAMES = "tabular|tabularx|tabulary|longtable|longtblr|tblr|tabu|supertabular|array"
_BEGIN = re.compile(rf"\\begin\{{(?P<name>{_NAMES})\*?\}}")
_TOKEN = re.compile(r"\\(?P<word>[A-Za-z]+\*?|\\|[^A-Za-z\\])|(?P<sign>[{}&$%])")
_OF_ROWS = frozenset(
    ("hline", "cline", "toprule", "midrule", "bottomrule", "cmidrule", "specialrule", "hhline", "Xhline", "endhead", "endfirsthead",
     "endfoot", "endlastfoot", "rowcolor", "addlinespace", "noalign", "cellcolor", "columncolor", "centering", "arraybackslash",
     "raggedright", "raggedleft", "vspace", "hspace", "small", "footnotesize", "scriptsize", "normalsize", "large", "bfseries", "tiny",
     "label", "quad", "qquad", "noindent", "documentclass", "usepackage", "pagestyle", "setlength", "renewcommand", "maketitle", "bf",
     "zihao", "heiti", "songti", "kaishu", "fangsong", "newpage", "clearpage", "thispagestyle", "large", "Large", "LARGE", "huge")
)  # fmt: skip
"""Words that print nothing; what stands in brackets and braces behind them is theirs."""
_WRAPPERS = {
    "multicolumn": 2, "multirow": 2, "makecell": 0, "shortstack": 0, "textbf": 0, "textit": 0, "text": 0, "mbox": 0, "emph": 0,
    "underline": 0, "parbox": 1, "thead": 0, "textcolor": 1, "rotatebox": 1, "fbox": 0, "colorbox": 1, "raisebox": 1, "mathrm": 0,
    "resizebox": 2, "caption": 0, "section": 0, "subsection": 0, "title": 0, "section*": 0, "subsection*": 0, "textnormal": 0,
}  # fmt: skip
"""Words that print what is in their last braces, with how many pairs of braces stand before those."""
_WAY = re.compile(r"\s*\[[^\[\]\n]*\]")
_RULER = re.compile(r"\s*\(\w{1,3}(?:\{[^{}]*\})?\)")
_MOST_COLUMNS, _MOST_ROWS, _MOST_CELLS, _DEEPEST = 200, 20_000, 400_000, 20


@dataclass(frozen=True, slots=True)
class Typeset:
    """A table of this kind: from where to where it stands in the text, and its grid."""

    start: int
    end: int
    grid: Grid


def is_latex(text: str) -> bool:
    """Whether a text has a table of LaTeX."""
    return "\\\\" in text and _BEGIN.search(text) is not None


def latex_tables(index: int, text: str, layout: list[Span]) -> list[Typeset]:
    """The tables of this kind in a text, in order; what says how they look is layout."""
    found: list[Typeset] = []
    for begin in _BEGIN.finditer(text) if "\\begin{" in text else ():
        if found and begin.start() < found[-1].end:
            continue  # a table in a cell
        end = _end(text, begin)
        if end is None:
            continue
        start = begin.end()
        while (after := _group(text, start, end[0])) is not None or (after := _way(text, start)) is not None:
            start = after
        marks: list[Span] = [Span(index, begin.start(), start), Span(index, *end)]
        grid = _Rows(index, text, marks).grid(start, end[0])
        if grid is not None:
            layout += marks
            found.append(Typeset(begin.start(), end[1], grid))
    return found


def runs_around(text: str, tables: list[Typeset]) -> Iterator[Places]:
    """The runs of lines of a text, cut where a table begins and ends, and each part of a table a run of its own."""
    cuts = sorted({place for table in tables for place in (table.start, table.end)})
    for run in runs_of(text):
        group: Places = []
        for start, end in run:
            edges = [start, *(cut for cut in cuts if start < cut < end), end]
            for piece in pairwise(edges):
                if group and any(group[-1][0] < cut <= piece[0] for cut in cuts):
                    yield group
                    group = []
                group.append(piece)
        if group:
            yield group


def without_words(index: int, text: str, blocks: list[Block], layout: list[Span]) -> list[Block]:
    """The lines around such tables without the words that say how they look; lines of which nothing is left are layout."""
    made: list[Block] = []
    for block in blocks:
        if not isinstance(block, Line):
            made.append(block)
            continue
        marks: list[Span] = []
        spans = _Rows(index, text, marks).shown(block.span.start, block.span.end)
        layout += marks
        if spans:
            made.append(Line(Span(index, spans[0].start, spans[-1].end)))
    return made


def _end(text: str, begin: re.Match[str]) -> tuple[int, int] | None:
    """Where the words stand that end a table."""
    depth = 1
    for edge in re.finditer(rf"\\(begin|end)\{{{begin['name']}\*?\}}", text[begin.end() :]):
        depth += 1 if edge[1] == "begin" else -1
        if not depth:
            return begin.end() + edge.start(), begin.end() + edge.end()
    return None


def _group(text: str, start: int, end: int) -> int | None:
    """Behind the braces that stand here; None where there are none."""
    at = start
    while at < end and text[at].isspace():
        at += 1
    if not text.startswith("{", at):
        return None
    depth = 0
    for token in _TOKEN.finditer(text, at, end):
        depth += {"{": 1, "}": -1}.get(token["sign"] or "", 0)
        if not depth:
            return token.end()
    return None


def _way(text: str, start: int) -> int | None:
    found = _WAY.match(text, start)
    return found.end() if found else None


@dataclass(slots=True)
class _Reach:
    """Over how many columns and rows a cell reaches."""

    wide: int = 1
    high: int = 1


class _Rows:
    """Takes the inside of a table apart; what prints nothing is put into `marks`."""

    def __init__(self, index: int, text: str, marks: list[Span]) -> None:
        self._index, self._text, self._marks = index, text, marks

    def grid(self, start: int, end: int) -> Grid | None:
        """The cells between two places; None where there are fewer than two rows and columns, or too many."""
        cells: list[Cell] = []
        free: dict[int, int] = {}
        row = width = 0
        for places in self._rows(start, end):
            column, is_row = 0, len(places) > 1
            for place in places:
                reach = _Reach()
                spans = self.shown(*place, reach)
                is_row = is_row or bool(spans)
                wide = max(1, min(reach.wide, _MOST_COLUMNS - column))
                if spans or free.get(column, 0) <= row:
                    cells.append(Cell(row, column, spans, reach.high, wide))
                    free |= dict.fromkeys(range(column, column + wide), row + reach.high)
                column += wide
            width, row = max(width, column), row + is_row
            if row > _MOST_ROWS or len(cells) > _MOST_CELLS:
                return None
        cells = [cell for cell in cells if cell.row < row]
        if row < 2 or width < 2:
            return None
        return Grid(tuple(_within(cell, row) for cell in cells), row, width)

    def _rows(self, start: int, end: int) -> Iterator[Places]:
        """Where the cells of each row begin and end."""
        row: Places = []
        depth, at = 0, start
        for token in _TOKEN.finditer(self._text, start, end):
            sign, word = token["sign"], token["word"]
            depth += {"{": 1, "}": -1}.get(sign or "", 0)
            if depth or token.start() < at or (sign != "&" and word not in ("\\", "tabularnewline")):
                continue
            row.append((at, token.start()))
            at = token.end()
            if sign != "&":
                at = _way(self._text, at) or at
                yield row
                row = []
            self._marks.append(Span(self._index, token.start(), at))
        if row or self._text[at:end].strip():
            yield [*row, (at, end)]

    def shown(self, start: int, end: int, reach: _Reach | None = None, depth: int = 0) -> Spans:
        """What a piece prints."""
        pieces: list[tuple[int, int]] = []
        at = begin = start
        in_formula = False
        for token in _TOKEN.finditer(self._text, start, end):
            if token.start() < at:
                continue
            sign = token["sign"]
            in_formula ^= sign == "$"
            after, inside = (None, None) if in_formula or sign == "$" else self._passed(token, end, reach)
            if after is None:
                continue
            pieces.append((begin, token.start()))
            if inside is not None and depth < _DEEPEST:
                pieces += [(span.start, span.end) for span in self.shown(*inside, reach, depth + 1)]
                self._mark(token.start(), inside[0])
                self._mark(inside[1], after)
            else:
                self._mark(token.start(), after)
            at = begin = after
        pieces.append((begin, end))
        return _trimmed(self._index, self._text, pieces)

    def _passed(
        self, token: re.Match[str], end: int, reach: _Reach | None
    ) -> tuple[int | None, tuple[int, int] | None]:
        """Behind what says how something looks, and what of it is printed; nothing where it is printed as it stands."""
        word, sign, at = token["word"], token["sign"], token.end()
        if sign in ("{", "}"):
            return at, None
        if word == "\\":
            return _way(self._text, at) or at, None
        if word in ("begin", "end"):
            at = _group(self._text, at, end) or at
            return _way(self._text, at) or at, None
        if word is not None and word.rstrip("*") in _OF_ROWS:
            ruler = _RULER.match(self._text, at)
            at = ruler.end() if ruler else at
            while (after := _way(self._text, at) or _group(self._text, at, end)) is not None:
                at = after
            return at, None
        if word in _WRAPPERS:
            return self._wrapped(word, at, end, reach)
        if word is not None and word in "%&_#{} ":
            return token.start() + 1, None
        return (at, None) if word is not None and word in ",;:!" else (None, None)

    def _wrapped(self, word: str, at: int, end: int, reach: _Reach | None) -> tuple[int | None, tuple[int, int] | None]:
        said: list[str] = []
        for _ in range(_WRAPPERS[word]):
            while (after := _way(self._text, at)) is not None:
                at = after
            after = _group(self._text, at, end)
            if after is None:
                return None, None
            said.append(self._text[at:after].strip(" \n\t{}"))
            at = after
        while (after := _way(self._text, at)) is not None:
            at = after
        after = _group(self._text, at, end)
        if after is None:
            return None, None
        if reach is not None and said and re.fullmatch(r"\d{1,4}", said[0].lstrip("-")):
            count = max(1, int(said[0]))  # one that reaches up stands in its last row
            if word == "multicolumn":
                reach.wide = count
            elif word == "multirow":
                reach.high = min(count, _MOST_ROWS)
        return after, (self._text.index("{", at) + 1, after - 1)

    def _mark(self, start: int, end: int) -> None:
        if end > start:
            self._marks.append(Span(self._index, start, end))


def _trimmed(index: int, text: str, pieces: list[tuple[int, int]]) -> Spans:
    """Pieces as spans, without white space at the two ends of the whole."""
    spans = [Span(index, start, end) for start, end in pieces if end > start]
    while spans and not text[spans[0].start : spans[0].end].strip():
        spans.pop(0)
    while spans and not text[spans[-1].start : spans[-1].end].strip():
        spans.pop()
    if spans:
        first, last = spans[0], spans[-1]
        inside = text[first.start : first.end]
        spans[0] = first._replace(start=first.start + len(inside) - len(inside.lstrip()))
        last = spans[-1]
        spans[-1] = last._replace(end=last.start + len(text[last.start : last.end].rstrip()))
    return tuple(spans)


def _within(cell: Cell, rows: int) -> Cell:
    if cell.row + cell.row_span <= rows:
        return cell
    return Cell(cell.row, cell.column, cell.spans, rows - cell.row, cell.column_span)
