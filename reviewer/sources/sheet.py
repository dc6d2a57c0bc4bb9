"""What a workbook says about one sheet, and how its cells are named; every reader of workbooks fills this in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reviewer.sources.number_format import Value

Place = tuple[int, int]
"""Row and column of a cell, from 0, as the workbook counts them."""


@dataclass(slots=True)
class Sheet:
    """What a workbook says about one sheet. Places count from the workbook's A1; widths and heights are points.

    `values` are rows of values from `start` on, empty cells as "". `formats` hold the codes of the cells whose format is not
    General, `instead` what to show in place of a value (errors, rich text), nothing for “nothing”. `not_computed` are formulas
    without a stored result, which are shown instead. `struck` are texts that are struck out, and `boxes` those that float
    above the cells. With `from_1904` days count from that year.
    """

    name: str
    start: Place = (0, 0)
    values: Sequence[Sequence[Value]] = ()
    formats: Mapping[Place, str] = field(default_factory=dict)
    instead: Mapping[Place, str] = field(default_factory=dict)
    merges: Sequence[tuple[Place, Place]] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    default_width: float = 48.0
    default_height: float = 15.0
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    not_computed: Mapping[Place, str] = field(default_factory=dict)
    is_hidden: bool = False
    shows_zeros: bool = True
    from_1904: bool = False
    struck: Sequence[str] = ()
    white: Sequence[str] = ()
    """Texts in white on white, left out for that."""
    boxes: Sequence[str] = ()
    pictures: int = 0


def column_name(column: int) -> str:
    """The letters of a column counted from 0: A, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(place: Place) -> str:
    """A cell's address as spreadsheets print it: B7."""
    return f"{column_name(place[1])}{place[0] + 1}"


def column_number(letters: str) -> int:
    """The column, counted from 0, that letters name."""
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - 64
    return number - 1
