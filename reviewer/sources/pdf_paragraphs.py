"""Where a printed line was full, so that the next one goes on with it: paragraphs outside of tables, texts in cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from reviewer.sources.pdf_lines import Glyphs, PrintedLine
from reviewer.sources.pdf_places import Aligned
from reviewer.sources.pdf_rules import Ruled

_INDENT = 4.0
"""Of a line's height: a full line begins no further right of the page's leftmost one."""
_PITCH = 1.2
"""Of a line's height: the lines of a paragraph are no further apart."""
_SAME_SIZE = 0.15
_RAGGED = 1.5
"""Of a line's height: full lines end no further apart."""
_LONG = 15.0
"""Of a line's height: a shorter line is a title or a label, however far it reaches."""
_ITEM = re.compile(
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|[①-⑳]|第[一二三四五六七八九十]{1,3}[条章部]"
)


_CLOSING = frozenset("，。；：、！？）》”’】〕·,.;:!?)]%％℃")
_OPENING = frozenset("（《“‘【〔([≥≤＞＜>＜<=＝≧≦±￥¥$#№")


def first_word(glyphs: Glyphs, line: PrintedLine) -> float:
    """How wide the beginning of a line is that no line end may cut: a Latin word, a number with its sign, a comma with
    the character before it.
    """
    end = first = line.glyphs[0]
    for before, number in pairwise(line.glyphs):
        if before < 0 or number < 0:
            break
        sign, following = glyphs.chars[before], glyphs.chars[number]
        latin = sign.isascii() and following.isascii() and not sign.isspace() and not following.isspace()
        if not latin and sign not in _OPENING and following not in _CLOSING:
            break
        end = number
    return glyphs.right[end] - glyphs.left[first]


def text_margins(lines: Sequence[PrintedLine], tables: Sequence[Ruled]) -> tuple[float, float]:
    """From where to where the lines of a page reach: to where the longest two end, or else as far as anything does."""
    left = min([line.left for line in lines] + [table.xs[0] for table in tables], default=0.0)
    long = sorted(
        (line for line in lines if line.right - line.left >= _LONG * line.height), key=lambda line: line.right
    )
    if len(long) > 1 and long[-1].right - long[-2].right <= _RAGGED * long[-1].height:
        return left, long[-1].right
    return left, max([line.right for line in lines] + [table.xs[-1] for table in tables], default=0.0)


def paragraphs(
    glyphs: Glyphs, parts: Iterable[PrintedLine | Aligned], left: float, right: float
) -> Iterator[list[PrintedLine] | Aligned]:
    """Lines and tables in order, the lines of a paragraph put together; what the page prints reaches from left to right."""
    held: list[PrintedLine] = []
    for part in parts:
        if isinstance(part, PrintedLine) and held and _goes_on(glyphs, held[-1], part, left, right):
            held.append(part)
            continue
        if held:
            yield held
        held = [part] if isinstance(part, PrintedLine) else []
        if isinstance(part, Aligned):
            yield part
    if held:
        yield held


def _goes_on(glyphs: Glyphs, line: PrintedLine, after: PrintedLine, left: float, right: float) -> bool:
    """Whether a line is the next of a paragraph: the one before it is full, and it is neither indented nor an item."""
    height = line.height
    alike = abs(after.height - height) <= _SAME_SIZE * height and after.top - line.bottom <= _PITCH * height
    if not alike or line.left - left > _INDENT * height or after.left - line.left > 0.5 * height:
        return False
    if line.right - line.left < _LONG * height or right - line.right >= first_word(glyphs, after) + 0.1 * height:
        return False
    beginning = "".join(glyphs.chars[number] for number in after.glyphs[:6] if number >= 0)
    return not _ITEM.match(beginning) and len(line.parts(glyphs)) == len(after.parts(glyphs)) == 1
