"""From which confidence on a field needs no look: for each target accuracy, one cut for all kinds of field.

The best cut is where looking pays no longer: below it a look finds an error in LOOKS tries or fewer. The same cut for every
kind finds the most errors for the fewest looks, as long as confidence is what it says. Where ordinary documents do not meet
the target with it, the cut is raised until they do or more right fields are marked than a reviewer can bear. A field that
nothing speaks against is not marked, unless on its kind the truth itself is mostly uncertain. Last, no real document alone
may have more alarms than a reviewer can bear.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.model.calibration import Calibration
from tools.calibrate.fit import confidence, usable, with_thresholds
from tools.calibrate.observe import Observation

LOOKS = {0.98: 3, 0.99: 5, 0.995: 9, 0.999: 15, 0.9995: 40}
"""How many right fields a reviewer looks at to find a wrong one, by target: who asks for more looks at more. The lowest target
is there for the curve in docs/calibration.md; the program offers the others (calibration.TARGETS).
"""
ALARMS = {0.98: 0.02, 0.99: 0.03, 0.995: 0.04, 0.999: 0.05, 0.9995: 0.08}
"""The share of right fields that may be marked, by target."""
_ASKED = 0.5
"""A kind is always marked where the truth itself is uncertain on so many of the fields that nothing speaks against."""


@dataclass(slots=True)
class _Group:
    """Fields of one confidence."""

    fields: int = 0
    wrong: int = 0


def fit_thresholds(calibration: Calibration, ordinary: Sequence[Observation]) -> Calibration:
    """The calibration with its thresholds; `ordinary` are the fields of documents that have to meet the target."""
    sure = {kind: calibration.confidence(kind, ()) for kind in calibration.base}
    groups: dict[float, _Group] = defaultdict(_Group)
    forced = 0
    for one in usable(ordinary):
        share = confidence(calibration, one)
        forced += one.forced and one.right
        if not one.forced:
            at = share if share < sure[one.kind] else 1.0
            groups[at].fields += 1
            groups[at].wrong += not one.right
    cuts: dict[float, float] = {}
    for target in LOOKS:
        lowest = max(1 - 1 / (LOOKS[target] + 1), *cuts.values(), 0.0)
        cuts[target] = _cut(groups, forced, target, lowest)
    found = {kind: {target: min(cuts[target], sure[kind]) for target in LOOKS} for kind in sorted(sure)}
    found |= {kind: dict.fromkeys(LOOKS, 1.0) for kind in _questions(ordinary)}
    return with_thresholds(calibration, dict(sorted(found.items())))


def _cut(groups: dict[float, _Group], forced: int, target: float, lowest: float) -> float:
    """The lowest cut, not below `lowest`, with which the target is met, or the last one whose alarms can be borne."""
    levels = sorted(level for level in groups if level >= lowest)
    right = forced + sum(group.fields - group.wrong for group in groups.values())
    cut = lowest
    for level in levels:
        left = [group for at, group in groups.items() if at >= cut]
        alarms = forced + sum(group.fields - group.wrong for at, group in groups.items() if at < level)
        if sum(group.wrong for group in left) <= (1 - target) * sum(group.fields for group in left):
            break
        if alarms > ALARMS[target] * max(right, 1) or level >= 1.0:
            break
        cut = level + 1e-5
    return round(cut, 5)


def _questions(ordinary: Sequence[Observation]) -> list[str]:
    """The kinds that are a question by themselves: a level 1 that a form does not print, for example."""
    plain = [one for one in ordinary if not one.codes]
    count, asked = Counter(one.kind for one in plain), Counter(one.kind for one in plain if one.uncertain)
    return [kind for kind in sorted(asked) if asked[kind] >= _ASKED * count[kind]]


def relieve(
    calibration: Calibration, bearers: Sequence[Sequence[Observation]], everything: Sequence[Observation]
) -> Calibration:
    """The same calibration with cuts lowered until no document of `bearers` alone has more alarms than can be borne.

    Given up first is what spares the most alarms there for the fewest errors among `everything`.
    """
    cuts = {kind: dict(found) for kind, found in calibration.thresholds.items()}
    wrong = Counter((one.kind, confidence(calibration, one)) for one in usable(everything) if not one.right)
    stricter: dict[str, float] = {}
    for target in reversed(LOOKS):
        now = {kind: min(found[target], stricter.get(kind, 1.0)) for kind, found in cuts.items()}
        while heavy := _alarms(calibration, bearers, now, ALARMS[target]):
            kind, level = max(sorted(heavy), key=lambda at: _worth(at, heavy, wrong, now[at[0]]))
            now[kind] = level
        for kind, cut in now.items():
            cuts[kind][target] = cut
        stricter = now
    return with_thresholds(calibration, cuts)


def _alarms(
    calibration: Calibration, documents: Sequence[Sequence[Observation]], cuts: dict[str, float], most: float
) -> Counter[tuple[str, float]]:
    """By kind and confidence the alarms, not forced, of the documents that have more than the share `most`."""
    found: Counter[tuple[str, float]] = Counter()
    for fields in documents:
        certain = [one for one in usable(fields) if one.counted and one.right]
        own = Counter((one.kind, confidence(calibration, one)) for one in certain if not one.forced)
        alarms = Counter({at: count for at, count in own.items() if at[1] < cuts.get(at[0], 0.0)})
        if alarms.total() + sum(one.forced for one in certain) > most * len(certain):
            found += alarms
    return found


def _worth(
    at: tuple[str, float], alarms: Counter[tuple[str, float]], wrong: Counter[tuple[str, float]], cut: float
) -> float:
    """Alarms spared for each error let through, where the cut of a kind is lowered to this confidence."""
    kind, level = at
    spared, lost = (
        sum(count for (k, share), count in counts.items() if k == kind and level <= share < cut)
        for counts in (alarms, wrong)
    )
    return spared / (lost + 1)
