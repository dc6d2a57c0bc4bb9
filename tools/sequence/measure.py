"""How well segments are found: on invented documents of other seeds, and on documents with a truth beside them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviewer.extract.sequence.roles import Segment, SegmentRole
from reviewer.extract.sequence.tagger import tag
from reviewer.sources.registry import open_source
from tools.corpus import layouts, make
from tools.sequence.builder import build

R = SegmentRole


@dataclass
class Score:
    """Segments found: right (place and role), said, and there to be found."""

    right: int = 0
    said: int = 0
    there: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.said + self.there) if self.said + self.there else 1.0


@dataclass
class Scores:
    """Scores by name, and the probabilities of segments with whether they were right."""

    by: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    chances: list[tuple[float, bool]] = field(default_factory=list)


def invented(seeds: Iterable[str], layout: str | None = None, form: str | None = None) -> Scores:
    """The score on invented documents, all together and by form, layout and role."""
    scores = Scores()
    for seed in seeds:
        made = build(seed, layout, form)
        gold = {(s.role, s.start, s.end) for s in made.segments}
        said = tag(made.text)
        for s in said:
            scores.chances.append((s.probability, (s.role, s.start, s.end) in gold))
        found = {(s.role, s.start, s.end) for s in said}
        for name in ("all", f"form {made.form}", f"layout {made.layout}"):
            _count(scores.by[name], gold, found)
        for role in {r for r, _, _ in gold | found}:
            one = {x for x in gold if x[0] == role}
            _count(scores.by[f"role {role}"], one, {x for x in found if x[0] == role})
    return scores


def _count(score: Score, gold: set[Any], found: set[Any]) -> None:
    score.right += len(gold & found)
    score.said += len(found)
    score.there += len(gold)


def values_of(truth: dict[str, Any]) -> Iterator[tuple[SegmentRole, str]]:
    """Every value of a truth file that a segment should print, with its role. Merged level cells count once."""
    heads = ((R.TITLE, "title"), (R.DEPARTMENT, "department"), (R.MONEY_UNIT, "money_unit"))
    for role, name in heads:
        if truth.get(name):
            yield role, truth[name]
    units: set[str] = set()
    for entry in truth["entries"]:
        kinds = {"total": R.TOTAL, "unit": R.UNIT}
        if entry["name"]:
            yield kinds.get(entry["kind"], R.NAME), entry["name"]
        if entry.get("unit") and entry["unit"] not in units:
            units.add(entry["unit"])
            yield R.UNIT, entry["unit"]
        yield from ((R.AMOUNT, v) for v in entry["amounts"].values() if v)
        yield from ((R.ATTRIBUTE, v) for v in entry["attributes"].values() if v)
        if entry["goal"]:
            yield R.GOAL, entry["goal"]
        for task in entry.get("tasks", []):
            yield from (
                (R[f"TASK_{k.upper()}"], v) for k, v in task.items() if v and k in ("name", "content", "amount", "goal")
            )
        yield from _of_indicators(entry["indicators"])


def _of_indicators(indicators: list[dict[str, Any]]) -> Iterator[tuple[SegmentRole, str]]:
    last: tuple[Any, Any] = (None, None)
    for ind in indicators:
        levels = (ind["level1"], ind["level2"])
        if levels[0] and levels[0] != last[0]:
            yield R.LEVEL1, levels[0]
        if levels[1] and levels != last:
            yield R.LEVEL2, levels[1]
        last = levels
        for name in ("level3", "period_value", "annual_value"):
            if ind[name]:
                yield R(name), ind[name]
        yield from ((R.EXTRA, v) for v in ind.get("extra", {}).values() if v)


def compared(text: str, role: SegmentRole) -> str:
    """A text as values are compared: width, blanks, breaks, quotes and the signs at its ends do not count."""
    text = unicodedata.normalize("NFKC", text).translate(_SAME)
    text = re.sub(r"<br ?/?>|[\s*\"“”]+", "", text).strip(".,;:")
    if role in (R.AMOUNT, R.TASK_AMOUNT):
        text = text.replace(",", "").removesuffix("万元").removesuffix("元")
        if re.fullmatch(r"\d+\.\d+", text):
            text = text.rstrip("0").rstrip(".")
    return text


_SAME = str.maketrans({"。": ".", "、": ",", "≧": "≥", "≦": "≤", "〔": "[", "〕": "]", "—": "-", "–": "-"})
_APART = {R.SIGN: R.ANNUAL_VALUE, R.MEASURE: R.ANNUAL_VALUE}
_ALIKE = ({R.GOAL, R.PERIOD_GOAL}, {R.NAME, R.DEPARTMENT, R.UNIT})
_MOST = 14
"""Pieces of one role that may print one value together (a goal on several lines)."""


def pool(text: str, segments: list[Segment]) -> Counter[tuple[SegmentRole, str]]:
    """What segments print: each alone, and runs of the same role joined."""
    found: Counter[tuple[SegmentRole, str]] = Counter()
    by_role: dict[SegmentRole, list[Segment]] = defaultdict(list)
    for s in segments:
        by_role[_APART.get(s.role, s.role)].append(s)
    for role, group in by_role.items():
        texts = [compared(text[s.start : s.end], role) for s in group]
        for i in range(len(texts)):
            for n in range(1, _MOST):
                if i + n <= len(texts):
                    found[role, "".join(texts[i : i + n])] += 1
    return found


def real(folder: Path, only: re.Pattern[str] | None = None, show: int = 0) -> dict[str, Counter[str]]:
    """By document: of each role how many values of the truth there are, and how many stand as a segment of that role."""
    result: dict[str, Counter[str]] = {}
    for truth_file in sorted(folder.glob("*.truth.json")):
        name = truth_file.name.removesuffix(".truth.json")
        sources = [p for p in folder.glob(name + ".*") if p != truth_file]
        if not sources or (only and not only.search(name)):
            continue
        text = "\n".join(page.text for page in open_source(sources[0]).pages)
        segments = tag(text)
        result[name] = _held(text, segments, json.loads(truth_file.read_text(encoding="utf-8")), show)
    return result


def left_out(seeds: Iterable[int]) -> dict[str, Counter[str]]:
    """The same counts for the layouts of tools/corpus, which nothing is trained on, each undamaged and heavily damaged."""
    result: dict[str, Counter[str]] = {}
    for layout in layouts():
        counts: Counter[str] = Counter()
        for seed in seeds:
            for damage in ("none", "heavy"):
                _, text, truth = make(layout, seed, damage)
                counts += _held(text, tag(text), truth, 0)
        result[layout] = counts
    return result


def _held(text: str, segments: list[Segment], truth: dict[str, Any], show: int) -> Counter[str]:
    there = pool(text, segments)
    counts: Counter[str] = Counter()
    for role, said in values_of(truth):
        key = compared(said, role)
        alike = next((group for group in _ALIKE if role in group), {role})
        hit = next((r for r in alike if there[r, key] > 0), None)
        counts[f"{role} all"] += 1
        counts["all"] += 1
        if hit is not None:
            there[hit, key] -= hit not in (R.TITLE, R.DEPARTMENT, R.UNIT)
            counts[f"{role} right"] += 1
            counts["right"] += 1
        elif show > 0:
            show -= 1
            print("   ", role.value, repr(said[:60]), "|", _near(text, segments, said))
    return counts


def _near(text: str, segments: list[Segment], said: str) -> str:
    at = text.find(said[:8])
    if at < 0:
        return "not found as printed"
    touching = [s for s in segments if s.end > at and s.start < at + len(said)]
    return (
        "; ".join(f"{s.role.value} {text[s.start : s.end][:40]!r} {s.probability:.2f}" for s in touching[:4])
        or "nothing"
    )
