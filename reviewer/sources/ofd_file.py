"""The parts of an OFD file (GB/T 33190): its pages with their templates and drawings, as producers write them.

Elements are known by their local names, because producers write different namespaces or none; paths are tried from where they
stand and from the root, because producers write both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import dirname
from typing import Any

from reviewer.sources.package import DamagedError, Package, joined, parsed

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
    """A page: its box, and what is drawn on it, templates beneath the page's own content first."""

    box: Box
    layers: list[Any] = field(default_factory=list)


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
        self._pages: list[tuple[str, Box, dict[str, str]]] = []
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
        for place, box, templates in self._pages:
            root = self._xml(place)
            own = child(child(root, "Area"), "PhysicalBox")
            page = OfdPage(_box(own.text if own is not None else None) or box)
            if root is not None:
                above: list[Any] = []
                for used in (one for one in root if name_of(one) == "Template"):
                    template = self._xml(templates.get(used.get("TemplateID", ""), ""))
                    content = child(template, "Content")
                    if content is not None:
                        (above if used.get("ZOrder") == "Foreground" else page.layers).append(content)
                content = child(root, "Content")
                page.layers += ([content] if content is not None else []) + above
            yield page

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
                self._read_units(self._found(place, part.text))
        for page in child(root, "Pages") if child(root, "Pages") is not None else ():
            if name_of(page) == "Page":
                self._pages.append((self._found(place, page.get("BaseLoc")) or "", box, templates))

    def _read_units(self, place: str | None) -> None:
        units = child(self._xml(place or ""), "CompositeGraphicUnits")
        for unit in units if units is not None else ():
            self.units[unit.get("ID", "")] = unit

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
