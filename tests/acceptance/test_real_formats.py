"""Real files of many office programs: what a person sees in them is the source, where such files are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.model.source import Grid, Source
from reviewer.sources.reader import PasswordNeededError, SourceError
from reviewer.sources.registry import open_source

FILES = Path(__file__).resolve().parents[3] / "shared" / "formats"
pytestmark = pytest.mark.skipif(not FILES.is_dir(), reason=f"there are no files of other programs in {FILES}")


def _rows(source: Source) -> list[list[str]]:
    """The texts of the cells of every grid, row by row, a merged cell once."""
    rows: list[list[str]] = []
    for _, grid in source.blocks():
        if isinstance(grid, Grid):
            found: list[list[str]] = [[] for _ in range(grid.rows)]
            for cell in grid.cells:
                found[cell.row].append(source.text(cell.spans))
            rows += found
    return rows


def _text(source: Source) -> str:
    return "\n".join(page.text for page in source.pages)


ROWS: dict[str, list[list[str]]] = {
    "wps-functions.et": [
        ["Name", "Example", "Result"],
        ["EVALUATE", '=EVALUATE("1+1")', "2"],
        ["FIELDVALUE", '=FIELDVALUE(A2,"Result")', "#VALUE!"],
    ],
    "rtf-table.rtf": [
        ["Header A", "Header B", "Header C"],
        ["A1", "B1", "C1"],
        ["A2", "B2", "C2"],
        ["A3", "B3", "C3"],
    ],
    "strict.xlsx": [["cb=1", "cb=10", "cb=2", "cb=sum"], ["1", "10", "2", "13"]],
    "excel-97.xls": [["Year", "Freshwater Ducks"], ["2019", "120"], ["2020", "135"], ["2024", "180"]],
    "apple-1904.xls": [["1", "1", "Jan 1, 2009"], ["2", "2", "Jan 2, 2009"]],
    "altchunk.docx": [["Col 1", "Col 2"]],
    "word-97-table.doc": [["Food", "Calories per portion"], ["Leaves", "Ash, Elm, Maple", "50"]],
    "excel-2003-column-style.xml": [["3,333,333,333"], ["300,000"], ["75,077"]],
    "excel-2003-percent-style.xml": [
        ["10%", "Annual interest rate for the 120,000 loan"],
        ["12%", "Annual interest rate for the reinvested profits"],
    ],
    "excel-various.xlsb": [
        ["String", "This is a string"],
        ["integer", "13"],
        ["currency", "$3.03"],
        ["percent", "20%"],
        ["float 2", "13.12"],
        ["fraction", "1/4"],
        ["date", "2017/3/9"],
        ["customFormat1", "46/1963", "merchant1", "1", "3"],
    ],
    "ofd-standard-table.ofd": [
        ["名称", "类型", "说明", "可选/必选"],
        ["CodePosition", "xs:int", "TextCode中字符编码的起始位置，从0开始", "必选"],
        [
            "CodeCount",
            "xs:int",
            "变换关系中字符的数量，该数值应大于或等于1，否则属于错误描述，默认为1",
            "可选",
        ],
        ["Glyphs", "ST_Array", "变换关系中字型索引列表", "可选"],
    ],
    "ofd-office-form.ofd": [
        ["来文文号", "府办专督〔2020〕 24号", "来文单位", "市人民政府办公室"],
        ["收文日期", "2020年06月15日11:28:09", "单位收文编号", "X 725"],
        ["紧急程度", "常规", "公开方式", "不公开", "公文处理类型", "签阅"],
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_rows_of_a_file(name: str) -> None:
    found = [
        [text.replace("\n", "").strip() for text in row if text.strip()] for row in _rows(open_source(FILES / name))
    ]
    missing = [row for row in ROWS[name] if row not in found]
    assert not missing, found


TEXTS: dict[str, tuple[str, ...]] = {
    "strict.docx": ("Some text",),
    "rtf-chinese.rtf": ("印刷情况反映：", "市政府情况反映："),
    "ofd-decision-form.ofd": ("案件名称", "测试数据AJMC", "批 准 人", "测试数据PZR"),
    "ofd-wps-writer.ofd": ("打发打发打发打发打发哈哈打发哈哈哈哈哈哈哈哈哈打发",),
    "altchunk.docx": ("Example of a table:", "Red PNG dot; ROW 2"),
    "default-password.xls": ("test cell value",),
}


@pytest.mark.parametrize("name", TEXTS)
def test_text_of_a_file(name: str) -> None:
    text = _text(open_source(FILES / name))
    assert not [part for part in TEXTS[name] if part not in text], text


def test_word_95_is_read_or_named() -> None:
    try:
        text = _text(open_source(FILES / "word-95.doc"))
    except SourceError as error:  # without LibreOffice
        assert "Word 97" in str(error)  # noqa: PT017
    else:
        assert "The quick brown fox jumps over the lazy dog" in text
        assert "Last (4th) paragraph." in text


def test_turned_glyphs_are_all_there() -> None:
    text = _text(open_source(FILES / "ofd-glyph-lines.ofd"))
    assert sorted(text.split()) == sorted(["121212", "一二三四", "一二三四", "一二三四"])


def test_merges_of_wps() -> None:
    grids = [block for _, block in open_source(FILES / "wps-payment.docx").blocks() if isinstance(block, Grid)]
    assert [(grid.rows, grid.columns) for grid in grids] == [(2, 4), (7, 7), (5, 2)]
    spans = [(cell.column_span, cell.row_span) for cell in grids[1].cells if cell.column_span > 1 or cell.row_span > 1]
    assert (7, 1) in spans
    assert (4, 1) in spans


def test_dates_of_wps() -> None:
    """The second column has, as text, what Excel in Chinese shows for the first, but for digits that it writes out."""
    rows = _rows(open_source(FILES / "wps-dates.xlsx"))
    shown = {row[0]: row[1] for row in rows if len(row) > 1}
    for both in ("2020/1/1", "2020年1月1日", "1月1日", "2020年1月", "1时01分", "上午1时01分"):
        assert shown.get(both) == both
    assert shown["二〇二〇年一月一日"] == "2020年1月1日"


def test_page_of_paths_is_said() -> None:
    with pytest.raises(SourceError, match="OFD"):
        open_source(FILES / "ofd-paths-only.ofd")


@pytest.mark.parametrize(
    ("name", "password", "text"),
    [
        ("password-tika.docx", "tika", "This is an encrypted Word 2007 File."),
        ("password-excel.xlsx", "Password1234_", "lorem\tipsum"),
    ],
)
def test_password_is_asked_for(name: str, password: str, text: str) -> None:
    with pytest.raises(PasswordNeededError):
        open_source(FILES / name)
    with pytest.raises(PasswordNeededError):
        open_source(FILES / name, password="wrong")
    assert text in _text(open_source(FILES / name, password=password))
