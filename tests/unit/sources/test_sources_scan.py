"""Scans: pictures of pages to text, cells and boxes; what is said where they cannot be read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from reviewer.base.i18n import use_language
from reviewer.model.source import Grid, Source
from reviewer.sources.registry import SUFFIXES, SourceError, open_source, source_from_bytes

pytest.importorskip("rapidocr", reason="the extra “ocr” is not installed", exc_type=ImportError)
pytest.importorskip("onnxruntime", reason="the extra “ocr” is not installed", exc_type=ImportError)
pytest.importorskip("cv2", reason="the extra “ocr” is not installed", exc_type=ImportError)
pytest.importorskip("PIL", reason="the extra “ocr” is not installed", exc_type=ImportError)

import numpy as np
from scanned_pages import ROWS, encoded, page

from reviewer.sources.bitmaps import draw_page
from reviewer.sources.scan_straight import MOST_ASKEW, skew, straighten


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def cells(source: Source, page_index: int = 0) -> list[list[str]]:
    grids = [block for block in source.pages[page_index].blocks if isinstance(block, Grid)]
    assert len(grids) == 1
    rows: list[list[str]] = [[] for _ in range(grids[0].rows)]
    for cell in grids[0].cells:
        rows[cell.row].append(source.text(cell.spans))
    return rows


def box_around(source: Source, text: str) -> tuple[float, float, float, float]:
    """The box around the first place of a text on the first page, in points."""
    shown = source.pages[0]
    assert shown.picture is not None
    start = shown.text.index(text)
    boxes = [shown.picture.box(place) for place in range(start, start + len(text))]
    found = [box for box in boxes if box is not None]
    assert len(found) == len(text)
    return min(b[0] for b in found), min(b[1] for b in found), max(b[2] for b in found), max(b[3] for b in found)


def darkness(source: Source, box: tuple[float, float, float, float]) -> float:
    """The share of dark pixels in a box of the first page as it is drawn."""
    drawn = draw_page(source.data, 0, 2.0)
    pixels = np.frombuffer(drawn.data, np.uint8).reshape(drawn.height, drawn.stride // 4, 4)[:, :, 0]
    left, top, right, bottom = (round(2 * edge) for edge in box)
    return float((pixels[top:bottom, left:right] < 120).mean())


def test_a_picture_becomes_lines_and_cells() -> None:
    source = source_from_bytes("scan.png", encoded(page(), "PNG"))
    assert source.format == "scan"
    assert cells(source) == ROWS
    assert source.pages[0].text.startswith("Budget of the year 2024\nItem\tTotal\tRate\n")
    picture = source.pages[0].picture
    assert picture is not None
    assert len(picture.certainty) == len(source.pages[0].text) == len(picture.boxes) / 4
    assert max(picture.width, picture.height) == pytest.approx(842, abs=1)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_stand_on_their_characters_however_the_sheet_lay(turn: int) -> None:
    lying = page().rotate(turn, expand=True).rotate(1.5, fillcolor=244, resample=3)
    source = source_from_bytes("scan.png", encoded(lying, "PNG"))
    assert cells(source) == ROWS
    for text in ("2,035.87", "Reading", "Budget"):
        left, top, right, bottom = box_around(source, text)
        assert (right - left > bottom - top) == (turn in (0, 180)), "the box lies as the text does"
        assert darkness(source, (left, top, right, bottom)) > 0.08
        assert (right - left) * (bottom - top) < 260 * 40, "and is no larger than it"


@pytest.mark.parametrize("angle", [-6.0, -0.4, 0.0, 2.5])
def test_skew_is_measured(angle: float) -> None:
    leaning = np.asarray(page().rotate(-angle, fillcolor=244, resample=3))
    assert skew(leaning, []) == pytest.approx(angle, abs=0.12)
    assert abs(angle) < MOST_ASKEW
    assert abs(skew(straighten(leaning).grey, [])) < 0.12


@pytest.mark.parametrize(("kind", "options"), [("JPEG", {"quality": 60}), ("TIFF", {}), ("BMP", {}), ("PNG", {})])
def test_every_kind_of_picture_is_known_by_its_content(kind: str, options: dict[str, Any]) -> None:
    source = source_from_bytes("wrong.txt", encoded(page([["Item", "Total"], ["Training", "12.50"]]), kind, **options))
    assert cells(source) == [["Item", "Total"], ["Training", "12.50"]]


def test_transparent_sixteen_bit_and_one_bit_pictures() -> None:
    from PIL import Image

    plain = page([["Item", "Total"], ["Training", "12.50"]])
    clear = Image.new("LA", plain.size, (0, 0))
    clear.putalpha(plain.point(lambda value: 255 - value))
    deep = Image.fromarray(np.asarray(plain, dtype=np.uint16) * 257)
    for picture in (clear, deep, plain.point(lambda value: 255 * (value > 128)).convert("1"), plain.convert("P")):
        source = source_from_bytes("scan.png", encoded(picture, "PNG"))
        assert cells(source) == [["Item", "Total"], ["Training", "12.50"]], picture.mode


def test_a_camera_that_was_held_upright() -> None:
    lying = page().rotate(90, expand=True)
    exif = lying.getexif()
    exif[0x0112] = 6  # to be turned clockwise
    source = source_from_bytes("photo.jpg", encoded(lying, "JPEG", exif=exif, quality=90))
    assert cells(source) == ROWS
    left, top, right, bottom = box_around(source, "2,035.87")
    assert right - left > bottom - top
    assert darkness(source, (left, top, right, bottom)) > 0.08


def test_pages_appear_as_they_are_done() -> None:
    first, second = page([["Item", "Total"], ["Training", "12.50"]], "Page one"), page([["Item", "Total"]], "Page two")
    data = encoded(first, "TIFF", save_all=True, append_images=[second])
    shown: list[list[str]] = []
    told: list[float] = []
    source = source_from_bytes("fax.tif", data, told.append, preview=lambda s: shown.append([p.text for p in s.pages]))
    texts = [one.text for one in source.pages]
    assert shown[0] == ["", ""]
    assert shown[1] == [texts[0], ""]
    assert shown[2] == texts
    assert told == sorted(told)
    assert len(told) > 10
    assert [one.number for one in source.pages] == [1, 2]
    assert "Page two" in texts[1]


def test_reading_can_be_stopped_between_lines() -> None:
    class StoppedError(Exception):
        pass

    def stop(share: float) -> None:
        if share > 0.3:
            raise StoppedError

    with pytest.raises(StoppedError):
        source_from_bytes("scan.png", encoded(page(), "PNG"), stop)


def test_a_pdf_of_pictures_is_read_as_a_scan(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(encoded(page(), "PDF", resolution=144.0))
    source = open_source(path)
    assert source.format == "scan"
    assert cells(source) == ROWS
    picture = source.pages[0].picture
    assert picture is not None
    assert (picture.width, picture.height) == (827, 585)
    assert darkness(source, box_around(source, "2,035.87")) > 0.08


def test_a_page_without_rules_gives_lines_in_order() -> None:
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (1654, 1170), 250)
    draw = ImageDraw.Draw(picture)
    for number, text in enumerate(("Goal of the project", "Ten courses are held", "Everybody is content")):
        draw.text((200, 200 + 90 * number), text, fill=10, font=ImageFont.load_default(36))
    source = source_from_bytes("scan.png", encoded(picture, "PNG"))
    assert source.pages[0].text.splitlines() == ["Goal of the project", "Ten courses are held", "Everybody is content"]
    assert len(source.pages[0].blocks) == 3


def test_an_empty_sheet_is_a_page_without_text() -> None:
    from PIL import Image

    source = source_from_bytes("scan.png", encoded(Image.new("L", (1654, 1170), 250), "PNG"))
    assert [one.text for one in source.pages] == [""]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP"])
@pytest.mark.parametrize("share", [0.001, 0.1, 0.5])
def test_damaged_pictures_are_one_sentence(kind: str, share: float) -> None:
    data = encoded(page(), kind)
    with pytest.raises(SourceError, match=r"^broken\.img is a damaged picture; please scan it again"):
        source_from_bytes("broken.img", data[: max(12, int(len(data) * share))])


def test_a_picture_with_too_many_pixels_is_not_decoded() -> None:
    from PIL import Image

    data = encoded(Image.new("1", (16000, 12000)), "PNG")
    with pytest.raises(SourceError, match=r"^huge\.png is a picture of more than 150 million pixels"):
        source_from_bytes("huge.png", data)


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.sources.scan.MAX_PAGES", 1)
    small = page([["Item", "Total"]])
    with pytest.raises(SourceError, match="2 scanned pages, more than the 1"):
        source_from_bytes("book.tif", encoded(small, "TIFF", save_all=True, append_images=[small]))


def test_pictures_are_offered_by_the_open_dialog() -> None:
    assert {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"} <= set(SUFFIXES)


@pytest.mark.parametrize("missing", ["rapidocr", "onnxruntime", "cv2"])
def test_without_the_extra_one_sentence_says_how_to_get_it(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(
        SourceError, match=r"^scan\.png is a scan.*setup “with text recognition”.*pip install reviewer\[ocr\]"
    ):
        source_from_bytes("scan.png", encoded(page(), "PNG"))
