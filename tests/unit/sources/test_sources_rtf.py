"""RTF in the forms that programs write: code pages, numbers of characters, tables with merges, fields, what is not shown."""

from __future__ import annotations

import contextlib
import random

import pytest
from word_files import grids

from reviewer.base.i18n import use_language
from reviewer.model.source import Grid, Note, Source
from reviewer.sources.registry import SourceError, source_from_bytes

FONTS = (
    rb"{\fonttbl{\f0\fnil\fcharset0 Arial;}{\f1\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f2\ftech\fcharset2 Wingdings;}"
    rb"{\f3\fcharset2 Symbol;}}{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}}{\*\generator x;}{\info{\title no}}"
)


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def opened(inside: bytes, page: int = 936) -> Source:
    return source_from_bytes("表.rtf", rb"{\rtf1\ansi\ansicpg%d\deff0" % page + FONTS + inside + b"}")


def text(inside: bytes) -> str:
    return opened(inside).pages[0].text.strip()


def gbk(words: str) -> bytes:
    return b"".join(b"\\'%02x" % byte if byte > 127 else bytes((byte,)) for byte in words.encode("gbk"))


def wide(words: str) -> bytes:
    return b"".join(b"\\u%d?" % (ord(c) - 65536 if ord(c) > 32767 else ord(c)) for c in words)


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        (rb"\pard\f1 " + gbk("绩效目标表ab"), "绩效目标表ab"),
        (rb"\pard " + gbk("绩效"), "绩效"),
        (rb"\pard\f0 " + wide("指标，≥98%"), "指标，≥98%"),
        (rb"\pard\uc0\u25351 \u26631 x", "指标x"),
        (rb"\pard{\uc2 \u25351\'d6\'b8}\u26631?", "指标"),
        (rb"\pard a\tab b\line c\~d\_e\emdash f\{g\}", "a\tb\nc d-e—f{g}"),
        (rb"\pard\f2 \'fe\'a8{\f0 A}\f2 R", "☑☐A☼"),
        (rb"\pard\f3\u-3917?", "≥"),
        (rb"\pard 10{\super 3}, CO{\sub 2}", "10³, CO₂"),
        (rb"\pard a{\v hidden}{\*\unknown more}{\pict 00ff}{\header top}b", "ab"),
        (rb"\pard {\listtext 1.}first", "1.first"),
        (rb"\pard {\field{\*\fldinst PAGE}{\fldrslt 3}}x", "3x"),
        (rb"\pard {\field{\*\fldinst{ eq \\o\\ac(" + gbk("□,√") + rb") }}{\fldrslt }}" + gbk("新增"), "☑新增"),
        (rb"\pard {\caps 5km}{\scaps kw}kg{\caps\plain m}", "5KMKWkgm"),
        (rb"\pard {\field{\*\fldinst SYMBOL 254 \\f Wingdings}}x", "☑x"),
    ],
)
def test_texts(inside: bytes, shown: str) -> None:
    assert text(inside) == shown


def test_struck_out_text_is_left_out_and_said() -> None:
    found = opened(rb"\pard {\strike >=90%}\strike0 >=98%")
    assert found.pages[0].text.strip() == ">=98%"
    assert [note.code for note in found.notes if isinstance(note, Note)] == ["struck out"]


def row(*cells: str, edges: tuple[int, ...] = (2000, 4000, 6000), flags: tuple[bytes, ...] = (b"", b"", b"")) -> bytes:
    defined = b"".join(
        flag + rb"\clbrdrt\brdrs\clftsWidth3\clwWidth2000\cellx%d" % edge
        for edge, flag in zip(edges, flags, strict=True)
    )
    filled = b"".join(rb"\pard\intbl\f1 " + rb"\par ".join(map(gbk, cell.split("\n"))) + rb"\cell" for cell in cells)
    return rb"\trowd\trgaph108\trleft0" + defined + filled + rb"\row"


def test_tables_with_merges_and_lines_in_cells() -> None:
    source = opened(
        rb"\pard\f1 " + gbk("目标表") + rb"\par"
        + row("一级", "名称", "指标值")
        + row("产出", "甲\n乙", "≥3", flags=(rb"\clvmgf", b"", b""))
        + row("", "丙", "≥4", flags=(rb"\clvmrg", b"", b""))
        + row("合计", "", "5", flags=(rb"\clmgf", rb"\clmrg", b""))
        + row("备注", "无", edges=(2000, 6000), flags=(b"", b""))
        + rb"\pard\f1 " + gbk("后")
    )  # fmt: skip
    grid = next(block for block in source.pages[0].blocks if isinstance(block, Grid))
    found = {(c.row, c.column, c.row_span, c.column_span): source.text(c.spans) for c in grid.cells}
    assert found[1, 0, 2, 1] == "产出"
    assert found[1, 1, 1, 1] == "甲\n乙"
    assert found[3, 0, 1, 2] == "合计"
    assert found[4, 1, 1, 2] == "无"
    assert (grid.rows, grid.columns) == (5, 3)
    assert source.pages[0].text.split("\n")[0] == "目标表"
    assert source.pages[0].text.strip().split("\n")[-1] == "后"


def test_numbers_and_text_boxes_in_a_cell_leave_it_whole() -> None:
    number = rb"{\listtext\pard\plain\f1 %d.\tab}"
    goal = number % 1 + gbk("甲") + rb"\par" + number % 2 + gbk("乙")
    box = (
        rb"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt\pard\plain\f1 "
        + gbk("丙")
        + rb"\par}}{\shprslt "
        + gbk("丙")
        + rb"}}"
    )
    inside = row("目标", "值", edges=(2000, 4000), flags=(b"", b""))
    assert text(inside.replace(gbk("值"), goal)) == "目标\t1. 甲\n2. 乙"
    assert text(inside.replace(gbk("值"), box)).split() == ["目标", "丙"]
    assert text(inside.replace(gbk("值"), box) + rb"\pard\f1 " + gbk("后")).split("\n")[-1] == "后"


def test_two_tables_with_a_line_between_them() -> None:
    source = opened(row("甲", "乙", "丙") + rb"\pard\f1 " + gbk("中间") + rb"\par" + row("丁", "戊", "己"))
    assert len(grids(source)) == 2


def test_a_table_in_a_cell_is_a_table() -> None:
    """As Word and LibreOffice write it: the inner rows are defined behind them, the outer one before or behind."""

    def inner(*cells: str) -> bytes:
        filled = b"".join(rb"\pard\intbl\itap2\f1 " + gbk(cell) + rb"\nestcell" for cell in cells)
        return filled + rb"{\*\nesttableprops\trowd\cellx1500\cellx3000\nestrow}{\nonesttables\par}"

    cell = (
        rb"\pard\intbl\f1 " + gbk("如下") + rb"\par" + inner("走访", "≥3次") + inner("核查", "≥4次") + rb"\pard\intbl"
    )
    outer = rb"\trowd\cellx2000\cellx6000"
    first = rb"\pard\intbl\f1 " + gbk("养护") + rb"\cell"
    for start, end in ((outer, b""), (b"", outer), (outer, outer)):
        source = opened(
            row("项目", "内容", edges=(2000, 6000), flags=(b"", b""))
            + start
            + first
            + cell
            + rb"\cell"
            + end
            + rb"\row\pard"
        )
        (grid,) = grids(source)
        found = {source.text(one.spans): (one.row, one.row_span) for one in grid.cells}
        assert [found[said][0] for said in ("项目", "如下", "走访", "核查")] == [0, 1, 2, 3]
        assert found["≥3次"][0] == found["走访"][0]
        assert found["≥4次"][0] == 3
        assert found["养护"] == (1, 3)


def test_equations_of_an_editor_are_said_with_what_stands_before_them() -> None:
    found = opened(
        rb"\pard\f1 " + gbk("不少于") + rb"{\object\objemb{\*\objclass Equation.3}{\*\objdata 0105}{\result x}}"
    )
    assert [(note.code, "“不少于”" in note) for note in found.notes if isinstance(note, Note)] == [
        ("part not read", True)
    ]


def test_empty_pictured_and_damaged_ones() -> None:
    with pytest.raises(SourceError, match="empty"):
        opened(rb"\pard\par")
    with pytest.raises(SourceError, match="pictures and no text"):
        opened(rb"\pard{\pict\pngblip 89504e47}\par")
    with pytest.raises(SourceError, match="damaged"):
        opened(b"{" * 5000 + b"x")


def test_anything_is_read_or_refused_with_a_sentence() -> None:
    whole = rb"{\rtf1\ansi\ansicpg936" + FONTS + row("甲", "乙", "丙") * 5 + b"}"
    numbers = random.Random(5)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(8):
            data[numbers.randrange(8, len(data))] = numbers.randrange(256)
        with contextlib.suppress(SourceError):
            source_from_bytes("表.rtf", bytes(data[: numbers.randrange(20, len(data))]))


def noted(source: Source) -> list[str]:
    return [note.code for note in source.notes if isinstance(note, Note)]


def test_white_on_white_is_left_out_and_said() -> None:
    colours = rb"{\colortbl;\red255\green255\blue255;\red255\green0\blue0;}"
    inside = rb"\pard a{\cf1 b}\cf2 c\cf1 d\plain e"
    found = source_from_bytes("a.rtf", rb"{\rtf1\ansi" + colours + inside + b"}")
    assert (found.pages[0].text.strip(), noted(found)) == ("ace", ["white text"])
    shaded = source_from_bytes("a.rtf", rb"{\rtf1\ansi" + colours + rb"\pard\cbpat2 " + inside + b"}")
    assert (shaded.pages[0].text.strip(), noted(shaded)) == ("abcde", [])


def test_a_large_picture_beside_text_is_said_once() -> None:
    picture = rb"{\*\shppict{\pict\picw800\pich600\picwgoal9000\pichgoal7000\pngblip 00}}"
    picture += (
        rb"{\nonshppict{\pict\picwgoal9000\pichgoal7000\wmetafile8 00}}{\pict\picwgoal900\pichgoal700\pngblip 00}"
    )
    found = opened(rb"\pard a" + picture)
    assert noted(found) == ["pictures"]
    assert str(found.notes[0]).startswith("The document holds a large picture")


def test_text_in_utf_8_that_rtf_does_not_know() -> None:
    words = "绩效目标表"
    assert source_from_bytes("a.rtf", rb"{\rtf1\ansi\pard " + words.encode() + b"}").pages[0].text.strip() == words
    assert (
        source_from_bytes("a.rtf", rb"{\rtf1\ansi\ansicpg936\pard " + words.encode("gbk") + b"}").pages[0].text.strip()
        == words
    )


def test_cells_without_a_width_stand_beside_each_other() -> None:
    """Programs that leave the widths to Word write the same edge for all."""
    row = rb"\trowd\cellx0\cellx0\cellx0 \intbl a\cell b\cell c\cell\row"
    (grid,) = grids(opened(row + row.replace(b" a", b" d")))
    assert [(cell.row, cell.column) for cell in grid.cells] == [(r, c) for r in range(2) for c in range(3)]
    assert grid.columns == 3


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        (b"\\pard a\\\nb\\\r\nc", "a\nb\nc"),
        (b"\\pard a\r\nb", "ab"),
        (rb"\pard\u-10176?\u-9216?x", "\U00020000x"),
        (rb"\pard\u-10176?x", "\ufffdx"),
        (rb"\pard\f0\u-3917?\u-4063?\u-3841?\u-4065?\u-3840?", "≥!•" + chr(0xF01F) + chr(0xF100)),
        (rb"\pard\f3\u179?", "≥"),
        (rb"\pard\f1\u179?", "³"),
        (rb"\pard\f0 \'b3", "³"),
        (rb"\pard {\sub 2}x{\super\nosupersub 2}{\super 2\nosupersub 2}", "₂x2²2"),
        (rb"\pard {\strike0 a}{\v0 b}{\caps0 c}", "abc"),
        (rb"\pard {\deleted a}{\striked1 b}{\scaps c}{\super\plain 2}", "C2"),
        (rb"\pard {\*\fldinst PAGE}x", "x"),
        (rb"\pard {\field{\*\fldinst SYMBOL 254 \\f Wingdings}{\fldrslt  }}x", "☑x"),
        (rb"\pard {\field{\*\fldinst PAGE}{\fldrslt {\strike 3}}}x", "x"),
        (rb"\pard\uc3 \u25351 abc\u26631 a\'d6\'b8x", "指标x"),
        (rb"\pard\u25351 {x}", "指x"),
        (rb"\pard{\shp{\*\shpinst{\shptxt\pard in\par}}{\shprslt out}}after", "in\nafter"),
        (rb"before\trowd\cellx2000\cellx4000 \intbl a\cell b\cell\row\pard", "before\na\tb"),
        (rb"\pard  \trowd\cellx2000\cellx4000 \intbl a\cell b\cell\row\pard", "a\tb"),
        (rb"\trowd\cellx2000\cellx4000 \intbl\itap1 a\cell b\cell\row\pard\itap0 c", "a\tb\nc"),
        (rb"\trowd\cellx2000\cellx4000 {\intbl\itap b\cell c\cell\row}\pard c", "b\tc\nc"),
        (rb"\intbl a\cell b\cell\row\pard c", "a\tb\nc"),
        (rb"{\header\trowd\cellx9\intbl h\cell\row}\pard c", "c"),
        (rb"\trowd\cellx2000\cellx4000 \intbl a\cell b{\header\pard x\cell\row}\cell\row\pard", "a\tb"),
    ],
)
def test_further_texts(inside: bytes, shown: str) -> None:
    assert text(inside) == shown


def test_bytes_that_are_none_of_their_fonts_code_page_are_read_in_that_of_the_file() -> None:
    assert opened(rb"\pard\f1 \'ff\'ff", 1252).pages[0].text.strip() == "ÿÿ"
    assert opened(rb"\pard\f1 \'cb\'ce", 1252).pages[0].text.strip() == "宋"
    assert opened(rb"\pard\f1 \'cb\'ce\'ff", 936).pages[0].text.strip() == "宋\ufffd"


def test_text_that_stands_there_in_utf_8() -> None:
    """Which RTF does not know; some programs write it all the same."""
    whole = "{\\rtf1\\ansi\\ansicpg1252 绩效目标≥98%, \\u25351?标 ±}"
    assert source_from_bytes("a.rtf", whole.encode()).pages[0].text.strip() == "绩效目标≥98%, 指标 ±"
    assert (
        source_from_bytes("a.rtf", whole.encode("gb18030").replace(b"1252", b"936"))
        .pages[0]
        .text.strip()
        .startswith("绩效")
    )


def test_other_objects_than_equations_are_not_said() -> None:
    for kind, count in ((b"Equation.3", 1), (b"Excel.Sheet.8", 0)):
        found = opened(rb"\pard x{\object\objemb{\*\objclass " + kind + rb"}{\result y}}")
        assert len(found.notes) == count


@pytest.mark.parametrize(("wide", "high", "is_said"), [(9000, 7000, True), (9000, 300, False), (300, 7000, False)])
def test_pictures_of_some_size_are_said(wide: int, high: int, is_said: bool) -> None:
    """In twentieths of a point."""
    picture = rb"{\pict\picwgoal%d\pichgoal%d\pngblip 00}" % (wide, high)
    assert bool(opened(rb"\pard a" + picture).notes) is is_said
    assert not opened(rb"\pard a{\nonshppict" + picture + b"}").notes


def test_groups_as_deep_as_anybody_writes() -> None:
    assert opened(b"{" * 900 + b"x" + b"}" * 900).pages[0].text.strip() == "x"
