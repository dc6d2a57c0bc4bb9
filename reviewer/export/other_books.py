"""A workbook of ours that was saved as another kind (.xls, .ods …), as openpyxl would show one: what read_back_file asks of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

Area = tuple[tuple[int, int], tuple[int, int]]
"""A rectangle of merged cells: its first and its last cell, each as (row, column), from 0."""
ERRORS = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!")


class TypedSheet(Protocol):
    """A sheet with what was typed: rows of values from `start` on, and by place, from 0, formats, errors, formulas without result."""

    name: str
    start: tuple[int, int]
    values: Sequence[Sequence[Any]]
    formats: Mapping[tuple[int, int], str]
    instead: Mapping[tuple[int, int], str]
    not_computed: Mapping[tuple[int, int], str]
    merges: Sequence[Area]


TypedSheets = Callable[[Path], "Sequence[TypedSheet] | None"]
"""The sheets of a workbook that is no .xlsx; None where it is none or cannot be read."""


@dataclass(frozen=True, slots=True)
class OtherCell:
    """A cell: its value, its kind as openpyxl names it (e: error, f: formula, n: any other), the code of its format."""

    value: Any
    data_type: str = "n"
    number_format: str = "General"


@dataclass(frozen=True, slots=True)
class OtherSheet:
    """A sheet whose rows and columns count from 1."""

    sheet: TypedSheet

    @property
    def title(self) -> str:
        """Its name."""
        return self.sheet.name

    def reset_dimensions(self) -> None:
        """Nothing to do: its size is that of its values."""

    def cell(self, _row: int, _column: int) -> OtherCell:
        """What a formula came to: here that is its value already, so there is no more."""
        return OtherCell(None)

    def iter_rows(self, min_row: int = 1, values_only: bool = False) -> Iterator[tuple[Any, ...]]:
        """The rows from `min_row` on, each as cells or as values."""
        top, left = self.sheet.start
        for row in range(min_row - 1, top + len(self.sheet.values)):
            values = self.sheet.values[row - top] if row >= top else ()
            cells = (*[OtherCell(None)] * left, *(self._cell(row, column, v) for column, v in enumerate(values, left)))
            yield tuple(cell.value for cell in cells) if values_only else cells

    def _cell(self, row: int, column: int, value: Any) -> OtherCell:
        place = row, column
        shown = self.sheet.instead.get(place)
        if place in self.sheet.not_computed:
            return OtherCell(None, "f")
        if shown in ERRORS or (isinstance(value, str) and (value in ERRORS or value.startswith("Err:5"))):
            return OtherCell(shown or value, "e")
        value = value if shown is None else shown
        return OtherCell(None if value == "" else value, "n", self.sheet.formats.get(place, "General"))


class OtherBook:
    """All sheets of a workbook."""

    def __init__(self, sheets: Sequence[TypedSheet]) -> None:
        self.worksheets = [OtherSheet(sheet) for sheet in sheets]

    @property
    def sheetnames(self) -> list[str]:
        """The names of the sheets."""
        return [sheet.title for sheet in self.worksheets]

    def __getitem__(self, title: str) -> OtherSheet:
        return next(sheet for sheet in self.worksheets if sheet.title == title)

    def merges(self, titles: Mapping[str, object]) -> dict[str, list[Area]]:
        """The merged cells of these sheets."""
        return {sheet.title: list(sheet.sheet.merges) for sheet in self.worksheets if sheet.title in titles}

    def close(self) -> None:
        """Nothing is open."""
