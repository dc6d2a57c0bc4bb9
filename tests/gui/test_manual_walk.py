"""The walk of docs/walk.md can be gone as it is told, and leads to the sheet that it shows."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from reviewer.export.choices import IMPORT
from reviewer.model.calibration import DEFAULT_TARGET
from reviewer.ui.app import create_application
from reviewer.ui.settings import Settings
from tools.manual import walk

DOCS = Path(__file__).resolve().parents[2] / "docs"
ROWS = [
    ("普法宣传经费", "产出指标", "数量指标", "举办普法讲座", "≥", 12, "场"),
    ("普法宣传经费", "产出指标", "数量指标", "发放普法手册", "≥", 500, "册"),
    ("普法宣传经费", "产出指标", "质量指标", "讲座资料合格率", "≥", 95, "%"),
    ("普法宣传经费", "满意度指标", "服务对象满意度指标", "听众满意度", "≥", 90, "%"),
    ("人民调解经费", "产出指标", "数量指标", "培训调解员", "≥", 30, "人"),
    ("人民调解经费", "产出指标", "数量指标", "走访社区", "≥", 12, "个"),
    ("人民调解经费", "产出指标", "时效指标", "纠纷受理及时率", "≥", 98, "%"),
    ("人民调解经费", "效益指标", "社会效益指标", "化解纠纷数", "≥", 200, "件"),
]


@pytest.fixture
def application(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> QApplication:
    """The application as a clerk has it at the first start."""
    monkeypatch.setenv("REVIEWER_DATA_DIR", str(tmp_path / "data"))
    return create_application(["reviewer"])


def test_the_walk_leads_by_keys_from_the_file_to_the_import_sheet(application: QApplication, tmp_path: Path) -> None:
    seen: list[tuple[str, QImage]] = []
    workbook = walk.walk(tmp_path, lambda step, image: seen.append((step, image)))
    assert tuple(step for step, _ in seen) == walk.STEPS
    assert all(image.width() > 400 for _, image in seen)
    rows = list(openpyxl.load_workbook(workbook)[IMPORT].iter_rows(min_row=2, values_only=True))
    assert [row[:7] for row in rows] == ROWS
    assert Settings().target_accuracy == DEFAULT_TARGET


def test_the_page_tells_every_step_with_a_small_picture() -> None:
    text = (DOCS / "walk.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\(images/walk_(\w+)\.png\)", text) == list(walk.STEPS)
    for step in walk.STEPS:
        picture = DOCS / "images" / f"walk_{step}.png"
        assert picture.stat().st_size <= 60_000
        assert not QImage(str(picture)).isNull()
