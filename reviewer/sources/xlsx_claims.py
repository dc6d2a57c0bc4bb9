"""What an xlsx workbook claims, held against what is in it before a library believes it.

python-calamine makes room for as many strings as a part says it has, for every cell between the first and the last address, and a
copy of a shared string for every cell that shows it: a file of a kilobyte can ask for a terabyte, and Rust then ends the process.
"""

from __future__ import annotations

import re
from collections import Counter

from reviewer.sources.package import DamagedError, TooLargeError

_HEAD = 4000
_CLAIM = re.compile(rb"\b(uniqueCount|count)=[\"'](\d{1,20})[\"']")
_MOST_CLAIMED = 2_000_000
"""A claim up to here costs some 50 MB, whatever is behind it."""
MOST_SHOWN = 200 << 20
"""So many bytes may all shared strings have together, each as often as a cell shows it."""
_SHARED = re.compile(rb'<c\b(?=[^>]*\bt="s")[^>]*>\s*<v>(\d{1,9})</v>')


def check_strings(strings: bytes) -> None:
    """See that a part of shared strings has about as many as it says. Raises DamagedError."""
    start = max(strings[:_HEAD].find(b"<sst"), strings[:_HEAD].find(b":sst"))
    head = strings[start : strings.find(b">", start) + 1] if start >= 0 else b""
    claimed = {name: int(number) for name, number in _CLAIM.findall(head)}
    unique = claimed.get(b"uniqueCount", claimed.get(b"count", 0))
    if max(unique, claimed.get(b"count", 0) // 32) > _MOST_CLAIMED:  # the same string may stand in many cells
        there = strings.count(b"<si") + strings.count(b":si>")
        if unique > 4 * there + _MOST_CLAIMED or claimed.get(b"count", 0) > 1 << 31:
            raise DamagedError("sharedStrings: count")


class Shown:
    """How much text the cells of a workbook show, strings counted as often as they are shown."""

    def __init__(self, strings: bytes) -> None:
        self._strings = strings
        self._sizes: list[int] | None = None
        self._longest = max(map(len, strings.split(b"</si>" if b"</si>" in strings else b":si>")), default=0)
        self._all = 0

    def add(self, xml: bytes) -> None:
        """Count a sheet too. Raises TooLargeError."""
        most = self._longest * xml.count(b't="s"')
        if self._all + most <= MOST_SHOWN:  # as nearly always; nothing is looked at one by one
            self._all += most
            return
        if self._sizes is None:
            self._sizes = [len(item) for item in re.split(rb"</(?:\w+:)?si>|<(?:\w+:)?si/>", self._strings)]
        for number, times in Counter(_SHARED.findall(xml)).items():
            place = int(number)
            self._all += self._sizes[place] * times if place < len(self._sizes) else 0
        if self._all > MOST_SHOWN:
            raise TooLargeError
