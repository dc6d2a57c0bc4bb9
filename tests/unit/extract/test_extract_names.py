"""What is printed around a name is no part of it."""

from __future__ import annotations

import pytest

from reviewer.extract.names import level_name, two_levels, without_seal, without_template_end
from reviewer.model.flow import Flow
from reviewer.model.review import Kind
from tests.unit.extract.read_texts import read, rows


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("云溪市水文局（公章）", "云溪市水文局"),
        ("云溪市水文局 (盖章)", "云溪市水文局"),
        ("云溪市水文局（加盖公章）", "云溪市水文局"),
        ("云溪市水文局（本级）", "云溪市水文局（本级）"),
        ("印章管理办公室", "印章管理办公室"),
    ],
)
def test_the_place_of_the_seal(printed: str, name: str) -> None:
    assert without_seal(Flow.loose(printed)).text == name


@pytest.mark.parametrize(
    ("printed", "code", "name"),
    [
        ("1.1 数量指标", "", "数量指标"),
        ("2.10.3、社会效益指标", "", "社会效益指标"),
        ("1．2质量指标", "", "质量指标"),
        ("1.产出指标", "", "产出指标"),
        ("（二）效益指标", "", "效益指标"),
        ("11-数量指标", "11", "数量指标"),
    ],
)
def test_the_number_before_a_level_is_no_part_of_its_name(printed: str, code: str, name: str) -> None:
    assert tuple(flow.text for flow in level_name(Flow.loose(printed))) == (code, name)


@pytest.mark.parametrize(
    ("printed", "goal"),
    [
        ("目标1：培训2000人次。目标2：提高能力。目标3：……", "目标1：培训2000人次。目标2：提高能力。"),
        ("目标1：培训2000人次。\n目标2：\n目标3：", "目标1：培训2000人次。"),
        ("开展培训、宣传等……", "开展培训、宣传等……"),
        ("实现目标1：完成培训", "实现目标1：完成培训"),
        ("目标1：", "目标1："),
    ],
)
def test_lines_of_a_goal_that_nobody_filled_in(printed: str, goal: str) -> None:
    assert without_template_end(Flow.loose(printed)).text == goal


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("产出指标-数量指标", ("产出指标", "数量指标")),
        ("效益指标——社会效益指标", ("效益指标", "社会效益指标")),
        ("满意度指标/服务对象满意度指标", ("满意度指标", "服务对象满意度指标")),
        ("产 出 指 标 > 质量指标", ("产 出 指 标", "质量指标")),
        ("产出指标\n时效指标", ("产出指标", "时效指标")),
        ("产出指标", None),
        ("产出指标-及时率", None),
        ("社会效益指标-效益指标", None),
    ],
)
def test_two_levels_in_one_cell(text: str, levels: tuple[str, str] | None) -> None:
    found = two_levels(Flow.loose(text))
    assert (found and tuple(flow.text for flow in found)) == levels


@pytest.mark.parametrize("between", ["-", "—", "/", "："])
def test_levels_that_share_a_column_are_both_read_and_none_goes_into_the_goal(between: str) -> None:
    rows_of = [("产出指标", "数量指标", "助餐点", "42个"), ("产出指标", "质量指标", "留样率", "100%")]
    rows_of += [("效益指标", "可持续影响指标", "运营率", "≥90%"), ("满意度指标", "满意度指标", "老人满意度", "≥95%")]
    page = (
        "<table><tr><td>序号</td><td>项目名称</td><td>批复金额</td><td>绩效目标</td><td>指标类别</td><td>指标名称</td><td>目标值</td></tr>"
        "<tr><td rowspan=4>1</td><td rowspan=4>助餐补助</td><td rowspan=4>26.76</td><td rowspan=4>支持社区食堂运营，解决吃饭难。</td>"
        + "</tr><tr>".join(f"<td>{a}{between}{b}</td><td>{c}</td><td>{d}</td>" for a, b, c, d in rows_of)
        + "</tr></table>"
    )
    review = read(page, "t.html")
    assert rows(review) == rows_of
    assert review.entries[0].value("goal") == "支持社区食堂运营，解决吃饭难。"


@pytest.mark.parametrize(
    ("level2", "is_marked"), [("学生满意度", False), ("实训学生及其家长对食堂的满意度", True), ("学生情况", True)]
)
def test_a_level_2_that_says_whose_satisfaction_it_is_about_is_known(level2: str, is_marked: bool) -> None:
    review = read(
        "<table><tr><td>项目名称</td><td colspan=3>实训基地</td></tr>"
        "<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>购置窑炉</td><td>4台</td></tr>"
        f"<tr><td>满意度指标</td><td>{level2}</td><td>实训学生满意度</td><td>≥95%</td></tr></table>",
        "t.html",
    )
    last = [node for node in review.root.walk() if node.kind is Kind.INDICATOR][-1]
    assert last.value("level2") == level2
    assert ("level2" in review.doubtful_keys(last)) is is_marked
