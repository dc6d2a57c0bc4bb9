"""What happens to a text on its way: lines wrapped, separators lost, blanks put in or dropped, other widths of signs."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from random import Random

from tools.sequence.linear import Form
from tools.sequence.paper import Laid

_WIDTHS = (
    {"：": ":", "；": ";", "，": ",", "（": "(", "）": ")", "％": "%"},
    {":": "：", ";": "；", ",": "，", "(": "（", ")": "）", "%": "％"},
    {"≥": "≧", "≤": "≦"},
    {"≥": ">=", "≤": "<="},
)


def edited(laid: Laid, edits: list[tuple[int, int, str]]) -> Laid:
    """The text with stretches replaced (`edits` sorted, not overlapping); segments keep to their characters."""
    parts, at = [], 0
    ends, shifts = [-1.0], [0]
    for start, end, new in edits:
        parts += [laid.text[at:start], new]
        at = end
        ends.append(end if start < end else end + 0.25)  # what is put in at an offset stands after an end there
        shifts.append(shifts[-1] + len(new) - (end - start))
    parts.append(laid.text[at:])

    def moved(offset: float) -> int:
        return int(offset) + shifts[bisect_right(ends, offset) - 1]

    segments = []
    for s in laid.segments:
        start, end = moved(s.start + 0.5), moved(s.end)
        if start < end:
            segments.append(replace(s, start=start, end=end))
    return replace(laid, text="".join(parts), segments=tuple(segments))


def wrapped(laid: Laid, width: int, rng: Random, mark: str = "\n") -> Laid:
    """Long lines broken after `width` characters, wherever that is."""
    edits, column = [], 0
    for i, ch in enumerate(laid.text):
        column = 0 if ch == "\n" else column + 1
        if column > width and laid.text[i - 1] not in " \n\t":
            edits.append((i, i, mark))
            column = 1
    return edited(laid, edits)


def _gaps(laid: Laid, share: float, rng: Random, signs: str) -> Laid:
    """Some separators lost: the signs between segments go."""
    inside = bytearray(len(laid.text) + 1)
    for s in laid.segments:
        for i in range(s.start, s.end):
            inside[i] = 1
    edits = [(i, i + 1, "") for i, ch in enumerate(laid.text) if ch in signs and not inside[i] and rng.random() < share]
    return edited(laid, edits)


def _swapped(laid: Laid, rng: Random) -> Laid:
    table = rng.choice(_WIDTHS)
    edits = [(i, i + 1, table[ch]) for i, ch in enumerate(laid.text) if ch in table]
    return _truth_too(edited(laid, edits), table)


def _truth_too(laid: Laid, table: dict[str, str]) -> Laid:
    def change(value: object) -> object:
        if isinstance(value, str):
            return "".join(table.get(ch, ch) for ch in value)
        if isinstance(value, list):
            return [change(v) for v in value]
        if isinstance(value, dict):
            return {change(k): change(v) for k, v in value.items()}
        return value

    truth = change(laid.truth)
    assert isinstance(truth, dict)
    segments = tuple(replace(s, path=str(change(s.path))) for s in laid.segments)
    return replace(laid, truth=truth, segments=segments)


def _spaced(laid: Laid, rng: Random) -> Laid:
    """A blank between Han characters here and there, as recognition of scans puts them."""
    share = rng.uniform(0.005, 0.04)
    edits = [
        (i, i, " ")
        for i, ch in enumerate(laid.text)
        if i and "\u4e00" <= ch <= "\u9fff" and "\u4e00" <= laid.text[i - 1] <= "\u9fff" and rng.random() < share
    ]
    return edited(laid, edits)


def _squeezed(laid: Laid, left: str) -> Laid:
    """Columns that were aligned by blanks, with a run of blanks made one (a copy out of a page of the web)."""
    edits = [(m.start(), m.end(), left) for m in re.finditer(r"(?<=\S) {2,}(?=\S)", laid.text)]
    edits += [(m.start(), m.end(), "") for m in re.finditer(r"(?m)^ +", laid.text)]
    return edited(laid, sorted(edits))


def damaged(laid: Laid, form: Form, rng: Random) -> Laid:
    """The text with the damage that fits its form; most are left whole."""
    draw = rng.random()
    if form.name == "aligned" and rng.random() < 0.25:
        laid = _squeezed(laid, rng.choice([" ", "  ", "\t"]))
    if draw < 0.1 and form.name in ("blanks", "raw", "all together", "row together", "bars", "odd"):
        laid = wrapped(laid, rng.choice([28, 40, 60, 80]), rng)
    elif draw < 0.15:
        laid = _gaps(laid, rng.choice([0.03, 0.1, 0.25]), rng, rng.choice([" ", "|\t", "\n", " \t|\n"]))
    elif draw < 0.19:
        laid = _spaced(laid, rng)
    elif draw < 0.23:
        laid = _gaps(laid, 1.0, rng, " ")
    if rng.random() < 0.1:
        laid = _swapped(laid, rng)
    return laid
