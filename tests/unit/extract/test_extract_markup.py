"""What conversions leave within cells: taken out, and the text stays where it stands in the source."""

from __future__ import annotations

import pytest
from read_texts import indicators, read, rows

from reviewer.extract.markup import cell_text, clean
from reviewer.model.flow import Flow
from reviewer.model.source import Page, Source
from reviewer.model.spans import Span


def cleaned(text: str) -> str:
    return clean(Flow.loose(text)).text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"水表\*阀门\|接口\*数量", "水表*阀门|接口*数量"),
        (r"\<5次", "<5次"),
        (r"≥95\%", "≥95%"),
        ("&lt;5 次", "<5 次"),
        ("阀门&#124;接口", "阀门|接口"),
        ("阀门&#x7C;接口", "阀门|接口"),
        ("A&amp;B系统", "A&B系统"),
        ("水质抽检不合格率[^1]", "水质抽检不合格率"),
        ("*≥12.5公里*", "≥12.5公里"),
        ("***合格率***", "合格率"),
        ("_合格率_", "合格率"),
        ("`≥95%`", "≥95%"),
        (r"*水表\*阀门数量*", "水表*阀门数量"),
        ("**年度总体目标：**完成改造。", "年度总体目标：完成改造。"),
        (r"工程验收合格\n率", "工程验收合格率"),
        (r"2026年12月\r\n31日前", "2026年12月31日前"),
        ('"≥"12.5"公里"', "≥12.5公里"),
        ('"≥"95%', "≥95%"),
        ("完工率<br>（含验收）", "完工率（含验收）"),
        ("≥8×10<sup>5</sup>页", "≥8×10⁵页"),
        ("≥8×10^5^页", "≥8×10⁵页"),
        ("CO<sub>2</sub>", "CO₂"),
        ("<del>≥90%</del>≥98%", "≥98%"),
        ("<S>≥90%</S> ≥98%", "≥98%"),
        ('<font color="red">≤1.5</font><u>元</u>', "≤1.5元"),
        ('<a href="http://a.b/?c=1">云溪县档案馆</a>', "云溪县档案馆"),
        ("[云溪县档案馆](http://a.b/c)", "云溪县档案馆"),
        ("![](images/a.png)有", "有"),
        ("==≤3分钟==", "≤3分钟"),
        ("≥98%<!-- 旧：≥90% -->", "≥98%"),
        ("<!--a-->≥98%<!--\nb-->次", "≥98%次"),
        ("{--≥90%--}{++≥98%++}", "≥98%"),
        ("{~~≥90%~>≥98%~~}{>>请核<<}", "≥98%"),
    ],
)
def test_markup_is_taken_out(text: str, plain: str):
    assert cleaned(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "[甲](乙)",
        "x^2",
        "{甲}--乙",
        "<!-- 未完",
        "1==2",
        "≥**%",
        "（≥**亩）",
        "≤****元",
        "面积（≥**%），长度（≥**%）",
        "*",
        "完成“小哥”驿站",
        '新建"小哥"驿站',
        r"C:\new",
        "a_b_c",
        "A*B*C数量",
        "R&D经费",
        "[1]",
        "第[12]号",
    ],
)
def test_what_a_form_prints_stays(text: str):
    assert cleaned(text) == text


def of_cell(text: str) -> Flow:
    source = Source("t.txt", "text", "0" * 64, None, (Page(1, text, ()),))
    return cell_text(Flow.of(source, (Span(0, 0, len(text)),)))


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("≥12 5公里\n.", "≥12.5公里"),
        ("1 234 50\n, .", "1,234.50"),
        ("改造12 5公里 更换阀门\n. ， 。", "改造12.5公里，更换阀门。"),
        ("目标1：改造12 5公里\n.\n目标2：漏损 降低\n， 。", "目标1：改造12.5公里目标2：漏损，降低。"),
    ],
)
def test_signs_that_fell_into_a_line_of_their_own_are_put_back(text: str, whole: str):
    assert of_cell(text).text == whole


def test_signs_without_a_gap_for_each_stay_where_they_are():
    assert of_cell("保障安全\n。。。").text == "保障安全。。。"


def test_a_character_keeps_its_place():
    flow = of_cell("率&lt;5次")
    assert flow.text == "率<5次"
    assert [(span.start, span.end) for span in flow.spans] == [(0, 2), (5, 7)]


HEAD = "| 项目名称 | 管网改造 | | |\n|---|---|---|---|\n| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n"


def test_a_bar_within_a_text_parts_no_cells_where_other_bars_have_room():
    review = read(
        HEAD + "| 产出指标 | 数量指标 | 水表阀门|接口更换数量 | ≥300个 |\n| 产出指标 | 质量指标 | 合格率 | ≥95% |\n",
        "t.md",
    )
    assert rows(review, "level3", "annual_value") == [("水表阀门|接口更换数量", "≥300个"), ("合格率", "≥95%")]


def test_a_bar_within_a_text_is_told_by_the_columns_and_marked():
    text = (
        HEAD.replace(" ", "")
        + "|产出指标|数量指标|水表阀门|接口更换数量|≥300个|\n|产出指标|质量指标|合格率|≥95%|\n|产出指标|时效指标|及时率|≥99%|\n"
    )
    review = read(text, "t.md")
    assert rows(review, "level3", "annual_value")[0] == ("水表阀门|接口更换数量", "≥300个")
    first, second, _ = indicators(review)
    assert first.fields["level3"].flagged
    assert not second.fields["level3"].flagged


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        (["产出指标,成本指标,改造工程总成,≤1.5万", ",,本,元"], ("产出指标", "成本指标", "改造工程总成本", "≤1.5万元")),
        (
            ["产出指标,时效指标,完工及时率,", ",,（含竣工验收）,100%"],
            ("产出指标", "时效指标", "完工及时率（含竣工验收）", "100%"),
        ),
        (
            ["产出指标,时效指标,,设备到位", ",,及安装完成时间,9月底"],
            ("产出指标", "时效指标", "设备到位及安装完成时间", "9月底"),
        ),
        (
            ["满意度指标,服务对象满意,受益居民满意,≥90%", ",度指标,度,"],
            ("满意度指标", "服务对象满意度指标", "受益居民满意度", "≥90%"),
        ),
    ],
)
def test_the_rest_of_a_row_joins_it_and_is_marked(cut: list[str], whole: tuple[str, ...]):
    review = read("\n".join(["项目名称,管网改造,,", "一级指标,二级指标,三级指标,指标值", *cut]) + "\n", "t.csv")
    assert rows(review) == [whole]
    (node,) = indicators(review)
    assert node.fields["level3"].flagged
