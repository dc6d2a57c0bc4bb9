"""Sentences about Word files that more than one reader says."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reviewer.base.i18n import tr, trn
from reviewer.model.source import Note

_PAGE_NUMBER = re.compile(r"[-—–~\s\d/第页共,，.PageofIVXivx]*")
_SHOWN = 60


def damaged(name: str) -> str:
    """Why a file that begins like a Word document cannot be read."""
    return tr("{file} is a damaged Word document; try to repair it with Word or WPS, or ask for it again.", file=name)


def locked(name: str) -> str:
    """Why an encrypted file of an Office program cannot be read."""
    return tr(
        "{file} is password-protected; open it in Word, Excel or WPS with its password and save it without.", file=name
    )


def worth_telling(lines: Iterable[str]) -> list[str]:
    """The lines of headers and footers, each once, without those that only count pages."""
    return [line for line in dict.fromkeys(lines) if not _PAGE_NUMBER.fullmatch(line)]


def aside_note(lines: list[str]) -> tuple[Note, ...]:
    """The note on headers and footers that stand in no page's text; none where they say nothing."""
    text = "  ".join(lines)
    if not text:
        return ()
    return (
        Note(tr("Headers and footers of the pages are left out: {text}", text=_short(text)), "headers and footers"),
    )


def struck_note(texts: list[str]) -> tuple[Note, ...]:
    """The note on text that is struck out, and was left out for that."""
    text = "  ".join(text.strip() for text in texts if text.strip())
    return (Note(tr("Text that is struck out was left out: {text}", text=_short(text)), "struck out"),) if text else ()


def white_note(texts: list[str]) -> tuple[Note, ...]:
    """The note on text that nobody sees because it is white on white."""
    text = "  ".join(text for text in texts if text)
    return (
        (Note(tr("Text that is white on white was left out: {text}", text=_short(text)), "white text"),) if text else ()
    )


def hidden_note(texts: list[str]) -> tuple[Note, ...]:
    """The note on text that nobody sees because the page makes it transparent, shrinks it, or moves it away."""
    text = "  ".join(text for text in texts if text)
    return (
        (Note(tr("Text that the page does not show was left out: {text}", text=_short(text)), "hidden text"),)
        if text
        else ()
    )


def picture_note(count: int, sheet: bool = False) -> tuple[Note, ...]:
    """The note on pictures of a document, or of a sheet, that are large enough to hold a table."""
    if not count:
        return ()
    if sheet:
        text = trn(
            "The workbook shows a picture; what is written in it was not read. Save it as a picture or PDF and open that, "
            "to have its text recognised.",
            "The workbook shows {count} pictures; what is written in them was not read. Save them as pictures or PDF and "
            "open these, to have their text recognised.",
            count,
        )
        return (Note(text, "pictures"),)
    text = trn(
        "The document holds a large picture; what is written in it was not read. Save it as a picture or PDF and open that, "
        "to have its text recognised.",
        "The document holds {count} large pictures; what is written in them was not read. Save them as pictures or PDF and "
        "open these, to have their text recognised.",
        count,
    )
    return (Note(text, "pictures"),)


def sheet_note(count: int) -> tuple[Note, ...]:
    """The note on workbooks that are embedded in a document, which shows a picture of each."""
    if not count:
        return ()
    text = trn(
        "A table of Excel is embedded in the document and was not read; double-click it in Word, save it as a workbook of its own, "
        "and open that.",
        "{count} tables of Excel are embedded in the document and were not read; double-click each in Word, save it as a workbook of "
        "its own, and open these.",
        count,
    )
    return (Note(text, "pictures"),)


def equation_note(around: list[str]) -> tuple[Note, ...]:
    """The note on equations that are objects of their own, of which a file only shows a picture; `around` is what stands beside."""
    if not around:
        return ()
    text = trn(
        "An equation of an equation editor cannot be read, and was left out: it stands beside “{text}”; please fill it in by eye.",
        "{count} equations of an equation editor cannot be read, and were left out: they stand beside “{text}”; please fill them "
        "in by eye.",
        len(around),
        text=_short("  ".join(dict.fromkeys(" ".join(text.split()) for text in around if text.strip()))),
    )
    return (Note(text, "part not read"),)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
