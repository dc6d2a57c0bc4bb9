"""All that is exported of some invented reviews, and what of it comes back, held against tests/data/outcomes_of_export.

A change of a rule shows there as a difference to be looked through: run this file as a script, which writes what is said now.
"""

from __future__ import annotations

import inspect
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

for folder in (0, 1):  # as a script
    sys.path.insert(0, str(Path(__file__).parents[folder]))

import told_exports as told  # noqa: E402
from invented_reviews import settled  # noqa: E402

from reviewer.base import i18n  # noqa: E402

FOLDER = Path(__file__).parents[2] / "data" / "outcomes_of_export"
TOPICS: dict[str, tuple[Callable[..., Iterator[str]], int]] = {
    "sheets": (told.sheets, 6),
    "written": (told.written, 3),
    "texts": (told.texts, 5),
    "come_back": (told.come_back, 24),
    "filled": (told.filled, 12),
}
"""What is told, and of how many reviews."""


def said(topic: str, place: Path) -> str:
    """The whole of a topic; `place` is a folder to write in."""
    tell, count = TOPICS[topic]
    more = [place] if "folder" in inspect.signature(tell).parameters else []
    i18n.use_language("en")
    with settled():
        parts = [f"=== {seed}\n" + "\n".join(tell(seed, *more)) for seed in range(1, count + 1)]
    return "\n".join(parts) + "\n"


@pytest.mark.parametrize("topic", TOPICS)
def test_what_is_written_is_what_it_was(topic: str, tmp_path: Path) -> None:
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
