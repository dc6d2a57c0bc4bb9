"""Rules about what stands beside and beneath each other in a grid: small tables in, the fields that a reviewer sees out."""

from __future__ import annotations

import pytest
from read_texts import read, rows

from reviewer.extract.aligned_head import heads, is_header_line, pieces_of
from reviewer.extract.beside import forms_beside
from reviewer.extract.foreign import lists_nothing_but_money
from reviewer.extract.halves import is_part_of_year, is_whole_year, lower_half, of_year
from reviewer.extract.indicator_heads import columns_of_lone_row
from reviewer.extract.labels import Role
from reviewer.extract.rows import Column, Row
from reviewer.model.fields import read_field
from reviewer.model.flow import Flow
from reviewer.model.review import Kind, NodeData, Review


def row(*texts: str, at: int = 0, loose: bool = False) -> Row:
    """A row with these cells from a column on; an empty text is a blank one."""
    return Row(tuple((place, Flow.loose(text)) for place, text in enumerate(texts, at) if text), 0, loose=loose)


def names(review: Review) -> list[str | None]:
    """The names of the entries."""
    return [entry.value("name") for entry in review.entries]


# -- forms side by side -----------------------------------------------------------------------------------------------

LEFT = [("项目名称", "凉亭修缮"), ("实施单位", "甲市乙所"), ("年度目标", "修缮凉亭")]
RIGHT = [("项目名称", "步道标识"), ("实施单位", "甲市丙所"), ("年度目标", "更换标识")]


def beside(*pairs: tuple[tuple[str, str], tuple[str, str]]) -> list[Row]:
    return [row(*left, *right) for left, right in pairs]


def texts(forms: list[list[Row]]) -> list[list[list[str]]]:
    return [[one.texts for one in form] for form in forms]


def test_forms_side_by_side_are_parted_where_two_labels_begin_anew() -> None:
    found = forms_beside(beside(*zip(LEFT, RIGHT, strict=True)))
    assert texts(found) == [[list(pair) for pair in LEFT], [list(pair) for pair in RIGHT]]
    assert [place for place, _ in found[1][0].cells] == [0, 1]


@pytest.mark.parametrize(
    "table",
    [
        beside(*zip(LEFT[:1], RIGHT[:1], strict=True)),  # one row alone begins anew
        [row("项目名称", "甲", "项目名称", "乙"), row("资金", "", "", "资金", "3")],  # each at another column
        [
            row("实施单位", "甲市乙所", "实施单位", "甲市丙所"),
            row("年度目标", "甲", "年度目标", "乙"),
        ],  # none names a project
        [row(*left, *right, loose=True) for left, right in zip(LEFT, RIGHT, strict=True)],  # columns are lost
        [
            row("项目名称", "项目名称", "项目名称"),
            row("实施单位", "实施单位", "实施单位"),
        ],  # a merged cell printed again
        [row("凉亭", "甲", "凉亭", "乙"), row("步道", "甲", "步道", "乙")],  # no labels
    ],
)
def test_one_form_stays_one(table: list[Row]) -> None:
    assert texts(forms_beside(table)) == [[one.texts for one in table]]


SIDES = """<table>
<tr><td>项目名称</td><td colspan=2>凉亭修缮</td><td>项目名称</td><td colspan=2>步道标识</td></tr>
<tr><td>实施单位</td><td colspan=2>甲市乙所</td><td>实施单位</td><td colspan=2>甲市丙所</td></tr>
<tr><td>年度目标</td><td colspan=5>方便市民。</td></tr>
<tr><td>二级指标</td><td>三级指标</td><td>指标值</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>
<tr><td rowspan=2>数量指标</td><td>修缮凉亭数</td><td>3座</td><td rowspan=2>质量指标</td><td>标识完好率</td><td>≥98%</td></tr>
<tr><td>更换座椅数</td><td>9把</td><td>验收合格率</td><td>100%</td></tr></table>"""


def test_each_of_two_forms_has_its_own_levels_and_a_cell_over_both_belongs_to_both() -> None:
    review = read(SIDES, "t.html")
    assert names(review) == ["凉亭修缮", "步道标识"]
    assert [entry.value("goal") for entry in review.entries] == ["方便市民。", "方便市民。"]
    assert rows(review, "level2", "level3", "annual_value") == [
        ("数量指标", "修缮凉亭数", "3座"),
        ("数量指标", "更换座椅数", "9把"),
        ("质量指标", "标识完好率", "≥98%"),
        ("质量指标", "验收合格率", "100%"),
    ]


# -- headers on two rows ----------------------------------------------------------------------------------------------

HEAD = [
    Column(0, Role.LEVEL1, "一级指标"),
    Column(1, Role.LEVEL3, "三级指标"),
    Column(2, Role.ANNUAL_VALUE, "指标值", width=3),
    Column(5, Role.EXTRA, "分析", width=2),
]
AN_INDICATOR = row("产出指标", "修缮凉亭数", "3座")


def lower(*cells: str, at: int = 2, following: tuple[Row, ...] = (AN_INDICATOR,), loose: bool = False) -> str | None:
    """The roles that a header's columns have with a row beneath them; None where that row is none of the header's."""
    found = lower_half(HEAD, row(*cells, at=at, loose=loose), following)
    return None if found is None else " ".join(f"{c.place}{c.role.value}" for c in found if c.place > 1)


@pytest.mark.parametrize(
    ("cells", "at", "expected"),
    [
        (("2026年", "2027年"), 2, "2extra 3annual_value 5extra"),
        (("总目标", "2027年"), 2, "2period_value 3annual_value 5extra"),
        (("上半年", "全年"), 2, "2extra 3annual_value 5extra"),
        (("前年", "上年", "当年预期"), 2, "2extra 3extra 4annual_value 5extra"),
        (("经费保障", "制度保障"), 5, "2annual_value 5extra 6extra"),
        (("经费保障", "制度保障"), 2, None),  # words under a column of values are values
        (("制度保障",), 5, None),
        (("3座", "5座"), 2, None),
        (("2026年", "2025年"), 5, "2annual_value 5extra 6extra"),  # years under further columns say no more
        (("2027年", "指标值"), 0, None),
        (("半年", "全年"), 5, "2annual_value 5extra 6extra"),
        (("累计", "本年"), 5, "2annual_value 5extra 6extra"),
        (("上年", "2027年"), 3, "3extra 4annual_value 5extra"),
        (("一级指标", "三级指标"), 0, None),  # begins where the header does
    ],
)
def test_what_a_row_beneath_a_header_makes_of_its_columns(
    cells: tuple[str, ...], at: int, expected: str | None
) -> None:
    assert lower(*cells, at=at) == expected


def test_words_under_further_columns_head_nothing_where_no_indicator_follows() -> None:
    assert lower("经费保障", "制度保障", at=5, following=()) is None
    assert lower("经费保障", "制度保障", at=5, following=(row("修缮凉亭数", "3座"),)) is None
    assert lower("2026年", "2027年", loose=True) is None


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [("上半年", True, False), ("前三季度", True, False), ("1-6月", True, False), ("全年", False, True), ("年末目标", False, True),
     ("半年报", False, False), ("2027年", False, False)],
)  # fmt: skip
def test_labels_of_the_year_and_of_its_parts(text: str, part: bool, whole: bool) -> None:
    assert (is_part_of_year(text), is_whole_year(text)) == (part, whole)


def yearly(*labels: str, year: str | None) -> list[tuple[str, str, bool]]:
    columns = [Column(0, Role.LEVEL3, "三级指标")]
    for place, label in enumerate(labels, 1):
        columns.append(Column(place, Role.ANNUAL_VALUE if place == 1 else Role.EXTRA, label))
    return [(c.label, c.role.value, c.years) for c in of_year(columns, year)[1:]]


def test_of_the_values_of_several_years_that_of_the_document_is_the_annual_one() -> None:
    labels = ("2026年", "2027年", "2028年")
    extra = ("extra", False)
    assert [one[1:] for one in yearly(*labels, year="2027")] == [extra, ("annual_value", False), extra]
    assert [one[1:] for one in yearly(*labels, year=None)] == [("annual_value", True), extra, extra]
    assert [one[1:] for one in yearly("2026年", year="2027")] == [("annual_value", False)]
    assert [one[1] for one in yearly("指标值", "2025年完成", year="2025")] == ["annual_value", "extra"]
    assert [one[1:] for one in yearly("指标值", "2027年", year="2027")] == [("annual_value", False), extra]
    assert [one[1] for one in yearly("2026年", "2027年指标值", year="2027")] == ["extra", "annual_value"]
    assert [one[1] for one in yearly("2027年", "历史值（2026年）", year="2026")] == ["annual_value", "extra"]
    assert [one[1:] for one in yearly("2026年", "2027年", year="2026")] == [("annual_value", False), extra]


# -- rows without a header --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (("产出指标", "数量指标", "修缮凉亭数", "3座"), 0), (("绩效", "产出指标", "数量指标", "修缮凉亭数", "3座"), 1),
        (("绩效", "目标", "产出指标", "数量指标", "修缮凉亭数", "3座"), None), (("产出指标", "数量指标", "修缮凉亭数"), None),
        (("产出指标", "修缮凉亭数", "数量指标", "3座"), None), (("产出指标", "数量指标", "修缮凉亭数", "凉亭"), None),
        (("绩效指标", "产出指标", "数量指标", "修缮凉亭数", "3座"), None), (("产出", "数量指标", "修缮凉亭数", "3座"), None),
        (("服务对象", "产出指标", "数量指标", "修缮凉亭数", "3座"), 1),
    ],
)  # fmt: skip
def test_a_row_that_can_only_be_an_indicators_tells_its_columns(cells: tuple[str, ...], first: int | None) -> None:
    found = columns_of_lone_row(row(*cells))
    assert (found[0].place if found else None) == first
    if found:
        assert [c.role for c in found[:4]] == [Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.ANNUAL_VALUE]


def test_a_row_of_words_without_columns_tells_none() -> None:
    assert columns_of_lone_row(row("产出指标", "数量指标", "修缮凉亭数", "3座", loose=True)) is None


# -- headers that blanks keep apart -----------------------------------------------------------------------------------


def printed(*lines: str) -> list[Flow]:
    """Lines with their places, as a page prints them one below the other."""
    found, at = [], 0
    for line in lines:
        found.append(Flow(line, range(at, at + len(line))))
        at += len(line) + 1
    return found


def headed(*lines: str) -> list[list[tuple[int, str]]]:
    """The rows that the lines of a header make, by the labels that stand lowest in them."""
    flows = printed(*lines)
    labels = [
        piece.flow for line in flows for piece in pieces_of(line) if piece.flow.text not in ("指标值", "全年目标值")
    ]
    return [[(place, flow.text) for place, flow in one.cells] for one in heads(flows, labels)]


def test_years_under_a_label_of_values_are_the_lower_row_of_a_header() -> None:
    assert headed("二级指标   三级指标", "          指标值", "               2026年   2027年") == [
        [(0, "二级指标"), (1, "三级指标"), (2, "指标值")],
        [(2, "2026年"), (3, "2027年")],
    ]
    assert headed("二级指标   三级指标   备注") == [[(0, "二级指标"), (1, "三级指标"), (2, "备注")]]
    assert headed("二级指标   三级指标", "      2026年   2027年") == [
        [(0, "二级指标"), (1, "三级指标"), (2, "2026年"), (3, "2027年")]
    ]


@pytest.mark.parametrize(
    ("line", "header"),
    [
        ("二级指标   三级指标   指标值", True), ("二级指标   甲甲", True), ("二级指标   甲甲   乙乙", False), ("2026年   2027年", True),
        ("二级指标   数量指标", False), ("二级指标：   三级指标", False), ("", False), ("三级指标   这是一个比标签长得多的单元格", False),
    ],
)  # fmt: skip
def test_lines_that_may_be_of_a_header(line: str, header: bool) -> None:
    assert is_header_line(printed(line)[0]) is header


# -- lists of nothing but sums ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "rows_beneath", "only"),
    [({"name": "泵站改造", "amounts[预算数]": "30"}, 0, True), ({"name": "泵站改造", "goal": "改造泵站"}, 0, False),
     ({"name": "泵站改造", "goal": None}, 0, True), ({"name": "泵站改造"}, 1, False)],
)  # fmt: skip
def test_names_with_sums_and_nothing_else_may_be_no_targets(
    fields: dict[str, str | None], rows_beneath: int, only: bool
) -> None:
    children = tuple(NodeData(n + 2, Kind.INDICATOR) for n in range(rows_beneath))
    entry = NodeData(1, Kind.PROJECT, tuple((key, read_field(value)) for key, value in fields.items()), children)
    assert lists_nothing_but_money(NodeData(0, Kind.DOCUMENT, (), (entry,))) is only
    assert not lists_nothing_but_money(NodeData(0, Kind.DOCUMENT))
