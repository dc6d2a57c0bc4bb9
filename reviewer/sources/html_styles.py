"""What a page's own style sheets say of how text looks, written into the elements: hidden, struck out, raised, white on white.

Of the rules for an element the more particular one counts, of two that are as particular the later one, as in a browser. Rules for
paper and for narrow screens are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reviewer.sources.html_css import Selector, fits, key_of, selector_of

_ANY = re.compile(
    r"line-through|vertical-align\s*:\s*su|display\s*:|visibility\s*:|opacity\s*:|font-size\s*:\s*0|text-indent\s*:\s*-|"
    r"(?:left|top)\s*:\s*-\d{4}|mso-hide|background|color\s*:",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_BLOCK = re.compile(r"@([\w-]+)([^{};]*)\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}")
_OPEN_TO_ALL = re.compile(r"\s*(?:only\s+)?(?:all|screen)?\s*", re.IGNORECASE)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_HIDES, _NOUGHT, _FAR = (
    re.compile("none|hidden|collapse|all"),
    re.compile(r"^0(?:\.0+)?(?:px|pt|em|rem|%)?$"),
    re.compile(r"^-\d{4}"),
)
_TELLING = {
    "display": _HIDES, "visibility": _HIDES, "mso-hide": _HIDES, "opacity": _NOUGHT, "font-size": _NOUGHT, "text-indent": _FAR,
    "left": _FAR, "top": _FAR, "text-decoration": re.compile("line-through"), "text-decoration-line": re.compile("line-through"),
    "vertical-align": re.compile("su[bp]"), "color": re.compile(r"white|#fff|255\s*,\s*255"), "background": re.compile("$^"),
    "background-color": re.compile("$^"),
}  # fmt: skip
"""The properties that count, each with the values for the sake of which its rules are looked at."""
_MOST_RULES = 5000
_WHITE = re.compile(
    r"\s*(?:white|#fff(?:fff)?|rgba?\(\s*255\s*,\s*255\s*,\s*255\s*(?:,\s*1(?:\.0+)?\s*)?\))\s*", re.IGNORECASE
)
_BARE = re.compile(r"\s*(?:transparent|none|inherit|initial|unset)?\s*", re.IGNORECASE)
_Rule = tuple[tuple[bool, int, int, int, int], Selector, str, str]


def write_in(root: Any, html: str) -> None:
    """Put what the style sheets say of looks into the elements' own styles."""
    sheets = [sheet.text or "" for sheet in root.iter("style")]
    if not any(_ANY.search(sheet) for sheet in sheets):
        return
    found = list(_rules("\n".join(sheets)[:1_000_000]))
    telling = {name for _, _, name, value in found if _TELLING[name].search(value)}
    telling |= {"background", "background-color"} if _LOOKS_WHITE.search(html) else set()
    rules: dict[str, list[_Rule]] = {}
    for rule in found:
        if rule[2] in telling:
            rules.setdefault(key_of(*rule[1][-1]), []).append(rule)
    for element in root.iter() if rules else ():
        if not isinstance(element.tag, str):
            continue
        keys = (
            element.tag,
            "",
            f"#{element.get('id')}",
            *(f".{name}" for name in (element.get("class") or "").split()),
        )
        fitting = [rule for key in dict.fromkeys(keys) for rule in rules.get(key, ()) if fits(element, rule[1])]
        if fitting:
            own = dict(_properties(element.get("style") or ""))
            said = {name: value for _, _, name, value in sorted(fitting, key=lambda rule: rule[0])}
            more = ";".join(f"{name}:{value}" for name, value in said.items() if name not in own)
            element.set("style", ";".join(part for part in (more, element.get("style") or "") if part))


def _rules(sheet: str) -> Iterator[_Rule]:
    def kept(block: re.Match[str]) -> str:
        at, what, inside = block[1].lower(), block[2], block[3]
        return inside if at in ("supports", "layer") or (at == "media" and _OPEN_TO_ALL.fullmatch(what)) else ""

    sheet = _BLOCK.sub(kept, _COMMENT.sub("", sheet))
    for order, (selectors, body) in enumerate(_RULE.findall(sheet)[:_MOST_RULES]):
        properties = [(name, value) for name, value in _properties(body) if name in _TELLING]
        for text in selectors.split(",") if properties else ():
            selector = selector_of(text)
            if not selector:
                continue
            tags, classes, names = (
                sum(bool(part[0]) for part in selector), sum(len(part[1]) for part in selector), sum(bool(part[2]) for part in selector)
            )  # fmt: skip
            for name, value in properties:
                plain = value.lower().replace("!important", "").strip()
                yield (plain != value.lower(), names, classes, tags, order), selector, name, plain


def _properties(body: str) -> Iterator[tuple[str, str]]:
    for part in body.split(";"):
        name, colon, value = part.partition(":")
        if colon and value.strip():
            yield name.strip().lower(), value.strip()


def without_white(root: Any, html: str) -> list[str]:
    """Take away text that is white on a white page; what was taken away. Where other files colour the page none is."""
    if not _LOOKS_WHITE.search(html) or any(
        "stylesheet" in (link.get("rel") or "").lower() for link in root.iter("link")
    ):
        return []
    gone: list[str] = []
    seen: list[tuple[Any, bool, bool]] = [(root, False, False)]
    while seen:
        element, white, coloured = seen.pop()
        if not isinstance(element.tag, str):
            continue
        style = dict(_properties(element.get("style") or ""))
        colour = style.get("color") or (element.get("color") if element.tag == "font" else None)
        white = bool(_WHITE.fullmatch(colour)) if colour else white
        back = (
            style.get("background-color")
            or style.get("background")
            or element.get("bgcolor")
            or element.get("background")
        )
        if back and not _BARE.fullmatch(back):
            coloured = not _WHITE.fullmatch(back)
        children = list(element)
        if white and not coloured and element.tag not in ("style", "script", "title"):
            gone += [text for text in (element.text, *(child.tail for child in children)) if text and text.strip()]
            element.text = None
            for child in children:
                child.tail = None
        seen += [(child, white, coloured) for child in children]
    return [text.strip() for text in gone]


_LOOKS_WHITE = re.compile(r"(?<![-\w])color\s*[:=]\s*[\"']?\s*(?:white|#fff|rgba?\(\s*255\s*,\s*255)", re.IGNORECASE)
