"""Characters that nobody sees: zero-width blanks and joiners, marks of direction, byte order marks in the middle of a text.

Editors, web pages and chat programs leave them within words and figures; in a value they would go into the workbook unseen, and a
label that holds one is not the label. (Unicode 15, general category Cf: 23.2 Layout Controls. The soft hyphen is undone with wraps.)
"""

from __future__ import annotations

import re

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def has_invisible(text: str) -> bool:
    """Whether a text has any."""
    return not text.isascii() and _INVISIBLE.search(text) is not None


def without_invisible(text: str) -> str:
    """The text as it is seen."""
    return _INVISIBLE.sub("", text) if has_invisible(text) else text
