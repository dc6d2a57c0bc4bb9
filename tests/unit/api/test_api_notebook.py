"""The notebook in docs/ runs from top to bottom."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]


def run(folder: str = "") -> dict[str, Any]:
    """The names that the notebook leaves, run from top to bottom; over another folder than its own where one is given."""
    cells = json.loads((ROOT / "docs" / "folder_to_pivot.ipynb").read_text(encoding="utf-8"))["cells"]
    names: dict[str, Any] = {}
    for number, cell in enumerate(cells):
        if cell["cell_type"] == "code":
            text = "".join(cell["source"])
            text = text.replace('folder = "resources/samples"', f"folder = {folder!r}") if folder else text
            exec(compile(text, f"cell {number}", "exec"), names)
    return names


def test_the_notebook_goes_from_a_folder_to_a_pivot_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names = run()
    pivot = names["pivot"]
    assert len(names["reviews"]) == len(list((ROOT / "resources" / "samples").iterdir()))
    assert "产出指标" in pivot.columns
    assert pivot.to_numpy().sum() > 0
    assert len(names["sample"]) == 20


def test_the_notebook_reads_a_folder_of_pdfs(tmp_path: Path) -> None:
    for name in ("甲.pdf", "乙.pdf"):
        shutil.copy(ROOT / "resources" / "selftest" / "form.pdf", tmp_path / name)
    names = run(str(tmp_path))
    assert names["folder"] == str(tmp_path)
    assert list(names["pivot"].index) == ["乙.pdf", "甲.pdf"]
    assert list(names["pivot"].sum(axis=1)) == [4, 4]
