"""Text of a web page that shows something else than is written: raised, lowered and struck-out text, boxes that are ticked."""

from __future__ import annotations

import re
from typing import Any

from reviewer.sources import mathml
from reviewer.sources.raised import lowered, raised

_ANY = re.compile(
    r"<(?:su[pb]|del|s|strike|math|pre|textarea|ol|bdo)[\s>]|line-through|vertical-align\s*:\s*su|checkbox|radio|<select",
    re.IGNORECASE,
)
_STRUCK = re.compile(r"(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*\bline-through\b", re.IGNORECASE)
_UNSTRUCK = re.compile(r"(?:^|;)\s*text-decoration(?:-line)?\s*:\s*none\b(?![^;]*;.*line-through)", re.IGNORECASE)
_PLACE = re.compile(r"(?:^|;)\s*vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_KEPT = frozenset(("table", "tbody", "thead", "tfoot", "tr", "body", "html"))
"""A style on these says nothing of what a browser prints in their cells' own elements, or would take away cells."""


def as_shown(root: Any, html: str) -> list[str]:
    """Change the texts of a page to what they show; the texts that are struck out, which are taken away."""
    struck: list[str] = []
    if "thead" in html:
        _join_heads(root)
    if not _ANY.search(html):
        return struck
    for element in list(root.iter()):
        tag = element.tag if isinstance(element.tag, str) else ""
        style = element.get("style") or ""
        if tag == "input" and (element.get("type") or "").lower() in ("checkbox", "radio"):
            _tick(element)
        elif tag == "select":
            _choose(element)
        elif (tag in ("del", "s", "strike") and not _UNSTRUCK.search(style)) or (
            tag not in _KEPT and _STRUCK.search(style)
        ):
            text = "".join(element.itertext()).strip()
            struck += [text] if text else []
            for child in list(element):
                element.remove(child)
            element.text = None
        elif tag == "bdo" and (element.get("dir") or "").lower() == "rtl":
            _turn(element)
        elif tag in ("pre", "textarea"):
            _keep_lines(element)
        elif tag == "ol":
            _number(element)
        elif tag == "math":
            _equation(element)
        elif tag in ("sup", "sub") or (tag not in _BOXES and _PLACE.search(style)):
            place = _PLACE.search(style)
            _move(element, tag == "sup" or (place is not None and place[1].lower() == "super"))
    return struck


_BOXES = _KEPT | {"td", "th", "p", "div", "li"}
"""Nothing is raised within these by their own style: of a cell it says how its lines stand beside the next one's."""


def _join_heads(root: Any) -> None:
    """Join two rows of a head of which one fills what the other leaves empty, as pandas prints names of an index."""
    for head in root.iter("thead"):
        rows = [row for row in head if row.tag == "tr"]
        cells = [[cell for cell in row if cell.tag in ("th", "td")] for row in rows]
        if len(rows) != 2 or len(cells[0]) != len(cells[1]) or len(cells[0]) < 2:
            continue
        texts = [["".join(cell.itertext()).strip() for cell in row] for row in cells]
        is_spanned = any(
            cell.get("colspan", "1") != "1" or cell.get("rowspan", "1") != "1" for row in cells for cell in row
        )
        if not is_spanned and all(bool(above) != bool(under) for above, under in zip(*texts, strict=True)):
            for above, under in zip(*cells, strict=True):
                if "".join(under.itertext()).strip():
                    rows[0].replace(above, under)
            head.remove(rows[1])


def _equation(element: Any) -> None:
    """An equation as one text; what is drawn a second time, for eyes only, beside the one that is read aloud is taken away."""
    text = mathml.shown(element)
    for child in list(element):
        element.remove(child)
    element.text, element.tag = text, "span"
    inside, around = element, element.getparent()
    while around is not None and around.tag == "span":
        for other in list(around):
            if other is not inside and other.get("aria-hidden") == "true":
                other.clear(keep_tail=True)
        inside, around = around, around.getparent()


def _turn(element: Any) -> None:
    """Text that is drawn from right to left, character by character, as it is read on the screen."""
    text = "".join(element.itertext())
    for child in list(element):
        element.remove(child)
    element.text = text[::-1]


def _keep_lines(element: Any) -> None:
    """Text that is printed as it stands: its line ends become breaks."""
    for part in list(element.iter()):
        if part.text and "\n" in part.text:
            first, *rest = part.text.split("\n")
            part.text = first
            for place, line in enumerate(rest):
                part.insert(place, _break(part, line))
        if part is not element and part.tail and "\n" in part.tail:
            first, *rest = part.tail.split("\n")
            part.tail = first
            for line in reversed(rest):
                part.addnext(_break(part, line))


def _break(element: Any, line: str) -> Any:
    made = element.makeelement("br", {})
    made.tail = line
    return made


_STYLE_OF_LIST = re.compile(r"list-style(?:-type)?\s*:[^;]*\bnone\b", re.IGNORECASE)
_LETTERS = {"a": "abcdefghijklmnopqrstuvwxyz", "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
          (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def _number(element: Any) -> None:
    """Put the numbers that a browser draws before the items of a list in front of their texts."""
    if _STYLE_OF_LIST.search(element.get("style") or ""):
        return
    items = [child for child in element if child.tag == "li"]
    down = -1 if element.get("reversed") is not None else 1
    number = _whole(element.get("start"), len(items) if down < 0 else 1)
    for item in items:
        number = _whole(item.get("value"), number)
        if not _STYLE_OF_LIST.search(item.get("style") or ""):
            first = next((part for part in item.iter() if (part.text or "").strip()), item)
            first.text = (
                f"{_numeral(number, item.get('type') or element.get('type') or '1')}. {(first.text or '').lstrip()}"
            )
        number += down


def _whole(text: str | None, otherwise: int) -> int:
    found = re.fullmatch(r"\s*(-?\d{1,6})\s*", text or "")
    return int(found[1]) if found else otherwise


def _numeral(number: int, kind: str) -> str:
    if kind in _LETTERS and 1 <= number <= 26:
        return _LETTERS[kind][number - 1]
    if kind in ("i", "I") and 1 <= number < 4000:
        text, rest = "", number
        for value, sign in _ROMAN:
            times, rest = divmod(rest, value)
            text += sign * times
        return text if kind == "i" else text.upper()
    return str(number)


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
