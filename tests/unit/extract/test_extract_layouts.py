"""Whole documents of every layout of the generator, and of every kind of fault that was given, are read no worse than they were.

What is right in each is counted against its truth; tests/data/layouts_read.json has how many fields were wrong, document by document,
when the table was made (`python tests/unit/extract/test_extract_layouts.py` makes it anew, which is to be done when less is wrong).
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from reviewer.extract.pipeline import extract  # noqa: E402
from reviewer.model.calibration import DEFAULT_TARGET, calibration  # noqa: E402
from reviewer.model.review import Severity  # noqa: E402
from reviewer.model.source import Source  # noqa: E402
from reviewer.sources.registry import open_source  # noqa: E402
from tools.calibrate.documents import estranged, laid_out, made  # noqa: E402
from tools.calibrate.evaluate import Figures  # noqa: E402
from tools.calibrate.observe import observe  # noqa: E402

TABLE = ROOT / "tests" / "data" / "layouts_read.json"
KINDS = ROOT.parent / "shared" / "cases" / "reading"
SEED = 31
Case = tuple[str, Source, dict[str, Any]]


GROUPS = {"made": (made, 3), "strange": (estranged, 3), "laid out": (laid_out, 2)}
"""The generator's documents as made and damaged, made strange, without a grid; and that every so manyth is taken."""


def generated(group: str) -> Iterator[Case]:
    """Some of the generator's documents of a group."""
    documents, every = GROUPS[group]
    for one in islice(documents(range(SEED, SEED + 1)), 0, None, every):
        yield f"{group} {one.layout} {one.damage}", one.source, one.truth


def given() -> Iterator[Case]:
    """The kinds of fault that lie beside the checkout."""
    with (KINDS / "index.tsv").open(encoding="utf-8") as index:
        names = [row["id"] for row in csv.DictReader(index, delimiter="\t")]
    for name in names:
        truth = KINDS / f"{name}.truth.json"
        source = next(path for path in sorted(KINDS.glob(f"{name}.*")) if path != truth)
        yield name, open_source(source), json.loads(truth.read_text(encoding="utf-8"))


def figures(source: Source, truth: dict[str, Any]) -> Figures:
    review = extract(source)
    led = not review.entries or any(issue.severity is not Severity.INFO for issue in review.issues)
    found = Figures()
    found.add(observe(review, truth), calibration(), DEFAULT_TARGET, led)
    return found


def counted(cases: Iterator[Case]) -> dict[str, list[int]]:
    """By document: fields that are wrong; those that nothing leads to; right ones that are marked."""
    found = {}
    for name, source, truth in cases:
        one = figures(source, truth)
        found[name] = [one.wrong, one.wrong - one.caught, one.alarms]
    return found


def held(found: dict[str, list[int]], group: str) -> None:
    """No document has more wrong fields than it had, all together hardly more silent ones, and about as many marks."""
    before = json.loads(TABLE.read_text(encoding="utf-8"))[group]
    assert found.keys() == before.keys(), "the documents have changed: make the table anew"
    if group != "laid out":  # whose figures are far from their best, and move with every change
        assert {name: one[0] for name, one in found.items() if one[0] > before[name][0]} == {}
    assert sum(one[0] for one in found.values()) <= 1.03 * sum(one[0] for one in before.values())
    silent, alarms = (sum(one[n] for one in found.values()) for n in (1, 2))
    was_silent, were_alarms = (sum(one[n] for one in before.values()) for n in (1, 2))
    assert silent <= was_silent + 2
    assert 0.8 * were_alarms - 10 <= alarms <= 1.2 * were_alarms + 10


@pytest.mark.parametrize("group", GROUPS)
def test_generated_layouts_are_read_no_worse(group: str) -> None:
    held(counted(generated(group)), group)


def test_given_kinds_of_fault_are_read_no_worse() -> None:
    if not KINDS.is_dir():
        pytest.skip("the cases do not lie beside the checkout")
    held(counted(given()), "given")


if __name__ == "__main__":
    table = {group: counted(generated(group)) for group in GROUPS}
    if KINDS.is_dir():
        table["given"] = counted(given())
    text = json.dumps(table, ensure_ascii=False, indent=1)
    TABLE.write_text(text.replace("[\n   ", "[").replace(",\n   ", ", ").replace("\n  ]", "]") + "\n", encoding="utf-8")
