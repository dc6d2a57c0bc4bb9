"""The parts of an OFD file (GB/T 33190): its pages with their templates and drawings, as producers write them.

Elements are known by their local names, because producers write different namespaces or none; paths are tried from where they
stand and from the root, because producers write both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import dirname
from typing import Any

from reviewer.sources.package import DamagedError, LockedError, Package, TooLargeError, joined, parsed

Box = tuple[float, float, float, float]
"""x, y, width, height in millimetres."""
_A4: Box = (0.0, 0.0, 210.0, 297.0)


def name_of(element: Any) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Any, name: str) -> Any:
    """The first child of a name, None where there is none or no element."""
    return next((one for one in element if name_of(one) == name), None) if element is not None else None


def numbers(text: str | None) -> list[float]:
    """The numbers in a text, those that are none left out."""
    found = []
    for word in (text or "").replace(",", " ").split():
        try:
            number = float(word)
        except ValueError:
            continue
        if -1e7 < number < 1e7:
            found.append(number)
    return found


@dataclass(slots=True)
class OfdPage:
    """A page: its box, and what is drawn on it, templates beneath the page's own content first, and what was put upon it."""

    box: Box
    layers: list[Any] = field(default_factory=list)
    stamps: list[Any] = field(default_factory=list)
    """What annotations show: stamps, watermarks, remarks. No content, but to be seen."""


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface as the file names it, and the path of the part that holds it, where the file brings it along."""

    name: str
    part: str | None = None
    bold: bool = False
    italic: bool = False
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class _Listed:
    """A page as its document lists it."""

    part: str
    box: Box
    templates: dict[str, str]
    stamps: str | None


class OfdFile:
    """An opened file."""

    def __init__(self, data: bytes) -> None:
        """Open. Raises DamagedError, LockedError, TooLargeError."""
        self._package = Package(data)
        root = self._xml("OFD.xml")
        if root is None:
            raise DamagedError("OFD.xml")
        self.units: dict[str, Any] = {}
        """Drawings that are used again and again, by their ids."""
        self.faces: dict[str, Face] = {}
        self.media: dict[str, str] = {}
        """The parts of pictures, by their ids."""
        self.manners: dict[str, Any] = {}
        """Ways to draw (colours, widths of lines) that are used again and again, by their ids."""
        self._pages: list[_Listed] = []
        for body in (one for one in root if name_of(one) == "DocBody"):
            place = self._found("", getattr(child(body, "DocRoot"), "text", None))
            if place is not None:
                self._read_document(place)
        if not self._pages:
            raise DamagedError("no pages")

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def pages(self) -> Iterator[OfdPage]:
        """The pages in order; one whose content is missing is empty. Raises as the constructor does."""
        return (self.page(index) for index in range(self.count))

    def page(self, index: int) -> OfdPage:
        """A page, counted from 0, without its stamps. Raises as the constructor does, IndexError where there is none."""
        listed = self._pages[index]
        root = self._xml(listed.part)
        own = child(child(root, "Area"), "PhysicalBox")
        page = OfdPage(_box(own.text if own is not None else None) or listed.box)
        if root is not None:
            above: list[Any] = []
            for used in (one for one in root if name_of(one) == "Template"):
                template = self._xml(listed.templates.get(used.get("TemplateID", ""), ""))
                content = child(template, "Content")
                if content is not None:
                    (above if used.get("ZOrder") == "Foreground" else page.layers).append(content)
            content = child(root, "Content")
            page.layers += ([content] if content is not None else []) + above
        return page

    def stamped(self, index: int) -> OfdPage:
        """A page as it is shown, with what annotations put upon it. Raises as `page` does."""
        page = self.page(index)
        root = self._xml(self._pages[index].stamps or "")
        for each in root if root is not None else ():
            if name_of(each) == "Annot" and each.get("Visible") != "false":
                page.stamps += [part for part in each if name_of(part) == "Appearance"]
        return page

    def part(self, path: str) -> bytes | None:
        """The bytes of a part; None where there is none, or where it cannot be unpacked."""
        try:
            return self._package.part(path)
        except (DamagedError, LockedError, TooLargeError):
            return None

    def _read_document(self, place: str) -> None:
        root = self._xml(place)
        common = child(root, "CommonData")
        if common is None:
            return
        area = child(child(common, "PageArea"), "PhysicalBox")
        box = _box(area.text if area is not None else None) or _A4
        templates: dict[str, str] = {}
        for part in common:
            if name_of(part) == "TemplatePage":
                templates[part.get("ID", "")] = self._found(place, part.get("BaseLoc")) or ""
            elif name_of(part) in ("PublicRes", "DocumentRes"):
                self._read_resources(self._found(place, part.text))
        stamps = self._stamps(place, child(root, "Annotations"))
        for page in child(root, "Pages") if child(root, "Pages") is not None else ():
            if name_of(page) == "Page":
                part = self._found(place, page.get("BaseLoc")) or ""
                self._pages.append(_Listed(part, box, templates, stamps.get(page.get("ID", ""))))

    def _stamps(self, document: str, named: Any) -> dict[str, str]:
        """The parts that hold the annotations of pages, by the pages' ids."""
        place = self._found(document, named.text) if named is not None else None
        found: dict[str, str] = {}
        try:
            root = self._xml(place or "")
        except DamagedError:
            return found
        for page in root if root is not None else ():
            loc = child(page, "FileLoc")
            part = self._found(place or "", loc.text) if loc is not None else None
            if part is not None:
                found[page.get("PageID", "")] = part
        return found

    def _read_resources(self, place: str | None) -> None:
        """What pages refer to by an id."""
        root = self._xml(place or "")
        base = (root.get("BaseLoc") or "") if root is not None else ""
        for kind in root if root is not None else ():
            for one in kind if isinstance(kind.tag, str) else ():
                key = one.get("ID", "")
                match name_of(one):
                    case "CompositeGraphicUnit":
                        self.units[key] = one
                    case "Font":
                        self.faces[key] = self._face(place or "", base, one)
                    case "MultiMedia":
                        part = self._resource(place or "", base, child(one, "MediaFile"))
                        if part is not None:
                            self.media[key] = part
                    case "DrawParam":
                        self.manners[key] = one

    def _face(self, place: str, base: str, font: Any) -> Face:
        part = self._resource(place, base, child(font, "FontFile"))
        bold, italic, fixed = (font.get(key) == "true" for key in ("Bold", "Italic", "FixedWidth"))
        return Face(font.get("FamilyName") or font.get("FontName") or "", part, bold, italic, fixed)

    def _resource(self, place: str, base: str, named: Any) -> str | None:
        """The path of a part that a list of resources names: beneath the list's folder, or as it stands."""
        if named is None or not (named.text or "").strip():
            return None
        name = named.text.strip()
        return self._found(place, f"{base}/{name}") or self._found(place, name)

    def _xml(self, place: str) -> Any:
        data = self._package.part(place) if place else None
        if data is None:
            return None
        try:
            return parsed(data)
        except DamagedError:
            return parsed(data, recover=True)  # undeclared prefixes and the like

    def _found(self, part: str, target: str | None) -> str | None:
        """The path of a part that another one names; None where there is none."""
        if not target or not target.strip():
            return None
        tried = (joined(dirname(part), target.strip()), joined("", target.strip()), joined("Doc_0", target.strip()))
        return next((path for path in tried if path in self._package), None)


def _box(text: str | None) -> Box | None:
    found = numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 and found[2] > 0 and found[3] > 0 else None
