"""The money of one entry: labels with figures beside them, a grid of rows and columns, or a list's columns."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.extract.draft import Draft
from reviewer.extract.labels import money_label
from reviewer.extract.likeness import amount_text
from reviewer.extract.sequence.assemble_labels import pairs
from reviewer.extract.sequence.borders import NO_COLUMN
from reviewer.extract.sequence.glued_money import figures_apart, heads_apart
from reviewer.extract.sequence.pieces import Piece, R
from reviewer.extract.sequence.trust import Reader, doubts
from reviewer.model.fields import labelled
from reviewer.model.flow import EMPTY
from reviewer.model.messages import Message, message

MONEY_PIECES = frozenset({R.AMOUNT_LABEL, R.AMOUNT_COLUMN, R.AMOUNT})


def read_money(draft: Draft, pieces: Sequence[Piece], listed: Sequence[Piece], reader: Reader) -> None:
    """Give an entry its amounts from its pieces (of MONEY_PIECES, in order).

    `listed` are the labels of money in the header of a list of entries, for figures that have none of their own.
    """
    columns: list[Piece] = []
    run: list[Piece] = []
    for piece in pieces:
        if piece.role is R.AMOUNT_COLUMN:
            if not columns or run:
                _read_run(draft, run, columns, listed, reader)
                columns, run = [], []
            columns.append(piece)
        else:
            run.append(piece)
    _read_run(draft, run, columns, listed, reader)


def _read_run(
    draft: Draft, run: Sequence[Piece], columns: Sequence[Piece], listed: Sequence[Piece], reader: Reader
) -> None:
    labels = [piece for piece in run if piece.role is R.AMOUNT_LABEL]
    figures = [piece for piece in run if piece.role is R.AMOUNT]
    if figures and not labels:
        heads = columns or listed
        for head, figure, sure in _under(heads, figures):
            _put(draft, money_label(reader.flow(head).text), figure, reader, sure)
    elif columns:
        _read_grid(draft, run, columns, reader)
    else:
        for pair in pairs(run, lambda piece: piece.role is R.AMOUNT_LABEL):
            if pair.label is not None:
                label = money_label(reader.flow(pair.label).text)
                _put(draft, label, pair.value, reader, not pair.guess)


def _read_grid(draft: Draft, run: Sequence[Piece], columns: Sequence[Piece], reader: Reader) -> None:
    """Rows of a label and figures under columns: keyed row/column."""
    columns = heads_apart(columns, reader.pages.text)
    label: Piece | None = None
    figures: list[Piece] = []
    for piece in [*run, None]:
        if piece is not None and piece.role is R.AMOUNT:
            figures.append(piece)
            continue
        if label is not None:
            row = money_label(reader.flow(label).text)
            if len(figures) == 1 and len(columns) > 1:
                figures = figures_apart(figures[0], reader.pages.text)
            for head, figure, sure in _under(columns, figures):
                _put(draft, f"{row}/{money_label(reader.flow(head).text)}", figure, reader, sure)
            if not figures:
                for head in columns:
                    _put(draft, f"{row}/{money_label(reader.flow(head).text)}", None, reader, True)
        label, figures = piece, []


def _under(heads: Sequence[Piece], figures: Sequence[Piece]) -> list[tuple[Piece, Piece, bool]]:
    """Figures by the head they stand under, and whether that is sure: by column in a grid, else in order."""
    if heads and all(piece.column != NO_COLUMN for piece in (*heads, *figures)):
        found = []
        free = list(heads)
        for figure in figures:
            if not free:
                break
            head = min(free, key=lambda head: abs(head.column - figure.column))
            free = free[free.index(head) + 1 :]
            found.append((head, figure, head.column == figure.column))
        return found
    sure = len(heads) == len(figures) or len(heads) == 1
    return [(head, figure, sure) for head, figure in zip(heads, figures, strict=False)]


def _put(draft: Draft, label: str, piece: Piece | None, reader: Reader, sure: bool) -> None:
    key = labelled("amounts", label)
    if not label or draft.value(key) is not None:
        return
    evidence: tuple[Message, ...] = () if sure else (message("read.amount_place"),)
    if piece is None:
        draft.amount(label, EMPTY)
        return
    flow = reader.flow(piece)
    if amount_text(flow.text) is None and not any(char.isdigit() for char in flow.text):
        draft.amount(label, EMPTY)
        return
    draft.amount(label, flow, *doubts(piece), *evidence)
