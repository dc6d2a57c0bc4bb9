"""A column of a name that nobody knows, in a table whose cells follow each other as text, is a column and no row."""

from __future__ import annotations

import pytest
from read_texts import read, rows

from reviewer.extract.readings.by_order import segments_by_order
from reviewer.extract.sequence.borders import Borders
from reviewer.extract.sequence.pagetext import PageText
from reviewer.sources.registry import source_from_bytes

TOP = ["项目绩效目标表", "项目名称", "石桥修缮补助经费", "总体绩效目标", "修好三座石桥，让村民放心通行。"]
LEVELS = [("产出指标", "数量指标"), ("", ""), ("", ""), ("", "质量指标"), ("效益指标", "社会效益指标")]
NAMES = [
    ("修缮石桥", "≥3座"),
    ("更换桥面石板", "60块"),
    ("增设护栏", "120米"),
    ("验收合格率", "=100%"),
    ("绕行村民", "明显减少"),
]
WHO = ["荀满仓", "荀满仓", "荀满仓", "乌兰", "乌兰"]
WANTED = [
    ("产出指标", "数量指标", "修缮石桥", "≥3座"),
    ("产出指标", "数量指标", "更换桥面石板", "60块"),
    ("产出指标", "数量指标", "增设护栏", "120米"),
    ("产出指标", "质量指标", "验收合格率", "=100%"),
    ("效益指标", "社会效益指标", "绕行村民", "明显减少"),
]


def cells(heads: list[str], between: bool, who: list[str]) -> str:
    found = [*TOP, *heads]
    for (level1, level2), (name, value), person in zip(LEVELS, NAMES, who, strict=True):
        found += [*filter(None, (level1, level2)), name, *([person, value] if between else [value, person])]
    return "\n".join(text for text in found if text) + "\n"


def by_order(text: str) -> list[tuple[str, str]]:
    pages = PageText.of(source_from_bytes("t.txt", text.encode()))
    return [(s.role.value, text[s.start : s.end]) for s in segments_by_order(pages, Borders.of(pages))]


@pytest.mark.parametrize("head", ["责任人", "佐证材料", "承办股室"])
def test_a_head_behind_the_last_that_is_known(head: str) -> None:
    text = cells(["一级指标", "二级指标", "三级指标", "指标值", head], False, WHO)
    assert rows(read(text)) == WANTED
    found = by_order(text)
    assert ("header", head) in found
    assert [said for role, said in found if role == "extra"] == WHO


@pytest.mark.parametrize("head", ["承办股室", "负责人"])
def test_a_head_between_those_that_are_known(head: str) -> None:
    text = cells(["一级指标", "二级指标", "三级指标", head, "指标值"], True, WHO)
    assert rows(read(text)) == WANTED
    assert [said for role, said in by_order(text) if role == "extra"] == WHO


def test_the_first_text_of_the_rows_is_no_head() -> None:
    """Without a column for it the text behind the header is what it always was."""
    text = cells(["三级指标", "指标值"], False, [""] * 5).replace("产出指标\n数量指标\n", "").replace("质量指标\n", "")
    found = by_order(text)
    assert ("level3", "修缮石桥") in found
    assert ("header", "修缮石桥") not in found
