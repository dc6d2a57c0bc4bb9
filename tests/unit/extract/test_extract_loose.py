"""Tables as lines of words, as PDF libraries give them: levels on lines of their own, before their rows or in their middle."""

from __future__ import annotations

from read_texts import read

from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind, Review

TOP = (
    "项目支出绩效目标表\n（2024年度）\n项目名称 路灯维护\n主管部门 甲市乙局 实施单位 路灯所\n"
    "年度资金总额： 81.50\n其中：财政拨款 81.50 执行率\n"
)
ROWS = [
    ("产出指标", "数量指标", "维护路灯数量", "≥300盏"),
    ("产出指标", "数量指标", "更换灯具", "≥1200套"),
    ("产出指标", "质量指标", "亮灯率", "≥98%"),
    ("效益指标", "社会效益指标", "居民夜间出行", "更加方便"),
]


def rows(review: Review) -> list[tuple[str | None, ...]]:
    found = (node for node in review.root.walk() if node.kind is Kind.INDICATOR)
    return [
        tuple(
            (node.value(key) or "").replace(" ", "") or None for key in ("level1", "level2", "level3", "annual_value")
        )
        for node in found
    ]


def test_levels_before_their_rows_and_blanks_within_values():
    review = read(
        f"{TOP}年度目标 保障全市 300 盏路灯照明，方便出行。\n绩效指标\n一级指标 二级指标 三级指标 指标值 分值\n产出指标\n数量指标\n"
        "维护路灯数量 ≥300 盏 20\n更换灯具 ≥1200 套 20\n质量指标 亮灯率 ≥98% 20\n效益指标 社会效益指标 居民夜间出行 更加方便 20\n- 12 -\n"
    )
    assert rows(review) == ROWS
    (project,) = review.root.children
    assert [project.value(key) for key in ("name", "unit", "amounts[财政拨款]")] == ["路灯维护", "路灯所", "81.50"]
    assert [node.value("extra[分值]") for node in project.children] == ["20"] * 4


def test_levels_in_the_middle_of_their_rows_are_handed_out_and_marked():
    review = read(
        f"{TOP}保障全市路灯照明，方便群众夜间出行，全年维护路灯三\n年度总体目标\n百盏以上。\n"
        "分值权重\n一级指标 二级指标 三级指标 指标值\n（90）\n"
        "维护路灯数量 ≥300盏 20\n数量指标\n产出指标\n更换灯具 ≥1200套 20\n质量指标 亮灯率 ≥98% 20\n"
        "绩效指标\n效益指标 社会效益指标 居民夜间出行 更加方便 20\n"
    )
    assert rows(review) == ROWS
    (project,) = review.root.children
    assert project.value("goal") == "保障全市路灯照明，方便群众夜间出行，全年维护路灯三百盏以上。"
    assert review.is_doubtful(FieldRef(project.children[0].id, "level2"))
    assert review.is_doubtful(FieldRef(project.id, "goal"))


def test_where_many_lines_are_pieces_of_cells_nothing_is_sure():
    review = read(
        f"{TOP}年度目标 保障照明。\n绩效指标 一级指标 二级指标 三级指标 指标值\n产出指标 数量指标 维护路灯 ≥300\n数量\n盏\n"
        "产出指标 质量指标 夜间亮 ≥98%\n灯率\n产出指标 时效指标 报修处 24小\n理时限\n时内\n"
    )
    indicators = [node for node in review.root.walk() if node.kind is Kind.INDICATOR]
    assert indicators
    assert all(review.is_doubtful(FieldRef(node.id, "level3")) for node in indicators if node.value("level3"))
