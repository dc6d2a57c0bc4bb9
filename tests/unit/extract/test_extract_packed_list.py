"""Lists of projects with packed indicators as `pdftotext` prints them, with and without columns; names and offices are invented."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count

import pytest
from read_texts import read, rows

from reviewer.extract.draft import Draft
from reviewer.extract.packed_head import packed_head
from reviewer.extract.packed_list import packed_table
from reviewer.extract.readings.agreement import rows_that_begin_anew
from reviewer.extract.readings.reading import By, Reading
from reviewer.model.flow import Flow
from reviewer.model.review import Kind, Node, NodeData, Review
from reviewer.model.spans import Span
from tests.unit.extract.marked_texts import source_of

LABELS = ["项目名称（资金使用单位）", "总计", "财政拨款", "财政专户拨款", "其他资金", "绩效目标", "绩效指标"]
WIDTHS = [10, 9, 9, 7, 7, 14, 30]
PACKED = (
    "1、1-产出指标；11-数量指标；{0}；实施周期指标值:≥{1}座；年度指标值:≥{1}座。"
    "2、3-满意度指标；31-服务对象满意度；{2}；实施周期指标值:≥9{3}%；年度指标值:≥9{3}%。"
)
FIRST = PACKED.format("加固河堤与疏浚引水涵洞数量", 12, "沿岸居民对施工期间出行安排的满意度", 1)
SECOND = PACKED.format("更新泵站", 3, "灌区农户满意度", 5)
BODY = [
    ["合计", "96.00", "96.00", "", "", "", ""],
    ["竹溪县水务中心", "96.00", "96.00", "", "", "", ""],
    ["青竹河河堤加固与涵洞疏浚经费", "54.00", "54.00", "", "", "加固河堤，疏浚涵洞，保障汛期行洪安全。", FIRST],
    ["泵站更新", "42.00", "42.00", "", "", "更新泵站。", SECOND],
]
FOUND = [
    ("数量指标", "加固河堤与疏浚引水涵洞数量", "≥12座"),
    ("服务对象满意度", "沿岸居民对施工期间出行安排的满意度", "≥91%"),
    ("数量指标", "更新泵站", "≥3座"),
    ("服务对象满意度", "灌区农户满意度", "≥95%"),
]
TITLE = "部门名称：竹溪县水务局\n单位：万元\n2024年项目支出绩效目标表\n"


def _wrapped(text: str, width: int) -> list[str]:
    return [text[start : start + width] for start in range(0, len(text), width)] or [""]


def _in_columns(table: Sequence[Sequence[str]], middle: bool = False, blank: bool = False) -> list[str]:
    """The lines of a table whose cells stand under each other; the short ones at the top of their row, or in its middle."""
    lines: list[str] = []
    for row in table:
        cells = [_wrapped(text, width) for text, width in zip(row, WIDTHS, strict=True)]
        height = max(map(len, cells))
        padded = [[""] * ((height - len(cell)) // 2 if middle else 0) + cell for cell in cells]
        padded = [cell + [""] * (height - len(cell)) for cell in padded]
        for line in zip(*padded, strict=True):
            lines.append("".join(text.ljust(width + 2) for text, width in zip(line, WIDTHS, strict=True)).rstrip())
        lines += [""] if blank else []
    return lines


def _one_after_the_other(table: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table whose cells follow each other: those of one line share one."""
    lines: list[str] = []
    for row in table:
        fresh = True
        for text, width in zip(row, WIDTHS, strict=True):
            cell = _wrapped(text, width) if text else []
            for number, piece in enumerate(cell):
                if fresh or number:
                    lines.append(piece)
                else:
                    lines[-1] += " " + piece
                fresh = len(cell) > 1 and number == len(cell) - 1
    return lines


def _text(lines: Sequence[str]) -> str:
    return TITLE + "\n".join(lines) + "\n"


def _projects(review: Review) -> list[Node]:
    return [node for node in review.root.walk() if node.kind is Kind.PROJECT]


def _marked(review: Review) -> list[tuple[str, str | None]]:
    return [(key, field.value) for node in review.root.walk() for key, field in node.fields.items() if field.flagged]


TABLE = [LABELS, *BODY]
WAYS = {
    "top": _text(_in_columns(TABLE)),
    "top, blank lines": _text(_in_columns(TABLE, blank=True)),
    "middle, blank lines": _text([*_in_columns([LABELS]), "", *_in_columns(BODY, middle=True, blank=True)]),
    "raw": _text(_one_after_the_other(TABLE)),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_list_with_packed_indicators_is_read_from_its_lines(way: str) -> None:
    review = read(WAYS[way])
    assert review.root.value("title") == "2024年项目支出绩效目标表"
    kinds = [(node.kind, node.value("name")) for node in review.root.children]
    assert kinds == [
        (Kind.TOTAL, "合计"),
        (Kind.UNIT, "竹溪县水务中心"),
        (Kind.PROJECT, "青竹河河堤加固与涵洞疏浚经费"),
        (Kind.PROJECT, "泵站更新"),
    ]
    one, two = _projects(review)
    assert [one.value("amounts[总计]"), two.value("amounts[财政拨款]")] == ["54.00", "42.00"]
    assert one.value("goal") == "加固河堤，疏浚涵洞，保障汛期行洪安全。"
    assert [one.value("unit"), two.value("unit")] == ["竹溪县水务中心"] * 2
    assert rows(review, "level2", "level3", "annual_value") == FOUND
    assert _marked(review) == []


@pytest.mark.parametrize("way", [_in_columns, _one_after_the_other])
def test_a_project_that_a_page_break_cuts_goes_on_beneath_the_header(way: object) -> None:
    lines = _in_columns(TABLE) if way is _in_columns else _one_after_the_other(TABLE)
    head = _in_columns([LABELS]) if way is _in_columns else _one_after_the_other([LABELS])
    at = next(n for n, line in enumerate(lines) if line.endswith(FIRST[30:60]))
    review = read(_text([*lines[: at + 1], "", "1", *head, *lines[at + 1 :]]))
    assert rows(review, "level2", "level3", "annual_value") == FOUND
    assert [node.value("name") for node in _projects(review)] == ["青竹河河堤加固与涵洞疏浚经费", "泵站更新"]
    assert "项目名称" not in "".join(issue.message.values.get("text", "") for issue in review.issues)


def test_an_amount_whose_column_is_lost_is_doubted() -> None:
    table = [[*row] for row in TABLE]
    table[3][1:5] = ["54.00", "50.00", "", "4.00"]
    review = read(_text(_one_after_the_other(table)))
    (project, _) = _projects(review)
    fields = {key: field for key, field in project.fields.items() if key.startswith("amounts[")}
    assert [field.value for field in fields.values() if not field.flagged] == ["54.00", "50.00"]
    doubted = {reason.code for field in fields.values() if field.flagged for reason in field.reasons}
    assert "read.amount_place" in doubted
    columns = read(_text(_in_columns(table)))
    assert _projects(columns)[0].value("amounts[其他资金]") == "4.00"
    assert not _marked(columns)


def test_an_office_without_amounts_stands_over_its_projects() -> None:
    table = [*TABLE[:4], ["竹溪县灌区管理所", *[""] * 6], TABLE[4]]
    for lines in (_in_columns(table), _one_after_the_other(table)):
        review = read(_text(lines))
        assert [node.value("unit") for node in _projects(review)] == ["竹溪县水务中心", "竹溪县灌区管理所"]
        assert rows(review, "level2", "level3", "annual_value") == FOUND


def test_a_name_that_may_begin_elsewhere_is_doubted_with_what_stands_above() -> None:
    lines = _one_after_the_other(TABLE)
    at = next(n for n, line in enumerate(lines) if line.startswith("泵站更新"))
    lines[at - 1] = lines[at - 1].rstrip("。")
    lines[at : at + 1] = ["河堤巡查", lines[at].removeprefix("泵站更新 ")]
    review = read(_text(lines))
    last = _projects(review)[-1]
    assert last.fields["name"].flagged
    above = _projects(review)[0].children[-1]
    assert above.fields["annual_value"].flagged


def test_rows_in_the_middle_that_no_blank_line_parts_are_not_read_in_columns() -> None:
    review = read(_text([*_in_columns([LABELS]), *_in_columns(BODY, middle=True)]))
    wrong = set(rows(review, "level2", "level3", "annual_value")) - set(FOUND)
    sure = [
        node
        for node in review.root.walk()
        if node.kind is Kind.INDICATOR
        and (node.value("level2"), node.value("level3"), node.value("annual_value")) in wrong
        and not any(node.fields[key].flagged for key in ("level2", "level3", "annual_value"))
    ]
    assert sure == []


def test_a_browsers_line_beneath_the_list_is_none_of_it() -> None:
    review = read(_text([*_one_after_the_other(TABLE), "【字号：大 中 小】 【打印】 【关闭】"]))
    assert rows(review, "level2", "level3", "annual_value") == FOUND


def test_levels_in_any_order_that_are_numbered_on_are_one_list() -> None:
    text = "1、产出指标：巡查河段，年度指标值：≥8段。2、效益指标：受益村数，年度指标值：≥5个。"
    text += "3、产出指标：巡查及时率，年度指标值：≥98%。4、产出指标：更换护栏，年度指标值：60米。"
    labels, widths = ["项目名称", "总计", "财政拨款", "绩效目标", "绩效指标"], (10, 9, 9, 14, 60)
    row = ["河道巡查", "20.00", "20.00", "巡查河道。", text]

    def said(numbered: str) -> list[bool]:
        cells = [_wrapped(piece, width) for piece, width in zip([*row[:4], numbered], widths, strict=True)]
        lines = [" ".join(labels), " ".join(cell[0] for cell in cells), *cells[-1][1:]]
        found = [node for node in read(_text(lines)).root.walk() if node.kind is Kind.INDICATOR]
        assert len(found) == 4
        return ["read.levels_again" in {r.code for r in node.fields["level3"].reasons} for node in found]

    assert not any(said(text))
    assert any(said(re.sub("[34]、", "1、", text)))


HEAD = " ".join(["项目名称", *LABELS[1:3], *LABELS[5:]])
"""The header of a list in a line, with two amounts."""
ITEMS = "1、1-产出指标；11-数量指标；更新泵站；年度指标值:≥3座。"


def _names(*lines: str) -> list[str]:
    table = packed_table([Flow.loose(line) for line in (HEAD, *lines)])
    assert table is not None
    return [dict(row.cells)[0].text for row in table.rows[1:]]


@pytest.mark.parametrize(
    ("tail", "name"),
    [
        (["1、1-产出指标；11-数量指标；更新泵站；年度", "指标值:≥3座"], ["青竹河河堤加固与", "涵洞疏浚经费"]),
        (["1、1-产出指标；11-数量指标；更新泵站；年度", "指标值:≥3座"], ["青竹河河堤（二期", "续建）工程"]),
        (["1、1-产出指标；11-数量指标；更新泵站；年度", "指标值:3"], ["青竹河河堤看护点"]),
    ],
)
def test_a_name_in_lines_of_its_own_is_told_from_the_end_of_the_indicators(tail: list[str], name: list[str]) -> None:
    above = ["灌区泵站改造经费 9.00 9.00 更新泵站。 " + tail[0], *tail[1:]]
    found = _names(*above, *name, "54.00 54.00 加固河堤。 " + ITEMS)
    assert found == ["灌区泵站改造经费", "".join(name)]


@pytest.mark.parametrize(
    ("above", "name"),
    [
        (["率；年度指标值:9%"], ["青竹河河堤加固与", "涵洞疏浚经费"]),
        (["建成后移交村级管护并长期运行9"], ["青竹河河堤加固与", "涵洞疏浚经费"]),
        (["达到9座"], ["青竹河河堤加固与", "涵洞疏浚经费"]),
        (["建成后移交村级管护并长期", "水质明显好转"], ["青竹河河堤（第2期", "续建）工程"]),
        (["建成后移交村级管护并长期", "水质明显好转"], ["青竹河河堤加固与", "涵洞疏浚经费"]),
    ],
)
def test_a_name_is_told_by_its_width_its_marks_and_what_ends_above_it(above: list[str], name: list[str]) -> None:
    first = "灌区泵站改造经费 9.00 9.00 更新泵站。 " + ITEMS
    assert _names(first, *above, *name, "54.00 54.00 加固河堤。 " + ITEMS) == ["灌区泵站改造经费", "".join(name)]


def test_amounts_without_decimals_are_known_by_their_sum() -> None:
    table = [[*row] for row in TABLE]
    table[4][1:5] = ["54", "40", "14", ""]
    assert _projects(read(_text(_one_after_the_other(table))))[1].value("amounts[总计]") == "54"
    assert _names("泵站更新 54 54 更新泵站。 " + ITEMS, "河堤巡查 12 12 巡查河堤。 " + ITEMS) == [
        "泵站更新",
        "河堤巡查",
    ]


def test_a_level_cut_by_the_end_of_a_line_begins_the_indicators() -> None:
    review = read(
        _text([HEAD, "泵站更新 54.00 54.00 更新泵站。 1、1-产出", "指标；11-数量指标；更新泵站；年度指标值:≥3座。"])
    )
    assert _projects(review)[0].value("goal") == "更新泵站。"
    assert rows(review, "level1", "level3", "annual_value") == [("产出指标", "更新泵站", "≥3座")]


@pytest.mark.parametrize("note", ["注：本表按预算批复填报。", "填报人：某某"])
@pytest.mark.parametrize("way", [_in_columns, _one_after_the_other])
def test_what_stands_beneath_a_list_is_none_of_it(way: object, note: str) -> None:
    lines = _in_columns(TABLE) if way is _in_columns else _one_after_the_other(TABLE)
    assert rows(read(_text([*lines, note])), "level2", "level3", "annual_value") == FOUND


def test_goal_and_name_that_a_page_break_cuts_go_on_where_they_stopped() -> None:
    head = ["项目名称", "总计 财政拨款", "绩效目标 绩效指标"]
    lines = [
        "灌区泵站更新与改 54.00 54.00 更新灌区泵站，改造老旧机组，确保春",
        "1、1-产出指标；11-数量指标；更新泵站；年度",
        *head,
        "造经费 灌用水及时送到，减少跑冒滴漏，提高灌",
        "溉保证率。",
        "指标值:≥3座。2、1-产出指标；12-质量指标；合格率；年度指标值:100%。",
    ]
    review = read(_text([*head, *lines, "河堤巡查 12.00 12.00 巡查河堤，及时发现问题，做到随查随报 " + ITEMS]))
    one, two = _projects(review)
    assert (one.value("name"), two.value("name")) == ("灌区泵站更新与改造经费", "河堤巡查")
    assert one.value("goal") == "更新灌区泵站，改造老旧机组，确保春灌用水及时送到，减少跑冒滴漏，提高灌溉保证率。"
    assert one.fields["name"].flagged
    assert rows(review, "level3", "annual_value") == [("更新泵站", "≥3座"), ("合格率", "100%"), ("更新泵站", "≥3座")]


def test_a_name_that_a_page_break_cuts_in_its_column_is_whole_and_doubted() -> None:
    lines = _in_columns(TABLE)
    at = next(n for n, line in enumerate(lines) if line.startswith("青竹河河堤加固与涵洞"))
    review = read(_text([*lines[: at + 1], *_in_columns([LABELS]), *lines[at + 1 :]]))
    assert _projects(review)[0].value("name") == "青竹河河堤加固与涵洞疏浚经费"
    assert _projects(review)[0].fields["name"].flagged


def test_cells_that_do_not_stand_under_their_labels_make_no_list() -> None:
    lines = [Flow.loose(line) for line in _in_columns(TABLE)]
    assert packed_table(lines) is not None
    moved = [Flow.loose(line[:48] + " " * 16 * (n % 2) + line[48:]) for n, line in enumerate(_in_columns(TABLE))]
    assert packed_table(moved) is None


def test_another_header_begins_another_list() -> None:
    other = "项目名称 预算数 绩效目标 绩效指标"
    review = read(
        _text([HEAD, "泵站更新 54.00 54.00 更新泵站。 " + ITEMS, other, "河堤巡查 12.00 巡查河堤。 " + ITEMS])
    )
    assert _projects(review)[1].value("amounts[预算数]") == "12.00"


@pytest.mark.parametrize(
    ("printed", "labels"),
    [
        (["项目支出绩效目标表", HEAD], HEAD.split()),
        (HEAD.split(), HEAD.split()),
        (
            ["项目名称 总计 财政专户", "拨款 绩效目标 绩效", "指标"],
            ["项目名称", "总计", "财政专户拨款", "绩效目标", "绩效指标"],
        ),
    ],
)
def test_a_header_over_lines_has_its_labels_whole_and_no_more(printed: list[str], labels: list[str]) -> None:
    head = packed_head([Flow.loose(line) for line in printed], 0)
    assert head is not None
    assert [piece.flow.text for piece in head.labels] == labels


def test_rows_of_which_few_are_numbered_are_not_counted() -> None:
    levels = ("产出指标", "效益指标", "产出指标", "效益指标")
    for numbers, told in ((("1、", "2、", "3、", "4、"), True), (("1、", "2、", "", ""), False)):
        text = ""
        root = Draft(Kind.PROJECT)
        for level, number in zip(levels, numbers, strict=True):
            text += f"{number}{level}；"
        source = source_of(text)
        at = 0
        for level in levels:
            start = text.index(level, at)
            row = Draft(Kind.INDICATOR)
            row.set("level1", Flow.of(source, (Span(0, start, start + 4),)))
            root.children.append(row)
            at = start + 4
        reading = Reading(NodeData(0, Kind.DOCUMENT, (), (root.data(count(1)),)), (), By.RULES)
        assert (rows_that_begin_anew(reading, source) == set()) is told
