"""The truth of a scan that has only the first pages of its document: what those pages print, and no more."""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from reviewer.model.source import Grid, Source

_INDICATOR = ("level3", "period_value", "annual_value")
_SHORT = 6
"""Characters at least of a text that the last page cuts off."""

Truth = dict[str, Any]


def bare(text: str) -> str:
    """A text without blanks, and in one width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def clipped(truth: Truth, whole: Source, pages: int) -> Truth:
    """`truth` as far as the first `pages` of the whole document go."""
    printed = [bare(text) for text in _texts(whole, pages)]
    kept = copy.deepcopy(truth)
    starts = _starts(truth["entries"], printed)
    kept["entries"] = []
    for number, entry in enumerate(truth["entries"]):
        start = starts[number]
        if start is not None:
            after = [place for place in starts[number + 1 :] if place is not None]
            kept["entries"].append(_entry(entry, "\n".join(printed[start : after[0] if after else len(printed)])))
    return kept


def _texts(whole: Source, pages: int) -> Iterator[str]:
    for page in whole.pages[:pages]:
        for block in page.blocks:
            for spans in [cell.spans for cell in block.cells] if isinstance(block, Grid) else [(block.span,)]:
                yield whole.text(span for span in spans if span.page < pages)


def _starts(entries: list[Truth], printed: list[str]) -> list[int | None]:
    """The cell with which each entry begins; None for those on later pages."""
    found: list[int | None] = []
    place = 0
    for entry in entries:
        name = bare(entry.get("name") or entry.get("unit") or "")
        at = next((n for n in range(place, len(printed)) if name == printed[n]), None)
        if entry["kind"] == "department":
            at = 0
        found.append(at)
        place = place if at is None else at + 1
    return found


def _entry(entry: Truth, printed: str) -> Truth:
    kept = copy.deepcopy(entry)
    if entry.get("goal"):
        kept["goal"] = _begun(entry["goal"], printed)
    kept["tasks"] = [task for task in entry.get("tasks") or [] if bare(task["name"]) in printed]
    kept["indicators"] = []
    place = 0
    for row in entry.get("indicators") or []:
        name = bare(row.get("level3") or "")
        at = printed.find(name, place) if name else -1
        if at < 0:
            continue
        place = at + len(name)
        kept["indicators"].append(
            {**row, **{key: _begun(row[key], printed[at:]) for key in _INDICATOR if row.get(key)}}
        )
    return kept


def _begun(value: str, printed: str) -> str | None:
    """A value, or so much of it as stands at the very end of what is printed."""
    whole = bare(value)
    if whole in printed:
        return value
    length = next((n for n in range(len(whole), _SHORT - 1, -1) if printed.endswith(whole[:n])), 0)
    return whole[:length] or None
