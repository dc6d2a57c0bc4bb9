"""Open a file as a Source."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from reviewer.base.garbled import garbled
from reviewer.base.i18n import tr, trn
from reviewer.base.own_export import holds_own_export
from reviewer.model.cells import with_compact_cells
from reviewer.model.source import Note, Page, Source
from reviewer.model.spans import Span
from reviewer.sources import batch
from reviewer.sources.encodings import BROKEN
from reviewer.sources.formats import reader_of
from reviewer.sources.radicals import as_characters, has_radicals
from reviewer.sources.reader import UNWATCHED, Given, PasswordNeededError, Progress, Reading, SourceError, Watch

__all__ = [
    "MAX_BYTES",
    "SUFFIXES",
    "OwnExportError",
    "PasswordNeededError",
    "Progress",
    "SourceError",
    "bytes_of",
    "file_of",
    "files_in",
    "files_of",
    "open_source",
    "source_from_bytes",
]

MAX_BYTES = 200 * 1024 * 1024
"""A text larger than this is not a budget table; opening it would only exhaust the machine."""

SUFFIXES = (
    *(
        ".pdf",
        ".png",
        ".jpg",
        ".jpeg",
        ".tif",
        ".tiff",
        ".bmp",
        ".txt",
        ".md",
        ".tsv",
        ".csv",
        ".text",
        ".markdown",
        ".adoc",
    ),
    *(".docx", ".docm", ".dotx", ".doc", ".wps", ".rtf", ".odt", ".fodt", ".ofd"),
    *(
        ".xlsx",
        ".xlsm",
        ".xltx",
        ".xls",
        ".xlsb",
        ".et",
        ".ods",
        ".fods",
        ".html",
        ".htm",
        ".xhtml",
        ".mht",
        ".mhtml",
        ".zip",
    ),
)
"""What the open dialog and a folder offer; a file with another suffix opens too when its content is known."""


class OwnExportError(SourceError):
    """A file that this program exported: a result, not a source."""


def files_of(path: Path) -> list[Path]:
    """What one file stands for: the files of a zip, as paths beneath it, otherwise itself. Raises SourceError."""
    if not batch.is_batch(path):
        return [path]
    found = batch.members(path, SUFFIXES)
    if not found:
        raise SourceError(tr("{file} holds nothing that can be opened; please choose another.", file=path.name))
    return found


def files_in(folder: Path) -> list[Path]:
    """The files in a folder and beneath it whose suffix is of a format, in order; hidden ones left out."""
    return sorted(
        file
        for file in folder.rglob("*")
        if file.suffix.lower() in SUFFIXES and not file.name.startswith((".", "~$")) and file.is_file()
    )


def file_of(path: Path) -> Path:
    """The file on disk that a path names, or the zip that it leads into."""
    inside = batch.split(path)
    return path if inside is None else inside[0]


def open_source(
    path: Path,
    progress: Progress | None = None,
    password: str | None = None,
    preview: Callable[[Source], None] | None = None,
) -> Source:
    """Read a file; `preview` is told what can be shown before all is read. Raises SourceError."""
    return source_from_bytes(path.name, bytes_of(path), progress, password, preview)


def bytes_of(path: Path) -> bytes:
    """The bytes of a file, or of one in a zip. Raises SourceError."""
    inside = batch.split(path)
    if inside is not None:
        return batch.read_member(*inside)
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise SourceError(tr("{file} is a folder, not a file; open it with “Open folder”.", file=path.name))
        if size > MAX_BYTES:
            raise _too_large(path)
        with path.open("rb") as file:  # a device says that it has no bytes, and never ends
            pieces, count = [], 0
            while count <= MAX_BYTES and (
                piece := file.read(size + _PIECE)
            ):  # Python makes room for all that is asked for
                pieces.append(piece)
                count += len(piece)
        if count > MAX_BYTES:
            raise _too_large(path)
        return b"".join(pieces)
    except FileNotFoundError as error:
        raise SourceError(
            tr("{file} is not there any more; please look whether it was moved or renamed.", file=path.name)
        ) from error
    except PermissionError as error:
        raise SourceError(tr("{file} may not be read; please ask for the right to open it.", file=path.name)) from error
    except OSError as error:
        raise SourceError(
            tr("{file} cannot be read ({why}); please try a copy of it.", file=path.name, why=error.strerror or error)
        ) from error


_PIECE = 1 << 20


def _too_large(path: Path) -> SourceError:
    return SourceError(tr("{file} is larger than {limit} MB; please split it.", file=path.name, limit=MAX_BYTES >> 20))


def source_from_bytes(
    name: str,
    data: bytes,
    progress: Progress | None = None,
    password: str | None = None,
    preview: Callable[[Source], None] | None = None,
) -> Source:
    """The same, for bytes that are in memory already (a session, a test). Raises SourceError."""
    if not data.strip(b"\0"):
        raise SourceError(tr("{file} is empty; please choose another file.", file=name))
    if holds_own_export(data):
        raise OwnExportError(
            tr("{file} was exported by this program and is no source; open the source, and take corrections back from it "
               "with “Take corrections back from Excel”.", file=name)
        )  # fmt: skip
    sha256 = hashlib.sha256(data).hexdigest()

    def source(read: Reading) -> Source:
        kept = data if read.data is None else read.data
        pages, more = _in_characters(tuple(map(with_compact_cells, read.pages)))
        notes = (*read.notes, *more, *_lost_note(pages), *_broken_note(pages, read.encoding), *_garbled_note(pages))
        return Source(name, read.format, sha256, read.encoding, pages, notes, kept)

    def show(read: Reading) -> None:
        if preview:
            preview(source(read))

    watch = Watch(progress or UNWATCHED.progress, show)
    return source(_read_any(Given(name, data, password, _read_any), watch))


def _read_any(given: Given, watch: Watch) -> Reading:
    return reader_of(given.data)(given, watch)


def _in_characters(pages: tuple[Page, ...]) -> tuple[tuple[Page, ...], tuple[Note, ...]]:
    """The pages without radicals in place of characters, and what is to be said of that."""
    spans = tuple(
        Span(index, place, place + 1)
        for index, page in enumerate(pages)
        if has_radicals(page.text)
        for place, char in enumerate(page.text)
        if has_radicals(char)
    )
    if not spans:
        return pages, ()
    made = tuple(replace(page, text=as_characters(page.text)) if has_radicals(page.text) else page for page in pages)
    text = trn(
        "{count} character stands in the file as a radical that looks the same; it was read as the ordinary character.",
        "{count} characters stand in the file as radicals that look the same; they were read as the ordinary characters.",
        len(spans),
    )
    return made, (Note(text, "radicals", spans[:_MOST_SPANS]),)


_MOST_SPANS = 1000
_CHINESE = re.compile("[\u3400-\u9fff]")
_LOST = re.compile(r"\?{2,}|_{2,}|\ufffd{2,}")
_MANY, _MUCH = 6, 0.2
"""So many signs, and so large a share of all that is printed, are characters that were lost."""


def _lost_note(pages: tuple[Page, ...]) -> tuple[Note, ...]:
    """The note on a file of which a program that has no Chinese has kept a sign for each character."""
    if any(_CHINESE.search(page.text) for page in pages):
        return ()
    lost = sum(len(run) for page in pages for run in _LOST.findall(page.text))
    if lost < _MANY or lost < _MUCH * sum(len("".join(page.text.split())) for page in pages):
        return ()
    text = tr(
        "The Chinese characters of this file were lost when it was saved: “?” or “_” stands in place of each, and no program can "
        "bring them back. Please ask for the file as it was before, saved as .xlsx or in UTF-8."
    )
    return (Note(text, "part not read"),)


def _broken_note(pages: tuple[Page, ...], encoding: str | None) -> tuple[Note, ...]:
    """The note on a text of which single bytes are broken."""
    if encoding is None:
        return ()
    spans = tuple(
        Span(index, at, at + 1)
        for index, page in enumerate(pages)
        if BROKEN in page.text
        for at, char in enumerate(page.text)
        if char == BROKEN
    )
    if not spans:
        return ()
    text = trn(
        "{count} character of this file is damaged; “�” stands in its place.",
        "{count} characters of this file are damaged; “�” stands in place of each.",
        len(spans),
    )
    return (Note(text, "damaged characters", spans[:_MOST_SPANS]),)


def _garbled_note(pages: tuple[Page, ...]) -> tuple[Note, ...]:
    """The note on text that was read in the wrong encoding before it was saved."""
    found = [
        (Span(index, start, end), was) for index, page in enumerate(pages) for start, end, was in garbled(page.text)
    ]
    if not found:
        return ()
    span, was = found[0]
    text = tr(
        "Text of this file was saved in the wrong encoding: “{text}” seems to have been “{meant}”. Please ask for the file as it was "
        "before, saved as .xlsx or in UTF-8.",
        text=pages[span.page].text[span.start : span.end][:_SHOWN],
        meant=was[:_SHOWN],
    )
    return (Note(text, "damaged characters", tuple(span for span, _ in found[:_MOST_SPANS])),)


_SHOWN = 12
