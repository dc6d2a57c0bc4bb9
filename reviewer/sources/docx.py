"""Word documents (.docx, .docm, templates): a zip package of XML. Macros, links and pictures are never touched."""

from __future__ import annotations

import io
import zipfile
import zlib
from posixpath import join, normpath
from typing import Any

from reviewer.base.i18n import tr
from reviewer.sources.docx_body import MAX_CELLS, Body, DeepError, ManyCellsError
from reviewer.sources.docx_styles import Styles
from reviewer.sources.reader import Given, Reading, SourceError, Watch
from reviewer.sources.word_notes import aside_note, damaged, locked, worth_telling
from reviewer.sources.word_page import PageWriter

MAX_PART = 64 << 20
"""A part that unpacks to more bytes has thousands of pages; taken apart it would exhaust the machine."""
MAX_ELEMENTS = 2_000_000
"""Each takes some 200 bytes of memory; a table with 25,000 rows of seven filled cells has as many."""
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def read(given: Given, watch: Watch) -> Reading:
    """Read a Word document. Raises SourceError."""
    try:
        with zipfile.ZipFile(io.BytesIO(given.data)) as archive:
            return _read(_Package(archive), given, watch)
    except (_TooLargeError, ManyCellsError) as error:
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
    except _LockedError as error:
        raise SourceError(locked(given.name)) from error
    except (zipfile.BadZipFile, _DamagedError, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise SourceError(damaged(given.name)) from error


class _DamagedError(Exception):
    """A part is missing or not what it should be."""


class _TooLargeError(Exception):
    """A part unpacks to more than MAX_PART."""


class _LockedError(Exception):
    """The package is a zip file with a password."""


class _Package:
    """The parts of a package, by their names without regard to case."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._infos = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in archive.infolist()}

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, None where there is none. Raises _TooLargeError."""
        info = self._infos.get(name.lower())
        if info is None:
            return None
        if info.flag_bits & 1:
            raise _LockedError
        if info.file_size > MAX_PART:
            raise _TooLargeError
        with self._archive.open(info) as stream:
            data = stream.read(MAX_PART + 1)
        if len(data) > MAX_PART:
            raise _TooLargeError
        return data

    def xml(self, name: str) -> Any:
        """The root of a part, None where there is none. Entities and document types are refused. Raises _DamagedError."""
        from lxml import etree

        data = self.part(name)
        if data is None:
            return None
        if data.count(b"<") - data.count(b"</") > MAX_ELEMENTS:
            raise _TooLargeError
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise _DamagedError(name) from error
        if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
            raise _DamagedError(name)
        return root

    def related(self, part: str) -> dict[str, list[str]]:
        """The parts that a part refers to, by the last word of the kind of reference; links to elsewhere are left out."""
        folder, _, name = part.rpartition("/")
        root = self.xml(join(folder, "_rels", name + ".rels"))
        found: dict[str, list[str]] = {}
        for relation in () if root is None else root.iterchildren(_RELATIONS):
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                path = normpath(target if target.startswith("/") else join(folder, target)).lstrip("/")
                found.setdefault(relation.get("Type", "").rpartition("/")[2], []).append(path)
        return found


def _read(package: _Package, given: Given, watch: Watch) -> Reading:
    main = (package.related("").get("officeDocument") or ["word/document.xml"])[0]
    root = package.xml(main)
    if root is None:
        main = "word/document.xml"
        root = package.xml(main)
    watch.progress(0.2)
    namespace = "" if root is None else root.tag[1:].partition("}")[0]
    body = None if root is None else root.find(f"{{{namespace}}}body")
    if body is None:
        raise _DamagedError(main)
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


def _texts(package: _Package, reader: Body, related: dict[str, list[str]], kinds: tuple[str, ...]) -> list[str]:
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


def _styles(package: _Package, related: dict[str, list[str]], namespace: str) -> Styles:
    numbering = next((package.xml(path) for path in related.get("numbering", [])), None)
    styles = None
    for path in related.get("styles", [])[:1]:
        data = package.part(path) or b""
        if b"numPr" in data or b"vanish" in data:
            styles = package.xml(path)
    return Styles(namespace, styles, numbering)
