"""The header of a list of projects with packed indicators whose columns are lost, or kept by blanks alone.

    项目名称（资金使用单   总计     财政拨款   财政专户   绩效目标    绩效指标      pdftotext -layout
    位）                                       拨款

    项目名称（资金使用单                                                           pdftotext -raw: one cell after the other
    位）
    总计 财政拨款 财政专户
    拨款
    绩效目标 绩效指标

A label that wrapped is whole again where its halves stand over each other, or where a line ends and the next one begins;
that every label is one the vocabulary knows tells which lines are the header.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.base.patterns import pattern
from reviewer.extract.aligned_head import Piece
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.list_heads import list_header
from reviewer.extract.rows import Column, Row
from reviewer.model.flow import EMPTY, Flow

_WORD = pattern(r"\S+")
_WIDE_GAP = pattern(r"\S {2,}\S")
_MOST_LINES = 6
_LONGEST = 16
_NO_LABEL = pattern(r"[，。；;≥≤%]|(?<!其中)[：:]|(?<!\S)[\d.,]+(?!\S)")
_LEFT_OF_NAMES = frozenset({Role.UNIT, Role.DEPARTMENT, Role.ATTRIBUTE})


@dataclass(frozen=True, slots=True)
class PackedHead:
    """Such a header: from which line to which, its labels from left to right with where they stand, and their columns."""

    start: int
    end: int
    labels: list[Piece]
    columns: list[Column]
    in_columns: bool
    """Whether wide gaps keep its labels apart, so that the cells stand under them."""

    @property
    def text(self) -> str:
        """All that it prints, without blanks: what a page repeats."""
        return "".join(piece.flow.text for piece in sorted(self.labels, key=lambda p: p.flow.places[0]))

    @property
    def row(self) -> Row:
        """The header as a row."""
        return Row(tuple((n, piece.flow) for n, piece in enumerate(self.labels)), 0)

    def places(self, role: Role) -> list[int]:
        """The columns of a role."""
        return [n for n, column in enumerate(self.columns) if column.role is role]


def packed_head(lines: Sequence[Flow], start: int) -> PackedHead | None:
    """The header that begins at a line; None where none does."""
    words: list[list[Piece]] = []
    found: PackedHead | None = None
    for end in range(start, min(start + _MOST_LINES, len(lines))):
        line = lines[end]
        if _NO_LABEL.search(line.text) or not line.text.strip():
            break
        words.append([Piece(match.start(), line[slice(*match.span())]) for match in _WORD.finditer(line.text)])
        if any(len(piece.flow) > _LONGEST for piece in words[-1]):
            break
        wide = any(_WIDE_GAP.search(one.text.strip()) for one in lines[start : end + 1])
        for labels in [_over_each_other(words)] if wide else _one_after_the_other(words):
            if (columns := _columns(labels)) is not None:
                found = PackedHead(start, end + 1, labels, columns, wide)
                break
    if found is None:
        return None
    below = packed_head(lines, start + 1)  # a title above is no part of the first label
    return below if below is not None and below.end == found.end else found


def _columns(labels: Sequence[Piece]) -> list[Column] | None:
    """The columns of a list of projects with packed indicators; None where any label is unknown, or it is no such list."""
    if len(labels) < 3 or any(not roles_of(piece.flow.text) for piece in labels):
        return None
    columns = list_header(Row(tuple((n, piece.flow) for n, piece in enumerate(labels)), 0))
    roles = [column.role for column in columns or ()]
    once = all(roles.count(role) == 1 for role in (Role.ENTRY_NAME, Role.INDICATORS)) and roles.count(Role.GOAL) < 2
    told = {Role.ENTRY_NAME, Role.INDICATORS, Role.GOAL, Role.AMOUNT, *_LEFT_OF_NAMES}
    return columns if once and Role.AMOUNT in roles and told.issuperset(roles) else None


def _over_each_other(words: Sequence[Sequence[Piece]]) -> list[Piece]:
    """The labels of some lines, each with the halves that stand beneath it."""
    whole: list[Piece] = []
    for line in words:
        for piece in line:
            above = max(whole, key=lambda p: p.overlap(piece.start, piece.end), default=None)
            if above is not None and above.overlap(piece.start, piece.end) > 0 and line is not words[0]:
                whole[whole.index(above)] = Piece(min(above.start, piece.start), above.flow + piece.flow)
            else:
                whole.append(piece)
    return sorted(whole, key=lambda piece: piece.start)


def _one_after_the_other(words: Sequence[Sequence[Piece]]) -> Iterator[list[Piece]]:
    """The labels of some lines, those first where the fewest are put together of the end of a line and the beginning of the next."""
    flat = [(piece, n > 0 and not i) for n, line in enumerate(words) for i, piece in enumerate(line)]
    breaks = [n for n, (_, begins) in enumerate(flat) if begins]
    for joined in sorted(range(1 << len(breaks)), key=lambda mask: (mask.bit_count(), mask)):
        glued = {place for bit, place in enumerate(breaks) if joined >> bit & 1}
        labels: list[Flow] = []
        for n, (piece, _) in enumerate(flat):
            if n in glued:
                labels[-1] = labels[-1] + piece.flow
            else:
                labels.append(EMPTY + piece.flow)
        yield [Piece(n, flow) for n, flow in enumerate(labels)]
