"""What a PDF's page shows in unusual ways is read as a viewer shows it: forms, layers, clips, raised and struck-out text, frames."""

from __future__ import annotations

import pytest
from pdf_building import PdfPage, make_pdf
from test_sources_pdf_seen import ROWS, WIDGET, XS, YS, raw, read, rows, table

from reviewer.base.i18n import use_language
from reviewer.model.source import Grid, Note, Source
from reviewer.sources.pdf_sense import is_senseless
from reviewer.sources.registry import source_from_bytes


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def codes(source: Source) -> list[str]:
    return [note.code for note in source.notes if isinstance(note, Note)]


def utf16(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be').hex()}>"


FORM = "/AcroForm << /Fields [6 0 R] /NeedAppearances true /DR << /Font << /Helv 5 0 R >> >> /DA (/Helv 12 Tf 0 g) >>"
FONT = "/Resources << /Font << /F1 5 0 R >> >>"


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        (f"/FT /Tx /V {utf16('≥24次')}", "≥24次"),
        (f"/FT /Ch /Ff 131072 /V (2) /Opt [[(1) {utf16('≥90%')}] [(2) {utf16('≥95%')}]]", "≥95%"),
        (f"/FT /Tx /Ff 4096 /V {utf16('①清淤')[:-1]}000D{utf16('②巡查')[5:]}", "①清淤\n②巡查"),
        ("/FT /Tx /V (old) /F 32", ""),
        ("/FT /Tx /V (old) /F 2", ""),
    ],
)
def test_a_field_without_a_drawing_shows_what_was_typed(field: str, shown: str) -> None:
    widget = WIDGET.replace("/FT /Tx ", "").replace("/F 4 ", "" if "/F " in field else "/F 4 ")
    data = raw(
        "BT /F1 12 Tf 50 700 Td (Label) Tj ET", FORM, f"{FONT} /Annots [6 0 R]",
        o6=f"<< {widget} {field} /T (a) /Rect [100 670 300 715] >>",
    )  # fmt: skip
    source = source_from_bytes("a.pdf", data)
    assert source.pages[0].text.replace("Label", "").split() == shown.split()
    assert codes(source) == (["form fields"] if shown else [])


def test_an_empty_drawing_of_a_field_is_none() -> None:
    data = raw(
        "BT /F1 12 Tf 50 700 Td (Label) Tj ET", FORM, f"{FONT} /Annots [6 0 R]",
        o6=f"<< {WIDGET} /V {utf16('≥3万人')} /T (a) /Rect [100 695 300 715] /AP << /N 7 0 R >> >>",
        o7="<< /Type /XObject /Subtype /Form /BBox [0 0 200 20] /Length 10 >>\nstream\n/Tx BMC EMC\nendstream",
    )  # fmt: skip
    assert source_from_bytes("a.pdf", data).pages[0].text.split() == ["Label", "≥3万人"]


@pytest.mark.parametrize(
    "drawn",
    [
        "/G1 gs BT /F1 12 Tf 120 700 Td (old 70%) Tj ET",  # transparent
        "BT 3 Tr /F1 12 Tf 120 700 Td (old 70%) Tj 0 Tr ET",  # without ink
        "0.8 0.9 1 rg 100 690 200 30 re f BT /F1 12 Tf 120 700 Td (old 70%) Tj ET",  # in the colour of the shade
        "q 10 10 20 20 re W n BT /F1 12 Tf 120 700 Td (old 70%) Tj ET Q",  # outside of where it would show
        "BT /F1 0.4 Tf 120 700 Td (old 70%) Tj ET",  # too small for anybody
        "/X1 Do",  # in a drawing of a layer that is off
        "BT /F1 12 Tf 120 700 Td (old 70%) Tj ET q 100 0 0 30 110 690 cm /I1 Do Q",  # under a picture
    ],
)
def test_what_nobody_sees_is_not_read(drawn: str) -> None:
    within = "BT /F1 12 Tf 120 700 Td (old 70%) Tj ET"
    data = raw(
        f"BT /F1 12 Tf 50 750 Td (98%) Tj ET {drawn}",
        "/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >>",
        "/Resources << /Font << /F1 5 0 R >> /ExtGState << /G1 << /ca 0 >> >> /XObject << /X1 7 0 R /I1 8 0 R >> >>",
        o6="<< /Type /OCG /Name (last year) >>",
        o7=f"<< /Type /XObject /Subtype /Form /OC 6 0 R /BBox [0 0 595 842] {FONT} /Length {len(within)} >>\n"
        f"stream\n{within}\nendstream",
        o8="<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >>\n"
        "stream\n~\nendstream",
    )
    assert source_from_bytes("a.pdf", data).pages[0].text.split() == ["98%"]


def test_a_transparent_watermark_across_a_table_is_in_no_cell() -> None:
    content = "0.5 w " + " ".join(f"50 {y} 300 0 re S" for y in (600, 620, 640, 660))
    content += " 50 600 m 50 660 l S 200 600 m 200 660 l S 350 600 m 350 660 l S"
    for row, y in enumerate((606, 626, 646)):
        content += f" BT /F1 10 Tf 55 {y} Td (name {row}) Tj ET BT /F1 10 Tf 205 {y} Td (9{row}%) Tj ET"
    content += " 1 0 0 rg /G1 gs BT /F1 40 Tf 60 615 Td (DRAFT COPY) Tj ET"
    page = f"{FONT[:-2]} /ExtGState << /G1 << /ca 0.2 >> >> >>"
    source = source_from_bytes("a.pdf", raw(content, "", page))
    assert rows(source) == [["name 2", "92%"], ["name 1", "91%"], ["name 0", "90%"]]
    assert source.pages[0].text.split("\n")[-1] == "DRAFTCOPY"


def test_raised_and_lowered_digits_are_such() -> None:
    page = (
        table()
        .text(160, 400, "≥1.2×10")
        .text(195, 396, "12", size=5)
        .text(201, 400, "吨CO")
        .text(221, 403, "2", size=5)
    )
    page.text(160, 430, "共20项").text(160, 450, "备注").text(160, 470, "1 小字号的行", size=6)
    lines = read(page).pages[0].text.split("\n")
    assert "≥1.2×10¹²吨CO₂" in lines
    assert "共20项" in lines
    assert "1 小字号的行" in lines


@pytest.mark.parametrize("at", [106.6, 107.5, 109.0])
def test_struck_out_text_is_left_out_and_said(at: float) -> None:
    page = PdfPage().table(XS, YS, [["合格率", "≥80%"], *ROWS[1:]])
    page.text(190, 111, "≥98%").line(153, at, 178, at)
    page.text(60, 400, "下划线不是删除线").line(60, 402, 140, 402)
    source = read(page)
    assert rows(source)[0] == ["合格率", "≥98%"]
    assert "下划线不是删除线" in source.pages[0].text
    assert codes(source) == ["struck out"]
    assert "≥80%" in str(source.notes[0])


def test_frames_of_cells_that_a_browser_draws_are_a_table() -> None:
    page = PdfPage()
    for row, texts in enumerate((["巡查河道次数", "≥24次"], ["整改率", "≥95%"])):
        for column, text in enumerate(texts):
            left, top = 50 + 64 * column, 100 + 18 * row
            y = page.height - top
            page.marks.append(f"{left} {y} 62 -16 re {left + 0.75} {y - 0.75} 60.5 -14.5 re f*")
            page.text(left + 2, top + 12, text)
    grid = next(block for block in read(page).pages[0].blocks if isinstance(block, Grid))
    assert (grid.rows, grid.columns) == (2, 2)


def test_pictures_beside_text_are_said() -> None:
    assert codes(read(table().picture(50, 400, 400, 600))) == ["pictures"]
    assert codes(read(table().picture(50, 400, 120, 470))) == []  # a stamp
    under = PdfPage().picture(40, 90, 310, 210)
    assert codes(read(under.table(XS, YS, ROWS))) == []  # a picture beneath the text
    two = source_from_bytes("a.pdf", make_pdf(table(), PdfPage().picture(50, 400, 400, 600)))
    assert codes(two) == ["part not read"]


def test_numbers_of_glyphs_are_no_text() -> None:
    assert is_senseless("ÄÅ35.60ÇÉÑÖÜáÖÜàÖÜÜâäÜãåÜçãé24çèåÜêëíìîé95%")
    assert is_senseless('!"#$#%#\'()*+,-./0"120"3045&467"89:;67"<=67&.-/')
    assert not is_senseless("The bridge is finished by December; “quality” passes at ≥ 95 %, cost (CNY) < 1,234.50.")
    assert not is_senseless("12,345.60 (1,234.50) -95.3% 2024/12/31 100.00 88.5% 3,000 17-18 0.5%")
    assert not is_senseless('指标值!"#$%&\'()*+;<=>?@[]^_{|}~!"#$%&*')


STRUCK = "/Type /Annot /Subtype /StrikeOut /F {} /Rect [50 697 80 712] /QuadPoints [50 712 80 712 50 697 80 697]"


@pytest.mark.parametrize(
    ("flags", "text"), [("4", "text"), ("2", "Label text"), ("32", "Label text"), ("0", "text")]
)  # fmt: skip
def test_what_a_note_strikes_out_is_left_out_and_said(flags: str, text: str) -> None:
    drawing = "BT /F1 12 Tf 50 700 Td (Label text) Tj 0 -40 Td (Label) Tj ET"
    source = source_from_bytes("a.pdf", raw(drawing, "", f"{FONT} /Annots [6 0 R]", o6=f"<< {STRUCK.format(flags)} >>"))
    assert source.pages[0].text.split("\n")[:2] == [text, "Label"]
    assert codes(source) == ([] if "Label" in text else ["struck out"])


def test_a_text_on_a_ground_of_its_own_stands_instead_of_what_is_under_it() -> None:
    def shown(colour: str) -> str:
        note = f"<< /Type /Annot /Subtype /FreeText /F 4 {colour} /Rect [50 690 300 715] /Contents {utf16('≥98')} >>"
        drawing = "BT /F1 12 Tf 60 700 Td (>=90) Tj 0 -40 Td (Label) Tj ET"
        return source_from_bytes("a.pdf", raw(drawing, "", f"{FONT} /Annots [6 0 R]", o6=note)).pages[0].text

    assert shown("/C [1 1 1]").split() == ["≥98", "Label"]
    assert shown("/C [1]").split() == ["≥98", "Label"]
    assert "0" in shown("")  # the old figures are still seen


@pytest.mark.parametrize(
    ("drawing", "flags", "is_seen"),
    [
        ("1 1 1 rg 0 0 250 25 re f", "4", False), ("1 g 0 0 250 25 re b*", "4", False), ("1 0 0 RG 0 0 250 25 re S", "4", True),
        ("1 1 1 rg 0 0 250 25 re f", "2", True),
    ],
)  # fmt: skip
def test_a_filled_square_that_is_put_upon_text_hides_it(drawing: str, flags: str, is_seen: bool) -> None:
    note = f"<< /Type /Annot /Subtype /Square /F {flags} /Rect [50 690 300 715] /AP << /N 7 0 R >> >>"
    look = (
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 250 25] /Length {len(drawing)} >>\nstream\n{drawing}\nendstream"
    )
    page = "BT /F1 12 Tf 60 700 Td (Old) Tj 0 -40 Td (Label) Tj ET"
    source = source_from_bytes("a.pdf", raw(page, "", f"{FONT} /Annots [6 0 R]", o6=note, o7=look))
    assert source.pages[0].text.split() == ["Old", "Label"][not is_seen :]


@pytest.mark.parametrize(
    ("spacing", "drawn", "text"),
    [("3", "(236.80)", "236.80"), ("3", "(12 34)", "12 34"), ("0", "[(a) -400 (bc) -400 (d)]", "a bc d"), ("3", "(A4)", "A 4")],
)  # fmt: skip
def test_figures_that_are_spaced_out_are_one_number(spacing: str, drawn: str, text: str) -> None:
    """Of two characters nobody can tell whether they are spaced out."""
    shows = "TJ" if drawn.startswith("[") else "Tj"
    source = source_from_bytes("a.pdf", raw(f"BT /F1 12 Tf {spacing} Tc 50 700 Td {drawn} {shows} ET", "", FONT))
    assert source.pages[0].text.strip() == text
