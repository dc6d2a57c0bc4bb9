"""Word's own XML in a single file: read through LibreOffice where it is installed."""

from __future__ import annotations

from dataclasses import replace

from reviewer.base.i18n import tr
from reviewer.sources import docx, office
from reviewer.sources.reader import Given, Reading, SourceError, Watch


def read(given: Given, watch: Watch) -> Reading:
    """Read such a file. Raises SourceError, also where LibreOffice is not installed."""
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
