"""The bundled samples, one of each family of forms, against what a careful reader finds in them.

The truth is in tests/data/samples_truth, one JSON file a sample: entries with their fields and indicators as a person
reads them, `uncertain` where a person would wonder, `alternatives` where another reading is as good.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from reviewer.base.resources import resource
from reviewer.extract.pipeline import extract
from reviewer.model.checks import run_checks
from reviewer.model.fields import FieldRef, labelled
from reviewer.model.review import Kind, Node, Review
from reviewer.sources.registry import open_source

TRUTHS = sorted((Path(__file__).parents[2] / "data" / "samples_truth").glob("*.json"))
INDICATOR_KEYS = ("level1", "level1_code", "level2", "level2_code", "level3", "period_value", "annual_value")
TASK_KEYS = ("name", "content", "amount", "goal")
_VARIANTS = str.maketrans("。、“”‘’—–～", '.,""' + "''" + "--~")

pytestmark = pytest.mark.parametrize(
    "truth", [json.loads(p.read_text("utf-8")) for p in TRUTHS], ids=lambda t: t["source"]
)


def plain(text: str | None) -> str:
    """A text without what layout and typing habits change: width, white space, kinds of quotes, trailing stops."""
    text = unicodedata.normalize("NFKC", text or "").translate(_VARIANTS)
    return re.sub(r"\s+", "", text).strip(".,;:")


def same(one: str | None, other: str | None) -> bool:
    one, other = plain(one), plain(other)
    if one == other:
        return True
    try:
        return Decimal(one.replace(",", "")) == Decimal(other.replace(",", ""))
    except InvalidOperation:
        return False


@dataclass
class Held:
    """An extraction held against the truth, field by field."""

    review: Review
    fields: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    """Every wrong field: where, what is true, what was read."""
    unmarked: list[str] = field(default_factory=list)
    """The wrong ones on which the truth is certain and to which nothing leads the reviewer."""
    rows_amiss: list[str] = field(default_factory=list)
    """Entries, tasks and indicators that are lost, invented, or of the wrong kind."""
    unasked: list[str] = field(default_factory=list)
    """Fields on which a person would wonder and which are not marked."""
    untraced: list[str] = field(default_factory=list)
    """Right values whose spans do not hold them."""

    def leads_to(self, node: Node | None) -> bool:
        return node is not None and bool(self.review.doubtful(node))

    def value(
        self, where: str, true: Any, node: Node | None, key: str, told: dict[str, Any], around: Node | None
    ) -> None:
        """Count one field; `told` is the truth's row with its `uncertain` and `alternatives`."""
        ref = FieldRef(node.id, key) if node else None
        read = self.review.field(ref).value if ref else None
        label = key[key.find("[") + 1 : -1] if "[" in key else key
        uncertain = label in told.get("uncertain", ())
        marked = bool(ref and self.review.is_doubtful(ref))
        if uncertain and not marked and not (ref and key not in node.fields and self.leads_to(node)):  # type: ignore[union-attr]
            self.unasked.append(f"{where}.{key}")
        if true is None and read is None:
            return
        self.fields += 1
        if any(same(read, t) for t in (true, *told.get("alternatives", {}).get(label, ()))):
            self.right += 1
            if read and ref and not self.traced(ref):
                self.untraced.append(
                    f"{where}.{key}: {read!r} but {self.review.source.text(self.review.field(ref).spans)!r}"
                )
            return
        line = f"{where}.{key}: true {true!r}, read {read!r}"
        self.wrong.append(line)
        led = marked or ((read is None or true is None) and (self.leads_to(node) or self.leads_to(around)))
        if not uncertain and not led:
            self.unmarked.append(line)

    def traced(self, ref: FieldRef) -> bool:
        found = self.review.field(ref)
        hay, needle = plain(self.review.source.text(found.spans)), plain(found.value)
        return needle in hay and len(hay) <= 1.5 * len(needle) + 8

    def pair(self, where: str, true: dict[str, Any] | None, node: Node | None) -> None:
        """Note a row that only one side has."""
        if true is None or node is None:
            name = (true or {}).get("level3") or (true or {}).get("name") or node
            self.rows_amiss.append(f"{where}: {'lost' if node is None else 'invented'} {name}")

    def row(
        self, where: str, true: dict[str, Any], node: Node | None, keys: tuple[str, ...], around: Node | None
    ) -> None:
        for key in keys:
            self.value(where, true.get(key), node, key, true, around)


def pairs(left: list[Any], right: list[Any], likeness: Callable[[Any, Any], float]) -> Iterator[tuple[Any, Any]]:
    """Both lists in order, each item with its partner or None: the pairing with the highest likeness in all."""
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    score = [[likeness(a, b) for b in right] for a in left]
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            take = score[i][j] + best[i + 1][j + 1] if score[i][j] >= 0.3 else -1.0
            best[i][j] = max(take, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(left) or j < len(right):
        if i < len(left) and j < len(right) and score[i][j] >= 0.3 and best[i][j] == score[i][j] + best[i + 1][j + 1]:
            yield left[i], right[j]
            i, j = i + 1, j + 1
        elif i < len(left) and (j == len(right) or best[i][j] == best[i + 1][j]):
            yield left[i], None
            i += 1
        else:
            yield None, right[j]
            j += 1


def alike(one: str | None, other: str | None) -> float:
    return (
        SequenceMatcher(None, plain(one), plain(other), autojunk=False).ratio()
        if one and other
        else float(one == other)
    )


def row_alike(true: dict[str, Any], node: Node) -> float:
    weights = {"level3": 0.5, "annual_value": 0.2, "period_value": 0.1, "level1": 0.1, "level2": 0.1}
    return sum(weight * alike(true.get(key), node.value(key)) for key, weight in weights.items())


def hold(truth: dict[str, Any], review: Review) -> Held:
    """Hold a review against its truth."""
    run_checks(review)
    held = Held(review)
    for key in ("title", "department", "year", "money_unit"):
        true = truth[key] if truth[key] is None else str(truth[key])
        held.value("document", true, review.root, key, truth, None)
    for true, node in pairs(truth["entries"], review.entries, lambda t, n: alike(t["name"], n.value("name"))):
        _entry(held, true or {}, node, review.root)
    return held


def _entry(held: Held, true: dict[str, Any], node: Node | None, root: Node) -> None:
    where = str(true.get("name") or (node and node.value("name")))[:14]
    held.pair("document", true or None, node)
    if true and node and true["kind"] != node.kind:
        held.rows_amiss.append(f"{where}: a {true['kind']} that was read as a {node.kind}")
    held.row(where, true, node, ("name", "unit", "goal"), root)
    labels = dict.fromkeys([*true.get("amounts", {}), *(node.group("amounts") if node else ())])
    for label in labels:
        held.value(where, true.get("amounts", {}).get(label), node, labelled("amounts", label), true, root)
    for label, text in true.get("attributes", {}).items():
        held.value(where, text, node, labelled("attributes", label), true, root)
    children = node.children if node else []
    tasks = [c for c in children if c.kind is Kind.TASK]
    for task, read in pairs(true.get("tasks", []), tasks, lambda t, n: alike(t["name"], n.value("name"))):
        held.pair(where, task, read)
        held.row(f"{where}.task", task or {}, read, TASK_KEYS, node)
    rows = [c for c in children if c.kind is Kind.INDICATOR]
    for row, read in pairs(true.get("indicators", []), rows, row_alike):
        held.pair(where, row, read)
        held.row(f"{where}.{str((row or {}).get('level3'))[:12]}", row or {}, read, INDICATOR_KEYS, node)


def _lines(found: list[str]) -> str:
    return "\n".join(["", *found])


def _held(truth: dict[str, Any]) -> Held:
    return hold(truth, extract(open_source(resource("samples", truth["source"]))))


def test_sample_is_read_as_a_person_reads_it(truth: dict[str, Any]) -> None:
    held = _held(truth)
    assert not held.rows_amiss, _lines(held.rows_amiss)
    assert held.right / held.fields >= 0.97, _lines(held.wrong)


def test_every_wrong_field_of_a_sample_is_marked(truth: dict[str, Any]) -> None:
    held = _held(truth)
    assert not held.unmarked, _lines(held.unmarked)


def test_what_a_person_would_wonder_about_is_marked(truth: dict[str, Any]) -> None:
    held = _held(truth)
    asked = sum(len(row.get("uncertain", ())) for e in truth["entries"] for row in (e, *e["indicators"]))
    assert len(held.unasked) <= 0.2 * asked, _lines(held.unasked)


def test_spans_of_a_sample_hold_their_values(truth: dict[str, Any]) -> None:
    held = _held(truth)
    assert len(held.untraced) <= 0.03 * held.right, _lines(held.untraced)


def test_truth_stands_in_the_sample(truth: dict[str, Any]) -> None:
    """Keeps sample and truth together: every true text is in the sample once its layout is undone."""
    pages = open_source(resource("samples", truth["source"])).pages
    lines = [x.strip() for page in pages for x in page.text.splitlines()]
    whole = plain("".join(line for line in lines if not re.fullmatch(r"\d?", line))).replace(",", "")
    entries = truth["entries"]
    texts = [e[key] for e in entries for key in ("name", "unit", "goal")]
    texts += [v for e in entries for v in (*e["amounts"].values(), *e["attributes"].values())]
    texts += [row[key] for e in entries for row in e["indicators"] for key in INDICATOR_KEYS]
    texts += [task[key] for e in entries for task in e.get("tasks", ()) for key in TASK_KEYS]
    lost = [text for text in texts if text and plain(text).replace(",", "") not in whole]
    # a name that stands around its amounts is interrupted by them
    assert [text for text in lost if "推广经费" not in text] == []
