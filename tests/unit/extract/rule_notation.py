"""Arguments and results of single rules, written down as the expressions that give them again.

Rows are `row('甲|乙')`, a blank between bars is a cell that is not filled; texts with their places `flow('甲')`; objects at
work `having(Book, entries=[])`, of whose state only what the rule needs is told; the rest is Python.
"""

from __future__ import annotations

import dataclasses
import enum
import sys
from array import array
from collections.abc import Mapping
from functools import cache
from types import ModuleType
from typing import Any

from reviewer.extract.rows import Row
from reviewer.model.flow import Flow


def flow(text: str, at: int | tuple[int, ...] | None = None) -> Flow:
    """A text that stands nowhere, or from a place on, or with a place for every character."""
    if at is None:
        return Flow.loose(text)
    return Flow(text, range(at, at + len(text)) if isinstance(at, int) else array("q", at))


def row(text: str, at: int = 0, page: int = 0, **more: Any) -> Row:
    """The row of the cells that bars part, from the column `at` on."""
    return Row(tuple((n, Flow.loose(cell)) for n, cell in enumerate(text.split("|"), at) if cell), page, **more)


def having(kind: type, **known: Any) -> Any:
    """An object in the middle of its work; of all that it holds only this."""
    made = object.__new__(kind)
    for name, value in known.items():
        object.__setattr__(made, name, value)
    return made


@cache
def names_of(module: ModuleType) -> dict[str, Any]:
    """What an expression about a rule of this module may name: its own classes, then those of other modules."""
    others = [
        vars(sys.modules[name])
        for name in sorted(sys.modules)
        if name.startswith(("reviewer.extract", "reviewer.model"))
    ]
    found: dict[str, Any] = {"flow": flow, "row": row, "having": having}
    for scope in (vars(module), *others):
        for name, value in scope.items():
            if isinstance(value, type):
                found.setdefault(name, value)
    return found


def said(value: object) -> str:
    """A value as an expression, without the places of texts."""
    if isinstance(value, enum.Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, float):
        return repr(round(value, 9))
    if isinstance(value, Flow):
        return f"flow({value.text!r})"
    if isinstance(value, Row):
        return _row(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return f"{type(value).__name__}({', '.join(_fields(value))})"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{said(key)}: {said(one)}' for key, one in value.items())}}}"
    if isinstance(value, set | frozenset):
        inside = ", ".join(sorted(map(said, value)))
        return (f"{{{inside}}}" if inside else "set()") if isinstance(value, set) else f"frozenset({{{inside}}})"
    if isinstance(value, list | tuple):
        inside = ", ".join(map(said, value))
        return f"[{inside}]" if isinstance(value, list) else f"({inside}{',' * (len(value) == 1)})"
    if type(value).__module__.startswith("reviewer.extract") and hasattr(value, "__dict__"):
        held = "".join(f", {name}={said(one)}" for name, one in vars(value).items())
        return f"having({type(value).__name__}{held})"
    return repr(value)


def _row(value: Row) -> str:
    cells = {place: one.text for place, one in value.cells}
    first, last = min(cells, default=0), max(cells, default=0)
    more = [f"page={value.page}"] if value.page else []
    more += [
        text for text in _fields(value) if not text.startswith(("cells", "(")) and "=" in text and text[:5] != "page="
    ]
    at = [str(first)] if first else []
    return f"row({', '.join([repr('|'.join(cells.get(n, '') for n in range(first, last + 1))), *at, *more])})"


def _fields(value: Any) -> list[str]:
    """A dataclass's fields as arguments; those that have their default are left out, and those behind one are named."""
    found, named = [], False
    for field in dataclasses.fields(value):
        one = getattr(value, field.name)
        made = field.default_factory() if field.default_factory is not dataclasses.MISSING else field.default
        if not field.init:
            continue
        if one == made:
            named = True
            continue
        found.append(f"{field.name}={said(one)}" if named else said(one))
    return found
