"""Sessions on disk: one SQLite file that opens without the sources.

It holds each source's text and blocks, the review as it was first made, and the record of every act on it. Opening a
session replays the record, so that undo goes back to the first one.
"""

from __future__ import annotations

import errno
import sqlite3
import struct
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from reviewer import __version__
from reviewer.base.files import write_whole
from reviewer.base.i18n import tr
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.model.source import Page, Source
from reviewer.session import codec
from reviewer.session.codec import SessionError, UnknownKind

APPLICATION_ID = 0x52455657
""""REVW": what the header of a session file says it is."""
VERSION = 1
SUFFIX = ".review"

_SCHEMA = f"""
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE review (
    id INTEGER PRIMARY KEY,        -- order on the desk
    name TEXT NOT NULL, format TEXT NOT NULL, sha256 TEXT NOT NULL, encoding TEXT,
    target_accuracy REAL NOT NULL,
    layout BLOB NOT NULL,          -- spans of text that is known to be no field
    first BLOB NOT NULL            -- the tree as extraction made it, before any act
);
CREATE TABLE page (
    review INTEGER NOT NULL REFERENCES review, place INTEGER NOT NULL, number INTEGER NOT NULL,
    text BLOB NOT NULL, blocks BLOB NOT NULL, layout BLOB NOT NULL,
    PRIMARY KEY (review, place)
);
CREATE TABLE record (              -- append-only
    review INTEGER NOT NULL REFERENCES review, place INTEGER NOT NULL, entry BLOB NOT NULL,
    PRIMARY KEY (review, place)
);
"""


def save_session(path: Path, items: Sequence[tuple[Review, History]]) -> None:
    """Write the reviews with their histories, whole or not at all. Raises base.files.WriteError.

    Marking the histories as saved is left to the caller.
    """
    write_whole(path, lambda temporary: _write(temporary, items))


def _write(path: Path, items: Sequence[tuple[Review, History]]) -> None:
    try:
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA journal_mode = OFF")  # the file has no readers yet and is thrown away on failure
            db.execute("PRAGMA synchronous = OFF")  # write_whole brings it to the disk
            db.executescript(_SCHEMA)
            with db:
                db.execute("INSERT INTO meta VALUES ('program', ?)", (__version__,))
                for place, (review, history) in enumerate(items, start=1):
                    _write_review(db, place, review, history)
    except sqlite3.OperationalError as error:
        full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if full else errno.EIO, str(error)) from error


def _write_review(db: sqlite3.Connection, number: int, review: Review, history: History) -> None:
    source = review.source
    db.execute(
        "INSERT INTO review VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            source.name.encode("utf-8", "replace").decode(),
            source.format,
            source.sha256,
            source.encoding,
            review.target_accuracy,
            codec.dump(codec.encode_spans(review.layout)),
            codec.dump(codec.encode_node(history.first)),
        ),
    )
    db.executemany("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?)", _page_rows(number, source))
    rows = ((number, place, codec.dump(codec.encode_entry(entry))) for place, entry in enumerate(history.record))
    db.executemany("INSERT INTO record VALUES (?, ?, ?)", rows)


def _page_rows(number: int, source: Source) -> Iterable[tuple[object, ...]]:
    for place, page in enumerate(source.pages):
        blocks = [codec.encode_block(block) for block in page.blocks]
        layout = codec.encode_spans(page.layout)
        text = page.text.encode("utf-8", "surrogatepass")
        yield number, place, page.number, text, codec.dump(blocks), codec.dump(layout)


# -- opening ------------------------------------------------------------------------------------------------------


def is_session(path: Path) -> bool:
    """Whether the file's content says that it is a session, whatever it is called; False where it cannot be read."""
    try:
        return _header(path)[0] == APPLICATION_ID
    except OSError:
        return False


def load_session(path: Path) -> list[tuple[Review, History]]:
    """The reviews of a session as they were when it was saved, each with its history. Raises SessionError."""
    _check(path)
    try:
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA query_only = ON")
            if db.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("the integrity check failed")
            numbers = [number for (number,) in db.execute("SELECT id FROM review ORDER BY id")]
            return [_read_review(db, number) for number in numbers]
    except UnknownKind as error:
        raise SessionError(
            tr(
                "{file} holds “{what}”, which this version of the program does not know; please update the program.",
                file=path.name,
                what=error.what,
            )
        ) from error
    except (sqlite3.Error, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise _damaged(path) from error


def _header(path: Path) -> tuple[int, int]:
    """Application id and version, (0, 0) for what is no SQLite file. Raises OSError."""
    with open(path, "rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        return 0, 0
    (version,) = struct.unpack(">I", head[60:64])
    (application,) = struct.unpack(">I", head[68:72])
    return application, version


def _check(path: Path) -> None:
    try:
        if path.is_dir():
            raise SessionError(tr("{file} is a folder, not a session; please choose a file.", file=path.name))
        application, version = _header(path)
    except FileNotFoundError as error:
        raise SessionError(
            tr("{file} is not there any more; please look whether it was moved or renamed.", file=path.name)
        ) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise SessionError(
            tr("{file} cannot be read ({why}); please try a copy of it.", file=path.name, why=why)
        ) from error
    if application != APPLICATION_ID:
        raise SessionError(
            tr("{file} is not a session of this program; please open the file that “Save” wrote.", file=path.name)
        )
    if version > VERSION:
        raise SessionError(
            tr("{file} was made by a newer version of this program; please update the program.", file=path.name)
        )


def _damaged(path: Path) -> SessionError:
    return SessionError(tr("{file} is damaged and cannot be opened; please use an older copy of it.", file=path.name))


def _read_review(db: sqlite3.Connection, number: int) -> tuple[Review, History]:
    name, form, sha256, encoding, target, layout, first = db.execute(
        "SELECT name, format, sha256, encoding, target_accuracy, layout, first FROM review WHERE id = ?", (number,)
    ).fetchone()
    pages = db.execute("SELECT number, text, blocks, layout FROM page WHERE review = ? ORDER BY place", (number,))
    source = Source(name, form, sha256, encoding, tuple(_page(*row) for row in pages))
    review = Review(source, codec.decode_node(codec.load(first)), target, codec.decode_spans(codec.load(layout)))
    history = History(review)
    rows = db.execute("SELECT entry FROM record WHERE review = ? ORDER BY place", (number,))
    history.restore(codec.decode_entry(codec.load(row)) for (row,) in rows)
    history.mark_saved()
    return review, history


def _page(number: int, text: bytes, blocks: bytes, layout: bytes) -> Page:
    made = tuple(codec.decode_block(block) for block in codec.load(blocks))
    return Page(number, text.decode("utf-8", "surrogatepass"), made, codec.decode_spans(codec.load(layout)))
