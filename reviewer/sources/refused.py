"""What is known and cannot be read: a sentence that says what it is and what to do."""

from __future__ import annotations

import io
import re
import zipfile
from typing import NoReturn

from reviewer.base.i18n import mark, tr
from reviewer.sources.containers import stream_names, zip_kind
from reviewer.sources.reader import Given, SourceError, Watch


def other_office(given: Given, _watch: Watch) -> NoReturn:
    """An OLE file that is none of Word and Excel."""
    names = stream_names(given.data) or set()
    known = next((said for name, said in _STREAMS if name in names), None)
    if known:
        raise SourceError(tr(known, file=given.name))
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
        text = tr(_SLIDES, file=given.name)
    elif kind in ("xps", "visio"):
        said = _FIXED if kind == "xps" else _DRAWING
        text = tr(said, file=given.name)
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
_SLIDES = mark("{file} is a presentation, which is not read here; save it as PDF and open that.")
_SHORTCUT = mark("{file} is a shortcut and not the file itself; open the file that it leads to, or have it sent.")
_ARCHIVE = mark("{file} is an archive of another kind (RAR, 7z …); unpack it and open what is in it.")
_PICTURE = mark("{file} is a picture of a kind that is not read here; save it as PNG or JPEG and open that.")
_FILM = mark("{file} is a film or a sound, and no document; please choose another file.")
_PROGRAM = mark("{file} is a program, and no document; please choose another file.")
_CAJ = mark("{file} is a CAJ file; open it in its reader, print it as PDF and open that.")
_MAIL = mark("{file} is an e-mail; save what is attached to it, or its text as a web page, and open that.")
_GUARDED = mark(
    "{file} was encrypted by the office's protection software; decrypt it on a computer that has that software (or ask for it to "
    "be decrypted) and open the result."
)
_RIGHTS = mark(
    "{file} is protected by rights management, not by a password; open it in Office with an account that has the right, save it "
    "without the protection, and open that."
)
_DATABASE = mark("{file} is a database, and no document; export its table as .xlsx or CSV and open that.")
_FIXED = mark("{file} is a page description (XPS, PostScript); convert it to PDF and open that.")
_DRAWING = mark("{file} is a drawing of Visio; save it as PDF and open that.")
_OLD_SHEET = mark("{file} is a workbook of a very old Excel; open it in Excel, save it as .xlsx and open that.")
_TEXT_SHEET = mark(
    "{file} is a table in an exchange format (SYLK, DIF …); open it in Excel or WPS, save it as .xlsx and open that."
)
_POINTER = mark("{file} only says where the file itself is kept (Git LFS); fetch the file and open that.")
_VECTOR = mark("{file} is a drawing (SVG); open it in a browser, print it as PDF and open that.")
_OWNER = mark(
    "{file} is only a mark that Office leaves while a document is open; open the document without ~$ in its name."
)
_READER = mark(
    "{file} is a file for a reader of its own (CEB, GD, SEP …); open it in that, print it as PDF and open that."
)
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
    *((at, sign, _GUARDED) for sign in (b"E-SafeNet", b"%TSD-Header-###%") for at in (*range(17), 64, 128, 256, 512)),
    *((4, b"Standard " + kind + b" DB", _DATABASE) for kind in (b"Jet", b"ACE")),
    (0, b"SQLite format 3\0", _DATABASE),
    *((0, sign, _OLD_SHEET) for sign in (b"\x09\0\x04\0", b"\x09\x02\x06\0", b"\x09\x04\x06\0")),
    *((0, sign, _CAJ) for sign in (b"CAJ\x00", b"HN\x00", b"\xc8\x00\x00\x00", b"KDH ")),
)
"""At which byte a file of a kind has which bytes, and what is said of it."""


def unknown_kind(given: Given) -> SourceError:
    """What to say of bytes that are no text and of no format that is read."""
    data = given.data
    text = next((said for at, sign, said in _SIGNS if data.startswith(sign, at)), _OTHER)
    if text == _OTHER and given.name.startswith("~$"):
        text = _OWNER
    elif text == _OTHER and given.name.lower().endswith(
        (".ceb", ".cebx", ".gd", ".gw", ".sep", ".s10", ".s72", ".s92")
    ):
        text = _READER
    return SourceError(tr(text, file=given.name))


_TEXTS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"\[InternetShortcut\]"), _SHORTCUT),
    (re.compile(rb"version https://git-lfs\.github\.com/"), _POINTER),
    (re.compile(rb"ID;P[A-Z\r\n;]|TABLE\r?\n0,1\r?\n\"|socialcalc:version:"), _TEXT_SHEET),
    (re.compile(rb"%!PS"), _FIXED),
    (
        re.compile(rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<(?:svg:)?svg[\s>]", re.DOTALL),
        _VECTOR,
    ),
)
"""How texts begin that are no documents, and what is said of them."""


def text_sign(data: bytes) -> str | None:
    """What is to be said of a text that only leads to a document, or carries it; None for any other."""
    head = data[:8192].lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((said for pattern, said in _TEXTS if pattern.match(head)), _MAIL if _is_mail(head) else None)


def _is_mail(head: bytes) -> bool:
    """Whether a text is an e-mail with its head."""
    return bool(re.match(rb"(?:[A-Za-z-]+: [^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){3,}", head)) and all(
        re.search(rb"^" + name + rb":", head, re.IGNORECASE | re.MULTILINE)
        for name in (b"From", b"MIME-Version", b"Content-Type")
    )


def other_text(given: Given, _watch: Watch) -> NoReturn:
    """A text that is no document. Raises SourceError."""
    raise SourceError(tr(text_sign(given.data) or _OTHER, file=given.name))


def rights_managed(given: Given) -> SourceError:
    """What to say of an Office file that no password opens."""
    return SourceError(tr(_RIGHTS, file=given.name))


_STREAMS = (("powerpoint document", _SLIDES), ("__properties_version1.0", _MAIL), ("visiodocument", _DRAWING))
"""Streams of OLE files that say what they are."""
