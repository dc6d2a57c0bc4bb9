"""Texts of the help as they are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.base.help_text import shown

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_codes_are_told_and_not_shown() -> None:
    text = "# 标题\n\n## 一、行\n\n### 甲\n<!-- read.one -->\n\n- 说明\n\n### 乙\n<!-- check.two_3 -->\n\n- 说明\n"
    found = shown(text)
    assert found.codes == {"read.one": 1, "check.two_3": 2}
    assert found.text == "# 标题\n\n## 一、行\n\n### 甲\n\n- 说明\n\n### 乙\n\n- 说明\n"


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("把文件\n拖到窗口里，\n再点开始", "把文件拖到窗口里，再点开始"),
        ("- 按键\n  都回到**树上**\n  来", "- 按键都回到**树上**来"),
        ("见\n[说明](reasons.md)。", "见[说明](reasons.md)。"),
        ("导出\nExcel 文件", "导出\nExcel 文件"),  # a blank belongs between the two scripts
        ("two lines\nof English", "two lines\nof English"),
        ("一行\n\n另一段", "一行\n\n另一段"),
        ("## 标题\n正文", "## 标题\n正文"),
        ("- 一\n- 二", "- 一\n- 二"),
        ("| 甲 |\n| 乙 |", "| 甲 |\n| 乙 |"),
        ("前\n\n```\n第一行\n第二行\n```\n\n后面\n接着", "前\n\n```\n第一行\n第二行\n```\n\n后面接着"),
    ],
)
def test_lines_of_chinese_are_joined_without_a_blank(stored: str, read: str) -> None:
    assert shown(stored).text == read


def test_joining_takes_nothing_but_breaks_and_blanks() -> None:
    for path in (*DOCS.glob("manual*.md"), *DOCS.glob("reasons*.md"), DOCS / "workspace.md"):
        text = path.read_text(encoding="utf-8")
        bare = "".join(line.strip() for line in text.splitlines() if not line.startswith("<!-- "))
        assert "".join(line.strip() for line in shown(text).text.splitlines()) == bare, path.name
