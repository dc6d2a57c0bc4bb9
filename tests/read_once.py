"""Reading the same source only once in a session of tests, for tests that are about what comes after reading.

Hundreds of them begin with one of the bundled samples. What the program makes of it is a value that nothing changes; the review,
its checks and its history are made anew for each test.
"""

from __future__ import annotations

from collections.abc import Callable

from reviewer.base import words
from reviewer.extract import pipeline
from reviewer.extract.readings.reading import Reading
from reviewer.model.source import Source

_LONGEST, _MOST = 50_000, 60
"""Sources with more characters, or more sources than so many, are not kept."""
_kept: dict[tuple[str, str, str], tuple[Source, Reading]] = {}
_read = pipeline._best_reading


def best_reading(source: Source, progress: Callable[[float], None] | None) -> Reading:
    """What the program makes of a source: worked out once for equal sources and words."""
    if any(page.picture for page in source.pages) or sum(len(page.text) for page in source.pages) > _LONGEST:
        return _read(source, progress)
    key = (source.sha256, source.name, words.in_use().digest())
    known = _kept.get(key)
    if known is not None and known[0] == source:  # the bytes alone do not say by which reader, or how
        if progress is not None:
            progress(0.9)
        return known[1]
    found = _read(source, progress)
    if len(_kept) >= _MOST:
        del _kept[next(iter(_kept))]
    _kept[key] = (source, found)
    return found
