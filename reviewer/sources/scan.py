"""Scans: pages that are pictures, read by recognition where the extra `ocr` is installed."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from reviewer.base.i18n import tr
from reviewer.model.source import Page, Picture
from reviewer.sources.reader import Given, Reading, SourceError, Watch

if TYPE_CHECKING:
    from reviewer.sources.scan_pages import Pages

MAX_PAGES = 500
"""A scan with more pages would take the better part of an hour, and is not one budget table."""


def read(given: Given, watch: Watch) -> Reading:
    """Read a PDF whose pages are pictures (decrypted), or a picture file. Raises SourceError."""
    _require_recognition(given.name)
    from reviewer.sources.scan_pages import DamagedPictureError, open_pages

    try:
        with open_pages(given.data) as pages:
            if pages.count > MAX_PAGES:
                raise SourceError(
                    tr(
                        "{file} has {pages} scanned pages, more than the {limit} that can be read; please split it.",
                        file=given.name,
                        pages=pages.count,
                        limit=MAX_PAGES,
                    )
                )
            return _read_pages(pages, given.data if pages.drawable is None else pages.drawable, watch)
    except DamagedPictureError as error:
        if error.limit:
            raise SourceError(
                tr(
                    "{file} is a picture of more than {limit} million pixels; please scan it at 300 dots an inch.",
                    file=given.name,
                    limit=error.limit,
                )
            ) from error
        raise SourceError(
            tr("{file} is a damaged picture; please scan it again or get it again.", file=given.name)
        ) from error


def is_possible() -> bool:
    """Whether the extra `ocr` is installed, so that pictures can be read."""
    return all(find_spec(name) is not None for name in ("cv2", "onnxruntime", "PIL", "rapidocr"))


def _require_recognition(name: str) -> None:
    """Raises SourceError where the extra `ocr` is not installed."""
    try:
        import cv2  # noqa: F401
        import onnxruntime  # noqa: F401
        import PIL  # noqa: F401
        import rapidocr  # noqa: F401
    except ImportError as error:
        raise SourceError(
            tr(
                "{file} is a scan, and this installation cannot read scans: please install the program again with the "
                "setup “with text recognition” (or run: pip install reviewer[ocr]).",
                file=name,
            )
        ) from error


def _read_pages(pages: Pages, drawn: bytes, watch: Watch) -> Reading:
    from reviewer.sources.pdf_breaks import Breaks
    from reviewer.sources.pdf_layout import lay_out
    from reviewer.sources.scan_content import read_scanned

    waiting = [Page(index + 1, "", picture=Picture(*pages.size(index))) for index in range(pages.count)]
    breaks = Breaks()

    def so_far() -> Reading:
        done = tuple(breaks.pages)
        return Reading("scan", (*done, *waiting[len(done) :]), data=drawn)

    watch.preview(so_far())
    for index in range(pages.count):

        def progress(share: float, before: int = index) -> None:
            watch.progress((before + share) / pages.count)

        content = read_scanned(pages.grey(index), *pages.size(index), progress)
        breaks.add(*lay_out(index, content))
        watch.preview(so_far())
    return so_far()
