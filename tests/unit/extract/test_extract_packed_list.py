"""Lists of projects with packed indicators as `pdftotext` prints them, with and without columns; names and offices are invented."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from read_texts import read, rows

from reviewer.model.review import Kind, Node, Review

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
