"""What is read of invented tables in files of many makings, held against tests/data/outcomes_of_sources.

They say what is so, not that it must be: a table on paper without lines is not always told rightly. A change of a reader shows there
as a difference to be looked through: run this file as a script, which writes what is read now.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

for folder in (0, 1):  # as a script
    sys.path.insert(0, str(Path(__file__).parents[folder]))

from stored_outcomes import hold, write  # noqa: E402
from told_further_sources import ods, ofd, plain, rtf  # noqa: E402
from told_sources import html, pdf, told, word, xlsx  # noqa: E402

FOLDER = Path(__file__).parents[2] / "data" / "outcomes_of_sources"
KINDS: dict[str, tuple[Callable[[int], tuple[str, bytes]], int]] = {
    "pdf": (pdf, 48), "html": (html, 16), "xlsx": (xlsx, 20), "word": (word, 16), "ods": (ods, 14), "rtf": (rtf, 14), "ofd": (ofd, 16),
    "plain": (plain, 24),
}  # fmt: skip
"""How files of each kind are made, and how many."""


def said(kind: str) -> str:
    """The whole of a topic."""
    make, count = KINDS[kind]
    return "\n".join(f"=== {seed}\n" + "\n".join(told(*make(seed))) for seed in range(1, count + 1)) + "\n"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_read_is_what_it_was(kind: str) -> None:
    hold(FOLDER, kind, said(kind))


if __name__ == "__main__":
    write(FOLDER, KINDS, said)
