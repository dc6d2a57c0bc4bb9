"""A document in hand that is a new version of an older one: what was corrected there is carried over, as one act that can be undone."""

from __future__ import annotations

import logging
from collections.abc import Callable

from reviewer.model.carry import Carried, carry
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.jobs import Jobs
from reviewer.workspace.terms import Claimed
from reviewer.workspace.transport import item_of

log = logging.getLogger(__name__)


class Versions:
    """Carries over what was done to an older version; `told` hears what became of it."""

    def __init__(self, desk: Desk, jobs: Jobs, told: Callable[[Carried], None]) -> None:
        self._desk, self._jobs, self._told = desk, jobs, told

    def carry_over(self, opened: OpenSource, older: Claimed | None) -> None:
        """Do to `opened` what was done to `older` and still applies. Worked out beside the window, for some have thousands of rows."""
        if older is None or opened.review is None or opened.history is None:
            return
        review, seen = opened.review, len(opened.history.record)
        now = Review(review.source, review.root.data(), review.target_accuracy, review.layout, review.loose)

        def work(_report: object) -> Carried:
            before, history = item_of(older)
            return carry(history.first, before, now)

        def done(carried: Carried) -> None:
            history: History | None = opened.history
            if opened not in self._desk.sources or history is None:
                return
            if len(history.record) != seen:
                self.carry_over(opened, older)  # the clerk has gone on meanwhile: what is asked of is not what is there
                return
            if not carried.count or self._desk.do_in(opened, carried.act):
                self._told(carried)

        self._jobs.start(work, done, lambda error: log.warning("nothing could be carried over", exc_info=error))
