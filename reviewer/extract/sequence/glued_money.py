"""Grids of money where nothing parts the cells of a text: heads and figures that ran together, taken apart.

    全年预算数(A)全年执行数(B)执行率(B/A)年度资金总额:40003000 75%   →   4000 | 3000

Where a rate stands behind them, the two figures are those that give it; without one, two halves that are alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.sequence.borders import NO_COLUMN
from reviewer.extract.sequence.pieces import Piece

_HEAD = pattern(
    r"(?:预算)?执行(?:率|数|金额)|分值|得分|(?:年初|全年|年度|本年|当年|调整后?的?)(?:预算|执行|决算|支出|到位)(?:数|金额)?"
    r"|(?:预算|决算|支出|到位)(?:数|金额)"
)
_LETTER = pattern(r"\s*[（(]\s*[A-Z](?:\s*[/／]\s*[A-Z])?\s*[)）]")
"""The letter by which a head is meant in that of the rate: (A), (B/A)."""
_NO_MONEY = ("率", "分值", "得分")
_RUN = pattern(r"\d[\d.]*(?:[%％])?")
_FIGURE = pattern(r"(?:0|[1-9]\d*)(?:\.\d+)?")
_SCORES = ("", "10", "20", "5")
"""What may stand for points between the figures and their rate."""
_EXACT = 0.051
"""So far, in per cent, a rate may be from what the figures give."""


def heads_apart(columns: Sequence[Piece], text: str) -> list[Piece]:
    """The heads of a grid, each by itself with its letter; those of rates and points are none of money."""
    return [head for piece in columns for head in _heads_of(piece, text)]


def _heads_of(piece: Piece, text: str) -> Iterator[Piece]:
    if piece.column != NO_COLUMN:
        yield piece
        return
    if _LETTER.fullmatch(text, piece.start, piece.end):
        return  # that of the head before, which has it already
    found = list(_HEAD.finditer(text, piece.start, piece.end))
    if len(found) < 2:
        letter = _LETTER.match(text, piece.end)
        yield replace(piece, end=letter.end()) if letter and piece.glued else piece
        return
    for match in found:
        letter = _LETTER.match(text, match.end())
        if not match[0].endswith(_NO_MONEY):
            yield replace(piece, start=match.start(), end=letter.end() if letter else match.end(), glued=True)


def figures_apart(figure: Piece, text: str) -> list[Piece]:
    """The two figures that one is, where they ran together; else itself alone."""
    run = _RUN.match(text, figure.start)
    sizes = _sizes(run[0]) if run and (figure.glued or run.end() > figure.end) else None
    if sizes is None:
        return [figure]
    middle, end = figure.start + sizes[0], figure.start + sum(sizes)
    return [replace(figure, end=middle), replace(figure, start=middle, end=end)]


def _sizes(run: str) -> tuple[int, int] | None:
    """How long the two figures at the beginning of a run of digits are; None where nothing tells, or several ways do."""
    if run[-1] not in "%％":
        half = len(run) // 2
        alike = len(run) % 2 == 0 and run[:half] == run[half:] and _FIGURE.fullmatch(run[:half])
        return (half, half) if alike else None
    found = {
        (first, second - first)
        for first in range(1, len(run))
        for second in range(first + 1, len(run) - 1)
        if _gives(run[:first], run[first:second], run[second:-1])
    }
    if len(found) > 1:  # 8.408|6.306|10|75%, and not 8.408|6.30610|75%
        found = {
            (first, second)
            for first, second in found
            if _decimals(run[:first]) == _decimals(run[first : first + second])
        }
    return found.pop() if len(found) == 1 else None


def _decimals(figure: str) -> int:
    return len(figure.partition(".")[2])


def _gives(whole: str, part: str, rest: str) -> bool:
    """Whether two figures give the rate that is left of a run, points before it aside."""
    if not (_FIGURE.fullmatch(whole) and _FIGURE.fullmatch(part)) or min(float(whole), float(part)) <= 0:
        return False
    rates = [rest[len(score) :] for score in _SCORES if rest.startswith(score)]
    share = 100 * float(part) / float(whole)
    known = [float(rate) for rate in rates if _FIGURE.fullmatch(rate)]
    return any(rate > 0 and abs(share - rate) < _EXACT for rate in known)
