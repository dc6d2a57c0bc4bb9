"""What a client and the server of a workspace say to each other."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

from reviewer.base.i18n import tr
from reviewer.workspace.address import WorkspaceError

_LARGEST = 1 << 30
"""Bytes of a document, unpacked, at most."""


class OfflineError(WorkspaceError):
    """The server does not answer, or not any more."""


class CutError(OfflineError):
    """The line broke under a call: whether it arrived is not known."""


class FullError(OfflineError):
    """The server has no room, memory or connection left: what is asked may be asked again once it has."""


class OldClientError(WorkspaceError):
    """This program is too old for the workspace, or the workspace for it."""


class ForbiddenHereError(WorkspaceError):
    """What was asked for is not for this member, or for nobody."""


class NotYoursError(ForbiddenHereError):
    """The workspace knows nothing of this claim: the document was deleted for good, or the workspace set back to before it."""


@dataclass(frozen=True, slots=True)
class Hello:
    """What a workspace says of itself and of who has come. `role` is None for who is no member."""

    schema_version: int
    min_client: int
    workspace: str
    name: str
    role: str | None
    lease_seconds: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """A document in hand: its claim's number, how long (seconds) that holds, and all that it takes to open it.

    `package` is a session without the bytes of its `source`; `entries` are the lines of the record so far (session/codec).
    """

    document: int
    lease: int
    name: str
    office: str
    note: str
    seconds: int
    acts: int
    chain: bytes
    package: bytes
    source: bytes
    entries: tuple[bytes, ...]

    def unworked(self) -> Claimed:
        """The same without its record: as it was first read."""
        return replace(self, acts=0, chain=b"", entries=())


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of acts: `outcome` is "kept", "late", "gap" or "other"; how many there are now, and the hash after the last."""

    outcome: str
    count: int
    chain: bytes


@dataclass(frozen=True, slots=True)
class ReadJob:
    """A document to read; `previous` is an older version of the same source."""

    job: int
    number: int
    document: int
    name: str
    source: bytes
    previous: int | None


@dataclass(frozen=True, slots=True)
class Read:
    """What reading a document came to."""

    package: bytes
    program: str
    office: str
    year: str
    layout: str
    doubts: int
    fields: int
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the queue."""

    id: int
    name: str
    office: str
    year: str
    layout: str
    state: str
    doubts: int
    fields: int
    holder: str | None
    lease: int
    left: float | None
    """Seconds for which the claim still holds; negative where it has run out."""
    meant_for: str | None
    note: str
    noted_by: str | None
    done_by: str | None
    acts: int
    deleted_by: str | None = None
    days: int | None = None
    """Days for which what is deleted can still be brought back."""


def why_not_read(row: Row) -> str:
    """Why a document could not be read, in a sentence that names it. Who reads says why; one who is gone says nothing."""
    return row.note or tr(
        "{file}: whoever was reading it broke down or was cut off, twice; please save it anew in the program that made it, or have it read "
        "again on another machine.",
        file=row.name,
    )


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A field as a clerk left it, of whom a sample may be drawn."""

    path: str
    kind: str
    value: str | None
    marked: bool


@dataclass(frozen=True, slots=True)
class Differing:
    """A field that two have read differently, for a third: number of the sample, document, its name, place, kind, and the two values.

    Which of them is whose is nobody's business: which comes first follows from the number.
    """

    sample: int
    document: int
    name: str
    path: str
    kind: str
    readings: tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Known:
    """A first reading into which an error was put: where it is (transport.path_text), what is right there, and what stands there."""

    package: bytes
    program: str
    path: str
    kind: str
    truth: str
    wrong: str


def deflate(data: bytes) -> bytes:
    """A package as it travels."""
    return zlib.compress(data, 6)


def inflate(data: bytes) -> bytes:
    """The inverse of deflate(). Raises WorkspaceError where it is damaged or larger than any document."""
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(data, _LARGEST)
    except zlib.error as error:
        raise WorkspaceError(tr("A document of the workspace is damaged; please tell the lead.")) from error
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise WorkspaceError(tr("A document of the workspace is damaged; please tell the lead."))
    return found


def text_for_server(text: str | None) -> str | None:
    """A text as the server can hold it: without what no text there may have (NUL, halves of characters)."""
    return None if text is None else text.replace("\0", "").encode("utf-8", "replace").decode()
