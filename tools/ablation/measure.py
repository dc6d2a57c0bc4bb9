"""The corpora on which the switches are tried, and what a setting of them reads there."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

from reviewer.extract.sequence import tagger
from reviewer.model.calibration import DEFAULT_TARGET, calibration
from reviewer.model.source import Source
from reviewer.sources.registry import open_source
from tools.ablation.kept import kept, observed, staying
from tools.ablation.switches import Switch
from tools.calibrate.documents import REAL, estranged, laid_out, made, real, samples
from tools.calibrate.evaluate import Figures
from tools.calibrate.observe import Observation

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
    tagger.tagged = lru_cache(maxsize=None)(_kept(tagger.tagged))  # type: ignore[assignment]


def _kept(tag: Callable[[str], Iterable[Any]]) -> Callable[[str], tuple[Any, ...]]:
    return lambda text: tuple(tag(text))


def sampled(documents: Iterable[Case], share: float, seed: int) -> list[Case]:
    """That share of each corpus, chosen by chance and at least one of each."""
    by_corpus: dict[str, list[Case]] = {}
    for case in documents:
        by_corpus.setdefault(case.corpus, []).append(case)
    rng = Random(seed)
    return [
        every[place]
        for every in by_corpus.values()
        for place in sorted(rng.sample(range(len(every)), max(1, round(share * len(every)))))
    ]


class Bench:
    """Documents that have been read with everything on, to be held against what a switch makes of them."""

    def __init__(self, documents: Iterable[Case]) -> None:
        self._cases = [(case, kept(case.source, case.truth)) for case in documents]

    @property
    def whole(self) -> dict[str, Figures]:
        """The figures of each corpus with everything on."""
        return self._figures((case.corpus, one.observations, one.led) for case, one in self._cases)

    def without(self, switch: Switch) -> dict[str, Figures] | str:
        """The figures of each corpus with something switched off; what went wrong where the program cannot do without it."""
        try:
            return self._figures(self._read(switch))
        except Exception as error:  # whatever a rule's absence breaks is the answer
            return f"{type(error).__name__}: {error}"

    def _read(self, switch: Switch) -> Iterator[_Read]:
        for case, one in self._cases:
            if not one.is_touched_by(switch):
                yield case.corpus, one.observations, one.led
                continue
            with switch.off(), staying(one, switch):
                yield (case.corpus, *observed(case.source, case.truth))

    @staticmethod
    def _figures(documents: Iterable[_Read]) -> dict[str, Figures]:
        found: dict[str, Figures] = {}
        for corpus, observations, led in documents:
            found.setdefault(corpus, Figures()).add(observations, calibration(), DEFAULT_TARGET, led)
        return found


_Read = tuple[str, list[Observation], bool]
"""A corpus, the fields of one of its documents, and whether an issue about it is open."""
