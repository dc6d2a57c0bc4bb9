"""What a person types, pastes or drops, as the value that it is meant to be."""

from __future__ import annotations

import unicodedata

from reviewer.base.lines import one_line
from reviewer.base.patterns import pattern

_POINT = pattern(r"(?<=[0-9])[。．｡](?=[0-9])")
_FIGURE = pattern(r"[-+−]?[0-9][0-9,]*(\.[0-9]+)?%?")


def is_amount(key: str) -> bool:
    """Whether a field holds a sum of money."""
    return key == "amount" or key.startswith("amounts[")


def plain_figure(text: str) -> str | None:
    """A figure written with the signs of an input method (１８６．４０, １８６。４０) in plain ones; None for what is no figure."""
    plain = _POINT.sub(".", unicodedata.normalize("NFKC", text)).replace("−", "-").strip()
    return plain if _FIGURE.fullmatch(plain) else None


def entered(key: str, text: str) -> str:
    """The value of the field `key` that `text` stands for: one clean line, a sum of money in plain digits."""
    line = one_line(text)
    figure = plain_figure(line) if is_amount(key) else None
    return line if figure is None else figure
