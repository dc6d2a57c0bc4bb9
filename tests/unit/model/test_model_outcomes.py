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
from invented_reviews import settled  # noqa: E402

from reviewer.base import i18n  # noqa: E402

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
    tell, count = TOPICS[topic]
    i18n.use_language("en")
    with settled():
        parts = [f"=== {seed}\n" + "\n".join(tell(seed)) for seed in range(1, count + 1)]
    return "\n".join(parts) + "\n"


@pytest.mark.parametrize("topic", TOPICS)
def test_what_is_said_and_done_is_what_it_was(topic: str) -> None:
    before = (FOLDER / f"{topic}.txt").read_text(encoding="utf-8").splitlines()
    now = said(topic).splitlines()
    differing = [(at + 1, *pair) for at, pair in enumerate(zip(before, now, strict=False)) if pair[0] != pair[1]]
    assert differing[:3] == []
    assert len(now) == len(before)


def _write() -> None:
    for topic in TOPICS:
        (FOLDER / f"{topic}.txt").write_text(said(topic), encoding="utf-8")


if __name__ == "__main__":
    _write()
