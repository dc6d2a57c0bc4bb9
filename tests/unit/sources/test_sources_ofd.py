"""OFD: text with its places and drawn lines to grids; what is drawn as shapes or as an annotation is none of it."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterable

import pytest

from reviewer.base.i18n import use_language
from reviewer.model.source import Grid, Note, Source
from reviewer.sources.ofd_drawing import drawing
from reviewer.sources.ofd_file import OfdFile
from reviewer.sources.registry import SourceError, source_from_bytes

XS, YS = (20, 60, 120), (30, 40, 50, 60)
ROWS = (("一级指标", "指标值"), ("产出指标", "≥80万页"), ("效益指标", "≤3分钟"))


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def text(x: float, y: float, words: str, more: str = "", steps: str = "") -> str:
    """Text of 4 mm whose base line begins at a point."""
    delta = f' DeltaX="{steps}"' if steps else ""
    return f'<o:TextObject Boundary="{x} {y - 4} 90 6" Size="4" {more}><o:TextCode X="0" Y="4"{delta}>{words}</o:TextCode></o:TextObject>'


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    path = f"M 0 0 L {x1 - x0} {y1 - y0}"
    return f'<o:PathObject Boundary="{x0} {y0} {x1 - x0} {y1 - y0}"><o:AbbreviatedData>{path}</o:AbbreviatedData></o:PathObject>'


def bar(x0: float, y0: float, x1: float, y1: float) -> str:
    """A thin filled shape, as some producers draw lines."""
    path = f"M 0 0 L {x1 - x0} 0 L {x1 - x0} {y1 - y0} L 0 {y1 - y0} C"
    return (
        f'<o:PathObject Boundary="{x0} {y0} 1 1" Stroke="false" Fill="true"><o:AbbreviatedData>{path}</o:AbbreviatedData>'
        "</o:PathObject>"
    )


def table(thick: bool = False) -> str:
    if thick:
        rules = [bar(XS[0], y, XS[-1], y + 0.3) for y in YS] + [bar(x, YS[0], x + 0.3, YS[-1]) for x in XS]
    else:
        rules = [line(XS[0], y, XS[-1], y) for y in YS] + [line(x, YS[0], x, YS[-1]) for x in XS]
    cells = [text(XS[c] + 1, YS[r] + 6, cell) for r, row in enumerate(ROWS) for c, cell in enumerate(row)]
    return "".join((*rules, *cells))


def ofd(
    pages: Iterable[str], *, space: str = "http://www.ofdspec.org/2016", root: str = "", common: str = "", **parts: str
) -> bytes:
    """A file of pages; `root` stands before the path of each page, `common` are further parts of the common data."""
    pages = list(pages)
    ns = f'xmlns:o="{space}"' if space else 'xmlns:o="x"'
    listed = "".join(f'<o:Page ID="{n}" BaseLoc="{root}Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    files = {
        "OFD.xml": f"<o:OFD {ns}><o:DocBody><o:DocRoot>{root[:1]}Doc_0/Document.xml</o:DocRoot></o:DocBody></o:OFD>",
        "Doc_0/Document.xml": f"<o:Document {ns}><o:CommonData><o:PageArea><o:PhysicalBox>0 0 210 297</o:PhysicalBox></o:PageArea>"
        f"{common}</o:CommonData><o:Pages>{listed}</o:Pages></o:Document>",
        **{name.replace("__", "/") + ".xml": f"<o:Page {ns}>{inside}</o:Page>" for name, inside in parts.items()},
    }
    for number, inside in enumerate(pages):
        files[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<o:Page {ns}>{inside}</o:Page>"
            if "<o:Content>" in inside
            else f"<o:Page {ns}><o:Content><o:Layer>{inside}</o:Layer></o:Content></o:Page>"
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def read(*pages: str, **more: str) -> Source:
    return source_from_bytes("表.ofd", ofd(pages, **more))  # type: ignore[arg-type]


def rows(source: Source, page: int = 0) -> list[list[str]]:
    grid = next(block for block in source.pages[page].blocks if isinstance(block, Grid))
    found = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        found[cell.row][cell.column] = source.text(cell.spans)
    return found


@pytest.mark.parametrize("thick", [True, False])
@pytest.mark.parametrize("space", ["http://www.ofdspec.org/2016", "http://www.ofdspec.org", ""])
def test_a_ruled_table(thick: bool, space: str) -> None:
    source = read(text(80, 20, "绩效目标表") + table(thick), space=space)
    assert (source.format, source.pages[0].text.split("\n")[0]) == ("ofd", "绩效目标表")
    assert rows(source) == [list(row) for row in ROWS]


def test_paths_that_stray_from_the_standard() -> None:
    assert rows(read(table(), root="/Doc_0/")) == [list(row) for row in ROWS]


def test_distances_between_characters_and_text_that_is_drawn_twice() -> None:
    source = read(
        text(20, 40, "≥98%", steps="g 3 4") + text(20, 40.1, "≥98%", steps="4 4 4") + text(20, 60, "甲乙", steps="4")
    )
    assert source.pages[0].text == "≥98%\n甲乙"


def test_matrices_and_drawings_that_are_used_again() -> None:
    scaled = text(20, 40, "放大").replace('Size="4"', 'Size="2" CTM="2 0 0 2 0 -4"')
    unit = (
        f'<o:Page/><o:CompositeGraphicUnits><o:CompositeGraphicUnit ID="9"><o:Content>{text(0, 6, "单元")}</o:Content>'
    )
    unit += "</o:CompositeGraphicUnit></o:CompositeGraphicUnits>"
    used = '<o:CompositeObject ResourceID="9" Boundary="20 60 50 10"/>'
    source = read(scaled + used, common="<o:PublicRes>PublicRes.xml</o:PublicRes>", Doc_0__PublicRes=unit)
    assert source.pages[0].text.split() == ["放大", "单元"]


@pytest.mark.parametrize("shown", [False, True])
def test_drawings_that_hold_each_other_many_times_over_end_soon(shown: bool) -> None:
    """Each of twelve holds the next one eight times: 69,000,000,000 in all, if they were all gone through."""
    uses = "".join('<o:CompositeObject ResourceID="{}" Boundary="0 0 9 9"/>' for _ in range(8))
    units = "".join(
        f'<o:CompositeGraphicUnit ID="{n}"><o:Content>{uses.replace("{}", str(n + 1))}</o:Content></o:CompositeGraphicUnit>'
        for n in range(12)
    )
    unit = f"<o:Page/><o:CompositeGraphicUnits>{units}</o:CompositeGraphicUnits>"
    page = text(20, 40, "正文") + '<o:CompositeObject ResourceID="0" Boundary="0 0 9 9"/>'
    data = ofd([page], common="<o:PublicRes>PublicRes.xml</o:PublicRes>", Doc_0__PublicRes=unit)
    began = time.process_time()
    if shown:
        assert len(drawing(OfdFile(data), 0)[2]) == 1
    else:
        assert source_from_bytes("表.ofd", data).pages[0].text == "正文"
    assert time.process_time() - began < 20


def test_templates_and_what_is_not_shown() -> None:
    own = "".join(
        (
            text(20, 60, "正文"),
            text(20, 80, "隐藏", 'Visible="false"'),
            text(20, 90, "透明", 'Alpha="0"'),
            text(300, 50, "页外"),
        )
    )
    page = f'<o:Template TemplateID="7"/><o:Content><o:Layer>{own}</o:Layer></o:Content>'
    template = f"<o:Content><o:Layer>{text(20, 30, '表头')}</o:Layer></o:Content>"
    common = '<o:TemplatePage ID="7" BaseLoc="Tpls/T.xml"/>'
    assert read(page, common=common, Doc_0__Tpls__T=template).pages[0].text.split() == ["表头", "正文"]


def test_a_page_without_text_is_said() -> None:
    source = read(table(), "".join(bar(x, 20, x + 5, 25) for x in range(20, 120, 8)))
    assert [note.code for note in source.notes if isinstance(note, Note)] == ["part not read"]
    with pytest.raises(SourceError, match="OFD file without text"):
        read("".join(bar(x, 20, x + 5, 25) for x in range(20, 120, 8)))


@pytest.mark.parametrize("share", [0.4, 0.7, 0.95])
def test_a_damaged_file(share: float) -> None:
    data = ofd([table()])
    with pytest.raises(SourceError):
        source_from_bytes("表.ofd", data[: int(len(data) * share)])


def test_every_character_has_its_place_on_the_page() -> None:
    source = read(text(20, 40, "甲乙", steps="5"), text(50, 100, "丙"))
    first, second = (page.picture for page in source.pages)
    assert first is not None
    assert second is not None
    assert (round(first.width), round(first.height)) == (595, 842)
    points = 72 / 25.4
    left, top, right, bottom = first.box(1) or (0, 0, 0, 0)
    assert abs(left - 25 * points) < 0.5
    assert right > left + 8
    assert top < 40 * points < bottom + 1
    assert bottom - top < 6 * points
    assert abs((second.box(0) or (0,))[0] - 50 * points) < 0.5


def test_characters_that_nobody_sees_take_their_step_and_no_place() -> None:
    steps = "4 4 0 4 4"
    (page,) = read(text(20, 20, "项目\u200b名称", steps=steps)).pages
    assert page.text.strip() == "项目名称"


def _in_cell(more: str) -> list[list[str]]:
    """The table's rows where something more is drawn behind it."""
    return rows(source_from_bytes("表.ofd", ofd([table() + more])))


_WHITE = '<o:FillColor Value="255 255 255"/>'


def piece(x: float, y: float, words: str, inside: str = "", size: float = 4) -> str:
    """A piece of text with more inside its element."""
    code = f'<o:TextCode X="0" Y="{size}">{words}</o:TextCode>'
    return f'<o:TextObject Boundary="{x} {y - size} 90 6" Size="{size}">{inside}{code}</o:TextObject>'


def filled(x0: float, y0: float, x1: float, y1: float, colour: str) -> str:
    path = f"M 0 0 L {x1 - x0} 0 L {x1 - x0} {y1 - y0} L 0 {y1 - y0} C"
    return (
        f'<o:PathObject Boundary="{x0} {y0} {x1 - x0} {y1 - y0}" Stroke="false" Fill="true"><o:FillColor Value="{colour}"/>'
        f"<o:AbbreviatedData>{path}</o:AbbreviatedData></o:PathObject>"
    )


def clipped(path: str) -> str:
    area = f'<o:Area><o:Path Boundary="0 0 50 6"><o:AbbreviatedData>{path}</o:AbbreviatedData></o:Path></o:Area>'
    return f"<o:Clips><o:Clip>{area}</o:Clip></o:Clips>"


def test_what_nobody_sees_is_not_read() -> None:
    whole = [list(row) for row in ROWS]
    assert _in_cell(piece(95, 46, "旧", _WHITE)) == whole
    assert _in_cell(piece(95, 46, "旧", clipped("M 0 0 L 0.1 0 L 0.1 0.1 C"))) == whole
    seen = clipped("M 0 0 L 50 0 L 50 6 L 0 6 C")
    assert _in_cell(piece(95, 46, "万", seen))[1][1].endswith("万")
    on_blue = filled(60.5, 41, 118, 49, "0 0 128") + piece(64, 46, "白字", _WHITE)
    assert _in_cell(on_blue)[1][1] == "白字"  # and what the blue box covers is gone
    assert _in_cell(filled(60.5, 41, 118, 49, "255 255 255") + piece(64, 46, "≥90%"))[1][1] == "≥90%"
    pale = filled(60.5, 41, 118, 49, "255 255 255").replace("<o:FillColor", '<o:FillColor Alpha="0"')
    assert _in_cell(pale) == whole


def test_a_value_that_is_printed_anew_on_a_box_over_the_old_one() -> None:
    old, new = piece(64, 46, "≥70%"), piece(64, 46, "≥98%")
    cover = filled(60.5, 41, 118, 49, "255 255 255")
    assert _in_cell(cover + old + cover + new)[1][1] == "≥98%"
    assert _in_cell(cover + new + new)[1][1] == "≥98%"
    beside = filled(20.5, 41, 58, 49, "255 255 255") + piece(24, 46, "名")
    assert _in_cell(cover + new + beside + new)[1][1] == "≥98%"  # the box in between covers none of it


def test_white_by_the_manner_of_drawing() -> None:
    manner = f'<o:DrawParams><o:DrawParam ID="7">{_WHITE}</o:DrawParam></o:DrawParams>'
    data = ofd([table() + text(95, 46, "旧", 'DrawParam="7"')], common="<o:PublicRes>Res.xml</o:PublicRes>", res=manner)
    assert rows(source_from_bytes("表.ofd", data)) == [list(row) for row in ROWS]


def test_struck_out_and_raised_text() -> None:
    more = piece(95, 46, "旧值") + line(95, 44.6, 103, 44.6) + piece(95, 56, "8") + piece(97.2, 54.2, "3", size=2)
    found = source_from_bytes("表.ofd", ofd([table() + more]))
    assert rows(found)[1][1] == "≥80万页"
    assert rows(found)[2][1].endswith("8³")
    assert [note.code for note in found.notes if isinstance(note, Note)] == ["struck out"]


def test_a_template_in_front_covers_what_one_behind_does_not() -> None:
    """Text of the page under a white box of a template that lies in front of it is not seen; one behind it is beneath."""
    own = text(20, 60, "正文") + text(20, 90, "别处")
    box = '<o:PathObject Boundary="15 50 100 20" Stroke="false" Fill="true"><o:FillColor Value="255 255 255"/>'
    box += "<o:AbbreviatedData>M 0 0 L 100 0 L 100 20 L 0 20 C</o:AbbreviatedData></o:PathObject>"
    template = f"<o:Content><o:Layer>{box}</o:Layer></o:Content>"
    common = '<o:TemplatePage ID="7" BaseLoc="Tpls/T.xml"/>'
    for order, words in (
        ("", ["正文", "别处"]),
        ('ZOrder="Background"', ["正文", "别处"]),
        ('ZOrder="Foreground"', ["别处"]),
    ):
        page = f'<o:Template TemplateID="7" {order}/><o:Content><o:Layer>{own}</o:Layer></o:Content>'
        assert read(page, common=common, Doc_0__Tpls__T=template).pages[0].text.split() == words
