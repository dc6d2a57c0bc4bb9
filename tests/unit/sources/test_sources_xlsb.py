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


def workbook(given: bytes = b"", looks: bytes = b"", strings: bytes = b"") -> bytes:
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
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.bin"/>'
        f'<Relationship Id="rId3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.bin"/></Relationships>',
        "xl/workbook.bin": book,
        "xl/styles.bin": looks or styles,
        "xl/worksheets/sheet1.bin": given or sheet,
    }
    if strings:
        files["xl/sharedStrings.bin"] = record(159, struct.pack("<II", 3, 3)) + strings + record(160)
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


AUTO, WHITE, THEME_WHITE = bytes(8), b"\x05\xff\0\0\xff\xff\xff\xff", b"\x07\0\0\0\xff\xff\xff\xff"


def font(name: str = "宋体", flags: int = 0, script: int = 0, colour: bytes = AUTO) -> bytes:
    return record(43, struct.pack("<4H4B", 220, flags, 400, script, 0, 0, 0, 0) + colour + b"\0" + string(name))


def styles_of(*fonts: bytes, fills: tuple[int, ...] = (0,)) -> bytes:
    """Styles, one for each font, and one more for each further fill with the last font."""
    made = b"".join(record(45, struct.pack("<I", fill) + b"\x05\xff\0\0\x1f\x4e\x79\xff" + AUTO) for fill in fills)
    pairs = [(number, 0) for number in range(len(fonts))] + [(len(fonts) - 1, fill) for fill in range(1, len(fills))]
    xfs = b"".join(record(47, struct.pack("<4H", 0, 0, *pair) + bytes(8)) for pair in pairs)
    return (
        record(278)
        + b"".join(fonts)
        + made
        + record(617, struct.pack("<I", len(pairs)))
        + xfs
        + record(618)
        + record(279)
    )


def cell(column: int, style: int, kind: int, data: bytes) -> bytes:
    return record(kind, struct.pack("<II", column, style) + data)


def shown(cells: bytes, looks: bytes, strings: bytes = b"", behind: bytes = b"") -> tuple[dict[int, str], list[str]]:
    """The texts of a row by column, and the codes of the notes."""
    sheet = record(129) + record(148, struct.pack("<4I", 0, 1, 0, 9)) + record(145)
    sheet += row(0, text(0, "头")) + row(1, cells) + record(146) + behind + record(130)
    source = source_from_bytes("a.xlsb", workbook(sheet, looks, strings))
    texts = {
        c.column: source.text(c.spans)
        for _, block in source.blocks() if isinstance(block, Grid) for c in block.cells if c.row == 1
    }  # fmt: skip
    return texts, [note.code for note in source.notes if isinstance(note, Note)]


STRUCK, RAISED, SYMBOLS = font(flags=8), font(script=1), font("Wingdings")


def test_cells_in_fonts_that_change_what_they_say() -> None:
    looks = styles_of(font(), STRUCK, RAISED, SYMBOLS)
    cells = (
        cell(0, 0, 6, string("≥98%"))
        + cell(1, 1, 6, string("≥90%"))
        + cell(2, 2, 8, string("3"))
        + cell(3, 3, 6, string("\xfe"))
    )
    cells += (
        cell(4, 1, 5, struct.pack("<d", 12.5))
        + cell(5, 1, 2, struct.pack("<I", 12 << 2 | 2))
        + cell(6, 2, 5, struct.pack("<d", 3))
    )
    assert shown(cells, looks) == ({0: "≥98%", 2: "³", 3: "☑", 6: "3"}, ["struck out"])


def test_parts_of_a_text_in_fonts_of_their_own() -> None:
    def rich(words: str, *runs: tuple[int, int]) -> bytes:
        packed = b"".join(struct.pack("<2H", *run) for run in runs)
        return b"\x01" + string(words) + struct.pack("<I", len(runs)) + packed

    looks = styles_of(font(), STRUCK, RAISED)
    strings = (
        record(19, rich("旧≥90%≥98%", (0, 1), (5, 0)))
        + record(19, b"\0" + string("页数"))
        + record(19, rich("1.2×103吨", (6, 2), (7, 0)))
    )
    cells = (
        cell(0, 0, 7, struct.pack("<I", 0)) + cell(1, 0, 7, struct.pack("<I", 1)) + cell(2, 0, 7, struct.pack("<I", 2))
    )
    cells += cell(3, 0, 62, rich("≥80旧", (3, 1)))
    assert shown(cells, looks, strings) == ({0: "≥98%", 1: "页数", 2: "1.2×10³吨", 3: "≥80"}, ["struck out"])
    assert shown(record(18, struct.pack("<II", 0, 0)), looks, strings) == ({0: "≥98%"}, ["struck out"])


@pytest.mark.parametrize("colour", [WHITE, THEME_WHITE])
def test_white_text_is_left_out_where_nothing_colours_its_cell(colour: bytes) -> None:
    cells = cell(0, 0, 6, string("值")) + cell(1, 1, 6, string("旧")) + cell(2, 2, 6, string("白字"))
    looks = styles_of(font(), font(colour=colour), fills=(0, 1))
    assert shown(cells, looks) == ({0: "值", 2: "白字"}, ["white text"])
    assert shown(cells, looks, behind=record(461)) == ({0: "值", 1: "旧", 2: "白字"}, [])


def test_a_cell_with_a_text_in_several_fonts_is_read() -> None:
    words = b"\x01" + string("≥80万页") + struct.pack("<I", 1) + struct.pack("<2H", 1, 0)
    assert shown(cell(2, 0, 62, words), styles_of(font())) == ({2: "≥80万页"}, [])
