"""Equations of Word (OMML) on one line, as a form would print them: ≥90%, 3.5万元/公里, 1.2×10³."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from reviewer.sources.raised import lowered, raised

_PROPERTIES = re.compile(r".*Pr")
_PLAIN_SCRIPT = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎]*")
_SEVERAL = re.compile(r".[+−＋±×·/\-]")
_DEEPEST = 40


def shown(element: Any, depth: int = 0) -> str:
    """The text of an equation, or of any part of it."""
    name = _name(element)
    if name == "t":
        return element.text or ""
    if depth > _DEEPEST:
        return "".join(element.itertext())
    inside = {_name(child): child for child in element}
    parts = {key: shown(child, depth + 1) for key, child in inside.items() if not _PROPERTIES.fullmatch(key)}
    special = _SPECIAL.get(name)
    if special is not None:
        return special(parts, inside.get(f"{name}Pr"))
    if name in ("d", "eqArr", "m", "mr"):
        return _several(element, name, inside.get(f"{name}Pr"), depth)
    if name in ("del", "moveFrom"):
        return ""
    return "".join(shown(child, depth + 1) for child in element if not _PROPERTIES.fullmatch(_name(child)))


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(properties: Any, name: str, missing: str) -> str:
    """A property's value; a property that is there without one has none."""
    for child in properties if properties is not None else ():
        if _name(child) == name:
            return next((value for key, value in child.attrib.items() if key.rpartition("}")[2] == "val"), "")
    return missing


def _group(text: str) -> str:
    return f"({text})" if _SEVERAL.search(text) else text


def _up(text: str) -> str:
    made = raised(text)
    return made if _PLAIN_SCRIPT.fullmatch(made) else f"^{_group(text)}"


def _down(text: str) -> str:
    made = lowered(text)
    return made if _PLAIN_SCRIPT.fullmatch(made) else text


def _fraction(parts: dict[str, str], properties: Any) -> str:
    over, under = parts.get("num", ""), parts.get("den", "")
    if _value(properties, "type", "") == "noBar":
        return f"({over} {under})"
    return f"{_group(over)}/{_group(under)}"


def _root(parts: dict[str, str], _properties: Any) -> str:
    return _up(parts.get("deg", "")).lstrip("^") + "√" + _group(parts.get("e", ""))


def _big(parts: dict[str, str], properties: Any) -> str:
    return (
        _value(properties, "chr", "∫")
        + _down(parts.get("sub", ""))
        + _up_or_none(parts.get("sup", ""))
        + parts.get("e", "")
    )


def _up_or_none(text: str) -> str:
    return _up(text) if text else ""


_SPECIAL: dict[str, Callable[[dict[str, str], Any], str]] = {
    "f": _fraction,
    "rad": _root,
    "nary": _big,
    "sSup": lambda parts, _: parts.get("e", "") + _up_or_none(parts.get("sup", "")),
    "sSub": lambda parts, _: parts.get("e", "") + _down(parts.get("sub", "")),
    "sSubSup": lambda parts, _: parts.get("e", "") + _down(parts.get("sub", "")) + _up_or_none(parts.get("sup", "")),
    "sPre": lambda parts, _: _down(parts.get("sub", "")) + _up_or_none(parts.get("sup", "")) + parts.get("e", ""),
    "func": lambda parts, _: parts.get("fName", "") + parts.get("e", ""),
}


def _several(element: Any, name: str, properties: Any, depth: int) -> str:
    """Brackets around one or more expressions; equations or the rows of a matrix one after the other."""
    texts = [shown(child, depth + 1) for child in element if not _PROPERTIES.fullmatch(_name(child))]
    if name != "d":
        return " ".join(texts)
    opening, closing, between = (
        _value(properties, key, sign) for key, sign in (("begChr", "("), ("endChr", ")"), ("sepChr", "|"))
    )
    return opening + between.join(texts) + closing
