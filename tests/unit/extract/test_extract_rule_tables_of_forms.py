"""What begins a form and what goes on in it, and columns told by what stands in them: rows in, what they are taken for out."""

from __future__ import annotations

import pytest
from read_texts import read, rows

from reviewer.extract.draft import Draft
from reviewer.extract.form_heads import (
    begins_form,
    begins_unnamed_form,
    is_signature,
    name_first,
    pairs_of_next_form,
    rest_of_name,
)
from reviewer.extract.infer import guesses_names, names_money, told_by_contents, with_names_told
from reviewer.extract.labels import Role
from reviewer.extract.rows import Column, Row
from reviewer.model.flow import Flow
from reviewer.model.review import Kind


def row(text: str, at: int = 0, loose: bool = False) -> Row:
    """A row of the cells that bars part; an empty one is a blank."""
    return Row(tuple((n, Flow.loose(cell)) for n, cell in enumerate(text.split("|"), at) if cell), 0, loose=loose)


def grid(*texts: str) -> list[Row]:
    return [row(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("项目名称|路灯维护", True), ("部门名称|甲市乙局", True), ("项目名称", True), ("项目名称|路灯维护|编码|12", True),
        ("项目名称|路灯维护|编码|12|备注", False), ("项目名称|实施单位", False), ("实施单位|甲市乙所", False), ("年度目标|保障照明", False),
    ],
)  # fmt: skip
def test_rows_that_can_only_begin_a_form(text: str, begins: bool) -> None:
    assert begins_form(row(text)) is begins


REST = ("实施单位|甲市乙局", "年度目标|保障照明", "一级指标|二级指标|三级指标|指标值")


@pytest.mark.parametrize(
    ("first", "following", "begins"),
    [
        ("支出事项|路灯维护", REST, True), ("支出事项|路灯维护|编码|12", REST, True), ("支出事项|路灯维护|编码|12|附", REST, False),
        ("支出事项", REST, False), ("事|路灯维护", REST, False), ("事项|路灯维护", REST, True), ("这里的支出事项名目|路灯维护", REST, True),
        ("这里写着的支出事项名|路灯维护", REST, True), ("这里写着的支出事项名目|路灯维护", REST, False), ("支出事项|81.50", REST, False),
        ("支出事项|实施单位", REST, False), ("支出事项|" + "路" * 60, REST, True), ("支出事项|" + "路" * 61, REST, False),
        ("支出事项|路灯维护", REST[1:], False), ("支出事项|路灯维护", REST[2:], False), ("支出事项|路灯维护", REST[:1], False),
        ("支出事项|路灯维护", ("甲|乙", *REST), True), ("支出事项|路灯维护", ("甲|乙", "丙|丁", *REST), False),
        ("支出事项|路灯维护", ("项目名称|公园养护", *REST), False), ("支出事项|路灯维护|项目名称|公园养护", REST, False),
    ],
)  # fmt: skip
def test_a_form_whose_first_label_is_not_known(first: str, following: tuple[str, ...], begins: bool) -> None:
    assert begins_unnamed_form(row(first), grid(*following)) is begins


@pytest.mark.parametrize(
    ("text", "early", "rest"),
    [
        ("编码|项目名称|路灯维护", "编码", "项目名称|路灯维护"), ("项目名称|路灯维护", "", "项目名称|路灯维护"),
        ("实施单位|甲市乙所|项目名称|路灯维护", "实施单位|甲市乙所", "项目名称|路灯维护"),
        ("甲乙|12|项目名称|路灯", "", "甲乙|12|项目名称|路灯"),
                ("十二个字长的一个标题在此|项目名称|路灯", "十二个字长的一个标题在此", "项目名称|路灯"),
        ("十三个字长的一个标题在此处|项目名称|路灯", "", "十三个字长的一个标题在此处|项目名称|路灯"),
        ("编码|项目名称|实施单位", "", "编码|项目名称|实施单位"), ("编码|项目名称", "", "编码|项目名称"),
    ],
)  # fmt: skip
def test_a_name_that_stands_behind_other_pairs(text: str, early: str, rest: str) -> None:
    found, pairs = name_first(row(text))
    assert ("|".join(flow.text for _, flow in pairs), "|".join(found.texts)) == (early, rest)


LONG = "城区主次干道及背街小巷路"


@pytest.mark.parametrize(
    ("above", "below", "found"),
    [
        (f"项目名称|{LONG}", "|设施", ["设施"]), (f"项目名称|{LONG[:-1]}", "|设施", []), (f"项目名称|{LONG}", "设施", []),
        (f"项目名称|{LONG}", f"|{LONG}", [LONG]), (f"项目名称|{LONG}", f"|{LONG}段", []), (f"项目名称|{LONG}", "|设施|甲", []),
        (f"项目名称|{LONG}项目", "|费用", []), (f"|{LONG}", "|设施", []),
        (f"项目名称|{LONG}", "|81.50", []), (f"项目名称|{LONG}", "|（二）", []), (f"项目名称|{LONG}", "|实施单位", []),
    ],
)  # fmt: skip
def test_the_rest_of_a_long_name_beneath_it(above: str, below: str, found: list[str]) -> None:
    assert [flow.text for flow in rest_of_name(row(above), [row(below)])] == found


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("填报人：张三", True), ("填报人：张三|审核人：李四", True), ("填报人：张三|备注", False), ("填报人|张三", False),
        ("填报人|张三|审核人", True), ("填报人|张三|备注", False), ("项目名称|路灯维护|填报人", False),
        ("项目单位（公章）：|主管部门（公章）：", True),
    ],
)  # fmt: skip
def test_lines_of_signatures(text: str, signed: bool) -> None:
    assert bool(is_signature(row(text))) is signed


def form() -> Draft:
    """A form in hand with an office and an indicator."""
    entry = Draft(Kind.PROJECT)
    entry.set("unit", Flow.loose("甲市乙所"))
    entry.children.append(Draft(Kind.INDICATOR))
    return entry


NAMED = ("项目名称|公园养护", "一级指标|二级指标|三级指标|指标值")


@pytest.mark.parametrize(
    ("text", "following", "pairs"),
    [
        ("实施单位|甲市丙所", NAMED, [("实施单位", "甲市丙所")]), ("实施单位", NAMED, []), ("实施单位|甲市丙所", NAMED[1:], []),
        ("实施单位|甲市丙所", NAMED[:1], []), ("实施单位|年度目标", NAMED, []), ("实施单位|甲市丙所|编码", NAMED, []),
        ("实施单位|甲市丙所|编码|12", NAMED, [("实施单位", "甲市丙所"), ("编码", "12")]), ("项目名称|公园养护", NAMED, []),
        ("编码|12", NAMED, []),
    ],
)  # fmt: skip
def test_what_the_next_form_says_before_it_names_its_project(
    text: str, following: tuple[str, ...], pairs: list[tuple[str, str]]
) -> None:
    found = pairs_of_next_form(row(text), form(), grid(*following))
    assert [(label.text, value.text) for label, value in found] == pairs


def columns(*roles: Role, guess: int = -1) -> list[Column]:
    return [Column(n, role, "", guess=n == guess) for n, role in enumerate(roles)]


NAME, UNIT, L1, L2, L3, VALUE = Role.ENTRY_NAME, Role.UNIT, Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.ANNUAL_VALUE


@pytest.mark.parametrize(
    ("roles", "guess", "named", "guessed"),
    [
        ((NAME, L1, L2, L3), -1, False, False), ((NAME, L1, L2, L3), 0, False, True), ((L1, L2, L3, NAME), -1, False, True),
        ((UNIT, L1, L2, L3), -1, True, True), ((UNIT, L1, L2, L3), -1, False, False), ((UNIT, L2, L3), -1, True, True),
        ((UNIT, L3), -1, True, False), ((NAME, UNIT, L2, L3), -1, True, False), ((NAME, VALUE), -1, False, False),
        ((L3, NAME), -1, False, True),
    ],
)  # fmt: skip
def test_whether_columns_name_entries_for_certain(
    roles: tuple[Role, ...], guess: int, named: bool, guessed: bool
) -> None:
    assert guesses_names(columns(*roles, guess=guess), named) is guessed


@pytest.mark.parametrize(
    ("under", "money"),
    [
        (("财政拨款|60.00", "其他资金|21.50"), True), (("财政拨款|60.00", "路灯维护|21.50"), False), (("路灯维护|60.00",), False),
        (("财政拨款|60.00", "甲|乙", "路灯维护|21.50"), True), (("财政拨款|甲",), False), ((), False),
    ],
)  # fmt: skip
def test_projects_that_are_kinds_of_money(under: tuple[str, ...], money: bool) -> None:
    assert names_money([Column(0, NAME, "项目"), Column(1, Role.AMOUNT, "预算数")], grid(*under)) is money


@pytest.mark.parametrize(
    ("texts", "role"),
    [
        (("更换路灯", "清扫道路", "养护绿地"), L3), (("更换路灯", "清扫道路"), Role.INDICATORS),
        (("更换路灯：30盏", "清扫道路：3公里", "养护绿地：5公顷"), Role.INDICATORS),
        (("更换路灯≥30盏", "清扫道路≥3公里", "养护绿地≥5公顷"), Role.INDICATORS),
        (("更" * 40, "清扫道路", "养护绿地"), L3), (("更" * 41, "清扫道路", "养护绿地"), Role.INDICATORS),
    ],
)  # fmt: skip
def test_names_one_to_a_row_under_the_word_for_indicators(texts: tuple[str, ...], role: Role) -> None:
    assert with_names_told([Column(0, Role.INDICATORS, "绩效指标")], grid(*texts))[0].role is role


AGAIN = ("≥3座|≥3座", "100%|100%", "提升|有效提升", "完工|年底完工")


@pytest.mark.parametrize(
    ("label", "under", "role"),
    [
        ("申报", AGAIN[:3], Role.PERIOD_VALUE), ("申报", AGAIN, Role.PERIOD_VALUE), ("申报", AGAIN[:2], Role.EXTRA),
        ("申报", AGAIN[1:], Role.EXTRA), ("完成情况", AGAIN, Role.EXTRA), ("上年情况", AGAIN, Role.EXTRA),
    ],
)  # fmt: skip
def test_a_column_that_mostly_says_the_same_as_the_annual_values_holds_those_of_the_period(
    label: str, under: tuple[str, ...], role: Role
) -> None:
    known = [Column(0, Role.EXTRA, label), Column(1, VALUE, "年度指标值")]
    assert told_by_contents(known, grid(*under))[0].role is role


@pytest.mark.parametrize(
    ("under", "signs"),
    [
        (("正向|≥", "正向|≤"), [Role.EXTRA, Role.OPERATOR]), (("≥|正向", "≤|正向"), [Role.OPERATOR, Role.EXTRA]),
        (("正向|正向", "反向|正向"), [Role.OPERATOR, Role.EXTRA]),
    ],
)  # fmt: skip
def test_of_two_columns_for_the_sign_the_one_that_holds_signs(under: tuple[str, ...], signs: list[Role]) -> None:
    known = [Column(0, Role.OPERATOR, "指标方向"), Column(1, Role.EXTRA, "计算符号")]
    assert [column.role for column in told_by_contents(known, grid(*under))] == signs


def test_a_header_of_values_over_what_was_before_and_after_a_change() -> None:
    review = read(
        "项目名称\t泵站改造\n一级指标\t二级指标\t三级指标\t年度指标值\t\t备注\n\t\t\t调整前\t调整后\t\n"
        "产出指标\t数量指标\t改造泵站\t≥2座\t≥3座\t\n", "t.tsv"
    )  # fmt: skip
    assert rows(review) == [("产出指标", "数量指标", "改造泵站", "≥3座")]
