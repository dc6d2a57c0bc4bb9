"""Equations in MathML on one line, as a form would print them: ≥90%, 3/2, 10³."""

from __future__ import annotations

from typing import Any

from reviewer.sources.raised import lowered, raised

_DEEPEST = 40


def shown(element: Any, depth: int = 0) -> str:
    """The text of an equation, or of any part of it; what annotations repeat is left out."""
    name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    if name.startswith("annotation") or not name:
        return ""
    if depth > _DEEPEST or not len(element):
        return "".join((element.text or "").split())
    parts = [shown(child, depth + 1) for child in element]
    if name == "msup" and len(parts) == 2:
        return parts[0] + raised(parts[1])
    if name == "msub" and len(parts) == 2:
        return parts[0] + lowered(parts[1])
    if name == "mfrac" and len(parts) == 2:
        return "/".join(f"({part})" if any(sign in part[1:] for sign in "+-×−") else part for part in parts)
    if name == "msqrt":
        return "√" + "".join(parts)
    return "".join(parts)
