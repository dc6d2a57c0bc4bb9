"""Old binary workbooks (.xls): text that shows something else than is written, from records written here by hand."""

from __future__ import annotations

import struct

import pytest
from compound_files import compound_file

from reviewer.base.i18n import use_language
from reviewer.model.source import Grid, Note, Source
from reviewer.sources.registry import source_from_bytes

PLAIN, STRUCK, RAISED, SYMBOL, WHITE = 0, 1, 2, 3, 5
"""Fonts as cells count them: there is no font 4."""
_FONTS = (
    ("宋体", 0, 0x7FFF, 0),
    ("宋体", 8, 0x7FFF, 0),
    ("宋体", 0, 0x7FFF, 1),
    ("Symbol", 0, 0x7FFF, 0),
    ("宋体", 0, 9, 0),
)
_BLUE = 5
"""The style that is white on blue; the others are named as their fonts, SHARE and UNIT show numbers and texts."""
SHARE, UNIT = 6, 7


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def wide(text: str) -> bytes:
    return b"\x01" + text.encode("utf-16-le")


def xf(font: int, code: int = 0, pattern: int = 0, colour: int = 0x40) -> bytes:
    return record(0xE0, struct.pack("<HHHBBBBIIH", font, code, 1, 0x20, 0, 0, 0, 0, pattern << 26, colour))


def shared(*texts: tuple[str, tuple[tuple[int, int], ...]]) -> bytes:
    items = b""
    for text, runs in texts:
        flags = 1 | (8 if runs else 0)
        items += struct.pack("<HB", len(text), flags) + (struct.pack("<H", len(runs)) if runs else b"")
        items += text.encode("utf-16-le") + b"".join(struct.pack("<HH", *run) for run in runs)
    return struct.pack("<II", len(texts), len(texts)) + items


def label(row: int, column: int, number: int, style: int = PLAIN) -> bytes:
    return record(0xFD, struct.pack("<HHHI", row, column, style, number))


def formula(row: int, column: int, result: bytes, options: int = 0) -> bytes:
    code = b"\x44" + struct.pack("<HH", 0, 0)
    return record(
        0x06, struct.pack("<HHH", row, column, 0) + result + struct.pack("<HIH", options, 0, len(code)) + code
    )


def workbook(strings: bytes, *cells: bytes, palette: bytes = b"") -> bytes:
    head = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 1997, 0, 6)) + record(0x42, struct.pack("<H", 1200))
    for name, flags, colour, script in _FONTS:
        font = struct.pack("<HHHHHBBBBB", 200, flags, colour, 400, script, 0, 0, 134, 0, len(name)) + wide(name)
        head += record(0x31, font)
    for number, code in ((164, '"≥"0%'), (165, '"≥"@"人"')):
        head += record(0x41E, struct.pack("<HH", number, len(code)) + wide(code))
    styles = [xf(PLAIN), xf(STRUCK), xf(RAISED), xf(SYMBOL), xf(WHITE), xf(WHITE, pattern=1, colour=12)]
    styles += [xf(STRUCK, 164), xf(PLAIN, 165)]
    tail = palette + b"".join(styles) + strings + record(0x0A, b"")
    name = "表"
    size = len(record(0x85, bytes(6) + bytes((len(name),)) + wide(name)))
    bound = record(0x85, struct.pack("<IBB", len(head) + size + len(tail), 0, 0) + bytes((len(name),)) + wide(name))
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 6)) + b"".join(cells) + record(0x0A, b"")
    return head + bound + tail + sheet


def read(strings: bytes, *cells: bytes, palette: bytes = b"") -> Source:
    return source_from_bytes("表.xls", compound_file(workbook(strings, *cells, palette=palette), "Workbook"))


def texts(source: Source) -> dict[tuple[int, int], str]:
    grid = source.pages[0].blocks[0]
    assert isinstance(grid, Grid)
    return {(cell.row, cell.column): source.text(cell.spans) for cell in grid.cells}


def codes(source: Source) -> list[str]:
    return [note.code for note in source.notes if isinstance(note, Note)]


def test_parts_of_a_text_have_fonts_of_their_own() -> None:
    strings = shared(
        ("合格率", ()),
        ("≥90%≥98%", ((0, STRUCK), (4, PLAIN))),
        ("≥8×105页", ((5, RAISED), (6, PLAIN))),
        ("£1.5元", ((0, SYMBOL), (1, PLAIN))),
    )
    found = read(record(0xFC, strings), *(label(0, column, column) for column in range(4)))
    assert list(texts(found).values()) == ["合格率", "≥98%", "≥8×10⁵页", "≤1.5元"]
    assert codes(found) == ["struck out"]


def test_strings_that_go_on_in_further_records() -> None:
    """Where a text is broken off, the next record begins with how wide its characters are: here once one byte each."""
    strings = shared(("指标", ()), ("≥90%≥98%", ((0, STRUCK), (4, PLAIN))), ("≥6000m2", ((6, RAISED),)))
    cut = strings.index("90%".encode("utf-16-le")) + 6  # behind the struck-out part
    rest = strings[cut + 8 :]
    second = b"\x01" + "≥98%".encode("utf-16-le") + rest[:13] + "≥6".encode("utf-16-le")
    parts = record(0xFC, strings[:cut]) + record(0x3C, second) + record(0x3C, b"\x00000m2" + rest[-4:])
    found = read(parts, *(label(0, column, column) for column in range(3)))
    assert list(texts(found).values()) == ["指标", "≥98%", "≥6000m²"]


def test_the_font_of_a_whole_cell() -> None:
    strings = record(0xFC, shared(("合格率", ()), ("≥90%", ()), ("去年", ()), ("£5", ())))
    share = record(0x203, struct.pack("<HHHd", 1, 0, SHARE, 0.7))
    cells = (label(0, 0, 0), label(0, 1, 1, STRUCK), label(0, 2, 2, 4), label(0, 3, 2, _BLUE), label(0, 4, 3, SYMBOL))
    found = read(strings, *cells, share, label(1, 1, 0))
    assert texts(found) == {(0, 0): "合格率", (0, 3): "去年", (0, 4): "≤5", (1, 1): "合格率"}
    assert codes(found) == ["white text", "struck out"]
    assert "≥90%  ≥70%" in str(found.notes[1])


def test_white_of_another_palette_or_under_conditions_is_read() -> None:
    strings = record(0xFC, shared(("合格率", ()), ("去年", ())))
    cells = (label(0, 0, 0), label(0, 1, 1, 4))
    other = record(0x92, struct.pack("<H", 2) + bytes(4) + b"\x10\x20\x30\0")
    assert texts(read(strings, *cells, palette=other))[0, 1] == "去年"
    assert texts(read(strings, *cells, record(0x1B0, bytes(14))))[0, 1] == "去年"


def test_texts_in_a_format_of_their_own() -> None:
    found = read(record(0xFC, shared(("人数", ()), ("3000", ()))), label(0, 0, 0), label(0, 1, 1, UNIT))
    assert texts(found)[0, 1] == "≥3000人"


@pytest.mark.parametrize(
    ("result", "options", "after", "text"),
    [
        (struct.pack("<d", 0), 2, b"", "=…"),
        (struct.pack("<d", 0), 0, b"", "0"),
        (struct.pack("<d", 120.5), 2, b"", "120.5"),
        (b"\0" * 6 + b"\xff\xff", 0, b"", "=…"),
        (b"\0" * 6 + b"\xff\xff", 0, record(0x207, struct.pack("<H", 2) + wide("≥9")), "≥9"),
        (b"\3" + b"\0" * 5 + b"\xff\xff", 0, b"", "=…"),
        (b"\2\0\7\0\0\0\xff\xff", 0, b"", "#DIV/0!"),
    ],
)
def test_formulas_with_and_without_results(result: bytes, options: int, after: bytes, text: str) -> None:
    found = read(record(0xFC, shared(("总额", ()))), label(0, 0, 0), formula(0, 1, result, options), after)
    assert texts(found)[0, 1] == text
    assert ("no result" in codes(found)) == (text == "=…")


def test_an_empty_result_among_others_is_one() -> None:
    empty, number = b"\3" + b"\0" * 5 + b"\xff\xff", struct.pack("<d", 5)
    found = read(record(0xFC, shared(("总额", ()))), label(0, 0, 0), formula(0, 1, empty), formula(0, 2, number))
    assert texts(found) == {(0, 0): "总额", (0, 2): "5"}
    assert not found.notes
