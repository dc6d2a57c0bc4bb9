"""What a reviewer gets who marks words of an original and has them read as rows or as projects.

tests/data/outcomes_of_regions.txt holds texts with the marked words in ⟦ ⟧, each under “=== what it is about [file]”, and
behind “---” what they are read as. `python tests/unit/extract/test_extract_outcomes_of_regions.py` writes what is read now;
look through what changes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from reviewer.extract.region import read_region  # noqa: E402
from reviewer.model.review import Kind, NodeData  # noqa: E402
from reviewer.model.spans import Span  # noqa: E402
from reviewer.sources.registry import source_from_bytes  # noqa: E402
from tests.unit.extract.outcomes import doubts_of, name_of, node_line, parts, places_of, value_of  # noqa: E402

FILE = ROOT / "tests" / "data" / "outcomes_of_regions.txt"
_MARKED = re.compile(r"⟦([^⟦⟧]*)⟧")


def documents() -> Iterator[tuple[str, str, str]]:
    for head, rest in parts(FILE):
        marked, _, expected = rest.partition("\n---\n")
        yield head, marked, expected.strip("\n")


def outcome(head: str, marked: str) -> str:
    """What the marked words are read as, line by line: as indicators, then as projects."""
    source = source_from_bytes(name_of(head), _MARKED.sub(r"\1", marked).encode())
    region, at = [], [0] * len(source.pages)
    for words in _MARKED.findall(marked):
        page = next(n for n, one in enumerate(source.pages) if words in one.text[at[n] :])
        start = source.pages[page].text.index(words, at[page])
        at[page] = start + len(words)
        region.append(Span(page, start, at[page]))
    kinds = {"as indicators": Kind.INDICATOR, "as projects": Kind.PROJECT}
    return "\n".join(
        "\n".join([how, *(line for node in read_region(source, tuple(region), kind) for line in _lines(node, " "))])
        for how, kind in kinds.items()
    )


def _lines(node: NodeData, indent: str) -> Iterator[str]:
    yield indent + node_line(
        node.kind.value, node.fields, lambda field: f"{value_of(field)}@{places_of(field)}{doubts_of(field)}"
    )
    for child in node.children:
        yield from _lines(child, indent + " ")


EVERY = list(documents())


@pytest.mark.parametrize(("head", "marked", "expected"), EVERY, ids=[head for head, _, _ in EVERY])
def test_marked_words_are_read_as_asked(head: str, marked: str, expected: str) -> None:
    assert outcome(head, marked) == expected


if __name__ == "__main__":
    whole = [f"=== {head}\n{marked}\n---\n{outcome(head, marked)}\n" for head, marked, _ in EVERY]
    FILE.write_text("\n".join(whole), encoding="utf-8")
