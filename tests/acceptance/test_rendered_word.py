"""Word documents, new and old, against what people have read in them, where a corpus lies beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_corpus import CORPUS, TRUTHS, _extract, _figures, _source_of

from reviewer.sources.registry import open_source

pytestmark = pytest.mark.skipif(not (CORPUS / "rendered").is_dir(), reason=f"there are no documents in {CORPUS}")


@pytest.mark.parametrize("kind", ["docx", "doc"])
@pytest.mark.parametrize("truth_file", TRUTHS, ids=lambda path: path.stem)
def test_real_word_document(
    truth_file: Path, kind: str, tmp_path: Path, figures: dict[str, dict[str, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviewer.sources.office.program", lambda: None)  # as on a clerk's PC
    source = _source_of(truth_file, kind)
    if not source.exists():
        pytest.skip(f"{source.name} is not in the corpus")
    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    found = _figures(truth, _extract(source, tmp_path))
    figures[f"{truth_file.stem.split('_')[0]} {kind}"] = found
    assert found["rows_found"] == found["indicators"]
    assert found["accuracy"] >= 0.99
    assert found["provenance"] >= 0.98
    assert found["catch_rate"] >= 0.95


@pytest.mark.parametrize("truth_file", TRUTHS, ids=lambda path: path.stem)
def test_an_old_document_reads_as_the_new_one(truth_file: Path) -> None:
    """The same text, the same cells, the same merges."""
    new, old = (_source_of(truth_file, kind) for kind in ("docx", "doc"))
    if not (new.exists() and old.exists()):
        pytest.skip(f"{old.name} or {new.name} is not in the corpus")
    one, other = (open_source(path).pages[0] for path in (new, old))
    assert one.text == other.text

    def shape(page: object) -> list[object]:
        blocks = page.blocks  # type: ignore[attr-defined]
        return [block if not hasattr(block, "cells") else (block.cells, block.rows, block.columns) for block in blocks]

    assert shape(one) == shape(other)
