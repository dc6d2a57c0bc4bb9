"""Who does the work of a batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from reviewer.workers.terms import Event, Job, Limits


class CrewError(Exception):
    """Those who were to do the work cannot be had. Its text is one sentence for the user."""


class Crew(Protocol):
    """Who does the jobs: a supervisor of processes here, or a cluster."""

    limits: Limits

    def __enter__(self) -> Crew:
        """Until the end of the `with`."""

    def __exit__(self, *_: object) -> None:
        """Nobody works any more."""

    def submit(self, job: Job) -> None:
        """Have a job done."""

    def renew(self) -> None:
        """The limits have changed."""

    def events(self) -> Iterator[Event]:
        """Everything that happens until no job is left."""
