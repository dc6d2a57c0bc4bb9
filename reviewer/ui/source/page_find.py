"""Finds text on pages as people read it: past line wraps, in any case and width of letters."""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left
from functools import lru_cache

from reviewer.model.source import Source
from reviewer.model.spans import Span


@lru_cache(maxsize=65536)
def _fold(char: str) -> str:
    if char.isspace():
        return ""
    return "".join(unicodedata.normalize("NFKC", char).casefold().split())


class Finder:
    """Searches one source. A page is made ready when the search first comes to it."""

    def __init__(self, source: Source) -> None:
        self._pages = [page.text for page in source.pages]
        self._ready: dict[int, tuple[str, array[int]]] = {}

    def find(self, text: str, page: int, offset: int, forward: bool) -> Span | None:
        """The next place at or behind (page, offset), or the one that ends at or before it, round the end; None: nowhere."""
        wanted = "".join(map(_fold, text))
        if not wanted or not self._pages:
            return None
        count = len(self._pages)
        steps = range(count + 1)
        for step in steps:
            number = (page + step if forward else page - step) % count
            at = offset if step == 0 else None
            found = self._on_page(wanted, number, at, forward)
            if found is not None:
                return found
        return None

    def _on_page(self, wanted: str, page: int, offset: int | None, forward: bool) -> Span | None:
        folded, places = self._page(page)
        if forward:
            start = 0 if offset is None else _first_at(places, offset)
            hit = folded.find(wanted, start)
        else:
            hit = folded.rfind(wanted, 0, len(folded) if offset is None else _first_at(places, offset))
        return Span(page, places[hit], places[hit + len(wanted) - 1] + 1) if hit >= 0 else None

    def _page(self, page: int) -> tuple[str, array[int]]:
        if page not in self._ready:
            parts: list[str] = []
            places: array[int] = array("l")
            for offset, char in enumerate(self._pages[page]):
                folded = _fold(char)
                parts.append(folded)
                places.extend([offset] * len(folded))
            self._ready[page] = "".join(parts), places
        return self._ready[page]


def _first_at(places: array[int], offset: int) -> int:
    return bisect_left(places, offset)
