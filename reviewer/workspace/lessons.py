"""What members taught their programs, for a lead to take over for all: names of levels, headings and layouts of tables.

Who decided what and when stays on record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reviewer.base.words import LEVELS, LONGEST, LONGEST_LAYOUT, Words
from reviewer.extract.taught import roles_in
from reviewer.workspace.terms import Hello, text_for_server

SCHEMA = 5
"""The form of a workspace since which members learn together."""
LABEL, LAYOUT = "label", "layout"
PROPOSED, ACCEPTED, DECLINED, UNDONE = "proposed", "accepted", "declined", "undone"
Taught = tuple[str, str, str]
"""A kind ("level1", "level2", "label"), a printed word, and what it means; or "layout", a header, and the roles of its columns."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """Something that a member taught. `state` is "proposed", "accepted" (in force for all), "declined" or "undone"."""

    id: int
    kind: str
    word: str
    meaning: str
    taught_by: str
    taught_at: datetime
    state: str
    decided_by: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a lead made of a lesson, and when."""

    state: str
    who: str
    at: datetime


class LessonCalls:
    """The part of a Server that is about learning together; each method is one round trip."""

    hello: Hello

    def _rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        raise NotImplementedError

    def _row(self, query: str, *values: Any) -> tuple[Any, ...]:
        raise NotImplementedError

    def lessons(self) -> list[Lesson]:
        """Everything that was taught, what waits for a decision first; nothing in a workspace of an older form, nor for a reader."""
        if self.hello.schema_version < SCHEMA:
            return []
        rows = self._rows(
            "SELECT id, kind, word, meaning, taught_by, taught_at, state, decided_by, decided_at FROM reviewer.lesson "
            "ORDER BY state <> 'proposed', id DESC LIMIT 10000"
        )
        return [Lesson(*row) for row in rows]

    def decisions(self, lesson: int) -> list[Decision]:
        """What was made of a lesson, the first decision first."""
        rows = self._rows("SELECT state, who, at FROM reviewer.decision WHERE lesson = %s ORDER BY id", lesson)
        return [Decision(*row) for row in rows]

    def teach(self, taught: Taught) -> None:
        """Propose something; what was taught already, by whomever, stays as it is."""
        self._row(
            "SELECT reviewer.teach(%s, %s, %s)", taught[0], text_for_server(taught[1]), text_for_server(taught[2])
        )

    def withdraw(self, taught: Taught) -> bool:
        """Take back what one has taught; False where somebody has decided on it, or somebody else taught it."""
        row = self._row(
            "SELECT reviewer.withdraw(%s, %s, %s)", taught[0], text_for_server(taught[1]), text_for_server(taught[2])
        )
        return bool(row[0])

    def decide(self, lesson: int, state: str) -> bool:
        """Take a lesson over for all ("accepted"), not ("declined"), or no longer ("undone"); False where that is not possible."""
        return bool(self._row("SELECT reviewer.decide(%s, %s)", lesson, state)[0])


def taught_by(words: Words) -> set[Taught]:
    """What a vocabulary teaches."""
    levels = {(level, printed, name) for level in LEVELS for printed, name in words.levels.get(level, {}).items()}
    labels = {(LABEL, printed, role) for printed, role in words.labels.items()}
    return levels | labels | {(LAYOUT, header, roles) for header, roles in words.layouts.items()}


def words_of(lessons: Iterable[Lesson]) -> Words:
    """The words that are in force for all. What no vocabulary can hold is left out: anybody's SQL may have put it there."""
    found = Words()
    for each in lessons:
        longest = LONGEST_LAYOUT if each.kind == LAYOUT else LONGEST
        sound = all(text.strip() and len(text) <= longest for text in (each.word, each.meaning))
        if each.state != ACCEPTED or not sound:
            continue
        if each.kind in LEVELS:
            found = found.with_level(each.kind, each.word, each.meaning)
        elif each.kind == LABEL:
            found = found.with_label(each.word, each.meaning)
        elif each.kind == LAYOUT and roles_in(each.word, each.meaning) is not None:
            found = found.with_layout(each.word, each.meaning)
    return found


def learn(server: LessonCalls, own: Words) -> list[Lesson]:
    """Propose what is in one's own vocabulary and was not taught before; everything that was taught then. Raises WorkspaceError."""
    lessons = server.lessons()
    if server.hello.schema_version < SCHEMA or server.hello.role == "reader":
        return lessons
    known = {(each.kind, each.word, each.meaning) for each in lessons}
    fresh = sorted(taught_by(own) - known)
    for taught in fresh:
        server.teach(taught)
    return server.lessons() if fresh else lessons
