"""The original of an OFD is its pages, with what they show and every value at its place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest
from page_desk import click, drawn, ink, place_of, shown_pane, span_of
from panes_desk import put_on
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from reviewer.model.fields import FieldRef, read_field
from reviewer.model.review import Kind, NodeData, Review
from reviewer.model.source import Source
from reviewer.sources.registry import source_from_bytes
from reviewer.ui.desk import Desk
from reviewer.ui.source import SourceView

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def _text(x: float, y: float, words: str, more: str = "", inner: str = "") -> str:
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y - 4} 60 6" Font="3" Size="4" {more}>{inner}'
        f'<ofd:TextCode X="0" Y="4" DeltaX="g {len(words)} 4">{words}</ofd:TextCode></ofd:TextObject>'
    )


def _red_square() -> bytes:
    image, buffer = QImage(4, 4, QImage.Format.Format_RGB32), QBuffer()
    image.fill(QColor("red"))
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def _made() -> bytes:
    """Two pages: a ruled line, a filled bar, a picture, a stamp and texts; the second turned text and an arc."""
    first = "".join(
        (
            _text(20, 40, "指标名称"),
            _text(60, 40, "走访户数"),
            '<ofd:PathObject ID="2" Boundary="20 50 100 1" LineWidth="0.5"><ofd:AbbreviatedData>M 0 0 L 100 0'
            "</ofd:AbbreviatedData></ofd:PathObject>",
            '<ofd:PathObject ID="3" Boundary="20 60 40 10" Stroke="false" Fill="true"><ofd:FillColor Value="0 0 255"/>'
            "<ofd:AbbreviatedData>M 0 0 L 40 0 L 40 10 L 0 10 C</ofd:AbbreviatedData></ofd:PathObject>",
            '<ofd:ImageObject ID="4" Boundary="80 60 20 20" CTM="20 0 0 20 0 0" ResourceID="9"/>',
            '<ofd:PathObject ID="6" Boundary="20 100 40 10" Visible="false" Fill="true"><ofd:FillColor Value="0 0 0"/>'
            "<ofd:AbbreviatedData>M 0 0 L 40 0 L 40 10 L 0 10 C</ofd:AbbreviatedData></ofd:PathObject>",
        )
    )
    second = _text(20, 40, "第二页") + (
        '<ofd:PathObject ID="5" Boundary="40 60 40 40" LineWidth="1" DrawParam="7"><ofd:AbbreviatedData>M 0 20 A 20 20 0 1 1 '
        "40 20</ofd:AbbreviatedData></ofd:PathObject>"
    )
    stamp = (
        '<ofd:Annot Type="Stamp" ID="8"><ofd:Appearance Boundary="150 200 20 20"><ofd:PathObject ID="11" Boundary="0 0 20 20" '
        'Stroke="false" Fill="true"><ofd:FillColor Value="255 0 0"/><ofd:AbbreviatedData>M 0 0 L 20 0 L 20 20 L 0 20 C'
        "</ofd:AbbreviatedData></ofd:PathObject></ofd:Appearance></ofd:Annot>"
    )
    parts: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        "</ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>"
        '<ofd:Page ID="20" BaseLoc="P0.xml"/><ofd:Page ID="21" BaseLoc="P1.xml"/></ofd:Pages>'
        "<ofd:Annotations>Annots.xml</ofd:Annotations></ofd:Document>",
        "Doc_0/Annots.xml": f'<ofd:Annotations {NS}><ofd:Page PageID="20"><ofd:FileLoc>A0.xml</ofd:FileLoc></ofd:Page>'
        "</ofd:Annotations>",
        "Doc_0/A0.xml": f"<ofd:PageAnnot {NS}>{stamp}</ofd:PageAnnot>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="SimSun">'
        "<ofd:FontFile>broken.ttf</ofd:FontFile></ofd:Font></ofd:Fonts>"
        ""
        '<ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia>'
        '</ofd:MultiMedias><ofd:DrawParams><ofd:DrawParam ID="7"><ofd:StrokeColor Value="0 128 0"/></ofd:DrawParam>'
        "</ofd:DrawParams></ofd:Res>",
        "Doc_0/Res/a.png": _red_square(),
        "Doc_0/Res/broken.ttf": b"no typeface",
        "Doc_0/P0.xml": f"<ofd:Page {NS}><ofd:Content><ofd:Layer>{first}</ofd:Layer></ofd:Content></ofd:Page>",
        "Doc_0/P1.xml": f"<ofd:Page {NS}><ofd:Content><ofd:Layer>{second}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


@pytest.fixture(scope="module")
def source() -> Source:
    return source_from_bytes("表.ofd", _made())


@pytest.fixture
def desk(source: Source) -> Desk:
    fields = tuple(
        (key, read_field(text, (span_of(source, text, page),), 0.9))
        for key, text, page in (("level3", "走访户数", 0), ("annual_value", "第二页", 1))
    )
    row = NodeData(3, Kind.INDICATOR, fields)
    project = NodeData(
        2, Kind.PROJECT, (("name", read_field("指标名称", (span_of(source, "指标名称"),), 0.9)),), (row,)
    )
    desk = Desk()
    put_on(desk, source, Review(source, NodeData(1, Kind.DOCUMENT, (), (project,))), "表.ofd")
    return desk


@pytest.fixture
def pane(qtbot: QtBot, desk: Desk) -> Iterator[SourceView]:
    yield from shown_pane(qtbot, desk, 1000)


def _colour(image: QImage, x: float, y: float) -> tuple[int, int, int]:
    """The colour at a place in millimetres."""
    scale = image.width() / 210
    return QColor(image.pixel(round(x * scale), round(y * scale))).getRgb()[:3]  # type: ignore[return-value]


def test_what_stands_on_the_pages_is_drawn(qtbot: QtBot, pane: SourceView) -> None:
    view = drawn(qtbot, pane, 0)
    assert view.objectName() == "pageSourceView"
    image = view.bitmaps.get(0)
    assert image is not None
    scale = image.width() / 210
    assert ink(image, 20 * scale, 36 * scale, 36 * scale, 41 * scale) > 0.05  # the text
    assert ink(image, 100 * scale, 36 * scale, 140 * scale, 41 * scale) == 0
    assert ink(image, 70 * scale, 49 * scale, 71 * scale, 51.5 * scale) > 0.1  # the line
    assert _colour(image, 40, 65) == (0, 0, 255)
    assert _colour(image, 90, 70) == (255, 0, 0)  # the picture
    assert _colour(image, 160, 210) == (255, 0, 0)  # the stamp
    assert _colour(image, 40, 105) == (255, 255, 255)  # hidden in any viewer


def test_curves_in_colours_that_are_named_elsewhere(qtbot: QtBot, pane: SourceView) -> None:
    view = pane.view
    view.go_to_page(1)
    image = drawn(qtbot, pane, 1).bitmaps.get(1)
    assert image is not None
    red, green, blue = _colour(image, 60, 60)  # the highest point of the arc
    assert green > 100
    assert red < 60
    assert blue < 60
    assert _colour(image, 60, 99) == (255, 255, 255)


def test_a_value_is_framed_where_it_stands_and_taken_by_a_click(
    qtbot: QtBot, desk: Desk, pane: SourceView, source: Source
) -> None:
    view = drawn(qtbot, pane, 0)
    click(view, place_of(view, span_of(source, "走访户数")))
    assert desk.field == FieldRef(3, "level3")
    desk.choose_field(FieldRef(3, "annual_value"))
    image = drawn(qtbot, pane, 1).bitmaps.get(1)
    assert view.current_page() == 1
    box, scale = view.stack.boxes((span_of(source, "第二页", 1),))[1][0], (image.width() if image else 0) / 595
    assert image is not None
    assert ink(image, *(edge * scale for edge in box)) > 0.05  # the frame stands round the letters
    assert ink(image, box.right * scale + 8, box.top * scale, box.right * scale + 60, box.bottom * scale) == 0
