"""Word's own XML in a single file: a package written out flat is read as the .docx that it is; that of Word 2003 through LibreOffice
where it is installed.
"""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from dataclasses import replace

from reviewer.base.i18n import tr
from reviewer.sources import docx, office
from reviewer.sources.package import DamagedError, TooLargeError, parsed
from reviewer.sources.reader import Given, Reading, SourceError, Watch
from reviewer.sources.word_notes import damaged

_PACKAGE = b"http://schemas.microsoft.com/office/2006/xmlPackage"
_PKG = f"{{{_PACKAGE.decode()}}}"


def read(given: Given, watch: Watch) -> Reading:
    """Read such a file. Raises SourceError, also where LibreOffice is not installed."""
    if _PACKAGE in given.data[:4000]:
        try:
            packed = _packed(given.data)
        except (DamagedError, TooLargeError, ValueError, binascii.Error) as error:
            raise SourceError(damaged(given.name)) from error
        return replace(docx.read(replace(given, data=packed), watch), format="word-xml")
    converted = office.as_docx(given.data, ".xml")
    if converted is None:
        raise SourceError(
            tr(
                "{file} is a document in {kind} form; open it in Word or WPS and save it as .docx.",
                file=given.name,
                kind="XML",
            )
        )
    reading = docx.read(replace(given, data=converted), watch)
    note = tr("The file was read as LibreOffice converts it.")
    return replace(reading, format="word-xml", notes=(*reading.notes, note))


def _packed(data: bytes) -> bytes:
    """The parts of a package that is written out in one file, as the zip package that they are of. Raises DamagedError, TooLargeError."""
    from lxml import etree

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for part in parsed(data).iterchildren(_PKG + "part"):
            name = part.get(_PKG + "name", "").lstrip("/")
            xml, binary = part.find(_PKG + "xmlData"), part.find(_PKG + "binaryData")
            if xml is not None and len(xml):
                package.writestr(name, etree.tostring(xml[0], encoding="utf-8", xml_declaration=True))
            elif binary is not None:
                package.writestr(name, base64.b64decode(binary.text or ""))
    return out.getvalue()
