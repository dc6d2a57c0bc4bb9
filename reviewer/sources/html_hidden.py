"""Text of a web page that is in its place and yet not seen: transparent, clipped away, shrunk to nothing, moved off the screen.

What takes its place away as well (`display: none`) is passed over where the blocks of a page are made. Here a cell stays where it is
and is empty. What is only not seen yet, for it is animated, is read.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from reviewer.sources.html_styles import properties

_ANY = re.compile(
    r"opacity\s*[:(]\s*[0.]|zoom|clip(?:-path)?\s*:|scale|translate|overflow|[:\s]-\d{3}|visibility|font(?:-size)?\s*:\s*[^;{}]{0,40}?(?:\b0|(?<![\d.])1p[xt])|\d{3}v[wh]|transparent|"
    r"rgba?\(|#[0-9a-f]{6}00\b|#[0-9a-f]{3}0\b|(?:left|top|right|bottom)\s*:\s*\d{4}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_NOUGHT = re.compile(r"[+-]?(?:0+(?:\.0*)?|\.0+)(?:[a-z]+|%)?", re.IGNORECASE)
_A_POINT = re.compile(r"(?:[+-]?0*(?:\.\d+)?|1(?:\.0*)?)(?:px|pt)?", re.IGNORECASE)
"""A length of one pixel at most."""
_SHARE = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)%|0(?:px)?")
_FAR = re.compile(
    r"-(?:\d{4,}(?:\.\d+)?(?:px|pt)|999(?:\.\d+)?px|\d{2,}(?:\.\d+)?r?em|[1-9]\d{2,}(?:\.\d+)?v[wh])", re.IGNORECASE
)
_FAR_AHEAD = re.compile(r"[5-9]\d{3}px|\d{5,}px|[2-9]\d{2}v[wh]", re.IGNORECASE)
_BEYOND = re.compile(r"[1-9]\d{2,}v[wh]")
"""So far from the right end of the screen, or its foot, nothing of an element is on it."""
_NO_FONT = re.compile(r"(?:\S+\s+)*0(?:\.0*)?(?:px|pt|em)?(?:\s*/\s*\S+)?\s+\S.*")
_NO_SCALE = re.compile(
    r"scale(?:3d)?\(\s*(?:[^,()]*,\s*)?(?:0|0?\.0+|0\.0*)%?\s*[,)]|scale[xy]\(\s*(?:0|0?\.0+|0\.0*)%?\s*\)",
    re.IGNORECASE,
)
_SPECK = re.compile(r"0*(?:\.0\d*)?|[0-4](?:\.\d*)?%")
_NO_INK = re.compile(r"opacity\(\s*(?:0+(?:\.0*)?|\.0+)%?\s*\)")
_MOVED = re.compile(r"translate(?:3d|[xy])?\(\s*([^,()]+)(?:,\s*([^,()]+))?", re.IGNORECASE)
_NO_COLOUR = re.compile(
    r"transparent|#[0-9a-f]{3}0|#[0-9a-f]{6}00|(?:rgb|hsl)a?\([^()]*[,/]\s*(?:0+(?:\.0*)?|\.0+)%?\s*\)", re.IGNORECASE
)
_FOUR_COLOURS = re.compile(r"(?:rgb|hsl)a?\(\s*[^,/()]+(?:,[^,()]+){2}\)", re.IGNORECASE)
"""A colour of three parts, whose last is no measure of how much is seen through it."""
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "label", "mark", "s", "small",
     "span", "strike", "strong", "sub", "sup", "tt", "u", "var")
)  # fmt: skip
_OF_TABLES = frozenset(("td", "th", "tr", "table", "tbody", "thead", "tfoot", "caption"))
_CELLS = frozenset(("td", "th"))
_NEARLY_ALL = 4
"""So many times as much is unseen as is seen."""
_PLACED = ("absolute", "fixed", "relative", "sticky")


class _Seen(NamedTuple):
    """What an element is given by those around it: whether it is not seen at all, what its text looks like, whether it is in a cell."""

    away: bool = False
    covered: bool = False
    tiny: bool = False
    clear: bool = False
    in_cell: bool = False


def without_hidden(root: Any, html: str) -> list[str]:
    """Take away the text that nobody sees; what was taken out of cells of tables, or would be seen but for how much shines through.

    Where that is nearly all of a page, a script shows it when the page is there: then nothing is taken away.
    """
    if not _ANY.search(html):
        return []
    unseen: list[Any] = []
    gone: list[str] = []
    taken = kept = 0
    left: list[tuple[Any, _Seen]] = [(root, _Seen())]
    while left:
        element, around = left.pop()
        if not isinstance(element.tag, str) or element.tag in ("style", "script", "title"):
            continue
        style = {name: _plain(value) for name, value in properties(element.get("style") or "")}
        if style.get("display", "").startswith("none"):
            continue
        seen, said = _of(element.tag, style, around)
        children = list(element)
        texts = [text.strip() for text in (element.text, *(child.tail for child in children)) if text and text.strip()]
        if seen.away or seen.covered or seen.tiny or seen.clear:
            gone += texts if seen.in_cell or said else []
            unseen.append(element)
            taken += sum(map(len, texts))
        else:
            kept += sum(map(len, texts))
        left += [(child, seen) for child in reversed(children)]
    if taken > _NEARLY_ALL * kept:
        return []
    for element in unseen:
        element.text = None
        for child in element:
            child.tail = None
    return gone


def _plain(value: str) -> str:
    return value.lower().removesuffix("!important").strip()


def _of(tag: str, style: dict[str, str], around: _Seen) -> tuple[_Seen, bool]:
    """What an element's own style makes of what is around it; and whether what is away is to be said wherever it stands."""
    in_cell = around.in_cell or tag in _CELLS
    is_animated = any(style.get(name, "none").split()[:1] != ["none"] for name in ("animation", "animation-name"))
    fades = not is_animated and (bool(_NOUGHT.fullmatch(style.get("opacity", "1"))) or _is_shrunk(tag, style))
    away = around.away or fades or _is_clipped(style) or _is_folded(tag, style) or _is_far(tag, style)
    visibility = style.get("visibility", "")
    covered = (
        visibility in ("hidden", "collapse") if visibility in ("hidden", "collapse", "visible") else around.covered
    )
    size, tiny = style.get("font-size", ""), around.tiny
    if "font" in style and not size:
        tiny = bool(_NO_FONT.fullmatch(style["font"]))
    if size and size not in ("inherit", "smaller", "larger"):
        tiny = bool(_NOUGHT.fullmatch(size) or _A_POINT.fullmatch(size)) or (
            around.tiny and size.endswith(("em", "%")) and not size.endswith("rem")
        )
    colour, clear = style.get("-webkit-text-fill-color") or style.get("color", ""), around.clear
    if colour and colour not in ("inherit", "currentcolor"):
        clear = bool(_NO_COLOUR.fullmatch(colour)) and not _FOUR_COLOURS.fullmatch(colour)
    if any("text" in style.get(name, "") for name in ("background-clip", "-webkit-background-clip")) or any(
        style.get(name) for name in ("text-shadow", "-webkit-text-stroke")
    ):
        clear = False
    return _Seen(away, covered, tiny, clear, in_cell), fades and not around.away


def _is_box(tag: str, style: dict[str, str]) -> bool:
    """Whether an element has a width and a height of its own."""
    display = style.get("display", "inline" if tag in _INLINE else "block")
    out = style.get("position") in ("absolute", "fixed") or style.get("float", "none") != "none"
    return out or display not in ("inline", "contents")


def _is_shrunk(tag: str, style: dict[str, str]) -> bool:
    transform = style.get("transform", "")
    if _SPECK.fullmatch(style.get("zoom", "1")) or _NO_INK.search(style.get("filter", "")):
        return True
    if not _is_box(tag, style):
        return False
    if _NO_SCALE.search(transform) or any(_NOUGHT.fullmatch(value) for value in style.get("scale", "").split()):
        return True
    return any(
        _FAR.fullmatch(value.strip()) for found in _MOVED.finditer(transform) for value in found.groups() if value
    )


def _is_clipped(style: dict[str, str]) -> bool:
    """Whether nothing is left of an element by `clip` or `clip-path`."""
    clip, path = style.get("clip", ""), style.get("clip-path", "")
    if clip.startswith("rect(") and "auto" not in clip and style.get("position") in ("absolute", "fixed"):
        sides = [float(number) for number in _NUMBER.findall(clip)]
        if len(sides) == 4 and (sides[2] - sides[0] <= 1 or sides[1] - sides[3] <= 1):
            return True
    shape, _, inside = path.partition("(")
    if shape == "inset":
        words = inside.split("round")[0].rstrip(") ").split()
        if 1 <= len(words) <= 4 and all(_SHARE.fullmatch(word) for word in words):
            sides = [float(_NUMBER.findall(word)[0]) for word in words]
            top, right = sides[0], sides[min(1, len(sides) - 1)]
            bottom, left = sides[2] if len(sides) > 2 else top, sides[3] if len(sides) > 3 else right
            return top + bottom >= 100 or left + right >= 100
    if shape in ("circle", "ellipse"):
        radii = inside.split(" at ")[0].rstrip(")").split()
        return any(_NOUGHT.fullmatch(radius) for radius in radii)
    return shape == "polygon" and not any(float(number) for number in _NUMBER.findall(inside))


def _is_folded(tag: str, style: dict[str, str]) -> bool:
    """Whether a box has no height or width and shows nothing beyond them."""
    if tag in _OF_TABLES or not _is_box(tag, style):
        return False
    overflow = " ".join(style.get(name, "") for name in ("overflow", "overflow-x", "overflow-y"))
    if not re.search(r"hidden|clip", overflow):
        return False
    return any(_A_POINT.fullmatch(style.get(name, "auto")) for name in ("height", "max-height", "width", "max-width"))


def _is_far(tag: str, style: dict[str, str]) -> bool:
    """Whether an element stands off the screen."""
    if style.get("position") in _PLACED:
        sides = [value for name in ("left", "top", "right", "bottom", "inset") for value in style.get(name, "").split()]
        if any(_FAR.fullmatch(side) or _FAR_AHEAD.fullmatch(side) for side in sides):
            return True
        if any(_BEYOND.fullmatch(style.get(name, "")) for name in ("right", "bottom")):
            return True
    names = ("margin", "margin-left", "margin-top", *(("text-indent",) if _is_box(tag, style) else ()))
    return any(_FAR.fullmatch(margin) for name in names for margin in style.get(name, "").split())
