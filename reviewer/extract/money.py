"""The money of a form: labels with numbers beside them, or a grid of kinds of money against kinds of figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.extract.book import Book
from reviewer.extract.draft import Draft
from reviewer.extract.labels import Role, money_label, roles_of
from reviewer.extract.likeness import amount_within
from reviewer.extract.rows import Row
from reviewer.model.flow import EMPTY, Flow

_Cell = tuple[int, Flow]
_OTHER = frozenset({Role.ATTRIBUTE})
_SHARE = re.compile(r"[\d.]+\s*[%％]")
_TARGET = re.compile(r"^\s*[≥≤≧≦＞＜＝=<>]|\d\s*[%％]\s*$")
"""A target value, which no header holds: 预算执行 | 预算执行率 | =100% is a row of indicators."""
_HEADS = frozenset({Role.MONEY_COLUMN, Role.SCORE_COLUMN})


class MoneyRows:
    """Reads the rows of one form's money block."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._above: list[_Cell] = []
        self._heads: list[tuple[int, str, bool]] = []
        """The columns of a money grid: place, label, whether its figures are money."""

    def start(self) -> None:
        """Another form begins."""
        self._heads = []

    def takes_header(self, row: Row, following: Sequence[Row] = ()) -> bool:
        """Whether the row is the header of a money grid; if so, its columns hold from here on.

        A corner that is filled (年度预算数 over 年度资金总额) is no column of figures: the rows beneath have labels there.
        """
        heads = [(place, flow) for place, flow in row.cells if roles_of(flow.text) & _HEADS]
        if len(heads) > 2 and _holds_labels(heads[0][0], following):
            del heads[0]
        if len(heads) < 2 or any(amount_within(text) is not None or _TARGET.search(text) for text in row.texts):
            return False
        self._heads = [
            (place, money_label(flow.text), Role.MONEY_COLUMN in roles_of(flow.text)) for place, flow in heads
        ]
        return True

    def takes_labels(self, row: Row, following: Sequence[Row]) -> bool:
        """Whether the row holds labels whose figures stand beneath them in the next row; if so, they are expected there."""
        cells = row.cells[1:] if Role.FUNDS in roles_of(row.texts[0]) else row.cells
        below = [amount_within(text) is not None for text in following[0].texts] if following else []
        labels = [(place, flow) for place, flow in cells if Role.AMOUNT in roles_of(flow.text)]
        if len(labels) < 2 or len(labels) != len(cells) or not below or not all(below):
            return False
        self._above = labels
        return True

    @property
    def is_waiting(self) -> bool:
        """Whether the row above held labels whose figures are expected now."""
        return bool(self._above)

    def takes_figures(self, entry: Draft, row: Row) -> bool:
        """Whether the row holds the figures of the labels above it."""
        labels, self._above = self._above, []
        if not labels or any(amount_within(text) is None for text in row.texts):
            return False
        by_label = _under_heads(row.cells, [place for place, _ in labels])
        for index, (_, label) in enumerate(labels):
            self._book.known(label)
            entry.amount(money_label(label.text), by_label.get(index, EMPTY))
        return True

    def read(self, entry: Draft, row: Row, led: bool) -> None:
        """Take a row; `led` says that its first cell is the heading of the block."""
        numbers = [amount_within(text) is not None for text in row.texts]
        cells = row.cells[1:] if led and not (len(numbers) > 1 and numbers[1]) else row.cells
        if self._heads and cells:
            self._read_grid(entry, cells)
        elif any(numbers) or not any(Role.AMOUNT_HEAD in roles_of(flow.text) for _, flow in cells):
            self._read_pairs(entry, cells)

    def _read_grid(self, entry: Draft, cells: Sequence[_Cell]) -> None:
        first = self._heads[0][0]
        names = [flow for place, flow in cells if place < first and amount_within(flow.text) is None]
        figures = [cell for cell in cells if cell[1] not in names]
        if not names:
            return
        self._book.known(*names)
        label = money_label(names[-1].text)
        by_head = _under_heads(figures, [place for place, _, _ in self._heads])
        for index, (_, head, is_money) in enumerate(self._heads):
            flow = by_head.get(index, EMPTY)
            if is_money:
                entry.amount(f"{label}/{head}", flow)
            elif flow:
                entry.label("attributes", f"{label}/{head}", flow)

    def _read_pairs(self, entry: Draft, cells: Sequence[_Cell]) -> None:
        label: Flow = EMPTY
        for number, (_, flow) in enumerate(cells):
            if _SHARE.fullmatch(flow.text):
                continue
            if amount_within(flow.text) is None:
                if label and roles_of(label.text) & _OTHER and not roles_of(flow.text):
                    entry.label("attributes", money_label(label.text), flow)
                    self._book.known(label)
                    label = EMPTY
                    continue
                if label and self._is_text_beside(label, flow, cells[number + 1 :]):
                    entry.amount(money_label(label.text), flow)
                    self._book.known(label)
                    label = EMPTY
                    continue
                self._without_number(entry, label)
                label = flow
            elif label:
                entry.amount(money_label(label.text), flow)
                self._book.known(label)
                label = EMPTY
        self._without_number(entry, label)

    def _is_text_beside(self, label: Flow, flow: Flow, after: Sequence[_Cell]) -> bool:
        """Whether words stand where an amount is expected (详见附表, —), and not the label of the next one."""
        if (
            Role.AMOUNT not in roles_of(money_label(label.text))
            or roles_of(flow.text)
            or flow.text.rstrip().endswith(("：", ":"))
        ):
            return False
        return not after or bool(roles_of(after[0][1].text)) or amount_within(after[0][1].text) is None

    def _without_number(self, entry: Draft, label: Flow) -> None:
        """A printed amount label without a number; a text that is no such label is left to be shown as unclaimed."""
        if label and Role.AMOUNT in roles_of(money_label(label.text)):
            entry.amount(money_label(label.text), EMPTY)
            self._book.known(label)


def _holds_labels(place: int, rows: Sequence[Row]) -> bool:
    """Whether labels of money stand in a column right beneath a header, and no amounts."""
    texts = [flow.text for row in rows[:2] for at, flow in row.cells if at == place]
    return bool(texts) and all(Role.AMOUNT in roles_of(money_label(text)) for text in texts)


def _under_heads(figures: Sequence[_Cell], heads: list[int]) -> dict[int, Flow]:
    """Figures by the head they stand under: just under it, else the nearest free one in order."""
    found: dict[int, Flow] = {}
    exact = {place: index for index, place in enumerate(heads)}
    if all(place in exact for place, _ in figures):
        return {exact[place]: flow for place, flow in figures}
    for place, flow in figures:
        free = [i for i in range(len(heads)) if i not in found and i > max(found, default=-1)]
        if free:
            found[min(free, key=lambda i: abs(heads[i] - place))] = flow
    return found
