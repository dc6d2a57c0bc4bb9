"""The documents whose truth is known: made ones of every layout and damage, the bundled samples, the real ones."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from reviewer.base.resources import resource
from reviewer.model.source import Source
from reviewer.sources.registry import open_source
from tools.calibrate.strange import strange
from tools.corpus import DAMAGES, layouts, make
from tools.corpus.relaid import WAYS, without_grid
from tools.sequence.builder import build
from tools.sequence.linear import FORMS

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "corpus"
"""Real documents lie beside the checkout, where there are any."""
SAMPLES_TRUTH = ROOT / "tests" / "data" / "samples_truth"


@dataclass(frozen=True, slots=True)
class Document:
    """A source with its truth; `layout` is “real” or “sample” for those that nobody generated."""

    name: str
    layout: str
    damage: str
    source: Source
    truth: dict[str, Any]


TEXT = "text: "
"""The layout of invented documents in the forms of text that the net was trained on begins with this."""


def made(seeds: range, only: tuple[str, ...] = ()) -> Iterator[Document]:
    """Generated documents: for each layout and seed one without damage and one with, lightly and heavily in turn."""
    with tempfile.TemporaryDirectory() as folder:
        for layout in only or layouts():
            for seed in seeds:
                for damage in (DAMAGES[0], DAMAGES[1 + seed % 2]):
                    name, text, truth = make(layout, seed, damage)
                    path = Path(folder, name)
                    path.write_text(text, encoding="utf-8")
                    yield Document(name, layout, damage, open_source(path), truth)


def estranged(seeds: range) -> Iterator[Document]:
    """Generated documents without the generator's damage, made strange."""
    with tempfile.TemporaryDirectory() as folder:
        for layout in layouts():
            for seed in seeds:
                name, text, truth = make(layout, seed, DAMAGES[0])
                path = Path(folder, name)
                altered, renamed = strange(text, Random(f"{layout}/{seed}"))
                path.write_text(altered, encoding="utf-8")
                _rename(truth, renamed)
                yield Document(name, layout, "strange", open_source(path), truth)


def laid_out(seeds: range) -> Iterator[Document]:
    """Generated documents as pages of text without a grid, each in one of the ways, every second one made strange before."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "t.txt")
        for seed in seeds:
            for place, layout in enumerate(layouts()):
                name, text, truth = make(layout, seed, DAMAGES[0])
                if (place + seed) % 2:
                    text, renamed = strange(text, Random(f"{layout}/{seed}"))
                    _rename(truth, renamed)
                relaid = without_grid(text, WAYS[(place // 2 + seed) % len(WAYS)])
                if relaid is not None:
                    path.write_text(relaid, encoding="utf-8")
                    yield Document(name, layout, "laid out", open_source(path), truth)


def in_forms(seeds: range) -> Iterator[Document]:
    """Invented documents in every form of text that the net was trained on."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "t.txt")
        for seed in seeds:
            for form in FORMS:
                laid = build(f"calibrate-{seed}-{form}", None, form)
                if laid.layout != "foreign":
                    path.write_text(laid.text, encoding="utf-8")
                    yield Document(f"{form} {seed}", TEXT + form, "forms", open_source(path), laid.truth)


def _rename(truth: dict[str, Any], renamed: dict[str, str]) -> None:
    """Give the amounts and attributes of a truth the labels that the document now prints."""
    for entry in truth["entries"]:
        for group in ("amounts", "attributes"):
            keys = {key: "/".join(renamed.get(part, part) for part in key.split("/")) for key in entry[group]}
            entry[group] = {keys[key]: value for key, value in entry[group].items()}


def samples() -> Iterator[Document]:
    """The bundled samples."""
    for path in sorted(SAMPLES_TRUTH.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        yield Document(truth["source"], "sample", "none", open_source(resource("samples", truth["source"])), truth)


def real() -> Iterator[Document]:
    """The real documents; none where the corpus is absent. They are damaged as a publisher's program damages them."""
    for path in sorted((REAL / "truth").glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        source = REAL / "sources" / f"{path.stem}.txt"
        if source.exists():
            yield Document(path.stem, "real", "real", open_source(source), truth)
