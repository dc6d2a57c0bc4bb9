"""Doing the jobs of a batch in the process of the test, for tests of what a batch writes and says, not of its workers.

A worker takes longer to start than most jobs take. That jobs are done in processes of their own, and what becomes of those that
fail, is what tests/unit/workers, test_reading_batch and the commands that test_cli starts as programs are about.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from reviewer.base import gate, words
from reviewer.base.i18n import language, use_language
from reviewer.reading import jobs
from reviewer.reading.batch import Batch
from reviewer.reading.crew import Crew
from reviewer.workers.terms import Event, Fault, Job, Limits, Progress, Receipt


class CrewHere:
    """A crew of one that is here. What it is given and what it gives back go through pickle, as on their way to a worker."""

    def __init__(self, limits: Limits, surroundings: jobs.Surroundings) -> None:
        self.limits = limits
        self._surroundings = surroundings
        self._jobs: deque[bytes] = deque()
        self._held = ExitStack()

    def __enter__(self) -> Crew:
        self._held.callback(use_language, language())
        self._held.callback(words.use, words.in_use())
        self._held.enter_context(gate.protected(*map(Path, self._surroundings.protected)))
        use_language(self._surroundings.language)
        words.use(self._surroundings.own)
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def submit(self, job: Job) -> None:
        """Have a job done."""
        self._jobs.append(pickle.dumps(job))

    def renew(self) -> None:
        """Limits are for processes."""

    def events(self) -> Iterator[Event]:
        """Every job, done when it is asked for."""
        while self._jobs:
            job: Job = pickle.loads(self._jobs.popleft())
            shares: list[float] = []
            try:
                value = pickle.loads(pickle.dumps(job.function(*job.arguments, shares.append)))
            except Exception as error:
                yield Receipt(job.key, fault=Fault.RAISED, text=f"{type(error).__name__}: {error}")
                continue
            yield from (Progress(job.key, share) for share in shares)
            yield Receipt(job.key, value)


@pytest.fixture
def crew_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches have no workers."""
    monkeypatch.setattr(Batch, "_crew", lambda batch, _count, around: CrewHere(batch._options.limits, around))
