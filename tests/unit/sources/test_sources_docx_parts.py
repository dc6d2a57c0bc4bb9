"""Word documents by their parts: form fields, fields without results, text in fonts of symbols, look of characters, alternatives."""

from __future__ import annotations

import pytest
from word_files import blocks, grids, opened, p, t, tbl, tc, tr

from reviewer.sources.docx_body import _char


def text(*runs: str, **parts: str) -> str:
    """The text of one paragraph."""
    return opened(p(*runs), **parts).pages[0].text.removesuffix("\n")


def field(code: str, *result: str, data: str = "") -> str:
    """A field with its instruction; `result` are the runs that show what it came to."""
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
    made = f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>"
    made += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + "".join(result) if result else ""
    return made + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def choice(inside: str) -> str:
    entries = "".join(f'<w:listEntry w:val="{word}"/>' for word in ("数量", "质量", "时效"))
    return field("FORMDROPDOWN", data=f"<w:ffData><w:ddList>{inside}{entries}</w:ddList></w:ffData>")


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("", "数量"),
        ('<w:result w:val="1"/>', "质量"),
        ('<w:result w:val="2"/><w:default w:val="1"/>', "时效"),
        ('<w:default w:val="1"/>', "质量"),
        ('<w:result w:val="3"/>', ""),
        ('<w:result w:val="x"/>', ""),
        ("<w:result/>", "数量"),
    ],
)
def test_a_list_shows_what_is_chosen_or_what_it_begins_with(inside: str, shown: str) -> None:
    assert text("类型：", choice(inside), "指标") == f"类型：{shown}指标"


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("<w:checked/>", "☑"), ('<w:checked w:val="1"/>', "☑"), ('<w:checked w:val="0"/>', "☐"), ('<w:default w:val="1"/>', "☑"),
        ("", "☐"),
        ('<w:default w:val="1"/><w:checked w:val="0"/>', "☐"), ('<w:default w:val="false"/>', "☐"),
    ],
)  # fmt: skip
def test_a_box_to_tick(inside: str, shown: str) -> None:
    data = f"<w:ffData><w:checkBox>{inside}</w:checkBox></w:ffData>"
    assert text(field("FORMCHECKBOX", data=data), "新增") == f"{shown}新增"


def test_fields_within_fields_and_without_results() -> None:
    assert text("共", field("PAGE", t("3")), "页") == "共3页"
    assert text("共", field("PAGE"), "页") == "共页"
    assert text(field("eq \\o\\ac(○,3)"), "次") == "③次"
    inner = field("PAGE", t("1"))
    assert text(field(f"</w:instrText></w:r>{inner}<w:r><w:instrText> = 1", t("首页")), "。") == "首页。"
    assert text(field("IF", t("外"), field("PAGE", t("2"), "<w:r><w:tab/></w:r>"), t("内"))) == "外2\t内"
    assert (
        text(
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "甲",
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            "乙",
        )
        == "甲乙"
    )
    assert text('<w:fldSimple w:instr=" PAGE "><w:r><w:t>3</w:t></w:r></w:fldSimple>') == "3"
    assert text('<w:fldSimple w:instr="eq \\o\\ac(○,3)"><w:r><w:t> </w:t></w:r></w:fldSimple>').strip() == "③"


def test_fields_whose_marks_are_hidden_or_in_capitals() -> None:
    """Hidden marks count, or the text behind them would be taken for an instruction."""
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    begin, parted, end = (
        f'<w:r>{hidden}<w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    assert text(begin, f"<w:r>{hidden}<w:instrText>PAGE</w:instrText></w:r>", parted, "3", end, "页") == "3页"
    small = field("PAGE \\* lower", t("km", "<w:caps/>"))
    assert text(small, t("kg", "<w:caps/>")) == "KMKG"


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        ((t("甲\n乙"),), "甲 乙"),
        ((t("\uf0b3"),), "≥"),
        ((t("\uf0fe", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'),), "☑"),
        ((t("a\uf0b3中", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'),), "α≥中"),
        ((t("x2", '<w:vertAlign w:val="superscript"/>'),), "x²"),
        (("x", t("2", '<w:vertAlign w:val="subscript"/>')), "x₂"),
        ((t("a", "<w:smallCaps/>"), t("b", '<w:caps w:val="0"/>')), "Ab"),
        ((t("甲", "<w:strike/>"), t("乙", "<w:dstrike/>"), t("丙", '<w:strike w:val="false"/>')), "丙"),
        (('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "甲"), "☑甲"),
        (('<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t></w:r>',), "甲\n乙-丙"),
    ],
)  # fmt: skip
def test_how_characters_look(runs: tuple[str, ...], shown: str) -> None:
    assert text(*runs) == shown


@pytest.mark.parametrize(
    ("code", "char"),
    [
        ("0020", " "),
        ("001F", ""),
        ("D7FF", "\ud7ff"),
        ("D800", ""),
        ("DFFF", ""),
        ("E000", "\ue000"),
        ("FFFD", "\ufffd"),
        ("FFFE", ""),
        ("x", ""),
        ("", ""),
    ],
)
def test_the_number_of_a_sign(code: str, char: str) -> None:
    assert _char(code) == char


def test_what_newer_programs_show_stands_once() -> None:
    newer, older = "<mc:Choice Requires='wps'><w:t>新</w:t></mc:Choice>", "<mc:Fallback><w:t>旧</w:t></mc:Fallback>"
    assert text(f"<w:r><mc:AlternateContent>{newer}{older}</mc:AlternateContent></w:r>", "甲") == "新甲"
    assert text(f"<w:r><mc:AlternateContent>{older}</mc:AlternateContent></w:r>", "甲") == "旧甲"


def test_a_deleted_end_of_a_paragraph_joins_it_to_the_next() -> None:
    joined = "<w:rPr><w:del/></w:rPr>"
    for mark in (joined, "<w:rPr><w:moveFrom/></w:rPr>"):
        found = opened(p("甲", properties=mark) + p("乙") + p("丙"))
        assert blocks(found) == ["甲乙", "丙"]
    assert blocks(opened(p("甲", properties="<w:rPr><w:b/></w:rPr>") + p("乙"))) == ["甲", "乙"]
    assert blocks(opened(p("甲") + p("乙", properties=joined))) == ["甲", "乙"], "the last one"


@pytest.mark.parametrize(
    ("width", "points"),
    [("1000", 50), ("72pt", 72), ("1in", 72), ("2.54cm", 72), ("25.4mm", 72), ("0", 0), ("-5", 0), ("x", 0)],
)
def test_widths_of_columns_in_any_unit(width: str, points: float) -> None:
    body = tbl(tr(tc("甲"), tc("乙"))).replace(
        "<w:tblGrid>", f'<w:tblGrid><w:gridCol w:w="{width}"/><w:gridCol w:w="{width}"/>'
    )
    (grid,) = grids(opened(body))
    assert grid.widths == ((points, points) if points else ())
