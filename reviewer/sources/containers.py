"""What kind of file is in a container: Office's zip packages and OLE files, by what they hold and not by their suffix."""

from __future__ import annotations

import io
import zipfile

ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_NAMES = 20_000
"""A package of an Office program has a few dozen parts."""
_LOCAL_NAMES = (
    (b"word/document", "docx"),
    (b"xl/workbook", "xlsx"),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "odt"),
    (b"OFD.xml", "ofd"),
)
"""What the bytes of a package hold that was cut off before its list of parts."""


def zip_kind(data: bytes) -> str | None:
    """“docx”, “xlsx”, “ods”, “odt”, “ofd”, or what is known and not read (“slides”, “book”, “apple” …), or “zip” for any other.

    None where the bytes are no zip file.

    A package that is cut off is still known by the names of the parts that are left.
    """
    if not data.startswith(ZIP_SIGNATURES):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()[:_MAX_NAMES]
            kind = _open_document(package) if "content.xml" in names else None
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return next((kind for name, kind in _LOCAL_NAMES if name in data), "zip")
    if any(_is_part(name, "word", "document") for name in names):
        return "docx"
    if any(_is_part(name, "xl", "workbook") for name in names):
        return "xlsx"
    plain = {name.replace("\\", "/").lower().lstrip("/") for name in names}
    return kind or next((known for part, known in _OTHER if part in plain), "zip")


_OTHER = (
    ("ofd.xml", "ofd"),
    ("ppt/presentation.xml", "slides"),
    ("meta-inf/container.xml", "book"),
    ("index/document.iwa", "apple"),
    ("index.zip", "apple"),
    ("fixeddocseq.fdseq", "xps"),
    ("fixeddocumentsequence.fdseq", "xps"),
    ("visio/document.xml", "visio"),
)
"""Parts that say what a package is."""
_OPEN = (("spreadsheet", "ods"), ("text", "odt"), ("presentation", "slides"))


def _open_document(package: zipfile.ZipFile) -> str | None:
    """What kind of OpenDocument a package is: by its type, which some programs do not write first, or by its content."""
    try:
        with package.open("mimetype") as stream:
            said = stream.read(200).decode("ascii", "replace")
    except (KeyError, zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError, EOFError, ValueError):
        said = ""
    if "opendocument" not in said:
        try:
            with package.open("content.xml") as stream:
                head = stream.read(1 << 16)
        except (KeyError, zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError, EOFError, ValueError):
            return None
        return next((kind for word, kind in _OPEN if b"<office:" + word.encode() in head), None)
    return next((kind for word, kind in _OPEN if f".{word}" in said), None)


def _is_part(name: str, folder: str, stem: str) -> bool:
    """Whether a name is `folder/stem….xml`; some programs write a number after the stem, or a back slash."""
    parts = name.replace("\\", "/").lower().lstrip("/").split("/")
    return len(parts) == 2 and parts[0] == folder and parts[1].startswith(stem) and parts[1].endswith((".xml", ".bin"))


def ole_kind(data: bytes) -> str | None:
    """“doc”, “xls”, “encrypted” (an Office file behind a password), or “ole” for any other OLE file; None for no OLE file.

    A damaged one is known by the names that are left in its bytes.
    """
    if not data.startswith(OLE_SIGNATURE):
        return None
    names = stream_names(data)
    for name, kind in _OLE_KINDS:
        known = name.encode("utf-16-le") in data if names is None else name.lower() in names
        if known:
            return kind
    return "ole"


_OLE_KINDS = (("EncryptedPackage", "encrypted"), ("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"))


def stream_names(data: bytes) -> set[str] | None:
    """The names of the streams at the root, in lower case; None where the directory cannot be read."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return {path[0].lower() for path in container.listdir() if len(path) == 1}
    except (OSError, ValueError, IndexError, TypeError, KeyError, AttributeError, RecursionError, MemoryError):
        return None
