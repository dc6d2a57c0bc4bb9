"""Which reader a file is for, by what is in it. A reader's module is imported when the first file of its format is opened."""

from __future__ import annotations

from collections.abc import Callable

from reviewer.sources.containers import ole_kind, zip_kind
from reviewer.sources.reader import Given, Reading, SourceError, Watch

Reader = Callable[[Given, Watch], Reading]


def reader_of(data: bytes) -> Reader:
    """The reader for bytes: the first of FORMATS that knows them."""
    return next(reader for knows, reader in FORMATS if knows(data))


def _anything(_data: bytes) -> bool:
    return True


def _text(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import text

    return text.read(given, watch)


def _docx(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import docx

    return docx.read(given, watch)


def _is_docx(data: bytes) -> bool:
    return zip_kind(data) == "docx"


def _doc(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import doc

    return doc.read(given, watch)


def _is_doc(data: bytes) -> bool:
    return ole_kind(data) == "doc"


def _locked(given: Given, _watch: Watch) -> Reading:
    from reviewer.sources.word_notes import locked

    raise SourceError(locked(given.name))


def _is_locked(data: bytes) -> bool:
    return ole_kind(data) == "encrypted"


FORMATS: tuple[tuple[Callable[[bytes], bool], Reader], ...] = (
    (_is_docx, _docx),
    (_is_doc, _doc),
    (_is_locked, _locked),
    (_anything, _text),
)
"""Asked in this order."""
