"""The merged view: the form on paper, with cells over the rows of a project and pages that cut none that has room on one."""

from __future__ import annotations

import re
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from reviewer.export.choices import MERGED, Choices
from reviewer.export.merged import _Pages
from reviewer.export.workbook import write_workbook
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Kind, Review


def write(review: Review, history: History, path: Path) -> Any:
    write_workbook([(review, history)], path, choices=Choices(sheets=(MERGED,)))
    return load_workbook(path)[MERGED]


def test_the_merged_view_is_the_form_on_paper(review: Review, history: History, tmp_path: Path) -> None:
    sheet = write(review, history, tmp_path / "out.xlsx")
    assert sheet["A1"].value == review.root.value("title")
    heads = [cell.value for cell in sheet[3]]
    assert heads[:3] == ["单位", "项目名称", "总计"]
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert {"B4:B5", "C4:C5"} <= merged, "a project's cells stand beside both of its indicators"
    level1, level2 = (chr(ord("A") + heads.index(name)) for name in ("一级指标", "二级指标"))
    assert {f"{level1}4:{level1}5", f"{level2}4:{level2}5"} <= merged
    assert sheet["C4"].value == 1300.5
    names = [sheet.cell(row, heads.index("三级指标") + 1).value for row in range(4, 8)]
    assert names == ["制作宣传资料", "化解纠纷数", "场次", "办件数"]


def test_in_the_merged_view_amounts_stand_where_the_names_beside_them_stand(
    review: Review, history: History, tmp_path: Path
) -> None:
    short, tall = [entry for entry in review.entries if entry.kind is Kind.PROJECT][:2]
    history.do(acts.set_value(review, FieldRef(tall.id, "goal"), "保障村民用水。" * 900))
    for _ in range(4):
        history.do(acts.duplicate(review, tall.children[-1]))
    sheet = write(review, history, tmp_path / "out.xlsx")
    said = {row[1].value: (row[1].alignment.vertical, row[2].alignment.vertical) for row in sheet.iter_rows(min_row=4)}
    assert said[short.value("name")] == ("center", "center")
    assert said[tall.value("name")] == ("top", "top"), "what goes over several pages is read on the first"


def test_nothing_stands_unseen_beneath_merged_cells(review: Review, history: History, tmp_path: Path) -> None:
    write(review, history, tmp_path / "out.xlsx")
    with zipfile.ZipFile(tmp_path / "out.xlsx") as package:
        said = package.read("xl/worksheets/sheet1.xml").decode()
    runs, before = 0, None
    for node in review.root.walk():
        level1 = node.value("level1") if node.kind is Kind.INDICATOR else None
        runs += level1 == "产出指标" != before
        before = level1
    assert runs > 1
    assert said.count("<t>产出指标</t>") == runs


def test_a_page_of_the_merged_view_is_full_and_no_fuller_than_the_paper(
    review: Review, history: History, tmp_path: Path
) -> None:
    project = next(entry for entry in review.entries if entry.kind is Kind.PROJECT)
    for _ in range(30):
        history.do(acts.duplicate(review, project))
    sheet = write(review, history, tmp_path / "out.xlsx")
    heights = [sheet.row_dimensions[row].height or 14.5 for row in range(1, sheet.max_row + 1)]
    ends = [each.id for each in sheet.row_breaks.brk]
    pages = [sum(heights[:3]) * (begin > 0) + sum(heights[begin:end]) for begin, end in pairwise([0, *ends])]
    paper = (8.27 - sheet.page_margins.top - sheet.page_margins.bottom) * 72 / (sheet.page_setup.scale / 100)
    assert len(pages) > 1
    assert max(pages) <= paper * 1.02
    assert min(pages) > paper * 0.85


def test_the_merged_view_says_how_high_its_title_and_header_are(
    review: Review, history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[float, float]] = []
    monkeypatch.setattr(_Pages, "source", lambda _self, _row, height, header: told.append((height, header)))
    sheet = write(review, history, tmp_path / "out.xlsx")
    title, note, header = (sheet.row_dimensions[row].height or 14.5 for row in (1, 2, 3))
    assert told == [(pytest.approx(title + note + header, abs=1), pytest.approx(header, abs=1))]


@pytest.mark.parametrize("sources", [1, 2])
@given(projects=st.lists(st.integers(5, 260), min_size=1, max_size=14), header=st.integers(5, 30))
@example(projects=[30, 90], header=20)
@example(projects=[10, 200, 150], header=10)
def test_no_project_is_cut_by_a_page_that_has_room_on_one(sources: int, projects: list[int], header: int) -> None:
    """Printed as the page breaks say: a page of 100, a source's title of 10 before its header."""
    pages = _Pages(100, sources)
    pages.source(0, 10 + header, header)
    room = 100 - header - (10 if sources == 1 else 0)
    left = 100.0 - 10 - header
    for row, height in enumerate(projects, start=3):
        fits = pages.project(row, height)
        if row in pages.breaks:
            assert height > left, "no page is left that had room"
            assert left < room, "no page stays empty"
            assert height <= room or left < room / 2, "half a page is not left empty for what has room on none"
            left = room
        assert fits is (height <= left)
        if fits:
            left -= height
            continue
        assert height > room, "a project that has room on a page stands on one"
        assert left >= room / 2, "one that has none begins where there is half a page"
        left = room - (height - left) % room


def test_the_rows_of_a_project_are_together_as_high_as_its_goal(
    review: Review, history: History, tmp_path: Path
) -> None:
    project = next(entry for entry in review.entries if entry.kind is Kind.PROJECT)
    history.do(acts.set_value(review, FieldRef(project.id, "goal"), "保障村民用水。" * 30))
    sheet = write(review, history, tmp_path / "out.xlsx")
    first = next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 2).value == project.value("name"))
    heights = [sheet.row_dimensions[first + place].height for place in range(len(project.children))]
    assert len(heights) == 2
    assert sum(heights) == pytest.approx(14 * 14.5 + 6, abs=1), "fourteen lines of fifteen characters"


@pytest.mark.parametrize(("length", "lines"), [(10, 1), (90, 2), (150, 3)])
def test_the_title_of_the_merged_view_is_as_high_as_its_lines(
    review: Review, history: History, tmp_path: Path, length: int, lines: int
) -> None:
    history.do(acts.set_value(review, FieldRef(review.root.id, "title"), "表" * length))
    sheet = write(review, history, tmp_path / "out.xlsx")
    assert sheet.row_dimensions[1].height == pytest.approx(max(26.0, 22.0 * lines), abs=0.5)


def test_titles_of_the_merged_view_are_written_once_and_go_over_all_columns(
    review: Review, history: History, tmp_path: Path
) -> None:
    sheet = write(review, history, tmp_path / "out.xlsx")
    with zipfile.ZipFile(tmp_path / "out.xlsx") as package:
        said = package.read("xl/worksheets/sheet1.xml").decode()
    assert said.count(f"<t>{review.root.value('title')}</t>") == 1
    last = len([cell for cell in sheet[3] if cell.value])
    for row in (1, 2):
        assert f"A{row}:{sheet.cell(row, last).coordinate}" in map(str, sheet.merged_cells.ranges)
        written = re.search(rf'<row r="{row}".*?</row>', said, re.S)
        assert written is not None
        assert written[0].count("<c ") == last, "every cell beneath has its look, or the border of the title breaks off"
