"""Scanned pages of the documents that people have read: the program held against the truth of the pages that were scanned."""

from __future__ import annotations

import functools
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from scanned_truth import clipped

from reviewer.export.json_form import document_json
from reviewer.extract.pipeline import extract
from reviewer.model.source import Source
from reviewer.sources.registry import open_source

for _name in ("rapidocr", "onnxruntime", "cv2", "PIL"):
    pytest.importorskip(_name, reason="the extra “ocr” is not installed", exc_type=ImportError)

SHARED = Path(__file__).resolve().parents[3] / "shared"
CORPUS = SHARED / "corpus"
SCORER = SHARED / "tools" / "score.py"
SCANS = sorted((CORPUS / "rendered").glob("*.scan.pdf"))
CUT = 10
"""Fields that may be wrong because the last page that was scanned ends in the middle of a table."""

pytestmark = pytest.mark.skipif(
    not (CORPUS / "truth").is_dir() or not SCORER.is_file(), reason=f"there is no corpus of real documents in {CORPUS}"
)


@functools.cache
def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _off_the_page(source: Source) -> list[str]:
    """Characters without a box on their page; blanks and the signs between cells have none."""
    found = []
    for page in source.pages:
        picture = page.picture
        assert picture is not None
        for place, char in enumerate(page.text):
            box = picture.box(place)
            if char.isspace():
                continue
            if box is None or not (
                -2 <= box[0] < box[2] <= picture.width + 2 and -2 <= box[1] < box[3] <= picture.height + 2
            ):
                found.append(char)
    return found


@pytest.mark.parametrize("scan", SCANS, ids=lambda path: path.name)
def test_scanned_document(scan: Path, figures: dict[str, dict[str, Any]]) -> None:
    number = scan.name.split(".")[0]
    truth = json.loads(next((CORPUS / "truth").glob(f"{number}*.json")).read_text(encoding="utf-8"))
    source = open_source(scan)
    whole = open_source(scan.with_name(f"{number}.pdf"))
    got = document_json(extract(source))
    part = clipped(truth, whole, len(source.pages))
    result = _scorer().Score(got["pages"])
    result.document(part, got)
    found = result.figures()
    rows = sum(len(entry["indicators"]) for entry in part["entries"])
    figures[f"{number} scan"] = {**found, "rows_found": found["indicators_whole"]}
    assert source.format == "scan"
    assert found["accuracy"] >= 0.93
    assert found["provenance"] >= 0.98
    assert found["catch_rate"] >= 0.95 or found["wrong"] <= 2
    assert found["wrong"] <= CUT
    assert found["alarm_rate"] <= 0.1
    assert found["indicators_whole"] >= rows - 1
    assert _off_the_page(source) == []
