"""Which reader a file is for, by what is in it. A reader's module is imported when the first file of its format is opened."""

from __future__ import annotations

from collections.abc import Callable

from reviewer.sources.reader import Given, Reading, Watch

Reader = Callable[[Given, Watch], Reading]


def reader_of(data: bytes) -> Reader:
    """The reader for bytes: the first of FORMATS that knows them."""
    return next(reader for knows, reader in FORMATS if knows(data))


def _anything(_data: bytes) -> bool:
    return True


def _text(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import text

    return text.read(given, watch)


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]  # some mail programs put lines before it


def _pdf(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import pdf

    return pdf.read(given, watch)


_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
"""PNG, JPEG, TIFF in either order of bytes, and the large TIFF."""


def _is_picture(data: bytes) -> bool:
    return data.startswith(_PICTURES) or (
        data.startswith(b"BM") and data[6:10] == b"\0\0\0\0"
    )  # BMP; texts have no zeros


def _scan(given: Given, watch: Watch) -> Reading:
    from reviewer.sources import scan

    return scan.read(given, watch)


FORMATS: tuple[tuple[Callable[[bytes], bool], Reader], ...] = (
    (_is_pdf, _pdf),
    (_is_picture, _scan),
    (_anything, _text),
)
"""Asked in this order."""
