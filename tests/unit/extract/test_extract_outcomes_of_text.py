"""Small invented texts and grids, and the whole of what every reading and the program make of each.

tests/data/outcomes_of_text/*.txt hold them, each under “=== what it is about [file]”. A text without a grid has its segments
written into it as the net found them, or as a net might (`{level3~0.9:道路清扫}`: 0.9 is how sure it is; `{goal+:…}` goes on):
the net is not asked, so that a new training changes nothing here. Behind it, a section a reading:

    --- learned              of these segments; `order`: of the order of the words; `rules`: by the rules; `read`: what is shown
    project name=泵站改造     a node and its fields; those without a value and a reason are left out
     indicator level3=新建泵站@35 {shifted}   where it stands (page.place on later pages); a reason; {!…} where a person must look
    unread …                 text that no field has and that is no label
    features rows=1.1        what speaks for a reading beside the others

`python tests/unit/extract/test_extract_outcomes_of_text.py` writes what is read now in the place of what was; look through what changes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from reviewer.extract import pipeline  # noqa: E402
from reviewer.extract.readings import by_text  # noqa: E402
from reviewer.extract.readings.features import features  # noqa: E402
from reviewer.extract.readings.reading import Reading  # noqa: E402
from reviewer.model.fields import Field  # noqa: E402
from reviewer.model.review import Review  # noqa: E402
from reviewer.model.source import Source  # noqa: E402
from reviewer.sources.registry import source_from_bytes  # noqa: E402
from tests.unit.extract.marked_texts import unmarked  # noqa: E402
from tests.unit.extract.outcomes import doubts_of, name_of, parts, places_of, tree, value_of  # noqa: E402

FOLDER = ROOT / "tests" / "data" / "outcomes_of_text"


class Document(NamedTuple):
    """One of them: its head, its text with marks, and what is expected of it by section."""

    head: str
    marked: str
    expected: dict[str, str]


def documents(path: Path) -> Iterator[Document]:
    for head, rest in parts(path):
        marked, *sections = rest.split("\n--- ")
        expected = {name: made.strip("\n") for name, _, made in (section.partition("\n") for section in sections)}
        yield Document(head, marked, expected)


def outcome(name: str, marked: str) -> dict[str, str]:
    """What each reading makes of a file's text and its segments, and what the program shows, line by line; of a grid the rules' alone."""
    text, segments = unmarked(marked)
    source = source_from_bytes(name, text.encode())
    readings: list[Reading] = []
    whole = pipeline.readings_of

    def kept(*given: object) -> list[Reading]:
        readings.extend(whole(*given))
        return readings

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(by_text, "_tagger", lambda: (lambda _: segments) if segments else None)
        patch.setattr(by_text, "lines_of_pages", lambda _: [])  # the segments are those of the whole text
        patch.setattr(pipeline, "readings_of", kept)
        review = pipeline.extract(source, checked=False)
    found: dict[str, str] = {}
    for reading in readings:
        made = _tree(Review(source, reading.root, layout=reading.layout))
        found[str(reading.by)] = f"{_as_before(made, found)}\n{_features(source, reading, readings)}"
    found["read"] = _as_before(_tree(review), {name: made.rpartition("\n")[0] for name, made in found.items()})
    return found


def _as_before(made: str, found: dict[str, str]) -> str:
    return next((f"as {name}" for name, other in found.items() if other.startswith("document") and made == other), made)


def _features(source: Source, reading: Reading, readings: Sequence[Reading]) -> str:
    worked_out = features(source, reading, [other for other in readings if other is not reading])
    return " ".join(["features", *(f"{name}={share:.3g}" for name, share in worked_out.items() if share)])


def _tree(review: Review) -> str:
    return tree(review, _field)


def _field(field: Field) -> str:
    return f"{value_of(field)}@{places_of(field)}{doubts_of(field)}"


EVERY = [(path, document) for path in sorted(FOLDER.glob("*.txt")) for document in documents(path)]


@pytest.mark.parametrize("document", [one for _, one in EVERY], ids=[f"{path.stem}: {one.head}" for path, one in EVERY])
def test_everything_that_is_read_of_a_small_text(document: Document) -> None:
    assert outcome(name_of(document.head), document.marked) == document.expected


def written(head: str, marked: str) -> str:
    """A document with what is read of it now, as the files hold it."""
    sections = [f"--- {reading}\n{made}" for reading, made in outcome(name_of(head), marked).items()]
    return "\n".join([f"=== {head}", marked, *sections, ""])


if __name__ == "__main__":
    for path in sorted(FOLDER.glob("*.txt")):
        path.write_text("\n".join(written(one.head, one.marked) for one in documents(path)), encoding="utf-8")
