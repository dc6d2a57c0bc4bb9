"""What is read of invented tables in files of many makings, held against tests/data/outcomes_of_sources.

They say what is so, not that it must be: a table on paper without lines is not always told rightly. A change of a reader shows there
as a difference to be looked through: run this file as a script, which writes what is read now.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

for folder in (0, 1):  # as a script
    sys.path.insert(0, str(Path(__file__).parents[folder]))

from stored_outcomes import hold, write  # noqa: E402
from told_sources import KINDS, said  # noqa: E402

FOLDER = Path(__file__).parents[2] / "data" / "outcomes_of_sources"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_read_is_what_it_was(kind: str) -> None:
    hold(FOLDER, kind, said(kind))


if __name__ == "__main__":
    write(FOLDER, KINDS, said)
