"""Rules about the rows of a table by themselves: what a row names, holds several of, or counts; what columns hold."""

from __future__ import annotations

import pytest

from reviewer.extract.bands import band, second_band
from reviewer.extract.form_heads import DEPARTMENTS, name_first, names_a_wider
from reviewer.extract.frames import without_frame
from reviewer.extract.infer import columns_by_contents, holds_levels, holds_names, with_levels_told, with_names_told
from reviewer.extract.labels import Role
from reviewer.extract.rows import Column, Row
from reviewer.extract.several import rows_apart
from reviewer.extract.standing import unknown_level
from reviewer.model.flow import Flow


def row(*texts: str, at: int = 0) -> Row:
    """A row with these cells from a column on; an empty text is a blank one."""
    return Row(tuple((place, Flow.loose(text)) for place, text in enumerate(texts, at) if text), 0)


def columns(*roles: Role, labels: str = "") -> list[Column]:
    """Columns with these roles, labelled by the words of `labels` where there are some."""
    words = labels.split() or [""] * len(roles)
    return [Column(place, role, word) for place, (role, word) in enumerate(zip(roles, words, strict=True))]


def roles(found: list[Column] | None) -> str:
    return " ".join(column.role.value for column in found or ())


# -- what a row names -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "kept", "before"),
    [
        (("单位编码", "0123", "项目名称", "泵站改造"), ["项目名称", "泵站改造"], 2),
        (("项目名称", "泵站改造", "单位编码", "0123"), ["项目名称", "泵站改造", "单位编码", "0123"], 0),
        (("主管部门", "甲市乙局", "项目名称", "绩效目标"), ["主管部门", "甲市乙局", "项目名称", "绩效目标"], 0),
        (("甲市乙局", "丙", "项目名称", "泵站改造"), ["甲市乙局", "丙", "项目名称", "泵站改造"], 0),
        (("基本情况", "项目名称", "泵站改造"), ["项目名称", "泵站改造"], 1),
        (("主管部门", "甲市乙局", "项目名称"), ["主管部门", "甲市乙局", "项目名称"], 0),
    ],
)  # fmt: skip
def test_a_pair_that_names_the_project_behind_others(cells: tuple[str, ...], kept: list[str], before: int) -> None:
    found, others = name_first(row(*cells))
    assert found.texts == kept
    assert [flow.text for _, flow in others] == list(cells)[:before]


def test_a_row_that_begins_with_the_departments_own_name_stays_whole() -> None:
    cells = ("部门名称", "甲市乙局", "主管部门", "甲市丙局")
    assert name_first(row(*cells), DEPARTMENTS)[1] == ()
    found, others = name_first(row("年度", "2027", "部门名称", "甲市乙局"), DEPARTMENTS)
    assert (found.texts, len(others)) == (["部门名称", "甲市乙局"], 2)


@pytest.mark.parametrize(
    ("upper", "lower", "wider"),
    [
        (("一级项目名称", "农村道路"), ("二级项目名称", "甲村道路"), True), (("项目名称", "农村道路"), ("子项目名称", "甲村道路"), True),
        (("一级项目名称", "农村道路"), ("项目名称", "甲村道路"), True), (("一级项目名称", "农村道路"), ("一级项目名称", "甲村道路"), False),
        (("上级项目名称", "农村道路"), ("所属项目名称", "甲村道路"), False), (("项目名称", "农村道路"), ("实施单位", "甲村"), False),
        (("项目名称", "农村道路"), ("项目名称（全称）", "甲村道路"), False), (("一级项目名称", "农村道路"), ("二级项目名称",), False),
        (("一级项目名称",), ("二级项目名称", "甲村道路"), False), (("一级项目名称", "农村道路"), ("二级项目名称", "绩效目标"), False),
    ],
)  # fmt: skip
def test_a_wider_project_is_named_above_the_narrower_one(
    upper: tuple[str, ...], lower: tuple[str, ...], wider: bool
) -> None:
    assert names_a_wider(row(*upper), [row(*lower)]) is wider
    assert names_a_wider(row(*upper), []) is False


# -- headings of levels -----------------------------------------------------------------------------------------------

LEVELS = columns(Role.LEVEL2, Role.LEVEL3, Role.ANNUAL_VALUE)
PLAIN = columns(Role.LEVEL3, Role.ANNUAL_VALUE)


def level1(
    *cells: str, before: str = "", below: tuple[Row, ...] = (), of: list[Column] = LEVELS, at: int = 0
) -> str | None:
    found = band(row(*cells, at=at), of, before, below)
    return found.text if found is not None else None


def test_a_level_1_alone_in_its_row_is_a_heading_where_no_column_is_for_it() -> None:
    assert level1("产出指标") == "产出指标"
    assert level1("（产出指标）") == "产出指标"
    assert level1("1", "产出指标") == "产出指标"
    assert level1("甲", "产出指标") is None
    assert level1("1", "2", "产出指标") is None
    assert level1("产出") is None
    assert level1("数量指标") is None
    assert level1("产出指标", of=columns(Role.LEVEL1, Role.LEVEL3)) is None


def test_a_name_of_both_levels_is_a_heading_only_where_it_is_dressed_or_heads_its_own() -> None:
    own = (row("经济成本指标", "单位成本", "3元"),)
    assert level1("成本指标") is None
    assert level1("成本指标", below=own) == "成本指标"
    assert level1("成本指标", at=1) == "成本指标"
    assert level1("（二）成本指标", before="（一）产出指标") == "（二）成本指标"
    assert level1("（三）成本指标", before="（一）产出指标") is None
    assert level1("【成本指标】", before="【产出指标】") == "成本指标"
    assert level1("（成本指标）", before="产出指标") is None


def test_a_level_2_alone_in_its_row_heads_rows_where_a_grid_has_no_column_for_levels() -> None:
    def level2(text: str, *below: Row, of: list[Column] = PLAIN) -> str | None:
        found = second_band(row(text), of, below)
        return found.text if found is not None else None

    assert level2("数量指标") == "数量指标"
    assert level2("（数量指标）") == "数量指标"
    assert level2("数量") is None
    assert level2("产出指标") is None
    assert level2("数量指标", of=LEVELS) is None
    assert level2("成本指标") is None
    assert level2("成本指标", row("单位成本", "3元"), row("效益指标")) == "成本指标"
    assert level2("成本指标", row("经济成本指标"), row("效益指标")) is None


# -- several indicators in one row ------------------------------------------------------------------------------------

NAMED = columns(Role.LEVEL2, Role.LEVEL3, Role.ANNUAL_VALUE, Role.EXTRA)


def apart(*cells: str) -> tuple[list[list[str]], bool]:
    found, guess = rows_apart(lined(*cells), NAMED)
    return [one.texts for one in found], guess


def lined(*cells: str) -> Row:
    """A row whose cells hold lines, as a format joins them: each line stands elsewhere in the source."""
    flows, at = [], 0
    for cell in cells:
        whole = Flow("", range(0))
        for line in cell.split("\n"):
            whole = whole + Flow(line, range(at, at + len(line)))
            at += len(line) + 1
        flows.append(whole)
    return Row(tuple(enumerate(flows)), 0)


@pytest.mark.parametrize(
    ("cells", "expected", "guess"),
    [
        (("数量指标", "1.新建泵站\n2.修补渠道", "1.3座\n2.5公里"), [["数量指标", "新建泵站", "3座"], ["修补渠道", "5公里"]], False),
        (("数量指标", "1.新建泵站\n2.修补渠道", "3座\n5公里"), [["数量指标", "新建泵站", "3座"], ["修补渠道", "5公里"]], False),
        (("数量指标", "1.新建泵站\n2.修补渠道", "及时\n完好"), [["数量指标", "新建泵站", "及时"], ["修补渠道", "完好"]], True),
        (("数量指标", "新建泵站\n修补渠道", "3座\n5公里"), [["数量指标", "新建泵站", "3座"], ["修补渠道", "5公里"]], True),
        (("数量指标\n质量指标", "泵站\n合格率", "3座\n98%"), [["数量指标", "泵站", "3座"], ["质量指标", "合格率", "98%"]], False),
        (("社会效益\n指标", "新建泵站\n合格率", "3座\n98%"), [["社会效益指标", "新建泵站", "3座"], ["合格率", "98%"]], True),
        (("数量指标\n质量指标", "1.泵站\n2.合格率", "及时\n完好"), [["数量指标", "泵站", "及时"], ["质量指标", "合格率", "完好"]], True),
        (("数量指标", "新建泵站\n修补渠道", "及时\n完好"), [["数量指标", "新建泵站修补渠道", "及时完好"]], False),
        (("数量指标", "1.新建泵站\n2.修补渠道", "3座"), [["数量指标", "1.新建泵站2.修补渠道", "3座"]], False),
        (("数量", "新建泵站\n修补渠道", "3座\n5公里", "重"), [["数量", "新建泵站", "3座", "重"], ["修补渠道", "5公里", "重"]], True),
        (("数量指标", "①新建泵站\n②修补渠道", "3座\n5公里"), [["数量指标", "新建泵站", "3座"], ["修补渠道", "5公里"]], False),
        (("数量指标", "②新建泵站\n③修补渠道", "3座"), [["数量指标", "②新建泵站③修补渠道", "3座"]], False),
        (("数量指标", "1、新建泵站", "3座"), [["数量指标", "1、新建泵站", "3座"]], False),
        (("数量指标", "1.新建泵站", "1.3座"), [["数量指标", "1.新建泵站", "1.3座"]], True),
        (("数量指标", "1、新建泵站", "1、3座"), [["数量指标", "新建泵站", "3座"]], False),
        (("数量指标", "新建泵站", "3座"), [["数量指标", "新建泵站", "3座"]], False),
    ],
)  # fmt: skip
def test_lines_of_name_and_value_are_an_indicator_each(
    cells: tuple[str, ...], expected: list[list[str]], guess: bool
) -> None:
    assert apart(*cells) == (expected, guess)


def test_the_level_of_a_row_stands_above_the_items_that_follow() -> None:
    found, _ = rows_apart(lined("数量指标", "1.新建泵站\n2.修补渠道", "1.3座\n2.5公里"), NAMED)
    assert [[(place, flow.text) for place, flow in one.covered] for one in found] == [[], [(0, "数量指标")]]


def test_levels_line_by_line_are_not_handed_down() -> None:
    found, _ = rows_apart(lined("数量指标\n质量指标", "新建泵站\n合格率", "3座\n98%"), NAMED)
    assert [one.covered for one in found] == [(), ()]


# -- what programs print ----------------------------------------------------------------------------------------------


def framed(*table: tuple[str, ...]) -> tuple[list[list[str]], list[str]]:
    kept, gone = without_frame([row(*cells) for cells in table])
    return [one.texts for one in kept], [flow.text for flow in gone]


def test_numbers_of_rows_and_columns_from_0_on_are_a_programs_own() -> None:
    three = [("0", "甲", "3座"), ("1", "乙", "5座"), ("2", "丙", "7座")]
    assert framed(*three) == ([["甲", "3座"], ["乙", "5座"], ["丙", "7座"]], ["0", "1", "2"])
    assert framed(("名称", "值"), *three)[0] == [["名称", "值"], ["甲", "3座"], ["乙", "5座"], ["丙", "7座"]]
    assert framed(("0", "1", "2"), *three)[0] == [["甲", "3座"], ["乙", "5座"], ["丙", "7座"]]
    assert framed(*three[:2])[1] == []
    assert framed(("1", "甲", "3座"), ("2", "乙", "5座"), ("3", "丙", "7座"))[1] == []
    assert framed(three[0], three[1], ("", "2", "7座"))[1] == []
    assert framed(("0", "1"), ("甲", "乙"))[0] == [["0", "1"], ["甲", "乙"]]
    assert framed(("甲", "乙"), ("0", "1", "2"))[1] == []


def test_a_word_that_may_be_a_text_is_a_blank_only_where_it_stands_often() -> None:
    assert framed(("甲", "None"), ("乙", "None"), ("丙", "3座"))[1] == []
    assert framed(("甲", "None"), ("乙", "None"), ("丙", "null"))[1] == ["None", "None", "null"]
    assert framed(("甲", "NaN"), ("NaN", "nan"))[0] == [["甲"]]


# -- columns by what stands in them -----------------------------------------------------------------------------------

TABLE = [
    row("甲市水利局", "泵站改造", "改造泵站三座，保障灌溉。", "产出指标", "数量指标", "新建泵站", "3座"),
    row("甲市水利局", "渠道修补", "修补渠道五公里，减少渗漏。", "产出指标", "质量指标", "验收合格率", "≥98%"),
    row("甲市林业局", "苗木补植", "补植苗木两千株，增加绿化。", "效益指标", "社会效益指标", "受益人数", "900人"),
]


def test_a_list_without_a_header_is_told_by_what_stands_in_its_columns() -> None:
    found = columns_by_contents(TABLE)
    assert roles(found) == "unit entry_name goal level1 level2 level3 annual_value"
    assert columns_by_contents([row(*one.texts[3:]) for one in TABLE]) is None
    assert columns_by_contents([row(*one.texts[:3], *one.texts[5:]) for one in TABLE]) is None
    assert columns_by_contents([row("部门名称", "项目名称", "年度目标", "一级指标", "二级指标"), *TABLE]) is None


def test_levels_beneath_a_column() -> None:
    assert holds_levels(3, 1, TABLE)
    assert holds_levels(4, 2, TABLE)
    assert not holds_levels(4, 1, TABLE)
    assert not holds_levels(5, 2, TABLE)
    assert not holds_levels(9, 2, TABLE)
    assert not holds_levels(0, 1, [row("成本指标"), row("成本指标")])


def test_names_beneath_a_column_one_to_a_row() -> None:
    assert holds_names(5, TABLE)
    assert not holds_names(2, TABLE)
    assert not holds_names(5, TABLE[:1])
    assert holds_names(5, [row("", "", "", "", "", "一、产出：共三项；其中重点一项。"), *TABLE])


def test_levels_under_labels_of_the_level_beneath_are_told() -> None:
    beneath = [row("产出指标", "数量指标", "新建泵站", "3座"), row("效益指标", "社会效益指标", "受益人数", "900人")]
    called = columns(
        Role.LEVEL2, Role.EXTRA, Role.LEVEL3, Role.ANNUAL_VALUE, labels="指标分类 指标细类 三级指标 指标值"
    )
    assert roles(with_levels_told(called, beneath)) == "level1 level2 level3 annual_value"
    assert roles(with_levels_told(called, beneath[:1])) == roles(called)
    assert roles(
        with_levels_told(called, [row("数量指标", "甲", "乙", "3座"), row("质量指标", "丙", "丁", "5座")])
    ) == roles(called)


def test_level_2_under_the_label_of_names_is_told() -> None:
    beneath = [
        row("数量指标", "新建泵站", "3座"),
        row("质量指标", "验收合格率", "≥98%"),
        row("时效指标", "完工时间", "12月"),
    ]
    called = columns(Role.LEVEL3, Role.EXTRA, Role.ANNUAL_VALUE, labels="具体指标 指标内容 指标值")
    assert roles(with_levels_told(called, beneath)) == "level2 level3 annual_value"
    other = columns(Role.LEVEL3, Role.EXTRA, Role.ANNUAL_VALUE, labels="三级指标 分值 指标值")
    assert roles(with_levels_told(other, [row("数量指标", "10", "3座"), row("质量指标", "20", "≥98%")])) == roles(other)


def test_names_under_the_label_of_packed_indicators_are_told_from_three_on() -> None:
    called = columns(Role.ENTRY_NAME, Role.INDICATORS, labels="项目名称 绩效指标")
    names = [row("泵站改造", "新建泵站数"), row("渠道修补", "修补长度"), row("苗木补植", "补植株数")]
    assert roles(with_names_told(called, names)) == "entry_name level3"
    assert roles(with_names_told(called, names[:2])) == "entry_name indicators"
    packed = [row("泵站改造", f"产出指标：新建泵站≥{n}座；效益指标：受益人数900人。") for n in range(3)]
    assert roles(with_names_told(called, packed)) == "entry_name indicators"
    assert (
        roles(with_names_told([*called, Column(2, Role.LEVEL3, "三级指标")], names)) == "entry_name indicators level3"
    )


@pytest.mark.parametrize(
    ("key", "name", "known"),
    [
        ("level2", "数量指标", True), ("level2", "学生满意度", True), ("level2", "学生家长满意度", True),
        ("level2", "学生和家长满意度", False),
        ("level1", "学生满意度", False), ("level2", "学生满意", False), ("level2", "某某指标", False),
    ],
)  # fmt: skip
def test_levels_that_somebody_knows(key: str, name: str, known: bool) -> None:
    """A level 2 may say whose satisfaction it is about, in at most seven characters."""
    assert (unknown_level(key, name) == ()) is known
