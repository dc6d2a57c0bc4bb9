"""The hidden columns by which a workbook is read back: what each row is, and what its cells said when it was written.

A row is known by its source and its node, whatever is sorted, added or deleted around it. A cell has changed when its title and
text are not among those that the row was written with; so nothing is taken for a change that was changed in the window meanwhile.
Both survive being saved by Excel, WPS and LibreOffice, for they are plain texts in hidden columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from zlib import crc32

from reviewer.base.export_marks import ROW_LIST, ROW_MARK
from reviewer.base.patterns import pattern
from reviewer.export.tables import Cell, Form, Rows, Sheet, Value

ROW_TITLE, LIST_TITLE = ROW_MARK, ROW_LIST
"""The titles of the hidden columns: of every row in its own sheet, of every source in 说明."""
KEYED = ("项目", "指标", "工作任务")
"""The sheets that are read back."""
_SHORT = 12
"""Digits of a source's SHA-256 in a row's key."""
_MOST = 1 << 21
_ROW = pattern(rf"r1:([0-9a-f]{{{_SHORT}}}):([0-9a-z]+):((?:[0-9a-f]{{8}})*)")


@dataclass(frozen=True, slots=True)
class RowKey:
    """What a row was when it was written: its source (a SHA-256 cut short), its node, and prints of its cells."""

    source: str
    node: int
    prints: frozenset[str]

    def unchanged(self, title: str, value: Value) -> bool:
        """Whether the cell under `title` said this when the row was written."""
        return print_of(title, value) in self.prints


def plain_text(value: object) -> str:
    """A cell's value as the text by which cells are compared; a number as it is read, however it is shown."""
    if value is None:
        return ""
    if type(value) is str and value.isprintable() and not value.startswith(" ") and not value.endswith(" "):
        return value  # as most are: nothing to take off
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.strftime(
            "%Y-%m-%d" if (value.hour, value.minute, value.second) == (0, 0, 0) else "%Y-%m-%d %H:%M:%S"
        )
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_\n", "\n").strip()


def print_of(title: str, value: object) -> str:
    """What a row's key keeps of a cell."""
    return _print(_begun(title), value)


def _begun(title: str) -> int:
    """The print of a cell without its value, from which that of every cell under the title goes on."""
    return crc32((title + chr(0)).encode("utf-8", "replace"))


def _print(begun: int, value: object) -> str:
    return f"{crc32(plain_text(value).encode('utf-8', 'replace'), begun):08x}"


def short(sha256: str) -> str:
    """The SHA-256 of a source as a row's key has it."""
    return sha256[:_SHORT].lower()


def with_row_keys(sheet: Sheet) -> Sheet:
    """A sheet of nodes with its hidden column. The cells must be such as they are written."""
    begun = [_begun(title) for title in sheet.columns]

    def rows() -> Iterator[list[Cell]]:
        above: Sequence[Cell | None] = [None] * len(begun)
        known = [""] * len(begun)
        for row, node in zip(sheet.rows, sheet.nodes, strict=True):
            known = [
                same if cell is before else _print(start, cell.value)
                for start, cell, before, same in zip(begun, row, above, known, strict=True)
            ]
            above, prints = row[:], "".join(known)
            yield [*row, Cell(f"r1:{short(node.sha256)}:{base36(node.node)}:{prints}", Form.HIDDEN)]

    return replace(sheet, columns=[*sheet.columns, ROW_TITLE], keys=[*sheet.keys, ""], rows=Rows(rows))


def read_row_key(text: object) -> RowKey | None:
    """The key that a row's hidden cell holds; None where it holds none."""
    match = _ROW.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        return None
    prints = match[3]
    return RowKey(match[1], int(match[2], 36), frozenset(prints[at : at + 8] for at in range(0, len(prints), 8)))


def base36(number: int) -> str:
    """A number, not negative, in digits and letters."""
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"


# -- which rows were written --------------------------------------------------------------------------------------


def with_row_lists(about: Sheet, sources: Sequence[str], sheets: Sequence[Sheet], longest: int) -> Sheet:
    """说明 with its hidden column: for each of its `sources` (SHA-256) the nodes that each sheet has a row for.

    Without it a row that is not there could have been deleted as well as left out. A list longer than `longest` is not written.
    """
    written: dict[str, dict[str, list[int]]] = {}
    for sheet in sheets:
        for source in sources:
            written.setdefault(short(source), {})[sheet.title] = []
        for row in sheet.nodes:
            written[short(row.sha256)][sheet.title].append(row.node)
    rows = []
    for place, cells in enumerate(about.rows):
        text: str | None = None
        if place < len(sources):
            listed = written.get(short(sources[place]), {})
            text = "|".join(
                (f"l1:{short(sources[place])}", *(f"{title}:{_ranges(ids)}" for title, ids in listed.items()))
            )
        rows.append([*cells, Cell(text if text and len(text) <= longest else None, Form.HIDDEN)])
    return replace(about, columns=[*about.columns, LIST_TITLE], rows=rows)


def read_row_list(text: object) -> tuple[str, dict[str, set[int]]] | None:
    """The source (short) and the nodes that each sheet was written with; None where the cell holds no list."""
    if not isinstance(text, str) or not text.startswith("l1:"):
        return None
    source, *parts = text.strip().removeprefix("l1:").split("|")
    found: dict[str, set[int]] = {}
    try:
        for part in parts:
            title, ranges = part.split(":", 1)
            found[title] = _numbers(ranges)
    except ValueError:
        return None
    return source, found


def _ranges(numbers: Iterable[int]) -> str:
    """Numbers as “2-29,31”."""
    ordered = sorted(set(numbers))
    if not ordered:
        return ""
    starts = [ordered[0], *(b for a, b in pairwise(ordered) if b - a > 1)]
    ends = [*(a for a, b in pairwise(ordered) if b - a > 1), ordered[-1]]
    return ",".join(f"{a}-{b}" if a != b else f"{a}" for a, b in zip(starts, ends, strict=True))


def _numbers(text: str) -> set[int]:
    found: set[int] = set()
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        if int(last or first) - int(first) > _MOST:
            raise ValueError("no sheet has so many rows")
        found.update(range(int(first), int(last or first) + 1))
    return found
