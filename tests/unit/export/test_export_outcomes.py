"""All that is exported of some invented reviews, and what of it comes back, held against tests/data/outcomes_of_export.

A change of a rule shows there as a difference to be looked through: run this file as a script, which writes what is said now.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

for folder in (0, 1):  # as a script
    sys.path.insert(0, str(Path(__file__).parents[folder]))

import told_exports as told  # noqa: E402
from stored_outcomes import hold, in_a_folder, write  # noqa: E402
from stored_outcomes import told as told_of  # noqa: E402

FOLDER = Path(__file__).parents[2] / "data" / "outcomes_of_export"
TOPICS: dict[str, tuple[Callable[..., Iterator[str]], int]] = {
    "sheets": (told.sheets, 6),
    "written": (told.written, 3),
    "texts": (told.texts, 5),
    "come_back": (told.come_back, 24),
    "handled": (told.handled, 27),
    "filled": (told.filled, 12),
}
"""What is told, and of how many reviews."""


def said(topic: str, place: Path) -> str:
    """The whole of a topic; `place` is a folder to write in."""
    tell, count = TOPICS[topic]
    return told_of(tell, count, *([place] if "folder" in inspect.signature(tell).parameters else []))


@pytest.mark.parametrize("topic", TOPICS)
def test_what_is_written_is_what_it_was(topic: str, tmp_path: Path) -> None:
    hold(FOLDER, topic, said(topic, tmp_path))


if __name__ == "__main__":
    write(FOLDER, TOPICS, in_a_folder(said))
