"""Colours as the styles of web pages write them, and whether text in one can be told from a ground in another."""

from __future__ import annotations

import colorsys
import re

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
_NAMES: dict[str, Colour] = {
    "white": WHITE, "black": (0, 0, 0), "silver": (192, 192, 192), "gray": (128, 128, 128), "grey": (128, 128, 128),
    "red": (255, 0, 0), "maroon": (128, 0, 0), "yellow": (255, 255, 0), "olive": (128, 128, 0), "lime": (0, 255, 0),
    "green": (0, 128, 0), "aqua": (0, 255, 255), "cyan": (0, 255, 255), "teal": (0, 128, 128), "blue": (0, 0, 255),
    "navy": (0, 0, 128), "fuchsia": (255, 0, 255), "magenta": (255, 0, 255), "purple": (128, 0, 128), "orange": (255, 165, 0),
    "whitesmoke": (245, 245, 245), "snow": (255, 250, 250), "lightgray": (211, 211, 211), "lightgrey": (211, 211, 211),
    "gainsboro": (220, 220, 220),
}  # fmt: skip
_DIGITS = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_PARTS = re.compile(r"(rgb|hsl)a?\(\s*([^()]*)\)", re.IGNORECASE)
_LEAST = 4
"""Of 255: two colours that differ by less in each part are one to the eye."""


def colour_of(text: str) -> Colour | None:
    """A colour that covers what is under it; None for one that is seen through, and for what is no colour."""
    text = text.strip().lower()
    if text in _NAMES:
        return _NAMES[text]
    if found := _DIGITS.fullmatch(text):
        digits = found[1] if len(found[1]) > 4 else "".join(2 * digit for digit in found[1])
        parts = [int(digits[at : at + 2], 16) for at in range(0, len(digits), 2)]
        return (parts[0], parts[1], parts[2]) if parts[3:] in ([], [255]) else None
    found = _PARTS.fullmatch(text)
    words = re.split(r"[\s,/]+", found[2].strip()) if found else []
    if found is None or len(words) not in (3, 4) or words[3:] not in ([], ["1"], ["1.0"], ["100%"]):
        return None
    try:
        return _from_light(words) if found[1] == "hsl" else _from_parts(words)
    except ValueError:
        return None


def _from_parts(words: list[str]) -> Colour:
    red, green, blue = (
        round(float(word[:-1]) * 2.55) if word.endswith("%") else round(float(word)) for word in words[:3]
    )
    return red, green, blue


def _from_light(words: list[str]) -> Colour:
    hue, much, light = (
        float(words[0].removesuffix("deg")) % 360,
        float(words[1].rstrip("%")),
        float(words[2].rstrip("%")),
    )
    red, green, blue = colorsys.hls_to_rgb(hue / 360, min(light, 100) / 100, min(much, 100) / 100)
    return round(255 * red), round(255 * green), round(255 * blue)


def is_one(colour: Colour, other: Colour) -> bool:
    """Whether nobody can tell two colours apart."""
    return all(abs(part - beside) < _LEAST for part, beside in zip(colour, other, strict=True))
