"""What the net says of small invented texts: every stretch that it finds, what it takes it for, and how sure it is.

tests/data/outcomes_of_net.txt holds them, each under “=== what it is about”, with its segments written into it: `{level3~0.912:道路清扫}`.
A new training changes them: `python tests/unit/extract/test_extract_outcomes_of_net.py` writes what the net says now; look through it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from reviewer.extract.sequence.roles import Segment  # noqa: E402
from reviewer.extract.sequence.tagger import tag  # noqa: E402
from tests.unit.extract.marked_texts import unmarked  # noqa: E402
from tests.unit.extract.outcomes import parts  # noqa: E402

FILE = ROOT / "tests" / "data" / "outcomes_of_net.txt"
NEAR = 0.004
"""Another processor sums in another order: figures may differ by so much."""


def documents() -> Iterator[tuple[str, str]]:
    for head, marked in parts(FILE):
        yield head, marked.removesuffix("\n")


def marked(text: str, segments: Iterable[Segment]) -> str:
    """A text with its segments written into it."""
    found, at = "", 0
    for one in segments:
        mark = f"{one.role.value}{'+' * one.continues}~{one.probability:.3f}"
        found, at = f"{found}{text[at : one.start]}{{{mark}:{text[one.start : one.end]}}}", one.end
    return found + text[at:]


EVERY = list(documents())


@pytest.mark.parametrize(("head", "expected"), EVERY, ids=[head for head, _ in EVERY])
def test_every_stretch_that_the_net_finds(head: str, expected: str) -> None:
    text, segments = unmarked(expected)
    found = list(tag(text))
    assert [(s.role, text[s.start : s.end], s.start, s.continues) for s in found] == [
        (s.role, text[s.start : s.end], s.start, s.continues) for s in segments
    ]
    assert [s.probability for s in found] == pytest.approx([s.probability for s in segments], abs=NEAR)


if __name__ == "__main__":
    plain = [(head, unmarked(text)[0]) for head, text in EVERY]
    FILE.write_text("".join(f"=== {head}\n{marked(text, tag(text))}\n" for head, text in plain), encoding="utf-8")
