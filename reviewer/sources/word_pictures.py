"""Pictures in Word documents, by their size: whether one may hold a table that nobody can read as text."""

from __future__ import annotations

import re
from typing import Any

_WIDE, _HIGH = 226.0, 113.0
"""Points: 8 by 4 centimetres. Stamps, signatures and marks are smaller."""
EMU = 12_700
"""English metric units in a point."""
_IN_STYLE = {name: re.compile(rf"(?:^|;)\s*{name}\s*:\s*([\d.]+)\s*(pt|in|cm|mm|px)?") for name in ("width", "height")}
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75, None: 0.75}


def is_large_picture(element: Any) -> bool:
    """Whether a drawing (DrawingML or VML) shows a picture of at least 8 by 4 centimetres, or of unknown size."""
    pictured, size = False, (0.0, 0.0)
    for part in element.iter():
        name = part.tag.rpartition("}")[2] if isinstance(part.tag, str) else ""
        if name in ("blip", "imagedata"):
            pictured = True
        elif name == "extent":
            size = (_number(part.get("cx", "")) / EMU, _number(part.get("cy", "")) / EMU)
        elif name == "shape" and not any(size):
            size = (_styled(part.get("style", ""), "width"), _styled(part.get("style", ""), "height"))
        elif name == "txbxContent":
            return False
    return pictured and (not all(size) or is_large(*size))


def is_equation(element: Any) -> bool:
    """Whether an embedded object is an equation of an equation editor (MathType, WPS), which stores it in a form of its own."""
    return any(
        isinstance(part.tag, str) and part.tag.endswith("}OLEObject") and part.get("ProgID", "").startswith("Equation")
        for part in element
    )


def is_sheet(element: Any) -> bool:
    """Whether an embedded object is a workbook, of which the document shows a picture."""
    return any(
        isinstance(part.tag, str)
        and part.tag.endswith("}OLEObject")
        and part.get("ProgID", "").startswith(("Excel.", "ET.", "KET."))
        for part in element
    )


def is_large(width: float, height: float) -> bool:
    """Whether a picture of this size in points may hold a table."""
    return width >= _WIDE and height >= _HIGH


def _number(text: str) -> float:
    return float(text) if text.isdecimal() else 0.0


def _styled(style: str, name: str) -> float:
    found = _IN_STYLE[name].search(style)
    try:
        return float(found[1]) * _POINTS[found[2]] if found else 0.0
    except ValueError:
        return 0.0
