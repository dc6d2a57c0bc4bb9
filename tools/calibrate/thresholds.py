"""From which confidence on a field needs no look: for each kind of field and each target accuracy.

The cut is raised from below until the unmarked fields are right at the target. Two things end it earlier: a field that
nothing speaks against is not marked (unless on its kind the truth itself is mostly uncertain), and among ordinary
documents no more right fields are marked than a reviewer can bear. A kind for which that comes first falls short of the
target. Last, no real document alone may have more alarms than that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.model.odds import TARGETS, Calibration
from tools.calibrate.fit import confidence, usable, with_thresholds
from tools.calibrate.observe import Observation

ALARMS = {0.99: 0.03, 0.995: 0.04, 0.999: 0.05, 0.9995: 0.08}
"""The share of right fields that may be marked, by target: who asks for more wants to look at more."""
_ASKED = 0.5
"""A kind is always marked where the truth itself is uncertain on so many of the fields that nothing speaks against."""
_SURE = {0.99: 0.9, 0.995: 0.95, 0.999: 0.99, 0.9995: 0.995}
"""Where the target is met without marks, what is still marked: evidence that no document has shown may be bad."""


@dataclass(slots=True)
class _Group:
    """Fields of one kind and one confidence."""

    fields: int = 0
    wrong: int = 0
    ordinary_right: int = 0


def fit_thresholds(
    calibration: Calibration, ordinary: Sequence[Observation], strange: Sequence[Observation]
) -> Calibration:
    """The calibration with its thresholds; the alarms are counted on the ordinary documents, the errors on all."""
    groups: dict[str, dict[float, _Group]] = defaultdict(lambda: defaultdict(_Group))
    forced: dict[str, int] = defaultdict(int)
    for part, counts in ((ordinary, True), (strange, False)):
        for one in usable(part):
            if one.forced:
                forced[one.kind] += counts and one.right
                continue
            group = groups[one.kind][confidence(calibration, one)]
            group.fields += 1
            group.wrong += not one.right
            group.ordinary_right += counts and one.right
    found = {
        kind: {target: _cut(calibration, kind, groups[kind], forced[kind], target) for target in TARGETS}
        for kind in sorted(groups)
    }
    found |= {kind: dict.fromkeys(TARGETS, 1.0) for kind in _questions(ordinary)}
    return with_thresholds(calibration, dict(sorted(found.items())))


def _questions(ordinary: Sequence[Observation]) -> list[str]:
    """The kinds that are a question by themselves: a level 1 that a form does not print, for example."""
    plain = [one for one in ordinary if not one.codes]
    count, asked = Counter(one.kind for one in plain), Counter(one.kind for one in plain if one.uncertain)
    return [kind for kind in sorted(asked) if asked[kind] >= _ASKED * count[kind]]


def _cut(calibration: Calibration, kind: str, groups: dict[float, _Group], forced: int, target: float) -> float:
    """The lowest cut that meets the target, within the bounds."""
    sure = calibration.confidence(kind, ())
    fields = sum(group.fields for group in groups.values())
    wrong = sum(group.wrong for group in groups.values())
    right = forced + sum(group.ordinary_right for group in groups.values())
    alarms, below = forced, 0.0
    for level in sorted(groups):
        group = groups[level]
        alarms += group.ordinary_right
        met = wrong <= (1 - target) * fields
        if met and level >= _SURE[target]:
            return min(level, max(_SURE[target], below + 1e-5))
        if level >= sure or alarms > ALARMS[target] * max(right, 1):
            return level
        fields -= group.fields
        wrong -= group.wrong
        below = level
    return sure


def relieve(
    calibration: Calibration, bearers: Sequence[Sequence[Observation]], everything: Sequence[Observation]
) -> Calibration:
    """The same calibration with cuts lowered until no document of `bearers` alone has more alarms than can be borne.

    Given up first is what spares the most alarms there for the fewest errors among `everything`.
    """
    cuts = {kind: dict(found) for kind, found in calibration.thresholds.items()}
    wrong = Counter((one.kind, confidence(calibration, one)) for one in usable(everything) if not one.right)
    stricter: dict[str, float] = {}
    for target in reversed(TARGETS):
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
