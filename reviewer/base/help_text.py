"""The texts of the help as they are shown: the codes of reasons apart, lines of Chinese joined without a blank."""

from __future__ import annotations

import re
from typing import NamedTuple

_HEADING_OR_CODE = re.compile(r"^#{2,6} .+|^<!-- ([a-z]+\.\w+) -->\n?", re.M)
_WIDE = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’…—]"
_SOFT_BREAK = re.compile(rf"^(?!#|```)(.*{_WIDE}(?:\*\*)?)\n[ ]*(?=(?:\*\*|\[)?{_WIDE})", re.M)
_FENCED = re.compile(r"(^```.*?^```$)", re.M | re.S)


class HelpText(NamedTuple):
    """A text of the help, in Markdown."""

    text: str
    """What is to be shown."""
    codes: dict[str, int]
    """By the code of a reason the number of the heading that explains it, counted from 0 without the title of the text."""


def shown(text: str) -> HelpText:
    """What is shown of a text as it is stored: there a comment beneath a heading names the reason that the heading explains, and
    lines are broken where they are full.
    """
    codes: dict[str, int] = {}
    heading = -1
    for found in _HEADING_OR_CODE.finditer(text):
        if found[1]:
            codes[found[1]] = heading
        else:
            heading += 1
    text = _HEADING_OR_CODE.sub(lambda found: "" if found[1] else found[0], text)
    parts = _FENCED.split(text)
    parts[::2] = [_joined(part) for part in parts[::2]]
    return HelpText("".join(parts), codes)


def _joined(text: str) -> str:
    """Chinese has no blanks between words, and what shows Markdown makes one of the end of a line."""
    before = ""
    while before != text:  # a line that was joined may go on with the next
        before, text = text, _SOFT_BREAK.sub(r"\1", text)
    return text
