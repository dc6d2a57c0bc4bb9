"""The whole study: observe the documents, fit on one part, and see on the others what it is worth."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from reviewer.extract.pipeline import extract
from reviewer.model.calibration import TARGETS, Calibration
from reviewer.model.review import Severity
from tools.calibrate.documents import ROOT, TEXT, Document, estranged, in_forms, laid_out, made, real, samples
from tools.calibrate.fit import fit, usable
from tools.calibrate.observe import Observation, observe
from tools.calibrate.thresholds import fit_thresholds, relieve

FOLDS = 5
STRANGE = ("strange", "laid out", "forms")
"""Documents made as nobody publishes them: altered, copied without their grid, or in the forms that the net was trained on."""


@dataclass(frozen=True, slots=True)
class Observed:
    """A document whose fields have been held against its truth."""

    name: str
    layout: str
    damage: str
    fields: tuple[Observation, ...]
    led: bool
    """A check has found something that is more than information."""

    @property
    def is_strange(self) -> bool:
        return self.damage in STRANGE

    @property
    def is_known_to_net(self) -> bool:
        return self.layout.startswith(TEXT)


@dataclass(frozen=True, slots=True)
class Study:
    """What was observed: to fit on, and to judge by (generated documents of other seeds)."""

    seed: int
    to_fit: tuple[Observed, ...]
    to_judge: tuple[Observed, ...]
    found: tuple[Observed, ...]
    """The bundled samples and the real documents, which nobody generated."""


Unit = tuple[str, int]
"""Documents that are observed together: a maker of MAKERS, and its seed."""
MAKERS: dict[str, Callable[[range], Iterator[Document]]] = {
    "made": made,
    "estranged": estranged,
    "laid out": laid_out,
    "in forms": in_forms,
    "found": lambda _: chain(samples(), real()),
}


def study(seed: int, fit_seeds: int, judge_seeds: int, jobs: int = 1) -> Study:
    """Observe the documents: `fit_seeds` seeds a layout from `seed` on to fit, `judge_seeds` from `seed` + 500 on to judge;
    in so many processes at once as `jobs` says.
    """
    parts = [_generated(seed, fit_seeds), _generated(seed + 500, judge_seeds), [("found", 0)]]
    units = [unit for part in parts for unit in part]
    if jobs > 1:
        with ProcessPoolExecutor(jobs) as pool:
            observed = dict(zip(units, pool.map(observed_of, units), strict=True))
    else:
        observed = {unit: observed_of(unit) for unit in units}
    to_fit, to_judge, found = (tuple(one for unit in part for one in observed[unit]) for part in parts)
    return Study(seed, to_fit, to_judge, found)


def _generated(seed: int, seeds: int) -> list[Unit]:
    """For each seed two ordinary documents a layout, one laid out as text, and half a strange one; some in forms of text."""
    few = (seeds + 1) // 2
    counts = {"made": (seed, seeds), "estranged": (seed + 250, few), "laid out": (seed + 250, seeds)}
    units = [(maker, first + step) for maker, (first, count) in counts.items() for step in range(count)]
    return [*units, ("in forms", seed + 250)]


def observed_of(unit: Unit) -> list[Observed]:
    """The documents of a unit, read and held against their truth."""
    maker, seed = unit
    return list(_observed(MAKERS[maker](range(seed, seed + 1))))


def _observed(documents: Iterable[Document]) -> Iterator[Observed]:
    for one in documents:
        review = extract(one.source)
        led = not review.entries or any(issue.severity is not Severity.INFO for issue in review.issues)
        yield Observed(one.name, one.layout, one.damage, tuple(observe(review, one.truth)), led)


def calibrate(documents: Sequence[Observed]) -> Calibration:
    """The calibration that these documents give.

    The forms of text that the net was trained on have no part in it: there it is surer and righter than it will be elsewhere.
    """
    fair = [one for one in documents if not one.is_known_to_net]
    ordinary = [field for one in fair if not one.is_strange for field in one.fields]
    found = fit_thresholds(fit(field for one in fair for field in one.fields), ordinary)
    everything = [field for one in fair for field in one.fields]
    return relieve(found, [one.fields for one in fair if one.layout == "real"], everything)


def folds(of: Study) -> Iterator[tuple[Calibration, list[Observed]]]:
    """Whole layouts left out: a calibration on the others, and the documents to judge by of those left out."""
    layouts = list(dict.fromkeys(one.layout for one in of.to_fit))
    for place in range(FOLDS):
        out = set(layouts[place::FOLDS])
        kept = [one for one in (*of.to_fit, *of.found) if one.layout not in out]
        yield calibrate(kept), [one for one in of.to_judge if one.layout in out]


def as_json(of: Study, found: Calibration) -> dict[str, Any]:
    """The content of calibration.json: what the program needs, and what it was made from."""
    fitted = [*of.to_fit, *of.found]
    fields = usable(field for one in fitted for field in one.fields)
    return {
        "base": dict(found.base),
        "weights": dict(found.weights),
        "borne_out": dict(found.borne_out),
        "thresholds": {
            kind: {str(target): cuts[target] for target in TARGETS} for kind, cuts in found.thresholds.items()
        },
        "made_from": {
            "documents": _count(one.damage for one in fitted),
            "fields": len(fields),
            "wrong": sum(not one.right for one in fields),
            "seed": of.seed,
            "generator": generator_version(),
        },
    }


def generator_version() -> str:
    """The first digits of the SHA-256 of the generator's source."""
    digest = hashlib.sha256()
    for path in sorted(Path(ROOT, "tools", "corpus").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _count(names: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items()))
