"""What was not read is not done: how a source as a whole stands, beyond the doubts about its fields."""

from __future__ import annotations

from enum import StrEnum

from reviewer.model.document_kind import why_empty
from reviewer.model.edits import Act, SetField
from reviewer.model.fields import ASIDE, Field, FieldRef, Status
from reviewer.model.history import History
from reviewer.model.postponing import has_looked
from reviewer.model.review import Review
from reviewer.model.source import PARTS, Source

SETTLED_KEY = f"{ASIDE}source]"
"""The document's field that says that somebody has looked at a source that was not read whole; its value says why it was not."""


class Standing(StrEnum):
    """How a source stands; only DONE is done."""

    DOUBTFUL = "doubtful"
    NOTHING = "nothing"
    """No entry was found in it."""
    PART = "part"
    """Something of it was not read."""
    UNSEEN = "unseen"
    """Nothing speaks against it, and nobody has looked at it."""
    DONE = "done"


def not_read(review: Review) -> tuple[str, ...]:
    """Sentences that say what of the source was not read, whoever has looked at it since; none where all of it was."""
    nothing = () if review.entries else (why_empty(review.source).text(),)
    return (*nothing, *parts_not_read(review.source))


def parts_not_read(source: Source) -> tuple[str, ...]:
    """Sentences that say which parts of a source were not read."""
    return tuple(str(note) for note in source.notes if getattr(note, "code", "") in PARTS)


def is_settled(review: Review) -> bool:
    """Whether a person has said that nothing more is to be taken from the source."""
    return SETTLED_KEY in review.root.fields


def is_unread(review: Review) -> bool:
    """Whether something of the source was not read and nobody has looked at it."""
    return not is_settled(review) and (not review.entries or bool(parts_not_read(review.source)))


def standing(review: Review, history: History | None) -> Standing:
    """How a source stands."""
    if is_unread(review):
        return Standing.PART if review.entries else Standing.NOTHING
    if review.count_doubtful():
        return Standing.DOUBTFUL
    return Standing.DONE if is_settled(review) or has_looked(history) else Standing.UNSEEN


def settle(review: Review) -> Act:
    """The reviewer has looked at the source: nothing more is to be taken from it."""
    why = " ".join(not_read(review)) or None
    edits = (
        ()
        if is_settled(review)
        else (SetField(FieldRef(review.root.id, SETTLED_KEY), None, Field(why, status=Status.ACCEPTED)),)
    )
    return Act("settle_source", edits)
