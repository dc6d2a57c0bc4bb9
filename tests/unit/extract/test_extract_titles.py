"""What stands above a form: its title among other lines, its year, the head of a web page, lines that are no name."""

from __future__ import annotations

import pytest
from read_texts import read, rows

from reviewer.extract.titles import is_page_head, is_section, may_be_title, title_rank, year_in
from reviewer.model.review import Kind, Review

FORM = (
    "<table><tr><td>项目名称</td><td colspan=3>路灯维护</td></tr><tr><td>项目资金</td><td>20</td><td>其中：财政拨款</td><td>20</td></tr>"
    "<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>"
    "<tr><td>产出指标</td><td>数量指标</td><td>更换灯具</td><td>≥300盏</td></tr></table>"
)
ROW = [("产出指标", "数量指标", "更换灯具", "≥300盏")]


def entries(review: Review) -> list[tuple[Kind, str | None]]:
    return [(node.kind, node.value("name")) for node in review.root.children]


def test_the_forms_title_is_found_among_the_chapters_of_a_report():
    review = read(
        "<h2>甲市路灯所2024年部门预算公开</h2><h3>第二部分 预算绩效情况说明</h3><p>七、绩效目标设置情况说明</p>"
        "<p>2024年实行绩效目标管理的项目1个，涉及资金20万元。</p><h3>第三部分 名词解释</h3><p>项目支出：指为完成特定任务发生的支出。</p>"
        f"<p>年度绩效目标：是指计划在一定期限内达到的产出和效果。</p><p>项目支出绩效目标表</p>{FORM}",
        "t.html",
    )
    assert (review.root.value("title"), review.root.value("year")) == ("项目支出绩效目标表", "2024")
    assert entries(review) == [(Kind.PROJECT, "路灯维护")]
    assert rows(review) == ROW


def test_the_head_of_a_web_page_gives_neither_title_nor_year_nor_name():
    review = read(
        "<p>当前位置：首页 &gt; 财政信息 &gt; 绩效</p><table><tr><td>索引号</td><td>99-2023-1</td><td>发文字号</td><td>无</td></tr>"
        "<tr><td>信息名称</td><td>2023年项目绩效目标公开表</td><td>发布日期</td><td>2023年12月1日</td></tr></table>"
        f"<p>关于公开2023年度项目绩效目标的通知</p><p>2023年12月1日</p><p>2024年度项目支出绩效目标申报表</p>{FORM}",
        "t.html",
    )
    assert (review.root.value("title"), review.root.value("year")) == ("2024年度项目支出绩效目标申报表", "2024")
    assert entries(review) == [(Kind.PROJECT, "路灯维护")]


def test_lines_above_a_table_that_names_itself_are_no_names():
    review = read(
        "防汛经费\n\n路灯新建\n\n| 部门整体绩效目标 | | | |\n|---|---|---|---|\n| 一、基本信息 | | | |\n"
        "| 单位名称： | 甲市文化馆 | 联系人： | 王某 |\n"
        "| 年度总体目标 | 办好演出。 | | |\n| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| 产出指标 | 数量指标 | 更换灯具 | ≥300盏 |\n",
        "t.md",
    )
    assert entries(review) == [(Kind.DEPARTMENT, "甲市文化馆")]
    assert (review.root.value("title"), review.root.children[0].value("goal")) == ("部门整体绩效目标", "办好演出。")
    assert rows(review) == ROW


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("2024年项目支出绩效目标表", 2), ("2024年部门预算情况表", 1), ("第二部分 预算绩效情况说明", 0), ("关于公开项目绩效目标的通知", 0),
        ("路灯维护绩效目标表.docx", None), ("标题 | 项目支出绩效目标表3 | 文号 |", None), ("路灯维护", None),
    ],
)  # fmt: skip
def test_how_much_a_line_is_the_title(text: str, rank: int | None):
    assert title_rank(text) == rank


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("（2024年度）", ("2024", 3)), ("预算年度：2024", ("2024", 3)), ("2024年项目支出绩效目标表", ("2024", 2)),
        ("2026—2028年滚动项目绩效目标表", ("2026", 2)), ("2024年至2026年项目绩效目标表", ("2024", 2)),
        ("2023年部门预算", ("2023", 1)),
        ("2023年12月1日", None), ("发布日期：2023年", None),
    ],
)  # fmt: skip
def test_how_surely_a_line_states_the_year(text: str, found: tuple[str, int] | None):
    stated = year_in(text, title_rank(text))
    assert (stated and (stated[0][stated[1]], stated[2])) == found


def test_what_is_only_a_heading():
    assert is_page_head(["索引号", "99-1", "主题分类", "财政"])
    assert is_page_head(["发布时间：2023-12-14 来源：财政局"])
    assert not is_page_head(["资金来源", "财政拨款"])
    assert is_section("一、项目基本情况")
    assert not is_section("项目实施情况良好")
    assert may_be_title("部门整体绩效目标")
    assert not may_be_title("更换路灯")


def test_goals_under_headings_between_tables_that_name_no_project():
    table = (
        "<table><tr><td>一级指标</td><td>二级指标</td><td>指标名称</td><td>指标值</td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>更换灯具</td><td>{}</td></tr></table>"
    )
    review = read(
        "<h1>2024年重大项目绩效目标情况</h1><h2>路灯改造项目绩效目标</h2><p>（一）中长期绩效目标</p><p>三年内更换全市路灯，降低能耗。</p>"
        f"<p>（二）中长期绩效指标</p><p>共设置1个指标，为数量类。指标如下：</p><p>项目具体目标表</p>{table.format('9000盏')}"
        f"<p>（三）年度绩效目标</p><p>本年度更换路灯300盏。</p><p>（四）年度绩效指标</p>{table.format('300盏')}",
        "t.html",
    )
    (entry,) = review.root.children
    assert (entry.value("name"), entry.value("goal")) == ("路灯改造项目", "本年度更换路灯300盏。")
    assert entry.value("attributes[中长期绩效目标]") == "三年内更换全市路灯，降低能耗。"
    assert rows(review, "level3", "period_value", "annual_value") == [
        ("更换灯具", "9000盏", None),
        ("更换灯具", None, "300盏"),
    ]


def test_the_name_of_a_sheet_is_no_title_where_the_form_has_its_own() -> None:
    assert title_rank("绩效目标") == 0
    assert (title_rank("甲县2026年项目绩效目标公开表") or 0) > 0


def test_a_foreign_document_has_the_title_that_stands_beneath_what_every_paper_prints_above_it() -> None:
    table = "收入\t预算数\t支出\t预算数\n一般公共预算拨款\t3260.5\t教育支出\t2800\n事业收入\t120\t社会保障和就业支出\t580.5\n"
    for above in ("附件1\n", "单位：万元\n", "附件1\n单位：万元\n", ""):
        review = read(f"{above}望溪县2027年收支预算总表\n{table}收入总计\t3380.5\t支出总计\t3380.5\n")
        assert review.root.value("title") == "望溪县2027年收支预算总表"
        assert not review.root.children
