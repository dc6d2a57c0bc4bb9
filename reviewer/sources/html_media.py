"""The style sheets of a web page as they count on a wide screen: without what is for paper, narrow screens or other browsers."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    for sheet in root.iter("style"):
        if is_for_screens(sheet.get("media") or ""):
            yield counting((sheet.text or "")[:_MOST])


def counting(sheet: str) -> str:
    """A style sheet without its comments and the rules that do not count; those in blocks that do stand where the blocks stood."""
    return _BLOCK.sub(_kept, _COMMENT.sub("", sheet))


def _kept(block: re.Match[str]) -> str:
    at, what, inside = block[1].lower(), block[2], block[3]
    if at == "supports":
        return "" if what.split()[:1] == ["not"] else inside
    if at == "container":
        return inside if is_for_screens(_NAME_OF_CONTAINER.sub("", what)) else ""
    return inside if at == "layer" or (at == "media" and is_for_screens(what)) else ""


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
