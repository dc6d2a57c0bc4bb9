"""One clean line out of whatever somebody pastes, drops or types: what a value can be."""

from __future__ import annotations

import re
import unicodedata

_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_GONE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = "\u200c\u200d"
"""Signs of no width that some scripts write with; all others of their kind only hide in a text."""


def one_line(text: str) -> str:
    """`text` as one line: breaks joined as a wrap in the original is, tabs as blanks, no control or invisible characters.

    A blank stands where a line ended only between two Latin letters; no blank is left at either end.
    """
    for sign in _BREAKS:
        text = text.replace(sign, "\n")
    whole = ""
    for line in text.split("\n"):
        piece = "".join(filter(None, map(_kept, line))).strip()
        if whole and piece and _is_latin(whole[-1]) and _is_latin(piece[0]):
            whole += " "
        whole += piece
    return whole


def visible(text: str) -> str:
    """`text` without the characters that a terminal or a file manager obeys instead of showing them; breaks become blanks."""
    return "".join(" " if sign in _BREAKS else _kept(sign) for sign in text)


def file_stem(text: str) -> str:
    """`text` as the stem of a file's name: what is visible of it, without what no name may have, on any system; never empty."""
    plain = "".join("_" if sign in '<>:"/\\|?*' else sign for sign in visible(text)).strip(" .")
    return f"_{plain}" if is_reserved(plain) else plain or "_"


_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?", re.IGNORECASE)


def is_reserved(name: str) -> bool:
    """Whether Windows takes a file's name for a device, whatever its suffix: such a file can be made elsewhere, but not opened there."""
    return _RESERVED.fullmatch(name) is not None


def commands(text: str) -> bool:
    """Whether a text holds signs that a terminal or a file manager obeys: control characters, or such as turn the direction of writing."""
    return any(unicodedata.category(sign) == "Cc" or unicodedata.bidirectional(sign) in _TURNING for sign in text)


_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def has_stray_signs(text: str) -> bool:
    """Whether a text holds anything that no line holds: breaks, tabs, control or invisible characters."""
    return any(sign in _BREAKS or _kept(sign) != sign for sign in text)


def _kept(sign: str) -> str:
    """What a character of a line becomes: itself, a blank, or nothing."""
    if sign == "\t":
        return " "
    if sign in _JOINERS:
        return sign
    return "" if unicodedata.category(sign) in _GONE else sign


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()
