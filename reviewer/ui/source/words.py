"""What a double click takes in a text without blanks between its words."""

from __future__ import annotations

import re

_WORD = re.compile(r"(?:[^\s,;:()\[\]{}|\"'、，。；：？！（）【】《》“”‘’…]|(?<=\d)[,，](?=\d))+")
"""All between two signs. A comma inside a number is no such sign."""


def word_at(text: str, index: int) -> tuple[int, int] | None:
    """Where the word that holds the character at `index` begins and ends; None where a sign or a blank stands there."""
    for match in _WORD.finditer(text):
        if match.start() <= index < match.end():
            return match.span()
        if match.start() > index:
            break
    return None
