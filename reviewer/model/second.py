"""A second review: somebody else reads the doubtful fields, and a sample of the others, without the first one's values.

Two who read independently leave far fewer errors than one who checks: about a twenty-eighth (double entry against looking
over, Barchard and Pace, Computers in Human Behavior 27, 2011).
"""

from __future__ import annotations

import random

from reviewer.model.edits import Act, SetField
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Review

SAMPLE = 20
"""How many fields that were never doubtful are shown too."""


class SecondReview:
    """One second review of `review`, which began as `history.first`.

    `blind` is the review as extraction made it: what the second reviewer sees and changes. `to_see` are the fields to go
    through, in document order: those that were doubtful then, and a sample of the others that have a value.
    """

    def __init__(
        self, review: Review, history: History, who: str, sample: int = SAMPLE, seed: int | None = None
    ) -> None:
        self._review, self._history = review, history
        self.blind = Review(review.source, history.first, review.target_accuracy, review.layout, review.loose)
        self.record = History(self.blind, who)
        there = [ref for ref in self.blind.refs() if ref.node in review and ref.key in review.node(ref.node).fields]
        doubtful = set(self.blind.doubtful())
        sure = [ref for ref in there if ref not in doubtful and self.blind.field(ref).value is not None]
        drawn = set(random.Random(seed).sample(sure, min(sample, len(sure))))
        self.to_see = [ref for ref in there if ref in doubtful or ref in drawn]

    def differences(self) -> list[FieldRef]:
        """The fields that the two read differently."""
        return [ref for ref in self.to_see if self._review.field(ref).value != self.blind.field(ref).value]

    def value_of_first(self, ref: FieldRef) -> str | None:
        """What the first review says."""
        return self._review.field(ref).value

    def settle(self, decided: dict[FieldRef, str | None]) -> Act:
        """The act on the first review that gives fields the values on which the two have settled."""
        edits = []
        for ref, value in decided.items():
            field = self._review.field(ref)
            if field.value != (value or None):
                edits.append(SetField(ref, field, field.with_value(value)))
        return Act("settle", tuple(edits), (("count", str(len(edits))),))

    def remark(self) -> Act:
        """What the record says of it: how many fields were seen, how many read differently."""
        counts = (("seen", str(len(self.to_see))), ("differ", str(len(self.differences()))))
        return Act("second_review", (), counts)
