"""The pictures of pages: kept while the source is the same, whoever read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pdf_maker import MadePage, make_pdf
from pytestqt.qtbot import QtBot

from reviewer.ui.source.page_bitmaps import PageBitmaps, Wanted


@pytest.fixture
def bitmaps() -> Iterator[PageBitmaps]:
    made = PageBitmaps()
    yield made
    made.stop()


def test_the_same_bytes_from_another_process_leave_the_pictures_where_they_are(
    bitmaps: PageBitmaps, qtbot: QtBot
) -> None:
    first, other = (make_pdf(MadePage().text(72, 90, text)) for text in ("one", "another"))
    bitmaps.use(first, "pdf")
    with qtbot.waitSignal(bitmaps.drawn):
        bitmaps.want([Wanted(0, 1.0)])
    bitmaps.use(bytes(bytearray(first)), "pdf")
    assert bitmaps.get(0) is not None
    bitmaps.use(other, "pdf")
    assert bitmaps.get(0) is None
