"""What the net is given of a text: numbers for each character."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from reviewer.extract.sequence import columns
from reviewer.extract.sequence.lexicon import CLASSES, find_words, folded

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNKNOWN, HAN = 0, 1
"""The number of a character that the net does not know: any, and a Han character."""

_SIGNS = (
    *(
        "\n",
        "\t",
        " ",
        "\u3000\xa0",
        "|｜¦│┃",
        "0123456789",
        "一二三四五六七八九十百千零〇",
        ".．",
        ",，",
        "、",
        ":：",
        ";；",
    ),
    *("。！？!?", "(（[【〔<《", ")）]】〕>》", "≥≤≧≦=＝＞＜±~～≠", "%％‰", "-—－–_/／\\", "\"“”'‘’", "*★☆▲●■□☑√#"),
    *("①②③④⑤⑥⑦⑧⑨⑩⑪⑫", "年月日", "元万亿", "个人次台套场户份件项家"),
)
KINDS = len(_SIGNS) + 5
"""How many kinds of character there are: the signs above, Latin letters, full-width digits, Han, no character, others."""


@cache
def kind_of(ch: str) -> int:
    """The kind of a character."""
    for n, signs in enumerate(_SIGNS):
        if ch in signs:
            return n
    plain = folded(ch)
    if plain.isascii():
        return len(_SIGNS) + (0 if plain.isalpha() else 1)
    if "\u4e00" <= ch <= "\u9fff":
        return len(_SIGNS) + 2
    return len(_SIGNS) + (3 if not ch.isprintable() else 4)


@dataclass(frozen=True)
class Features:
    """Numbers for each of n characters: `chars` and `kinds` (n), `word` (n): which row of `words`; `edges` (n): 1 where a
    word begins, 2 where it ends, 3 both; `head` (n): which row of `heads` describes the last header.
    """

    chars: NDArray[Any]
    kinds: NDArray[Any]
    word: NDArray[Any]
    words: NDArray[Any]
    edges: NDArray[Any]
    head: NDArray[Any]
    heads: NDArray[Any]

    @property
    def size(self) -> int:
        """How many characters there are."""
        return len(self.chars)


class _Numbers(dict[int, int]):
    """By code point the number of a character; grows with every one that is met."""

    def __init__(self, known: Mapping[str, int]) -> None:
        super().__init__({ord(ch): n for ch, n in known.items()})

    def __missing__(self, code: int) -> int:
        ch = chr(code)
        plain = folded(ch)
        number = self.get(ord(plain)) if plain != ch else None
        if number is None:
            number = HAN if "\u4e00" <= ch <= "\u9fff" else UNKNOWN
        self[code] = number
        return number


class _Kinds(dict[int, int]):
    def __missing__(self, code: int) -> int:
        kind = self[code] = kind_of(chr(code))
        return kind


class Encoder:
    """Makes features of texts; `known` numbers the characters that the net knows (from 2 on)."""

    def __init__(self, known: Mapping[str, int]) -> None:
        self._numbers = _Numbers(known)
        self._kinds = _Kinds()

    def encode(self, text: str, hidden: Container[str] = (), head: columns.State = columns.NO_HEADER) -> Features:
        """The features of a text; words in `hidden` are taken as not known, `head` describes the header before it."""
        import numpy as np

        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        different, inverse = np.unique(codes, return_inverse=True)
        numbers = np.array([self._numbers[c] for c in different.tolist()], dtype=np.int64)
        kinds = np.array([self._kinds[c] for c in different.tolist()], dtype=np.int64)
        word = np.zeros(len(codes), dtype=np.int64)
        edges = np.zeros(len(codes), dtype=np.int64)
        rows: dict[int, int] = {0: 0}
        found = list(find_words(text, hidden))
        for start, end, bits in found:
            word[start:end] = rows.setdefault(bits, len(rows))
            edges[start] |= 1
            edges[end - 1] |= 2
        words = np.array([[bits >> n & 1 for n in range(len(CLASSES))] for bits in rows], dtype=np.float32)
        under = np.zeros(len(codes), dtype=np.int64)
        states = [head]
        for end, state in columns.headers(found):
            under[end:] += 1
            states.append(state)
        heads = np.array(states, dtype=np.float32)
        return Features(numbers[inverse], kinds[inverse], word, words, edges, under, heads)
