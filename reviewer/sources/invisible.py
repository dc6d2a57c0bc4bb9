"""Characters that nobody sees: zero-width blanks and joiners, marks of direction, byte order marks in the middle of a text.

Editors, web pages and chat programs leave them within words and figures; in a value they would go into the workbook unseen, and a
label that holds one is not the label. (Unicode 15, general category Cf: 23.2 Layout Controls. The soft hyphen is undone with wraps.)
"""

from __future__ import annotations

_RANGES = ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x2069), (0xFEFF, 0xFEFF))
_GONE = dict.fromkeys(code for first, last in _RANGES for code in range(first, last + 1))


def without_invisible(text: str) -> str:
    """The text as it is seen."""
    return text if text.isascii() or text.isprintable() else text.translate(_GONE)
