"""What every reader of a format is given, gives back, and raises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.model.source import Page

if TYPE_CHECKING:
    from reviewer.sources.sheet import Sheet

Progress = Callable[[float], None]
"""Told how much is done, 0 to 1; may raise to stop the work."""


class SourceError(Exception):
    """A source that cannot be read. Its text is one sentence for the user: which file, what is wrong, what to do."""


class PasswordNeededError(SourceError):
    """The source is encrypted, and no password or a wrong one was given."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it was given: its name, its bytes, and a password where the user was asked for one."""

    name: str
    data: bytes
    password: str | None = None
    read_inner: Callable[[Given, Watch], Reading] | None = None
    """Reads a file of any format that was found in this one (decrypted, a part of another kind); None: it cannot be read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a file. `format` is the format's short name: pdf, scan, docx, doc, xlsx, xls, html, csv, …

    `notes` are whole sentences about what the reviewer should know. `data` are the bytes that pages are drawn from where they
    are not the given ones (a decrypted copy), otherwise None.
    """

    format: str
    pages: tuple[Page, ...]
    encoding: str | None = None
    notes: tuple[str, ...] = ()
    data: bytes | None = None


Preview = Callable[[Reading], None]
"""Told what can be shown already, before all is read: pages without text yet, then with it. May raise to stop the work."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who follows the reading. `sheet` is given each sheet of a workbook as it stands there, its values as they were typed."""

    progress: Progress
    preview: Preview
    sheet: Callable[[Sheet], None] | None = None


UNWATCHED = Watch(lambda _share: None, lambda _reading: None)
