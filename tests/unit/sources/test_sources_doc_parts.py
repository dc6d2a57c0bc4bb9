"""Old Word files by their parts: pieces of text, lists and styles, looks of characters, fields, rows and the tables in them."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest
from doc_building import Doc, Paragraph, Run, level, list_heads, list_uses, sprm, style_sheet
from word_files import blocks, grids

from reviewer.base.i18n import use_language
from reviewer.model.source import Note, Source
from reviewer.sources import office
from reviewer.sources.registry import SourceError, source_from_bytes

HIDDEN, DELETED, STRUCK, STRUCK_TWICE, SMALL_CAPITALS, CAPITALS = 0x083C, 0x0800, 0x0837, 0x2A53, 0x083A, 0x083B


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def opened(doc: Doc) -> Source:
    source = source_from_bytes("表.doc", doc.bytes())
    assert source.format == "doc"
    return source


def lines(doc: Doc) -> list[str]:
    return opened(doc).pages[0].text.removesuffix("\n").split("\n")


# -- pieces ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pieces", [1, 2, 3, 7])
def test_text_in_pieces_is_put_together(pieces: int) -> None:
    paragraphs = [Paragraph(["河道", Run("隐藏", sprm(HIDDEN)), "清淤𠀀公里"]), Paragraph(["第二行"])]
    assert lines(Doc(paragraphs, pieces=pieces)) == ["河道清淤𠀀公里", "第二行"]


@pytest.mark.parametrize("pieces", [1, 3])
def test_text_of_one_byte_for_each_character(pieces: int) -> None:
    paragraphs = [Paragraph(["PM", Run("xx", sprm(HIDDEN)), "10 ± 5"]), Paragraph(["“km”"])]
    assert lines(Doc(paragraphs, pieces=pieces, narrow=True)) == ["PM10 ± 5", "“km”"]


@pytest.mark.parametrize("on_a_page", [1, 2, 3, 20])
def test_properties_on_several_pages(on_a_page: int) -> None:
    paragraphs = [
        Paragraph([f"{n}", Run("隐", sprm(HIDDEN)), "项", Run("m2"[: n % 2 + 1], sprm(0x2A48))]) for n in range(6)
    ]
    assert lines(Doc(paragraphs, runs_on_a_page=on_a_page)) == [f"{n}项m{'²' * (n % 2)}" for n in range(6)]


def test_parts_of_a_page_and_of_a_line() -> None:
    assert lines(Doc([Paragraph(["甲\x0b乙\x1e丙\x1f丁\x0c戊\x01\x02"])])) == ["甲", "乙-丙丁", "戊"]


def test_other_stories_stand_behind_the_text_and_headers_are_told_of() -> None:
    source = opened(
        Doc([Paragraph(["正文"])], stories={1: "脚注\r", 2: "页眉附件2\r", 4: "批注\r", 5: "尾注\r", 6: "框内\r"})
    )
    assert source.pages[0].text.split() == ["正文", "框内", "脚注", "尾注"]
    assert source.notes == ("Headers and footers of the pages are left out: 页眉附件2",)


def test_what_is_no_word_97_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "as_docx", lambda *_: None)
    with pytest.raises(SourceError, match="is from before Word 97; open it in Word or WPS and save it as"):
        opened(Doc([Paragraph(["甲"])], version=0xC0))
    with pytest.raises(SourceError, match="holds no text"):
        opened(Doc([Paragraph([" "]), Paragraph([Run("隐", sprm(HIDDEN))])]))
    assert lines(Doc([Paragraph(["甲"])], flags=0)) == ["甲"], "the other of two tables"


def test_pieces_that_use_the_file_over_and_over_are_refused() -> None:
    data = Doc([Paragraph(["甲" * 400])], pieces=400).bytes()
    place = data.index(struct.pack("<401I", *[401 * n // 400 for n in range(401)]))
    longer = struct.pack("<401I", *range(0, 401 * 300, 300))
    with pytest.raises(SourceError, match="is a damaged Word document"):
        source_from_bytes("表.doc", data[:place] + longer + data[place + len(longer) :])


# -- looks of characters ---------------------------------------------------------------------------------------------


def look(*properties: bytes) -> str:
    """How "a2" looks with these properties, between two that have none."""
    return lines(Doc([Paragraph(["甲", Run("a2", b"".join(properties)), "乙"])], fonts=FONTS))[0][1:-1]


FONTS = ["宋体", "Wingdings", "Symbol"]
ON, OFF, AS_STYLE, NOT_AS_STYLE = b"\x01", b"\0", b"\x80", b"\x81"


@pytest.mark.parametrize(
    ("properties", "shown"),
    [
        ([], "a2"),
        ([sprm(0x2A42, b"\x06")], "a2"),
        *[([sprm(code, ON)], "") for code in (HIDDEN, DELETED, STRUCK, STRUCK_TWICE)],
        *[([sprm(code, NOT_AS_STYLE)], "") for code in (HIDDEN, DELETED, STRUCK, STRUCK_TWICE)],
        *[([sprm(code, OFF)], "a2") for code in (HIDDEN, DELETED, STRUCK, STRUCK_TWICE, CAPITALS, SMALL_CAPITALS)],
        *[([sprm(code, AS_STYLE)], "a2") for code in (HIDDEN, DELETED, STRUCK, CAPITALS)],
        ([sprm(HIDDEN, ON), sprm(HIDDEN, OFF)], "a2"),
        ([sprm(HIDDEN, ON), sprm(HIDDEN, AS_STYLE)], ""),
        ([sprm(HIDDEN, ON), sprm(DELETED, OFF)], ""),
        ([sprm(HIDDEN, OFF), sprm(DELETED, ON)], ""),
        ([sprm(STRUCK, ON), sprm(STRUCK_TWICE, OFF)], ""),
        ([sprm(STRUCK, ON), sprm(CAPITALS, ON)], ""),
        ([sprm(CAPITALS, ON)], "A2"),
        ([sprm(SMALL_CAPITALS, NOT_AS_STYLE)], "A2"),
        ([sprm(CAPITALS, ON), sprm(CAPITALS, OFF)], "a2"),
        ([sprm(0x2A48, b"\x01")], "a²"),
        ([sprm(0x2A48, b"\x02")], "a₂"),
        ([sprm(0x2A48, b"\x03")], "a2"),
        ([sprm(CAPITALS, ON), sprm(0x2A48, b"\x01")], "a²"),
        ([sprm(0x4A4F, struct.pack("<H", 2))], "α2"),
        ([sprm(0x4A51, struct.pack("<H", 2))], "α2"),
        ([sprm(0x4A4F, struct.pack("<H", 0))], "a2"),
        ([sprm(0x4A4F, struct.pack("<H", 2)), sprm(CAPITALS, ON)], "α2"),
    ],
)  # fmt: skip
def test_how_characters_look(properties: Sequence[bytes], shown: str) -> None:
    assert look(*properties) == shown


@pytest.mark.parametrize(
    ("font", "char", "placeholder", "shown"),
    [(1, 0xF0FE, "(", "☑"), (2, 0xF0B3, "(", "≥"), (1, 0x00FE, "(", "☑"), (9, 0xF0B3, "(", "≥"), (0, 0xF0B3, "(", "≥"),
     (1, 0xF0FE, "\x01", "☑"), (1, 0xF0FE, "甲(乙", "甲☑乙")],
)  # fmt: skip
def test_a_sign_of_a_font_stands_for_one_character(font: int, char: int, placeholder: str, shown: str) -> None:
    run = Run(placeholder, sprm(0x6A09, struct.pack("<HH", font, char)))
    assert lines(Doc([Paragraph(["指标", run, "95%(甲)"])], fonts=FONTS)) == [f"指标{shown}95%(甲)"]


def test_text_in_a_symbol_font_but_no_chinese_and_no_blanks() -> None:
    run = Run(" \xb3\uf0b3中\u20ac", sprm(0x4A4F, struct.pack("<H", 2)))
    assert lines(Doc([Paragraph(["甲", run, "\xb3"])], fonts=FONTS)) == ["甲 ≥≥中€\xb3"]


def test_what_is_struck_out_is_said_run_by_run() -> None:
    source = opened(
        Doc(
            [Paragraph(["甲", Run("旧名", sprm(STRUCK)), "乙", Run("旧值", sprm(STRUCK)), Run("隐", sprm(HIDDEN))])],
            pieces=2,
        )
    )
    assert source.pages[0].text == "甲乙\n"
    (note,) = [note for note in source.notes if isinstance(note, Note)]
    assert note.code == "struck out"
    assert "旧名" in note
    assert "旧值" in note
    assert "隐" not in note


# -- lists -----------------------------------------------------------------------------------------------------------


def item(text: str, number: int = 1, depth: int = 0) -> Paragraph:
    return Paragraph([text], sprm(0x460B, struct.pack("<H", number)) + sprm(0x260A, bytes([depth])))


NINE = b"".join(level(f"%{n + 1}."[:3]) for n in range(9))


def numbers(*items: tuple[int, int], **parts: bytes) -> list[str]:
    """What stands before the items (list and level of each)."""
    return [line.removesuffix("项") for line in lines(Doc([item("项", *each) for each in items], **parts))]  # type: ignore[arg-type]


def test_a_list_of_one_level_and_one_of_nine_behind_it() -> None:
    levels = (
        level("%1、", start=3)
        + level("第%1章", style=37, follow=2)
        + level("%1.%2", start=5)
        + NINE[: len(level("%1.")) * 7]
    )
    heads, uses = list_heads((71, True), (-72, False)), list_uses((-72, []), (71, []))
    steps = [(2, 0), (1, 0), (1, 1), (2, 0), (1, 1), (1, 0), (1, 1)]
    assert numbers(*steps, lists=heads, levels=levels, uses=uses) == [
        "3、 ",
        "第一章",
        "一.5 ",
        "4、 ",
        "一.6 ",
        "第二章",
        "二.5 ",
    ]


@pytest.mark.parametrize(
    ("made", "shown"),
    [
        (level("%1)", follow=0), ["1) ", "2) "]),
        (level("%1)", follow=1), ["1) ", "2) "]),
        (level("%1)", follow=2), ["1)", "2)"]),
        (level("●", style=23), ["● ", "● "]),
        (level("\uf0b7", style=23), ["• ", "• "]),
        (level("注", style=255, follow=2), ["注", "注"]),
        (level("%1", style=1), ["I ", "II "]),
        (level("%1", style=2), ["i ", "ii "]),
        (level("%1", style=3, start=26), ["Z ", "AA "]),
        (level("%1", style=4), ["a ", "b "]),
        (level("%1", style=18, start=19), ["⑲ ", "⑳ "]),
        (level("%1", style=22, start=9), ["09 ", "10 "]),
        (level("%1", style=38, start=10), ["壹拾 ", "壹拾壹 "]),
        (level("%1", style=200), ["1 ", "2 "]),
        (level("%1.", extra=sprm(HIDDEN)), ["1. ", "2. "]),
    ],
)  # fmt: skip
def test_how_a_list_writes_its_numbers(made: bytes, shown: list[str]) -> None:
    assert numbers((1, 0), (1, 0), lists=list_heads((7, True)), levels=made, uses=list_uses((7, []))) == shown


def outline(second: bytes) -> dict[str, bytes]:
    made = level("%1.", style=37) + level("%1.%2") + second + NINE[: len(level("%1.")) * 6]
    return {"lists": list_heads((7, False)), "levels": made, "uses": list_uses((7, []))}


def test_levels_begin_again_unless_they_say_below_which_and_legal_ones_are_in_figures() -> None:
    steps = [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2)]
    assert numbers(*steps, **outline(level("(%3)")))[2::2] == ["(1) ", "(1) ", "(1) "]
    assert numbers(*steps, **outline(level("(%3)", flags=8, limit=0)))[2::2] == ["(1) ", "(2) ", "(3) "]
    assert numbers(*steps, **outline(level("(%3)", flags=8, limit=1)))[2::2] == ["(1) ", "(2) ", "(1) "]
    assert numbers(*steps, **outline(level("(%3)", limit=0)))[2::2] == ["(1) ", "(1) ", "(1) "]
    assert numbers(*steps, **outline(level("%1.%2.%3")))[2] == "一.1.1 "
    assert numbers(*steps, **outline(level("%1.%2.%3", flags=4)))[2] == "1.1.1 "


def test_a_use_of_a_list_may_begin_again_and_write_its_numbers_otherwise() -> None:
    steps = [(1, 0), (1, 0), (2, 0), (2, 0), (3, 0), (1, 0)]
    parts = {"lists": list_heads((7, True)), "levels": level("%1.")}
    begins, written = struct.pack("<iI", 5, 0x10), struct.pack("<iI", 1, 0x20)
    both = struct.pack("<iI", 5, 0x30)
    uses = list_uses((7, []), (7, [begins]), (7, []))
    assert numbers(*steps, **parts, uses=uses) == ["1. ", "2. ", "5. ", "6. ", "7. ", "8. "]
    uses = list_uses((7, []), (7, [written + level("<%1>", style=1)]), (7, []))
    assert numbers(*steps, **parts, uses=uses) == ["1. ", "2. ", "<III> ", "<IV> ", "5. ", "6. "]
    uses = list_uses((7, []), (7, [both + level("<%1>", start=9)]), (7, []))
    assert numbers(*steps, **parts, uses=uses) == ["1. ", "2. ", "<9> ", "<10> ", "11. ", "12. "]
    uses = list_uses((7, []), (7, [struct.pack("<iI", 5, 0x11)]), (7, []))
    assert numbers(*steps, **parts, uses=uses) == ["1. ", "2. ", "3. ", "4. ", "5. ", "6. "], (
        "a level that the list has not"
    )


@pytest.mark.parametrize("number", [0, 2047, 9])
def test_no_list(number: int) -> None:
    assert numbers((number, 0), lists=list_heads((7, True)), levels=level("%1."), uses=list_uses((7, []))) == [""]


def test_a_style_puts_its_paragraphs_into_a_list_and_so_do_those_made_from_it() -> None:
    uses = sprm(0x460B, struct.pack("<H", 1))
    sheet = style_sheet(
        (4095, b""), (4095, uses + sprm(0x260A, b"\x01")), None, (1, b""), (3, sprm(0x260A, b"\0")), (2, b"")
    )
    paragraphs = [Paragraph(["项"], style=style) for style in (0, 1, 3, 4, 1, 5)]
    paragraphs.append(Paragraph(["项"], sprm(0x460B, struct.pack("<H", 0)), style=1))
    made = level("%1.") + level("%1.%2") + NINE[: len(level("%1.")) * 7]
    parts = {"lists": list_heads((7, False)), "levels": made, "uses": list_uses((7, []))}
    found = lines(Doc(paragraphs, styles=sheet, **parts))  # type: ignore[arg-type]
    assert found == ["项", "1.1 项", "1.2 项", "1. 项", "1.1 项", "项", "项"]
    characters = style_sheet((4095, uses), kind=2)
    assert lines(Doc([Paragraph(["项"])], styles=characters, **parts)) == ["项"], "a style of characters"  # type: ignore[arg-type]


def test_styles_made_from_each_other_in_a_circle_have_no_list() -> None:
    sheet = style_sheet((1, b""), (0, b""))
    assert lines(Doc([Paragraph(["项"], style=1)], styles=sheet)) == ["项"]


@pytest.mark.parametrize("cut", [1, 3, 20])
def test_damaged_lists_leave_the_text(cut: int) -> None:
    uses = list_uses((7, []))
    assert numbers((1, 0), lists=list_heads((7, False)), levels=NINE[:cut], uses=uses) == [""]
    assert numbers((1, 0), lists=list_heads((7, True)), levels=level("%1" * 501), uses=uses) == [""], (
        "too long for a number"
    )


# -- tables ----------------------------------------------------------------------------------------------------------

IN_TABLE, ROW_END, INNER_CELL, INNER_ROW = sprm(0x2416), sprm(0x2417), sprm(0x244B), sprm(0x244C)


def defined(edges: Sequence[int], flags: Sequence[int] = (), *changes: bytes) -> bytes:
    """What defines a row: the edges of its cells in twentieths of a point, and how each is merged; then what alters it."""
    count = len(edges) - 1
    records = b"".join(struct.pack("<H18x", flag) for flag in flags)
    body = bytes([count]) + struct.pack(f"<{count + 1}h", *edges) + records
    return sprm(0xD608, struct.pack("<H", len(body) + 1) + body) + b"".join(changes)


def row(texts: Sequence[str], definition: bytes = b"") -> list[Paragraph]:
    cells = [Paragraph([text], IN_TABLE, "\x07") for text in texts]
    return [*cells, Paragraph([], IN_TABLE + ROW_END + definition, "\x07")]


FIRST, MORE, TOP, BELOW = 1, 2, 0x60, 0x20


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ([(["甲", "乙"], defined([0, 1000, 3000]))], [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")]),
        ([(["甲", "乙"], b"")], [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")]),
        ([(["甲", "", "丙"], defined([0, 1000, 2000, 3000], [FIRST, MORE, 0]))], [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "丙")]),
        (
            [(["甲", "", "丙"], defined([0, 1000, 2000, 3000], [FIRST, MORE, 0])), (["一", "二", "三"], defined([0, 1000, 2000, 3000]))],
            [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "丙"), (1, 0, 1, 1, "一"), (1, 1, 1, 1, "二"), (1, 2, 1, 1, "三")],
        ),
        (
            [(["甲", "乙"], defined([0, 1000, 2000], [TOP, 0])), (["", "丁"], defined([0, 1000, 2000], [BELOW, 0])),
             (["", "己"], defined([0, 1000, 2000], [BELOW]))],
            [(0, 0, 3, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 1, 1, 1, "丁"), (2, 1, 1, 1, "己")],
        ),
        (
            [(["甲", "乙"], defined([0, 1000, 2000], [TOP, 0])), (["丙", "丁"], defined([0, 1000, 2000], [TOP, 0]))],
            [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "丙"), (1, 1, 1, 1, "丁")],
        ),
        (
            [(["甲", "乙"], defined([0, 1000, 2000], [0, 0], sprm(0xD62B, b"\x02\x01\x03"))),
             (["丙", ""], defined([0, 1000, 2000], [0, 0], sprm(0xD62B, b"\x02\x01\x01")))],
            [(0, 0, 1, 1, "甲"), (0, 1, 2, 1, "乙"), (1, 0, 1, 1, "丙")],
        ),
        (
            [(["一", "二", "三"], defined([0, 1000, 2000, 3000])),
             (["甲", "", "乙"], defined([0, 1000, 2000, 3000], [], sprm(0x5624, b"\0\x02")))],
            [(0, 0, 1, 1, "一"), (0, 1, 1, 1, "二"), (0, 2, 1, 1, "三"), (1, 0, 1, 2, "甲"), (1, 2, 1, 1, "乙")],
        ),
        (
            [(["一", "二", "三"], defined([0, 1000, 2000, 3000])),
             (["甲", "丙", "乙"], defined([0, 1000, 2000, 3000], [0, FIRST, MORE], sprm(0x5625, b"\x01\x03")))],
            [(0, 0, 1, 1, "一"), (0, 1, 1, 1, "二"), (0, 2, 1, 1, "三"), (1, 0, 1, 1, "甲"), (1, 1, 1, 1, "丙"), (1, 2, 1, 1, "乙")],
        ),
        (
            [(["一", "二"], defined([0, 2000, 3000])),
             (["甲", "乙", "丙"], defined([0, 500, 1500, 2500], [], sprm(0x7623, struct.pack("<BBh", 0, 2, 1000))))],
            [(0, 0, 1, 2, "一"), (0, 2, 1, 1, "二"), (1, 0, 1, 1, "甲"), (1, 1, 1, 1, "乙"), (1, 2, 1, 1, "丙")],
        ),
        ([(["甲", "乙"], defined([0, 1000, 900]))], [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")]),
        ([(["甲", "乙"], defined([0, 0, 0])), (["丙", "丁"], defined([0, 0, 0]))],
         [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "丙"), (1, 1, 1, 1, "丁")]),
        ([(["甲", "", "乙"], defined([0, 1000, 1000, 2000], [FIRST, MORE, 0])), (["丙", "丁"], defined([0, 1000, 2000]))],
         [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "丙"), (1, 1, 1, 1, "丁")]),
    ],
    ids=["edges", "no definition", "across", "across a wider one", "down", "down ends", "down said behind", "across said behind",
         "parted again", "widths said behind", "an edge left of the one before", "no widths", "merged with one of no width"],
)  # fmt: skip
def test_rows_and_merged_cells(
    rows: list[tuple[list[str], bytes]], cells: list[tuple[int, int, int, int, str]]
) -> None:
    paragraphs = [paragraph for texts, definition in rows for paragraph in row(texts, definition)]
    source = opened(Doc([*paragraphs, Paragraph(["完"])]))
    assert blocks(source) == [cells, "完"]
    (grid,) = grids(source)
    assert max(cell.column + cell.column_span for cell in grid.cells) == grid.columns


def test_columns_are_as_wide_as_their_edges_say() -> None:
    (grid,) = grids(opened(Doc(row(["甲", "乙"], defined([0, 1000, 3000])))))
    assert grid.widths == (50, 100)


def test_a_row_of_many_cells_has_its_properties_in_another_stream() -> None:
    definition = defined([100 * n for n in range(31)], [FIRST, MORE, *[0] * 28])
    data = b"head" + struct.pack("<H", len(definition)) + definition
    (grid,) = grids(opened(Doc(row([f"{n}" for n in range(30)], sprm(0x6646, struct.pack("<I", 4))), data=data)))
    assert grid.columns == 29


def test_a_table_in_a_cell_and_lines_of_a_cell() -> None:
    deep = sprm(0x6649, struct.pack("<I", 2))
    paragraphs = [
        Paragraph(["首行"], IN_TABLE, "\r"),
        Paragraph(["内甲"], IN_TABLE + deep + INNER_CELL, "\r"),
        Paragraph(["内乙"], IN_TABLE + sprm(0x6649, struct.pack("<I", 1)) + sprm(0x664A, struct.pack("<i", 1)) + INNER_CELL, "\r"),
        Paragraph([], IN_TABLE + deep + INNER_CELL + INNER_ROW, "\r"),
        Paragraph(["末行"], IN_TABLE, "\x07"),
        Paragraph(["右\t格"], IN_TABLE, "\x07"),
        Paragraph([], IN_TABLE + ROW_END + defined([0, 1000, 2000]), "\x07"),
        Paragraph(["表\t外"]),
    ]  # fmt: skip
    source = opened(Doc(paragraphs))
    assert blocks(source) == [
        [
            (0, 0, 1, 2, "首行"), (0, 2, 3, 1, "右 格"), (1, 0, 1, 1, "内甲"), (1, 1, 1, 1, "内乙"), (2, 0, 1, 2, "末行"),
        ],
        "表\t外",
    ]  # fmt: skip


def test_items_of_a_list_in_a_table_count_once_for_each_cell() -> None:
    numbered = sprm(0x460B, struct.pack("<H", 1))
    paragraphs = [Paragraph([text], IN_TABLE + numbered, "\x07") for text in ("甲", "乙")]
    paragraphs += [Paragraph([], IN_TABLE + ROW_END + numbered, "\x07"), Paragraph(["丙"], numbered)]
    parts = {"lists": list_heads((7, True)), "levels": level("%1."), "uses": list_uses((7, []))}
    assert opened(Doc(paragraphs, **parts)).pages[0].text == "1. 甲\t2. 乙\n3. 丙\n"  # type: ignore[arg-type]


# -- fields ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["共\x13PAGE\x143\x15页"], ["共3页"]),
        (["共\x13PAGE\x15页"], ["共页"]),
        (["\x13IF \x13PAGE\x141\x15 = 1\x14首页\x15。"], ["首页。"]),
        (["\x13IF a\x14外\x13PAGE\x142\x15内\x15。"], ["外2内。"]),
        (["甲\x13TOC\x14目录一", "目录二\x15乙"], ["甲目录一", "目录二乙"]),
        (["甲\x15乙\x14丙"], ["甲乙丙"]),
        (["前\x13 EMBED Equation.3 \x14图\x15后"], ["前图后"]),
        (["\x13eq \\o\\ac(○,3)\x15"], ["③"]),
    ],
)
def test_fields_show_what_they_came_to(texts: list[str], shown: list[str]) -> None:
    assert lines(Doc([Paragraph([text]) for text in texts])) == shown


def form(kind: int, chosen: int, usual: int = 0, choices: Sequence[str] = (), extra: int = 0) -> bytes:
    """A form field in the stream "Data", behind a head of 8 bytes."""

    def text(value: str) -> bytes:
        return struct.pack("<H", len(value)) + value.encode("utf-16-le") + b"\0\0"

    made = struct.pack("<IH", 0xFFFFFFFF, kind | chosen << 2) + bytes(4) + text("名字") + struct.pack("<H", usual)
    if kind == 2:
        made += b"".join(text(word) for word in ("a", "", "说明", "", "")) + struct.pack(
            "<HHH", 0xFFFF, len(choices), extra
        )
        made += b"".join(struct.pack("<H", len(word)) + word.encode("utf-16-le") + bytes(extra) for word in choices)
    return struct.pack("<IHH", 8 + len(made), 8, 0) + made


@pytest.mark.parametrize(
    ("made", "shown"),
    [
        (form(1, 1), "☑"),
        (form(1, 0), "☐"),
        (form(1, 25, usual=1), "☑"),
        (form(1, 25, usual=0), "☐"),
        (form(1, 0, usual=1), "☐"),
        (form(2, 0, choices=["数量指标", "质量指标"]), "数量指标"),
        (form(2, 1, choices=["数量指标", "质量指标"]), "质量指标"),
        (form(2, 25, usual=1, choices=["数量指标", "质量指标"], extra=2), "质量指标"),
        (form(2, 2, choices=["数量指标", "质量指标"]), ""),
        (form(2, 0), ""),
        (form(0, 1), ""),
        (form(3, 1), ""),
    ],
)
def test_form_fields_show_what_is_ticked_or_chosen(made: bytes, shown: str) -> None:
    sign = Run("\x01", sprm(0x6A03, struct.pack("<I", 4)) + sprm(0x0806))
    word = "CHECKBOX" if made[14] & 1 else "DROPDOWN"
    texts = ["类型：\x13FORM" + word + " ", sign, "\x14     \x15。"]
    assert lines(Doc([Paragraph(texts)], data=b"head" + made)) == [f"类型：{shown}     。"]
