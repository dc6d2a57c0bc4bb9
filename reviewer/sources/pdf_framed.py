"""Tables of which only a frame is drawn, or the lines between columns, or nothing at all: their rows by where the texts stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reviewer.sources.pdf_doubts import Doubts
from reviewer.sources.pdf_lines import Glyphs, PrintedLine, Run
from reviewer.sources.pdf_rules import Rule, Ruled, joined
from reviewer.sources.pdf_slices import Part, line_step, parts_of, slices_of, table_of_parts

_EDGE = 4.0
"""Points within which two lines begin or end at the same height."""
_HIGH = 50.0
"""Points: a table is higher."""
_BROAD = 150.0
_FEW_ROWS, _FEW_COLUMNS, _FEW_TEXTS = 3, 4, 12
_MOST_TEXTS = 1500
_APART = 3.0
"""Of a line's height: with more room than this between two lines they are not of one table."""
_MARGIN = 3.0
"""Points from the outermost texts to the edges of a table of which none is drawn."""


def tables_framed(
    across: Sequence[Rule],
    down: Sequence[Rule],
    tables: Sequence[Ruled],
    runs: Sequence[Run],
    before: Sequence[float],
    doubts: Doubts,
) -> list[Ruled]:
    """The tables whose left and right edges are drawn, and which no table holds; `runs` are the texts outside of tables, `before` the
    borders of the last table's columns on the page before. What is not sure of their rows goes to `doubts`.
    """
    found: list[Ruled] = []
    if len(down) < 2 or len(runs) < _FEW_TEXTS:
        return found
    long = [
        rule
        for rule in joined(down)
        if rule.end - rule.start > _HIGH and not any(t.holds(rule.at, (rule.start + rule.end) / 2) for t in tables)
    ]
    for left, right in _frames(long):
        top, bottom = (left.start + right.start) / 2, (left.end + right.end) / 2
        if any(table.holds((left.at + right.at) / 2, (top + bottom) / 2) for table in found):
            continue
        drawn = [
            rule.at for rule in joined(down) if left.at + _EDGE < rule.at < right.at - _EDGE and _overlap(rule, left)
        ]
        texts = _within(runs, left.at, top, right.at, bottom)
        if not _FEW_TEXTS <= len(texts) <= _MOST_TEXTS:
            continue
        is_next = before and abs(before[0] - left.at) <= _EDGE and abs(before[-1] - right.at) <= _EDGE
        parts = parts_of(texts, (top, bottom), before if is_next else ())
        if parts is not None and _is_table(parts):
            whole = table_of_parts(parts, sorted(set(drawn)), (left.at, top, right.at, bottom))
            if whole is not None:
                found.append(whole)
                doubts.of_parts(parts)
                continue
        doubts.refuse(texts)
    return found


def tables_bare(glyphs: Glyphs, runs: Sequence[Run], before: Sequence[float], doubts: Doubts) -> list[Ruled]:
    """The tables of a page on which none is drawn, where merged cells in the middle of their rows tell what belongs together; of
    others the rows are told line by line (pdf_places).
    """
    if len(runs) < _FEW_TEXTS or len(runs) > _MOST_TEXTS:
        return []
    found: list[Ruled] = []
    for texts in _blocks(runs):
        held = _trimmed(glyphs, texts)
        parts = (parts_of(held, before=before) if len(held) >= _FEW_TEXTS else None) or []
        goes_on = bool(before) and len(parts) == 1 and len(parts[0].columns) == len(before) - 1
        is_merged = any(part.merged and len(part.rows) >= _FEW_ROWS for part in parts)
        if not _is_table(parts) or not (is_merged or goes_on):
            doubts.told_otherwise(parts)
            continue
        top, bottom = parts[0].reach[0] - _MARGIN, parts[-1].reach[1] + _MARGIN
        left = min(part.columns[0][0] for part in parts) - _MARGIN
        right = max(part.columns[-1][1] for part in parts) + _MARGIN
        if before and parts[0].columns[0][0] < before[0] + _MARGIN and parts[0].columns[-1][1] > before[-1] - _MARGIN:
            left, right = before[0], before[-1]
        whole = table_of_parts(parts, (), (left, top, right, bottom))
        if whole is not None:
            found.append(whole)
            doubts.of_parts(parts)
    return found


def _blocks(runs: Iterable[Run]) -> Iterator[list[PrintedLine]]:
    """The texts of a page, parted where there is more room than within a table."""
    held: list[PrintedLine] = []
    bottom = 0.0
    for run in sorted(runs, key=lambda run: run.top):
        if held and run.top - bottom > _APART * run.height:
            yield held
            held = []
        held.append(PrintedLine(run.left, run.top, run.right, run.bottom, run.glyphs))
        bottom = max(bottom, run.bottom)
    if held:
        yield held


def _trimmed(glyphs: Glyphs, texts: list[PrintedLine]) -> list[PrintedLine]:
    """The texts without lines of text, and pairs such as 单位：…, before and behind them."""
    heights = sorted(text.height for text in texts)
    height = heights[len(heights) // 2]
    slices = list(slices_of(texts, height, line_step(texts, height)))
    while slices and _is_line(glyphs, slices[0]):
        slices.pop(0)
    while slices and _is_line(glyphs, slices[-1]):
        slices.pop()
    return [text for held in slices for text in held]


def _is_line(glyphs: Glyphs, texts: list[PrintedLine]) -> bool:
    said = ["".join(glyphs.chars[n] for n in text.glyphs if n >= 0) for text in texts]
    return len(said) == 1 or any("：" in text[:-1] or ":" in text[:-1] for text in said)


def _frames(long: list[Rule]) -> Iterator[tuple[Rule, Rule]]:
    """The outermost of the lines that begin and end at the same heights, the longest first."""
    groups: list[list[Rule]] = []
    for rule in sorted(long):
        group = next(
            (g for g in groups if abs(g[0].start - rule.start) <= _EDGE and abs(g[0].end - rule.end) <= _EDGE), None
        )
        group.append(rule) if group is not None else groups.append([rule])
    for group in sorted(groups, key=lambda group: group[0].start - group[0].end):
        if group[-1].at - group[0].at > _BROAD:
            yield group[0], group[-1]


def _overlap(one: Rule, other: Rule) -> bool:
    return one.start < other.end and other.start < one.end


def _within(runs: Iterable[Run], left: float, top: float, right: float, bottom: float) -> list[PrintedLine]:
    return [
        PrintedLine(run.left, run.top, run.right, run.bottom, run.glyphs)
        for run in runs
        if left <= (run.left + run.right) / 2 <= right and top < run.middle < bottom
    ]


def _is_table(parts: Sequence[Part]) -> bool:
    """Whether parts are those of a table: enough rows, in enough columns."""
    rows = sum(len(part.rows) for part in parts)
    return rows >= _FEW_ROWS and any(
        len(part.columns) >= _FEW_COLUMNS and len(part.rows) >= _FEW_ROWS for part in parts
    )
