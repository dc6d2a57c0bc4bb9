"""What is known and cannot be read: a sentence that says what it is and what to do."""

from __future__ import annotations

import io
import zipfile
from typing import NoReturn

from reviewer.base.i18n import mark, tr
from reviewer.sources.containers import zip_kind
from reviewer.sources.reader import Given, SourceError, Watch


def other_office(given: Given, _watch: Watch) -> NoReturn:
    """An OLE file that is none of Word and Excel."""
    raise SourceError(
        tr(
            "{file} is a damaged Office file, or one of a kind that cannot be opened here; save it as .docx or .xlsx.",
            file=given.name,
        )
    )


def other_kind(given: Given, _watch: Watch) -> NoReturn:
    """A document of a kind that holds no forms, and is whole."""
    kind = zip_kind(given.data)
    if kind == "slides":
        text = tr("{file} is a presentation, which is not read here; save it as PDF and open that.", file=given.name)
    elif kind == "book":
        text = tr(
            "{file} is an e-book, which is not read here; save it as a web page or PDF and open that.", file=given.name
        )
    else:
        text = tr(
            "{file} is a document of Apple's programs; export it as .docx, .xlsx or PDF and open that.", file=given.name
        )
    raise SourceError(text)


def other_zip(given: Given, _watch: Watch) -> NoReturn:
    """A zip file that is no package of a format that is read."""
    held = _held(given.data)
    if held:
        raise SourceError(
            tr("{file} is a zip file of something else (it holds {names}), and no document; unpack it and open what is in it that "
               "can be read.", file=given.name, names=held)
        )  # fmt: skip
    raise SourceError(
        tr(
            "{file} is a damaged or unknown zip file; if it is an Office file, repair it with Word, Excel or WPS, "
            "otherwise unpack it and open what is in it.",
            file=given.name,
        )
    )


def _held(data: bytes) -> str:
    """The first names in a zip file; nothing where its list of names cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = [name for name in package.namelist() if not name.endswith("/")]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return ""
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")


_NAMED = 3
_SHORTCUT = mark("{file} is a shortcut and not the file itself; open the file that it leads to, or have it sent.")
_ARCHIVE = mark("{file} is an archive of another kind (RAR, 7z …); unpack it and open what is in it.")
_PICTURE = mark("{file} is a picture of a kind that is not read here; save it as PNG or JPEG and open that.")
_FILM = mark("{file} is a film or a sound, and no document; please choose another file.")
_PROGRAM = mark("{file} is a program, and no document; please choose another file.")
_CAJ = mark("{file} is a CAJ file; open it in its reader, print it as PDF and open that.")
_MAIL = mark("{file} is an e-mail; save what is attached to it, or its text as a web page, and open that.")
_OTHER = mark(
    "{file} is of a kind that cannot be opened; open PDF, Word, Excel, OpenDocument sheets, web pages, "
    "CSV, Markdown or text, or a zip file of these."
)
_SIGNS: tuple[tuple[int, bytes, str], ...] = (
    (0, bytes.fromhex("4c0000000114020000000000c000000000000046"), _SHORTCUT),
    (0, b"[InternetShortcut]", _SHORTCUT),
    *(
        (0, sign, _ARCHIVE)
        for sign in (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"MSCF")
    ),
    (257, b"ustar", _ARCHIVE),
    *((0, sign, _PICTURE) for sign in (b"GIF87a", b"GIF89a", b"8BPS", b"\x00\x00\x01\x00", b"\xd7\xcd\xc6\x9a")),
    (8, b"WEBP", _PICTURE),
    *((4, b"ftyp" + brand, _PICTURE) for brand in (b"heic", b"heix", b"mif1", b"avif", b"hevc")),
    (4, b"ftyp", _FILM),
    *(
        (0, sign, _FILM)
        for sign in (b"\x1aE\xdf\xa3", b"ID3", b"OggS", b"FLV\x01", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11")
    ),
    (8, b"AVI ", _FILM),
    (8, b"WAVE", _FILM),
    (0, b"MZ", _PROGRAM),
    (0, b"\x7fELF", _PROGRAM),
    *((0, sign, _CAJ) for sign in (b"CAJ\x00", b"HN\x00", b"\xc8\x00\x00\x00", b"KDH ")),
)
"""At which byte a file of a kind has which bytes, and what is said of it."""


def unknown_kind(given: Given) -> SourceError:
    """What to say of bytes that are no text and of no format that is read."""
    data = given.data
    text = next((said for at, sign, said in _SIGNS if data.startswith(sign, at)), _OTHER)
    return SourceError(tr(text, file=given.name))


def other_text(given: Given, _watch: Watch) -> NoReturn:
    """A text that only leads to a document, or carries it."""
    is_mail = not given.data.lstrip().startswith(b"[")
    raise SourceError(tr(_MAIL if is_mail else _SHORTCUT, file=given.name))
