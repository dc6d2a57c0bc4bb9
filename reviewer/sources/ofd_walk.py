"""What the layers of an OFD page hold, in the order in which it is drawn: texts, paths and pictures, out of groups and units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from reviewer.sources.ofd_file import child, name_of
from reviewer.sources.ofd_geometry import Matrix, within

_DEEPEST, _MOST = 16, 400_000
"""Groups within each other, and elements that are looked at in all: units may hold each other many times over."""


class Held(NamedTuple):
    """Something that is drawn: its kind (TextObject, PathObject, ImageObject), its element, the matrix that brings what it draws to its
    place, and the drawing parameters that it has from itself or a group, by their number.
    """

    kind: str
    item: Any
    matrix: Matrix
    manner: str | None


def held(layer: Any, outer: Matrix, units: Mapping[str, Any]) -> Iterator[Held]:
    """All that is drawn of a layer whose places `outer` brings to their own; `units` are what composite objects stand for."""
    return _held(layer, outer, units, None, 0, [_MOST])


def _held(
    parent: Any, outer: Matrix, units: Mapping[str, Any], manner: str | None, depth: int, left: list[int]
) -> Iterator[Held]:
    if depth > _DEEPEST:
        return
    for item in parent:
        left[0] -= 1
        if left[0] < 0:
            return
        if item.get("Visible") == "false" or item.get("Alpha") == "0":
            continue
        kind, own = name_of(item), item.get("DrawParam") or manner
        if kind in ("Layer", "PageBlock", "Content"):
            yield from _held(item, outer, units, own, depth + 1, left)
        elif kind in ("TextObject", "PathObject", "ImageObject"):
            yield Held(kind, item, within(item, outer), own)
        elif kind == "CompositeObject":
            content = child(units.get(item.get("ResourceID", "")), "Content")
            if content is not None:
                yield from _held(content, within(item, outer), units, own, depth + 1, left)
