"""Old binary workbooks by their records: numbers in every shape, fonts and styles, texts of Excel 95, rows and columns."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest

from reviewer.sources import xls_looks, xls_records
from reviewer.sources.sheet import Sheet
from reviewer.sources.xls_looks import FONT, PALETTE, XF, Looks, SheetLooks
from reviewer.sources.xls_records import facts_of
from reviewer.sources.xlsx_looks import Look
from reviewer.sources.xlsx_parts import width_in_points

BOF, EOF, BOUNDSHEET, FORMAT, NUMBER, RK, MULRK, ROW, COLINFO = (
    0x809,
    0x0A,
    0x85,
    0x41E,
    0x203,
    0x27E,
    0xBD,
    0x208,
    0x7D,
)


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def text_of(name: str, wide: bool) -> bytes:
    return b"\x01" + name.encode("utf-16-le") if wide else name.encode("gb18030")


def xf(font: int, code: int = 0, pattern: int = 0, colour: int = 0x40) -> bytes:
    return struct.pack("<HHHBBBBIIH", font, code, 1, 0x20, 0, 0, 0, 0, 0x3FFFFFF | pattern << 26, colour)


def stream(*cells: bytes, head: Sequence[bytes] = (), wide: bool = True, sheets: int = 1) -> bytes:
    """A workbook as a bare stream; every sheet has the same records."""
    version = struct.pack("<HHHHII", 0x600 if wide else 0x500, 5, 0, 1997, 0, 6)
    before = record(BOF, version) + b"".join(head)
    names = [f"表{number}" for number in range(sheets)]
    made = [text_of(name, wide) for name in names]
    size = sum(len(record(BOUNDSHEET, bytes(7) + name)) for name in made)
    sheet = record(BOF, version[:2] + b"\x10\0" + version[4:]) + b"".join(cells) + record(EOF, b"")
    at = len(before) + size + 4
    bounds = b""
    for number, name in enumerate(made):
        bounds += record(
            BOUNDSHEET,
            struct.pack("<IBBB", at + number * len(sheet), 0, 0, len(names[number]) if wide else len(name)) + name,
        )
    return before + bounds + record(EOF, b"") + sheet * sheets


def sheet(*cells: bytes, head: Sequence[bytes] = (), wide: bool = True) -> Sheet:
    (facts,) = facts_of(stream(*cells, head=head, wide=wide)).values()
    return facts.sheet


# -- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (struct.pack("<d", 120.5), 120.5),
        (struct.pack("<d", 120), 120),
        (struct.pack("<d", -0.25), -0.25),
        (struct.pack("<i", 120 << 2 | 2), 120),
        (struct.pack("<i", -120 << 2 | 2), -120),
        (struct.pack("<i", 12050 << 2 | 3), 120.5),
        (struct.pack("<i", 12000 << 2 | 3), 120),
        (struct.pack("<d", 1.5)[4:], 1.5),
        (struct.pack("<d", -1.5)[4:], -1.5),
        (struct.pack("<I", struct.unpack("<I", struct.pack("<d", 150.0)[4:])[0] | 1), 1.5),
        (struct.pack("<i", 2), 0),
    ],
)
def test_a_number_in_eight_bytes_or_in_four(data: bytes, value: float) -> None:
    """Four hold a whole number or the upper half of a broken one, either perhaps of hundredths."""
    assert xls_looks._value(data) == value
    assert isinstance(xls_looks._value(data), int) is float(value).is_integer()


FORMATS = [record(FORMAT, struct.pack("<HH", 164, 4) + b"\0" + b'"a"0')]
STYLES = [record(XF, xf(0)), record(XF, xf(0, 164)), record(XF, xf(0, 9))]


def test_formats_of_single_numbers_and_of_those_in_one_record() -> None:
    some = record(
        MULRK,
        struct.pack("<HH", 4, 2)
        + b"".join(struct.pack("<Hi", style, 6) for style in (0, 1, 2, 1))
        + struct.pack("<H", 5),
    )
    cells = [record(NUMBER, struct.pack("<HHHd", 1, 1, 1, 5)), record(RK, struct.pack("<HHHi", 2, 1, 2, 6)), some]
    assert sheet(*cells, head=FORMATS + STYLES).formats == {
        (1, 1): '"a"0',
        (2, 1): "0%",
        (4, 3): '"a"0',
        (4, 4): "0%",
        (4, 5): '"a"0',
    }


@pytest.mark.parametrize("wide", [True, False])
def test_names_of_sheets_and_formats_before_and_since_excel_97(wide: bool) -> None:
    code = '"约"0'
    data = text_of(code, wide)
    written = struct.pack("<HH", 164, len(code)) + data if wide else struct.pack("<HB", 164, len(data)) + data
    made = stream(
        record(NUMBER, struct.pack("<HHHd", 0, 0, 1, 5)),
        head=[record(FORMAT, written), *STYLES[:2]],
        wide=wide,
        sheets=3,
    )
    found = facts_of(made)
    assert list(found) == ["表0", "表1", "表2"]
    assert [facts.sheet.formats for facts in found.values()] == [{(0, 0): code}] * 3


def test_the_calendar_of_a_workbook_is_that_of_its_sheets() -> None:
    assert not sheet().from_1904
    assert sheet(head=[record(0x22, b"\x01\0")]).from_1904
    assert not sheet(head=[record(0x22, b"\0\0")]).from_1904


FOUR = record(MULRK, struct.pack("<HH", 3, 5) + struct.pack("<Hi", 0, 6) * 4 + b"\x08\0")
"""Numbers in the sixth to ninth column of a row."""


@pytest.mark.parametrize(
    ("cells", "size"),
    [
        ([], 0),
        ([record(NUMBER, struct.pack("<HHHd", 3, 5, 0, 1))], 1),
        ([record(NUMBER, struct.pack("<HHHd", row, column, 0, 1)) for row, column in ((3, 5), (6, 7))], 12),
        ([FOUR, record(RK, struct.pack("<HHHi", 4, 5, 0, 6))], 8),
        ([FOUR, record(RK, struct.pack("<HHHi", 4, 6, 0, 6))], 8),
        ([FOUR], 4),
    ],
)  # fmt: skip
def test_how_large_a_sheet_is(cells: list[bytes], size: int) -> None:
    """Known before its cells are read, so that one of millions is refused in time; of many numbers in one record the last counts."""
    (facts,) = facts_of(stream(*cells)).values()
    assert facts.area == size


# -- rows and columns ------------------------------------------------------------------------------------------------


def test_heights_and_widths_and_what_is_hidden() -> None:
    rows = [(1, 600, 0), (2, 0x8000 | 300, 0), (3, 300, 0x20), (4, 0x7FFF, 0x40)]
    cells = [record(ROW, struct.pack("<HHHHHHH", row, 0, 9, height, 0, 0, flags)) for row, height, flags in rows]
    columns = [(0, 0, 2560, 0), (2, 3, 1280, 1), (254, 300, 512, 0), (5, 5, 0, 1)]
    cells += [
        record(COLINFO, struct.pack("<HHHHHH", first, last, width, 0, flags, 0))
        for first, last, width, flags in columns
    ]
    found = sheet(*cells)
    assert found.heights == {1: 30, 4: 0x7FFF / 20}
    assert found.hidden_rows == [3]
    assert found.hidden_columns == [2, 3, 5]
    assert found.widths == {
        column: width_in_points(width) for column, width in {0: 10, 2: 5, 3: 5, 254: 2, 255: 2}.items()
    }


def test_usual_sizes_and_whether_noughts_are_shown() -> None:
    found = sheet(
        record(0x55, b"\x08\0"), record(0x225, struct.pack("<HH", 0, 300)), record(0x23E, struct.pack("<H", 0x6B6))
    )
    assert (found.default_width, found.default_height, found.shows_zeros) == (width_in_points(8.7), 15, True)
    found = sheet(
        record(0x99, struct.pack("<H", 2560)),
        record(0x225, struct.pack("<HH", 0, 500)),
        record(0x23E, struct.pack("<H", 0x6A6)),
    )
    assert (found.default_width, found.default_height, found.shows_zeros) == (width_in_points(10), 25, False)
    assert sheet(record(0x225, bytes(4))).default_height == 15


def test_records_of_charts_within_a_sheet_are_none_of_its_own() -> None:
    chart = record(BOF, bytes(16)) + record(NUMBER, struct.pack("<HHHd", 1, 1, 1, 5)) + record(EOF, b"")
    found = sheet(chart, record(NUMBER, struct.pack("<HHHd", 2, 2, 1, 5)), head=FORMATS + STYLES)
    assert found.formats == {(2, 2): '"a"0'}


def test_a_workbook_that_was_cut_off_is_read_so_far() -> None:
    made = stream(
        record(NUMBER, struct.pack("<HHHd", 2, 2, 1, 5)),
        record(NUMBER, struct.pack("<HHHd", 3, 2, 1, 5)),
        head=FORMATS + STYLES,
    )
    (facts,) = facts_of(made[:-20]).values()
    assert facts.sheet.formats == {(2, 2): '"a"0'}
    assert [kind for kind, _, _ in xls_records._records(record(7, b"ab") + record(8, b"")[:3], 0)] == [7]
    assert [kind for kind, _, _ in xls_records._records(record(7, b"ab") + record(8, b""), 0)] == [7, 8]


# -- fonts and styles ------------------------------------------------------------------------------------------------


def font(name: str = "宋体", flags: int = 0, colour: int = 0x7FFF, script: int = 0, wide: bool | None = True) -> bytes:
    """A font's record; `wide` None: as before Excel 97."""
    head = struct.pack("<HHHHHBBBB", 200, flags, colour, 400, script, 0, 0, 134, 0)
    if wide is None:
        return head + bytes([len(name.encode("gb18030"))]) + name.encode("gb18030")
    return head + bytes([len(name), wide]) + name.encode("utf-16-le" if wide else "latin-1")


def looks(*records: tuple[int, bytes], wide: bool = True) -> Looks:
    made = Looks()
    for kind, data in records:
        made.take(b"####" + data + b"\x01####", kind, 4, wide)
    return made


@pytest.mark.parametrize(
    ("data", "wide", "look"),
    [
        (font(), True, Look()),
        (font(flags=8), True, Look(struck=True)),
        (font(flags=7), True, Look()),
        (font(script=1), True, Look(raised=1)),
        (font(script=2), True, Look(raised=-1)),
        (font("Symbol"), True, Look(font="Symbol")),
        (font("Wingdings", wide=False), True, Look(font="Wingdings")),
        (font("Symbol", wide=None), False, Look(font="Symbol")),
        (font("宋体", wide=None), False, Look()),
    ],
)
def test_what_a_font_makes_of_text(data: bytes, wide: bool, look: Look) -> None:
    assert looks((FONT, data), wide=wide).font(0) == look


def test_fonts_are_counted_without_a_fourth() -> None:
    found = looks(*[(FONT, font(flags=8 * (number >= 4))) for number in range(6)])
    assert [found.font(number).struck for number in (0, 3, 5, 6, 7)] == [False, False, True, True, False]


@pytest.mark.parametrize(
    ("colour", "pattern", "ground", "is_white"),
    [
        (9, 0, 0x40, True), (1, 0, 0x40, True), (8, 0, 0x40, False), (9, 1, 0x40, True), (9, 1, 9, True), (9, 1, 1, True),
        (9, 1, 0x41, True),
        (9, 1, 12, False), (9, 1, 12 | 0x80, False), (9, 1, 9 | 12 << 7, True), (9, 2, 9, False), (9, 3, 0x40, False),
    ],
)  # fmt: skip
def test_white_letters_on_white_cells(colour: int, pattern: int, ground: int, is_white: bool) -> None:
    found = looks((FONT, font(colour=colour)), (XF, xf(0, pattern=pattern, colour=ground)))
    assert found.style(0).white is is_white
    assert not found.style(1).white, "no such style"
    other = struct.pack("<H", 2) + bytes(4) + b"\xff\xff\xfe\0"
    usual = struct.pack("<H", 2) + bytes(4) + b"\xff\xff\xff\0"
    assert not looks((FONT, font(colour=colour)), (XF, xf(0)), (PALETTE, other)).style(0).white
    assert looks((FONT, font(colour=9)), (XF, xf(0)), (PALETTE, usual)).style(0).white
    assert not looks((FONT, font(colour=9, wide=None)), (XF, xf(0)), wide=False).style(0).white


# -- texts in the records of cells -----------------------------------------------------------------------------------


def shown(kind: int, data: bytes, *fonts: bytes, wide: bool = True) -> dict[tuple[int, int], str]:
    found = SheetLooks(
        looks(*[(FONT, each) for each in fonts], *[(XF, xf(number)) for number in range(len(fonts))], wide=wide), {}
    )
    found.take(b"####" + data, kind, 4, len(data))
    made = Sheet("表")
    found.put(made)
    return made.instead


STRUCK, LABEL, RSTRING = font(flags=8), 0x204, 0xD6


@pytest.mark.parametrize("text", [b"\x03\0\x01" + "≥9次".encode("utf-16-le"), b"\x03\0\0" + b"abc"])
def test_a_text_in_its_cells_own_record(text: bytes) -> None:
    assert shown(LABEL, struct.pack("<HHH", 3, 4, 1) + text, font(), STRUCK) == {(3, 4): ""}
    assert shown(LABEL, struct.pack("<HHH", 3, 4, 0) + text, font(), STRUCK) == {}


def test_a_text_of_excel_95_with_fonts_of_its_own() -> None:
    """Places in it are counted in bytes, two for a Chinese character."""
    plain, struck, raised = font(wide=None), font(flags=8, wide=None), font(script=1, wide=None)
    text = "清淤20旧m2米".encode("gb18030")
    runs = bytes([4, 6, 1, 8, 0, 9, 2, 10, 0])
    data = struct.pack("<HHHH", 3, 4, 0, len(text)) + text + runs
    assert shown(RSTRING, data, plain, struck, raised, wide=False) == {(3, 4): "清淤20m²米"}
    assert shown(LABEL, data, plain, struck, raised, wide=False) == {}, "no runs in this one"


def test_numbers_that_are_struck_out() -> None:
    numbers = (
        struct.pack("<HH", 3, 4)
        + b"".join(struct.pack("<Hi", style, 30 << 2 | 2) for style in (0, 1, 0, 1))
        + b"\x07\0"
    )
    assert shown(MULRK, numbers, font(), STRUCK) == {(3, 5): "", (3, 7): ""}
    assert shown(NUMBER, struct.pack("<HHHd", 3, 4, 1, 2.5), font(), STRUCK) == {(3, 4): ""}
    assert shown(RK, struct.pack("<HHHi", 3, 4, 1, 30 << 2 | 2), font(), STRUCK) == {(3, 4): ""}
    found = SheetLooks(looks((FONT, font()), (FONT, STRUCK), (XF, xf(0)), (XF, xf(1))), {1: '"≥"0"次"'})
    found.take(numbers, MULRK, 0, len(numbers))
    found.take(struct.pack("<HHHi", 3, 9, 1, 1250 << 2 | 3), RK, 0, 10)
    made = Sheet("表")
    found.put(made)
    assert made.struck == ["≥30次", "≥30次", "≥13次"]


def test_shared_texts_that_are_broken_off_between_records() -> None:
    def one(text: str, wide: int, runs: Sequence[tuple[int, int]] = (), more: bytes = b"") -> bytes:
        flags = wide | (8 if runs else 0) | (4 if more else 0)
        head = struct.pack("<HB", len(text), flags) + (struct.pack("<H", len(runs)) if runs else b"")
        head += struct.pack("<I", len(more)) if more else b""
        return (
            head
            + text.encode("utf-16-le" if wide else "latin-1")
            + b"".join(struct.pack("<HH", *run) for run in runs)
            + more
        )

    texts = [
        one("甲乙", 1, [(1, 1)]),
        one("abc", 0, [(0, 1), (2, 0)], b"pinyin"),
        one("丙", 1, (), b"py"),
        one("", 0),
        one("末", 1),
    ]
    whole = struct.pack("<II", 5, 5) + b"".join(texts)
    expected = [("甲乙", ((1, 1),)), ("abc", ((0, 1), (2, 0))), ("丙", ()), ("", ()), ("末", ())]
    for cut in range(8, len(whole)):
        found = looks((FONT, STRUCK))
        begin = 8
        within = None
        for text, made in zip(expected, texts, strict=True):
            size = len(text[0].encode("utf-16-le")) if made[2] & 1 else len(text[0])
            start = begin + 3 + 2 * bool(made[2] & 8) + 4 * bool(made[2] & 4)
            if start <= cut < start + size:
                within = made[2] & 1
                if within and (cut - start) % 2:
                    within = -1
            begin += len(made)
        if within == -1:
            continue  # no program breaks off within a character
        rest = whole[cut:] if within is None else bytes([within]) + whole[cut:]
        found.read_strings([whole[:cut], rest])
        assert found.strings == expected, cut
    bare = looks((FONT, font()))
    bare.read_strings([whole])
    assert bare.strings == [], "no font changes any text"
    white = looks((FONT, font(colour=9)))
    white.read_strings([whole])
    assert len(white.strings) == 5
    damaged = looks((FONT, STRUCK))
    damaged.read_strings([whole[:-1]])
    assert damaged.strings == expected[:4]
