"""Old Word documents (.doc of Word 97 to 2003, .wps of WPS). Macros, links and pictures are never touched.

Text, cells and merges are read from the file itself. LibreOffice, where it is installed, is only asked for what this
reader does not know: files from before Word 97.
"""

from __future__ import annotations

import struct
from dataclasses import replace

from reviewer.base.i18n import tr
from reviewer.sources import unlock
from reviewer.sources.doc_body import Body
from reviewer.sources.doc_file import AncientError, DamagedError, DocFile, LockedError
from reviewer.sources.reader import Given, Reading, SourceError, Watch
from reviewer.sources.word_notes import aside_note, damaged, equation_note, struck_note, worth_telling
from reviewer.sources.word_page import PageWriter
from reviewer.sources.word_table import Table


def read(given: Given, watch: Watch) -> Reading:
    """Read an old Word document. Raises SourceError."""
    try:
        return _read(given, watch)
    except LockedError:
        return unlock.read(given, watch)
    except AncientError as error:
        return _through_office(given, watch, error)
    except (DamagedError, OSError, struct.error, IndexError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise SourceError(damaged(given.name)) from error


def _read(given: Given, watch: Watch) -> Reading:
    file = DocFile(given.data)
    watch.progress(0.3)
    body = Body(file)
    page = PageWriter()
    for name in ("text", "boxes", "footnotes", "endnotes"):
        for part in body.story(name):
            if isinstance(part, Table):
                page.table(part)
            else:
                page.line(part)
        watch.progress(0.9 if name == "text" else 0.95)
    if not page.has_text:
        raise SourceError(
            tr("{file} holds no text; if it holds pictures, save it as PDF and open that.", file=given.name)
        )
    aside = [line.strip() for part in body.story("headers") if isinstance(part, str) for line in part.split("\n")]
    notes = (
        *aside_note(worth_telling(aside)),
        *struck_note(list(body.struck.values())),
        *equation_note(body.equations),
    )
    return Reading("doc", (page.page(),), notes=notes)


def _through_office(given: Given, watch: Watch, cause: Exception) -> Reading:
    from reviewer.sources import docx, office

    converted = office.as_docx(given.data, ".doc")
    if converted is None:
        raise SourceError(
            tr("{file} is from before Word 97; open it in Word or WPS and save it as .docx.", file=given.name)
        ) from cause
    reading = docx.read(replace(given, data=converted), watch)
    note = tr("The file is from before Word 97; it was read as LibreOffice converts it.")
    return replace(reading, format="doc", notes=(*reading.notes, note))
