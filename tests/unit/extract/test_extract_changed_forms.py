"""Forms of a change (before and after), values of an area and its parts, and money under labels that no vocabulary has."""

from __future__ import annotations

import pytest
from read_texts import indicators, read, rows

from reviewer.extract.labels import Role, Version, roles_of, version_of


def table(*lines: str) -> str:
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def cells(*texts: str) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


def wide(label: str, text: str, many: int) -> str:
    return f'<td>{label}</td><td colspan="{many - 1}">{text}</td>'


HEADS = [
    ('<td colspan="3">绩效指标</td><td colspan="2">指标值</td><td rowspan="2">调整原因</td>', ("{0}前", "{0}后")),
    (None, ("{0}前指标值", "{0}后指标值")),
    (None, ("指标值（{0}前）", "指标值（{0}后）")),
]


@pytest.mark.parametrize("word", ["调整", "变更", "修订"])
@pytest.mark.parametrize(("upper", "labels"), HEADS)
@pytest.mark.parametrize("before_first", [True, False])
def test_what_is_after_a_change_is_the_goal_and_the_value(
    word: str, upper: str | None, labels: tuple[str, str], before_first: bool
) -> None:
    pair = [
        ("{0}前绩效目标", "投放鱼苗，养护渔场，保护近海资源，另设监测站。"),
        ("{0}后绩效目标", "投放鱼苗，养护渔场，保护近海资源。"),
    ]
    heads, first, second = [label.format(word) for label in labels], ("≥50万尾", "≥40万尾"), ("≥85%", "≥80%")
    if not before_first:
        pair.reverse()
        heads.reverse()
        first, second = first[::-1], second[::-1]
    lines = [
        wide("项目名称", "鱼苗投放", 6),
        *(wide(label.format(word), text, 6) for label, text in pair),
        *([upper] if upper else []),
        cells("一级指标", "二级指标", "三级指标", *heads, *([] if upper else ["调整原因"])),
        cells("产出指标", "数量指标", "投放鱼苗", *first, "预算压减"),
        cells("效益指标", "生态效益指标", "鱼苗成活率", *second, ""),
    ]
    review = read("<p>项目绩效目标调整表</p>" + table(*lines), "t.html")
    (entry,) = review.entries
    assert entry.value("goal") == "投放鱼苗，养护渔场，保护近海资源。"
    assert (entry.value(f"attributes[{word}前绩效目标]") or "").endswith("另设监测站。")
    assert rows(review) == [
        ("产出指标", "数量指标", "投放鱼苗", "≥40万尾"),
        ("效益指标", "生态效益指标", "鱼苗成活率", "≥80%"),
    ]
    assert not any(node.value("period_value") for node in indicators(review))


def test_before_and_after_are_told_in_front_of_a_label_and_behind_it() -> None:
    assert (
        version_of("调整前绩效目标") is version_of("绩效目标（变更前）") is version_of("原绩效目标") is Version.BEFORE
    )
    assert version_of("修订后的目标值") is version_of("目标值（调整后）") is Version.AFTER
    assert version_of("原料利用率") is version_of("调整幅度") is None
    assert roles_of("原指标值") == {Role.EXTRA}
    assert roles_of("绩效目标（调整前）") == {Role.ATTRIBUTE}
    assert Role.ANNUAL_VALUE in roles_of("调整后目标值")


@pytest.mark.parametrize("kinds", [("调整前", "调整后"), ("变更后", "变更前")])
def test_money_before_and_after_a_change_is_kept_by_its_column(kinds: tuple[str, str]) -> None:
    lines = [
        wide("项目名称", "鱼苗投放", 4),
        cells("资金情况（万元）", "", *kinds),
        cells("", "年度资金总额", "50", "40.5"),
        cells("", "财政拨款", "50", "40.5"),
        wide("年度目标", "投放鱼苗，养护渔场。", 4),
        cells("一级指标", "二级指标", "三级指标", "指标值"),
        cells("产出指标", "数量指标", "投放鱼苗", "≥40万尾"),
    ]
    (entry,) = read("<p>项目绩效目标调整表</p>" + table(*lines), "t.html").entries
    assert [entry.value(f"amounts[年度资金总额/{kind}]") for kind in kinds] == ["50", "40.5"]


def areas(upper: str, heads: tuple[str, ...]) -> str:
    return table(
        wide("专项名称", "鱼苗投放补助", 7),
        wide("年度总体目标", "投放鱼苗，养护渔场，保护近海资源。", 7),
        upper,
        cells(*heads),
        cells("产出指标", "数量指标", "投放鱼苗", "≥40万尾", "≥20万尾", "≥12万尾", "≥8万尾"),
        cells("", "质量指标", "鱼苗合格率", "≥95%", "≥95%", "≥95%", "≥95%"),
        cells("", "时效指标", "投放及时率", "=100%", "=100%", "=100%", "=100%"),
        cells("效益指标", "生态效益指标", "鱼苗成活率", "≥80%", "≥80%", "≥80%", "≥80%"),
    )


LEVELS = "".join(f'<td rowspan="2">{text}</td>' for text in ("一级指标", "二级指标", "三级指标"))
PARTS = ("汀南县", "汀北县", "汀西高新技术产业开发区")


@pytest.mark.parametrize(
    ("upper", "heads"),
    [
        (LEVELS + '<td rowspan="2">全市指标值</td><td colspan="3">分解到县（市、区）</td>', PARTS),
        (LEVELS + '<td rowspan="2">指标值</td><td colspan="3">各县区</td>', PARTS),
        (LEVELS + '<td colspan="4">指标值</td>', ("全市", *PARTS)),
        ("", ("一级指标", "二级指标", "三级指标", "全市指标值", *PARTS)),
        (cells("一级指标", "二级指标", "三级指标", "全市指标值", "分解到各县", "", ""), ("", "", "", "", *PARTS)),
    ],
)
def test_the_values_of_an_areas_parts_stand_beside_that_of_the_whole(upper: str, heads: tuple[str, ...]) -> None:
    review = read("<p>转移支付区域绩效目标表</p>" + areas(upper, heads), "t.html")
    assert rows(review) == [
        ("产出指标", "数量指标", "投放鱼苗", "≥40万尾"),
        ("产出指标", "质量指标", "鱼苗合格率", "≥95%"),
        ("产出指标", "时效指标", "投放及时率", "=100%"),
        ("效益指标", "生态效益指标", "鱼苗成活率", "≥80%"),
    ]
    assert not any(node.value("period_value") for node in indicators(review))
    assert next(node.value("extra[汀北县]") for node in indicators(review)) == "≥12万尾"


def form(*pairs: str) -> str:
    return "<p>项目支出绩效目标申报表</p>" + table(
        wide("项目名称", "鱼苗投放", 4),
        *pairs,
        wide("年度目标", "投放鱼苗，养护渔场。", 4),
        cells("一级指标", "二级指标", "三级指标", "指标值"),
        cells("产出指标", "数量指标", "投放鱼苗", "≥40万尾"),
    )


@pytest.mark.parametrize(
    "label", ["政策期资金总需求（万元）", "财政安排（万元）", "拟投入（单位：万元）", "中标价(元)"]
)
def test_a_label_that_says_its_unit_of_money_has_an_amount(label: str) -> None:
    (entry,) = read(form(cells(label, "1214.91", "项目类型", "民生类")), "t.html").entries
    key = label.replace("单位：", "单位")
    assert {k for k in entry.fields if k.startswith("amounts[")} == {f"amounts[{key}]"}
    assert entry.value(f"amounts[{key}]") == "1214.91"


def test_a_code_among_the_amounts_is_said_of_the_project() -> None:
    (entry,) = read(
        form(cells("项目总金额", "917.49", "财政拨款", "917.49"), cells("其他资金", "0", "功能科目", "2066766")),
        "t.html",
    ).entries
    assert entry.value("attributes[功能科目]") == "2066766"
    assert entry.value("amounts[功能科目]") is None


def test_who_applies_for_a_project_is_its_unit_where_the_form_names_no_other() -> None:
    applied = read(form(cells("申报单位", "禾溪市渔政局", "项目类型", "民生类")), "t.html")
    assert applied.entries[0].value("unit") == "禾溪市渔政局"
    other = read(form(cells("申报单位", "禾溪市渔政局", "项目单位", "禾溪市渔政站")), "t.html")
    assert other.entries[0].value("unit") == "禾溪市渔政站"
    filled = read(form(cells("填报单位", "禾溪市渔政局", "项目类型", "民生类")), "t.html")
    assert filled.entries[0].value("unit") is None


YEARS = [
    ("2025年", "2026年", "2027年", "合计"),
    ("合计", "2025年", "2026年", "2027年"),
    ("2025年预算数", "2026年预算数", "2027年预算数", "总计"),
    ("第一年", "第二年", "第三年", "小计"),
]


@pytest.mark.parametrize("heads", YEARS)
@pytest.mark.parametrize("corner", ["来源", "资金来源", "项目"])
def test_a_grid_of_money_has_sources_in_rows_and_years_in_columns(heads: tuple[str, ...], corner: str) -> None:
    sums = {
        "一般公共预算": ("108.47", "114.52", "872.92", "1095.91"),
        "单位自有资金": ("827.23", "752.59", "", "1579.82"),
    }
    order = [heads.index(head) for head in sorted(heads, key=lambda head: head in ("合计", "总计", "小计"))]
    lines = [
        wide("项目名称", "鱼苗投放", 6),
        '<td rowspan="3">资金来源（万元）</td>' + cells(corner, *heads),
        *(cells(kind, *(figures[order.index(n)] for n in range(4))) for kind, figures in sums.items()),
        wide("年度绩效目标", "投放鱼苗，养护渔场。", 6),
        '<td rowspan="2">绩效指标</td>' + cells("一级指标", "二级指标", "三级指标", "指标值", "备注"),
        cells("产出指标", "数量指标", "投放鱼苗", "≥40万尾", ""),
    ]
    (entry,) = read("<p>项目支出绩效目标申报表</p>" + table(*lines), "t.html").entries
    got = {key: entry.value(key) for key in entry.fields if key.startswith("amounts[")}
    years = [heads[n] for n in order]
    assert got == {
        f"amounts[{kind}/{year}]": figure or None
        for kind, figures in sums.items()
        for year, figure in zip(years, figures, strict=True)
    }
    assert entry.value("name") == "鱼苗投放"
    assert entry.value("goal") == "投放鱼苗，养护渔场。"


def block(heading: str, label: str, goal: str, *lines: str) -> list[str]:
    return [
        f'<td colspan="4">{heading}</td>',
        wide(label, goal, 4),
        cells("一级指标", "二级指标", "三级指标", "指标值"),
        *lines,
    ]


@pytest.mark.parametrize(
    ("long", "year"),
    [
        ("长期绩效目标（2025—2027年）", "年度绩效目标（2025年）"),
        ("中长期目标", "年度目标"),
        ("二、实施期绩效指标", "三、当年绩效指标"),
    ],
)
@pytest.mark.parametrize("label", ["绩效目标", "总目标"])
@pytest.mark.parametrize("merged", [True, False])
def test_a_block_for_the_whole_period_above_one_for_the_year_holds_its_own_goal_and_values(
    long: str, year: str, label: str, merged: bool
) -> None:
    lines = [
        wide("项目名称", "鱼苗投放", 4),
        cells("项目单位", "禾溪市渔政站", "项目总预算（万元）", "120"),
        *block(
            long,
            label,
            "用三年时间投放鱼苗，恢复近海渔场。",
            cells("产出指标", "数量指标", "累计投放鱼苗", "≥120万尾"),
            cells("效益指标", "生态效益指标", "鱼苗成活率", "≥80%"),
        ),
        *block(
            year,
            label,
            "投放鱼苗，养护渔场。",
            cells("产出指标", "数量指标", "投放鱼苗", "≥40万尾"),
            cells("效益指标", "生态效益指标", "当年成活率", "≥70%"),
        ),
    ]
    text = table(*lines)
    for many in () if merged else (3, 4):
        text = text.replace(f' colspan="{many}"', "")
    (entry,) = (review := read("<p>项目绩效目标表</p>" + text, "t.html")).entries
    assert entry.value("goal") == "投放鱼苗，养护渔场。"
    assert any(
        entry.value(key) == "用三年时间投放鱼苗，恢复近海渔场。"
        for key in entry.fields
        if key.startswith("attributes[")
    )
    assert rows(review, "level1", "level3", "period_value", "annual_value") == [
        ("产出指标", "累计投放鱼苗", "≥120万尾", None),
        ("效益指标", "鱼苗成活率", "≥80%", None),
        ("产出指标", "投放鱼苗", None, "≥40万尾"),
        ("效益指标", "当年成活率", None, "≥70%"),
    ]


def test_a_heading_over_a_goal_that_no_block_of_the_year_follows_leaves_it_the_goal() -> None:
    lines = [
        wide("项目名称", "鱼苗投放", 4),
        *block(
            "中长期目标",
            "绩效目标",
            "用三年时间投放鱼苗，恢复近海渔场。",
            cells("产出指标", "数量指标", "投放鱼苗", "≥120万尾"),
        ),
    ]
    (entry,) = read("<p>项目绩效目标表</p>" + table(*lines), "t.html").entries
    assert entry.value("goal") == "用三年时间投放鱼苗，恢复近海渔场。"


@pytest.mark.parametrize("heading", ["分解目标", "具体分解情况", "细化量化内容"])
def test_a_heading_right_above_a_header_is_no_part_of_the_goal(heading: str) -> None:
    lines = [
        wide("项目名称", "鱼苗投放", 4),
        wide("年度绩效目标", "投放鱼苗，养护渔场。", 4),
        f'<td colspan="4">{heading}</td>',
        cells("一级目标", "二级目标", "三级目标", "目标值"),
        cells("产出目标", "数量", "投放鱼苗", "≥40万尾"),
    ]
    (entry,) = read("<p>项目支出绩效目标申报表</p>" + table(*lines), "t.html").entries
    assert entry.value("goal") == "投放鱼苗，养护渔场。"
    assert len(entry.children) == 1


def test_the_rest_of_a_goal_above_a_header_stays_a_part_of_it() -> None:
    lines = [
        wide("项目名称", "鱼苗投放", 4),
        wide("年度绩效目标", "投放鱼苗，养护渔场，保护近海的渔业资源和", 4),
        '<td></td><td colspan="3">岸线生态环境</td>',
        cells("一级目标", "二级目标", "三级目标", "目标值"),
        cells("产出目标", "数量", "投放鱼苗", "≥40万尾"),
    ]
    (entry,) = read("<p>项目支出绩效目标申报表</p>" + table(*lines), "t.html").entries
    assert entry.value("goal") == "投放鱼苗，养护渔场，保护近海的渔业资源和岸线生态环境"


@pytest.mark.parametrize("number", ["（四）", "(4)", "四、", "4.", "4）", ""])
def test_the_number_in_front_of_a_line_is_no_part_of_its_label(number: str) -> None:
    header = table(
        cells("一级指标", "二级指标", "三级指标", "指标值"), cells("产出指标", "数量指标", "投放鱼苗", "≥40万尾")
    )
    facts = f"<p>（一）项目名称：鱼苗投放</p><p>{number}预算金额：40.5万元</p><p>{number}实施期限：2025年2月至2025年12月</p>"
    (entry,) = read("<p>2025年项目绩效目标公开说明</p>" + facts + header, "t.html").entries
    assert entry.value("amounts[预算金额]") == "40.5"
    assert entry.value("attributes[实施期限]") == "2025年2月至2025年12月"


@pytest.mark.parametrize("number", ["（四）", "四、", "4.", ""])
def test_a_fact_that_fills_a_row_of_a_sheet_is_labelled_without_its_number(number: str) -> None:
    rows_ = ["（一）项目名称：鱼苗投放", f"{number}预算金额：40.5万元", f"{number}实施期限：2025年2月至2025年12月"]
    lines = [*(f'<td colspan="4">{text}</td>' for text in rows_), cells("一级指标", "二级指标", "三级指标", "指标值")]
    lines += [cells("产出指标", "数量指标", "投放鱼苗", "≥40万尾")]
    (entry,) = read("<p>项目绩效目标公开说明</p>" + table(*lines), "t.html").entries
    assert (entry.value("name"), entry.value("amounts[预算金额]")) == ("鱼苗投放", "40.5")
    assert entry.value("attributes[实施期限]") == "2025年2月至2025年12月"


HEADER = cells("一级指标", "二级指标", "三级指标", "指标值")


@pytest.mark.parametrize("line", ["分解目标", "具体安排如下"])
def test_a_line_above_the_first_indicators_of_a_project_names_no_other(line: str) -> None:
    form = table(wide("项目名称", "鱼苗投放", 4), wide("年度目标", "投放鱼苗，养护渔场。", 4))
    grid = table(HEADER, cells("产出指标", "数量指标", "投放鱼苗", "≥40万尾"))
    (entry,) = read(f"<p>项目绩效目标表</p>{form}<p>{line}</p>{grid}", "t.html").entries
    assert entry.value("name") == "鱼苗投放"
    assert len(entry.children) == 1


def test_a_piece_of_a_level_between_two_pages_names_no_project() -> None:
    form = table(
        wide("项目名称", "鱼苗投放", 4),
        wide("年度目标", "投放鱼苗，养护渔场。", 4),
        HEADER,
        cells("产出指标", "数量指标", "投放鱼苗", "≥40万尾"),
    )
    grid = table(
        cells("效益指标", "社会效益指标", "渔民增收户数", "≥80户"),
        cells("满意度指标", "服务对象满意度指标", "渔民满意度", "≥90%"),
    )
    (entry,) = read(f"<p>项目绩效目标表</p>{form}<p>社会效益</p>{grid}", "t.html").entries
    assert entry.value("name") == "鱼苗投放"
    assert len(entry.children) == 3
