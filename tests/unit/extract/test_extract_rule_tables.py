"""Small rules, each with a table: what goes in, and what a reviewer is told or sees for it."""

from __future__ import annotations

from itertools import count

import pytest
from read_texts import indicators, read, rows

from reviewer.extract.afterwards import breaks_off, mark_cut_off
from reviewer.extract.align import align
from reviewer.extract.broken import without_stray_bar
from reviewer.extract.draft import Draft
from reviewer.extract.foreign import lost_names
from reviewer.extract.infer import header_by_contents
from reviewer.extract.labels import Role
from reviewer.extract.likeness import amount_text, amount_within, holds_indicators, is_packed, value_fit
from reviewer.extract.line_rows import is_in_pieces
from reviewer.extract.list_heads import header_columns, list_header
from reviewer.extract.packed_plain import read_plain
from reviewer.extract.pairs import with_pairs_apart
from reviewer.extract.rows import Column, Row, place_row
from reviewer.extract.running import RunningText
from reviewer.extract.standing import left_out
from reviewer.extract.tasks import task_header
from reviewer.model.flow import Flow
from reviewer.model.messages import message
from reviewer.model.review import Kind, Review


def row(*texts: str, over: int = 0) -> Row:
    """A row with these cells; an empty text is a blank one."""
    return Row(tuple((place, Flow.loose(text)) for place, text in enumerate(texts) if text), 0, over=over)


def codes(review: Review, name: str, key: str) -> set[str]:
    """What is said against a field of the indicator of this name."""
    return {
        reason.code
        for node in indicators(review)
        if node.value("level3") == name
        for reason in node.fields[key].reasons
    }


@pytest.mark.parametrize(
    ("text", "amount", "doubt"),
    [
        ("50", "50", False), ("1,250.50", "1250.50", False), ("50万元", "50", False), ("−3", "-3", False),
        ("人民币50万元", "50", False), ("约50万元", "50", True), ("50万元（含税）", "50", True), ("50万元，其中自筹5", "50", True),
        ("(1,200)", "（1200）", False), ("50亿元", "50亿元", True), ("3千元", "3千元", True), ("伍拾万元整", "伍拾万元整", True),
    ],
)  # fmt: skip
def test_amounts_with_words_around_them(text: str, amount: str, doubt: bool) -> None:
    assert amount_within(text) == (amount, doubt)


@pytest.mark.parametrize("text", ["", "约", "万元", "12,34", "1.2.3", "五十", "第50号", "50个", "50万元左右"])
def test_what_is_no_amount(text: str) -> None:
    assert amount_text(text) is None
    assert amount_within(text) is None


@pytest.mark.parametrize(
    ("text", "packed", "as_goal"),
    [
        ("1、产出指标：新建泵站≥3座", True, True), ("1.1-数量指标", True, True), ("指标值：3座", True, True),
        ("产出指标：甲；效益指标：乙", True, True), ("产出指标：甲", False, False), ("2.不断提高灌溉效益，改善民生", False, False),
        ("1.社会效益：受益人数", True, False), ("完成全部任务。", False, False), ("1、满意度指标", True, True),
    ],
)  # fmt: skip
def test_texts_that_pack_indicators(text: str, packed: bool, as_goal: bool) -> None:
    assert is_packed(text) is packed
    assert holds_indicators(text) is as_goal


@pytest.mark.parametrize(
    ("cells", "measured", "said"),
    [
        ({Role.ANNUAL_VALUE: "50"}, True, True), ({Role.ANNUAL_VALUE: "50"}, False, False), ({Role.LEVEL3: "甲"}, True, False),
        ({Role.ANNUAL_VALUE: "50", Role.MEASURE: "座"}, True, False), ({Role.ANNUAL_VALUE: "0"}, True, False),
        ({Role.ANNUAL_VALUE: "完成"}, True, False), ({Role.ANNUAL_VALUE: "50", Role.LEVEL3: "清运垃圾（吨）"}, True, False),
        ({Role.ANNUAL_VALUE: "50", Role.LEVEL3: "清运垃圾"}, True, True),
    ],
)  # fmt: skip
def test_a_figure_without_its_unit_is_doubted_where_others_have_one(
    cells: dict[Role, str], measured: bool, said: bool
) -> None:
    found = left_out({role: Flow.loose(text) for role, text in cells.items()}, measured)
    assert found == ((message("read.unit_blank"),) if said else ())


LEVELS = row("产出指标", "数量指标", "新建泵站", "3座")


@pytest.mark.parametrize(
    ("header", "beneath", "is_one"),
    [
        (("类别", "细类", "三级指标", "要求"), LEVELS, True), (("类别", "三级指标"), LEVELS, False),
        (("类别", "细类", "物品", "要求"), LEVELS, False), (("类别", "细类", "三级指标", "12.50"), LEVELS, False),
        (("类别", "细类", "三级指标", "要求"), row("甲", "乙", "丙", "丁"), False),
        (("产出指标", "细类", "三级指标", "要求"), LEVELS, False),
        (("类别", "细类", "三级指标", "这个标题比任何一列的标题都要长"), LEVELS, False),
        (("类别", "细类", "三级指标", "长度正好是十四个字的一列标题"), LEVELS, True),
    ],
)  # fmt: skip
def test_a_header_with_one_known_label_is_told_by_the_levels_beneath(
    header: tuple[str, ...], beneath: Row, is_one: bool
) -> None:
    assert header_by_contents(row(*header), [beneath]) is is_one


@pytest.mark.parametrize(
    ("header", "roles"),
    [
        (("项目名称", "单位", "绩效目标", "三级指标", "指标值"), "entry_name unit goal level3 annual_value"),
        (("项目名称", "绩效目标", "三级指标", "指标值", "单位"), "entry_name goal level3 annual_value measure"),
        (("项目名称", "预算金额", "财政拨款", "绩效目标"), "entry_name amount amount goal"),
        (("项目名称", "项目名称", "绩效目标", "数量指标"), "entry_name attribute goal level_cell"),
        (("项目名称", "三级指标", "三级指标", "指标值"), "entry_name level3 extra annual_value"),
        (("项目名称", "中长期目标", "备用", "指标值"), "entry_name goal attribute annual_value"),
    ],
)  # fmt: skip
def test_the_columns_of_a_list_by_their_labels(header: tuple[str, ...], roles: str) -> None:
    assert [column.role.value for column in header_columns(row(*header))] == roles.split()


@pytest.mark.parametrize(
    ("header", "is_one"),
    [
        (("项目名称", "预算金额", "绩效目标"), True), (("项目名称", "绩效目标"), False), (("项目名称", "绩效目标", "12.50"), False),
        (("项目名称", "负责人", "起止时间"), False), (("负责人", "预算金额", "绩效目标"), False),
        (("项目名称", "三级指标", "指标值"), True), (("项目名称", "三级指标", "甲乙"), False),
        (("项目名称", "绩效目标", "甲", "乙", "丙"), False), (("项目名称", "绩效目标", "预算金额", "乙", "丙"), True),
    ],
)  # fmt: skip
def test_what_heads_a_list_of_projects(header: tuple[str, ...], is_one: bool) -> None:
    assert (list_header(row(*header)) is not None) is is_one


@pytest.mark.parametrize(
    ("cells", "expected", "columns"),
    [
        (("任务名称", "主要内容", "预算金额"), False, 3), (("任务名称", "主要内容"), False, 0), (("任务名称", "主要内容"), True, 2),
        (("年度主要任务", "任务名称", "主要内容"), False, 2), (("项目名称", "负责人"), False, 0),
    ],
)  # fmt: skip
def test_what_heads_a_table_of_tasks(cells: tuple[str, ...], expected: bool, columns: int) -> None:
    assert len(task_header(row(*cells), expected) or ()) == columns


def test_a_bar_within_a_text_parts_it_in_two_and_the_columns_say_which() -> None:
    columns = [
        Column(place, role, "") for place, role in enumerate((Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.ANNUAL_VALUE))
    ]
    parted = row("产出指标", "数量指标", "水表阀门", "接口数量", "≥20个", over=1)
    joined, places = without_stray_bar(parted, columns)
    assert joined.texts == ["产出指标", "数量指标", "水表阀门|接口数量", "≥20个"]
    assert list(places) == [2]
    whole = row("产出指标", "数量指标", "接口数量", "≥20个")
    assert without_stray_bar(whole, columns) == (whole, ())
    assert without_stray_bar(row("≥20个", over=1), columns)[1] == ()


@pytest.mark.parametrize(
    ("cells", "apart"),
    [
        (("项目名称：河道保洁",), ["项目名称", "河道保洁"]), (("资金总额：250一、预算资金：200二、其他：50",),
         ["资金总额", "250", "一、预算资金", "200", "二、其他", "50"]), (("资金总额：250",), ["资金总额", "250"]),
        (("主管部门：甲局  负责人：乙",), ["主管部门", "甲局", "负责人", "乙"]), (("备注：无",), ["备注：无"]),
        (("项目名称：河道保洁项目项目单位：甲局主管部门：乙局预算金额：20.5万元",),
         ["项目名称", "河道保洁项目", "项目单位", "甲局", "主管部门", "乙局", "预算金额", "20.5万元"]),
        (("年度目标：河道保洁项目单位：甲局",), ["年度目标", "河道保洁项目单位：甲局"]),
        (("甲局  单位：万元",), ["甲局  单位：万元"]), (("河道保洁", "甲局"), ["河道保洁", "甲局"]),
    ],
)  # fmt: skip
def test_labels_and_values_in_one_cell(cells: tuple[str, ...], apart: list[str]) -> None:
    assert with_pairs_apart(row(*cells)).texts == apart


@pytest.mark.parametrize(
    ("text", "off"),
    [("完成河道保洁，", True), ("保护国家的", True), ("改善水质并且 ", True), ("（", True), ("不少于≥", True), ("完成河道保洁。", False),
     ("目的明确", False), ("", False)],
)  # fmt: skip
def test_texts_that_end_where_none_ends(text: str, off: bool) -> None:
    assert bool(breaks_off(text)) is off


def named(*names: str, shifted: tuple[int, ...] = ()) -> list[set[str]]:
    """What is said of the names of the indicators of one entry, some of them in shifted rows, once the whole is read."""
    entry = Draft(Kind.PROJECT)
    for place, name in enumerate(names):
        draft = Draft(Kind.INDICATOR)
        draft.set("level3", Flow.loose(name), *([message("read.shifted")] if place in shifted else []))
        entry.children.append(draft)
    marked = mark_cut_off([entry.data(count(1))])[0]
    return [{reason.code for reason in dict(child.fields)["level3"].reasons} for child in marked.children]


def test_a_name_in_a_damaged_row_that_goes_on_everywhere_else_is_cut_off() -> None:
    whole = "有效维护农村公共安全稳定率"
    assert "read.cut_off" in named("持续维护农村公共安全", whole, whole, shifted=(0,))[0]
    assert "read.cut_off" not in named("持续维护农村公共安全", whole, whole)[0]
    assert "read.cut_off" not in named("持续维护农村公共安全", whole, "保障公共安全", shifted=(0,))[0]
    assert "read.cut_off" not in named("持续维护农村公共安全", "其他", shifted=(0,))[0]


HEAD = "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n|---|---|---|---|\n"


def test_the_rest_of_a_name_beneath_it_belongs_to_it() -> None:
    review = read(f"| 项目名称 | 泵站 | | |\n{HEAD}| 产出指标 | 数量指标 | 新建灌溉泵站 | ≥3座 |\n| | | 及配套设施数量 | |\n"
                  "| | 质量指标 | 验收合格率 | 100% |\n", "t.md")  # fmt: skip
    assert [one[2:] for one in rows(review)] == [("新建灌溉泵站及配套设施数量", "≥3座"), ("验收合格率", "100%")]
    assert "read.rejoined" in codes(review, "新建灌溉泵站及配套设施数量", "level3")


def test_a_level_that_can_be_both_raises_no_doubt_where_the_columns_say_which() -> None:
    review = read(f"| 项目名称 | 泵站 | | |\n{HEAD}| 成本指标 | 经济成本指标 | 建设成本 | ≤30万元 |\n"
                  "| 产出指标 | 数量指标 | 泵站数量 | ≥3座 |\n", "t.md")  # fmt: skip
    for name, level1, level2 in (("建设成本", "成本指标", "经济成本指标"), ("泵站数量", "产出指标", "数量指标")):
        assert rows(review, "level1", "level2", "level3")[("建设成本", "泵站数量").index(name)] == (
            level1,
            level2,
            name,
        )
        assert "read.level_unknown" not in codes(review, name, "level1") | codes(review, name, "level2")


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [("≥3座", 3.0, 3.0), ("100%", 3.0, 3.0), ("有效提升", 2.0, 2.0), ("验收合格率", -0.5, -0.5), ("正向指标", -2.0, -2.0),
     ("数量指标", -4.0, -4.0), ("完成3次以上的集中整治", 0.9, 1.6), ("各项任务如期办理", 0.4, 0.8)],
)  # fmt: skip
def test_how_well_texts_suit_a_column_of_values(text: str, least: float, most: float) -> None:
    assert least <= value_fit(text) <= most


def test_a_row_is_put_where_its_cells_belong_and_says_that_it_was_moved() -> None:
    columns = [
        Column(place, role, "") for place, role in enumerate((Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.ANNUAL_VALUE))
    ]
    placed = place_row(row("", "产出指标", "数量指标", "新建泵站", "≥3座"), [*columns, Column(4, Role.EXTRA, "")])
    assert placed is not None
    assert {column.role.value: flow.text for column, flow in placed.cells.items()} == {
        "level1": "产出指标", "level2": "数量指标", "level3": "新建泵站", "annual_value": "≥3座",
    }  # fmt: skip
    assert placed.shift == -1
    assert placed.evidence[0] == message("read.shifted")
    still = place_row(row("产出指标", "数量指标", "新建泵站", "≥3座"), columns)
    assert still is not None
    assert (still.shift, still.evidence) == (0, ())
    assert place_row(row("产出指标", "数量指标", "新建泵站", "≥3座", "10"), columns) is None


def test_lines_of_a_table_that_ran_together_are_told_by_the_order_of_names_amounts_goals_and_indicators() -> None:
    lines = [
        "项目名称 预算金额 绩效目标 绩效指标",
        "河道保洁经费 120.50 完成全年河道保洁，水面无漂浮物，两岸无垃圾，",
        "群众满意。 1、1-产出指标,11-数量指标,保洁长度;年度指标值:≥12公里;",
        "路灯维护经费 33.00 修复损坏路灯，保障夜间出行安全，亮灯率达标。 1、1-产出指标,11-数量指标,路灯数量;年度指标值:≥300盏;",
    ]
    flows = [Flow.loose(line) for line in lines]
    assert RunningText.is_table(flows)
    assert not RunningText.is_table(flows[1:])


@pytest.mark.parametrize(
    ("names", "lost"),
    [(["甲", "乙", ""], False), (["", ""], True), (["甲", "", ""], True), (["甲"] * 6 + ["", ""], True), (["甲"] * 7 + ["", ""], False)],
)  # fmt: skip
def test_a_list_of_which_a_quarter_has_no_name_was_cut_at_wrong_places(names: list[str], lost: bool) -> None:
    whole = Draft(Kind.DOCUMENT)
    for name in names:
        project = Draft(Kind.PROJECT)
        project.set("name", Flow.loose(name))
        whole.children.append(project)
    assert lost_names(whole.data(count(0))) is lost


@pytest.mark.parametrize(
    ("found", "printed"),
    [
        ([("项目名称", "甲")] * 8, False), ([("项目名称", "甲")] * 8 + [("河道的",)] * 8, True), ([("河道的",)] * 2, False),
        ([("项目名称", "甲")] * 8 + [("填报人：乙",)] * 8, False), ([("项目名称", "甲")] * 8 + [("项目名称",)] * 8, False),
        ([("项目名称", "甲")] * 8 + [("续", "续")] * 8, True), ([("项目名称", "甲")] * 80 + [("河道的",)] * 3, False),
    ],
)  # fmt: skip
def test_lines_that_are_pieces_of_cells_are_told_from_those_that_a_form_prints(
    found: list[tuple[str, ...]], printed: bool
) -> None:
    assert is_in_pieces([row(*texts) for texts in found]) is printed


@pytest.mark.parametrize(
    ("standing", "columns", "expected"),
    [([0, 1, 2], [0, 1, 2], (0, 1, 2)), ([1, 2, 3], [0, 1, 2, 3], (1, 2, 3)), ([0], [0, 1], (0,)), ([1], [0, 1], (1,)),
     ([0, 3], [0, 1, 2, 3], (0, 3))],
)  # fmt: skip
def test_cells_that_fit_anywhere_stay_where_they_stand(
    standing: list[int], columns: list[int], expected: tuple[int, ...]
) -> None:
    found = align(standing, columns, lambda cell, column: 1.0)
    assert found is not None
    assert tuple(found.columns) == expected
    assert not found.shifted
    assert found.margin > 0


def test_more_cells_than_columns_fit_nowhere() -> None:
    assert align([0, 1, 2], [0, 1], lambda cell, column: 1.0) is None


def test_a_goal_that_a_line_breaks_off_goes_on_in_the_next() -> None:
    review = read("项目名称：河道保洁\n绩效目标：完成全年河道保洁，改善\n水环境，群众满意。\n实施单位：甲局\n")
    assert [(one.value("name"), one.value("goal")) for one in review.entries] == [
        ("河道保洁", "完成全年河道保洁，改善水环境，群众满意。")
    ]


def test_a_list_whose_header_stands_on_two_rows() -> None:
    review = read(
        "| 序号 | 项目名称 | 绩效目标 | 绩效指标 | | | |\n|---|---|---|---|---|---|---|\n"
        "| | | | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n"
        "| 1 | 河道保洁 | 改善河道水环境。 | 产出指标 | 数量指标 | 保洁长度 | ≥12公里 |\n"
        "| 2 | 路灯维护 | 保障夜间出行安全。 | 产出指标 | 质量指标 | 亮灯率 | ≥98% |\n",
        "t.md",
    )
    assert [(one.value("name"), one.value("goal")) for one in review.entries] == [
        ("河道保洁", "改善河道水环境。"), ("路灯维护", "保障夜间出行安全。"),
    ]  # fmt: skip
    assert rows(review) == [
        ("产出指标", "数量指标", "保洁长度", "≥12公里"), ("产出指标", "质量指标", "亮灯率", "≥98%"),
    ]  # fmt: skip


def test_tasks_whose_amounts_have_a_second_row_of_heads() -> None:
    review = read(
        "| 部门名称 | 甲市水务局 | | | | |\n|---|---|---|---|---|---|\n"
        "| 年度主要任务 | 任务名称 | 主要内容 | 预算金额 | | |\n| | | | 总额 | 财政拨款 | 其他资金 |\n"
        "| | 河道治理 | 清理河道淤泥和垃圾 | 120 | 100 | 20 |\n| | 水质监测 | 监测断面水质 | 30 | 30 | 0 |\n",
        "t.md",
    )
    tasks = [node for node in review.root.walk() if node.kind is Kind.TASK]
    assert [(one.value("name"), one.value("content"), one.value("amount")) for one in tasks] == [
        ("河道治理", "清理河道淤泥和垃圾", "120"), ("水质监测", "监测断面水质", "30"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("产出指标：\n数量指标：保洁长度≥12公里；路灯数量≥300盏\n效益指标：\n社会效益指标：群众满意率≥95%",
         [("产出指标", "数量指标"), ("产出指标", "数量指标"), ("效益指标", "社会效益指标")]),
        ("数量指标：保洁长度≥12公里\n质量指标：验收合格率100%", [(None, "数量指标"), (None, "质量指标")]),
    ],
)  # fmt: skip
def test_indicators_under_headings_in_one_cell(text: str, expected: list[tuple[str | None, str]]) -> None:
    drafts = read_plain(Flow.loose(text))
    assert [draft.value("level2") for draft in drafts] == [level2 for _, level2 in expected]
    assert [draft.value("level1") for draft in drafts if draft.value("level1")] == [one for one, _ in expected if one]


def test_a_packed_name_that_holds_its_value_is_marked() -> None:
    found = indicators(
        read(
            "项目名称：桥灯养护\n绩效指标：\n数量指标：养护桥灯40盏；时效指标：完成时间2025年9月底前；质量指标：亮灯率≥95%\n"
        )
    )
    odd = [node for node in found if "9月" in (node.value("level3") or "")]
    assert all(node.fields["level3"].flagged for node in odd)
    assert found
