"""Sheets, rows and columns of a workbook that somebody moved, copied, renamed or emptied are told by what they say."""

from __future__ import annotations

import pytest

from reviewer.export.read_back_places import (
    Line,
    Page,
    column_name,
    columns_told_apart,
    missing,
    one_of_each,
    put_together,
    titles_of,
    told_apart,
)
from reviewer.export.row_keys import ROW_TITLE, RowKey, print_of
from reviewer.export.tables import Cell, RowNode, Sheet

TITLES = ["一级指标", "三级指标", "指标值"]
ROWS = {
    1: ("产出", "清淤河道", "≥5公里"),
    2: ("产出", "检修泵站", "≥2座"),
    3: ("效益", "受益人口", "≥3万人"),
    4: ("满意", "群众满意度", "≥95%"),
}


def key(node: int, source: str = "s") -> RowKey:
    """What row `node` was when it was written."""
    return RowKey(source, node, frozenset(print_of(*pair) for pair in zip(TITLES, ROWS[node], strict=True)))


def line(number: int, of: int | None, *texts: str, odd: tuple[str, ...] = ()) -> Line:
    """A row of the sheet that has the key of row `of` and says `texts`."""
    return Line(number, key(of) if of else None, dict(zip(TITLES, texts, strict=True)), odd)


def nodes(page: Page) -> list[int | None]:
    return [each.key.node if each.key else None for each in page.lines]


EMPTY = ("", "", "")


@pytest.mark.parametrize(
    ("lines", "found", "lost", "is_said"),
    [
        ([(1, ROWS[1]), (2, ROWS[2])], [1, 2], set(), False),
        ([(1, ROWS[2]), (2, ROWS[1])], [2, 1], set(), True),
        ([(1, ("产出", "改了", "改了"))], [1], set(), False),
        ([(1, ("产出", "改了", "≥5公里")), (2, ROWS[2])], [1, 2], set(), False),
        ([(1, EMPTY), (2, ROWS[2]), (None, ROWS[1])], [2, 1], set(), True),
        ([(1, EMPTY), (2, ROWS[2])], [1, 2], set(), False),
        ([(1, EMPTY), (None, ("新", "新的", "新值"))], [1, None], set(), False),
        ([(1, ROWS[2]), (2, ROWS[3]), (3, ROWS[1]), (4, ROWS[4])], [2, 3, 1, 4], set(), True),
        ([(1, ("效益", "受益人口", "≥4万人")), (3, ("产出", "清淤河道", "≥6公里"))], [1, 3], set(), False),
        ([(1, ("满意", "别的", "也别的")), (2, ROWS[1])], [None, 1], {("s", 2)}, True),
        ([(None, ROWS[1]), (None, ROWS[2])], [None, None], set(), False),
    ],
)  # fmt: skip
def test_rows_whose_keys_stayed_behind_get_them_again(
    lines: list[tuple[int | None, tuple[str, str, str]]],
    found: list[int | None],
    lost: set[tuple[str, int]],
    is_said: bool,
) -> None:
    page = Page(TITLES, [line(number, of, *texts) for number, (of, texts) in enumerate(lines, start=2)])
    assert put_together(page, "指标") == lost
    assert nodes(page) == found
    assert bool(page.notes) is is_said


WIDE = [*TITLES, "分值"]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("产出", "检修泵站", "≥2座", "改了"), 2), (("产出", "检修泵站", "改了", "改了"), 2), (("产出", "改了", "改了", "改了"), None),
        (("效益", "检修泵站", "≥2座", "20"), 2),
    ],
)  # fmt: skip
def test_a_row_is_the_one_of_which_it_says_half(texts: tuple[str, ...], found: int | None) -> None:
    """Row 2 was emptied, and what it said typed anew at the end."""
    written = RowKey("s", 2, frozenset(print_of(*pair) for pair in zip(WIDE, (*ROWS[2], "20"), strict=True)))
    sheet = Page(WIDE, [Line(2, written, dict.fromkeys(WIDE, "")), Line(9, None, dict(zip(WIDE, texts, strict=True)))])
    put_together(sheet, "指标")
    assert nodes(sheet)[-1] == found


@pytest.mark.parametrize(("changed", "found"), [(1, [2, 1]), (2, [1, 2])])
def test_rows_that_were_exchanged_are_told_by_three_parts_in_four(changed: int, found: list[int]) -> None:
    points = {1: "10", 2: "20"}
    keys = {
        node: RowKey("s", node, frozenset(print_of(*pair) for pair in zip(WIDE, (*ROWS[node], text), strict=True)))
        for node, text in points.items()
    }
    lines = []
    for own, other in ((1, 2), (2, 1)):
        texts = [*ROWS[other], points[other]]
        texts[2 : 2 + changed] = ["改了"] * changed
        texts[0] = f"第{other}级" if changed == 2 else texts[0]
        lines.append(Line(own + 1, keys[own], dict(zip(WIDE, texts, strict=True))))
    sheet = Page(WIDE, lines)
    put_together(sheet, "指标")
    assert nodes(sheet) == found


def test_a_row_of_which_nothing_but_an_error_is_left_was_not_emptied() -> None:
    assert line(2, 1, *EMPTY).is_emptied
    assert not line(2, 1, *EMPTY, odd=("指标值",)).is_emptied
    assert not line(2, 1, "", "", "≥5公里").is_emptied
    assert not line(2, None, *EMPTY).is_emptied
    said_nothing = RowKey("s", 9, frozenset(print_of(title, "") for title in TITLES))
    assert not Line(2, said_nothing, dict.fromkeys(TITLES, "")).is_emptied


@pytest.mark.parametrize(
    ("cells", "known", "found", "twice"),
    [
        ([("指标值", "≥5公里")], True, "≥5公里", []),
        ([("指标值", "≥5公里"), ("指标值", "≥5公里")], True, "≥5公里", []),
        ([("指标值", "≥5公里"), ("指标值", "≥6公里")], True, "≥6公里", []),
        ([("指标值", "≥6公里"), ("指标值", "≥5公里")], True, "≥6公里", []),
        ([("指标值", "≥6公里"), ("指标值", "≥7公里")], True, "≥6公里", ["指标值"]),
        ([("指标值", "≥5公里"), ("指标值", "≥6公里")], False, "≥5公里", ["指标值"]),
    ],
)
def test_of_two_columns_with_one_title_the_corrected_one_counts(
    cells: list[tuple[str, str]], known: bool, found: str, twice: list[str]
) -> None:
    made = one_of_each([(title, text, text) for title, text in cells], key(1) if known else None)
    assert made == ({"指标值": (found, found)}, twice)


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA")])
def test_what_a_spreadsheet_calls_a_column(place: int, name: str) -> None:
    assert column_name(place) == name


def test_columns_without_a_title_are_called_by_their_letters_and_none_twice() -> None:
    assert titles_of(["甲", None, "B", " ", 5]) == ["甲", "B*", "B", "D", "5"]


# -- sheets -----------------------------------------------------------------------------------------------------------

WRITTEN = {"s": {"指标": {1, 2, 3}, "项目": {4}, "汇总": {1, 2, 3, 4}}}
KEYED = [*TITLES, ROW_TITLE]


def page(*rows: int, titles: list[str] | None = None, change: str = "") -> Page:
    made = [line(at, row, *ROWS[row]) for at, row in enumerate(rows, start=2)]
    if change:
        made[0].texts["指标值"] = change
    return Page(titles or KEYED, made)


@pytest.mark.parametrize(
    ("sheets", "read", "said"),
    [
        ({"指标": page(1, 2, 3)}, {"指标": [1, 2, 3]}, 0), ({"改名": page(1, 2, 3)}, {"指标": [1, 2, 3]}, 1),
        ({"指标": page(4), "项目": page(1, 2)}, {"指标": [1, 2], "项目": [4]}, 2),
        ({"指标": page(1, 2, 3), "副本": page(1, 2, 3)}, {"指标": [1, 2, 3]}, 0),
        ({"指标": page(1, 2, 3), "副本": page(1, 2, 3, change="改了")}, {"指标": [1, 2, 3]}, 1),
        ({"指标": page(1, 2), "移走": page(3)}, {"指标": [1, 2, 3]}, 0),
        ({"指标": page(1, 2), "移走": page(3, change="改了")}, {"指标": [1, 2, 3]}, 0),
        ({"指标": page(1, titles=TITLES)}, {}, 0), ({"别的": page(titles=KEYED)}, {"指标": []}, 1),
        ({"别的": page(titles=["任务名称", ROW_TITLE])}, {"工作任务": []}, 1), ({"别的": page(titles=["甲", ROW_TITLE])}, {}, 0),
        ({"工作任务": page(titles=["甲", ROW_TITLE])}, {"工作任务": []}, 0),
    ],
)  # fmt: skip
def test_a_sheet_is_known_by_its_rows_then_by_its_name_then_by_its_columns(
    sheets: dict[str, Page], read: dict[str, list[int]], said: int
) -> None:
    found, notes = told_apart(sheets, WRITTEN)
    assert {title: nodes(each) for title, each in found.items()} == read
    assert len(notes) == said


def test_rows_that_were_written_and_are_nowhere_are_missing() -> None:
    assert missing({"指标": page(1, 3), "项目": page()}, WRITTEN) == {("s", 2), ("s", 4)}
    assert missing({"指标": page(1, 2), "项目": page(3, 4)}, WRITTEN) == set()


# -- columns ----------------------------------------------------------------------------------------------------------

NODES = [RowNode("s", number, 0) for number in ROWS]
MADE = Sheet("指标", TITLES, [[Cell(text) for text in texts] for texts in ROWS.values()], nodes=NODES)


def renamed(old: str, new: str, changed: int = 0) -> Page:
    made = page(1, 2, 3, 4)
    made.titles = [new if title == old else title for title in KEYED]
    for at, each in enumerate(made.lines):
        each.rename(old, new)
        if at < changed and new in each.texts:
            each.texts[new] = f"改了{at}"
    return made


@pytest.mark.parametrize(("changed", "is_known"), [(0, True), (2, True), (3, False)])
def test_a_column_with_another_title_is_known_by_half_of_what_stands_in_it(changed: int, is_known: bool) -> None:
    found = renamed("指标值", "目标", changed)
    (said,) = columns_told_apart(found, "指标", MADE, lambda _: True)
    assert ("目标" in said) is is_known
    assert ("指标值" in found.titles) is is_known
    assert found.lines[3].texts.get("指标值") == ("≥95%" if is_known else None)


def test_nothing_is_said_of_columns_where_no_row_is_of_an_open_source() -> None:
    assert list(columns_told_apart(renamed("指标值", "目标"), "指标", MADE, lambda _: False)) == []
    assert list(columns_told_apart(page(1, 2), "指标", MADE, lambda _: True)) == []
