"""Word documents (.docx, .docm, templates): a zip package of XML. Macros, links and pictures are never touched."""

from __future__ import annotations

from typing import Any

from reviewer.base.i18n import tr
from reviewer.sources.docx_body import MAX_CELLS, Body, DeepError, ManyCellsError
from reviewer.sources.docx_styles import Styles
from reviewer.sources.package import MAX_PART, DamagedError, LockedError, Package, TooLargeError
from reviewer.sources.reader import Given, Reading, SourceError, Watch
from reviewer.sources.word_notes import aside_note, damaged, locked, worth_telling
from reviewer.sources.word_page import PageWriter


def read(given: Given, watch: Watch) -> Reading:
    """Read a Word document. Raises SourceError."""
    try:
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


def _read(package: Package, given: Given, watch: Watch) -> Reading:
    main = (package.related("").get("officeDocument") or ["word/document.xml"])[0]
    root = package.xml(main)
    if root is None:
        main = "word/document.xml"
        root = package.xml(main)
    watch.progress(0.2)
    namespace = "" if root is None else root.tag[1:].partition("}")[0]
    body = None if root is None else root.find(f"{{{namespace}}}body")
    if body is None:
        raise DamagedError(main)
    related = package.related(main)
    reader = Body(namespace, _styles(package, related, namespace))
    page = PageWriter()
    tops, feet, ends = (_texts(package, reader, related, kinds) for kinds in (("header",), ("footer",), _ENDS))
    if tops and _begins_with_table(body):
        for text in tops:
            page.line(text)
        tops = []
    reader.write(body, page, lambda share: watch.progress(0.2 + 0.8 * share))
    if not page.has_text:
        raise SourceError(_without_text(given.name, body))
    for text in ends:
        page.line(text)
    return Reading("docx", (page.page(),), notes=_notes([*tops, *feet], reader.embedded))


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


def _without_text(name: str, body: Any) -> str:
    pictures = any(str(element.tag).endswith(("}drawing", "}pict", "}object")) for element in body.iter())
    if pictures:
        return tr(
            "{file} holds pictures and no text; save it as PDF and open that, to have its text recognised.", file=name
        )
    return tr("{file} is empty; please choose another file.", file=name)


def _notes(aside: list[str], embedded: bool) -> tuple[str, ...]:
    inside = tr("A part of the document is a file of another kind inside it; that part is not shown.")
    return (*aside_note(aside), *((inside,) if embedded else ()))


def _styles(package: Package, related: dict[str, list[str]], namespace: str) -> Styles:
    numbering = next((package.xml(path) for path in related.get("numbering", [])), None)
    styles = None
    for path in related.get("styles", [])[:1]:
        data = package.part(path) or b""
        if b"numPr" in data or b"vanish" in data:
            styles = package.xml(path)
    return Styles(namespace, styles, numbering)
