"""The drawing of the imports: its circles, chains and the way of a source."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import drawing

ROOT = Path(__file__).resolve().parents[2]
HOUSE = {
    "a/one.py": "from reviewer.b import two\n",
    "b/two.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from reviewer.a.one import X\nfrom . import three\n",
    "b/three.py": "def f():\n    import reviewer.b.four\n",
    "b/four.py": "import os\n",
    "c.py": "from reviewer.a.one import y\n",
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for name, text in {**HOUSE, "__init__.py": "", "a/__init__.py": "", "b/__init__.py": ""}.items():
        path = tmp_path / "reviewer" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_circles_with_and_without_imports_for_types(house: Path) -> None:
    assert drawing.circles(drawing.imports(house, False)) == []
    assert drawing.circles(drawing.imports(house, True)) == [{"reviewer.a.one", "reviewer.b.two"}]


def test_the_longest_chain(house: Path) -> None:
    chain = drawing.longest(drawing.imports(house, False))
    assert [name.rpartition(".")[2] for name in chain] == ["c", "one", "two", "three", "four"]


def test_what_is_printed(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawing.main(["--root", str(house)])
    said = capsys.readouterr().out
    assert "in 2 rooms and 1 files beside them" in said
    assert "3 arrows, 2 of them between rooms" in said
    drawing.main(["--root", str(house), "--mermaid"])
    assert capsys.readouterr().out.splitlines() == ["graph TD", "  a --> b", "  b --> a"]


def test_the_modules_of_the_model_need_each_other_in_no_circle_even_for_types() -> None:
    found = drawing.circles(drawing.imports(ROOT, True))
    assert [group for group in found if "reviewer" not in group] == []


def test_the_way_of_a_source(tmp_path: Path) -> None:
    seen, most = drawing.way(ROOT / "resources" / "samples" / "plain-levels.tsv")
    assert {
        "reviewer.sources.text",
        "reviewer.extract.pipeline",
        "reviewer.model.review",
        "reviewer.export.workbook",
    } <= seen
    assert 3 < most < 30
