"""Multi-project tables a second time: their cells as running text, whose order alone says what is what.

The reading of the columns is the first one; here the columns are forgotten, the cells are put one after the other as a PDF
would give them, and the likeliest sequence of names, amounts, goals and indicators is found again. Names and goals that come
out differently are doubtful.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from reviewer.extract.book import Book
from reviewer.extract.draft import Draft
from reviewer.extract.labels import plain_label
from reviewer.extract.likeness import amount_text
from reviewer.extract.rows import Column, Row
from reviewer.extract.running import read_lines
from reviewer.model.flow import EMPTY, Flow
from reviewer.model.messages import Message, message

_BLANK = Flow.loose(" ")


def hold_list_against_text(entries: Sequence[Draft], rows: Sequence[Row], columns: list[Column]) -> None:
    """Read some rows of a list as text, and doubt the names and goals of `entries` that come out differently."""
    book = _Outline()
    read_lines(book, [line for row in rows for line in _lines(row)], columns)
    book.close_entry()
    first = [plain_label(entry.value("name") or "") for entry in entries]
    second = [plain_label(entry.value("name") or "") for entry in book.entries]
    alike = SequenceMatcher(None, first, second, autojunk=False)  # grows with the square: see who calls
    for kind, start, stop, other_start, other_stop in alike.get_opcodes():
        if kind == "equal":
            for one, other in zip(entries[start:stop], book.entries[other_start:other_stop], strict=True):
                _compare_goals(one, other)
        else:
            others = "、".join(filter(None, (entry.value("name") for entry in book.entries[other_start:other_stop])))
            for entry in entries[start:stop]:
                if entry.value("name"):
                    entry.doubt("name", message("read.disagree", other=others[:40]))


class _Outline(Book):
    """The second reading: names, amounts and goals are held against the first, so packed indicators stay packed."""

    def __init__(self) -> None:
        super().__init__()
        self.keeps_entries = True

    def add_packed(self, flow: Flow, evidence: tuple[Message, ...] = ()) -> None:
        """See Book."""


def _lines(row: Row) -> Iterator[Flow]:
    """The cells of a row as lines: amounts that stand side by side on one, everything else on its own."""
    amounts = EMPTY
    for _, flow in row.cells:
        if amount_text(flow.text) is not None:
            amounts = amounts + _BLANK + flow if amounts else flow
            continue
        if amounts:
            yield amounts
            amounts = EMPTY
        yield flow
    if amounts:
        yield amounts


def _compare_goals(one: Draft, other: Draft) -> None:
    """Goals that begin or end elsewhere are no contradiction: where a text ends is what this reading knows least."""
    mine, theirs = (_solid(draft.value("goal") or "") for draft in (one, other))
    if mine and theirs and mine not in theirs and theirs not in mine:
        one.doubt("goal", message("read.disagree", other=theirs[:40]))


def _solid(text: str) -> str:
    return "".join(text.split())
