"""PDF with text: each page's characters and drawn lines to text, grids of cells with merges, and lines."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from reviewer.base.collecting import without_collecting
from reviewer.base.i18n import tr, trn
from reviewer.model.source import DOUBTFUL_ROWS, Note, Page, Picture
from reviewer.model.spans import Span
from reviewer.sources.pdf_bombs import unpacks_to_too_much
from reviewer.sources.pdf_breaks import Breaks
from reviewer.sources.pdf_layout import lay_out_glyphs
from reviewer.sources.pdf_page import PageContent, read_content
from reviewer.sources.pdf_sense import is_senseless
from reviewer.sources.pdf_wide import lay_out_wide
from reviewer.sources.pdf_width import Sign, beside, sign_of
from reviewer.sources.pdfium import LOCK, DamagedError, Document, LockedError
from reviewer.sources.reader import Given, PasswordNeededError, Reading, SourceError, Watch
from reviewer.sources.word_notes import struck_note

MAX_PAGES = 3000
"""A document with more pages is not one budget table; the pages' text and boxes would fill the memory."""

_LET_DRAW = 0.0005
"""Seconds between two pages in which a page that waits to be drawn gets its turn: locks do not queue."""


def read(given: Given, watch: Watch) -> Reading:
    """Read a PDF; one that has only pictures of pages is handed on. Raises SourceError."""
    _refuse_bombs(given.name, given.data)
    with _opened(given) as document:
        if document.pages > MAX_PAGES:
            raise SourceError(
                tr(
                    "{file} has {pages} pages, more than the {limit} that can be opened; please split it.",
                    file=given.name,
                    pages=document.pages,
                    limit=MAX_PAGES,
                )
            )
        kept = document.unlocked() if given.password and document.is_encrypted else None
        if kept is not None:
            _refuse_bombs(given.name, kept)
        watch.preview(Reading("pdf", tuple(_empty(document, index) for index in range(document.pages)), data=kept))
        with without_collecting():  # boxes and cells are no cycles, and there are many
            pages, notes = _read_pages(document, watch)
        notes = (*notes, *_attached_note(document.attached()))
        if document.is_drawn_by_reader and sum(len(page.text) for page in pages or ()) < _OF_PLACEHOLDER:
            raise SourceError(
                tr("{file} is a form (XFA) that only Adobe Reader can draw; open it there, print it as PDF and open that.",
                   file=given.name)
            )  # fmt: skip
    if pages is None:
        return _read_pictures(given if kept is None else Given(given.name, kept), watch, notes)
    return Reading("pdf", pages, notes=notes, data=kept)


_OF_PLACEHOLDER = 1200
"""Characters: what such a form has for other readers is a page that asks for Adobe's, in one language or several."""


def _attached_note(names: list[str]) -> tuple[Note, ...]:
    """The note on files that are attached to a PDF."""
    if not names:
        return ()
    text = trn(
        "A file is attached to the PDF ({names}); it was not read: save it from a reader of PDFs and open it.",
        "{count} files are attached to the PDF ({names}); they were not read: save them from a reader of PDFs and open them.",
        len(names),
        names=", ".join(names[:3]) + (" …" if len(names) > 3 else ""),
    )
    return (Note(text, "part not read"),)


def _refuse_bombs(name: str, data: bytes) -> None:
    if unpacks_to_too_much(data):
        raise SourceError(
            tr("{file} holds packed data too large to open; please get it again, or save it anew as a PDF.", file=name)
        )


def _read_pictures(given: Given, watch: Watch, notes: tuple[Note, ...]) -> Reading:
    """A PDF without any text that can be used, decrypted, is a scan."""
    from reviewer.sources import scan

    senseless = tuple(note for note in notes if note.code == _SENSELESS)
    if senseless and not scan.is_possible():
        raise SourceError(
            tr(
                "{file} has text that cannot be used: its fonts do not say which characters they show. Install the program "
                "with the setup “with text recognition”, or get the file in another form.",
                file=given.name,
            )
        )
    reading = scan.read(given, watch)
    return replace(reading, notes=(*reading.notes, *senseless))


def _opened(given: Given) -> Document:
    try:
        document = Document(given.data, given.password)
    except LockedError as error:
        if error.unknown:
            raise SourceError(
                tr(
                    "{file} is protected in a way that is not known; please save it without protection.",
                    file=given.name,
                )
            ) from error
        if given.password:
            raise PasswordNeededError(
                tr("The password does not open {file}; please try another one.", file=given.name)
            ) from error
        raise PasswordNeededError(tr("{file} is protected; please enter its password.", file=given.name)) from error
    except DamagedError as error:
        raise SourceError(
            tr("{file} is a damaged PDF; please get it again, or save it anew as a PDF.", file=given.name)
        ) from error
    if not document.pages:
        document.close()
        raise SourceError(tr("{file} is a PDF without pages; please choose another file.", file=given.name))
    return document


def _empty(document: Document, index: int) -> Page:
    return Page(index + 1, "", picture=Picture(*document.size(index)))


def _read_pages(document: Document, watch: Watch) -> tuple[tuple[Page, ...] | None, tuple[Note, ...]]:
    """The pages, None where none has text, and what is to be said about them."""
    breaks = Breaks()
    met = _Met()
    has_text = False
    signs: list[Sign] = []
    before: list[Sequence[float]] = [()]
    for index in range(document.pages):
        with LOCK:
            content = read_content(document, index, before[-1])
        before.append(content.last_columns())
        time.sleep(_LET_DRAW)
        if is_senseless(content.glyphs.chars):
            met.senseless.append(index + 1)
            content = PageContent(content.width, content.height)
        page, tables, numbers = lay_out_glyphs(index, content)
        breaks.add(page, tables)
        if document.pages > 1:
            signs.append(sign_of(content))
        met.look(index + 1, content, len(page.text))
        met.doubtful += content.doubts.spans(index, numbers)
        has_text = has_text or (content.count > 0 and not content.is_picture)
        watch.progress((index + 1) / document.pages if has_text else 0.0)
    if not has_text:
        return None, met.notes()
    groups, doubtful = beside(signs)
    pages = tuple(breaks.pages)
    if len(groups) < len(signs):
        alone = {group[0] for group in groups if len(group) == 1}
        met.doubtful = [span for span in met.doubtful if span.page in alone]
        pages = lay_out_wide(groups, lambda index: _content(document, index, before[index]))
        unruled = [group for group in groups if len(group) > 1 and not signs[group[0]].is_ruled]
        return pages, (*met.notes(), *_wide_notes(unruled, doubtful))
    return pages, (*met.notes(), *_wide_notes([], doubtful))


def _content(document: Document, index: int, before: Sequence[float]) -> PageContent:
    with LOCK:
        content = read_content(document, index, before)
    time.sleep(_LET_DRAW)
    return PageContent(content.width, content.height) if is_senseless(content.glyphs.chars) else content


def _wide_notes(unruled: list[list[int]], doubtful: list[list[int]]) -> Iterator[Note]:
    for group in unruled:
        numbers = _numbers([page + 1 for page in group])
        text = tr(
            "Pages {pages} were read as one table that was printed over several pages in width; it has no lines, so please "
            "compare row by row.",
            pages=numbers,
        )
        yield Note(text, "part not read")
    for group in doubtful:
        numbers = _numbers([page + 1 for page in group])
        text = tr(
            "Pages {pages} may be one table that was printed over several pages in width; they were read apart, so columns may "
            "lack: please compare them by eye.",
            pages=numbers,
        )
        yield Note(text, "part not read")


@dataclass(slots=True)
class _Met:
    """What is to be said of a document, by the numbers of its pages."""

    silent: list[int] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)
    senseless: list[int] = field(default_factory=list)
    pictured: list[int] = field(default_factory=list)
    guessed: list[int] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)
    doubtful: list[Span] = field(default_factory=list)
    """The texts that may belong to other rows of their table."""
    struck: list[str] = field(default_factory=list)
    filled: int = 0

    def look(self, number: int, content: PageContent, length: int) -> None:
        """Take a page in."""
        if content.is_picture or (content.pictures and not content.count):
            self.silent.append(number)
        elif content.pictures:
            self.pictured.append(number)
        if content.is_cut:
            self.cut.append(number)
        if content.unknown > length // 20:
            self.unknown.append(number)
        if content.is_guessed:
            self.guessed.append(number)
        if content.is_recognised:
            self.recognised.append(number)
        self.struck += content.struck
        self.filled += content.filled

    def notes(self) -> tuple[Note, ...]:
        """What is to be said."""
        return (
            *_note(self.senseless, _senseless, _SENSELESS),
            *_note(self.silent, _silent, "part not read"),
            *_note(self.pictured, _pictured, "pictures"),
            *_note(self.unknown, _unknown, "unknown characters"),
            *_note(self.cut, _cut, "part not read"),
            *_note(self.guessed, _guessed, "part not read"),
            *_doubtful_note(self.doubtful),
            *_note(self.recognised, _recognised, "recognised"),
            *struck_note(self.struck),
            *_filled_note(self.filled),
        )


def _note(pages: list[int], said: Callable[[int, str], str], code: str) -> tuple[Note, ...]:
    """The note on some pages, none where there are none; `said` makes its sentence of how many they are and their numbers."""
    return (Note(said(len(pages), _numbers(pages)), code),) if pages else ()


def _pictured(count: int, pages: str) -> str:
    return trn(
        "Page {pages} shows a picture; what is written in it was not read. Save it as a picture and open that, to have its "
        "text recognised.",
        "Pages {pages} show pictures; what is written in them was not read. Save them as pictures and open these, to have "
        "their text recognised.",
        count,
        pages=pages,
    )


def _silent(count: int, pages: str) -> str:
    return trn(
        "Page {pages} is only a picture: nothing was read from it; please compare it by eye.",
        "Pages {pages} are only pictures: nothing was read from them; please compare them by eye.",
        count,
        pages=pages,
    )


def _senseless(count: int, pages: str) -> str:
    return trn(
        "Page {pages} has text whose fonts do not say which characters they show: it was not read; please compare it by eye.",
        "Pages {pages} have text whose fonts do not say which characters they show: it was not read; please compare them by eye.",
        count,
        pages=pages,
    )


def _unknown(count: int, pages: str) -> str:
    return trn(
        "Page {pages} has characters that the PDF does not name; please compare it by eye.",
        "Pages {pages} have characters that the PDF does not name; please compare them by eye.",
        count,
        pages=pages,
    )


def _guessed(count: int, pages: str) -> str:
    return trn(
        "Page {pages} has a table without lines in which cells stand beside several rows; what belongs to which row is "
        "guessed, so please compare row by row.",
        "Pages {pages} have tables without lines in which cells stand beside several rows; what belongs to which row is "
        "guessed, so please compare row by row.",
        count,
        pages=pages,
    )


def _doubtful_note(spans: list[Span]) -> tuple[Note, ...]:
    """The note on texts that may belong to other rows of their table."""
    pages = sorted({span.page + 1 for span in spans})
    if not pages:
        return ()
    text = trn(
        "Page {pages} has a table between whose rows no lines are drawn; some texts may belong to other rows, and are marked.",
        "Pages {pages} have tables between whose rows no lines are drawn; some texts may belong to other rows, and are marked.",
        len(pages),
        pages=_numbers(pages),
    )
    return (Note(text, DOUBTFUL_ROWS, tuple(spans)),)


def _recognised(count: int, pages: str) -> str:
    return trn(
        "Page {pages} is a scan whose text another program recognised: figures and signs in it are marked, so please compare them "
        "by eye.",
        "Pages {pages} are scans whose text another program recognised: figures and signs in it are marked, so please compare them "
        "by eye.",
        count,
        pages=pages,
    )


def _cut(count: int, pages: str) -> str:
    return trn(
        "Page {pages} has more text than a page can have: the rest was not read.",
        "Pages {pages} have more text than a page can have: the rest was not read.",
        count,
        pages=pages,
    )


def _filled_note(count: int) -> tuple[Note, ...]:
    if not count:
        return ()
    text = trn(
        "{count} text is filled into the form without a drawing of it: it was read from the form, and the picture of the "
        "page may lack characters of it.",
        "{count} texts are filled into the form without a drawing of them: they were read from the form, and the picture of "
        "the page may lack characters of them.",
        count,
    )
    return (Note(text, "form fields"),)


_SENSELESS = "text layer"


def _numbers(pages: list[int]) -> str:
    """Page numbers in few words: 1, 3–7."""
    found: list[list[int]] = []
    for page in pages:
        if found and page == found[-1][1] + 1:
            found[-1][1] = page
        else:
            found.append([page, page])
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in found)
