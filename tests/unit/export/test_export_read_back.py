"""A workbook corrected by somebody, read back: exactly what was corrected, also after LibreOffice has saved it."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from office import through_libreoffice
from openpyxl import Workbook, load_workbook

from reviewer.base.resources import resource
from reviewer.export.choices import Choices
from reviewer.export.differences import Change, Delete, Difference, Insert, Move, act_of, describe, is_conflict
from reviewer.export.read_back import ReadBack, ReadBackError, read_back
from reviewer.export.row_keys import LIST_TITLE, ROW_TITLE
from reviewer.export.workbook import write_workbook
from reviewer.extract.pipeline import extract
from reviewer.model import acts
from reviewer.model.fields import FieldRef, Status
from reviewer.model.history import History
from reviewer.model.review import Kind, Review
from reviewer.sources.registry import open_source


def sample(name: str = "wide.md") -> tuple[Review, History]:
    review = extract(open_source(resource("samples", name)))
    return review, History(review, "王芳")


@pytest.fixture
def item() -> tuple[Review, History]:
    return sample()


def same(path: Path) -> Path:
    return path


def titles(sheet: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1]}


def kinds(differences: tuple[Difference, ...], kind: type) -> list[Any]:
    return [found for found in differences if isinstance(found, kind)]


def values(review: Review) -> list[list[tuple[str, str | None]]]:
    return [[(key, node.value(key)) for key in node.ordered_keys()] for node in review.root.walk()]


def correct(path: Path, sheet: str = "指标") -> dict[str, Any]:
    """Change 20 cells, add 3 rows, delete 2, reverse three rows; what was done."""
    book = load_workbook(path)
    page = book[sheet]
    column = titles(page)
    changed = {}
    for row in range(2, 22):
        title = ("三级指标", "年度指标值", "二级指标")[row % 3]
        page.cell(row, column[title]).value = f"=改{row}" if row == 3 else f"改{row}"
        page.cell(row, column[title]).data_type = "s"
        changed[row, title] = page.cell(row, column[title]).value
    keys = {row: page.cell(row, column[ROW_TITLE]).value for row in range(2, page.max_row + 1)}
    gone = [page.cell(row, column["三级指标"]).value for row in (30, 33)]
    page.delete_rows(33)
    page.delete_rows(30)
    for row, name in ((26, "新增甲"), (27, "新增乙"), (5, "新增丙")):
        page.insert_rows(row)
        page.cell(row, column["三级指标"]).value = name
        page.cell(row, column["年度指标值"]).value = "≥9次"
    book.save(path)
    return {"changed": changed, "gone": gone, "keys": keys}


@pytest.mark.parametrize("office", [same, through_libreoffice])
def test_exactly_what_was_corrected_comes_back(
    item: tuple[Review, History], tmp_path: Path, office: Callable[[Path], Path]
) -> None:
    review, history = item
    before = values(review)
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    assert read_back(office(path), [item]) == ReadBack({}), "an untouched workbook says nothing new"
    done = correct(path)
    found = read_back(office(path), [item])
    assert found.notes == ()
    differences = found.differences[0]
    changes = kinds(differences, Change)
    assert sorted(change.after for change in changes) == sorted(done["changed"].values())
    assert [insert.values["level3"] for insert in kinds(differences, Insert)] == ["新增丙", "新增甲", "新增乙"]
    assert sorted(review.node(item.node).value("level3") or "" for item in kinds(differences, Delete)) == sorted(
        done["gone"]
    )
    assert not kinds(differences, Move)
    assert found.count == 25
    count = sum(node.kind is Kind.INDICATOR for node in review.root.walk())
    history.do(act_of(review, differences, "out.xlsx"))
    names = [node.value("level3") for node in review.root.walk() if node.kind is Kind.INDICATOR]
    assert len(names) == count + 1
    assert names.index("新增乙") == names.index("新增甲") + 1
    assert names[3] == "新增丙"
    assert not set(done["gone"]) & set(names)
    assert history.record[-1].who == "王芳"
    history.undo()
    assert values(review) == before


@pytest.mark.parametrize("office", [same, through_libreoffice])
def test_rows_in_another_order_are_moved(
    item: tuple[Review, History], tmp_path: Path, office: Callable[[Path], Path]
) -> None:
    review, history = item
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    page = book["指标"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    entry = review.entries[next(i for i, e in enumerate(review.entries) if len(e.children) >= 4)]
    names = [child.value("level3") for child in entry.children]
    start = next(i for i, row in enumerate(rows) if row[6] == names[0] and row[3] == entry.value("name"))
    wanted = [names[2], names[0], names[1], *names[3:]]
    rows[start : start + 3] = [rows[start + 2], rows[start], rows[start + 1]]
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            page.cell(number, column).value = value
    book.save(path)
    found = read_back(office(path), [item])
    assert [type(difference) for difference in found.differences[0]] == [Move], "one row went up; the others stayed"
    history.do(act_of(review, found.differences[0], "out.xlsx"))
    assert [child.value("level3") for child in entry.children] == wanted


def test_sorting_rows_in_any_way_loses_nothing(item: tuple[Review, History], tmp_path: Path) -> None:
    review, history = item
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    page = book["指标"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    random.Random(7).shuffle(rows)
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            page.cell(number, column).value = value
    book.save(path)
    found = read_back(path, [item])
    assert {type(difference) for difference in found.differences[0]} == {Move}
    wanted: dict[str, list[str]] = {}
    for row in rows:
        wanted.setdefault(row[3], []).append(row[6])
    history.do(act_of(review, found.differences[0], "out.xlsx"))
    for entry in review.entries:
        if entry.children:
            assert [child.value("level3") for child in entry.children] == wanted[entry.value("name") or ""]


def test_work_done_meanwhile_is_no_difference_and_a_clash_is_marked(
    review: Review, history: History, tmp_path: Path
) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([(review, history)], path)
    history.do(acts.set_value(review, FieldRef(6, "annual_value"), "≥7件"))
    history.do(acts.set_value(review, FieldRef(7, "level3"), "此处已改"))
    history.do(acts.insert(review, review.node(4), 0, Kind.INDICATOR))
    assert read_back(path, [(review, history)]).count == 0
    book = load_workbook(path)
    page = book["指标"]
    column = titles(page)
    page.cell(4, column["三级指标"]).value = "表中另改"
    book.save(path)
    [found] = read_back(path, [(review, history)]).differences[0]
    assert is_conflict(review, found)
    assert describe(review, found)[2:] == ("此处已改", "表中另改")


def test_amounts_goals_tasks_document_and_targets(review: Review, history: History, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([(review, history)], path)
    book = load_workbook(path)
    projects, indicators, tasks = (book[title] for title in ("项目", "指标", "工作任务"))
    column = titles(projects)
    projects.cell(2, column["总计"]).value = 1400.25
    projects.cell(3, column["绩效目标"]).value = None
    projects.cell(3, column["年度"]).value = 2024
    tasks.cell(2, titles(tasks)["主要内容"]).value = "入户宣传"
    column = titles(indicators)
    indicators.cell(2, column["计量单位"]).value = "册"
    indicators.cell(4, column["项目名称"]).value = "人民调解经费"
    book.save(path)
    found = read_back(path, [(review, history)])
    assert found.notes == ()
    history.do(act_of(review, found.differences[0], "out.xlsx"))
    assert found.count == 6
    assert review.node(3).value("amounts[总计]") == "1400.25"
    assert review.field(FieldRef(4, "goal")).value is None
    assert review.root.value("year") == "2024"
    assert review.node(9).value("content") == "入户宣传"
    assert review.node(5).value("annual_target") == "≥|1||册"
    assert review.field(FieldRef(5, "annual_value")).status is Status.OPEN
    assert [child.id for child in review.node(3).children] == [5, 6, 7]


def test_a_new_project_with_its_indicators(review: Review, history: History, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([(review, history)], path)
    book = load_workbook(path)
    projects, indicators = book["项目"], book["指标"]
    column = titles(projects)
    projects.insert_rows(3)
    projects.cell(3, column["项目名称"]).value = "新项目"
    projects.cell(3, column["总计"]).value = 5
    row = indicators.max_row + 1
    column = titles(indicators)
    indicators.cell(row, column["项目名称"]).value = "新项目"
    indicators.cell(row, column["三级指标"]).value = "新指标"
    for title, value in (("计算符号", "≥"), ("数值", 3), ("计量单位", "次")):
        indicators.cell(row, column[title]).value = value
    book.save(path)
    found = read_back(path, [(review, history)])
    differences = found.differences[0]
    assert [type(difference) for difference in differences] == [Insert, Insert]
    history.do(act_of(review, differences, "out.xlsx"))
    made = review.entries[3]
    assert (made.value("name"), made.value("amounts[总计]")) == ("新项目", "5")
    assert [(child.value("level3"), child.value("annual_value")) for child in made.children] == [("新指标", "≥3次")]
    history.undo()
    history.do(act_of(review, [differences[1]], "out.xlsx"))  # without its project it has no place
    assert all(node.value("level3") != "新指标" for node in review.root.walk())


def test_a_project_is_deleted_only_with_its_indicators(review: Review, history: History, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([(review, history)], path)
    book = load_workbook(path)
    book["项目"].delete_rows(3)
    book.save(path)
    found = read_back(path, [(review, history)])
    assert found.count == 0
    assert "普法经费" in found.notes[0]
    book["指标"].delete_rows(4)
    book.save(path)
    found = read_back(path, [(review, history)])
    assert [difference.node for difference in kinds(found.differences[0], Delete)] == [4]


def test_rows_and_columns_that_were_not_exported_are_not_deleted(
    review: Review, history: History, tmp_path: Path
) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook(
        [(review, history)], path, choices=Choices(only_accepted=True, left_out=("指标/年度指标值",), sheets=("指标",))
    )
    assert load_workbook(path).sheetnames == ["指标", "说明"]
    assert read_back(path, [(review, history)]).count == 0


def test_a_copied_row_is_a_new_one(review: Review, history: History, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([(review, history)], path)
    book = load_workbook(path)
    page = book["指标"]
    copied = [cell.value for cell in page[2]]
    copied[6] = "复制后改名"
    page.insert_rows(2)
    for column, value in enumerate(copied, start=1):
        page.cell(2, column).value = value
    book.save(path)
    found = read_back(path, [(review, history)]).differences[0]
    assert [type(difference) for difference in found] == [Insert]
    history.do(act_of(review, found, "out.xlsx"))
    assert [child.value("level3") for child in review.node(3).children][:2] == ["复制后改名", "制作宣传资料"]


def test_a_formula_counts_as_what_it_came_to_and_an_error_is_said(
    review: Review, history: History, tmp_path: Path
) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([(review, history)], path)
    book = load_workbook(path)
    page = book["指标"]
    page.cell(2, 9).value = "=10+5"
    page.cell(2, 9).number_format = "General"
    page.cell(3, 9).value = "#REF!"
    page.cell(3, 9).data_type = "e"
    book.save(path)
    found = read_back(through_libreoffice(path), [(review, history)])
    assert [difference.after for difference in kinds(found.differences[0], Change)] == ["15"]
    assert len(found.notes) == 1


@pytest.mark.parametrize("typed", ["=10+5", '=IF(1,"","")', "=[other.xlsx]Sheet1!A1"])
def test_a_formula_without_a_result_empties_no_field(
    review: Review, history: History, tmp_path: Path, typed: str
) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([(review, history)], path)
    book = load_workbook(path)
    book["指标"].cell(2, 9).value = typed  # as a program writes it that calculates nothing
    book.save(path)
    found = read_back(path, [(review, history)])
    assert not found.differences
    assert len(found.notes) == 1
    assert "2" in found.notes[0]


def test_rows_stand_as_in_the_sheet_in_whatever_order_they_were_accepted(
    item: tuple[Review, History], tmp_path: Path
) -> None:
    review, history = item
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    book = load_workbook(path)
    page = book["指标"]
    column = titles(page)
    page.insert_rows(3, 4)
    for number in range(4):
        page.cell(3 + number, column["项目名称"]).value = page.cell(2, column["项目名称"]).value
        page.cell(3 + number, column["三级指标"]).value = f"新指标{number}"
    book.save(path)
    differences = read_back(path, [item]).differences[0]
    for seed in range(4):
        history.do(act_of(review, random.Random(seed).sample(differences, len(differences)), "out.xlsx"))
        told = [node.value("level3") for node in review.root.walk() if node.kind is Kind.INDICATOR]
        assert told[1:5] == [f"新指标{number}" for number in range(4)]
        history.undo()


def test_only_what_was_accepted_is_done(item: tuple[Review, History], tmp_path: Path) -> None:
    review, history = item
    path = tmp_path / "out.xlsx"
    write_workbook([item], path)
    correct(path)
    differences = read_back(path, [item]).differences[0]
    first = random.Random(3)
    for _ in range(30):  # any part of the list makes an act that fits
        chosen = first.sample(differences, first.randrange(1, len(differences)))
        before = values(review)
        history.do(act_of(review, [d for d in differences if d in chosen], "out.xlsx"))
        history.undo()
        assert values(review) == before


def test_several_sources_each_get_their_own(tmp_path: Path) -> None:
    items = [sample("wide.md"), sample("forms.txt")]
    path = tmp_path / "out.xlsx"
    write_workbook(items, path)
    book = load_workbook(path)
    page = book["指标"]
    page.cell(2, 7).value = "甲"
    page.cell(page.max_row, 7).value = "乙"
    book.save(path)
    found = read_back(path, items)
    assert [[difference.after for difference in found.differences[place]] for place in (0, 1)] == [["甲"], ["乙"]]  # type: ignore[union-attr]
    alone = read_back(path, items[1:])
    assert list(alone.differences) == [0]
    assert len(alone.notes) == 1, "the rows of the other source are said"


@pytest.mark.parametrize("what", ["text", "zip", "not ours", "no keys", "others", "gone"])
def test_a_workbook_that_cannot_be_read_back_is_said_in_one_sentence(
    review: Review, history: History, tmp_path: Path, what: str
) -> None:
    path = tmp_path / "out.xlsx"
    items = [(review, history)]
    if what in ("no keys", "others", "zip"):
        write_workbook(items, path)
    if what == "text":
        path.write_text("not a workbook")
    elif what == "zip":
        path.write_bytes(path.read_bytes()[:-2000])
    elif what == "not ours":
        book = Workbook()
        book.active.append(["项目名称", "三级指标"])
        book.save(path)
    elif what == "no keys":
        book = load_workbook(path)
        for sheet in book:
            for title in {ROW_TITLE, LIST_TITLE} & set(titles(sheet)):
                for row in range(2, sheet.max_row + 1):
                    sheet.cell(row, titles(sheet)[title]).value = None
        book.save(path)
    elif what == "others":
        items = [sample()]
    with pytest.raises(ReadBackError, match=r"^[^\n]*out\.xlsx[^\n]*$"):
        read_back(path, items)


def test_what_was_put_into_a_project_that_was_deleted_goes_with_it(item: tuple[Review, History]) -> None:
    review, history = item
    project, beside = [entry for entry in review.entries if len(entry.children) > 1][:2]
    row, moved, stays = project.children[0], beside.children[0], beside.children[1].id
    accepted = [
        Delete(project.id),
        Delete(row.id),
        Insert(Kind.INDICATOR, {"level3": "新增"}, project.id, row.id),
        Move(moved.id, beside.id, project.id, row.id),
        Insert(Kind.INDICATOR, {"level3": "另增"}, beside.id, stays),
    ]
    before = values(review)
    history.do(act_of(review, accepted, "out.xlsx"))
    assert project.id not in review
    assert [child.value("level3") for child in review.node(beside.id).children][2] == "另增"
    assert moved.id in review, "where it was"
    history.undo()
    assert values(review) == before
