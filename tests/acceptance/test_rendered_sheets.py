"""Workbooks, web pages and Markdown of real documents against what people have read, where a corpus lies beside the checkout."""

from __future__ import annotations

import functools
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from reviewer import cli

SHARED = Path(__file__).resolve().parents[3] / "shared"
CORPUS = SHARED / "corpus"
SCORER = SHARED / "tools" / "score.py"
FILES = sorted(f for kind in ("xlsx", "xls", "html", "md") for f in (CORPUS / "rendered").glob(f"*.{kind}"))

pytestmark = pytest.mark.skipif(
    not FILES or not SCORER.is_file(), reason=f"there is no corpus of real documents in {CORPUS}"
)


@functools.cache
def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("source", FILES, ids=lambda path: path.name)
def test_rendered(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert cli.run(["extract", str(source), "-o", str(out)]) == 0
    truth = next((CORPUS / "truth").glob(f"{source.stem}*.json"))
    counted = _scorer().score(json.loads(truth.read_text("utf-8")), json.loads(out.read_text("utf-8")))
    figures = counted.figures()
    assert figures["accuracy"] >= 0.99
    assert figures["provenance"] >= 0.98
    assert figures["catch_rate"] >= 0.95
