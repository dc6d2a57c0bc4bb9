"""All that is stored of some invented reviews, and what is said of damaged sessions, held against tests/data/outcomes_of_session.

A change shows there as a difference to be looked through: run this file as a script, which writes what is said now.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

for folder in (0, 1):  # as a script
    sys.path.insert(0, str(Path(__file__).parents[folder]))

import told_sessions as told  # noqa: E402
from invented_reviews import settled  # noqa: E402

from reviewer.base import i18n  # noqa: E402

FOLDER = Path(__file__).parents[2] / "data" / "outcomes_of_session"
TOPICS: dict[str, tuple[Callable[[int, Path], Iterator[str]], int]] = {
    "stored": (told.stored, 3),
    "damaged": (told.damaged, 6),
}
"""What is told, and of how many sessions."""


def said(topic: str, place: Path) -> str:
    """The whole of a topic; `place` is a folder to write in."""
    tell, count = TOPICS[topic]
    i18n.use_language("en")
    with settled():
        return "\n".join(f"=== {seed}\n" + "\n".join(tell(seed, place)) for seed in range(1, count + 1)) + "\n"


@pytest.mark.parametrize("topic", TOPICS)
def test_what_is_stored_and_opened_is_what_it_was(topic: str, tmp_path: Path) -> None:
    before = (FOLDER / f"{topic}.txt").read_text(encoding="utf-8").splitlines()
    now = said(topic, tmp_path).splitlines()
    differing = [(at + 1, *pair) for at, pair in enumerate(zip(before, now, strict=False)) if pair[0] != pair[1]]
    assert differing[:3] == []
    assert len(now) == len(before)


def _write() -> None:
    FOLDER.mkdir(exist_ok=True)
    for topic in TOPICS:
        with tempfile.TemporaryDirectory() as place:
            (FOLDER / f"{topic}.txt").write_text(said(topic, Path(place)), encoding="utf-8")


if __name__ == "__main__":
    _write()
