"""The style sheets of a web page as they count on a wide screen: without what is for paper, narrow screens or other browsers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_BLOCK = re.compile(r"@([\w-]{1,40})([^{};]{0,500})\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}")
_QUERY = re.compile(
    r"\s*(?:(not)\b|only\b)?\s*(all|screen|print|speech|tty|tv)?\s*(?:and\b\s*)?((?:\([^()]*\)\s*(?:and\b\s*)?)*)",
    re.IGNORECASE,
)
_NAME_OF_CONTAINER = re.compile(r"^\s*(?!not\b)[\w-]+(?=\s*\()", re.IGNORECASE)
_WIDTH = re.compile(
    r"\s*(?:(?:(min|max)-)(?:device-)?(?:width|inline-size)\s*:|(?:width|inline-size)\s*([<>])=?)\s*([\d.]+)(px|r?em)\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*([\d.]+)(px|r?em)\s*([<>])=?\s*(?:width|inline-size)\s*(?:([<>])=?\s*([\d.]+)(px|r?em)\s*)?", re.IGNORECASE
)
_SCREEN = 1366
"""Pixels that a screen is wide; an em has 16."""
_OTHERS = re.compile(r"\s*(?:orientation\s*:\s*landscape|prefers-color-scheme\s*:\s*light)\s*", re.IGNORECASE)
_MOST = 1_000_000


def sheets_of(root: Any) -> Iterator[str]:
    """The page's own style sheets, each with those of its rules that count."""
    sheets = [
        _COMMENT.sub("", (sheet.text or "")[:_MOST])
        for sheet in root.iter("style")
        if is_for_screens(sheet.get("media") or "")
    ]
    layers = {name: at for at, name in enumerate(dict.fromkeys(name for sheet in sheets for name in _layers(sheet)))}
    for sheet in sheets:
        yield _counting(sheet, layers)


def _counting(sheet: str, layers: Mapping[str, int]) -> str:
    """A style sheet without the rules that do not count; those in blocks that do stand where the blocks stood.

    Rules of a layer stand between two rules that only say so (`layer_of`).
    """

    def kept(block: re.Match[str]) -> str:
        at, what, inside = block[1].lower(), block[2].strip(), block[3]
        if at == "supports":
            return "" if what.split()[:1] == ["not"] else inside
        if at == "container":
            return inside if is_for_screens(_NAME_OF_CONTAINER.sub("", what)) else ""
        if at == "layer":
            return f"{_LAYER}{layers.get(what, len(layers))}{{}}{inside}{_LAYER}{{}}"
        return inside if at == "media" and is_for_screens(what) else ""

    sheet = _ALONE.sub("", sheet)
    for _ in range(_DEEPEST):
        sheet, count = _BLOCK.subn(kept, sheet)
        if not count:
            break
    return sheet


def _layers(sheet: str) -> Iterator[str]:
    """The layers of a sheet in the order in which they are named: of the rules for one element those of a later layer count."""
    for found in re.finditer(r"@layer\b([^{};]{0,2000})[{;]", sheet, re.IGNORECASE):
        yield from (name.strip() for name in found[1].split(","))


_LAYER = "\x01"
_DEEPEST = 6
"""So many blocks may stand within each other."""
_ALONE = re.compile(
    r"@(?:import|charset|namespace|layer)\b(?:\"[^\"]*\"|'[^']*'|\([^()]*\)|[^{};\"'()]){0,300};", re.IGNORECASE
)
"""Rules that end without a block."""
NO_LAYER = 1 << 20


def layer_of(selectors: str) -> int | None:
    """The number of the layer that begins here, NO_LAYER where one ends; None where a rule stands here."""
    place, sign, number = selectors.partition(_LAYER)
    return (int(number) if number.strip() else NO_LAYER) if sign and not place.strip() else None


def is_for_screens(media: str) -> bool:
    """Whether what stands behind @media, or @container, holds on a wide screen too: there a part of a page is taken for as wide."""
    for query in media.split(","):
        found = _QUERY.fullmatch(query)
        if found is None:
            continue
        told = [_holds(feature) for feature in re.findall(r"\(([^()]*)\)", found[3])]
        holds = (found[2] or "all").lower() in ("all", "screen") and all(told)
        if holds if not found[1] else (not holds and None not in told):
            return True
    return False


def _holds(feature: str) -> bool | None:
    """Whether a screen has a feature; None where it is not known."""
    try:
        if found := _WIDTH.fullmatch(feature):
            width = _pixels(found[3], found[4])
            return width <= _SCREEN if (found[1] or "").lower() == "min" or found[2] == ">" else width >= _SCREEN
        if found := _BETWEEN.fullmatch(feature):
            is_within = (
                _pixels(found[1], found[2]) <= _SCREEN if found[3] == "<" else _pixels(found[1], found[2]) >= _SCREEN
            )
            if found[4] is None:
                return is_within
            end = _pixels(found[5], found[6])
            return is_within and (end >= _SCREEN if found[4] == "<" else end <= _SCREEN)
    except ValueError:
        return None
    return True if _OTHERS.fullmatch(feature) else None


def _pixels(number: str, unit: str) -> float:
    return float(number) * (1 if unit.lower() == "px" else 16)
