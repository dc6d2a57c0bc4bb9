"""Tables that are ruled across only, completed: between which characters their columns are parted, and the rows within two rules.

    ──────────────────────────────────────────────
     一级指标     二级指标     三级指标     指标值
    ──────────────────────────────────────────────
                  数量指标     改造桥梁     9座
     产出指标    ─────────────────────────────────    （a rule that leaves a merged cell out）
                  质量指标     合格率       100%
    ──────────────────────────────────────────────

What is drawn is taken as drawn: a rule that ends within the table is the edge of a merged cell, and where rules are drawn cell by
cell each end is a border. Only what is missing comes from the text. The result is a ruled table like any other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reviewer.sources.pdf_doubts import Doubts
from reviewer.sources.pdf_lines import PrintedLine, Run
from reviewer.sources.pdf_rules import SAME, TOUCH, Rule, Ruled, in_line, outside, table_of
from reviewer.sources.pdf_shares import Interval, divided
from reviewer.sources.pdf_slices import Part, are_rows, line_step, parts_of, rules_of, stabbed, with_same_columns

_NARROW = 100.0
"""Points: a table is broader; shorter rules are lines to write on."""
_EDGE = 4.0
"""Points within which two rules begin or end at the same edge of a table."""
_FEW_RULES = 3
_LEAST_COLUMNS = 4
_END = 1.6
"""Points within which two rules end at the same border."""
_FEW_ENDS, _MOST_ENDS = 2, 60
"""So many rules of a table end at a border that their pieces show; with more pieces a rule is dashed."""
_MOST_OF_IT = 0.2
"""Of a table's width: a rule that leaves a merged cell out is longer."""
_BLANK = 0.9
"""Of a line's height: what is lower between two rules is no row."""
_PADDING = 1.5
"""Points from the edge of a cell to its text, at least."""
_LARGE = 1.25
"""Of the height of a table's lines: larger type between two rules is the heading of the next table."""
_INTO = 1.0
"""Points by which text may reach over a border."""
_MOST_CHUNKS = 3000
_WRAPS = 1.75
"""Of a line's height: the lines of one cell follow each other at most so closely."""
_SAME = 0.5
"""Of a line's height: texts whose middles, or tops, are nearer stand in one row."""
_ODD = 0.1
"""Of the rows of a table that has a rule below each: so many may have cells of several lines that look like rows."""
_IN_MIDDLE, _OFF_CENTRE = 1.0, 2.5
"""Points by which a text is in the middle of a cell, and by which it is not."""
_SEVERAL, _MANY = 2, 3
"""So many columns with several lines have to stand in one row; so many that need not be broken, at the same heights, are rows."""
_ROOM = 2.0
"""Of a line's height: a line with more room than that beside it was not full."""


@dataclass(slots=True)
class _Line:
    """What is drawn at one height: the stretches, and where pieces of them end."""

    at: float
    parts: list[Rule]
    ends: list[float]

    @property
    def left(self) -> float:
        return self.parts[0].start

    @property
    def right(self) -> float:
        return max(part.end for part in self.parts)

    def covers_all(self, other: _Line) -> bool:
        """Whether it is drawn from end to end, where another line is drawn at all."""
        return len(self.parts) == 1 and self.left <= other.left + _EDGE and self.right >= other.right - _EDGE

    def has_part(self, left: float, right: float) -> bool:
        """Whether a stretch of it reaches from one place to another: under the heading of a group of columns."""
        return any(abs(part.start - left) <= _EDGE and abs(part.end - right) <= _EDGE for part in self.parts)

    def leaves_out(self, x: float) -> bool:
        """Whether a place is well within a gap of what is drawn."""
        return not any(part.start - _END < x < part.end + _END for part in self.parts)

    def ends_at(self, x: float) -> bool:
        """Whether a piece ends at a place."""
        return any(abs(end - x) <= _END for end in self.ends)


@dataclass(slots=True)
class _Band:
    """What stands between two lines, and the borders that part it."""

    above: _Line
    below: _Line
    chunks: list[PrintedLine]
    borders: list[float] = field(default_factory=list)

    def leaves_out(self, x: float) -> bool:
        """Whether a merged cell goes on beyond the band at a place."""
        return self.above.leaves_out(x) or self.below.leaves_out(x)


def tables_across(
    across: Sequence[Rule],
    down: Sequence[Rule],
    tables: Sequence[Ruled],
    runs: Sequence[Run],
    before: Sequence[float],
    doubts: Doubts,
) -> list[Ruled]:
    """The tables that rules across draw which touch no others and which no ruled table holds; `runs` are those outside of these,
    `before` the borders of the columns of the last table on the page before.

    Several rows between two rules are told by the middles of their texts; a table in which that does not come out even is none.
    """
    free: Sequence[Rule] = across if runs else ()
    for table in reversed(tables):  # the largest first: it holds most
        free = outside(table, free)
    if len(free) > 1 and down:
        free = [rule for rule in free if not any(_touch(rule, other) for other in down)]
    found = []
    for lines, is_sure in _groups(_lines(free)) if len(free) > 1 else ():
        chunks = _chunks(runs, lines)
        for part in _parts(lines, chunks):
            whole = _completed(part, chunks, before, is_sure, doubts)
            if whole is not None:
                found.append(whole)
    return found


def _touch(across: Rule, down: Rule) -> bool:
    return across.start - TOUCH <= down.at <= across.end + TOUCH and down.start - TOUCH <= across.at <= down.end + TOUCH


def _lines(rules: Sequence[Rule]) -> list[_Line]:
    """What is drawn at each height, from the top."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules):
        if groups and rule.at - groups[-1][0].at <= SAME:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    found = []
    for group in groups:
        parts = in_line(group)
        if parts:
            ends = [end for rule in group for end in (rule.start, rule.end)]
            found.append(_Line(parts[0].at, parts, ends if len(ends) <= _MOST_ENDS else []))
    return found


def _groups(lines: list[_Line]) -> Iterator[tuple[list[_Line], bool]]:
    """The lines of each table: from the first of several with the same ends to the last, with what is drawn between these ends;
    whether they are surely a table's, whatever stands between them.
    """
    used: set[int] = set()
    for top, line in enumerate(lines):
        if top in used or line.right - line.left < _NARROW:
            continue
        within = [
            n
            for n in range(top, len(lines))
            if n not in used and lines[n].left >= line.left - _EDGE and lines[n].right <= line.right + _EDGE
        ]
        full = [
            n for n in within if abs(lines[n].left - line.left) <= _EDGE and abs(lines[n].right - line.right) <= _EDGE
        ]
        members = [lines[n] for n in within if n <= full[-1]]
        if len(full) > 1:
            used.update(n for n in within if n <= full[-1])
            yield members, len(full) >= _FEW_RULES or _are_of_rows(members)


def _are_of_rows(lines: list[_Line]) -> bool:
    """Whether lines of which only the first and the last are whole are of one table: their pieces end at the same places, or most of
    the width is drawn between them.
    """
    first, last = lines[0], lines[-1]
    width = last.right - last.left
    if any(sum(part.end - part.start for part in line.parts) > _MOST_OF_IT * width for line in lines[1:-1]):
        return True
    inner = {end for end in first.ends if first.left + _EDGE < end < first.right - _EDGE}
    return len(inner) >= _FEW_ENDS and all(last.ends_at(end) or last.leaves_out(end) for end in inner)


def _chunks(runs: Iterable[Run], lines: list[_Line]) -> list[PrintedLine]:
    """The texts between the first line of a table and its last."""
    top, bottom, left, right = lines[0].at, lines[-1].at, lines[0].left - _EDGE, lines[0].right + _EDGE
    return [
        PrintedLine(run.left, run.top, run.right, run.bottom, run.glyphs)
        for run in runs
        if top < run.middle < bottom and left <= (run.left + run.right) / 2 <= right
    ]


def _parts(lines: list[_Line], chunks: list[PrintedLine]) -> Iterator[list[_Line]]:
    """The tables among lines with the same ends: what stands alone before the first row, behind the last, or as a heading in larger
    type between two rules, is in none.
    """
    if not 0 < len(chunks) <= _MOST_CHUNKS:
        return
    heights = sorted(chunk.height for chunk in chunks)
    usual = heights[len(heights) // 2]
    part: list[_Line] = []
    bare: list[bool] = []
    for above, below in pairwise(lines):
        held = [chunk for chunk in chunks if above.at < chunk.middle < below.at]
        is_bare = not _is_beside(held) and above.covers_all(below) and below.covers_all(above)
        if is_bare and _is_no_row(held, above, below, usual):
            yield from _trimmed(part, bare)
            part, bare = [], []
            continue
        part = part or [above]
        part.append(below)
        bare.append(is_bare)
    yield from _trimmed(part, bare)


def _is_no_row(held: list[PrintedLine], above: _Line, below: _Line, usual: float) -> bool:
    """Whether what stands between two lines is no row but the room between two tables: no texts, a heading in larger type, or
    paragraphs, which begin where the lines do.
    """
    if not held:
        return below.at - above.at < _BLANK * usual
    return max(chunk.height for chunk in held) > _LARGE * usual or min(c.left for c in held) < above.left + _PADDING


def _trimmed(part: list[_Line], bare: list[bool]) -> Iterator[list[_Line]]:
    while bare and bare[0]:
        part, bare = part[1:], bare[1:]
    while bare and bare[-1]:
        part, bare = part[:-1], bare[:-1]
    if len(part) > 1:
        yield part


def _is_beside(chunks: list[PrintedLine]) -> bool:
    """Whether any two of them stand beside each other."""
    return next(_gaps(chunks), None) is not None


def _gaps(chunks: Iterable[PrintedLine]) -> Iterator[tuple[float, float]]:
    """From where to where there is room between texts that stand beside each other."""
    near: list[PrintedLine] = []
    for chunk in sorted(chunks, key=lambda chunk: chunk.top):
        near = [other for other in near if other.bottom > chunk.top]
        for other in near:
            shared = min(other.bottom, chunk.bottom) - max(other.top, chunk.top)
            if shared > 0.3 * min(other.height, chunk.height):
                left, right = (other, chunk) if other.left < chunk.left else (chunk, other)
                if left.right < right.left + _INTO:
                    yield left.right, right.left
        near.append(chunk)


def _completed(
    lines: list[_Line], chunks: list[PrintedLine], before: Sequence[float], is_sure: bool, doubts: Doubts
) -> Ruled | None:
    """The table that some lines draw, None where its columns or rows cannot be told, or where these may be no table's."""
    chunks = [chunk for chunk in chunks if lines[0].at < chunk.middle < lines[-1].at]
    left, right = lines[0].left, max(line.right for line in lines)
    drawn = _drawn_borders(lines, left, right)
    in_pieces = bool(drawn) and sum(len(line.ends) > 2 * len(line.parts) for line in lines) > len(lines) / 2
    bands = [_Band(*pair, [c for c in chunks if pair[0].at < c.middle < pair[1].at]) for pair in pairwise(lines)]
    borders = drawn if in_pieces else sorted([*drawn, *stabbed(_gaps(chunks), drawn)])
    _part(bands, borders, in_pieces)
    height = sorted(chunk.height for chunk in chunks)[len(chunks) // 2]
    step = line_step(chunks, height)
    several = [band for band in bands if not _is_one_row(band, [left, *band.borders, right], step)]
    if len(several) <= _ODD * len(bands):
        several = [band for band in several if _is_surely_several(band, [left, *band.borders, right], step)]
    if not in_pieces:
        several += [band for band in bands if band not in several and not _is_parted(band)]
    if not (before and abs(before[0] - left) <= _EDGE and abs(before[-1] - right) <= _EDGE):
        before = ()
    inner = [
        parts_of(band.chunks, (band.above.at, band.below.at), before)
        if band in several and not _goes_on(band, left, right)
        else []
        for band in bands
    ]
    if any(parts is None for parts in inner) or not (is_sure or _is_list(inner[0] or [])):
        doubts.refuse(chunks)
        return None
    if any(inner):
        with_same_columns([part for parts in inner for part in parts or ()])
        gaps = [gap for band, parts in zip(bands, inner, strict=True) if not parts for gap in _gaps(band.chunks)]
        gaps += [gap for parts in inner for part in parts or () for gap in part.gaps]
        borders = sorted([*drawn, *stabbed(gaps, drawn)])
        _part(bands, borders, in_pieces)
    elif not borders:
        return None
    across = [part._replace(at=line.at) for line in lines for part in line.parts]
    down: list[Rule] = []
    for band, parts in zip(bands, inner, strict=True):
        edges = [left, *band.borders, right]
        if parts:
            within = rules_of(parts, borders, (left, band.above.at, right, band.below.at))
            across += within[0]
            down += within[1]
            continue
        if band in several:
            rows = rows_between(*_columns(band, edges), (band.above.at, band.below.at)) if _is_parted(band) else None
            if rows is None:
                doubts.refuse(chunks)
                return None
            across += rows
        else:
            _widen(band, left, right)
        down += [Rule(x, band.above.at, band.below.at) for x in (left, *band.borders, right)]
    doubts.of_parts(part for parts in inner for part in parts or ())
    return table_of(across, down)


def _is_list(parts: list[Part]) -> bool:
    """Whether what stands between two lines is all of one table, and large enough to be one."""
    return len(parts) == 1 and len(parts[0].columns) >= _LEAST_COLUMNS and len(parts[0].rows) >= _FEW_RULES


def _goes_on(band: _Band, left: float, right: float) -> bool:
    """Whether a merged cell goes on beyond a band."""
    edges = [left, *band.borders, right]
    return any(band.leaves_out((a + b) / 2) for a, b in pairwise(edges))


def _drawn_borders(lines: list[_Line], left: float, right: float) -> list[float]:
    """Where the ends of rules within a table show a border: those of a merged cell's gap, those of pieces on several rules."""
    places: list[list[float]] = []
    ends = [(end, True) for line in lines for part in line.parts for end in (part.start, part.end)]
    ends += [(end, False) for line in lines for end in set(line.ends)]
    sure: list[bool] = []
    for end, is_gap in sorted(ends):
        if not left + _EDGE < end < right - _EDGE:
            continue
        if places and end - places[-1][0] <= 2 * _END:
            places[-1].append(end)
            sure[-1] |= is_gap
        else:
            places.append([end])
            sure.append(is_gap)
    return [sum(p) / len(p) for p, s in zip(places, sure, strict=True) if s or len(p) >= _FEW_ENDS]


def _part(bands: list[_Band], borders: list[float], in_pieces: bool) -> None:
    """Say of each band which borders part its cells."""
    before: list[float] = []
    for band in bands:
        gaps = list(_gaps(band.chunks))
        kept: list[float] = []
        possible: list[float] = []
        for x in borders:
            if any(chunk.left + _INTO < x < chunk.right - _INTO for chunk in band.chunks):
                continue
            sides = (band.above, band.below)
            if all(line.leaves_out(x) for line in sides):
                (kept if x in before else possible).append(x)
            elif not in_pieces or all(line.ends_at(x) or line.leaves_out(x) for line in sides):
                kept.append(x)
            else:
                possible.append(x)
        for a, b in gaps:
            if not any(a - _INTO <= x <= b + _INTO for x in kept):
                kept += [x for x in possible if a - _INTO <= x <= b + _INTO][:1]
        band.borders = before = sorted(kept)


def _is_parted(band: _Band) -> bool:
    """Whether some border stands between any two texts beside each other."""
    return all(any(a - _INTO <= x <= b + _INTO for x in band.borders) for a, b in _gaps(band.chunks))


def _widen(band: _Band, left: float, right: float) -> None:
    """Take away the borders within a cell in whose middle its text stands, though a column begins or ends there in other rows."""
    edges = [left, *band.borders, right]
    held: list[list[PrintedLine]] = [[] for _ in edges[1:]]
    for chunk in band.chunks:
        held[min(max(bisect_right(edges, (chunk.left + chunk.right) / 2) - 1, 0), len(held) - 1)].append(chunk)
    blank = [
        not texts and not band.leaves_out((a + b) / 2) for texts, (a, b) in zip(held, pairwise(edges), strict=True)
    ]
    gone: set[float] = set()
    for slot, texts in enumerate(held):
        if not texts or band.leaves_out((edges[slot] + edges[slot + 1]) / 2):
            continue
        middle = (min(chunk.left for chunk in texts) + max(chunk.right for chunk in texts)) / 2
        is_off = abs(middle - (edges[slot] + edges[slot + 1]) / 2) > _OFF_CENTRE
        first, last = slot, slot + 1
        while first and blank[first - 1]:
            first -= 1
        while last < len(held) and blank[last]:
            last += 1
        ranges = [(a, b) for a in range(first, slot + 1) for b in range(slot + 1, last + 1) if b - a > 1]
        found = [
            (a, b)
            for a, b in ranges
            if abs(middle - (edges[a] + edges[b]) / 2) <= _IN_MIDDLE
            and (is_off or band.below.has_part(edges[a], edges[b]))
        ]
        if found:
            a, b = max(found, key=lambda r: r[1] - r[0])
            gone.update(edges[a + 1 : b])
    band.borders = [x for x in band.borders if x not in gone]


def _columns(band: _Band, edges: list[float]) -> tuple[list[list[PrintedLine]], list[Interval]]:
    """The lines of each column of a band, and from where to where it reaches; without cells that go on beyond the band."""
    columns: list[list[PrintedLine]] = [[] for _ in edges[1:]]
    for chunk in sorted(band.chunks, key=lambda chunk: chunk.middle):
        column = columns[min(max(bisect_right(edges, (chunk.left + chunk.right) / 2) - 1, 0), len(columns) - 1)]
        if not column or chunk.middle - column[-1].middle > _SAME * min(chunk.height, column[-1].height):
            column.append(chunk)
        else:
            last = column[-1]
            column[-1] = PrintedLine(
                min(last.left, chunk.left), min(last.top, chunk.top),
                max(last.right, chunk.right), max(last.bottom, chunk.bottom), last.glyphs,
            )  # fmt: skip
    held = [n for n, (a, b) in enumerate(pairwise(edges)) if not band.leaves_out((a + b) / 2)]
    return [columns[n] for n in held], [(edges[n], edges[n + 1]) for n in held]


def _is_one_row(band: _Band, edges: list[float], step: float) -> bool:
    """Whether all texts of a band stand in the middle, or begin at the top, of one and the same row; what goes on beyond the band
    aside.
    """
    columns, reach = _columns(band, edges)
    several = [n for n, column in enumerate(columns) if len(column) > 1]
    apart = step and any(b.top - a.top > step for n in several for a, b in pairwise(columns[n]))
    if len(several) < _SEVERAL and not apart:
        return True
    if not all(
        below.top - above.top <= _WRAPS * above.height for n in several for above, below in pairwise(columns[n])
    ):
        return False
    height = columns[several[0]][0].height
    tops = [column[0].top for column in columns if column]
    middles = [(column[0].top + column[-1].bottom) / 2 for column in columns if column]
    if min(max(tops) - min(tops), max(middles) - min(middles)) > _SAME * height:
        return False
    if all(len(column) > 1 for column in columns if column) and are_rows(columns, height):
        return False
    broken = [columns[n] for n in several if _had_room(columns[n], reach[n][1] - reach[n][0])]
    heights = [tuple(round(line.middle / height) for line in column) for column in broken]
    return max(map(heights.count, heights), default=0) < _MANY


def _is_surely_several(band: _Band, edges: list[float], step: float) -> bool:
    """Whether columns have texts at the same heights that are further apart than the lines of a cell, or a heading over others."""
    columns, _ = _columns(band, edges)
    height = max((line.height for column in columns for line in column), default=1.0)
    heights = [tuple(round(line.middle / height) for line in column) for column in columns if len(column) > _SEVERAL]
    apart = step and any(b.top - a.top > step for column in columns for a, b in pairwise(column))
    return bool(apart) and (max(map(heights.count, heights), default=0) >= _MANY or max(map(len, columns)) == _SEVERAL)


def rows_between(columns: list[list[PrintedLine]], reach: list[Interval], limits: Interval) -> list[Rule] | None:
    """The rules that are missing between the rows of some columns, none through a merged cell; None where the rows cannot be told."""
    heights = sorted(line.height for column in columns for line in column)
    height = heights[len(heights) // 2]
    steps = (below.top - above.top for column in columns for above, below in pairwise(column))
    nearest = min((step for step in steps if step > _SAME * height), default=0.0)
    parted = divided(columns, 1.1 * nearest if nearest <= _WRAPS * height else 0.0, height, limits)
    if parted is not None:
        merged, extents = parted.merged, parted.extents
        over = {(row + n, column) for (row, column), span in merged.items() for n in range(1, span)}
        return [
            Rule((above[1] + below[0]) / 2, *reach[column])
            for row, (above, below) in enumerate(pairwise(extents), 1)
            for column in range(len(columns))
            if (row, column) not in over
        ]
    return None


def _had_room(column: list[PrintedLine], width: float) -> bool:
    """Whether the first line of a cell had room for more, so that the next may be of another row."""
    first = column[0]
    return first.right - first.left + _ROOM * first.height < width
