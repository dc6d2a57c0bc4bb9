"""PDFs that are locked, damaged, enormous or empty: one sentence each, and drawing that never fails."""

from __future__ import annotations

import contextlib
import sys
import threading

import pytest
from pdf_building import PdfPage, make_pdf

from reviewer.sources import pdf, pdf_bombs, pdf_page
from reviewer.sources.bitmaps import MAX_PIXELS, draw_page, forget
from reviewer.sources.reader import PasswordNeededError, SourceError
from reviewer.sources.registry import source_from_bytes

PAGE = PdfPage().text(50, 80, "青禾区绩效目标表").table([50, 150, 250], [100, 120], [["项目名称", "绿化养护"]])


def _sentence(data: bytes, password: str | None = None) -> str:
    with pytest.raises(SourceError) as raised:
        source_from_bytes("甲.pdf", data, password=password)
    said = str(raised.value)
    assert said.startswith("甲.pdf") or "甲.pdf" in said
    assert "\n" not in said
    return said


def _pages(data: bytes) -> int:
    """How many pages were read, 0 where it was refused in a sentence."""
    with contextlib.suppress(SourceError):
        return len(source_from_bytes("甲.pdf", data).pages)
    _sentence(data)
    return 0


@pytest.mark.parametrize("password", [None, "", "falsch", "错误的密码", "a\0b"])
def test_asks_for_a_password_until_it_is_right(password: str | None) -> None:
    with pytest.raises(PasswordNeededError):
        source_from_bytes("甲.pdf", make_pdf(PAGE, password="geheim"), password=password)


def test_a_locked_document_is_kept_unlocked_for_its_pages_to_be_drawn() -> None:
    data = make_pdf(PAGE, password="geheim")
    source = source_from_bytes("甲.pdf", data, password="geheim")
    assert "绿化养护" in source.pages[0].text
    assert source.data != data
    assert b"/Encrypt" not in source.data
    assert draw_page(source.data, 0, 1.0) == draw_page(make_pdf(PAGE), 0, 1.0)
    assert set(draw_page(data, 0, 1.0).data) == {255}
    again = source_from_bytes("甲.pdf", source.data)
    assert (again.pages[0].text, again.pages[0].blocks) == (source.pages[0].text, source.pages[0].blocks)


def test_a_document_that_only_forbids_printing_opens_without_a_password() -> None:
    source = source_from_bytes("甲.pdf", make_pdf(PAGE, password=""))
    assert "绿化养护" in source.pages[0].text
    assert b"\x00" in draw_page(source.data, 0, 1.0).data


def test_a_pdf_cut_anywhere_is_read_or_refused_in_a_sentence() -> None:
    data = make_pdf(*[PAGE] * 3)
    assert all(_pages(data[: len(data) * tenth // 10]) <= 3 for tenth in range(1, 10))


@pytest.fixture
def no_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without the extra that reads scans."""
    for name in ("rapidocr", "onnxruntime", "cv2"):
        monkeypatch.setitem(sys.modules, name, None)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7",
        b"%PDF-1.7\n" + b"\0" * 5000,
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>",
    ],
)
def test_what_only_claims_to_be_a_pdf_is_refused(data: bytes, no_recognition: None) -> None:
    _sentence(data)


def test_damage_inside_a_page_leaves_the_others() -> None:
    data = make_pdf(PAGE, PdfPage().text(50, 50, "第二页"))
    start = data.index(b"stream\n", data.index(b"11 0 obj")) + 7
    damaged = data[:start] + b"\xff" * 40 + data[start + 40 :]
    assert source_from_bytes("甲.pdf", damaged).pages[1].text == "第二页"


def test_a_page_within_itself_ends() -> None:
    data = make_pdf(PAGE).replace(b"/Kids[10 0 R]/Count 1", b"/Kids[2 0 R 10 0 R]/Count 2")
    assert _pages(data) <= 2


def test_too_many_pages_are_refused_with_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    said = _sentence(make_pdf(*[PAGE] * 3))
    assert "3" in said
    assert "2" in said


def test_only_pictures_of_pages_are_not_read_as_text(no_recognition: None) -> None:
    scanned = PdfPage().picture(0, 0, 595, 842).text(30, 830, "扫描全能王 创建")
    _sentence(make_pdf(scanned, scanned))
    _sentence(make_pdf(PdfPage(), PdfPage()))


def test_a_drawing_of_very_many_lines_is_read_in_bounds() -> None:
    page = PdfPage().text(50, 50, "第一页")
    page.marks += [
        f"{n % 500} {n // 500} m {n % 500 + 9} {n // 500} l {n % 500} {n // 500 + 9} l S" for n in range(90_000)
    ]
    source = source_from_bytes("甲.pdf", make_pdf(page, PAGE))
    assert "第一页" in source.pages[0].text
    assert "绿化养护" in source.pages[1].text


def test_a_stream_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_bombs, "MOST", 1 << 22)
    monkeypatch.setattr(pdf_bombs, "_WORTH_A_LOOK", 1 << 11)
    blank = PdfPage()
    blank.marks.append(" " * (1 << 23))
    _sentence(make_pdf(blank, PAGE))
    assert len(source_from_bytes("甲.pdf", make_pdf(PdfPage().picture(0, 0, 595, 842), PAGE)).pages) == 2


def test_a_page_of_too_much_text_is_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_page, "MAX_GLYPHS", 20)
    source = source_from_bytes("甲.pdf", make_pdf(PdfPage().text(50, 50, "绿化养护" * 10)))
    assert source.pages[0].text == "绿化养护" * 5
    assert len(source.notes) == 1


def test_draws_white_what_cannot_be_drawn_and_small_what_is_enormous() -> None:
    for data, page in ((b"", 0), (b"%PDF-1.7", 0), (make_pdf(PAGE), 5), (make_pdf(PAGE), -1)):
        assert set(draw_page(data, page, 0.5).data) == {255}
    vast = draw_page(make_pdf(PdfPage(width=14400, height=14400)), 0, 4.0)
    assert vast.width * vast.height <= MAX_PIXELS * 1.01
    assert len(vast.data) == vast.stride * vast.height
    forget()


def test_pages_are_drawn_while_others_are_read() -> None:
    data = make_pdf(*[PAGE] * 30)
    right = draw_page(data, 0, 1.0)
    wrong: list[int] = []

    def draw() -> None:
        wrong.extend(n for n in range(30) if draw_page(data, n, 1.0) != right)

    threads = [threading.Thread(target=draw) for _ in range(2)]
    for thread in threads:
        thread.start()
    pages = source_from_bytes("甲.pdf", data).pages
    for thread in threads:
        thread.join()
    assert wrong == []
    assert {page.text for page in pages} == {pages[0].text}
