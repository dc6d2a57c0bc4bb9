"""Where words of the vocabulary stand in a text, whatever blanks and breaks run through them."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterator
from functools import cache

from reviewer.base import words
from reviewer.base.resources import load_json

CLASSES: tuple[str, ...] = (
    *("entry_name", "unit", "department", "goal", "indicators", "level1", "level2", "level3", "period_value"),
    *("annual_value", "operator", "measure", "extra", "funds", "amount", "amount_head", "tasks", "task_name"),
    *("task_content", "task_amount", "task_goal", "attribute", "money_column", "score_column", "period_goal", "result"),
    *("name_of_level1", "name_of_level2"),
)
"""What a word can be: the roles of labels.json, then a name of a level. The order is that of the net's inputs."""

Word = tuple[int, int, int]
"""Where a word starts and ends in the text, and the set of its classes as bits."""

_BIT = {name: 1 << n for n, name in enumerate(CLASSES)}
_SHORTEST, _LONGEST = 2, 24
_DROPPED = frozenset(" \t\n\r\f\v\u3000\xa0*")


def folded(text: str) -> str:
    """A text in the width that words are compared in, as long as before."""
    return text if text.isascii() else text.translate(_FOLDS)


class _Folds(dict[int, int]):
    def __missing__(self, code: int) -> int:
        plain = unicodedata.normalize("NFKC", chr(code))
        self[code] = ord(plain) if len(plain) == 1 else code
        return self[code]


_FOLDS = _Folds()


@words.depends
@cache
def _lexicon() -> tuple[dict[str, int], dict[str, tuple[int, ...]]]:
    """The words with their classes, and by their first two characters the lengths there are, longest first."""
    known: dict[str, int] = {}

    def add(word: str, name: str) -> None:
        plain = "".join(ch for ch in folded(word) if ch not in _DROPPED)
        if _SHORTEST <= len(plain) <= _LONGEST and name in _BIT:
            known[plain] = known.get(plain, 0) | _BIT[name]

    for role, labels in load_json("vocabulary", "labels.json").items():
        for label in labels:
            add(label, role)
    levels = load_json("taxonomy", "levels.json")
    for level in words.LEVELS:
        for each in levels[level]:
            for printed in (each["name"], *each["also"]):
                add(printed, f"name_of_{level}")
    for printed, role in words.in_use().labels.items():
        add(printed, role)
    for level, names in words.in_use().levels.items():
        for printed in names:
            add(printed, f"name_of_{level}")
    lengths: dict[str, set[int]] = {}
    for word in known:
        lengths.setdefault(word[:2], set()).add(len(word))
    return known, {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}


def find_words(text: str, hidden: Container[str] = ()) -> Iterator[Word]:
    """The longest words at every place, from left to right, none overlapping another; `hidden` ones are left out."""
    known, lengths = _lexicon()
    places = [i for i, ch in enumerate(text) if ch not in _DROPPED]
    plain = folded("".join([text[i] for i in places]))
    at, last = 0, len(plain) - 1
    get = lengths.get
    while at < last:
        possible = get(plain[at : at + 2])
        if possible is not None:
            for length in possible:
                word = plain[at : at + length]
                if word in known and word not in hidden:
                    yield places[at], places[at + len(word) - 1] + 1, known[word]
                    at += length - 1
                    break
        at += 1
