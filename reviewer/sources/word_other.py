"""Files of Word in other forms (RTF, Word's own XML): read through LibreOffice where it is installed."""

from __future__ import annotations

from dataclasses import replace

from reviewer.base.i18n import tr
from reviewer.sources import docx, office
from reviewer.sources.reader import Given, Reading, SourceError, Watch


def is_rtf(data: bytes) -> bool:
    """Whether the bytes begin as RTF does."""
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def is_word_xml(data: bytes) -> bool:
    """Whether the bytes are a document that Word saved as a single XML file."""
    return b'progid="Word.Document"' in data[:1000]


def read(given: Given, watch: Watch) -> Reading:
    """Read such a file. Raises SourceError, also where LibreOffice is not installed."""
    rtf = is_rtf(given.data)
    converted = office.as_docx(given.data, ".rtf" if rtf else ".xml")
    if converted is None:
        kind = "RTF" if rtf else "XML"
        raise SourceError(
            tr(
                "{file} is a document in {kind} form; open it in Word or WPS and save it as .docx.",
                file=given.name,
                kind=kind,
            )
        )
    reading = docx.read(Given(given.name, converted), watch)
    note = tr("The file was read as LibreOffice converts it.")
    return replace(reading, format="rtf" if rtf else "word-xml", notes=(*reading.notes, note))
