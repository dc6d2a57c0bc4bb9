"""Binary workbooks (.xlsb): values with their formats, merges, errors and hidden rows, from records written here by hand."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from reviewer.base.i18n import use_language
from reviewer.model.source import Grid, Note
from reviewer.sources.registry import SourceError, source_from_bytes

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def record(kind: int, data: bytes = b"") -> bytes:
    head = bytes((kind,)) if kind < 128 else bytes((kind & 0x7F | 0x80, kind >> 7))
    size = len(data)
    return head + (bytes((size,)) if size < 128 else bytes((size & 0x7F | 0x80, size >> 7))) + data


def string(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def row(number: int, *cells: bytes, hidden: bool = False) -> bytes:
    head = struct.pack("<IIHBBBI", number, 0, 300, 0, 0x10 if hidden else 0, 0, 0)
    return record(0, head) + b"".join(cells)


def text(column: int, words: str) -> bytes:
    return record(6, struct.pack("<II", column, 0) + string(words))


def real(column: int, value: float, style: int) -> bytes:
    return record(5, struct.pack("<IId", column, style, value))


def workbook(given: bytes = b"") -> bytes:
    sheet = record(129) + record(148, struct.pack("<4I", 0, 4, 0, 2)) + record(145)
    sheet += row(0, text(0, "目标表")) + row(1, text(0, "合格率"), real(1, 0.95, 1), real(2, 1234.5, 2))
    sheet += row(2, text(0, "长度"), real(1, 3, 3)) + row(3, text(0, "合计"), record(3, struct.pack("<IIB", 1, 0, 7)))
    sheet += row(4, text(0, "隐藏"), hidden=True) + record(146)
    sheet += record(177, struct.pack("<I", 1)) + record(176, struct.pack("<4I", 0, 0, 0, 2)) + record(178) + record(130)
    styles = (
        record(278)
        + record(615, struct.pack("<I", 1))
        + record(44, struct.pack("<H", 164) + string('"≥"0!h'))
        + record(616)
    )
    styles += record(617, struct.pack("<I", 4))
    styles += (
        b"".join(record(47, struct.pack("<HH", 0, number) + bytes(12)) for number in (0, 9, 4, 164))
        + record(618)
        + record(279)
    )
    book = record(131) + record(153, struct.pack("<III", 0, 0, 0)) + record(143)
    book += record(156, struct.pack("<II", 0, 1) + string("rId1") + string("表")) + record(144) + record(132)
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="a" Type="{_OFFICE}/officeDocument" Target="xl/workbook.bin"/>'
        "</Relationships>",
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.bin"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.bin"/></Relationships>',
        "xl/workbook.bin": book,
        "xl/styles.bin": styles,
        "xl/worksheets/sheet1.bin": given or sheet,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


def test_values_as_they_are_shown_with_merges_errors_and_hidden_rows() -> None:
    source = source_from_bytes("表.xlsb", workbook())
    assert source.format == "xlsb"
    (grid,) = source.pages[0].blocks
    assert isinstance(grid, Grid)
    found = {(cell.row, cell.column): source.text(cell.spans) for cell in grid.cells}
    assert found == {
        (0, 0): "目标表",
        (1, 0): "合格率",
        (1, 1): "95%",
        (1, 2): "1,234.50",
        (2, 0): "长度",
        (2, 1): "≥3h",
        (3, 0): "合计",
        (3, 1): "#DIV/0!",
    }
    assert (grid.cells[0].row_span, grid.cells[0].column_span) == (1, 3)
    assert [note.code for note in source.notes if isinstance(note, Note)] == ["hidden rows"]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_damaged_one_is_a_sentence(share: float) -> None:
    data = workbook()
    with pytest.raises(SourceError, match="damaged"):
        source_from_bytes("表.xlsb", data[: int(len(data) * share)])


def test_cells_that_do_not_state_their_column_are_read() -> None:
    """SheetJS writes them so, and Excel opens them."""

    def short(kind: int, data: bytes) -> bytes:
        return record(kind, struct.pack("<I", 0) + data)

    sheet = record(129) + record(148, struct.pack("<4I", 0, 4, 0, 2)) + record(145)
    sheet += row(
        1, text(1, "合格率"), short(17, string("≥95%")), short(13, struct.pack("<I", 12 << 2 | 2)), short(12, b"")
    )
    sheet += row(2, text(1, "成本"), short(16, struct.pack("<d", 0.35)), short(15, b"\x01"), short(14, b"\x07"))
    sheet += record(146) + record(130)
    source = source_from_bytes("a.xlsb", workbook(sheet))
    grid = source.pages[0].blocks[0]
    assert isinstance(grid, Grid)
    assert [(cell.row, cell.column, source.text(cell.spans)) for cell in grid.cells] == [
        (1, 1, "合格率"), (1, 2, "≥95%"), (1, 3, "12"),
        (2, 1, "成本"), (2, 2, "0.35"), (2, 3, "TRUE"), (2, 4, "#DIV/0!"),
    ]  # fmt: skip
