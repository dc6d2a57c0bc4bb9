"""The notebook in docs/ runs from top to bottom."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]


def test_the_notebook_goes_from_a_folder_to_a_pivot_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    cells = json.loads((ROOT / "docs" / "folder_to_pivot.ipynb").read_text(encoding="utf-8"))["cells"]
    names: dict[str, Any] = {}
    for number, cell in enumerate(cells):
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), f"cell {number}", "exec"), names)
    pivot = names["pivot"]
    assert len(names["reviews"]) == len(list((ROOT / "resources" / "samples").iterdir()))
    assert "产出指标" in pivot.columns
    assert pivot.to_numpy().sum() > 0
    assert len(names["sample"]) == 20
