"""What a page's own style sheets say of how text looks, written into the elements: hidden, struck out, raised, white on white.

Of the rules for an element the more particular one counts, of two that are as particular the later one, as in a browser. Rules for
paper and for narrow screens are passed over. Where it is not worked out which elements a selector names (those behind a ticked box),
its rules count for all that it may name as far as they let something be seen: nothing visible is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reviewer.sources.html_colours import WHITE, Colour, colour_of, is_one
from reviewer.sources.html_media import NO_LAYER, layer_of, sheets_of
from reviewer.sources.html_select import Finder, Selector, keys_of, selectors_of

_ANY = re.compile(
    r"line-through|vertical-align\s*:\s*su|display\s*:|visibility\s*:|opacity\s*:|font(?:-size)?\s*:|text-indent\s*:\s*-|"
    r":\s*-?\d{3}|\s-\d{3}|mso-hide|background|color\s*:|clip|scale|translate|overflow|zoom|filter",
    re.IGNORECASE,
)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_HIDES, _NOUGHT = re.compile("none|hidden|collapse|all"), re.compile(r"^(?:0+(?:\.0*)?|\.0+)(?:[a-z]+|%)?$")
_FAR, _SMALL = re.compile(r"(?<![\w.])-?\d{3}|-\d\dr?em"), re.compile(r"^(?:0|1px$)")
_NONE = re.compile("$^")
_TELLING = {
    "display": _HIDES, "visibility": _HIDES, "mso-hide": _HIDES, "opacity": _NOUGHT,
    "font-size": re.compile(r"^(?:0+(?:\.0*)?|\.0+)(?:[a-z]+|%)?$|^(?:0?\.\d+|1(?:\.0*)?)p[xt]$"),
    "text-decoration": re.compile("line-through"), "text-decoration-line": re.compile("line-through"),
    "vertical-align": re.compile("su[bp]"),
    "color": (_PALE := re.compile(r"white|#fff|255\s*,\s*255|100%|transparent|#\w{3}0\b|#\w{6}00\b|[,/]\s*[0.]+%?\s*\)")),
    "-webkit-text-fill-color": _PALE,
    "background": _NONE, "background-color": _NONE, "background-image": _NONE, "clip": re.compile("rect"),
    "clip-path": re.compile(r"\("), "transform": re.compile("scale|translate"), "scale": _NOUGHT,
    **dict.fromkeys(("left", "top", "right", "bottom", "inset", "margin", "margin-left", "margin-top", "text-indent"), _FAR),
    "font": re.compile(r"(?:^|\s)0(?:\.0*)?(?:px|pt|em)?[\s/]"),
    "zoom": re.compile(r"^0?\.0|^0$|^[0-4]%"), "filter": re.compile("opacity"),
    **dict.fromkeys(("height", "max-height", "width", "max-width"), _SMALL),
    **dict.fromkeys(("position", "float", "overflow", "overflow-x", "overflow-y", "animation", "animation-name"), _NONE),
    **dict.fromkeys(("background-clip", "-webkit-background-clip", "-webkit-text-stroke", "text-shadow"), _NONE),
}  # fmt: skip
"""The properties that count, each with the values for the sake of which its rules are looked at."""
_HIDING = frozenset(
    ("opacity", "clip", "clip-path", "transform", "scale", "left", "top", "right", "bottom", "inset", "margin", "margin-left",
     "margin-top", "text-indent", "height", "max-height", "width", "max-width", "color", "-webkit-text-fill-color",
     "zoom", "filter")
)  # fmt: skip
_BACKS = ("background-color", "background", "background-image")
_BESIDE = frozenset(name for name, value in _TELLING.items() if value is _NONE) - frozenset(_BACKS)
"""What decides whether those take text from sight: they are looked at for the sake of these."""
_LETTING_SEE = frozenset(_TELLING) - _BESIDE - {"text-decoration", "text-decoration-line", "vertical-align", "mso-hide"}
_MOST_RULES = 5000
_BARE = re.compile(r"\s*(?:transparent|none|inherit|initial|unset)?\s*", re.IGNORECASE)
_Rule = tuple[tuple[bool, int, int, int, int, int], Selector, str, str]


def write_in(root: Any, html: str) -> None:
    """Put what the style sheets say of looks into the elements' own styles."""
    sheets = list(sheets_of(root))
    if not any(_ANY.search(sheet) for sheet in sheets):
        return
    found = list(_rules("\n".join(sheets)[:1_000_000]))
    telling = {name for _, _, name, value in found if _TELLING[name].search(value)}
    telling |= {*_BACKS, "color"} if _may_be_one(html) else set()
    telling |= _BESIDE | {"display", "-webkit-text-fill-color"} if telling & _HIDING else set()
    rules: dict[str, list[_Rule]] = {}
    for rule in found:
        if rule[2] in telling:
            rules.setdefault(rule[1].key, []).append(rule)
    finder = Finder()
    for element in root.iter() if rules else ():
        if finder.is_spent:
            break
        if not isinstance(element.tag, str):
            continue
        fitting = [rule for key in keys_of(element) for rule in rules.get(key, ()) if finder.names(rule[1], element)]
        if fitting:
            own = dict(properties(element.get("style") or ""))
            said = {name: value for _, _, name, value in sorted(fitting, key=lambda rule: rule[0])}
            more = ";".join(f"{name}:{value}" for name, value in said.items() if name not in own)
            element.set("style", ";".join(part for part in (more, element.get("style") or "") if part))


def _rules(sheet: str) -> Iterator[_Rule]:
    sheet = _with_values(sheet)
    layer = NO_LAYER
    for order, (selectors, body) in enumerate(_RULE.findall(sheet)[:_MOST_RULES]):
        begun = layer_of(selectors)
        layer = layer if begun is None else begun
        stated = [(name, value) for name, value in properties(body) if name in _TELLING]
        for selector in selectors_of(selectors) if stated else ():
            for name, value in stated:
                plain = value.lower().replace("!important", "").strip()
                if selector.is_exact or _lets_see(name, plain):
                    weighs = plain != value.lower()
                    yield (weighs, -layer if weighs else layer, *selector.rank, order), selector, name, plain


def _with_values(sheet: str) -> str:
    """A sheet with the values of its variables in their places, as far as each has one, or else what is to stand for it."""
    if "var(" not in sheet:
        return sheet
    stated: dict[str, set[str]] = {}
    for name, value in _STATED.findall(sheet):
        stated.setdefault(name, set()).add(value.strip())

    def value_of(found: re.Match[str]) -> str:
        values = stated.get(found[1])
        if values is None:
            return found[2] if found[2] is not None else found[0]
        value = next(iter(values))
        return value if len(values) == 1 and len(value) <= _LONGEST_VALUE else found[0]

    return _VARIABLE.sub(value_of, sheet)


_LONGEST_VALUE = 100
_STATED = re.compile(r"(?<![\w-])(--[\w-]+)\s*:([^;{}]*)")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")


def _lets_see(name: str, value: str) -> bool:
    """Whether a property makes something seen."""
    if name in _BACKS:
        return not _BARE.fullmatch(value)
    return name in _LETTING_SEE and not _TELLING[name].search(value)


def properties(body: str) -> Iterator[tuple[str, str]]:
    """The properties that a style states, with their values as they are written."""
    for part in body.split(";"):
        name, colon, value = part.partition(":")
        if colon and value.strip():
            yield name.strip().lower(), value.strip()


def without_white(root: Any, html: str) -> list[str]:
    """Take away text in the colour of its ground, white on a white page above all; what was taken away.

    Where other files colour the page none is.
    """
    if not _may_be_one(html) or any("stylesheet" in (link.get("rel") or "").lower() for link in root.iter("link")):
        return []
    gone: list[str] = []
    seen: list[tuple[Any, Colour | None, Colour | None]] = [(root, None, WHITE)]
    while seen:
        element, colour, ground = seen.pop()
        if not isinstance(element.tag, str):
            continue
        style = dict(properties(element.get("style") or ""))
        stated = style.get("color") or (element.get("color") if element.tag == "font" else None)
        if stated and not _AS_AROUND.fullmatch(stated):
            colour = colour_of(_PLAIN.sub("", stated))
        backs = [*(style.get(name) for name in _BACKS), element.get("bgcolor"), element.get("background")]
        painted = [_PLAIN.sub("", back) for back in backs if back and not _BARE.fullmatch(back)]
        if painted:
            grounds = {colour_of(back) for back in painted}
            ground = grounds.pop() if len(grounds) == 1 else None
        children = list(element)
        is_unseen = colour is not None and ground is not None and is_one(colour, ground)
        if is_unseen and element.tag not in ("style", "script", "title"):
            gone += [text for text in (element.text, *(child.tail for child in children)) if text and text.strip()]
            element.text = None
            for child in children:
                child.tail = None
        seen += [(child, colour, ground) for child in children]
    return [text.strip() for text in gone]


_PLAIN = re.compile(r"\s*!\s*important\s*$", re.IGNORECASE)
_AS_AROUND = re.compile(r"\s*(?:inherit|currentcolor|unset)\s*", re.IGNORECASE)
_LOOKS_WHITE = re.compile(
    r"(?:(?<![-\w])color|--[\w-]+)\s*[:=]\s*[\"']?\s*(?:white|snow|#f[b-f]|#f[a-f]f[a-f]f[a-f]|rgba?\(\s*25[0-5]\s*[, ]\s*25|"
    r"hsla?\([^()]*\b100%\s*[),/])",
    re.IGNORECASE,
)
_COLOURS = re.compile(
    r"(?:^|[;{\s\"'])(background(?:-color)?|bgcolor|color)\s*[:=]\s*[\"']?\s*([^;{}\"'<>]{3,40})", re.IGNORECASE
)


def _may_be_one(html: str) -> bool:
    """Whether a page may have text in the colour of its ground: a white text, or one colour stated for both."""
    if _LOOKS_WHITE.search(html):
        return True
    stated: dict[bool, set[str]] = {True: set(), False: set()}
    for name, value in _COLOURS.findall(html):
        stated[name.lower() == "color"].add(value.strip().lower())
    return not stated[True].isdisjoint(stated[False])
