"""The history of a review: acts done, undone and redone, each on record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from reviewer.model.edits import Act, Edit, InsertNode, MoveNode, RemoveNode, SetField
from reviewer.model.naming import place_of
from reviewer.model.review import NodeData, Review

if TYPE_CHECKING:
    from reviewer.model.checks import Found


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record: when (UTC), who, and what; `way` is "do", "undo", "redo" or, for what changes nothing, "note".

    `where` names the places of the act's edits as they were called at that moment, one for each edit.
    """

    at: datetime
    who: str
    way: str
    act: Act
    where: tuple[str, ...] = ()


def _now() -> datetime:
    return datetime.now(UTC)


_NOWHERE = Act("", ())
"""Stands for a state that no act leads to."""


class History:
    """Does acts on a review and keeps every one of them.

    `record` only ever grows. `clean_at` is the length of the record at the last save: the review is modified when
    the state differs from that one.
    """

    def __init__(
        self,
        review: Review,
        who: str = "",
        now: Callable[[], datetime] = _now,
        record: Iterable[Entry] = (),
        found: Found | None = None,
        first: NodeData | None = None,
        found_after: int = 0,
    ) -> None:
        """`record` is what was done to the review before (see restore(), also for what it raises); `found` is what the checks
        have found in this very review after so many lines of it as `found_after` says, and `first` what the review was made
        of, where that is at hand.
        """
        from reviewer.model.checks import Checks  # the window starts without a review

        self.review = review
        self.who = who
        self.record: list[Entry] = []
        self._now = now
        self._done: list[Act] = []
        self._undone: list[Act] = []
        self._clean: Act | None = None
        self.on_record: list[Callable[[Entry], None]] = []
        self.first = review.root.data() if first is None else first
        """The review as it was when the history began: what the record is replayed on."""
        lines = iter(record)
        self._replay(islice(lines, found_after))  # nobody listens yet: what the checks say of it is at hand
        self._checks = Checks(review, found)
        review.listeners.insert(0, self._checks)
        self.restore(lines)

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    @property
    def next_undo(self) -> Act | None:
        """The act that undo() would take back."""
        return self._done[-1] if self._done else None

    @property
    def next_redo(self) -> Act | None:
        """The act that redo() would do again."""
        return self._undone[-1] if self._undone else None

    @property
    def is_modified(self) -> bool:
        """Whether the review differs from the one that was saved last (or first made)."""
        return (self._done[-1] if self._done else None) is not self._clean

    def mark_saved(self) -> None:
        """The review as it stands is safe."""
        self._clean = self._done[-1] if self._done else None

    def mark_unsaved(self) -> None:
        """The review as it stands is nowhere safe, though nothing was done to it since it was opened (salvaged work)."""
        self._clean = _NOWHERE

    def do(self, act: Act) -> None:
        """Do an act; an act without edits does nothing. Raises ValueError or KeyError, with nothing changed, where it does not fit."""
        if not act.edits:
            return
        where = self._apply(act)
        self._done.append(act)
        self._undone.clear()
        self._note("do", act, where)

    def undo(self) -> Act | None:
        """Take the last act back and return it; None where there is none."""
        if not self._done:
            return None
        act = self._done[-1]
        where = self._apply(act.inverse())
        self._undone.append(self._done.pop())
        self._note("undo", act, where[::-1])
        return act

    def redo(self) -> Act | None:
        """Do the act that was taken back last again and return it; None where there is none."""
        if not self._undone:
            return None
        act = self._undone[-1]
        where = self._apply(act)
        self._done.append(self._undone.pop())
        self._note("redo", act, where)
        return act

    def remark(self, act: Act) -> None:
        """Put on record what a person did without changing the review: an act without edits, nothing to undo."""
        self._note("note", Act(act.name, (), act.gaps), ())

    def restore(self, record: Iterable[Entry]) -> None:
        """Do again what a stored record says, with its times and names; used when a session is opened.

        Raises ValueError or KeyError where the record does not fit the review.
        """
        self._replay(record)
        self._checks.update()

    def found(self) -> Found:
        """What the checks find in the review as it is."""
        return self._checks.found()

    def _replay(self, record: Iterable[Entry]) -> None:
        for entry in record:
            if entry.way == "note":
                pass
            elif entry.way == "do":
                self._edit(entry.act, named=False)
                self._done.append(entry.act)
                self._undone.clear()
            else:
                taken, given = (self._done, self._undone) if entry.way == "undo" else (self._undone, self._done)
                if not taken:
                    raise ValueError("the record undoes or redoes more than was done")
                act = taken.pop()
                self._edit(act.inverse() if entry.way == "undo" else act, named=False)
                given.append(act)
            self.record.append(entry)

    def _apply(self, act: Act) -> tuple[str, ...]:
        """Carry an act out and check again; the places of its edits."""
        try:
            return self._edit(act)
        finally:
            self._checks.update()

    def _edit(self, act: Act, named: bool = True) -> tuple[str, ...]:
        """Apply every edit or none; the place of each, as it was called before (or, for what is new, after) it, if asked for."""
        through: list[Edit] = []
        where: list[str] = []
        try:
            for edit in act.edits:
                before = place_of(self.review, _node_of(edit)) if named else ""
                edit.apply(self.review)
                through.append(edit)
                if named:
                    where.append(before or place_of(self.review, _node_of(edit)))
        except (KeyError, ValueError):
            for edit in reversed(through):
                edit.inverse().apply(self.review)
            raise
        return tuple(where)

    def _note(self, way: str, act: Act, where: tuple[str, ...]) -> None:
        entry = Entry(self._now(), self.who, way, act, where)
        self.record.append(entry)
        for told in tuple(self.on_record):
            told(entry)
        for listener in self.review.listeners:  # last: a listener may ask what can be undone now
            listener.act_done()


def _node_of(edit: Edit) -> int:
    match edit:
        case SetField():
            return edit.ref.node
        case InsertNode() | RemoveNode():
            return edit.node.id
        case MoveNode():
            return edit.node
    return getattr(edit, "node", 0)
