"""Invented documents with all their readings, each with its features and how much of it is right."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewer.extract.pipeline import readings_of
from reviewer.extract.readings.features import features
from reviewer.extract.readings.reading import Reading
from reviewer.model.review import Review
from reviewer.model.source import Source
from reviewer.sources.registry import open_source
from tools.calibrate.observe import observe
from tools.corpus import DAMAGES, layouts, make
from tools.corpus.relaid import WAYS, without_grid
from tools.sequence.builder import LAYOUTS, build
from tools.sequence.linear import FORMS


@dataclass(frozen=True)
class Told:
    """One document: its readings by name, with their features and the share (0 to 1) of fields that are right."""

    name: str
    features: dict[str, dict[str, float]]
    right: dict[str, float]


def told(seeds: range) -> Iterator[Told]:
    """Documents of every form and layout, and those that the rules grew up with."""
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            for form in FORMS:
                for layout in LAYOUTS:
                    if layout != "foreign":
                        laid = build(f"readings-{seed}-{form}-{layout}", layout, form)
                        yield from _told(folder, f"{form} {layout} {seed}", "t.txt", laid.text, laid.truth)
            for layout in layouts()[seed % 3 :: 3]:
                name, text, truth = make(layout, seed, DAMAGES[seed % len(DAMAGES)])
                yield from _told(folder, f"{layout} {seed}", name, text, truth)
            for layout in layouts():
                name, text, truth = make(layout, seed, DAMAGES[0])
                for way in WAYS:
                    relaid = without_grid(text, way)
                    if relaid is not None:
                        yield from _told(folder, f"{layout} {way} {seed}", "t.txt", relaid, truth)


def _told(folder: str, label: str, name: str, text: str, truth: dict[str, Any]) -> Iterator[Told]:
    path = Path(folder, name)
    path.write_text(text, encoding="utf-8")
    source = open_source(path)
    readings = readings_of(source)
    if len(readings) > 1:
        yield Told(label, _features(source, readings), {one.by: right(source, one, truth) for one in readings})


def _features(source: Source, readings: Sequence[Reading]) -> dict[str, dict[str, float]]:
    return {one.by: features(source, one, [other for other in readings if other is not one]) for one in readings}


def right(source: Source, reading: Reading, truth: dict[str, Any]) -> float:
    """The share of the counted fields that a reading has right."""
    counted = [one for one in observe(Review(source, reading.root), truth) if one.counted]
    return sum(one.right for one in counted) / len(counted) if counted else 0.0
