"""What is printed around a name is no part of it."""

from __future__ import annotations

import pytest

from reviewer.extract.names import two_levels, without_seal, without_template_end
from reviewer.model.flow import Flow
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
