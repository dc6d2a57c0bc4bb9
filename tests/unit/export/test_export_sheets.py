"""The sheets that can be chosen: merged view, import sheet with its pre-flight, charts, totals; and CSV by the sheet."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pandas
import pytest
from office import through_libreoffice
from openpyxl import load_workbook

from reviewer.base.gate import asked
from reviewer.base.resources import resource
from reviewer.export import node_sheets, sheet_writer, tables
from reviewer.export.choices import CHARTS, IMPORT, MERGED, SHEETS, TOTALS, Choices, choices_of
from reviewer.export.csv_form import write_csv_zip
from reviewer.export.next_system import ProfileError, import_sheet, load_profile, preflight, profile_of
from reviewer.export.totals import figures
from reviewer.export.workbook import write_workbook
from reviewer.extract.pipeline import extract
from reviewer.model import acts
from reviewer.model.fields import Field, FieldRef, read_field
from reviewer.model.history import History
from reviewer.model.review import Kind, NodeData, Review
from reviewer.model.source import Note, Page, Source
from reviewer.model.target import Target
from reviewer.model.unread import settle
from reviewer.sources.registry import open_source


def write(items: list[Any], path: Path, *sheets: str, **more: Any) -> Any:
    write_workbook(items, path, choices=Choices(sheets=sheets or SHEETS, **more))
    return load_workbook(path)


def with_points(review: Review, points: list[str | None], values: list[str], label: str = "分值") -> Review:
    """One project with an indicator for each of these points and values."""
    rows = [
        NodeData(i + 2, Kind.INDICATOR, tuple({
            "level1": read_field("产出指标"), "level2": read_field("数量指标"), "level3": read_field(f"指标{i}"),
            "annual_value": read_field(value), f"extra[{label}]": read_field(point),
        }.items()))
        for i, (point, value) in enumerate(zip(points, values, strict=True))
    ]  # fmt: skip
    entry = NodeData(1, Kind.PROJECT, (("name", read_field("甲")),), tuple(rows))
    return Review(review.source, NodeData(0, Kind.DOCUMENT, (), (entry,)))


def findings(review: Review) -> set[tuple[int, str]]:
    return {(finding.row, finding.column) for finding in preflight([(review, None)], load_profile())}


def test_print_set_up_of_every_sheet(review: Review, history: History, tmp_path: Path) -> None:
    book = write([(review, history)], tmp_path / "out.xlsx")
    for sheet in book:
        setup, fit = sheet.page_setup, sheet.sheet_properties.pageSetUpPr.fitToPage
        assert setup.orientation == ("portrait" if sheet.title == CHARTS else "landscape")
        assert fit if sheet.title != MERGED else 10 < setup.scale <= 100
        assert setup.fitToHeight == (None if sheet.title in (CHARTS, MERGED) else 0)
        assert "P" in sheet.oddFooter.center.text, "pages are numbered"
        if sheet.title != CHARTS:
            assert sheet.print_title_rows
    assert book["指标"].print_area == "'指标'!$A$1:$P$5", "links and keys are of no use on paper"


def test_links_lead_from_a_project_to_its_first_indicator_and_back(tmp_path: Path) -> None:
    review = extract(open_source(resource("samples", "wide.md")))
    path = tmp_path / "out.xlsx"
    write_workbook([(review, History(review)), (review, None)], path)
    for saved in (path, through_libreoffice(path)):
        book = load_workbook(saved)
        titles = {title: [cell.value for cell in book[title][1]] for title in ("项目", "指标")}
        seen: dict[str, int] = {"项目": 0, "指标": 0}
        for title, other in (("项目", "指标"), ("指标", "项目")):
            name, link = titles[title].index("项目名称"), titles[title].index("转到")
            for row in book[title].iter_rows(min_row=2):
                if row[link].value is None:
                    continue
                place = row[link].hyperlink.location or row[link].hyperlink.target
                there, number = re.fullmatch(r"#?'?([^'.!]+)'?[.!]A(\d+)", place).groups()  # type: ignore[union-attr]
                goal = book[there].cell(int(number), titles[there].index("项目名称") + 1)
                assert (there, goal.value) == (other, row[name].value)
                seen[title] += 1
        assert seen["指标"] == book["指标"].max_row - 1
        assert seen["项目"] > 3


def test_without_an_indicator_there_is_nothing_to_lead_to(tmp_path: Path) -> None:
    entry = NodeData(1, Kind.PROJECT, (("name", read_field("泵站检修")), ("goal", read_field("检修泵站"))))
    review = Review(Source("t.md", "text", "0" * 64, "utf-8", (Page(1, ""),)), NodeData(0, Kind.DOCUMENT, (), (entry,)))
    sheet = write([(review, None)], tmp_path / "out.xlsx", "项目", "指标")["项目"]
    assert "转到" not in [cell.value for cell in sheet[1]]
    assert sheet.max_row == 2


def test_every_sheet_is_a_table_with_a_name(review: Review, history: History, tmp_path: Path) -> None:
    book = write([(review, history)], tmp_path / "out.xlsx", "项目", "指标", "待核")
    assert {name: sheet.title for sheet in book for name in sheet.tables} == {
        "表_项目": "项目", "表_指标": "指标", "表_待核": "待核", "表_说明": "说明",
    }  # fmt: skip
    for sheet in book:
        for table in sheet.tables.values():
            assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[1]]
            assert table.ref == sheet.dimensions
    sheet = book["指标"]
    sheet["Z1"] = "=SUM(表_项目[总计])"
    book.save(tmp_path / "out.xlsx")
    summed = load_workbook(through_libreoffice(tmp_path / "out.xlsx"), data_only=True)["指标"]["Z1"].value
    assert summed == 1300.5


def test_titles_of_which_excel_would_make_a_damaged_table(review: Review, tmp_path: Path) -> None:
    labels = ("A", "a", "甲\n乙", "x_x0041_")
    fields = {"name": read_field("甲")} | {f"attributes[{label}]": read_field("1") for label in labels}
    made = Review(review.source, NodeData(0, Kind.DOCUMENT, (), (NodeData(1, Kind.PROJECT, tuple(fields.items())),)))
    sheet = write([(made, None)], tmp_path / "out.xlsx", "项目")["项目"]
    assert not sheet.tables
    assert sheet.auto_filter.ref == sheet.dimensions
    assert set(labels) <= {cell.value.replace("_x005F_", "_") for cell in sheet[1]}


def test_what_was_not_wanted_any_more_is_not_even_made(
    review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows are made while they are written: stopped after 300 of 50,000, few were made, and no file is left anywhere."""
    rows = [
        NodeData(i + 2, Kind.INDICATOR, (("level3", read_field(f"指标{i}")), ("annual_value", read_field("≥1次"))))
        for i in range(50_000)
    ]
    made = Review(review.source, NodeData(0, Kind.DOCUMENT, (), (NodeData(1, Kind.PROJECT, (), tuple(rows)),)))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    (tmp_path / "out.xlsx").write_bytes(b"old")
    count = 0
    really = node_sheets.lowest_confidence

    def counted(*args: Any) -> Any:
        nonlocal count
        count += 1
        return really(*args)

    monkeypatch.setattr(node_sheets, "lowest_confidence", counted)

    def progress(share: float) -> None:
        if share > 0.004:
            raise KeyboardInterrupt

    path = tmp_path / "out.xlsx"
    with pytest.raises(KeyboardInterrupt):
        write_workbook([(made, None)], path, choices=Choices(("指标",)), progress=progress, consent=asked(path))
    assert 0 < count < 2_000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.xlsx", "temp"]
    assert not list((tmp_path / "temp").iterdir())
    assert (tmp_path / "out.xlsx").read_bytes() == b"old"


def test_hidden_columns_are_hidden(review: Review, history: History, tmp_path: Path) -> None:
    book = write([(review, history)], tmp_path / "out.xlsx")
    hidden = {
        sheet.title: [sheet[f"{letter}1"].value for letter, d in sheet.column_dimensions.items() if d.hidden]
        for sheet in book
    }
    assert {title: names for title, names in hidden.items() if names} == {
        "项目": ["行标识"], "指标": ["行标识"], "工作任务": ["行标识"], "说明": ["行清单"],
    }  # fmt: skip


def test_pandas_reads_what_the_review_says(review: Review, history: History, tmp_path: Path) -> None:
    write_workbook([(review, history)], tmp_path / "out.xlsx")
    table = pandas.read_excel(
        tmp_path / "out.xlsx", sheet_name="指标", engine="calamine", dtype=str, keep_default_na=False
    )
    nodes = [node for node in review.root.walk() if node.kind is Kind.INDICATOR]
    for title, key in (
        ("一级指标", "level1"),
        ("三级指标", "level3"),
        ("年度指标值", "annual_value"),
        ("分值", "extra[分值]"),
    ):
        assert list(table[title]) == [node.value(key) or "" for node in nodes]


@pytest.mark.parametrize(
    ("titles", "rows", "is_table"),
    [
        (["总计", "单位"], 3, True), (["总计", "单位"], 1, True), (["总计", "单位"], 0, False), (["Total", "total"], 3, False),
        (["总计", "总计"], 3, False), (["甲_x0041_", "乙"], 3, False), (["甲\n乙", "丙"], 3, False), (["字" * 255], 3, True),
        (["字" * 256], 3, False), (["", "乙"], 3, False), (["_y", "x_"], 3, True),
    ],
)  # fmt: skip
def test_a_sheet_of_which_excel_would_find_the_table_damaged_has_a_filter_alone(
    titles: list[str], rows: int, is_table: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[bool] = []
    monkeypatch.setattr(sheet_writer, "_add_table", lambda *_: made.append(True))
    target = SimpleNamespace(autofilter=lambda *_: made.append(False))
    sheet_writer._make_table(target, tables.Sheet("项目", titles), rows)
    assert made == [is_table]


def test_bars_stand_in_the_order_of_their_rows_and_columns_on_their_foot(
    review: Review, history: History, tmp_path: Path
) -> None:
    write([(review, history)], tmp_path / "out.xlsx", CHARTS)
    with zipfile.ZipFile(tmp_path / "out.xlsx") as package:
        drawn = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/charts/chart")]
    turned = {('barDir val="bar"' in xml, 'orientation val="maxMin"' in xml) for xml in drawn}
    assert turned == {(True, True), (False, False)}


def test_the_import_sheet_has_the_next_systems_columns(review: Review, history: History, tmp_path: Path) -> None:
    sheet = write([(review, history)], tmp_path / "out.xlsx", IMPORT)[IMPORT]
    assert [cell.value for cell in sheet[1]] == [
        "项目", "一级指标", "二级指标", "三级指标名称", "计算符号", "指标值", "计量单位", "权重/分值", "备注",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[2]][:8] == [
        "人民调解经费", "产出指标", "数量指标", "制作宣传资料", "≥", 1, "期", 10,
    ]  # fmt: skip
    assert sheet["G3"].comment is not None, "=0 has no unit"
    assert sheet["E4"].comment is not None, "the next system knows no range"


@pytest.mark.parametrize(
    ("value", "columns"),
    [
        ("≥5件", set()),
        ("≥5", {"计量单位"}),
        ("5-10件", {"计算符号"}),
        ("显著提升", set()),
        ("", {"计算符号", "指标值"}),
    ],
)
def test_rules_for_signs_values_and_units(review: Review, value: str, columns: set[str]) -> None:
    made = with_points(review, ["20", "70"], [value, "≥1次"])
    assert {column for row, column in findings(made) if row == 2 and column != "权重/分值"} == columns


def test_a_figure_that_a_person_said_is_words_is_refused(review: Review, history: History) -> None:
    history.do(acts.set_value(review, FieldRef(6, "annual_value"), "95"))
    target = Target("text", None, None, "", "95")
    history.do(acts.set_target(review, FieldRef(6, "annual_value"), target))
    assert (3, "指标值") in findings(review)


@pytest.mark.parametrize(
    ("points", "rows"),
    [(["20", "70"], {2}), (["10", "10"], {2}), (["20", None], {3}), (["20", "约"], {3}), ([None, None], {2})],
    ids=["level", "sum", "missing", "word", "none"],
)
def test_rules_for_weights(review: Review, points: list[str | None], rows: set[int]) -> None:
    made = with_points(review, points, ["≥5件", "≥1次"])
    assert {row for row, column in findings(made) if column == "权重/分值"} == rows


def test_a_finding_names_row_and_column(review: Review) -> None:
    [finding, *_] = preflight([(with_points(review, ["90"], ["≥5"]), None)], load_profile())
    assert "2" in finding.text()
    assert "计量单位" in finding.text()


def test_what_is_refused_stands_in_the_order_of_the_rows(review: Review) -> None:
    found = preflight([(with_points(review, ["20", "30", "10"], ["≥1次", "", ""]), None)], load_profile())
    assert len({finding.row for finding in found}) > 1
    assert [finding.row for finding in found] == sorted(finding.row for finding in found)


def test_another_province_another_profile(review: Review, history: History) -> None:
    profile = profile_of({
        "name": "乙省", "signs": {"≥": "大于等于", "text": "文字"},
        "columns": [{"title": "单位名称", "from": "unit"}, {"title": "指标", "from": "level3"}, {"title": "符号", "from": "sign"},
                    {"title": "得分", "from": "extra:分值"}],
    })  # fmt: skip
    sheet = import_sheet([(review, history)], profile)
    assert sheet.columns == ["单位名称", "指标", "符号", "得分"]
    rows = list(sheet.rows)
    assert [cell.value for cell in rows[0]] == ["青禾区司法局", "制作宣传资料", "大于等于", "10"]
    assert rows[1][2].doubt, "this system has no equals sign"


@pytest.mark.parametrize("data", [{}, {"name": "x", "signs": {}, "columns": []}, [],
                                  {"name": "x", "signs": {}, "columns": [{"title": "a", "from": "nothing"}]},
                                  {"name": "x", "signs": {}, "columns": [{"title": "a", "from": "unit"}] * 2}])  # fmt: skip
def test_a_damaged_profile_is_said(data: Any) -> None:
    with pytest.raises(ProfileError):
        profile_of(data)


def test_totals_count_sum_and_list_failures(review: Review, history: History, tmp_path: Path) -> None:
    items = [(review, history), (review, None)]
    write_workbook(items, tmp_path / "out.xlsx", choices=Choices((TOTALS,)), failures=[("坏.pdf", "坏.pdf 无法读取")])
    rows = list(load_workbook(tmp_path / "out.xlsx")[TOTALS].iter_rows(values_only=True))
    found = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [row["来源文件"] for row in found] == ["青禾.txt", "青禾.txt", "坏.pdf", "合计"]
    assert [row["指标数"] for row in found] == [4, 4, None, 8]
    assert (found[0]["总计：各项目之和"], found[0]["总计：合计行"], found[0]["总计：差额"]) == (1300.5, 1300.5, 0)
    assert found[2]["读取失败"] == "坏.pdf 无法读取"
    assert found[0]["待核数"] == review.count_doubtful()


def test_figures_by_level_and_unit(review: Review) -> None:
    made = figures([review])
    assert made.level1() == {"产出指标": 4}
    assert made.units == {"青禾区司法局": 1300.5}
    assert (made.projects, made.indicators) == (3, 4)


def test_charts_are_the_spreadsheets_own(review: Review, history: History, tmp_path: Path) -> None:
    sheet = write([(review, history)], tmp_path / "out.xlsx", CHARTS)[CHARTS]
    assert len(sheet._charts) == 3
    assert [cell.value for cell in sheet[2]][:2] == ["产出指标", 4]


def test_only_entries_without_doubt(review: Review, history: History, tmp_path: Path) -> None:
    book = write([(review, history)], tmp_path / "out.xlsx", "项目", only_accepted=True)
    assert [cell.value for cell in book["项目"]["D"][1:]] == ["普法经费", "青禾区司法局"]
    assert any("1" in str(cell.value) for row in book["说明"].iter_rows(min_row=3) for cell in row if cell.value)


def test_choices_survive_and_damage_counts_as_usual() -> None:
    made = Choices(("指标", CHARTS), ("指标/状态",), False, True, True, False)
    assert choices_of(made.text()) == made
    for text in ("", "[]", "{", '{"sheets": 3, "codes": "yes"}', '{"sheets": ["gone"]}'):
        assert choices_of(text) == Choices()


DANGEROUS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "=cmd|' /C calc'!A0", "=DDE(\"cmd\";\"/C calc\";\"x\")",
    "@SUM(1+1)*cmd|' /C calc'!A0", "+2+5+cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\",\"y\")", "=IMPORTXML(\"http://x\")", "http://x.cn",
    "<r><t>x</t></r>", "<r>&</r>", "]]>", "&lt;", "&P", "😀𠮷", "长" * 40_000, "a\x00\x07b", "[x]:*?/\\", "_x0041_", "'=1", "{=1}",
]  # fmt: skip


def test_no_sheet_starts_a_formula_or_breaks(review: Review, tmp_path: Path) -> None:
    texts = {f"attributes[{text[:20]}]": read_field(text) for text in DANGEROUS}
    rows = [
        NodeData(
            i + 2,
            Kind.INDICATOR,
            tuple((key, read_field(text)) for key in ("level1", "level2", "level3", "annual_value")),
        )
        for i, text in enumerate(DANGEROUS)
    ]
    fields: dict[str, Field] = {"name": read_field("=1"), "unit": read_field("=cmd|' /C calc'!A0"), "amounts[=1+1]": read_field("5"),
                                "goal": read_field("@SUM(1)")} | texts  # fmt: skip
    entry = NodeData(1, Kind.PROJECT, tuple(fields.items()), tuple(rows))
    made = Review(review.source, NodeData(0, Kind.DOCUMENT, (("title", read_field("=1")),), (entry,)))
    history = History(made, "=王")
    for node in (2, 3, 4):
        history.do(acts.set_value(made, FieldRef(node, "period_value"), DANGEROUS[node]))
    book = write([(made, history), (made, None)], tmp_path / "out.xlsx")
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name.endswith((".xml", ".rels", ".vml")):
                ElementTree.fromstring(data)
                assert b"http://x" not in data or not name.endswith(".rels"), "text of a cell, and no link"
                assert b"\x07" not in data
    texts_there = [str(cell.value).replace("_x005F_", "_") for cell in book["指标"]["G"]]
    assert [
        text for text in DANGEROUS if len(text) < 100 and tables.clean(text).strip() not in map(str.strip, texts_there)
    ] == []
    saved = load_workbook(through_libreoffice(tmp_path / "out.xlsx"))
    for sheet in saved:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.value)
    said = [cell.value for row in book["说明"].iter_rows() for cell in row if "40000" in str(cell.value)]
    assert len(said) >= 4
    assert "😀𠮷" in [cell.value for cell in book["指标"]["G"]]


def test_csv_by_the_sheet(review: Review, history: History, tmp_path: Path) -> None:
    write_csv_zip([(review, history)], tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert sorted(archive.namelist()) == sorted(
            f"{title}.csv" for title in ("项目", "指标", "工作任务", "待核", "校对记录", "说明")
        )
        data = archive.read("项目.csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["项目名称"] for row in rows] == ["人民调解经费", "普法经费", "青禾区司法局"]
    assert rows[0]["总计"] == "1300.5"


def in_unit(review: Review, unit: str, amount: str, total: str | None = None) -> Review:
    """One project with an amount in this money unit, and a total row where a total is given."""
    entries = [NodeData(1, Kind.PROJECT, (("name", read_field("甲")), ("amounts[总计]", read_field(amount))))]
    if total:
        entries.append(NodeData(2, Kind.TOTAL, (("amounts[总计]", read_field(total)),)))
    return Review(review.source, NodeData(0, Kind.DOCUMENT, (("money_unit", read_field(unit)),), tuple(entries)))


def test_amounts_in_different_units_are_not_added_up(review: Review, tmp_path: Path) -> None:
    items = [(in_unit(review, "万元", "5"), None), (in_unit(review, "元", "50000"), None)]
    rows = list(write(items, tmp_path / "out.xlsx", TOTALS, CHARTS)[TOTALS].iter_rows(values_only=True))
    found = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [row["总计：各项目之和"] for row in found] == [5, 50_000, None]
    assert [row["金额单位"] for row in found] == ["万元", "元", "不一致，金额未合计"]
    assert figures(review for review, _ in items).units == {}


def test_a_total_that_one_source_does_not_print_is_no_difference(review: Review) -> None:
    made = figures([in_unit(review, "万元", "5", "5"), in_unit(review, "万元", "7")])
    assert [(amount.sum, amount.printed, amount.difference) for amount in made.sums] == [(12, None, None)]


def test_a_source_without_a_table_counts_as_failed(review: Review, tmp_path: Path) -> None:
    empty = Review(review.source, NodeData(0, Kind.DOCUMENT))
    rows = list(write([(empty, None)], tmp_path / "out.xlsx", TOTALS)[TOTALS].iter_rows(values_only=True))
    assert dict(zip(rows[0], rows[1], strict=True))["读取失败"]


def test_charts_stand_beneath_each_other(review: Review, history: History, tmp_path: Path) -> None:
    sheet = write([(review, history)], tmp_path / "out.xlsx", CHARTS)[CHARTS]
    ends = [(chart.anchor._from, chart.anchor.to) for chart in sheet._charts]
    for (_, above), (below, _) in pairwise(ends):
        assert (above.row, above.rowOff) < (below.row, below.rowOff)


@pytest.mark.parametrize("rows", [1, 3, 12, 29])
def test_every_bar_of_a_chart_has_room_for_its_name(review: Review, tmp_path: Path, rows: int) -> None:
    indicators = [
        NodeData(n + 2, Kind.INDICATOR, (("level1", read_field("产出指标")), ("level2", read_field(f"第{n}类"))))
        for n in range(rows)
    ]
    made = Review(review.source, NodeData(0, Kind.DOCUMENT, (), (NodeData(1, Kind.PROJECT, (), tuple(indicators)),)))
    write([(made, None)], tmp_path / "out.xlsx", CHARTS)
    with zipfile.ZipFile(tmp_path / "out.xlsx") as package:
        drawn = ElementTree.fromstring(package.read("xl/drawings/drawing1.xml"))
    space = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
    _, bars = (
        int(each.find(f"{space}to/{space}row").text) - int(each.find(f"{space}from/{space}row").text)  # type: ignore[union-attr, arg-type]
        for each in drawn.iter(f"{space}twoCellAnchor")
    )
    assert bars * 20 == pytest.approx(max(260, 60 + 24 * rows), abs=30), "24 pixels each; a row has twenty"


def test_labels_that_several_columns_have_are_numbered() -> None:
    columns = [node_sheets.Column("状态", "", lambda _row: tables.Cell(None))]
    columns += [node_sheets.Column("状态", f"extra[{n}]", lambda _row: tables.Cell(None)) for n in range(3)]
    columns = [columns[0], *(replace(column, is_label=True) for column in columns[1:])]
    assert node_sheets._titles(columns) == ["状态", "状态（2）", "状态（3）", "状态（4）"]


def with_note(review: Review, entries: bool = True) -> Review:
    source = replace(review.source, notes=(Note("第 2 页没有读出。", "part not read"),))
    return Review(source, replace(review.root.data(), children=review.root.data().children if entries else ()))


def open_items(review: Review, tmp_path: Path) -> list[tuple[str | None, str]]:
    """Field and reason of what 待核 has about the source as a whole."""
    sheet = write([(review, None)], tmp_path / "out.xlsx", "待核")["待核"]
    return [(row[2], row[5]) for row in sheet.iter_rows(min_row=2, values_only=True) if row[2] is None]


def test_what_was_not_read_is_open_until_somebody_has_looked(review: Review, tmp_path: Path) -> None:
    made = with_note(review)
    history = History(made, "王芳")
    assert sum("第 2 页" in why for _, why in open_items(made, tmp_path)) == 1
    history.do(settle(made))
    assert not any("第 2 页" in why for _, why in open_items(made, tmp_path))
    assert not any("第 2 页" in why for _, why in open_items(review, tmp_path))


def test_that_nothing_was_found_is_said_once(review: Review, tmp_path: Path) -> None:
    """One note of its own says so; the page that was not read is another one."""
    made = with_note(review, entries=False)
    History(made, "王芳")
    said = [why for _, why in open_items(made, tmp_path)]
    assert len(said) == len(set(said))
    assert sum("第 2 页" in why for why in said) <= 1


def test_the_numbers_at_the_bars_need_no_axis(review: Review, history: History, tmp_path: Path) -> None:
    write([(review, history)], tmp_path / "out.xlsx", CHARTS)
    with zipfile.ZipFile(tmp_path / "out.xlsx") as package:
        drawn = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/charts/chart")]
    for xml in drawn:
        axis = xml[xml.index("<c:valAx>") : xml.index("</c:valAx>")]
        assert '<c:delete val="1"/>' in axis
        assert "majorGridlines" not in axis
        names = xml[xml.index("<c:catAx>") : xml.index("</c:catAx>")]
        assert '<c:delete val="1"/>' not in names
