"""Sheets that were printed over several pages in width: which pages stand side by side.

A sheet too broad for the paper goes on, with its further columns, on further pages: down first and then over, or over first
and then down. What tells such pages: their rows stand at the same heights, for they are the same rows, and their columns are
others. Pages of one form each have the same rows too, but say the same in them; a table that goes on in length has the same
columns, and fills its page.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import median

from reviewer.sources.pdf_lines import WIDE, Run
from reviewer.sources.pdf_page import PageContent

_SAME = 1.2
"""Points within which two rows of one sheet stand at the same height on two pages."""
_SAME_COLUMN = 2.5
_MOST_STRIPS = 60
"""Pages downwards that are looked at before it goes over."""
_FEW_EDGES = 3
"""Borders of rows that have to be there: two rows."""
_ALIKE = 0.3
"""Share of the texts that say the same at the same place on pages of one form each."""
_OTHER = 0.1
"""Share of such texts below which two pages say other things."""
_ROOM = 100.0
"""Points left below a table, beside its highest row, where it has ended and was not broken off: more than a margin."""
_MARGIN = 1.3
"""Of the room above what stands on a page: the room below it may be so much larger."""
_PARTED = 0.3
"""Share of the lines of a table without rules that have several parts; running text has hardly any."""
_MIDDLE = 0.75
"""Of the height of a merged cell: so far its text may stand from that of its first row."""
_RAGGED = 60.0
"""Points by which the longest text of a column without rules may be shorter than the column."""
_BESIDE = 0.6
"""Share of the lines that stand beside one of the other page where it may be one table."""
_TITLE = 8
"""Characters of a title."""
_TEXTS = 400
"""Texts of a page that are kept to be held against those of another."""

_NO, _MAYBE, _SURE = 0, 1, 2


@dataclass(slots=True, eq=False)
class Sign:
    """What of a page tells whether it stands beside another: points, text upright. `texts` are hashes with their places.

    Each is only itself, so that what two pages are to each other can be kept by them.
    """

    width: float
    height: float
    xs: list[float] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)
    is_ruled: bool = True
    is_parted: bool = True
    """Whether many of its lines have several parts."""
    texts: frozenset[int] = frozenset()
    title: str = ""
    head: float = 0.0
    """Where the uppermost text stands."""
    heads: frozenset[str] = frozenset()
    """What its first row says, of a table without rules."""

    @property
    def ends(self) -> bool:
        """Whether the table ends well above the foot of the page."""
        return self.height - self.ys[-1] > _step(self.ys) + max(_ROOM, _MARGIN * self.head)


def sign_of(content: PageContent) -> Sign:
    """The sign of a page: its largest table, or the lines of one without rules."""
    width, height = content.width, content.height
    if content.turn % 2:
        width, height = height, width
    found = Sign(width, height)
    runs = [run for group in content.runs.values() for run in group][:_TEXTS]
    if not runs:
        return found
    chars = content.glyphs.chars
    found.head = min(run.top for run in runs)
    found.texts = frozenset(hash((round(r.left / 2), round(r.middle / 2), _said(chars, r))) for r in runs)
    if content.tables:
        table = max(content.tables, key=lambda table: table.area)
        found.xs, found.ys = table.xs, table.ys
    else:
        found.is_ruled = False
        found.xs, found.ys, found.is_parted = _aligned(runs)
        found.heads = frozenset(
            _said(chars, run) for run in runs if found.ys and abs(run.middle - found.ys[0]) <= 2 * _SAME
        )
    if found.ys:
        # a title over the edge of the page begins or ends at that of the table
        left, right = found.xs[0] + 3, found.xs[-1] - 3
        above = [
            r for r in content.runs.get(None, ()) if r.middle < found.ys[0] - _SAME and left < r.left < r.right < right
        ]
        heading = max((_said(chars, r) for r in above), key=len, default="")
        found.title = heading if len(heading) >= _TITLE and "表" in heading else ""
    return found


def _said(chars: Sequence[str], run: Run) -> str:
    return "".join([chars[number] for number in run.glyphs if number >= 0])


def _aligned(runs: list[Run]) -> tuple[list[float], list[float], bool]:
    """The left edges of the columns and the right one of all, the heights of the lines from the first of several parts on, and
    whether it is no running text.
    """
    rows: list[list[tuple[float, float]]] = []
    ys: list[float] = []
    for run in sorted(runs, key=lambda run: run.middle):
        if rows and run.middle - ys[-1] <= 2 * _SAME:
            rows[-1].append((run.left, run.right))
        else:
            rows.append([(run.left, run.right)])
            ys.append(run.middle)
    gap = WIDE * median(run.height for run in runs)
    parted = [_parts(row, gap) for row in rows]
    several = [number for number, parts in enumerate(parted) if len(parts) > 1]
    if len(rows) < _FEW_EDGES:
        return [], [], False
    first = min(several, default=0)
    kept = [part for parts in parted[first:] for part in parts]
    lefts: list[float] = []
    for left, _ in sorted(kept):
        if not lefts or left - lefts[-1] > 8:
            lefts.append(left)
    return [*lefts, max(right for _, right in kept)], ys[first:], len(several) >= _PARTED * len(rows)


def _parts(row: list[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    """A line as parts that are further from each other than words."""
    found: list[tuple[float, float]] = []
    for left, right in sorted(row):
        if found and left - found[-1][1] <= gap:
            found[-1] = (found[-1][0], max(right, found[-1][1]))
        else:
            found.append((left, right))
    return found


_PAIRS = 1 << 13
"""So many pairs of pages are kept while the pages of a document are held against each other, each pair many times."""


def beside(signs: Sequence[Sign]) -> tuple[list[list[int]], list[list[int]]]:
    """Pages as groups that stand side by side, from the left, in order of their first; and groups that may do so, and may not."""
    groups: list[list[int]] = []
    doubtful: list[list[int]] = []
    taken: set[int] = set()
    for first in range(len(signs)):
        if first in taken:
            continue
        found, sure = _from(signs, first, taken)
        if found and sure:
            groups += found
            taken.update(page for group in found for page in group)
        else:
            doubtful += found[:1]
            groups.append([first])
    for kept in (_stands_beside, _same_rows, _same_columns):
        kept.cache_clear()
    return groups, doubtful


def _from(signs: Sequence[Sign], first: int, taken: set[int]) -> tuple[list[list[int]], bool]:
    """The groups of the sheet that begins with a page, one for each strip of rows, and whether it is sure."""
    maybe: list[list[int]] = []
    if len(signs[first].ys) < _FEW_EDGES:
        return [], False
    for strips in range(1, min(_MOST_STRIPS, (len(signs) - first) // 2) + 1):
        at, sure = first + strips, False
        if _how(signs, [first], at) == _NO:
            continue  # nearly always: pages of a long table are held against dozens of others
        found = [[first + strip] for strip in range(strips)]
        while at + strips <= len(signs) and taken.isdisjoint(range(at, at + strips)):
            how: list[int] = []
            for strip in range(strips):  # most sheets fail at their first pair of pages: the others are not looked at
                how.append(_how(signs, found[strip], at + strip))
                if how[-1] == _NO:
                    break
            if how[-1] == _NO or (strips > 1 and max(how) < _SURE and not signs[at + strips - 1].ends):
                break
            sure = sure or max(how) == _SURE
            for strip in range(strips):
                found[strip].append(at + strip)
            at += strips
        if len(found[0]) > 1 and sure:
            return found, True
        if len(found[0]) > 1 and not maybe and _may_be_said(*(signs[page] for page in found[0][:2])):
            maybe = found
    return maybe, False


def _may_be_said(left: Sign, right: Sign) -> bool:
    """Whether it is worth a word that two pages may stand side by side: other columns, and line beside line."""
    few, many = sorted((left.ys, right.ys), key=len)
    lines = sum(_near(many, y) for y in few)
    if left.is_ruled or not _same_columns(left, right):
        # lines of running text stand at the same heights on every page
        ended = left.is_ruled or (left.ends and right.ends)
        return ended and not _same_columns(left, right) and lines >= _BESIDE * len(few)
    # columns that are as wide: the next rows would have no heading, or the same one
    heading = len(right.heads) > 1 and not left.heads & right.heads
    heading = heading and not any(char.isdigit() for said in left.heads | right.heads for char in said)
    return heading and right.is_parted and len(few) == len(many) == lines


def _how(signs: Sequence[Sign], group: list[int], page: int) -> int:
    """How surely a page has further columns of the rows of a group."""
    sign = signs[page]
    left = signs[group[-1]]
    if any(_same_columns(signs[other], sign) for other in group[:-1]) and not sign.ends:
        return _NO  # the next rows of the same columns
    how = _stands_beside(left, sign)
    return how if all(_same_rows(signs[other], sign) for other in group) else min(how, _MAYBE)


@lru_cache(_PAIRS)
def _stands_beside(left: Sign, right: Sign) -> int:
    if (left.is_ruled, round(left.width), round(left.height)) != (
        right.is_ruled,
        round(right.width),
        round(right.height),
    ):
        return _NO
    if not right.ys or not left.is_parted or not _same_rows(left, right):
        return _NO
    if left.heads and left.heads == right.heads:
        return _NO  # the same headings: the next form
    if left.title and right.title and left.title not in right.title and right.title not in left.title:
        return _NO
    same = _same_columns(left, right)
    again = columns_again(left, right) if not same else 0
    if _say_the_same(left, right, _OTHER if same else 0.8 if again else _ALIKE):
        return _NO
    end = left.ends and right.ends
    if same:
        return _SURE if end and left.is_ruled else _MAYBE
    reaches = left.xs[-1] + right.xs[again + 1] - right.xs[again] > left.width - left.xs[0] - 3
    if not left.is_ruled:
        ragged = left.xs[-1] + right.xs[1] - right.xs[0] + _RAGGED > left.width - left.xs[0]
        return (_SURE if end and abs(left.ys[0] - right.ys[0]) <= _SAME else _MAYBE) if ragged else _NO
    return _SURE if end or (reaches and len(right.ys) > _FEW_EDGES) else _MAYBE


def _say_the_same(left: Sign, right: Sign, share: float) -> bool:
    """Whether two pages say the same at the same place in more than a share of the texts of the one that has fewer."""
    of = max(1, min(len(left.texts), len(right.texts)))
    enough = int(share * of)
    while enough / of <= share:
        enough += 1
    return next(itertools.islice(filter(right.texts.__contains__, left.texts), enough - 1, None), None) is not None


@lru_cache(_PAIRS)
def _same_rows(left: Sign, right: Sign) -> bool:
    """Whether the borders of rows are at the same heights; those within merged cells may lack on one of the pages."""
    few, many = sorted((left.ys, right.ys), key=len)
    if len(few) < _FEW_EDGES:
        return False
    if few == many:
        return True
    ends = abs(few[0] - many[0]) <= _SAME and abs(few[-1] - many[-1]) <= _SAME
    if not left.is_ruled:
        room = max(2 * _step(many), _MIDDLE * _step(few))
        return abs(few[0] - many[0]) <= room and abs(few[-1] - many[-1]) <= room
    if len(few) == _FEW_EDGES and len(many) > _FEW_EDGES + 2:
        return False
    return ends and all(_near(many, y) for y in few)


def _step(places: list[float]) -> float:
    return max((b - a for a, b in itertools.pairwise(places)), default=0.0)


def _near(places: list[float], y: float) -> bool:
    at = bisect_left(places, y)
    return any(abs(place - y) <= _SAME for place in places[max(0, at - 1) : at + 1])


@lru_cache(_PAIRS)
def _same_columns(left: Sign, right: Sign) -> bool:
    return len(left.xs) == len(right.xs) and all(
        abs(a - b) <= _SAME_COLUMN for a, b in zip(left.xs, right.xs, strict=True)
    )


def columns_again(left: Sign, right: Sign) -> int:
    """How many columns of a ruled table are as wide as the first of the one on the left, and may be those, printed again."""
    if not left.is_ruled or not left.xs or not right.xs:
        return 0
    count = 0
    for a, b in zip(left.xs[1:-1], right.xs[1:-1], strict=False):
        if abs((a - left.xs[0]) - (b - right.xs[0])) > _SAME_COLUMN:
            break
        count += 1
    return count
