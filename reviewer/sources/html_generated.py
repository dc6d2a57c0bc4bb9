"""Text that a web page's style sheets put before or behind elements: li::before { content: "≥" attr(data-least) }."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import Any

from reviewer.sources.html_media import sheets_of
from reviewer.sources.html_select import Finder, Selector, keys_of, parted, selectors_of

_ANY = re.compile(r":(?:before|after)\b[^{}]*\{[^}]*content\s*:", re.IGNORECASE)
_RULE = re.compile(r"([^{}]*)\{((?:[^{}\"']|\"[^\"]*\"|'[^']*')*)\}")
_PIECE = r"(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|attr\(\s*([\w-]+)\s*\))"
_PIECES = re.compile(_PIECE, re.IGNORECASE)
_CONTENT = re.compile(rf"(?:^|;)\s*content\s*:\s*((?:{_PIECE}\s*)+)(?:;|!|/|$)", re.IGNORECASE)
_END = re.compile(r"::?(before|after)\s*$", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)", re.DOTALL)
_SIGN = re.compile("[\ue000-\uf8ff]")
"""A sign of an icon font."""
_MOST_RULES, _MOST_PLACES = 5000, 20_000


def add_generated(root: Any, html: str) -> None:
    """Put the texts that styles add into the elements; signs of icon fonts, which no text means, are left out."""
    if not _ANY.search(html):
        return
    rules = [rule for sheet in sheets_of(root) for rule in _rules(sheet)][:_MOST_RULES]
    if not rules:
        return
    by_key: dict[str, list[tuple[int, Selector, bool, _Parts]]] = {}
    for order, (selector, is_before, parts) in enumerate(rules):
        by_key.setdefault(selector.key, []).append((order, selector, is_before, parts))
    room, finder = _MOST_PLACES, Finder()
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in ("style", "script", "html", "head"):
            continue
        before = after = ""
        if finder.is_spent:
            break
        fitting = [rule for key in keys_of(element) for rule in by_key.get(key, ()) if finder.names(rule[1], element)]
        for _, _, is_before, parts in sorted(fitting, key=itemgetter(0)):
            text = "".join(_SIGN.sub("", element.get(name) or "") if name else text for text, name in parts)
            before, after = (text, after) if is_before else (before, text)
        if (before or after) and room > 0:
            room -= 1
            element.text = before + (element.text or "")
            if len(element):
                element[-1].tail = (element[-1].tail or "") + after
            else:
                element.text += after


_Parts = list[tuple[str, str]]
"""What is put in, piece by piece: a text, or the name of the attribute that has it."""


def _rules(sheet: str) -> list[tuple[Selector, bool, _Parts]]:
    found: list[tuple[Selector, bool, _Parts]] = []
    for selectors, body in _RULE.findall(sheet):
        content = _CONTENT.search(body)
        if content is None:
            continue
        parts = [
            (_ESCAPE.sub(_meant, piece[1] or piece[2] or ""), (piece[3] or "").lower())
            for piece in _PIECES.finditer(content[1])
        ]
        text = "".join(text or name for text, name in parts)
        if not text.strip() or _SIGN.search(text):
            continue
        for one in parted(selectors):
            end = _END.search(one)
            if end:
                named = selectors_of(one[: end.start()] or "*")
                found += [(selector, end[1].lower() == "before", parts) for selector in named if selector.is_exact]
    return found


def _meant(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[2]
    code = int(match[1], 16)
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000 else ""
