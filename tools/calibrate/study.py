"""The whole study: observe the documents, fit on one part, and see on the others what it is worth."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from reviewer.extract.pipeline import extract
from reviewer.model.odds import Calibration
from reviewer.model.review import Severity
from tools.calibrate.documents import ROOT, Document, estranged, laid_out, made, real, samples
from tools.calibrate.fit import fit, usable
from tools.calibrate.observe import Observation, observe
from tools.calibrate.thresholds import fit_thresholds, relieve

FOLDS = 5


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
        return self.damage == "strange"


@dataclass(frozen=True, slots=True)
class Study:
    """What was observed: to fit on, and to judge by (generated documents of other seeds)."""

    seed: int
    to_fit: tuple[Observed, ...]
    to_judge: tuple[Observed, ...]
    found: tuple[Observed, ...]
    """The bundled samples and the real documents, which nobody generated."""


def study(seed: int, fit_seeds: int, judge_seeds: int) -> Study:
    """Observe the documents: `fit_seeds` seeds a layout from `seed` on to fit, `judge_seeds` from `seed` + 500 on to judge."""
    return Study(
        seed,
        tuple(_observed(_generated(seed, fit_seeds))),
        tuple(_observed(_generated(seed + 500, judge_seeds))),
        tuple(_observed(chain(samples(), real()))),
    )


def _generated(seed: int, seeds: int) -> Iterator[Document]:
    """Two ordinary documents a layout and seed, and half a strange one."""
    yield from made(range(seed, seed + seeds))
    yield from estranged(range(seed + 250, seed + 250 + (seeds + 1) // 2))
    yield from laid_out(range(seed + 250, seed + 250 + (seeds + 1) // 2))


def _observed(documents: Iterable[Document]) -> Iterator[Observed]:
    for one in documents:
        review = extract(one.source)
        led = not review.entries or any(issue.severity is not Severity.INFO for issue in review.issues)
        yield Observed(one.name, one.layout, one.damage, tuple(observe(review, one.truth)), led)


def calibrate(documents: Sequence[Observed]) -> Calibration:
    """The calibration that these documents give."""
    ordinary = [field for one in documents if not one.is_strange for field in one.fields]
    strange = [field for one in documents if one.is_strange for field in one.fields]
    found = fit_thresholds(fit([*ordinary, *strange]), ordinary, strange)
    return relieve(found, [one.fields for one in documents if one.layout == "real"], [*ordinary, *strange])


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
        "thresholds": {
            kind: {str(target): cut for target, cut in cuts.items()} for kind, cuts in found.thresholds.items()
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
