"""Sheets of a workbook that show how its form is to be filled in, beside those that are filled in: 填报示例, 样表."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reviewer.base.i18n import tr
from reviewer.model.source import PART_NOT_READ, Note
from reviewer.model.taxonomy import levels_named
from reviewer.sources.sheet import Sheet

_NAMED = re.compile(r"示例|样例|范例|样表|例表|示范表|参考样|样本|范本|参考例|填报样|填写样|举例|样式")
_TITLED = re.compile(
    r"\s*(?:[（(【\[〔]\s*(?:填[报写表])?(?:示例|样例|范例|样表|例表|参考样[表式]|举例|范本)[^（()）【】\[\]〔〕]{0,4}[)）】\]〕]|(?:填[报写表])?(?:示例|样例|范例|样表|范本)\s*[:：]?)\s*"
)
_TOP, _LONGEST_TITLE = 3, 60
"""Rows in which a sheet says that it is an example, and how long a text is that says so."""
_SHARED, _OWN = 5, 2
"""Texts that an example shares with the sheet whose form it shows, and that this one has besides."""


_LOOKED_AT = 300
"""So many rows of a sheet say what form it has."""


def is_example(sheet: Sheet) -> bool:
    """Whether a sheet says by its name, or above its table, that it is an example."""
    if _NAMED.search(sheet.name):
        return True
    for row in sheet.values[:_TOP]:
        for value in row:
            if isinstance(value, str) and len(value) <= _LONGEST_TITLE and _says_so(value.strip()):
                return True
    return False


def _says_so(text: str) -> bool:
    """Whether a text is nothing but such a word, or a title with one in brackets at its end."""
    if _TITLED.fullmatch(text):
        return True
    found = [
        match for match in _TITLED.finditer(text) if match.end() == len(text) and match[0].strip()[0] in "（(【[〔"
    ]
    return bool(found)


def texts_of(sheet: Sheet) -> frozenset[str]:
    """What stands in a sheet's cells: of what is written, the names of levels aside, which stand in lists of codes too."""
    texts = ("".join(value.split()) for row in sheet.values[:_LOOKED_AT] for value in row if isinstance(value, str))
    return frozenset(text for text in texts if len(text) > 1 and not levels_named(text))


def is_shown_elsewhere(example: frozenset[str], others: Iterable[frozenset[str]]) -> bool:
    """Whether another sheet has the form that an example shows, and is filled in."""
    return any(len(example & other) >= _SHARED and len(other - example) >= _OWN for other in others)


def note_of(sheet: Sheet) -> Note:
    """That an example was left out, so that somebody can look whether it is none."""
    text = tr(
        "The sheet “{name}” is an example of how to fill in the form; it was left out. If it is none, take the word out of "
        "its name or title in Excel and open the file again.",
        name=sheet.name,
    )
    return Note(text, PART_NOT_READ)
