"""What floats above the cells of a sheet: text boxes, whose text is read, and pictures, which are counted."""

from __future__ import annotations

import re
from typing import Any

from reviewer.sources.package import Package
from reviewer.sources.sheet import Sheet
from reviewer.sources.word_pictures import EMU, is_large

_MOST = 5000
"""So many shapes of one drawing are looked at."""


def apply(package: Package, path: str, sheet: Sheet) -> None:
    """Put into a sheet the texts and large pictures of its drawing. Raises DamagedError, TooLargeError."""
    for drawing in package.related(path).get("drawing", [])[:4]:
        data = package.part(drawing)
        if data is None or not (re.search(rb"<a:t>\s*[^<\s]", data) or b"blip" in data or b":t>" in data):
            continue
        root = package.xml(drawing)
        boxes: list[str] = []
        for anchor in list(root)[:_MOST]:
            boxes += _texts(anchor)
            sheet.pictures += _is_picture(anchor)
        sheet.boxes = [*sheet.boxes, *boxes]


def _texts(anchor: Any) -> list[str]:
    """The paragraphs in the shapes of an anchor."""
    if anchor.tag.endswith("}AlternateContent"):
        anchor = next(iter(anchor), anchor)
    lines = []
    for body in anchor.iter("{*}txBody"):
        for paragraph in body.iterfind("{*}p"):
            text = "".join(
                "\n" if part.tag.endswith("}br") else part.text or "" for part in paragraph.iter("{*}t", "{*}br")
            )
            lines += [line.strip() for line in text.split("\n") if line.strip()]
    return lines


def _is_picture(anchor: Any) -> bool:
    """Whether an anchor holds a picture that is large enough for a table."""
    if next(anchor.iter("{*}blip"), None) is None:
        return False
    size = next(anchor.iter("{*}ext"), None)
    if size is not None and size.get("cx"):
        return is_large(float(size.get("cx") or 0) / EMU, float(size.get("cy") or 0) / EMU)
    start, end = anchor.find("{*}from"), anchor.find("{*}to")
    if start is None or end is None:
        return True
    columns, rows = (
        int(end.findtext(f"{{*}}{n}") or 0) - int(start.findtext(f"{{*}}{n}") or 0) for n in ("col", "row")
    )
    return is_large(48.0 * columns, 15.0 * rows)
