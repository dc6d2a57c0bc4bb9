"""Text in Word that shows something else than is written: symbol fonts, fields, equations, raised, struck and hidden text."""

from __future__ import annotations

import pytest
from word_files import document, docx, p, t, tbl, tc, tr

from reviewer.base.i18n import use_language
from reviewer.model.source import Note, Source
from reviewer.sources import word_eq
from reviewer.sources.registry import SourceError, source_from_bytes

_MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def opened(body: str, **parts: str) -> Source:
    return source_from_bytes("表.docx", docx(body, **parts))


def text(body: str, **parts: str) -> str:
    return opened(body, **parts).pages[0].text.strip()


def fonts(name: str, more: str = "") -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"{more}/>'


def code(instruction: str, result: str | None = None) -> str:
    """A field in Word's own form: begin, instruction, perhaps a result, end."""
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{t(result)}'
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("font", "letters", "shown"),
    [
        ("Wingdings", "þ¨ýüo\uf0fe", "☑☐☒✓□☑"),
        ("Wingdings 2", "R£TPS", "☑☐☒✓☒"),
        ("Wingdings 3", "r", "△"),
        ("Webdings", "a", "✓"),
        ("Symbol", "³ 95 £ 3 m", "≥ 95 ≤ 3 μ"),
        ("SymbolMT", "³", "≥"),
        ("Times New Roman", "R£³", "R£³"),
        ("Segoe UI Symbol", "R", "R"),
    ],
)
def test_symbol_fonts_with_plain_letters(font: str, letters: str, shown: str) -> None:
    assert text(p(t("甲"), t(letters, fonts(font)), t("乙"))) == f"甲{shown}乙"


def test_symbol_font_by_styles_and_not_for_other_scripts() -> None:
    styles = (
        f'<w:style w:type="character" w:styleId="a"><w:rPr>{fonts("Wingdings")}</w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        f'<w:style w:type="paragraph" w:styleId="c"><w:rPr>{fonts("Symbol")}</w:rPr></w:style>'
    )
    style = '<w:rStyle w:val="b"/>'
    assert text(p(t("þ政策", style)), styles=styles) == "☑政策"
    assert text(p("³98%", properties='<w:pStyle w:val="c"/>'), styles=styles) == "≥98%"
    assert text(p(t("³", style + fonts("Arial"))), styles=styles) == "³"
    hinted = fonts("Wingdings", ' w:hint="eastAsia" w:eastAsia="宋体"')
    assert text(p(t("R²", hinted))) == "☼²"


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        (r" eq \o\ac(□,√) ", "☑"),
        (r" EQ \o \ac(√,□) ", "☑"),
        (r"eq \o\ac(□,×)", "☒"),
        (r"eq \o\ac(□, )", "□"),
        (r"eq \o\ac(○,3)", "③"),
        (r"eq \o\ac(○,12)", "⑫"),
        (r"eq \o\ac(○,二)", "㊁"),
        (r"eq \o\ac(○,甲)", "(甲)"),
        (r"eq \f(3.5万元,公里)", "3.5万元/公里"),
        (r"eq \f(a+b,2)", "(a+b)/2"),
        (r"1.2×10\s\up 5(3)", ""),
        (r"eq 1.2×10\s\up 5(3)", "1.2×10³"),
        (r"eq H\s\do 3(2)O", "H₂O"),
        (r'eq \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(dàng),档)', "档"),
        (r"eq \o(\s\up 6(上),\s\do 2(下))", "上下"),
        (r"eq \r(,2)", "√2"),
        (r"eq \b(≥95%)", "(≥95%)"),
        (r"eq \o\ac(□", "□"),
        ('SYMBOL 254 \\f "Wingdings" \\s 12', "☑"),
        ("SYMBOL 0xB3 \\f Symbol", "≥"),
        ("MACROBUTTON Tick □ 业务类", "□ 业务类"),
        ("PAGE", ""),
        ("", ""),
    ],
)
def test_fields_without_a_result(instruction: str, shown: str) -> None:
    assert word_eq.shown(instruction) == shown


def test_fields_in_their_place_and_in_each_other() -> None:
    inner = code("SYMBOL 252 \\f Wingdings")
    nested = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>eq \\o\\ac(□,</w:instrText></w:r>'
        f'{inner}<w:r><w:instrText>)</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert text(p(code(r"eq \o\ac(□,√)"), t("新增  □延续"), code("DATE", "2026年"), nested)) == "☑新增  □延续2026年☑"


def test_equations() -> None:
    fraction = "<m:f><m:num><m:r><m:t>3.5万元</m:t></m:r></m:num><m:den><m:r><m:t>公里</m:t></m:r></m:den></m:f>"
    power = "<m:sSup><m:sSupPr/><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>-3</m:t></m:r></m:sup></m:sSup>"
    root = '<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/><m:e><m:r><m:t>2</m:t></m:r></m:e></m:rad>'
    round_ = "<m:d><m:e><m:r><m:t>≥90%</m:t></m:r></m:e></m:d>"
    for inside, shown in ((fraction, "3.5万元/公里"), (power, "10⁻³"), (root, "√2"), (round_, "(≥90%)")):
        assert text(p("≤", f"<m:oMath {_MATH}>{inside}</m:oMath>", t("。"))) == f"≤{shown}。"


def test_raised_and_lowered() -> None:
    up, down = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    assert text(p("≥1.2×10", t("3", up), t("吨"))) == "≥1.2×10³吨"
    assert text(p("≥80", t("1", up), t("，6000"), t("①", up), t("，CO"), t("2", down))) == "≥80¹，6000⁽¹⁾，CO₂"
    assert text(p("PM", t("2.5", down))) == "PM2.5"
    styles = f'<w:style w:type="character" w:styleId="n"><w:rPr>{up}</w:rPr></w:style>'
    assert text(p("≥98%", t("2", '<w:rStyle w:val="n"/>')), styles=styles) == "≥98%²"


def test_struck_out_text_is_left_out_and_said() -> None:
    found = opened(tbl(tr("合格率", tc(p(t("≥90%", "<w:strike/>"), t("≥98%", '<w:strike w:val="0"/>'))))))
    assert found.pages[0].text.strip() == "合格率\t≥98%"
    assert [(note.code, "≥90%" in note) for note in found.notes] == [("struck out", True)]
    assert text(p(t("旧", "<w:dstrike/>"), "新")) == "新"


def test_text_hidden_by_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="i"><w:basedOn w:val="h"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="j"><w:basedOn w:val="h"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    )
    hidden = [p("填报说明", properties=f'<w:pStyle w:val="{name}"/>') for name in "hi"]
    shown = p("印出", properties='<w:pStyle w:val="j"/>')
    again = p(t("也印出", '<w:vanish w:val="false"/>'), t("不印"), properties='<w:pStyle w:val="h"/>')
    cell = tbl(tr(tc("单页成本" and p("单页成本") + hidden[0]), "≤1.5元"))
    assert text(shown + hidden[0] + hidden[1] + again + cell, styles=styles).split() == [
        "印出",
        "也印出",
        "单页成本",
        "≤1.5元",
    ]


def chunk(target: str, data: bytes, body: str) -> Source:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="c1" Type="{_OFFICE}/aFChunk" Target="{target}"/></Relationships>'
    )
    made = docx(body, main=document(f"<w:body>{body}</w:body>"), more={f"word/{target}": data})
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, rels if name == "word/_rels/document.xml.rels" else old.read(name))
    return source_from_bytes("表.docx", out.getvalue())


PAGE = "<html><body><h1>目标表</h1><table><tr><td rowspan=2>产出</td><td>甲</td></tr><tr><td>乙</td></tr></table></body></html>"


def test_a_document_that_is_a_web_page_inside() -> None:
    mht = (
        b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        + PAGE.encode()
    )
    for name, data in (("a.html", PAGE.encode()), ("a.mht", mht)):
        found = chunk(name, data, p("前") + '<w:altChunk r:id="c1"/>' + p("后"))
        assert found.pages[0].text.split() == ["前", "目标表", "产出", "甲", "乙", "后"]
        grid = found.pages[0].blocks[2]
        assert [(cell.row, cell.column, cell.row_span) for cell in grid.cells] == [(0, 0, 2), (0, 1, 1), (1, 1, 1)]


def test_a_document_within_a_document_and_without_end() -> None:
    inner = docx(tbl(tr("甲", "乙")))
    assert chunk("a.docx", inner, '<w:altChunk r:id="c1"/>').pages[0].text.split() == ["甲", "乙"]
    with pytest.raises(SourceError, match="another kind"):
        chunk("a.bin", b"\x7fELF\0\1\2" * 50, '<w:altChunk r:id="c1"/>')


@pytest.mark.parametrize(("cx", "cy", "said"), [(5_400_000, 6_000_000, True), (900_000, 900_000, False)])
def test_large_pictures_are_said_and_stamps_are_not(cx: int, cy: int, said: bool) -> None:
    picture = (
        '<w:r><w:drawing xmlns:wp="urn:wp" xmlns:a="urn:a"><wp:inline>'
        f'<wp:extent cx="{cx}" cy="{cy}"/><a:blip/></wp:inline></w:drawing></w:r>'
    )
    notes = opened(p("绩效目标表") + p(picture)).notes
    assert ([note.code for note in notes] == ["pictures"]) is said
    drawn = f'<w:r><w:pict><v:shape style="width:400pt;height:{cy // 12700}pt"><v:imagedata/></v:shape></w:pict></w:r>'
    assert bool(opened(p("绩效目标表") + p(drawn)).notes) is said


def test_white_text_is_read_only_on_colour() -> None:
    white = '<w:color w:val="FFFFFF"/>'
    dark = '<w:shd w:val="clear" w:fill="1F3864"/>'
    table = (
        f"<w:tbl><w:tblPr/><w:tr>{tc(p(t('表头', white)), dark)}{tc(p(t('旧值', white), t('≥24次')))}</w:tr></w:tbl>"
    )
    source = opened(p(t("标记", white + dark)) + p(t("旧", white)) + table)
    assert source.pages[0].text.split() == ["标记", "表头", "≥24次"]
    assert [getattr(note, "code", "") for note in source.notes] == ["white text"]
    assert "旧  旧值" in source.notes[0]
    style = f'<w:style w:type="table" w:styleId="Dark"><w:tblStylePr w:type="firstRow"><w:tcPr>{dark}</w:tcPr></w:tblStylePr></w:style>'
    styled = table.replace("<w:tblPr/>", '<w:tblPr><w:tblStyle w:val="Dark"/></w:tblPr>')
    assert "旧值" in text(styled, styles=style)


def test_small_text_off_its_line_is_raised_and_specks_are_nothing() -> None:
    small = '<w:position w:val="10"/><w:sz w:val="12"/>'
    assert text(p(t("≥1.2×10"), t("3", small), t("吨"), t("旧值", '<w:sz w:val="2"/>'))) == "≥1.2×10³吨"
    assert text(p(t("中间", '<w:position w:val="10"/>'))) == "中间"
    assert text(p(t("≥3万人"), t("[1]", '<w:vertAlign w:val="superscript"/>'))) == "≥3万人⁽¹⁾"


def test_capitals_are_shown_as_capitals() -> None:
    style = '<w:style w:type="character" w:styleId="Big"><w:rPr><w:smallCaps/></w:rPr></w:style>'
    line = p(t("甲 km ", "<w:caps/>"), t("kw", '<w:rStyle w:val="Big"/>'), t(" kg", '<w:caps w:val="0"/>'))
    assert text(line, styles=style) == "甲 KM KW kg"
    assert text(p(t("kw", '<w:rStyle w:val="Big"/>')), styles=style) == "KW"


def test_an_equation_of_an_editor_is_said_with_its_place() -> None:
    space = 'xmlns:o="urn:schemas-microsoft-com:office:office"'
    shape = '<v:shape style="width:40pt;height:16pt"><v:imagedata/></v:shape>'
    inside = f'<w:r><w:object>{shape}<o:OLEObject {space} Type="Embed" ProgID="%s"/></w:object></w:r>'
    source = opened(tbl(tr("走访户数", tc(p(t("不少于"), inside % "Equation.DSMT4")))) + p(t("后"), inside % "Package"))
    assert [(note.code, "“不少于”" in note) for note in source.notes if isinstance(note, Note)] == [
        ("part not read", True)
    ]


def test_a_simple_field_without_a_result_is_worked_out() -> None:
    field = r'<w:fldSimple w:instr=" EQ \o\ac(○,2) "><w:r><w:t></w:t></w:r></w:fldSimple>'
    kept = r'<w:fldSimple w:instr=" EQ \o\ac(○,3) "><w:r><w:t>3</w:t></w:r></w:fldSimple>'
    assert text(p(field, t("提高；"), kept, t("扩大"))) == "②提高；3扩大"


def test_a_workbook_that_is_embedded_is_said() -> None:
    shape = '<v:shape style="width:400pt;height:300pt"/>'
    sheet = f'<w:r><w:object>{shape}<o:OLEObject xmlns:o="urn:o" ProgID="Excel.Sheet.12"/></w:object></w:r>'
    found = opened(p("目标表如下：") + p(sheet))
    assert [note.code for note in found.notes if isinstance(note, Note)] == ["pictures"]
    assert "Excel" in found.notes[0]
    with pytest.raises(SourceError, match="table of Excel that is embedded"):
        opened(p(sheet))


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ('<mc:Choice Requires="wps">新</mc:Choice><mc:Fallback>旧</mc:Fallback>', "新"),
        ('<mc:Choice Requires="far">新</mc:Choice><mc:Fallback>旧</mc:Fallback>', "旧"),
        ('<mc:Choice Requires="far">甲</mc:Choice><mc:Choice Requires="wps">乙</mc:Choice><mc:Fallback>丙</mc:Fallback>', "乙"),
        ('<mc:Choice Requires="wps far">新</mc:Choice><mc:Fallback>旧</mc:Fallback>', "旧"),
        ('<mc:Choice Requires="far">新</mc:Choice>', "新"),
    ],
)  # fmt: skip
def test_of_what_stands_for_each_other_what_office_understands_is_read(inside: str, shown: str) -> None:
    spaces = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:far="urn:far" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    for char in "新旧甲乙丙":
        inside = inside.replace(char, t(char))
    assert text(p(f"<mc:AlternateContent {spaces}>{inside}</mc:AlternateContent>")) == shown


def test_a_table_whose_columns_run_from_right_to_left() -> None:
    rows = tr(tc(p(t("值"))), tc(p(t("名")))) + tr(tc(p(t("一")), '<w:gridSpan w:val="2"/>'))
    table = tbl(rows, widths=(600, 1200))
    turned = table.replace("<w:tblPr/>", "<w:tblPr><w:bidiVisual/></w:tblPr>")
    assert turned != table
    assert text(table) == "值\t名\n一"
    assert text(turned) == "名\t值\n一"
    assert text(turned.replace("<w:bidiVisual/>", '<w:bidiVisual w:val="0"/>')) == "值\t名\n一"
