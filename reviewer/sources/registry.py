"""Open a file as a Source."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Callable
from pathlib import Path

from reviewer.base.i18n import tr
from reviewer.model.source import Page, Source
from reviewer.sources import text
from reviewer.sources.encodings import decode

Progress = Callable[[float], None]
"""Told how much is done, 0 to 1; may raise to stop the work."""

MAX_BYTES = 200 * 1024 * 1024
"""A text larger than this is not a budget table; opening it would only exhaust the machine."""

SUFFIXES = (".txt", ".md", ".tsv", ".csv", ".text", ".markdown")
"""What the open dialog and a folder offer; a file with another suffix opens too when its content is known."""


class SourceError(Exception):
    """A source that cannot be read. Its text is one sentence for the user: which file, what is wrong, what to do."""


def open_source(path: Path, progress: Progress | None = None) -> Source:
    """Read a file. Raises SourceError."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise SourceError(tr("{file} is a folder, not a file; open it with “Open folder”.", file=path.name))
        if size > MAX_BYTES:
            raise SourceError(
                tr("{file} is larger than {limit} MB; please split it.", file=path.name, limit=MAX_BYTES >> 20)
            )
        data = path.read_bytes()
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
    if progress:
        progress(0.5)
    return source_from_bytes(path.name, data)


def source_from_bytes(name: str, data: bytes) -> Source:
    """The same, for bytes that are in memory already (a session, a test). Raises SourceError."""
    decoded = decode(data)
    if not data.strip(b"\0") or (decoded and not decoded[0].strip("\ufeff" + string.whitespace + "\u3000")):
        raise SourceError(tr("{file} is empty; please choose another file.", file=name))
    if decoded is None:
        raise SourceError(
            tr(
                "{file} is not a text in a known encoding; formats that can be opened: text, Markdown, tab-separated.",
                file=name,
            )
        )
    content, encoding = decoded
    pages: tuple[Page, ...] = text.read_pages(content)
    return Source(name, text.format_of(pages), hashlib.sha256(data).hexdigest(), encoding, pages)
