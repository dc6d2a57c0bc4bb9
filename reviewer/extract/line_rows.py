"""Lines of text that are rows: those whose cells blanks keep apart, and those that go on over a page break."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.base.patterns import pattern
from reviewer.extract.book import is_formality, is_note, is_title, states_heading
from reviewer.extract.indicator_heads import indicator_header
from reviewer.extract.labels import roles_of
from reviewer.extract.names import is_template
from reviewer.extract.rows import Row
from reviewer.model.flow import Flow, join_wrapped
from reviewer.model.taxonomy import levels_named

LABELLED = pattern(
    r"\s*(?:[-*•·●○◆▪]\s*)?(?:[（(]?[一二三四五六七八九十\d]{1,2}[、.．)）]\s*)?"
    r"((?:其中\s*[:：]\s*(?=[^:：\s\d]{2,14}\s*[:：]))?[^:：\s]{2,14})\s*[:：]\s*(.*)$", re.S
)  # fmt: skip
"""A line that begins with a label and a colon: groups 1 and 2 are the label and what stands behind it (其中：财政拨款：20.00)."""
WIDE_GAP = pattern(r"[ \u3000]{2,}|\t")
ANY_GAP = pattern(r"(?<![≥≤≧≦＞＜＝=<>])[ \u3000]+(?![%％]|[（(][^（()）\s\d]{1,5}[)）](?:\s|$))|\t")
"""What may stand between the cells of a line: wide blanks, or any but those of a sign and its figure, a name and its unit."""


_SPELLED = pattern(r"(?<!\S)[\u4e00-\u9fff](?:[ \u3000]{1,2}[\u4e00-\u9fff](?!\S)){2,}")
"""A word that is printed with blanks between its characters: 财 务 管 理."""
_BRACKETS = pattern(r"[（(][^（()）\n]{1,24}[)）]")


def brackets_of(text: str) -> list[tuple[int, int]]:
    """Where short texts in brackets stand: what blanks part within one is no cell of its own, as in 维护数量( ≥**盏 )."""
    return [match.span() for match in _BRACKETS.finditer(text)] if "(" in text or "（" in text else []


def is_spaced(lines: list[Flow], gap: re.Pattern[str]) -> bool:
    """Whether lines are the rows of a form whose cells only blanks of this kind keep apart."""
    gapped = [line for line in lines if gap.search(line.text.strip())]
    labelled = [line for line in gapped if roles_of(gap.split(line.text.strip())[0])]
    headed = any(indicator_header(spaced_row(line, gap)) for line in labelled)
    return len(gapped) >= 3 and (headed or (len(labelled) >= 3 and gap is WIDE_GAP))


def spaced_row(line: Flow, between: re.Pattern[str]) -> Row:
    """A line as a row whose cells these blanks keep apart, a label and its value in one piece as two."""
    line = line.strip()
    cells, start = [], 0
    bracketed = [*brackets_of(line.text), *(run.span() for run in _SPELLED.finditer(line.text))]
    for gap in between.finditer(line.text):
        if any(first < gap.start() < last for first, last in bracketed):
            continue
        cells.append(line[start : gap.start()])
        start = gap.end()
    cells.append(line[start:])
    pair = LABELLED.match(cells[0].text)
    if pair and pair[2] and roles_of(pair[1]) and not is_note(line.text):
        cells[:1] = [cells[0][slice(*pair.span(1))], cells[0][slice(*pair.span(2))]]
    return Row(tuple(enumerate(cells)), 0, loose=True)


_LONG_LINE = 20
_ENDED = "。；;！!？?…：:"


def joined_over_pages(flows: list[Flow], pages: list[int]) -> list[Flow]:
    """Lines with those joined that go on over a page break: long ones that do not end, before one that begins nothing.

    Page numbers between the two stay lines of their own.
    """
    found: list[Flow] = []
    last: tuple[int, int] | None = None  # the page of the last line of text, and its place in `found`
    for flow, page in zip(flows, pages, strict=True):
        text = flow.text.strip()
        if is_formality(text):
            found.append(flow)
            continue
        above = found[last[1]].text.rstrip() if last is not None and last[0] + 1 == page else ""
        runs_on = len(above) >= _LONG_LINE and not above.endswith(tuple(_ENDED)) and not ANY_GAP.search(above + text)
        if last is not None and runs_on and not (LABELLED.match(text) or is_title(text) or _BEGINS.match(text)):
            found[last[1]] = join_wrapped((found[last[1]], flow))
            last = (page, last[1])
            continue
        last = (page, len(found))
        found.append(flow)
    return found


_BEGINS = pattern(
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[.、．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|[①-⑳#*注备附]|\d+\s*$"
)
"""How a line begins that is an item of its own, a heading, a note."""


_PIECES = 3
_BROKEN = 0.12


def _is_piece(text: str) -> bool:
    """Whether a line is none that a form prints by itself: part of a cell that wrapped."""
    apart = is_formality(text) or is_title(text) or is_note(text) or is_template(text) or states_heading(text)
    level = text.endswith("指标") and bool(levels_named(text))
    return not apart and not level and not roles_of(text)


def is_in_pieces(rows: Sequence[Row]) -> bool:
    """Whether many of the rows are only pieces of cells that wrapped."""
    pieces = sum(len({*row.texts}) == 1 and _is_piece(row.texts[0]) for row in rows)
    return pieces >= _PIECES and pieces >= _BROKEN * len(rows)
