"""What the documents say is there: files they point to, keys of the window, commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [path for pattern in ("*.md", "docs/**/*.md", "packaging/*.md") for path in sorted(ROOT.glob(pattern))]
KEY_NAMES = {"Ins": "Insert", "Alt+Ins": "Alt+Insert", "Alt+Shift+Ins": "Alt+Shift+Insert",
             "Del": "Delete", "Alt+Up": "Alt+↑", "Alt+Down": "Alt+↓",
             "Alt+Left": "Alt+←", "Alt+Right": "Alt+→"}  # fmt: skip


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_manual_knows_every_key() -> None:
    from reviewer.ui.actions import ACTIONS

    table = (ROOT / "docs" / "manual.md").read_text(encoding="utf-8").split("## 六、按键")[1].split("## 七")[0]
    listed = {key for line in table.splitlines() for key in line.split("|")[2:3] for key in key.strip().split(" / ")}
    keys = {KEY_NAMES.get(spec.keys[0], spec.keys[0]) for spec in ACTIONS if spec.keys}
    assert listed - {"按键", "---", "Esc"} == keys
