"""Policy fields: what offices of each do, count and hope for. Everything is invented; nothing is a real office's text.

A countable is `name:unit:low-high`; a rate is a name; statements (social, economic, ecology, lasting) are names of level 3
that are met by words rather than figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Topic:
    """One policy field and its words."""

    name: str
    offices: tuple[str, ...]
    projects: tuple[str, ...]
    countable: tuple[tuple[str, str, int, int], ...]
    rate: tuple[str, ...]
    low: tuple[str, ...]
    economic: tuple[str, ...]
    social: tuple[str, ...]
    ecology: tuple[str, ...]
    lasting: tuple[str, ...]
    groups: tuple[str, ...]
    acts: tuple[str, ...]
    ends: tuple[str, ...]


def _countable(item: str) -> tuple[str, str, int, int]:
    name, unit, span = item.split(":")
    low, high = span.split("-")
    return name, unit, int(low), int(high)


def _topic(name: str, words: dict[str, str]) -> Topic:
    lists = {k: tuple(v.split()) for k, v in words.items() if k != "countable"}
    return Topic(name, countable=tuple(_countable(c) for c in words["countable"].split()), **lists)


def _read(text: str) -> tuple[Topic, ...]:
    sections: dict[str, dict[str, str]] = {}
    words: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("["):
            words = sections.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            label, _, rest = line.partition(": ")
            words[label] = rest
    return tuple(_topic(name, found) for name, found in sections.items())


TOPICS: tuple[Topic, ...] = _read((Path(__file__).parent / "topics.txt").read_text(encoding="utf-8"))
