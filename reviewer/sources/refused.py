"""What is known and cannot be read: a sentence that says what it is and what to do."""

from __future__ import annotations

from typing import NoReturn

from reviewer.base.i18n import tr
from reviewer.sources.reader import Given, SourceError, Watch


def other_office(given: Given, _watch: Watch) -> NoReturn:
    """An OLE file that is none of Word and Excel."""
    raise SourceError(
        tr(
            "{file} is a damaged Office file, or one of a kind that cannot be opened here; save it as .docx or .xlsx.",
            file=given.name,
        )
    )


def other_zip(given: Given, _watch: Watch) -> NoReturn:
    """A zip file that is no package of a format that is read."""
    raise SourceError(
        tr(
            "{file} is a damaged or unknown zip file; if it is an Office file, repair it with Word, Excel or WPS, "
            "otherwise unpack it and open what is in it.",
            file=given.name,
        )
    )
