"""PDFium, opened and closed in one place. It keeps state of its own and may be called by one thread at a time: hold LOCK."""

from __future__ import annotations

import ctypes
import functools
import importlib
import threading
from types import ModuleType
from typing import Any

from reviewer.sources.pdf_bombs import has_name
from reviewer.sources.pdf_filled import Prepared, prepare

LOCK = threading.RLock()
"""Held around every call of PDFium, by the reader and by the drawing of pages; let go between pages."""

_FILE = 2
_FORMAT = 3
_PASSWORD = 4
_SECURITY = 5


class DamagedError(Exception):
    """The bytes are no PDF that can be opened."""


class LockedError(Exception):
    """The PDF is encrypted; `unknown` says that no password would help, for PDFium does not know the kind of lock."""

    def __init__(self, unknown: bool) -> None:
        super().__init__()
        self.unknown = unknown


def raw() -> ModuleType:
    """PDFium's functions, under their own names; the library is set up by the import."""
    return importlib.import_module("pypdfium2.raw")


@functools.cache
def fast(name: str, *types: Any) -> Any:
    """A function of PDFium that gives a number or an address, called with plain ones: in a third of the time of a typed call.

    Python's lock is kept meanwhile, since letting it go takes longer than such a call.
    """
    result, *arguments = types
    address = ctypes.cast(getattr(raw(), name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


def address_of(handle: Any) -> int:
    """The address that a handle of PDFium's holds; 0 for none. `ctypes.cast` would leave a dead cycle behind each time."""
    return ctypes.c_size_t.from_buffer(handle).value


def draw(page: Any, across: int, down: int, kind: int, flags: int) -> bytes:
    """A page drawn on white, row after row from the top, each filled up to a multiple of four bytes; the page is closed.

    `kind` is one of PDFium's formats of bitmaps: FPDFBitmap_Gray has one byte a dot, the others here have four. The caller holds LOCK.
    """
    pdfium = raw()
    stride = (across * (1 if kind == pdfium.FPDFBitmap_Gray else 4) + 3) // 4 * 4
    pixels = ctypes.create_string_buffer(stride * down)
    bitmap = pdfium.FPDFBitmap_CreateEx(across, down, kind, pixels, stride)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, across, down, 0, flags)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
        pdfium.FPDF_ClosePage(page)
    return pixels.raw


_MOST_ATTACHED = 200


class Document:
    """An open PDF. The bytes stay in memory as long as it is open. Every method holds LOCK."""

    def __init__(self, data: bytes, password: str | None = None) -> None:
        """Open; raises DamagedError or LockedError."""
        self._data = data
        self.pages = 0
        self._flat: set[int] = set()
        self._filled: dict[int, Prepared] = {}
        self.handle: Any = None
        secret = None if password is None else password.encode("utf-8")
        with LOCK:
            pdfium = raw()
            self.handle = pdfium.FPDF_LoadMemDocument64(data, len(data), secret)
            if not self.handle:
                error = pdfium.FPDF_GetLastError()
                if error in (_PASSWORD, _SECURITY):
                    raise LockedError(error == _SECURITY)
                raise DamagedError
            self.pages = pdfium.FPDF_GetPageCount(self.handle)

    def close(self) -> None:
        """Let the document go; to do so twice is no mistake."""
        with LOCK:
            if self.handle:
                raw().FPDF_CloseDocument(self.handle)
                self.handle = None

    def __enter__(self) -> Document:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def is_encrypted(self) -> bool:
        """Whether the bytes are encrypted, with or without a password to open them."""
        with LOCK:
            return bool(raw().FPDF_GetSecurityHandlerRevision(self.handle) >= 0)

    @functools.cached_property
    def has_layers(self) -> bool:
        """Whether the document has layers, which may be switched off."""
        return has_name(self._data, b"/OCProperties")

    @property
    def is_drawn_by_reader(self) -> bool:
        """Whether the pages are a form (XFA) that only a reader which knows such forms can draw."""
        pdfium = raw()
        with LOCK:
            return bool(pdfium.FPDF_GetFormType(self.handle) == pdfium.FORMTYPE_XFA_FULL)

    def attached(self) -> list[str]:
        """The names of the files that are attached to the document."""
        pdfium = raw()
        names: list[str] = []
        with LOCK:
            for number in range(min(pdfium.FPDFDoc_GetAttachmentCount(self.handle), _MOST_ATTACHED)):
                attachment = pdfium.FPDFDoc_GetAttachment(self.handle, number)
                buffer = (ctypes.c_ushort * 256)()
                if attachment:
                    pdfium.FPDFAttachment_GetName(attachment, buffer, ctypes.sizeof(buffer) - 2)
                names.append(bytes(buffer).decode("utf-16-le", "replace").partition("\0")[0] or str(number + 1))
        return names

    def size(self, page: int) -> tuple[float, float]:
        """Width and height of a page as it is shown, in points; an A4 sheet's where the page is damaged."""
        pdfium = raw()
        found = pdfium.FS_SIZEF()
        with LOCK:
            known = pdfium.FPDF_GetPageSizeByIndexF(self.handle, page, ctypes.byref(found))
        if not known or not 1 <= found.width <= 20000 or not 1 <= found.height <= 20000:
            return 595.0, 842.0
        return found.width, found.height

    def load(self, page: int) -> Any:
        """The handle of a page with what is filled into its form drawn into it; None for one that cannot be loaded.

        The caller holds LOCK, and closes the page.
        """
        pdfium = raw()
        handle = pdfium.FPDF_LoadPage(self.handle, page)
        if not handle or page in self._flat or not pdfium.FPDFPage_GetAnnotCount(handle):
            return handle
        self._flat.add(page)
        self._filled[page] = made = prepare(pdfium, self.handle, handle)
        if not made.changed:
            return handle
        pdfium.FPDF_ClosePage(handle)
        return pdfium.FPDF_LoadPage(self.handle, page)

    def filled(self, page: int) -> Prepared:
        """What is filled into a page, once it was loaded."""
        return self._filled.get(page) or Prepared()

    def unlocked(self) -> bytes:
        """The same document as bytes without encryption."""
        pdfium = raw()
        parts: list[bytes] = []

        def write(_writer: object, data: Any, size: int) -> int:
            parts.append(ctypes.string_at(data, size))
            return 1

        writer = pdfium.FPDF_FILEWRITE(version=1)
        pdfium_type = dict(pdfium.FPDF_FILEWRITE._fields_)["WriteBlock"]
        writer.WriteBlock = pdfium_type(write)
        with LOCK:
            pdfium.FPDF_SaveAsCopy(self.handle, ctypes.byref(writer), pdfium.FPDF_REMOVE_SECURITY)
        return b"".join(parts)
