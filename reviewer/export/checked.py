"""Who has checked a review, and what samples and second readings say of it: for 说明 and for the page that a head signs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from reviewer.base.i18n import tr
from reviewer.model.fields import Status
from reviewer.model.history import Entry, History
from reviewer.model.quality import unmarked
from reviewer.model.review import Review
from reviewer.model.unread import Standing, is_unread, standing

_SAMPLES = ("quality_sample", "quality_sampled")


@dataclass(slots=True)
class Checked:
    """What is known of the checking of one review.

    `looked` fields a person has spoken on, `open` ones are doubtful still, `unmarked` ones have a value on which nobody has
    spoken and that nothing marks. `reviewers` counts acts by name, `second` and `samples` are the entries of the record.
    """

    looked: int
    open: int
    unmarked: int
    unread: bool
    standing: Standing
    reviewers: dict[str, int] = field(default_factory=dict)
    second: list[Entry] = field(default_factory=list)
    samples: list[Entry] = field(default_factory=list)
    first: datetime | None = None
    last: datetime | None = None

    def reviewer_text(self) -> str:
        """The names of the reviewers, the one with most acts first; empty where nobody has done anything."""
        return "、".join(sorted(self.reviewers, key=lambda who: -self.reviewers[who]))

    def second_text(self) -> str:
        """Who read a second time, and how many fields they read differently; empty where nobody has."""
        return "；".join(
            tr("{who}: {seen} fields seen, {differ} read differently", who=entry.who or tr("no name"), **dict(entry.act.gaps))
            for entry in self.second
        )  # fmt: skip

    def sample_text(self) -> str:
        """What the quality samples found; empty where none was drawn."""
        return "；".join(
            tr("{who}: {wrong} of {seen} wrong; {low} to {high} of the {all} unmarked fields are wrong (95 % sure)",
               who=entry.who or tr("no name"), **dict(entry.act.gaps))
            for entry in self.samples
        )  # fmt: skip


def checked(review: Review, history: History | None) -> Checked:
    """What the record of a review says of its checking."""
    fields = [field for node in review.root.walk() for field in node.fields.values()]
    made = Checked(
        sum(field.status is not Status.OPEN for field in fields),
        review.count_doubtful(),
        len(unmarked(review)),
        is_unread(review),
        standing(review, history),
    )
    counts: Counter[str] = Counter()
    for entry in history.record if history is not None else ():
        made.first, made.last = made.first or entry.at, entry.at
        if entry.act.name == "second_review":
            made.second.append(entry)
        elif entry.act.name in _SAMPLES:
            made.samples.append(entry)
        if entry.way == "do":
            counts[entry.who or tr("no name")] += 1
    made.reviewers = dict(counts)
    return made
