"""Text of a web page that shows something else than is written: raised, lowered and struck-out text, boxes that are ticked."""

from __future__ import annotations

import re
from typing import Any

from reviewer.sources.raised import lowered, raised

_ANY = re.compile(
    r"<(?:su[pb]|del|s|strike)[\s>]|line-through|vertical-align\s*:\s*su|checkbox|radio|<select", re.IGNORECASE
)
_STRUCK = re.compile(r"(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*\bline-through\b", re.IGNORECASE)
_PLACE = re.compile(r"(?:^|;)\s*vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_KEPT = frozenset(("table", "tbody", "thead", "tfoot", "tr", "td", "th", "body", "html"))
"""A style on these says nothing of what a browser prints in their cells' own elements, or would take away cells."""


def as_shown(root: Any, html: str) -> list[str]:
    """Change the texts of a page to what they show; the texts that are struck out, which are taken away."""
    struck: list[str] = []
    if not _ANY.search(html):
        return struck
    for element in list(root.iter()):
        tag = element.tag if isinstance(element.tag, str) else ""
        style = element.get("style") or ""
        if tag == "input" and (element.get("type") or "").lower() in ("checkbox", "radio"):
            _tick(element)
        elif tag == "select":
            _choose(element)
        elif tag in ("del", "s", "strike") or (tag not in _KEPT and _STRUCK.search(style)):
            text = "".join(element.itertext()).strip()
            struck += [text] if text else []
            for child in list(element):
                element.remove(child)
            element.text = None
        elif tag in ("sup", "sub") or _PLACE.search(style):
            place = _PLACE.search(style)
            _move(element, tag == "sup" or (place is not None and place[1].lower() == "super"))
    return struck


def _tick(element: Any) -> None:
    """A box to tick or a button to choose as the sign that a browser draws."""
    on = element.get("checked") is not None
    round_ = (element.get("type") or "").lower() == "radio"
    element.tag = "span"
    element.text = ("◉" if on else "○") if round_ else ("☑" if on else "☐")


def _choose(element: Any) -> None:
    """A list to choose from as what is chosen in it; a closed list of which nothing is chosen shows its first choice."""
    options = list(element.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and element.get("multiple") is None and not (element.get("size") or "1").strip("01"):
        chosen = options[:1]
    texts = [" ".join("".join(option.itertext()).split()) for option in chosen]
    for child in list(element):
        element.remove(child)
    element.tag = "span"
    element.text = "、".join(text for text in texts if text)


def _move(element: Any, up: bool) -> None:
    moved = raised if up else lowered
    for part in element.iter():
        part.text = moved(part.text) if part.text else part.text
        if part is not element and part.tail:
            part.tail = moved(part.tail)
