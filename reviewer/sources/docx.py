"""Word documents (.docx, .docm, templates): a zip package of XML. Macros, links and pictures are never touched."""

from __future__ import annotations

from typing import Any

from reviewer.base.collecting import without_collecting
from reviewer.base.i18n import tr
from reviewer.model.source import Note
from reviewer.sources.docx_body import MAX_CELLS, Body, DeepError, ManyCellsError
from reviewer.sources.docx_chunks import Chunks
from reviewer.sources.docx_styles import Styles, is_plain, of_used
from reviewer.sources.package import MAX_PART, DamagedError, LockedError, Package, TooLargeError, parsed
from reviewer.sources.reader import UNWATCHED, Given, Reading, SourceError, Watch
from reviewer.sources.word_notes import (
    aside_note,
    damaged,
    equation_note,
    locked,
    picture_note,
    sheet_note,
    struck_note,
    white_note,
    worth_telling,
)
from reviewer.sources.word_page import PageWriter


def read(given: Given, watch: Watch) -> Reading:
    """Read a Word document. Raises SourceError."""
    try:
        with without_collecting():
            return _read(Package(given.data), given, watch)
    except (TooLargeError, ManyCellsError) as error:
        raise SourceError(
            tr(
                "{file} unpacks to more than can be read at once ({limit} MB, {cells} cells); please split it.",
                file=given.name,
                limit=MAX_PART >> 20,
                cells=MAX_CELLS,
            )
        ) from error
    except DeepError as error:
        raise SourceError(
            tr("{file} has tables within tables without end; please save it anew with Word or WPS.", file=given.name)
        ) from error
    except LockedError as error:
        raise SourceError(locked(given.name)) from error
    except (DamagedError, ValueError) as error:
        raise SourceError(damaged(given.name)) from error


def _read(package: Package, given: Given, watch: Watch, depth: int = 0) -> Reading:
    main = (package.related("").get("officeDocument") or ["word/document.xml"])[0]
    data = package.part(main)
    if data is None:
        main = "word/document.xml"
        data = package.needed(main)
    root = parsed(data)
    watch.progress(0.2)
    namespace = root.tag[1:].partition("}")[0]
    body = root.find(f"{{{namespace}}}body")
    if body is None:
        raise DamagedError(main)
    related = package.related(main)
    chunks = Chunks(package, main, given, lambda inner: _within(inner, depth + 1))
    reader = Body(namespace, _styles(package, related, namespace, data), chunks)
    page = PageWriter()
    tops, feet, ends = (_texts(package, reader, related, kinds) for kinds in (("header",), ("footer",), _ENDS))
    if tops and _begins_with_table(body):
        for text in tops:
            page.line(text)
        tops = []
    reader.struck, reader.white, reader.equations, reader.pictures, reader.sheets = [], [], [], 0, 0
    reader.write(body, page, lambda share: watch.progress(0.2 + 0.8 * share))
    if not page.has_text:
        raise SourceError(_without_text(given.name, body, chunks.unread, reader.sheets))
    for text in ends:
        page.line(text)
    notes = (
        *aside_note([*tops, *feet]),
        *struck_note(reader.struck),
        *white_note(reader.white),
        *picture_note(reader.pictures),
        *sheet_note(reader.sheets),
        *equation_note(reader.equations),
    )
    return Reading("docx", (page.page(),), notes=(*notes, *_unread(chunks.unread), *chunks.notes))


def _within(given: Given, depth: int) -> Reading:
    """A Word document within a Word document."""
    if depth > _DEEPEST:
        raise SourceError(damaged(given.name))
    try:
        return _read(Package(given.data), given, UNWATCHED, depth)
    except (TooLargeError, ManyCellsError, DeepError, LockedError, DamagedError, ValueError) as error:
        raise SourceError(damaged(given.name)) from error


_DEEPEST = 3
_ENDS = ("footnotes", "endnotes")


def _texts(package: Package, reader: Body, related: dict[str, list[str]], kinds: tuple[str, ...]) -> list[str]:
    """The lines of headers, footers or notes, each once, without those that only count pages."""
    roots = [package.xml(path) for kind in kinds for path in related.get(kind, [])]
    lines = [line for root in roots if root is not None for line in reader.lines(root)]
    return worth_telling(lines)


def _begins_with_table(body: Any) -> bool:
    for child in body:
        kind = str(child.tag).rpartition("}")[2]
        if kind == "tbl":
            return True
        if kind != "p" or "".join(child.itertext()).strip():
            return False
    return False


def _without_text(name: str, body: Any, unread: int, sheets: int) -> str:
    if sheets:
        return tr("{file} holds only a table of Excel that is embedded in it; open the document in Word, double-click the table, save "
                  "it as a workbook of its own, and open that.", file=name)  # fmt: skip
    kinds = {str(element.tag).rpartition("}")[2] for element in body.iter()}
    if kinds & {"drawing", "pict", "object"}:
        return tr(
            "{file} holds pictures and no text; save it as PDF and open that, to have its text recognised.", file=name
        )
    if unread:
        return tr("{file} consists of a file of another kind that cannot be read here; open it in Word, save it as .docx "
                  "and open that.", file=name)  # fmt: skip
    return tr("{file} is empty; please choose another file.", file=name)


def _unread(count: int) -> tuple[str, ...]:
    inside = tr("A part of the document is a file of another kind inside it; that part is not shown.")
    return (Note(inside, "part not read"),) if count else ()


def _styles(package: Package, related: dict[str, list[str]], namespace: str, document: bytes) -> Styles:
    numbering = next((package.xml(path) for path in related.get("numbering", [])), None)
    data = next((package.part(path) or b"" for path in related.get("styles", [])), b"")
    others = [package.part(path) or b"" for kind in ("header", "footer", *_ENDS) for path in related.get(kind, [])]
    plain, plain_styles = is_plain(document, *others), is_plain(of_used(data, document, *others))
    styles = parsed(data) if data and (b"numPr" in data or not (plain and plain_styles)) else None
    return Styles(namespace, styles, numbering, plain, plain_styles)
