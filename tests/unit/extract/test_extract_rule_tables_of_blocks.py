"""Rules about blocks of indicators by themselves: turned ones, those side by side, their headings, levels and names."""

from __future__ import annotations

import pytest

from reviewer.extract.indicator_heads import heads_block, heads_table, indicator_header, says_long_term, says_term
from reviewer.extract.infer import names_money, with_two_levels
from reviewer.extract.labels import Role
from reviewer.extract.rows import Column, Row
from reviewer.extract.sequence.pieces import Piece, _unquoted
from reviewer.extract.sequence.roles import SegmentRole
from reviewer.extract.sides import are_terms, levels_over_sides, new_level_over_side, speaks_of_terms
from reviewer.extract.turned import set_upright
from reviewer.model.flow import Flow


def row(text: str, **more: object) -> Row:
    """A row of the cells that bars part; one that is empty is blank."""
    return Row(tuple((n, Flow.loose(cell)) for n, cell in enumerate(text.split("|")) if cell), 0, **more)  # type: ignore[arg-type]


def rows(*texts: str) -> list[Row]:
    return [row(text) for text in texts]


def told(found: list[Row]) -> list[str]:
    return ["|".join(each.texts) for each in found]


# -- turned ----------------------------------------------------------------------------------------------------------

LEVELS = ("一级指标|产出指标||效益指标", "二级指标|数量指标|质量指标|社会效益指标")
NAMES, VALUES = "三级指标|养护桥灯|亮灯率|夜间事故", "指标值|40盏|≥95%|0起"


def test_a_block_that_is_turned_is_set_upright_between_what_stands_around_it() -> None:
    found = set_upright(rows("项目名称|桥灯养护", *LEVELS, NAMES, VALUES, "填报人：李某|联系电话：000"))
    assert told(found) == [
        "项目名称|桥灯养护",
        "一级指标|二级指标|三级指标|指标值",
        "产出指标|数量指标|养护桥灯|40盏",
        "产出指标|质量指标|亮灯率|≥95%",
        "效益指标|社会效益指标|夜间事故|0起",
        "填报人：李某|联系电话：000",
    ]


@pytest.mark.parametrize(
    "block",
    [
        [*LEVELS, NAMES],
        [*LEVELS, VALUES],
        [NAMES, VALUES],
        ["一级指标|产出指标", "三级指标|养护桥灯", "指标值|40盏"],
        ["一级指标|二级指标|三级指标|指标值", "产出指标|数量指标|养护桥灯|40盏"],
        [LEVELS[0], "三级指标|养护桥灯", "指标值|40盏"],
    ],
)
def test_a_block_without_names_or_values_or_of_one_indicator_stays_as_it_is(block: list[str]) -> None:
    assert told(set_upright(rows(*block))) == told(rows(*block))


def test_two_indicators_beside_each_other_are_a_turned_block_and_its_rows_may_stand_in_any_order() -> None:
    found = set_upright(rows("一级指标|产出指标|效益指标", "指标值|40盏|0起", "三级指标|养护桥灯|夜间事故"))
    assert told(found) == ["一级指标|指标值|三级指标", "产出指标|40盏|养护桥灯", "效益指标|0起|夜间事故"]


# -- side by side ----------------------------------------------------------------------------------------------------


def sided(*labels: str) -> list[Column]:
    """Columns of two sides, each a level 2, a name and a value."""
    kinds = (Role.LEVEL2, Role.LEVEL3, Role.ANNUAL_VALUE)
    return [Column(n, kinds[n % 3], labels[n] if n < len(labels) else "", n // 3) for n in range(6)]


@pytest.mark.parametrize(
    ("below", "are"),
    [
        (["数量|桥灯|40盏|数量|桥灯|9盏"], True),
        (["数量|桥灯|40盏|质量|亮灯率|95%"], False),
        (["数量|桥灯|40盏|数量|桥灯|9盏", "质量|亮灯率|95%|时效|按期|1月"], True),
        (["数量|桥灯|40盏|数量|桥灯|9盏", "质量|亮灯率|95%|时效|按期|1月", "成本|费用|9元|社会|事故|0起"], False),
        ([], True),
        (["数量|桥灯|40盏"], True),
    ],
)
def test_of_two_sides_the_left_is_the_whole_period_where_half_of_the_names_are_the_same(
    below: list[str], are: bool
) -> None:
    assert are_terms(sided(), rows(*below), told=False) is are
    assert are_terms(sided(), rows(*below), told=True) is True
    assert are_terms(sided("实施期指标"), rows(*below), told=False) is True
    assert are_terms(sided()[:4], rows(*below), told=False) is True, "a side without names"


@pytest.mark.parametrize(
    ("heads", "below", "over"),
    [
        ("产出指标|效益指标", ["二级指标|三级指标|指标值|二级指标|三级指标|指标值"], {0: "产出指标", 1: "效益指标"}),
        ("产出指标|效益指标", ["二级指标|三级指标|指标值"], {}),
        ("产出指标|效益指标", [], {}),
        ("产出指标", ["二级指标|三级指标|指标值"], {}),
        ("产出指标|养护桥灯", ["二级指标|三级指标|指标值|二级指标|三级指标|指标值"], {}),
    ],
)
def test_levels_1_over_the_sides_of_a_header(heads: str, below: list[str], over: dict[int, str]) -> None:
    assert {n: flow.text for n, flow in levels_over_sides(row(heads), rows(*below)).items()} == over


@pytest.mark.parametrize(
    ("cells", "level"), [(["效益指标"], "效益指标"), (["效益指标", "社会效益"], None), (["养护桥灯"], None), ([], None)]
)
def test_a_level_1_alone_in_one_side(cells: list[str], level: str | None) -> None:
    found = new_level_over_side([Flow.loose(cell) for cell in cells])
    assert (found.text if found else None) == level


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("实施期目标|年度目标", True),
        ("年度目标", False),
        ("中长期目标", True),
        ("中长期目标是" + "把全区桥灯全部换成节能灯并保持完好", False),
    ],
)
def test_labels_of_the_whole_period(text: str, speaks: bool) -> None:
    assert speaks_of_terms(row(text)) is speaks


# -- headings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "term", "long"),
    [
        ("中长期绩效目标", True, True),
        ("年度绩效目标", True, False),
        ("绩效目标", False, False),
        ("实施周期年度目标", True, False),
    ],
)
def test_what_time_a_heading_is_about(text: str, term: bool, long: bool) -> None:
    assert (says_term(text), says_long_term(text)) == (term, long)


@pytest.mark.parametrize(
    ("text", "below", "heads"),
    [
        ("中长期绩效目标（2025—2027年）", ["绩效目标|养护桥灯，保障夜间通行。"], True),
        ("年度绩效目标", ["一级指标|二级指标|三级指标|指标值"], True),
        ("中长期绩效目标", ["绩效目标"], False),
        ("中长期绩效目标", ["年度绩效目标|养护桥灯。"], False),
        ("中长期绩效目标", [], False),
        ("绩效目标", ["绩效目标|养护桥灯。"], False),
        ("年度预算", ["绩效目标|养护桥灯。"], False),
        ("中长期绩效目标|年度绩效目标", ["绩效目标|养护桥灯。"], False),
        ("中长期绩效目标|中长期绩效目标", ["绩效目标|养护桥灯。"], True),
        ("中长期绩效目标", ["养护桥灯|40盏"], False),
    ],
)
def test_the_heading_of_a_block(text: str, below: list[str], heads: bool) -> None:
    assert heads_block(row(text), rows(*below)) is heads
    assert heads_block(row(text, loose=True), rows(*below)) is False, "a line of text heads none"


HEADER = "一级指标|二级指标|三级指标|指标值"


@pytest.mark.parametrize(
    ("text", "below", "heads"),
    [
        ("分解目标", [HEADER], True),
        ("分解目标", [], False),
        ("分解目标", ["养护桥灯|40盏"], False),
        ("分解目标|分解目标", [HEADER], True),
        ("分解目标|考核办法", [HEADER], False),
        ("一二三四五六七八九十甲乙", [HEADER], True),
        ("一二三四五六七八九十甲乙丙", [HEADER], False),
        ("分解：目标", [HEADER], False),
        ("项目名称", [HEADER], False),
        ("12.50", [HEADER], False),
        ("|分解目标", [HEADER], False),
    ],
)
def test_a_heading_that_no_vocabulary_has(text: str, below: list[str], heads: bool) -> None:
    assert heads_table(row(text), rows(*below)) is heads


@pytest.mark.parametrize(
    ("header", "kinds"),
    [
        (HEADER, "level1 level2 level3 annual_value"),
        ("二级指标|三级指标|指标值|二级指标|三级指标|指标值", "level2 level3 annual_value " * 2),
        ("指标值|一级指标|备注栏", None),
        ("三级指标|随便什么|别的什么", None),
        ("养护桥灯|40盏", None),
    ],
)
def test_what_the_columns_of_a_header_are(header: str, kinds: str | None) -> None:
    found = indicator_header(row(header))
    assert (None if found is None else [column.role.value for column in found]) == (kinds.split() if kinds else None)


# -- levels and names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "kinds"),
    [
        (["养护桥灯", "亮灯率"], "level2 level3"),
        (["数量指标", "亮灯率"], "level2 level3"),
        (["数量指标", "质量指标", "亮灯率"], "level1 level2"),
        ([], "level2 level3"),
    ],
)
def test_of_two_levels_the_second_holds_names_unless_most_are_levels_2(second: list[str], kinds: str) -> None:
    columns = [Column(0, Role.LEVEL1, "一级指标"), Column(1, Role.LEVEL2, "二级指标")]
    below = [row(f"数量指标|{text}") for text in second] or [row("数量指标|")]
    assert " ".join(column.role.value for column in with_two_levels(columns, below)) == kinds


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        (["数量指标"], "level2"),
        (["产出指标"], "level1"),
        (["产出指标", "数量指标"], "level1"),
        (["产出指标", "数量指标", "质量指标"], "level2"),
        (["桥灯"], "level1"),
    ],
)
def test_a_single_column_of_levels_is_the_second_where_more_of_these_stand_in_it(first: list[str], kind: str) -> None:
    columns = [Column(0, Role.LEVEL1, "指标"), Column(1, Role.LEVEL3, "名称")]
    found = with_two_levels(columns, [row(f"{text}|养护桥灯") for text in first])
    assert [column.role.value for column in found] == [kind, "level3"]
    taught = [Column(0, Role.LEVEL1, "指标", taught=True), Column(1, Role.LEVEL3, "名称", taught=True)]
    assert with_two_levels(taught, [row(f"{text}|养护桥灯") for text in first]) == taught


@pytest.mark.parametrize(
    ("below", "are"),
    [
        (["财政拨款|12|3", "其他资金|4|5"], True),
        (["财政拨款|12|3", "桥灯养护|4|5"], False),
        (["财政拨款|甲|乙"], False),
        ([], False),
        (["财政拨款|12|3", "桥灯养护|甲|乙"], True),
    ],
)
def test_projects_that_are_kinds_of_money(below: list[str], are: bool) -> None:
    columns = [Column(0, Role.ENTRY_NAME, "项目"), Column(1, Role.AMOUNT, "预算数"), Column(2, Role.AMOUNT, "合计")]
    assert names_money(columns, rows(*below)) is are
    assert names_money(columns[1:], rows(*below)) is False


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("“桥灯养护”", "桥灯养护"),
        ("《甲》", "甲"),
        ("“”", "“”"),
        ("“桥灯”养护", "“桥灯”养护"),
        ("“桥灯“养护”", "“桥灯“养护”"),
        ("桥灯", "桥灯"),
        ("“桥灯》", "“桥灯》"),
    ],
)
def test_quotes_around_the_whole_of_a_name(text: str, kept: str) -> None:
    piece = _unquoted(Piece(SegmentRole.NAME, 2, 2 + len(text), 0.9, 0), f"名：{text}。")
    assert f"名：{text}。"[piece.start : piece.end] == kept
