"""The corpus generator: the same seed gives the same document, and the truth says nothing that the text does not."""

import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools.corpus import DAMAGES, layouts, make  # noqa: E402

FIELDS = ("level1", "level2", "level3", "period_value", "annual_value")
# Forms that print sign, number and unit in columns of their own: the joined value stands in pieces.
PARTS = {"sheet-merged", "sheet-repeated", "sheet-orders", "two-header-rows"}


def flat(text):
    return re.sub(r"\s|<br>|</?p>|\|", "", text)


def pieces(value, text):
    """How few pieces of `text` make up `value` (greedy, longest first); 99 where it cannot be made up."""
    value, count = flat(value), 0
    while value:
        size = len(value)
        while size and value[:size] not in text:
            size -= 1
        if not size:
            return 99
        value, count = value[size:], count + 1
    return count


def strings(truth):
    """Every string of the truth with a name for messages."""
    for key in ("title", "department", "money_unit"):
        if truth[key]:
            yield key, truth[key]
    for entry in truth["entries"]:
        for key in ("name", "unit", "goal"):
            if entry[key]:
                yield key, entry[key]
        yield from entry["attributes"].items()
        for task in entry.get("tasks", ()):
            yield from ((f"task.{k}", v) for k, v in task.items() if v)
        for ind in entry["indicators"]:
            yield from ((k, ind[k]) for k in FIELDS if ind[k])
            yield from ((f"extra[{k}]", v) for k, v in ind.get("extra", {}).items() if v)


def test_there_are_many_layouts():
    assert len(layouts()) >= 24
    assert len(set(layouts())) == len(layouts())


@pytest.mark.parametrize("layout", layouts())
def test_undamaged_truth_stands_in_the_text(layout):
    for seed in range(4):
        name, text, truth = make(layout, 1000 + seed, "none")
        assert not truth["damage"], name
        shown = flat(text)
        for key, value in strings(truth):
            allowed = 3 if layout in PARTS and key == "annual_value" else 1
            assert pieces(value, shown) <= allowed, f"{name}: {key}: {value}"


@pytest.mark.parametrize("damage", ["light", "heavy"])
@pytest.mark.parametrize("layout", layouts())
def test_damaged_truth_can_be_read_off_the_text(layout, damage):
    for seed in range(4):
        name, text, truth = make(layout, 2000 + seed, damage)
        shown = flat(text)
        for key, value in strings(truth):
            assert pieces(value, shown) <= 6, f"{name}: {key}: {value}"


@pytest.mark.parametrize("layout", layouts())
def test_amounts_stand_in_the_text_and_add_up(layout):
    for seed in range(4):
        name, text, truth = make(layout, 3000 + seed, "none")
        shown = flat(text).replace(",", "")
        sums = {"total": Decimal(0), "unit": Decimal(0), "project": Decimal(0)}
        for entry in truth["entries"]:
            values = [Decimal(v) for v in entry["amounts"].values() if v]
            assert all(v in shown for v in entry["amounts"].values() if v), name
            if entry["kind"] in sums and values:
                sums[entry["kind"]] += values[0]
            if entry["kind"] == "project" and len(values) > 1 and not any("/" in k for k in entry["amounts"]):
                assert values[0] == sum(values[1:]), f"{name}: {entry['amounts']}"
        for kind in ("total", "unit"):
            assert not sums[kind] or sums[kind] == sums["project"], name


def test_every_layout_has_indicators_and_every_kind_of_damage_leaves_a_trace():
    for layout in layouts():
        for damage in DAMAGES:
            found = [make(layout, seed, damage)[2] for seed in range(3)]
            assert all(any(e["indicators"] for e in t["entries"]) for t in found), layout
            if damage == "heavy":
                assert all(t["damage"] for t in found), layout


def test_what_is_uncertain_names_real_fields():
    known = {*FIELDS, "level1_code", "level2_code"}
    for layout in layouts():
        for seed in range(3):
            for entry in make(layout, seed, "heavy")[2]["entries"]:
                for ind in entry["indicators"]:
                    assert set(ind.get("uncertain", ())) <= known
                    assert set(ind.get("alternatives", ())) <= known


def test_documents_differ():
    texts = {make(layout, seed, "none")[1] for layout in layouts() for seed in range(5)}
    assert len(texts) == 5 * len(layouts())


def test_the_command_writes_the_same_twice(tmp_path):
    command = [sys.executable, "-m", "tools.corpus", "--seed", "7", "--count", "1", "--layout", "coded-table"]
    for folder in ("a", "b"):
        subprocess.run([*command, str(tmp_path / folder)], cwd=ROOT, check=True, capture_output=True)
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / f).iterdir()} for f in ("a", "b"))
    assert first == second
    assert len(first) == 2 * len(DAMAGES)
    truth = next(p for p in (tmp_path / "a").glob("*.truth.json"))
    assert (truth.parent / json.loads(truth.read_text(encoding="utf-8"))["source"]).exists()


@pytest.mark.parametrize("call", [("no-such-layout", 1, "none"), ("coded-table", 1, "some")])
def test_wrong_arguments_say_what_there_is(call):
    with pytest.raises(ValueError, match=r"none, light, heavy|coded-table"):
        make(*call)
