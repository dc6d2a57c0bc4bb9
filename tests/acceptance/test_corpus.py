"""The extraction against documents that people have read field by field, where a corpus lies beside the checkout."""

from __future__ import annotations

import functools
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from reviewer import cli

SHARED = Path(__file__).resolve().parents[3] / "shared"
CORPUS = SHARED / "corpus"
SCORER = SHARED / "tools" / "score.py"
INDICATORS = 412

pytestmark = pytest.mark.skipif(
    not (CORPUS / "truth").is_dir() or not SCORER.is_file(), reason=f"there is no corpus of real documents in {CORPUS}"
)
TRUTHS = sorted((CORPUS / "truth").glob("*.json"))


@functools.cache
def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _figures(truth: dict[str, Any], got: dict[str, Any]) -> dict[str, Any]:
    """The scorer's figures, and how many indicators of the truth have a row of their own in the extraction."""

    class Counting(_scorer().Score):  # type: ignore[misc, name-defined]
        rows_found = 0

        def indicator(self, where: str, truth: Any, row: Any, led: bool) -> None:
            self.rows_found += truth is not None and row is not None
            super().indicator(where, truth, row, led)

    counted = Counting(got.get("pages") or [])
    counted.document(truth, got)
    figures: dict[str, Any] = counted.figures()
    return {**figures, "rows_found": counted.rows_found}


def _extract(source: Path, out: Path) -> dict[str, Any]:
    assert cli.run(["extract", str(source), "-o", f"{out}/"]) == 0
    written = [path for path in out.glob("*.json") if path.name != "manifest.json"]
    assert len(written) == 1
    assert len(list(out.glob("*.xlsx"))) == 1
    document: dict[str, Any] = json.loads(written[0].read_text(encoding="utf-8"))
    return document


def _source_of(truth: Path, kind: str) -> Path:
    if kind == "text":
        return CORPUS / "sources" / f"{truth.stem}.txt"
    return CORPUS / "rendered" / f"{truth.stem.split('_')[0]}.{kind}"


@pytest.mark.parametrize("kind", ["text", "md"])
@pytest.mark.parametrize("truth_file", TRUTHS, ids=lambda path: path.stem)
def test_real_document(truth_file: Path, kind: str, tmp_path: Path, figures: dict[str, dict[str, float]]) -> None:
    source = _source_of(truth_file, kind)
    if not source.exists():
        pytest.skip(f"{source.name} is not in the corpus")
    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    found = _figures(truth, _extract(source, tmp_path))
    figures[f"{truth_file.stem.split('_')[0]} {kind}"] = found
    assert found["rows_found"] == found["indicators"]
    assert found["accuracy"] >= 0.97
    assert found["provenance"] >= 0.95
    assert found["catch_rate"] >= 0.8


@pytest.mark.parametrize("kind", ["pdf", "sheet.pdf"])
@pytest.mark.parametrize("truth_file", TRUTHS, ids=lambda path: path.stem)
def test_real_pdf(truth_file: Path, kind: str, tmp_path: Path, figures: dict[str, dict[str, float]]) -> None:
    """Printed from Word and from Excel: every row found, every value traced to its place on the page."""
    source = _source_of(truth_file, kind)
    if not source.exists():
        pytest.skip(f"{source.name} is not in the corpus")
    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    found = _figures(truth, _extract(source, tmp_path))
    figures[f"{truth_file.stem.split('_')[0]} {kind}"] = found
    assert found["rows_found"] == found["indicators"]
    assert found["accuracy"] >= 0.99
    assert found["provenance"] >= 0.99
    assert found["catch_rate"] >= 0.95


def test_truth_is_whole() -> None:
    """The figures above are about all the indicators that were counted by hand."""
    entries = [entry for path in TRUTHS for entry in json.loads(path.read_text(encoding="utf-8"))["entries"]]
    assert sum(len(entry["indicators"]) for entry in entries) == INDICATORS
