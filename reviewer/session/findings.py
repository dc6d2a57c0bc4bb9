"""What the checks found in a large review, kept in its session, so that who opens it need not run every check again.

A session may come from anybody, and one that said itself what the checks find could hide it. So what is kept counts only where a
seal is on it (HMAC-SHA-256) that this user's own program made: over all that the checks look at, for this very program and
these very words. Everything else - other people's sessions, older programs', altered ones - is checked anew.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reviewer import __version__, model
from reviewer.base import words
from reviewer.base.paths import data_path
from reviewer.base.private import FILE
from reviewer.base.resources import resource
from reviewer.model.history import History
from reviewer.model.review import Issue, Review, Severity
from reviewer.session import codec
from reviewer.session.schema import link

if TYPE_CHECKING:
    from reviewer.model.checks import Found

KEY = "findings.key"
"""The file of the key, in the user's data folder; without it, every session is checked anew."""
_KEY_LENGTH = 32
"""Bytes."""
WORTH_KEEPING = 1_000
"""Nodes: smaller reviews are checked as soon as looked up."""
_MOST_KEPT = 40
"""So many reviews of one session: programs before this one read a hundred lines of what a session says of itself."""
_ROW = "found:{}"
_LINES = {
    "review": "SELECT name, format, sha256, encoding, target_accuracy, layout, first, notes, loose FROM review WHERE id = ?",
    "page": "SELECT place, number, text, blocks, layout, label, picture FROM page WHERE review = ? ORDER BY place",
}


class Kept(NamedTuple):
    """What the checks found after so many lines of the record; nothing where they have to run."""

    found: Found | None
    after: int


def keep(db: sqlite3.Connection, number: int, review: Review, history: History) -> None:
    """Keep what is found in review `number`, which stands in the session as it is now with its record. Raises sqlite3.Error."""
    if review.size < WORTH_KEEPING or number > _MOST_KEPT or review.loose is None:
        return
    key = _key(make=True)
    if key is None:
        return
    text, after = _encoded(history.found()), len(history.record)
    made = _seal(key, db, number, after, text)
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_ROW.format(number), f"{made} {after} {text}"))


def are_kept(db: sqlite3.Connection, number: int) -> bool:
    """Whether something is kept of review `number` that this user's program made; the review is not looked at. Raises sqlite3.Error."""
    row = db.execute("SELECT substr(value, 1, 32) FROM meta WHERE key = ?", (_ROW.format(number),)).fetchone()
    if row is None:
        return False
    key = _key()
    return key is not None and row[0] == _mark(key)


_NOTHING = Kept(None, 0)


def kept(db: sqlite3.Connection, number: int) -> Kept:
    """What is kept of review `number` and counts here and now. Raises sqlite3.Error."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (_ROW.format(number),)).fetchone()
    key = _key() if row is not None else None
    if row is None or key is None or not isinstance(row[0], str):
        return _NOTHING
    made, _, rest = row[0].partition(" ")
    after, _, text = rest.partition(" ")
    if not after.isdecimal() or len(after) > 9 or not made.isascii():
        return _NOTHING
    if not hmac.compare_digest(made, _seal(key, db, number, int(after), text)):
        return _NOTHING
    return Kept(_decoded(text), int(after))


# -- the seal -----------------------------------------------------------------------------------------------------


def _seal(key: bytes, db: sqlite3.Connection, number: int, after: int, text: str) -> str:
    """Whose program found it, and the seal over that and over all that it was found in."""
    seal = hmac.new(key, digestmod=hashlib.sha256)
    _take(seal, (_mark(key), words.in_use().digest(), after, text))
    for query in _LINES.values():
        for row in db.execute(query, (number,)):
            _take(seal, row)
    chain = b""
    for (entry,) in db.execute("SELECT entry FROM record WHERE review = ? ORDER BY place LIMIT ?", (number, after)):
        chain = link(chain, bytes(entry))
    _take(seal, (chain,))
    return f"{_mark(key)}{seal.hexdigest()}"


def _take(seal: hmac.HMAC, values: Iterable[object]) -> None:
    """Each value with its kind and length before it, so that none can pass for another."""
    for value in values:
        data = value if isinstance(value, bytes) else repr(value).encode("utf-8", "surrogatepass")
        seal.update(f"{type(value).__name__} {len(data)}:".encode())
        seal.update(data)


def _mark(key: bytes) -> str:
    """A text of 32 characters that is another one where the key is, or the program."""
    return hmac.new(key, _program(), hashlib.sha256).hexdigest()[:32]


@lru_cache(maxsize=1)
def _program() -> bytes:
    """What is different where the checks may be: by version, and by the program's own files."""
    said = hashlib.sha256(__version__.encode())
    files = [Path(sys.executable), resource("taxonomy", "levels.json")]
    for folder in model.__path__:
        files += sorted(Path(folder).rglob("*.py"))
    for file in files:
        with suppress(OSError):
            seen = file.stat()
            said.update(f"{file.name} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return said.digest()


def _key(make: bool = False) -> bytes | None:
    """The key of this user's program; None where there is none and none can be made."""
    file = data_path() / KEY
    with suppress(OSError):
        if make and file.parent.is_dir() and not (file.is_file() and file.stat().st_size == _KEY_LENGTH):
            file.unlink(missing_ok=True)  # a full disk or a crash cut it off as it was made
            with (
                suppress(FileExistsError),
                open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE), "wb") as out,
            ):
                out.write(secrets.token_bytes(_KEY_LENGTH))
        key = file.read_bytes()
        return key if len(key) == _KEY_LENGTH else None
    return None


# -- what is kept -------------------------------------------------------------------------------------------------


def _encoded(found: Found) -> str:
    """As JSON in ASCII: a text that SQLite gives back as it is, whatever stands in the source."""
    names: dict[tuple[str, ...], int] = {}
    numbers = [names.setdefault(each, len(names)) for each in found.traits.values()]
    return json.dumps(
        {
            "traits": [list(names), list(found.traits), numbers],
            "habits": found.habits,
            "alone": _issues(found.alone),
            "together": _issues(found.together),
        },
        separators=(",", ":"),
    )


def _issues(found: dict[int, tuple[Issue, ...]]) -> codec.Json:
    return [
        [node, [[codec.encode_message(i.message), i.severity, i.node, i.keys, i.spans] for i in issues]]
        for node, issues in found.items()
    ]


def _decoded(text: str) -> Found:
    """What _encoded() was given; under a seal, so it is not looked at value by value."""
    from reviewer.model.checks import Found  # the window starts without the checks
    from reviewer.model.checks.habits import Habits

    data = json.loads(text)
    names, nodes, numbers = data["traits"]
    each = [tuple(one) for one in names]
    habits = None if data["habits"] is None else Habits(*data["habits"])
    traits = dict(zip(nodes, [each[number] for number in numbers], strict=True))
    return Found(traits, habits, _found(data["alone"]), _found(data["together"]))


def _found(data: codec.Json) -> dict[int, tuple[Issue, ...]]:
    severities = {str(severity): severity for severity in Severity}
    return {
        node: tuple(
            [
                Issue(codec.decode_message(said), severities[severity], of, tuple(keys), codec.decode_spans(spans))
                for said, severity, of, keys, spans in issues
            ]
        )
        for node, issues in data
    }
