"""All that the model says of some invented reviews and does to them, held against tests/data/outcomes_of_model.

A change of a rule shows there as a difference to be looked through: run this file as a script, which writes what is said now.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

for folder in (0, 1):  # as a script
    sys.path.insert(0, str(Path(__file__).parents[folder]))

import told_reviews as told  # noqa: E402
import told_values as values  # noqa: E402
import told_wholes as wholes  # noqa: E402
from stored_outcomes import hold, write  # noqa: E402
from stored_outcomes import told as told_of  # noqa: E402

FOLDER = Path(__file__).parents[2] / "data" / "outcomes_of_model"
TOPICS: dict[str, tuple[Callable[[int], Iterator[str]], int]] = {
    "checks": (told.checks, 30),
    "doubtful": (told.doubtful, 20),
    "offered": (told.offered, 8),
    "beside": (told.beside, 8),
    "replaced": (told.replaced, 6),
    "counted": (told.counted, 8),
    "done": (told.done, 14),
    "read_again": (told.read_again, 12),
    "carried": (told.carried, 40),
    "targets": (values.targets, 4),
    "numbers": (values.numbers, 2),
    "points": (values.points, 3),
    "shares": (values.shares, 2),
    "flows": (values.flows, 4),
    "names": (values.names, 2),
    "features": (values.kinds, 10),
    "tables": (wholes.tables, 10),
    "standings": (wholes.standings, 8),
    "places": (wholes.places, 4),
    "kinds": (wholes.kinds, 6),
}
"""What is told, and of how many reviews."""


def said(topic: str) -> str:
    """The whole of a topic."""
    return told_of(*TOPICS[topic])


@pytest.mark.parametrize("topic", TOPICS)
def test_what_is_said_and_done_is_what_it_was(topic: str) -> None:
    hold(FOLDER, topic, said(topic))


if __name__ == "__main__":
    write(FOLDER, TOPICS, said)
