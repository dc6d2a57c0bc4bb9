"""Whether the characters of a PDF's page can be what it shows: fonts without a usable map to characters give any at all."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection
from functools import lru_cache

_FEW = 30
"""Of fewer characters nothing is said."""
_SHARE = 0.2
"""From this share on of characters that no Chinese document prints, the others are not believed either. Of a whole document's
text it is far below one in a hundred; of characters taken at random from all of Unicode's above a half."""
_LETTERS = (
    "LATIN",
    "GREEK",
    "CYRILLIC",
    "HIRAGANA",
    "KATAKANA",
    "BOPOMOFO",
    "FULLWIDTH",
    "HALFWIDTH",
    "KATAKANA-HIRAGANA",
)


_FOREIGN = 0.15
"""From this share on of signs that sentences have few of, and accented letters, a page without any Han character is no text: a
font without names for its characters often gives them the numbers 1, 2, 3 …, which stand for such."""
_SIGNS = frozenset("!\"#$&'*+;<=>?@[\\]^_`{|}~")


def is_senseless(chars: Collection[str]) -> bool:
    """Whether a page's characters make no text that a Chinese document could have."""
    if not any(map(_is_strange, set(chars))):
        return False
    count = odd = foreign = 0
    counted = Counter(chars)
    for char, times in counted.items():
        if char and not char.isspace():
            count += times
            odd += times * (char >= "\x80" and _is_odd(char[0]))
            foreign += times * _is_foreign(char)
    if count < _FEW:
        return False
    return odd > _SHARE * count or (foreign > _FOREIGN * count and not any(map(_is_chinese, counted)))


def _is_strange(char: str) -> bool:
    return _is_foreign(char) or (char >= "\x80" and _is_odd(char[0]))


def _is_foreign(char: str) -> bool:
    return char in _SIGNS or "\x80" <= char < "\u0250"


def _is_chinese(char: str) -> bool:
    return "\u3040" <= char < "\ua000" or "\uf900" <= char < "\ufb00"


@lru_cache(maxsize=1 << 15)
def _is_odd(char: str) -> bool:
    """Whether a character is of a script, or a Han character of a rarity, that forms do not print."""
    category = unicodedata.category(char)
    if category[0] in "PSNZ" or char == "\u200b":
        return False
    if category[0] in "CM":
        return True
    name = unicodedata.name(char, "")
    if name.startswith("CJK"):
        return not any(_has(char, encoding) for encoding in ("gb2312", "big5"))
    return not name.startswith(_LETTERS)


def _has(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
