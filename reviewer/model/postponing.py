"""A source that is put off with a note: the walk passes over it until it is taken up again. Both are on record and change nothing."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from reviewer.model.edits import Act
from reviewer.model.history import History

_POSTPONED, _RESUMED = "postponed", "resumed"


_heard: WeakKeyDictionary[History, tuple[int, str | None]] = WeakKeyDictionary()
"""How much of each record was looked at, and the note that held then: it is asked for after every key."""


def postpone(note: str) -> Act:
    """The source is put off; `note` says why, for whoever takes it up again."""
    return Act(_POSTPONED, (), (("note", " ".join(note.split())),))


def resume() -> Act:
    """The source is taken up again."""
    return Act(_RESUMED, ())


def note_of(history: History | None) -> str | None:
    """The note with which a source is put off (it may be empty); None where it is not."""
    if history is None:
        return None
    heard, note = _heard.get(history, (0, None))
    if heard > len(history.record):
        heard, note = 0, None
    for entry in history.record[heard:]:
        if entry.act.name in (_POSTPONED, _RESUMED):
            note = dict(entry.act.gaps).get("note", "") if entry.act.name == _POSTPONED else None
    _heard[history] = len(history.record), note
    return note


def has_looked(history: History | None) -> bool:
    """Whether a person has done anything with the source besides putting it off."""
    return history is not None and any(entry.act.name not in (_POSTPONED, _RESUMED) for entry in history.record)
