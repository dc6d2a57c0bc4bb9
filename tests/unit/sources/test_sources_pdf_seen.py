"""What is in a PDF and not on its paper is not read; what is on its paper is, also in forms; watermarks stand apart."""

from __future__ import annotations

import random

import pytest
from pdf_building import PdfPage, make_pdf

from reviewer.base.i18n import use_language
from reviewer.model.source import Grid, Note, Source
from reviewer.sources import scan
from reviewer.sources.bitmaps import draw_page
from reviewer.sources.pdf_sense import is_senseless
from reviewer.sources.registry import SourceError, source_from_bytes

XS, YS = [50, 150, 300], [100, 120, 140, 160, 180, 200]
ROWS = [["合格率", "≥98%"], ["次数", "≥80次"], ["时间", "12月"], ["成本", "≤2元"], ["满意度", "≥95%"]]


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def table() -> PdfPage:
    return PdfPage().table(XS, YS, ROWS)


def read(page: PdfPage) -> Source:
    return source_from_bytes("表.pdf", make_pdf(page))


def rows(source: Source) -> list[list[str]]:
    grid = next(block for block in source.pages[0].blocks if isinstance(block, Grid))
    found = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        found[cell.row][cell.column] = source.text(cell.spans)
    return found


def test_text_under_a_box_is_not_read_and_what_is_printed_on_it_is() -> None:
    page = PdfPage().table(XS, YS, [["合格率", "≥90%"], *ROWS[1:]])
    page.shade(152, 102, 298, 118, grey=1).text(154, 113, "≥98%")
    assert rows(read(page)) == ROWS


def test_text_on_a_shade_is_read_whatever_its_colour() -> None:
    page = PdfPage().shade(50, 100, 300, 120, grey=0.2)
    page.marks.append("1 g")
    page.table(XS, YS, ROWS)
    page.marks.append("0 g")
    shown = read(page)
    assert rows(shown)[0] == ROWS[0]
    assert not any(text for row in rows(shown)[1:] for text in row)  # white on white


def test_light_text_across_others_is_a_watermark_and_light_text_of_its_own_is_not() -> None:
    page = table()
    page.marks.append("0.8 g")
    page.text(80, 150, "内部审核使用", size=30)
    page.text(60, 60, "浅色标题")
    page.marks.append("0 g")
    source = read(page)
    assert rows(source) == ROWS
    assert source.pages[0].text.split("\n")[0] == "浅色标题"
    assert source.pages[0].text.split("\n")[-1] == "内部审核使用"


def raw(content: str, catalog: str = "", page: str = "", **objects: str) -> bytes:
    """A page of Latin text, with entries of its catalog and its page and further objects by their numbers."""
    made = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {page} >>",
        4: f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        5: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        **{int(name[1:]): text for name, text in objects.items()},
    }
    out, places = b"%PDF-1.7\n", {}
    for number, text in made.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for _, place in sorted(places.items()))
    assert sorted(places) == list(range(1, len(places) + 1))
    end = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(places) + 1} /Root 1 0 R >>\n"
    return out + end.encode() + f"startxref\n{len(out)}\n%%EOF".encode()


@pytest.mark.parametrize("on", [True, False])
def test_layers_by_whether_they_are_switched_on(on: bool) -> None:
    data = raw(
        "BT /F1 12 Tf 50 700 Td (98%) Tj ET /OC /L1 BDC BT /F1 12 Tf 120 700 Td (old 70%) Tj ET EMC",
        f"/OCProperties << /OCGs [6 0 R] /D << /ON [{'6 0 R' if on else ''}] /OFF [{'' if on else '6 0 R'}] >> >>",
        "/Resources << /Font << /F1 5 0 R >> /Properties << /L1 6 0 R >> >>",
        o6="<< /Type /OCG /Name (last year) >>",
    )
    text = source_from_bytes("a.pdf", data).pages[0].text
    assert ("old 70%" in text) is on
    assert "98%" in text


WIDGET = "/Type /Annot /Subtype /Widget /FT /Tx /F 4 /P 3 0 R /DA (/Helv 12 Tf 0 g)"


def test_forms_and_free_text_with_and_without_a_drawing_of_their_own() -> None:
    drawn = "BT /Helv 12 Tf 2 4 Td (120.50) Tj ET"
    data = raw(
        "BT /F1 12 Tf 50 700 Td (Label) Tj ET",
        "/AcroForm << /Fields [6 0 R 7 0 R] /DR << /Font << /Helv 5 0 R >> >> /DA (/Helv 12 Tf 0 g) >>",
        "/Resources << /Font << /F1 5 0 R >> >> /Annots [6 0 R 7 0 R 8 0 R 10 0 R]",
        o6=f"<< {WIDGET} /T (a) /V (80 pages) /Rect [100 695 300 715] >>",
        o7=f"<< {WIDGET} /T (b) /V (120.50) /Rect [320 695 400 715] /AP << /N 9 0 R >> >>",
        o8="<< /Type /Annot /Subtype /FreeText /Contents (free words) /Rect [100 600 300 620] /F 4 /DA (/Helv 12 Tf 0 g) >>",
        o9=f"<< /Type /XObject /Subtype /Form /BBox [0 0 80 20] /Resources << /Font << /Helv 5 0 R >> >> /Length {len(drawn)} >>\n"
        f"stream\n{drawn}\nendstream",
        o10=f"<< {WIDGET} /T (c) /V (unseen) /Rect [100 500 300 520] /F 2 >>".replace("/F 4 ", ""),
    )
    source = source_from_bytes("a.pdf", data)
    assert source.pages[0].text.split() == ["Label", "80", "pages", "120.50", "free", "words"]
    bitmap = draw_page(data, 0, 1.0)
    row = bitmap.data[bitmap.stride * (842 - 702) : bitmap.stride * (842 - 701)]
    assert any(row[4 * x] < 128 for x in range(102, 160))  # it is on the picture of the page too


def test_boxes_to_tick_are_read_as_what_they_are_drawn_or_not() -> None:
    tick = "q 1 0 0 1 0 0 cm 0.5 0.5 11 11 re S BT /Helv 9 Tf 2 3 Td (4) Tj ET Q"
    box = "/Type /Annot /Subtype /Widget /FT /Btn /F 4 /P 3 0 R"
    data = raw(
        "BT /F1 12 Tf 70 700 Td (new) Tj ET BT /F1 12 Tf 170 700 Td (old) Tj ET BT /F1 12 Tf 270 700 Td (one) Tj ET",
        "/AcroForm << /Fields [6 0 R 7 0 R 8 0 R] /DR << /Font << /Helv 5 0 R >> >> /DA (/Helv 12 Tf 0 g) >>",
        "/Resources << /Font << /F1 5 0 R >> >> /Annots [6 0 R 7 0 R 8 0 R]",
        o6=f"<< {box} /T (a) /V /Yes /AS /Yes /Rect [50 698 62 710] /AP << /N << /Yes 9 0 R /Off 9 0 R >> >> >>",
        o7=f"<< {box} /T (b) /V /Off /AS /Off /Rect [150 698 162 710] >>",
        o8=f"<< {box} /T (c) /Ff 32768 /V /A /AS /A /Rect [250 698 262 710] /AP << /N << /A 9 0 R /Off 9 0 R >> >> >>",
        o9=f"<< /Type /XObject /Subtype /Form /BBox [0 0 12 12] /Resources << /Font << /Helv 5 0 R >> >> /Length {len(tick)} >>\n"
        f"stream\n{tick}\nendstream",
    )
    source = source_from_bytes("a.pdf", data)
    assert source.pages[0].text.split() == ["☑new", "☐old", "◉one"]
    assert not source.notes


def test_the_border_of_a_field_does_not_part_its_cell() -> None:
    drawn = "0.5 0.5 89 13 re S BT /Helv 10 Tf 2 4 Td (120.50) Tj ET"
    rules = "".join(f"50 {y} m 250 {y} l S " for y in (700, 720, 740))
    rules += "".join(f"{x} 700 m {x} 740 l S " for x in (50, 150, 250))
    data = raw(
        f"{rules} BT /F1 10 Tf 54 724 Td (name) Tj ET BT /F1 10 Tf 154 724 Td (road) Tj ET BT /F1 10 Tf 54 705 Td (sum) Tj ET",
        "/AcroForm << /Fields [6 0 R] /DR << /Font << /Helv 5 0 R >> >> /DA (/Helv 12 Tf 0 g) >>",
        "/Resources << /Font << /F1 5 0 R >> >> /Annots [6 0 R]",
        o6=f"<< {WIDGET} /T (b) /V (120.50) /Rect [154 703 244 717] /AP << /N 7 0 R >> >>",
        o7=f"<< /Type /XObject /Subtype /Form /BBox [0 0 90 14] /Resources << /Font << /Helv 5 0 R >> >> /Length {len(drawn)} >>\n"
        f"stream\n{drawn}\nendstream",
    )
    source = source_from_bytes("a.pdf", data)
    assert rows(source) == [["name", "road"], ["sum", "120.50"]]


def test_a_field_that_fills_its_cell_leaves_the_cell_its_lines() -> None:
    drawn = "BT /Helv 10 Tf 5 6 Td (120.50) Tj ET"
    rules = "".join(f"{x} {y} 100 20 re S " for x in (50, 150) for y in (700, 720, 740))
    words = (("name", 54, 744), ("road", 154, 744), ("sum", 54, 724), ("note", 54, 704), ("none", 154, 704))
    texts = "".join(f"BT /F1 10 Tf {x} {y} Td ({word}) Tj ET " for word, x, y in words)
    data = raw(
        rules + texts,
        "/AcroForm << /Fields [6 0 R] /DR << /Font << /Helv 5 0 R >> >> /DA (/Helv 12 Tf 0 g) >>",
        "/Resources << /Font << /F1 5 0 R >> >> /Annots [6 0 R]",
        o6=f"<< {WIDGET} /T (b) /V (120.50) /Rect [150 720 250 740] /AP << /N 7 0 R >> >>",
        o7=f"<< /Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /Helv 5 0 R >> >> /Length {len(drawn)} >>\n"
        f"stream\n{drawn}\nendstream",
    )
    assert rows(source_from_bytes("a.pdf", data)) == [["name", "road"], ["sum", "120.50"], ["note", "none"]]


def test_characters_that_no_document_prints() -> None:
    numbers = random.Random(3)
    anything = [chr(numbers.randrange(0x100, 0xD7FF)) for _ in range(200)]
    assert is_senseless(anything)
    assert is_senseless(["\ue123"] * 40 + list("绩效目标表") * 8)
    assert not is_senseless(list("绩效目标表≥90%、①②③½㎡℃“”……《》—２０２４ＡＢ年鎮財政預算績效目標龘"))
    assert not is_senseless(["Performance", "targets", "of", "the", "préfecture", "2024,", "Ω≥3", "μg"])
    assert not is_senseless(list("乱") + ["\u1400"] * 20)


def test_a_page_of_such_characters_is_not_read_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = random.Random(3)
    senseless = PdfPage()
    for line in range(10):
        senseless.text(50, 100 + 20 * line, "".join(chr(numbers.randrange(0x1400, 0x1F00)) for _ in range(20)))
    source = source_from_bytes("表.pdf", make_pdf(table(), senseless))
    assert rows(source) == ROWS
    assert source.pages[1].text == ""
    assert [note.code for note in source.notes if isinstance(note, Note)] == ["text layer"]
    monkeypatch.setattr(scan, "is_possible", lambda: False)
    with pytest.raises(SourceError, match="fonts do not say"):
        source_from_bytes("表.pdf", make_pdf(senseless))


def test_what_nobody_can_tell_from_the_paper_is_not_read() -> None:
    """Almost white, drawn without ink, or under a broad white line."""
    for marks in ("0.995 g", "BT 7 Tr ET"):
        page = table()
        page.marks.append(f"q {marks}")
        page.text(200, 113, "≥90%")
        page.marks.append("Q")
        assert rows(read(page)) == ROWS
    page = PdfPage().table(XS, YS, [["合格率", "≥90%"], *ROWS[1:]])
    page.marks.append("q 1 G")
    page.line(152, 110, 298, 110, 16)
    page.marks.append("Q")
    assert rows(read(page.text(154, 113, "≥98%"))) == ROWS
    light = table()
    light.marks.append("q 0.93 g")
    light.text(200, 113, "（略）")
    light.marks.append("Q")
    assert rows(read(light))[0][1].endswith("（略）")  # pale, and seen


def test_a_text_with_its_shadow_is_read_once_and_where_it_stands() -> None:
    page = PdfPage().table(XS, YS, [[name, ""] for name, _ in ROWS])
    for (_, value), y in zip(ROWS, YS, strict=False):
        page.marks.append("0.7 g")
        page.text(154, y + 12, value)
        page.marks.append("0 g")
        page.text(153, y + 11, value)
    assert rows(read(page)) == ROWS


def test_text_that_another_program_recognised_is_doubted_where_it_is_easily_mistaken() -> None:
    page = PdfPage().picture(0, 0, 595, 842)
    page.marks.append("BT 3 Tr ET")
    for number, (name, value) in enumerate([*ROWS, *ROWS]):
        page.text(60, 100 + 20 * number, name + value)
    found = read(page)
    assert [note.code for note in found.notes if isinstance(note, Note)] == ["recognised"]
    picture = found.pages[0].picture
    assert picture is not None
    least = {char: picture.certainty[place] for place, char in enumerate(found.pages[0].text) if not char.isspace()}
    assert max(least[char] for char in "≥98%") < 0.9 * 255 <= min(least[char] for char in "合格率") < 0.97 * 255
    page.marks[1] = "BT 0 Tr ET"
    seen = read(page).pages[0].picture
    assert seen is not None
    assert not seen.certainty  # printed on the picture: the page itself says what it is


def test_forms_that_only_one_reader_draws_say_so() -> None:
    page = PdfPage().text(60, 60, "Please wait...")
    form = "/NeedsRendering true/AcroForm<</Fields[]/XFA 90 0 R>>"
    stream = b"<</Length 10>>stream\n<xdp></xdp\nendstream"
    with pytest.raises(SourceError, match="XFA"):
        source_from_bytes("表.pdf", make_pdf(page, catalog=form, more={90: stream}))


def test_files_that_are_attached_are_said() -> None:
    names = "/Names<</EmbeddedFiles<</Names[(a.xlsx) 90 0 R]>>>>"
    attached = {
        90: b"<</Type/Filespec/F(a.xlsx)/UF(a.xlsx)/EF<</F 91 0 R>>>>",
        91: b"<</Length 1>>stream\nx\nendstream",
    }
    found = source_from_bytes("表.pdf", make_pdf(table(), catalog=names, more=attached))
    assert rows(found) == ROWS
    assert "a.xlsx" in found.notes[0]
