"""What a program for tables prints around and within one: NaN in blank cells, “Unnamed: 3” over columns, numbers of rows and columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.no_indicator import is_foot
from reviewer.extract.rows import Row, numbers_columns
from reviewer.model.flow import Flow

_BLANK = pattern(r"(?:nan|nat|<na>|unnamed(?::\s*\d+)?(?:_level_\d+)?|\^{1,2})", re.I)
_PERHAPS_BLANK = pattern(r"(?:none|null|undefined|#n/a|n/a|col\d{1,2}|column\d{1,2})", re.I)
_ENOUGH = 3
"""So many cells of a grid show that a word such as None stands for a blank."""


def without_frame(rows: Sequence[Row]) -> tuple[list[Row], list[Flow]]:
    """The rows without such cells, and without those of the foot of a web page that was copied with them; and these."""
    texts = [text for row in rows for text in row.texts]
    perhaps = sum(bool(_PERHAPS_BLANK.fullmatch(text)) for text in texts) >= _ENOUGH
    gone: list[Flow] = []
    kept: list[Row] = []
    numbers = _row_numbers(rows)
    for number, row in enumerate(rows):
        if (number == 0 and _counts(row.texts)) or numbers_columns(row):
            gone += [flow for _, flow in row.cells]
            continue
        left_out = [bool(_BLANK.fullmatch(t) or (perhaps and _PERHAPS_BLANK.fullmatch(t))) for t in row.texts]
        if row.cells[0][0] in numbers and row.texts[0].isdigit():
            left_out[0] = True
        cells = [cell for cell, out in zip(row.cells, left_out, strict=True) if not out]
        gone += [flow for (_, flow), out in zip(row.cells, left_out, strict=True) if out]
        if len(cells) == len(row.cells):
            kept.append(row)
        elif cells:
            widths = tuple(w for w, out in zip(row.widths, left_out, strict=True) if not out) if row.widths else ()
            kept.append(replace(row, cells=tuple(cells), widths=widths))
    while len(kept) > 1 and len(kept[-1].cells) == 1 and is_foot(kept[-1].texts[0]):
        gone.append(kept.pop().cells[0][1])
    return kept, gone


def _counts(texts: Sequence[str]) -> bool:
    """Whether a row is nothing but the numbers of its columns, from 0 on."""
    return len(texts) > 2 and list(texts) == [str(n) for n in range(len(texts))]


def _row_numbers(rows: Sequence[Row]) -> tuple[int, ...]:
    """The column that counts the rows from 0, as programs do; a form counts from 1. Nothing where there is none."""
    below = rows[1:] if rows and (_counts(rows[0].texts) or not rows[0].texts[0].isdigit()) else rows
    firsts = [(row.cells[0][0], row.texts[0]) for row in below]
    places = {place for place, _ in firsts}
    if (
        len(firsts) < _ENOUGH
        or len(places) != 1
        or [text for _, text in firsts] != [str(n) for n in range(len(firsts))]
    ):
        return ()
    return tuple(places)
