"""The corpora on which the switches are tried, and what a setting of them reads there."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from reviewer.extract.pipeline import extract
from reviewer.extract.sequence import tagger
from reviewer.model.calibration import DEFAULT_TARGET, calibration
from reviewer.model.review import Severity
from reviewer.model.source import Source
from reviewer.sources.registry import open_source
from tools.ablation.switches import Switch
from tools.calibrate.documents import REAL, estranged, laid_out, made, real, samples
from tools.calibrate.evaluate import Figures
from tools.calibrate.observe import observe

GIVEN = {
    "kinds": REAL.parent / "cases" / "reading",
    "pages": REAL / "pages",
    "rebuilt": REAL / "pages" / "rebuilt",
}
"""Sets that lie beside the checkout, where there are any: each with an index.tsv."""


@dataclass(frozen=True, slots=True)
class Case:
    """A source with its truth, and the corpus that it belongs to."""

    corpus: str
    source: Source
    truth: dict[str, Any]


def cases(seed: int, seeds: int) -> Iterator[Case]:
    """Generated documents of every layout, the samples, and the given sets that are there."""
    few = range(seed, seed + seeds)
    for corpus, documents in (
        ("made", made(few)),
        ("strange", estranged(few)),
        ("laid out", laid_out(few)),
        ("samples and real", chain(samples(), real())),
    ):
        yield from (Case(corpus, one.source, one.truth) for one in documents)
    for corpus, folder in GIVEN.items():
        yield from given(corpus, folder)


def given(corpus: str, folder: Path) -> Iterator[Case]:
    """The documents of a set that is described by an index.tsv; none where the set is absent."""
    index = folder / "index.tsv"
    names = (
        [row["id"] for row in csv.DictReader(index.open(encoding="utf-8"), delimiter="\t")] if index.is_file() else []
    )
    if not names and folder.is_dir():
        names = [path.name.removesuffix(".truth.json") for path in sorted(folder.glob("*.truth.json"))]
    for name in names:
        truth = folder / f"{name}.truth.json"
        source = next((path for path in sorted(folder.glob(f"{name}.*")) if path != truth), None)
        if source is not None and truth.is_file():
            yield Case(corpus, open_source(source), json.loads(truth.read_text(encoding="utf-8")))


def remember_the_net() -> None:
    """Let the net read each text once: no switch changes what it says of a character."""
    tagger.tag = lru_cache(maxsize=None)(_kept(tagger.tag))  # type: ignore[assignment]


def _kept(tag: Callable[[str], Iterable[Any]]) -> Callable[[str], tuple[Any, ...]]:
    return lambda text: tuple(tag(text))


def read(documents: Iterable[Case]) -> dict[str, Figures]:
    """The figures of each corpus, read as the program now is."""
    found: dict[str, Figures] = {}
    for case in documents:
        review = extract(case.source)
        led = not review.entries or any(issue.severity is not Severity.INFO for issue in review.issues)
        figures = found.setdefault(case.corpus, Figures())
        figures.add(observe(review, case.truth), calibration(), DEFAULT_TARGET, led)
    return found


def without(switch: Switch, documents: Iterable[Case]) -> dict[str, Figures] | str:
    """The figures of each corpus with something switched off; what went wrong where the program cannot do without it."""
    try:
        with switch.off():
            return read(documents)
    except Exception as error:  # whatever a rule's absence breaks is the answer
        return f"{type(error).__name__}: {error}"
