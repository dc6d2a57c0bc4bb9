"""Documents in layouts that people who knew none of the rules have written: their labels and cells, other contents."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from reviewer.extract.sequence.roles import SegmentRole as R
from tools.corpus.truth import Entry, Indicator, Task, Truth
from tools.sequence import contents, inventing
from tools.sequence.contents import Context
from tools.sequence.paper import Cell, Line, Owner, Paper, Run, Table

FILE = Path(__file__).with_name("written.jsonl")
"""A layout a line: its blocks, each run with its text, role and field (a path as in `paper.Gold`)."""

_INDICATOR = {"level1_code": "code1", "level2_code": "code2", "annual_value": "annual", "period_value": "period"}
_PATH = re.compile(r"entries/(\d+)/(?:(indicators|tasks)/(\d+)/)?(.*)", re.DOTALL)
_KEYED = re.compile(r"(amounts|attributes)\[(.*)\]", re.DOTALL)
_MONEY = re.compile(r"[\d,]+(?:\.\d+)?")


@cache
def layouts() -> dict[str, list[dict[str, Any]]]:
    """The written documents by layout."""
    found: dict[str, list[dict[str, Any]]] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        made = json.loads(line)
        found.setdefault(made["layout"], []).append(made)
    return found


class _Filling:
    """The fields of one document, and the texts that stand for what was written."""

    def __init__(self, c: Context, kinds: list[str]) -> None:
        self.c = c
        self.truth = Truth("")
        self.truth.entries = [Entry(kind=kind) for kind in kinds]
        self.fresh = c.rng.random() < 0.75
        self.indicators: dict[tuple[int, int], Indicator] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.amount = ""

    def owner(self, path: str) -> tuple[Owner | None, str]:
        """Whose field a path is."""
        if not path:
            return None, ""
        found = _PATH.fullmatch(path)
        if not found:
            return self.truth, path
        entry = self.truth.entries[int(found[1])]
        if found[2] is None:
            return entry, found[4]
        made: list[Any] = entry.indicators if found[2] == "indicators" else entry.tasks
        while len(made) <= int(found[3]):
            made.append(Indicator() if found[2] == "indicators" else Task(""))
        return made[int(found[3])], found[4]

    def indicator(self, entry: int, at: int) -> Indicator:
        """What an indicator is about here."""
        key = entry, at
        if key not in self.indicators:
            made = contents.indicators(self.c, 12)
            self.c.rng.shuffle(made)
            for n, each in enumerate(made):
                self.indicators.setdefault((entry, at + n), each)
        return self.indicators[key]

    def said(self, text: str, role: R | None, path: str, parts: int) -> str:
        """The text of a run: another of its kind, or the one written."""
        if role is None or not path or not self.fresh:
            return text
        key = path, text
        if key not in self.texts:
            self.texts[key] = self._invented(text, role, path, parts)
        return self.texts[key]

    def _invented(self, text: str, role: R, path: str, parts: int) -> str:
        rng = self.c.rng
        found = _PATH.fullmatch(path)
        if found and found[2] == "indicators" and role in (R.LEVEL3, R.ANNUAL_VALUE, R.PERIOD_VALUE):
            made = self.indicator(int(found[1]), int(found[3]))
            if role is R.LEVEL3:
                return made.level3 or text
            if parts == 1 and rng.random() < 0.9:
                return (made.annual if role is R.ANNUAL_VALUE else made.period) or text
            return text
        if role is R.NAME and found and self.truth.entries[int(found[1])].kind == "project":
            return inventing.project(rng, self.c.year) if rng.random() < 0.8 else text
        if role is R.AMOUNT and _MONEY.fullmatch(text.strip()):
            if self.amount and rng.random() < 0.3:  # budget and spending are often the same
                return self.amount
            self.amount = inventing.amount(rng) if rng.random() < 0.8 else text
            return self.amount
        if role in (R.GOAL, R.PERIOD_GOAL) or (role is R.ATTRIBUTE and len(text) > 20):
            return inventing.prose(rng, self.c.year) if rng.random() < 0.7 else text
        return text

    def keep(self, owner: Owner | None, name: str, text: str) -> None:
        """Note in the truth what a run prints."""
        if owner is None:
            return
        keyed = _KEYED.fullmatch(name)
        if keyed:
            values = getattr(owner, keyed[1])
            values[keyed[2]] = (values.get(keyed[2]) or "") + text
            return
        at = _INDICATOR.get(name, name) if isinstance(owner, Indicator) else name
        if at == "year":
            self.truth.year = int(text)
        else:
            setattr(owner, at, (getattr(owner, at) or "") + text)


def _runs(f: _Filling, given: list[list[Any]]) -> list[Run]:
    runs = []
    for text, name, path in given:
        role = R(name) if name else None
        parts = sum(p == path for _, _, p in given) if path else 0
        shown = f.said(text, role, path, max(parts, 2 if role in (R.SIGN, R.MEASURE) else 1))
        owner, field = f.owner(path)
        f.keep(owner, field, shown.strip())
        runs.append(Run(shown, role, owner, field))
    return runs


def _split_values(blocks: list[list[Any]]) -> set[str]:
    """The fields that several cells print together."""
    seen: set[str] = set()
    again: set[str] = set()
    for block in blocks:
        for row in block[1] if block[0] == "t" else [[[block[1], 1, 0]]]:
            for cell in row:
                for path in {p for _, _, p in cell[0] if p}:
                    (again if path in seen else seen).add(path)
    return again


def written(c: Context, layout: str | None = None) -> Paper:
    """A document in one of the written layouts, with contents of its own."""
    rng = c.rng
    name = layout or rng.choice(sorted(layouts()))
    given = rng.choice(layouts()[name])
    filling = _Filling(c, given["kinds"])
    apart = _split_values(given["blocks"])
    blocks: list[Table | Line] = []
    for kind, *block in given["blocks"]:
        if kind == "p":
            blocks.append(Line(_runs(filling, block[0])))
            continue
        rows = []
        for row in _some_rows(c, block[0], block[1]):
            cells = []
            for runs, across, above in row:
                held = [[t, r, p] for t, r, p in runs]
                both = [[t, r, p] for t, r, p in held if p in apart]
                shown = _runs(filling, held + [["", None, p] for _, _, p in both]) if both else _runs(filling, held)
                cells.append(Cell(shown[: len(held)], across, bool(above)))
            rows.append(cells)
        blocks.append(Table(rows, min(block[1], len(rows) - 1)))
    _inherit(filling.truth)
    return Paper(blocks, filling.truth, "written")


def _some_rows(c: Context, rows: list[Any], head: int) -> list[Any]:
    """The rows, now and then without one that stands alone above the header."""
    kept = []
    for n, row in enumerate(rows):
        alone = not any(cell[2] for cell in row) and not (n + 1 < len(rows) and any(cell[2] for cell in rows[n + 1]))
        plain = all(
            role in (None, "attribute", "attribute_label", "unit", "header") for cell in row for _, role, _ in cell[0]
        )
        if n < head and alone and plain and c.rng.random() < 0.12:
            continue
        kept.append(row)
    return kept


def _inherit(truth: Truth) -> None:
    """Levels that are printed once for several rows."""
    for entry in truth.entries:
        for before, ind in zip(entry.indicators, entry.indicators[1:], strict=False):
            if ind.level1 is None:
                ind.level1 = before.level1
                if ind.level2 is None:
                    ind.level2 = before.level2
