"""A document as it travels: a session without the bytes of its source on the server, a whole session on the clerk's machine."""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid5

from reviewer.base.i18n import tr
from reviewer.base.private import workplace_prefix
from reviewer.export.json_form import field_path
from reviewer.model.document_kind import document_kind
from reviewer.model.fields import FieldRef
from reviewer.model.history import Entry, History
from reviewer.model.review import Review
from reviewer.session import bounds, codec, rows
from reviewer.session.schema import APPLICATION_ID, header, migrate
from reviewer.session.store import UNSOUND, load_session, write_new
from reviewer.workspace.address import WorkspaceError
from reviewer.workspace.terms import Claimed, FieldValue, deflate, inflate


def encode(entry: Entry) -> bytes:
    """A line of the record as the server holds it: its bytes are what the running hash is of."""
    return codec.dump(codec.encode_entry(entry))


def decode(data: bytes) -> Entry:
    """The inverse of encode(). Raises SessionError and ValueError where it is none."""
    return codec.decode_entry(codec.load(data))


def uid_of(client: UUID, document: int, lease: int, place: int, entry: bytes) -> UUID:
    """The number by which an act is known, however often it is sent; it follows from the act and the copy it was done in."""
    return uuid5(client, f"{document}/{lease}/{place}/{hashlib.sha256(entry).hexdigest()}")


def package_of(session: Path) -> bytes:
    """A session file as it travels: without the bytes of the source, and where it lay. The file is changed.

    Raises OSError and sqlite3.Error.
    """
    with closing(sqlite3.connect(session, isolation_level=None)) as db:
        db.execute("UPDATE source SET bytes = x''")
        db.execute("UPDATE review SET path = ''")  # where it lay on the machine that read it is nobody's business
        db.execute("VACUUM")
    return deflate(session.read_bytes())


def pack(review: Review) -> bytes:
    """A review that nobody has worked on yet, as it travels. Raises OSError."""
    with tempfile.TemporaryDirectory(prefix=workplace_prefix("pack"), ignore_cleanup_errors=True) as folder:
        session = Path(folder, "package.review")
        write_new(session, [(review, History(review))])
        return package_of(session)


def unpack(claimed: Claimed, path: Path) -> None:
    """Make the session at `path` (nothing is there) that a clerk works on: source, first reading, and the record so far.

    Raises WorkspaceError where it is damaged, OSError.
    """
    try:
        path.write_bytes(inflate(claimed.package))
        application, version = header(path)
        if application != APPLICATION_ID:
            raise ValueError("no session")
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            bounds.bind(db)
            bounds.check(db, version)
            migrate(db)
            db.execute("BEGIN")
            db.execute("UPDATE source SET bytes = ?", (claimed.source,))
            chain = b""
            for place, entry in enumerate(claimed.entries):
                chain = rows.write_entry(db, 1, place, decode(entry), chain)
            db.execute("COMMIT")
    except UNSOUND as error:
        path.unlink(missing_ok=True)
        raise WorkspaceError(
            tr(
                "{file} in the workspace is damaged, or was made by a newer program; please tell the lead.",
                file=claimed.name,
            )
        ) from error


def item_of(claimed: Claimed) -> tuple[Review, History]:
    """A document of the workspace in memory, as it stands. Raises WorkspaceError, SessionError."""
    with tempfile.TemporaryDirectory(prefix=workplace_prefix("pack"), ignore_cleanup_errors=True) as folder:
        path = Path(folder, "document.review")
        unpack(claimed, path)
        ((review, history),) = load_session(path)
    return review, history


def with_entries(claimed: Claimed, start: int, entries: Iterable[bytes]) -> tuple[Review, History]:
    """The document as it would stand with other acts than those on record from place `start` on. Raises as item_of(), ValueError."""
    kept = (*claimed.entries[:start], *entries)
    made = Claimed(claimed.document, claimed.lease, claimed.name, claimed.office, claimed.note, claimed.seconds, len(kept),
                   b"", claimed.package, claimed.source, kept)  # fmt: skip
    return item_of(made)


def layout_of(review: Review) -> str:
    """What a document looks like, roughly: its format and its kind."""
    return f"{review.source.format} · {document_kind(review.source).kind}"


def path_text(review: Review, ref: FieldRef) -> str:
    """The place of a field as a text: its node and its key. A node's number is the same in every copy of a document."""
    entry, indicator, key = field_path(review, ref)
    return "/".join(str(part) for part in (entry, indicator, key) if part is not None) + f"#{ref.node}:{ref.key}"


def ref_of(path: str) -> FieldRef:
    """The field that path_text() names. Raises ValueError."""
    node, _, key = path.rpartition("#")[2].partition(":")
    return FieldRef(int(node), key)


def values_of(review: Review, first: Review | None = None) -> Sequence[FieldValue]:
    """Every field with a value, of whom the server may draw a sample; marked: it was doubtful in the `first` reading."""
    doubtful = set(first.doubtful()) if first is not None else set()
    made = []
    for ref in review.refs():
        field = review.field(ref)
        if field.value is not None and (
            first is None or ref.node in first
        ):  # a row that was put in has no place in the first reading
            made.append(FieldValue(path_text(review, ref), kind_of(ref), field.value, ref in doubtful))
    return made


def kind_of(ref: FieldRef) -> str:
    """What kind of field it is, for figures: its key without the label."""
    return ref.key.partition("[")[0]
