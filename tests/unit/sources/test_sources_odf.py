"""OpenDocument texts and sheets: packages and single files, values that are not written out, what is struck out or hidden."""

from __future__ import annotations

import io
import zipfile

import pytest

from reviewer.base.i18n import use_language
from reviewer.model.source import Grid, Note, Source
from reviewer.sources.registry import SourceError, source_from_bytes

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
                      ("number", "datastyle"), ("svg", "svg-compatible"), ("fo", "xsl-fo-compatible"))
)  # fmt: skip


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def packed(kind: str, body: str, styles: str = "", typed: bool = True) -> bytes:
    out = io.BytesIO()
    content = (
        f"<office:document-content {_SPACES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
    )
    with zipfile.ZipFile(out, "w") as package:
        if typed:
            package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        package.writestr(
            "content.xml", f"{content}<office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
        )
    return out.getvalue()


def flat(kind: str, body: str, styles: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?><office:document {_SPACES} office:mimetype="application/vnd.oasis.opendocument.{kind}">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document>"
    ).encode()


def rows(source: Source) -> list[list[str]]:
    grid = next(block for block in source.pages[0].blocks if isinstance(block, Grid))
    found = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        found[cell.row][cell.column] = source.text(cell.spans)
    return found


def cell(inside: str = "", more: str = "") -> str:
    return f"<table:table-cell {more}>{inside}</table:table-cell>"


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


STYLES = """
<number:number-style style:name="N1"><number:text>≥</number:text><number:number number:decimal-places="1" number:min-integer-digits="1"
 number:grouping="true"/></number:number-style>
<number:percentage-style style:name="N2"><number:number number:decimal-places="0" number:min-integer-digits="1"/>
<number:text>%</number:text>
</number:percentage-style>
<number:date-style style:name="N3"><number:year number:style="long"/><number:text>年</number:text><number:month/>
<number:text>月</number:text>
</number:date-style>
<style:style style:name="c1" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="c2" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="c3" style:family="table-cell" style:parent-style-name="c4"/>
<style:style style:name="c4" style:family="table-cell" style:data-style-name="N3"/>
<style:style style:name="old" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="up" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="gone" style:family="text"><style:text-properties text:display="none"/></style:style>
"""
SHEET = (
    '<table:table table:name="表"><table:table-column table:default-cell-style-name="c2"/><table:table-column/><table:table-row>'
    + cell("", 'office:value-type="percentage" office:value="0.9"')
    + cell("", 'office:value-type="float" office:value="1234.56" table:style-name="c1"')
    + cell("", 'office:value-type="date" office:date-value="2026-03-05" table:style-name="c3"')
    + "</table:table-row><table:table-row>"
    + cell("", 'office:value-type="float" office:value="120"')
    + cell("", 'office:value-type="percentage" office:value="0.95"')
    + cell("", 'office:value-type="string" office:string-value="甲"')
    + "</table:table-row><table:table-row>"
    + cell(p('<text:span text:style-name="old">≥90%</text:span>≥98%'), 'office:value-type="string"')
    + cell(p('≥80<text:span text:style-name="up">1</text:span>万页'))
    + cell(p("乙<text:line-break/>丙"))
    + "</table:table-row></table:table>"
)


@pytest.mark.parametrize("data", [packed("spreadsheet", SHEET, STYLES), flat("spreadsheet", SHEET, STYLES),
                                  packed("spreadsheet", SHEET, STYLES, typed=False)], ids=["ods", "fods", "no type"])  # fmt: skip
def test_cells_by_value_and_style_where_no_text_is_written(data: bytes) -> None:
    source = source_from_bytes("表.ods", data)
    assert source.format == "ods"
    assert rows(source)[:2] == [["90%", "≥1,234.6", "2026年3月"], ["12000%", "95.00%", "甲"]]
    assert rows(source)[2] == ["≥98%", "≥80¹万页", "乙\n丙"]
    assert [note.code for note in source.notes if isinstance(note, Note)] == ["struck out"]


TEXT = (
    p("绩效目标表")
    + f"<text:list><text:list-item>{p('第一项')}</text:list-item></text:list><table:table><table:table-column/><table:table-header-rows>"
    + f"<table:table-row>{cell(p('一级'))}{cell(p('指标值'))}</table:table-row></table:table-header-rows><table:table-row>"
    + cell(p("产出"), 'table:number-rows-spanned="2"')
    + cell(p("第一行") + p("第二行"))
    + "</table:table-row><table:table-row><table:covered-table-cell/>"
    + cell(p('10<text:span text:style-name="up">3</text:span>吨<text:span text:style-name="gone">说明</text:span>'))
    + f"</table:table-row></table:table>{p('后')}"
)


@pytest.mark.parametrize("data", [packed("text", TEXT, STYLES), flat("text", TEXT, STYLES)], ids=["odt", "fodt"])
def test_a_text_with_a_table(data: bytes) -> None:
    source = source_from_bytes("表.odt", data)
    assert source.format == "odt"
    assert rows(source) == [["一级", "指标值"], ["产出", "第一行\n第二行"], ["", "10³吨"]]
    grid = source.pages[0].blocks[2]
    assert isinstance(grid, Grid)
    assert [(c.row, c.column, c.row_span) for c in grid.cells if c.row_span > 1] == [(1, 0, 2)]
    lines = source.pages[0].text.split("\n")
    assert (lines[0], lines[1], lines[-2]) == ("绩效目标表", "第一项", "后")


def test_boxes_and_pictures_of_a_text() -> None:
    box = f"<draw:frame><draw:text-box>{p('框内')}</draw:text-box></draw:frame>"
    picture = '<draw:frame svg:width="16cm" svg:height="10cm"><draw:image/></draw:frame>'
    source = source_from_bytes("表.odt", packed("text", p(f"段落{box}") + p(picture)))
    assert source.pages[0].text.split() == ["段落", "框内"]
    assert [note.code for note in source.notes if isinstance(note, Note)] == ["pictures"]
    with pytest.raises(SourceError, match="pictures and no text"):
        source_from_bytes("表.odt", packed("text", p(picture)))


@pytest.mark.parametrize(
    ("name", "what"),
    [("ppt/presentation.xml", "presentation"), ("META-INF/container.xml", "e-book"), ("Index/Document.iwa", "Apple")],
)
def test_kinds_that_are_not_read_are_named(name: str, what: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(name, "<a/>")
    with pytest.raises(SourceError, match=what) as error:
        source_from_bytes("表.pptx", out.getvalue())
    assert "damaged" not in str(error.value)


_LOOKS = (
    '<style:style style:name="Base" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="old" style:family="text" style:parent-style-name="Base"/>'
    '<style:style style:name="white" style:family="text"><style:text-properties fo:color="#FFFFFF"/></style:style>'
    '<style:style style:name="hidden" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="up" style:family="text"><style:text-properties style:text-position="33% 58%"/></style:style>'
    '<style:style style:name="none" style:family="text"><style:text-properties style:text-line-through-style="none"/></style:style>'
    '<style:style style:name="struck" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/>'
    '</style:style><style:style style:name="blue" style:family="table-cell"><style:table-cell-properties '
    'fo:background-color="#1f4e79"/><style:text-properties fo:color="#ffffff"/></style:style>'
)


def span(style: str, text: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def test_looks_by_styles_and_what_they_are_based_on() -> None:
    body = p(f"{span('old', '≥90%')}≥98%") + p(f"≥80{span('up', '1')}万页{span('white', '旧')}{span('hidden', '注')}")
    body += p("≤<text:hidden-text text:is-hidden='true'>旧</text:hidden-text>3分")
    source = source_from_bytes("表.odt", packed("text", body, _LOOKS))
    assert source.pages[0].text.strip() == "≥98%\n≥80¹万页\n≤3分"
    assert [note.code for note in source.notes if isinstance(note, Note)] == ["struck out", "white text"]


def test_looks_of_whole_cells() -> None:
    cells = cell(p("合格率")) + cell(p("≥90%"), 'table:style-name="struck"') + cell(p("头"), 'table:style-name="blue"')
    cells += cell("", 'table:style-name="struck" office:value-type="float" office:value="7"') + cell(
        "", 'table:formula="of:=[.A1]"'
    )
    cells += cell(p(span("none", "≥98%")), 'table:style-name="struck"')
    source = source_from_bytes(
        "表.ods",
        packed("spreadsheet", f"<table:table><table:table-row>{cells}</table:table-row></table:table>", _LOOKS),
    )
    assert rows(source) == [["合格率", "", "头", "", "=[.A1]", "≥98%"]]
    assert [note.code for note in source.notes if isinstance(note, Note)] == ["struck out", "no result"]


def test_numbers_of_lists() -> None:
    level = '<text:list-level-style-number text:level="{}" style:num-format="{}" style:num-prefix="{}" style:num-suffix="{}"{}/>'
    levels = level.format(1, "一, 二, 三, ...", "（", "）", "") + level.format(
        2, "1", "", ".", ' text:display-levels="1"'
    )
    styles = f'<text:list-style style:name="L">{levels}</text:list-style>'
    inner = f"<text:list><text:list-item>{p('扫描；')}</text:list-item><text:list-item>{p('著录。')}</text:list-item></text:list>"
    items = f"<text:list-item>{p('加工：')}{inner}</text:list-item><text:list-item>{p('利用。')}</text:list-item>"
    body = f'<text:list text:style-name="L">{items}</text:list>{p("又")}<text:list text:style-name="L" text:continue-numbering="true">'
    body += f"<text:list-item>{p('移交。')}</text:list-item></text:list>"
    source = source_from_bytes("表.odt", packed("text", body, styles))
    assert source.pages[0].text.rstrip().split("\n") == [
        "（一） 加工：",
        "1. 扫描；",
        "2. 著录。",
        "（二） 利用。",
        "又",
        "（三） 移交。",
    ]


def test_equations_stand_where_they_are_printed() -> None:
    math = '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mo>≥</mo><mn>8</mn><mo>×</mo><msup><mn>10</mn><mn>5</mn>'
    math += "</msup><mfrac><mn>3</mn><mn>2</mn></mfrac></mrow><annotation>8 times</annotation></semantics></math>"
    frame = f"<draw:frame><draw:object>{math}</draw:object></draw:frame>"
    source = source_from_bytes("表.odt", packed("text", p(f"减排{frame}吨")))
    assert source.pages[0].text.strip() == "减排≥8×10⁵3/2吨"


def text_of(body: str, styles: str = "") -> list[str]:
    return source_from_bytes("表.odt", packed("text", body, styles)).pages[0].text.split("\n")


def test_sections_and_paragraphs_that_are_not_shown() -> None:
    section = '<text:section text:name="s" {}>' + p("节内") + "</text:section>"
    assert text_of(p("前") + section.format("") + p("后")) == ["前", "节内", "后", ""]
    assert text_of(p("前") + section.format('text:display="true"') + p("后")) == ["前", "节内", "后", ""]
    assert text_of(p("前") + section.format('text:display="none"') + p("后")) == ["前", "后", ""]
    hidden = '<text:hidden-paragraph text:condition="x" text:is-hidden="{}"/>'
    assert text_of(p("前") + p("隐" + hidden.format("true")) + p("后")) == ["前", "后", ""]
    assert text_of(p("前") + p("显" + hidden.format("false")) + p("后")) == ["前", "显", "后", ""]
    gone = '<style:style style:name="gone" style:family="paragraph"><style:text-properties text:display="none"/></style:style>'
    assert text_of(p("前") + '<text:p text:style-name="gone">隐</text:p>' + p("后"), gone) == ["前", "后", ""]


def test_lists_in_lists_and_boxes_in_shapes() -> None:
    inner = f"<text:list><text:list-item>{p('内')}</text:list-item></text:list>"
    found = text_of(f"<text:list><text:list-item>{p('外')}{inner}</text:list-item></text:list>{p('后')}")
    assert [line.strip("•◦ ") for line in found] == ["外", "内", "后", ""]
    shape = f"<draw:custom-shape>{p('形内')}</draw:custom-shape>"
    assert text_of(p("段" + shape)) == ["段", "形内", ""]
    blank = f"<draw:frame><draw:text-box>{p(' ')}</draw:text-box></draw:frame>"
    assert text_of(p("段" + blank) + p("后")) == ["段", "后", ""]


def test_columns_that_are_repeated_and_none_beyond_a_sheet() -> None:
    wide = (
        '<table:table-cell table:number-columns-repeated="{}" office:value-type="string">'
        + p("甲")
        + "</table:table-cell>"
    )
    table = (
        "<table:table table:name='表'><table:table-row>"
        + wide.format(3)
        + cell(p("乙"))
        + "</table:table-row></table:table>"
    )
    assert rows(source_from_bytes("表.ods", packed("spreadsheet", table))) == [["甲", "甲", "甲", "乙"]]
