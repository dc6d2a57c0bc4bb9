"""Projects that stand twice, in one source or over several: read twice, handed in twice, or two of one name."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from reviewer.base.patterns import pattern
from reviewer.model.review import Kind, Node, Review

_NO_LETTER = pattern(r"[\W_]+")


class Project(NamedTuple):
    """One project: the place of its review among those that were looked at, and its node."""

    review: int
    node: Node


class Twice(NamedTuple):
    """Projects of one name. `same_amounts`: two of them at least have the very same sums of money too."""

    name: str
    projects: tuple[Project, ...]
    same_amounts: bool


def projects_twice(reviews: Sequence[Review]) -> list[Twice]:
    """The projects whose names differ in blanks, punctuation and width of letters at most; first those with the same sums."""
    by_name: dict[str, list[Project]] = {}
    for place, review in enumerate(reviews):
        for entry in review.entries:
            plain = plain_name(entry.value("name")) if entry.kind is Kind.PROJECT else ""
            if plain:
                by_name.setdefault(plain, []).append(Project(place, entry))
    found = [
        Twice(group[0].node.value("name") or "", tuple(group), _are_alike(group))
        for group in by_name.values() if len(group) > 1
    ]  # fmt: skip
    return sorted(found, key=lambda twice: not twice.same_amounts)


def plain_name(text: str | None) -> str:
    """A name without blanks and punctuation, whatever the width of its letters: what two of them are compared by."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text or "")).casefold()


def _are_alike(group: Sequence[Project]) -> bool:
    sums = [frozenset(filter(None, (node.value(key) for key in node.fields if key.startswith("amounts["))))
            for _, node in group]  # fmt: skip
    told = [each for each in sums if each]
    return len(told) > len(set(told))
