"""The levels of performance indicators: their names, codes and what belongs to what.

From resources/taxonomy/levels.json, which names the regulations as its sources, and from the user's own words.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from reviewer.base import words
from reviewer.base.patterns import pattern
from reviewer.base.resources import load_json

_MARKS = pattern(r"[★☆▲△※●○■□◆*#\s:：、,，;；.．。]|[（(][^（）()]*[)）]|[\[【〔][^\]】〕]*[\]】〕]")
_CODE = pattern(r"(?:\d{1,4}|[一二三四五六七八九十]{1,2})[-－—–_/]?")
_POINTS = pattern(r"\d+(?:\.\d+)?[分%]$")


@dataclass(frozen=True, slots=True)
class Level:
    """One level 1 or level 2 of the taxonomy: its name, its code (None where the forms give none), its parents."""

    level: int
    name: str
    code: str | None
    under: tuple[str, ...] = ()


def bare(text: str) -> str:
    """A level's printed name without stars, points, brackets and blanks: “产出指标（50分）” → “产出指标”."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text))


@words.depends
@cache
def _names() -> dict[str, tuple[Level, ...]]:
    data = load_json("taxonomy", "levels.json")
    names: dict[str, tuple[Level, ...]] = {}
    for number in (1, 2):
        for row in data[f"level{number}"]:
            level = Level(number, row["name"], row["code"], tuple(row.get("under", ())))
            for name in (row["name"], *row["also"]):
                names[name] = (*names.get(name, ()), level)
    _add_own(names)
    return names


def _add_own(names: dict[str, tuple[Level, ...]]) -> None:
    """The names that the user has taught (base.words): each stands for one that the taxonomy has; others are left out."""
    for number in (1, 2):
        for printed, meant in words.in_use().levels.get(f"level{number}", {}).items():
            known = next((level for level in names.get(bare(meant), ()) if level.level == number), None)
            name = bare(printed).replace("类指标", "指标")
            if known is not None and name and known not in names.get(name, ()):
                names[name] = (*names.get(name, ()), known)


@words.depends
@lru_cache(maxsize=4096)
def levels_named(text: str) -> tuple[Level, ...]:
    """The levels that `text` names, coded or not; empty where it names none. “成本指标” is both a level 1 and a level 2."""
    if len(text) > 120:  # a name with all its notes is shorter, and long rows of figures take long to look through
        return ()
    name = _POINTS.sub("", bare(text)).replace("类指标", "指标")
    code = _CODE.match(name)
    if code:
        name = name[code.end() :]
    found = _names().get(name, ()) or _names().get(name.removesuffix("指标"), ())
    if not found and name and not name.endswith("指标"):
        found = _names().get(name + "指标", ())
    return found


def is_level(text: str | None, level: int) -> bool:
    """Whether `text` names a level 1 (or 2)."""
    return bool(text) and any(found.level == level for found in levels_named(text or ""))


def is_whole_level(text: str, level: int | None = None) -> bool:
    """Whether `text` is a level's name printed whole, with 指标 at its end; with `level` that of a level 1 (or 2)."""
    if not bare(text).endswith("指标"):
        return False
    return bool(levels_named(text)) if level is None else is_level(text, level)


@cache
def _of_frameworks() -> frozenset[str]:
    return frozenset(name for row in load_json("taxonomy", "levels.json")["framework"] for name in row["level2"])


def is_of_framework(text: str) -> bool:
    """Whether `text` is a second level of the evaluation frameworks (工作目标管理, 职责履行). Such names are ordinary words elsewhere:
    they are right where a level 2 stands, but do not show that one does.
    """
    name = bare(text)
    return name in _of_frameworks() or name.removesuffix("指标") in _of_frameworks()


def begins_level(text: str) -> bool:
    """Whether a known level's name begins with `text`, which may be all of it: 产, 产出指."""
    name = bare(text)
    return bool(name) and any(known.startswith(name) for known in (*level_names(1), *level_names(2)))


@words.depends
@lru_cache(maxsize=1024)
def level_by_code(code: str) -> Level | None:
    """The level with this code, None where there is none."""
    for found in _names().values():
        for level in found:
            if level.code == code:
                return level
    return None


def parents_of(level2: str) -> tuple[str, ...]:
    """The level 1 names under which `level2` may stand, the usual one first; empty for a name that is not known."""
    for found in levels_named(level2):
        if found.level == 2:
            return found.under
    return ()


@words.depends
@cache
def level_names(level: int) -> tuple[str, ...]:
    """Every known name of this level, longest first: what a grammar looks for."""
    names = [name for name, found in _names().items() if any(f.level == level for f in found)]
    return tuple(sorted(names, key=len, reverse=True))
