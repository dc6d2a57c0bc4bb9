"""A workbook of ours comes back from other kinds of files too (.ods, .fods, XML spreadsheet, .xls), and is known there as ours."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from openpyxl import load_workbook

from reviewer.base.own_export import is_own_export
from reviewer.base.resources import resource
from reviewer.export.differences import Change
from reviewer.export.read_back import ReadBack, ReadBackError, read_back
from reviewer.export.tables import Item
from reviewer.export.workbook import write_workbook
from reviewer.extract.pipeline import extract
from reviewer.model.history import History
from reviewer.sources.registry import OwnExportError, open_source
from reviewer.sources.typed_sheets import typed_sheets
from reviewer.ui.commands.export import shown_as

DATA = Path(__file__).parents[2] / "data"
_ODS = "urn:oasis:names:tc:opendocument:xmlns:"


def item() -> Item:
    review = extract(open_source(resource("samples", "wide.md")))
    return review, History(review)


def merges_of(page: Any) -> dict[tuple[int, int], int]:
    return {(area.min_row, area.min_col): area.max_row - area.min_row for area in page.merged_cells.ranges}


def as_fods(path: Path) -> Path:
    """As LibreOffice writes it: what is shown as text, numbers and dates with their values, formats as styles."""
    tables = []
    for page in load_workbook(path).worksheets:
        rows, down = [], merges_of(page)
        for row in page.iter_rows():
            cells = []
            for cell in row:
                value, span = cell.value, down.get((cell.row, cell.column), 0)
                kind = f' table:number-rows-spanned="{span + 1}"' if span else ""
                text = "" if value is None else str(value)
                if isinstance(value, datetime):
                    kind += f' office:value-type="date" office:date-value="{value.isoformat()}"'
                    text = f"{value.month}月{value.day}日"
                elif cell.number_format == "0%":
                    kind += f' office:value-type="percentage" office:value="{value}" table:style-name="whole"'
                    text = f"{value:.0%}"
                elif isinstance(value, int | float):
                    kind += f' office:value-type="float" office:value="{value}"'
                    text = f"{value:,}份" if "份" in cell.number_format else text
                elif text:
                    kind += ' office:value-type="string"'
                lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n")) if text else ""
                cells.append(f"<table:table-cell{kind}>{lines}</table:table-cell>")
            rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
        tables.append(f"<table:table table:name={quoteattr(page.title)}>{''.join(rows)}</table:table>")
    out = path.with_suffix(".fods")
    spaces = {"office": "office", "table": "table", "text": "text", "style": "style", "number": "datastyle"}
    names = " ".join(f'xmlns:{name}="{_ODS}{full}:1.0"' for name, full in spaces.items())
    whole = ('<number:percentage-style style:name="P"><number:number number:decimal-places="0" number:min-integer-digits="1"/>'
             '<number:text>%</number:text></number:percentage-style><style:style style:name="whole" style:family="table-cell" '
             'style:data-style-name="P"/>')  # fmt: skip
    out.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {names} office:mimetype="application/vnd.oasis.opendocument.'
        f'spreadsheet"><office:automatic-styles>{whole}</office:automatic-styles><office:body><office:spreadsheet>'
        f"{''.join(tables)}</office:spreadsheet></office:body></office:document>",
        encoding="utf-8",
    )
    return out


def as_ods(path: Path) -> Path:
    out = path.with_suffix(".ods")
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", as_fods(path).read_text(encoding="utf-8"))
    return out


def as_xml(path: Path) -> Path:
    """An XML spreadsheet, with a character that no XML may have, as one program writes it."""
    styles: dict[str, str] = {}
    pages = []
    for page in load_workbook(path).worksheets:
        rows, down = [], merges_of(page)
        for row in page.iter_rows():
            cells = []
            for cell in row:
                value, span = cell.value, down.get((cell.row, cell.column), 0)
                style = styles.setdefault(cell.number_format, f"s{len(styles)}")
                kind = (
                    "Number"
                    if isinstance(value, int | float)
                    else "DateTime"
                    if isinstance(value, datetime)
                    else "String"
                )
                text = value.isoformat() if isinstance(value, datetime) else "" if value is None else str(value)
                merged = f' ss:MergeDown="{span}"' if span else ""
                data = f'<Data ss:Type="{kind}">{escape(text)}</Data>' if text else ""
                cells.append(f'<Cell ss:StyleID="{style}"{merged}>{data}</Cell>')
            rows.append(f"<Row>{''.join(cells)}</Row>")
        pages.append(f"<Worksheet ss:Name={quoteattr(page.title)}><Table>{''.join(rows)}</Table></Worksheet>")
    made = "".join(
        f'<Style ss:ID="{name}"><NumberFormat ss:Format={quoteattr(code)}/></Style>' for code, name in styles.items()
    )
    out = path.with_suffix(".xml")
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    out.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Note>\x07</Note>'
        f"<Styles>{made}</Styles>{''.join(pages)}</Workbook>",
        encoding="utf-8",
    )
    return out


def back(path: Path, one: Item) -> ReadBack:
    return read_back(path, [one], shown=shown_as, other=typed_sheets)


@pytest.mark.parametrize("save_as", [as_ods, as_fods, as_xml])
def test_a_workbook_saved_as_another_kind_comes_back_as_it_is_seen(
    tmp_path: Path, save_as: Callable[[Path], Path]
) -> None:
    one = item()
    write_workbook([one], tmp_path / "o.xlsx")
    untouched = save_as(tmp_path / "o.xlsx")
    assert is_own_export(untouched)
    with pytest.raises(OwnExportError):
        open_source(untouched)
    assert back(untouched, one) == ReadBack({})
    book = load_workbook(tmp_path / "o.xlsx")
    page = book["指标"]
    columns = {cell.value: cell.column for cell in page[1]}
    values = [(datetime(2026, 1, 2), 'm"月"d"日"'), (3000, '#,##0"份"'), ("<30分钟 & 改", "General"), (0.95, "0%")]
    for row, (value, code) in enumerate(values, start=4):
        cell = page.cell(row, columns["年度指标值"])
        cell.value, cell.number_format = value, code
    level = columns["一级指标"]
    assert page.cell(2, level).value == page.cell(3, level).value
    page.merge_cells(start_row=2, end_row=3, start_column=level, end_column=level)
    book.save(tmp_path / "c.xlsx")
    found = back(save_as(tmp_path / "c.xlsx"), one)
    changed = [(d.title, d.after) for made in found.differences.values() for d in made if isinstance(d, Change)]
    said = ["1月2日", "3,000份", "<30分钟 & 改", "95%"]
    assert changed == [("年度指标值", text) for text in said]
    assert found.count == len(said)


def test_an_error_of_another_kind_empties_no_field(tmp_path: Path) -> None:
    one = item()
    write_workbook([one], tmp_path / "o.xlsx")
    file = as_fods(tmp_path / "o.xlsx")
    value = next(node.value("annual_value") for node in one[0].root.walk() if node.value("annual_value"))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f"<text:p>{escape(value)}</text:p>", "<text:p>#REF!</text:p>"), encoding="utf-8")
    found = back(file, one)
    assert not found.count
    assert found.notes


def test_an_old_workbook_has_numbers_and_dates_as_such() -> None:
    sheets = typed_sheets(DATA / "sheets" / "features.xls")
    assert sheets is not None
    values = [value for sheet in sheets for row in sheet.values for value in row]
    assert any(isinstance(value, float) for value in values)
    assert any(isinstance(value, str) and value for value in values)


def test_what_is_none_of_ours_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ReadBackError, match="导出的工作簿"):
        back(DATA / "sheets" / "features.xls", item())
    (tmp_path / "坏.xls").write_bytes((DATA / "sheets" / "features.xls").read_bytes()[:3000])
    with pytest.raises(ReadBackError, match="xlsx"):
        back(tmp_path / "坏.xls", item())
