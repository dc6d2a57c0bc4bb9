"""Small invented documents, and the whole of what the rules make of each: tree, values, doubts with their reasons, text left unread.

tests/data/outcomes/*.txt hold them, each a document under “=== what it is about [file name]” and what is read of it under “---”:

    project name=泵站改造 goal=…            a node and its fields; those without a value and a reason are left out
      indicator level3=新建泵站 {read.shifted}   a reason against a value; {!…} where a person must look whatever the confidence
      annual_value=50 @50.0                what stands at the field's place, where that is not the value
    unread …                               text that no field has and that is no label

`python tests/unit/extract/test_extract_outcomes.py` writes what is read now in the place of what was; look through what changes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from reviewer.extract.pipeline import rules_reading  # noqa: E402
from reviewer.model.fields import Field  # noqa: E402
from reviewer.model.review import Review  # noqa: E402
from reviewer.model.source import Source  # noqa: E402
from reviewer.sources.registry import source_from_bytes  # noqa: E402
from tests.unit.extract.outcomes import doubts_of, name_of, parts, tree, value_of  # noqa: E402

FOLDER = ROOT / "tests" / "data" / "outcomes"


class Document(NamedTuple):
    """One of them: “=== about [file]”, its text, and what is expected of it."""

    head: str
    text: str
    expected: str


def documents(path: Path) -> Iterator[Document]:
    for head, rest in parts(path):
        text, _, expected = rest.partition("\n---\n")
        yield Document(head, text, expected.strip("\n"))


def outcome(document: Document) -> str:
    """What the rules make of a document, line by line."""
    source = source_from_bytes(name_of(document.head), document.text.encode())
    found = rules_reading(source)
    return tree(Review(source, found.root, layout=found.layout), partial(_field, source))


def _field(source: Source, field: Field) -> str:
    there = source.text(field.spans)
    place = "" if "".join(there.split()) == "".join((field.value or "").split()) else f" @{there}".replace("\n", "⏎")
    return value_of(field) + place + doubts_of(field)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_everything_that_is_read_of_small_documents(path: Path) -> None:
    found = {document.head: outcome(document) for document in documents(path)}
    assert found == {document.head: document.expected for document in documents(path)}


if __name__ == "__main__":
    for path in sorted(FOLDER.glob("*.txt")):
        whole = [f"=== {one.head}\n{one.text}\n---\n{outcome(one)}\n" for one in documents(path)]
        path.write_text("\n".join(whole), encoding="utf-8")
