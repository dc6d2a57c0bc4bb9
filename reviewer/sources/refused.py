"""What is known and cannot be read: a sentence that says what it is and what to do."""

from __future__ import annotations

from typing import NoReturn

from reviewer.base.i18n import tr
from reviewer.sources.containers import zip_kind
from reviewer.sources.reader import Given, SourceError, Watch


def other_office(given: Given, _watch: Watch) -> NoReturn:
    """An OLE file that is none of Word and Excel."""
    raise SourceError(
        tr(
            "{file} is a damaged Office file, or one of a kind that cannot be opened here; save it as .docx or .xlsx.",
            file=given.name,
        )
    )


def other_kind(given: Given, _watch: Watch) -> NoReturn:
    """A document of a kind that holds no forms, and is whole."""
    kind = zip_kind(given.data)
    if kind == "slides":
        text = tr("{file} is a presentation, which is not read here; save it as PDF and open that.", file=given.name)
    elif kind == "book":
        text = tr(
            "{file} is an e-book, which is not read here; save it as a web page or PDF and open that.", file=given.name
        )
    else:
        text = tr(
            "{file} is a document of Apple's programs; export it as .docx, .xlsx or PDF and open that.", file=given.name
        )
    raise SourceError(text)


def other_zip(given: Given, _watch: Watch) -> NoReturn:
    """A zip file that is no package of a format that is read."""
    raise SourceError(
        tr(
            "{file} is a damaged or unknown zip file; if it is an Office file, repair it with Word, Excel or WPS, "
            "otherwise unpack it and open what is in it.",
            file=given.name,
        )
    )
