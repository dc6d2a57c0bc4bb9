"""Word documents: what a clerk sees in Word, with its tables, is what is read."""

from __future__ import annotations

import io
import zipfile

import pytest
from word_files import STRICT, blocks, cells, document, docx, grids, opened, p, t, tbl, tc, tr

from reviewer.base.i18n import use_language
from reviewer.sources.registry import SourceError, source_from_bytes


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def shown(body: str, **parts: str) -> str:
    return opened(body, **parts).pages[0].text


# -- text and tables in order ---------------------------------------------------------------------------------------


def test_text_and_tables_in_reading_order() -> None:
    source = opened(
        p("青禾市水务局绩效目标表") + p("单位：万元") + tbl(tr("项目", "金额"), tr("清淤", "20.5")) + p("注：含税")
    )
    assert source.format == "docx"
    assert source.pages[0].text == "青禾市水务局绩效目标表\n单位：万元\n项目\t金额\n清淤\t20.5\n注：含税\n"
    assert blocks(source) == [
        "青禾市水务局绩效目标表",
        "单位：万元",
        [(0, 0, 1, 1, "项目"), (0, 1, 1, 1, "金额"), (1, 0, 1, 1, "清淤"), (1, 1, 1, 1, "20.5")],
        "注：含税",
    ]


def test_paragraphs_of_a_cell_are_its_lines_and_empty_cells_keep_their_place() -> None:
    source = opened(tbl(tr(tc(p("一、") + p("二、")), "", "丙"), tr("", "乙", "")))
    assert source.pages[0].text.startswith("一、\n二、")
    assert cells(grids(source)[0], source)[1:] == [
        (0, 1, 1, 1, ""),
        (0, 2, 1, 1, "丙"),
        (1, 0, 1, 1, ""),
        (1, 1, 1, 1, "乙"),
        (1, 2, 1, 1, ""),
    ]
    assert source.pages[0].text.endswith("\t\t丙\n\t乙\n")


def test_breaks_tabs_and_hyphens() -> None:
    run = "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>2024</w:t><w:noBreakHyphen/><w:t>2026</w:t><w:softHyphen/></w:r>"
    assert blocks(opened(p(run))) == ["甲\t乙", "2024-2026"]
    assert shown(tbl(tr(tc(p(run)), "右"))) == "甲 乙\n2024-2026\t右\n"


def test_merged_cells() -> None:
    body = tbl(
        tr(tc("项目资金", '<w:gridSpan w:val="2"/>'), tc("金额", '<w:vMerge w:val="restart"/>')),
        tr("年度", "其中", tc("", "<w:vMerge/>")),
        tr("70.4", "14.4", tc("万元", '<w:vMerge w:val="restart"/>')),
        tr(tc("横", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("不见", '<w:vMerge w:val="continue"/>')),
        widths=(1000, 2000, 3000),
    )
    source = opened(body)
    grid = grids(source)[0]
    assert cells(grid, source) == [
        (0, 0, 1, 2, "项目资金"),
        (0, 2, 2, 1, "金额"),
        (1, 0, 1, 1, "年度"),
        (1, 1, 1, 1, "其中"),
        (2, 0, 1, 1, "70.4"),
        (2, 1, 1, 1, "14.4"),
        (2, 2, 2, 1, "万元"),
        (3, 0, 1, 2, "横"),
    ]
    assert (grid.rows, grid.columns, grid.widths) == (4, 3, (50.0, 100.0, 150.0))


def test_of_a_property_that_a_cell_states_twice_the_first_counts() -> None:
    twice = '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/><w:gridSpan w:val="3"/><w:vMerge/>'
    source = opened(tbl(tr(tc("甲", twice), "乙"), tr(tc("", '<w:gridSpan w:val="2"/><w:vMerge/>'), "丙")))
    (grid,) = grids(source)
    assert [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells] == [
        (0, 0, 2, 2), (0, 2, 1, 1), (1, 2, 1, 1),
    ]  # fmt: skip


def test_a_merge_that_continues_nothing_is_a_cell_of_its_own() -> None:
    source = opened(tbl(tr("甲", "乙"), tr(tc("丙", "<w:vMerge/>"), "丁")))
    assert (1, 0, 1, 1, "丙") in cells(grids(source)[0], source)


def test_rows_that_begin_further_right_and_widths_from_cells() -> None:
    wide = '<w:tcW w:w="600" w:type="dxa"/>'
    source = opened(tbl(tr(tc("甲", wide), tc("乙", wide)), tr("丙", properties='<w:gridBefore w:val="1"/>')))
    assert cells(grids(source)[0], source)[-1] == (1, 1, 1, 1, "丙")
    assert grids(source)[0].widths == (30.0, 30.0)


def test_a_table_in_a_cell_divides_it() -> None:
    inner = tbl(tr("一级", "二级"), tr("产出", "数量"), widths=(1000, 1000))
    source = opened(tbl(tr("绩效指标", tc(p("如下") + inner + p(""))), tr("年度", "2024"), widths=(2000, 2000)))
    assert cells(grids(source)[0], source) == [
        (0, 0, 3, 1, "绩效指标"),
        (0, 1, 1, 2, "如下"),
        (1, 1, 1, 1, "一级"),
        (1, 2, 1, 1, "二级"),
        (2, 1, 1, 1, "产出"),
        (2, 2, 1, 1, "数量"),
        (3, 0, 1, 1, "年度"),
        (3, 1, 1, 2, "2024"),
    ]
    assert grids(source)[0].widths == (100.0, 50.0, 50.0)


def test_tables_side_by_side_in_cells_keep_their_rows_together() -> None:
    long, short = tbl(tr("一"), tr("二"), tr("三")), tbl(tr("甲", "乙"))
    source = opened(tbl(tr(tc(long), tc(short)), tr("末", "尾")))
    found = cells(grids(source)[0], source)
    assert [(row, rows) for row, _, rows, _, text in found if text in ("一", "二", "三")] == [(0, 1), (1, 1), (2, 1)]
    assert [(row, rows) for row, _, rows, _, text in found if text in ("甲", "乙")] == [(0, 3), (0, 3)]


def test_a_table_of_one_cell_is_a_frame() -> None:
    assert blocks(opened(tbl(tr(tc(p("标题") + tbl(tr("甲", "乙"))))))) == [
        "标题",
        [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")],
    ]


# -- what is not text as it stands -----------------------------------------------------------------------------------


def test_content_controls_around_text_cells_rows_and_tables() -> None:
    def sdt(inside: str, properties: str = "") -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    hint = sdt(t("单击此处输入"), "<w:showingPlcHdr/>")
    table = tbl(sdt(tr(sdt(tc("甲")), tc(sdt(p("乙"))))), tr("丙", tc(p(sdt(t("丁")), hint))))
    assert shown(sdt(p("首") + table)) == "首\n甲\t乙\n丙\t丁\n"


def test_tracked_changes_are_read_as_accepted() -> None:
    gone = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:moveFrom>" + t("移走") + "</w:moveFrom>"
    new = "<w:ins>" + t("新") + "</w:ins><w:moveTo>" + t("移来") + "</w:moveTo>"
    assert shown(p(t("前"), gone, new)) == "前新移来\n"
    joined = p("上半", properties="<w:rPr><w:del/></w:rPr>") + p("下半")
    assert shown(joined) == "上半下半\n"
    assert (
        shown(tbl(tr("甲", "一"), tr("删", "二", properties="<w:del/>"), tr("新", "三", properties="<w:ins/>")))
        == "甲\t一\n新\t三\n"
    )


def test_hidden_text_is_left_out() -> None:
    styles = '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p(t("见"), t("不见", "<w:vanish/>"), t("也见", '<w:vanish w:val="0"/>'), t("不见", '<w:rStyle w:val="H"/>'))
    assert shown(body, styles=styles) == "见也见\n"
    assert shown(tbl(tr("甲", "乙"), tr("丙", "丁", properties="<w:hidden/>"))) == "甲\t乙\n"


def field(instruction: str, result: str, data: str = "") -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}">{data if kind == "begin" else ""}</w:fldChar></w:r>'

    middle = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>" + (mark("separate") + t(result) if result else "")
    return mark("begin") + middle + mark("end")


def test_fields_show_their_results() -> None:
    assert shown(p(t("共"), field("=SUM(ABOVE)", "20.5"), t("万元"))) == "共20.5万元\n"
    nested = field("IF " + "</w:instrText></w:r>" + field("PAGE", "7") + "<w:r><w:instrText>", "真")
    assert shown(p(t("甲"), nested, t("乙"))) == "甲真乙\n"
    assert shown(p('<w:fldSimple w:instr="DATE">' + t("2024年") + "</w:fldSimple>")) == "2024年\n"


def test_boxes_to_tick_and_lists_to_choose_from() -> None:
    def box(state: str) -> str:
        return field("FORMCHECKBOX", "", f"<w:ffData><w:checkBox>{state}</w:checkBox></w:ffData>")

    entries = '<w:listEntry w:val="经常性项目"/><w:listEntry w:val="一次性项目"/>'
    choice = field("FORMDROPDOWN", "", f'<w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>')
    body = p(box("<w:checked/>"), t("是"), box('<w:default w:val="0"/>'), t("否 "), choice)
    assert shown(body) == "☑是☐否 一次性项目\n"


def test_text_boxes_stand_once_after_their_paragraph() -> None:
    content = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp>"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert blocks(opened(p(t("前"), drawn, t("后")))) == ["前后", "框内"]
    assert shown(tbl(tr(tc(p(t("格"), drawn)), "右"))) == "格\n框内\t右\n"


def test_signs_of_symbol_fonts() -> None:
    signs = '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>95%</w:t><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>'
    assert shown(p(signs, t("\uf0a3", '<w:rFonts w:ascii="Symbol"/>'), t("5"))) == "≥95%☑≤5\n"


def test_links_and_phonetic_guides() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{t('qing')}</w:rt><w:rubyBase>{t('青')}</w:rubyBase></w:ruby></w:r>"
    assert shown(p(f'<w:hyperlink r:id="x">{t("附件")}</w:hyperlink>', ruby)) == "附件青\n"


# -- numbers of lists ------------------------------------------------------------------------------------------------


def level(depth: int, style: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


NUMBERING = (
    '<w:abstractNum w:abstractNumId="5">'
    + level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>')
    + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    + level(2, "bullet", "\uf06c")
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def item(text: str, list_id: int = 1, depth: int = 0) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_numbers_of_lists_are_text_that_the_clerk_sees() -> None:
    body = (
        item("甲")
        + item("甲一", depth=1)
        + item("甲二", depth=1)
        + item("乙")
        + item("乙一", depth=1)
        + item("点", depth=2)
    )
    assert shown(body, numbering=NUMBERING) == "一、甲\n1.1 甲一\n1.2 甲二\n二、乙\n2.1 乙一\n• 点\n"


def test_numbers_that_are_hidden_are_counted_and_not_seen() -> None:
    hidden = NUMBERING.replace('<w:suff w:val="nothing"/>', '<w:suff w:val="nothing"/><w:rPr><w:vanish/></w:rPr>')
    body = item("甲") + item("甲一", depth=1) + item("乙") + item("乙一", depth=1)
    assert shown(body, numbering=hidden) == "甲\n1.1 甲一\n乙\n2.1 乙一\n"
    assert shown(item("甲"), numbering=hidden.replace("<w:vanish/>", '<w:vanish w:val="0"/>')) == "一、甲\n"


def test_a_list_that_begins_anew_and_one_that_is_switched_off() -> None:
    body = item("甲") + item("乙", 2) + item("丙", 2) + item("丁", 0)
    assert shown(body, numbering=NUMBERING) == "一、甲\n一、乙\n二、丙\n丁\n"


def test_a_style_may_number_its_paragraphs() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    body = p("甲", properties='<w:pStyle w:val="A"/>') + p("乙", properties='<w:pStyle w:val="B"/>')
    assert shown(body, numbering=NUMBERING, styles=styles) == "一、甲\n二、乙\n"


# -- around the body -------------------------------------------------------------------------------------------------


def test_headers_are_told_of_and_page_numbers_are_not() -> None:
    source = opened(p("正文"), header=p("附件2"), footer=p("第 1 页"))
    assert source.pages[0].text == "正文\n"
    assert source.notes == ("Headers and footers of the pages are left out: 附件2",)


def test_a_header_stands_above_a_table_that_has_no_heading() -> None:
    source = opened(tbl(tr("项目", "金额"), tr("清淤", "2")), header=p("青禾市水务局绩效目标表"))
    assert source.pages[0].text == "青禾市水务局绩效目标表\n项目\t金额\n清淤\t2\n"
    assert source.notes == ()


def test_footnotes_stand_at_the_end() -> None:
    notes = f'<w:footnote w:id="1">{p("含上年结转")}</w:footnote>'
    assert shown(p("正文"), footnotes=notes) == "正文\n含上年结转\n"


def test_a_file_inside_the_document_is_told_of() -> None:
    assert "inside it" in opened(p("正文") + '<w:altChunk r:id="x"/>').notes[0]


def test_strict_documents_and_documents_with_macros() -> None:
    body = tbl(tr(tc("甲", '<w:gridSpan w:val="2"/>')), tr("乙", "丙"))
    strict = source_from_bytes("表.docx", docx(body, space=STRICT))
    macros = source_from_bytes("表.docm", docx(body, more={"word/vbaProject.bin": b"Sub AutoOpen"}))
    assert blocks(strict) == blocks(macros) == [[(0, 0, 1, 2, "甲"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "丙")]]


def test_characters_beyond_the_basic_plane_count_as_one() -> None:
    assert blocks(opened(tbl(tr("𠀀镇", "乙"), tr("丙", "丁")))) == [
        [(0, 0, 1, 1, "𠀀镇"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "丙"), (1, 1, 1, 1, "丁")]
    ]


@pytest.mark.parametrize("name", ["表.doc", "表.txt", "表"])
def test_the_content_counts_and_not_the_suffix(name: str) -> None:
    assert source_from_bytes(name, docx(p("正文"))).format == "docx"


@pytest.mark.parametrize(
    ("body", "says"),
    [("", "empty"), (p("　 "), "empty"), (p("<w:r><w:drawing/></w:r>"), "pictures"), (tbl(tr("", "")), "empty")],
)
def test_a_document_without_text(body: str, says: str) -> None:
    with pytest.raises(SourceError) as error:
        opened(body)
    assert says in str(error.value)
    assert document("").startswith("<?xml")


def test_a_package_written_out_in_one_file() -> None:
    """As Word saves “Word XML document”: every part as an element, pictures in base 64."""
    with zipfile.ZipFile(io.BytesIO(docx(tbl(tr("合格率", "≥98%")), styles="<w:style/>"))) as package:
        parts = {name: package.read(name) for name in package.namelist() if name.startswith(("word/", "_rels/"))}
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    inside = "".join(
        f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{data.decode().partition("?>")[2] or data.decode()}</pkg:xmlData></pkg:part>'
        for name, data in parts.items()
    )
    inside += '<pkg:part pkg:name="/word/media/a.png"><pkg:binaryData>iVBORw==</pkg:binaryData></pkg:part>'
    head = '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    whole = f'{head}<pkg:package xmlns:pkg="{space}">{inside}</pkg:package>'
    (grid,) = grids(source_from_bytes("表.xml", whole.encode()))
    assert len(grid.cells) == 2
    with pytest.raises(SourceError, match="damaged"):
        source_from_bytes("表.xml", f'{head}<pkg:package xmlns:pkg="{space}"></pkg:package>'.encode())
