"""The last look at finished texts: what can hardly be a name, a value or a goal is marked, whatever the layout was."""

from __future__ import annotations

import pytest

from reviewer.extract.afterwards import mark_cut_off
from reviewer.extract.pipeline import extract
from reviewer.extract.plausible import is_odd
from reviewer.model.fields import FieldRef, read_field
from reviewer.model.review import Kind, Node, NodeData, Review
from reviewer.sources.registry import source_from_bytes


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("annual_value", "≥300盏2.亮灯率≥98%"),
        ("annual_value", "亮灯率：≥98%"),
        ("annual_value", "正向"),
        ("annual_value", "质量指标"),
        ("level3", "亮灯率≥98%"),
        ("level3", "300"),
        ("level3", "二级指标"),
        ("name", "上年预计执行数"),
        ("level3", "数量指标"),
        ("level3", "产出指标 数量指标 路灯数量"),
        ("level3", "年度目标"),
        ("level3", "第2页"),
        ("annual_value", "3分钟到场率"),
        ("unit", "主管部门（公章）："),
        ("level3", "夜间出行更安心质量指标：亮灯率"),
        ("annual_value", "三级指标"),
        ("level1", "质量指标"),
        ("level2", "生态效益指标（满意度指标）"),
        ("name", "实施单位  禾溪市政所  总投资  40"),
        ("name", "年度总体目标 养护桥灯40盏，保障明亮。"),
        ("attributes[效益和满意度指标]", "社会效益指标：夜间事故0起服务对象满意度指标：行人满意度≥90%"),
        ("level3", "1005万只"),
        ("level3", "224元/万尾"),
        ("annual_value", "1.检验生猪"),
        ("name", "提升劳动者技能，缓解"),
        ("name", "绩效指标合计"),
        ("name", "助经费"),
        ("name", "施"),
        ("name", "≥"),
        ("name", "老旧渡口改造与"),
        ("name", "地方资金"),
        ("name", "【字号：大 中 小】 【打印】"),
        ("unit", "公益岗位补贴860.93"),
        ("goal", "1,077.30 1.服务乡村和农业发展。"),
        ("goal", "关爱妇女儿童，促进家庭和谐。 1、"),
        ("goal", "关爱妇女儿童，促进家庭和谐。 1、1-产"),
        ("name", "优"),
        ("name", "结算）"),
        ("name", "照明经费》路灯维护"),
        ("name", "资金安排（万元）"),
        ("name", "项目资金"),
        ("name", "其他运转类"),
        ("name", "本级项目"),
        ("name", "一级指标        二级指标      三级指标"),
        ("goal", "较及时"),
        ("goal", "≥98%"),
        ("goal", "三级指标"),
    ],
)
def test_what_something_else_is_printed_like_is_odd(key: str, text: str):
    assert is_odd(key, text)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("level3", "12345热线接通率"),
        ("annual_value", "1.达标；2.合格。"),
        ("name", "公用经费"),
        ("name", "党建经费"),
        ("name", "路灯维护（含人工，不含电费）"),
        ("name", "“安全、畅通，文明”交通行动"),
        ("name", "2024年第3.5期路灯项目"),
        ("goal", "1.养护桥灯；2.保障明亮。"),
        ("goal", "完成投资1,077.30 万元，保障明亮。"),
        ("annual_value", "处级≥110学分，科级≥90学分"),
        ("annual_value", "2.5万册"),
        ("annual_value", "1.完成编制；2.印发"),
        ("level3", "2024年维护路灯数量（盏）"),
        ("level3", "3分钟到场率"),
        ("annual_value", "3分钟以内"),
        ("level2", "社会效益指标（20分）"),
        ("level1", "成本指标"),
        ("name", "桥灯 养护"),
        ("name", "本级项目评审费"),
        ("name", "路灯（含景观灯）维护"),
        ("name", "“明亮”工程（二期）"),
        ("attributes[主管部门]", "禾溪市政局"),
        ("name", "路灯维护"),
        ("name", "2024年路灯1.5公里改造"),
        ("goal", "保障全市照明"),
    ],
)
def test_what_is_printed_as_it_should_be_is_not(key: str, text: str):
    assert not is_odd(key, text)


def test_such_a_field_is_marked():
    review = extract(
        source_from_bytes(
            "t.txt",
            "项目名称\t路灯维护\t\t\n年度目标\t优\t\t\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t维护路灯\t300盏2.亮灯率98%\n".encode(),
        )
    )
    project = review.root.children[0]
    assert review.is_doubtful(FieldRef(project.id, "goal"))
    assert review.is_doubtful(FieldRef(project.children[0].id, "annual_value"))


def marked(review: Review, node: Node) -> set[str]:
    return {key for key in node.fields if review.is_doubtful(FieldRef(node.id, key))}


def test_a_row_whose_level_stands_in_a_further_column_is_marked_whole() -> None:
    keys = ("level1", "level2", "level3", "period_value", "annual_value")

    def indicator(number: int, label: str, said: str, *values: str | None) -> NodeData:
        fields = [*zip(keys, values, strict=True), (f"extra[{label}]", said)]
        return NodeData(number, Kind.INDICATOR, tuple((key, read_field(value)) for key, value in fields))

    stray = indicator(2, "绩效内容", "数量指标", "产出指标", None, "桥灯养护", None, "更换桥灯")
    plain = indicator(3, "责任科室", "综合指标办", "产出指标", "数量指标", "更换桥灯", None, "12盏")
    entry = NodeData(1, Kind.PROJECT, (("name", read_field("照明经费")), ("unit", read_field(None)), ("goal", read_field(None))),
                     (stray, plain))  # fmt: skip
    first, second = mark_cut_off([entry])[0].children
    assert {key for key, field in first.fields if field.flagged} == {*keys, "extra[绩效内容]"}, "empty fields too"
    assert not any(field.flagged for _, field in second.fields)


def test_what_begins_in_the_middle_of_a_name_is_marked_with_all_that_stands_in_it_and_the_entry_before() -> None:
    rows = [
        "项目名称|绩效目标|一级指标|二级指标|三级指标|指标值",
        "养老补贴（含|按时发放。|产出指标|数量指标|发放人数|300人",
        "结算）|按时发放。|效益指标|社会效益指标|生活水平|逐步提高",
    ]
    table = "\n".join(f"|{row}|" for row in [rows[0], "|".join(["---"] * 6), *rows[1:]])
    review = extract(source_from_bytes("t.md", f"2025年项目绩效目标表\n\n{table}\n".encode()))
    first, second = review.entries
    assert second.value("name") == "结算）"
    assert "name" in marked(review, first)
    assert "name" in marked(review, second)
    assert {"level3", "annual_value"} <= marked(review, second.children[0])


def _goal(text: str) -> NodeData:
    return NodeData(1, Kind.PROJECT, (("name", read_field("路灯维护")), ("goal", read_field(text))))


def _cut_off(entries: list[NodeData]) -> list[bool]:
    goals = [dict(entry.fields)["goal"] for entry in mark_cut_off(entries)]
    return [any(reason.code == "read.cut_off" for reason in goal.reasons) for goal in goals]


def test_a_goal_that_ends_within_a_sentence_is_marked_where_the_others_end_with_one() -> None:
    whole = [_goal("养护桥灯，保障明亮。"), _goal("清扫道路；"), _goal("疏浚河道。"), _goal("修缮校舍。")]
    assert _cut_off([*whole, _goal("提升管理水平，压降")]) == [False] * 4 + [True]
    assert _cut_off([*whole[:2], _goal("提升管理水平")]) == [False] * 3, "too few to tell how goals end here"
    assert not any(_cut_off([*whole[:1], *[_goal("提升管理水平")] * 4])), "here most end without a full stop"


@pytest.mark.parametrize("key", ["level3", "annual_value", "name", "unit", "goal", "attributes[主管部门]"])
def test_a_text_with_a_damaged_character_is_odd(key: str) -> None:
    assert is_odd(key, "清淤长\ufffd度完成情况")
