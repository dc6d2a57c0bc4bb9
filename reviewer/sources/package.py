"""Zip packages of XML parts, as Office programs, OpenDocument and OFD write them: opened in one place, with one set of limits.

Nothing in a package is trusted: a part is unpacked to at most so many bytes, no entity is resolved, nothing is fetched, and
a document type definition is refused, because no program of these formats writes one.
"""

from __future__ import annotations

import io
import re
import zlib
from posixpath import join, normpath
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

MAX_PART = 64 << 20
"""A part of text that unpacks to more bytes has thousands of pages; taken apart it would exhaust the machine."""
MAX_SHEET = 400 << 20
"""The same for a part of a workbook, which is read without taking it apart."""
MAX_ALL = 1 << 30
MAX_ELEMENTS = 2_000_000
"""Each takes some 200 bytes of memory; a table with 25,000 rows of seven filled cells has as many."""
MAX_SHEET_ELEMENTS = 10_000_000
"""The same for a sheet whose cells are elements of their own."""
_BROKEN = (BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError, zlib.error)
"""What unpacking a damaged zip file raises."""
_RELATIONSHIPS = ("http://schemas.openxmlformats.org/package/2006/relationships",
                  "http://purl.oclc.org/ooxml/package/relationships")  # fmt: skip


class DamagedError(Exception):
    """A part is missing or broken, or not what its place says."""


class TooLargeError(Exception):
    """A part unpacks to more than can be read at once."""


class LockedError(Exception):
    """A part lies in the zip behind a password."""


class Package:
    """The parts of a package, by their paths without regard to case, leading slashes or back slashes."""

    def __init__(self, data: bytes, most: int = MAX_PART) -> None:
        """Look into the package; a part may have `most` bytes. Raises DamagedError."""
        try:
            self._archive = ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise DamagedError(str(error)) from error
        self._most = most
        self._infos = {_key(info.filename): info for info in self._archive.infolist()}

    @property
    def names(self) -> list[str]:
        """The paths of all parts, as the package writes them."""
        return self._archive.namelist()

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._infos

    def size(self, *suffixes: str) -> tuple[int, int]:
        """The bytes of the largest part, and of all together, of parts with these suffixes, as the package states them."""
        sizes = [info.file_size for key, info in self._infos.items() if key.endswith(suffixes)]
        return max(sizes, default=0), sum(sizes)

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, None where there is none. Raises DamagedError, LockedError, TooLargeError."""
        info = self._infos.get(_key(name))
        if info is None:
            return None
        if info.flag_bits & 1:
            raise LockedError
        if info.file_size > self._most:
            raise TooLargeError
        try:
            with self._archive.open(info) as stream:
                data = stream.read(self._most + 1)
        except _BROKEN as error:
            raise DamagedError(f"{name}: {error}") from error
        if len(data) > self._most:
            raise TooLargeError
        return data

    def needed(self, name: str) -> bytes:
        """The bytes of a part that has to be there. Raises DamagedError, LockedError, TooLargeError."""
        data = self.part(name)
        if data is None:
            raise DamagedError(name)
        return data

    def xml(self, name: str) -> Any:
        """The root element of a part, None where there is none. Raises DamagedError, LockedError, TooLargeError."""
        data = self.part(name)
        return None if data is None else parsed(data)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to within the package: by the reference's id the path and the last word of its kind.

        `part` is "" for the package itself. Raises as `xml` does.
        """
        folder, _, name = part.rpartition("/")
        root = self.xml(join(folder, "_rels", name + ".rels"))
        found: dict[str, tuple[str, str]] = {}
        for relation in () if root is None else root.iter(*(f"{{{ns}}}Relationship" for ns in _RELATIONSHIPS)):
            if relation.get("TargetMode") != "External":
                kind = relation.get("Type", "").rpartition("/")[2]
                found[relation.get("Id", f"#{len(found)}")] = (joined(folder, relation.get("Target", "")), kind)
        return found

    def related(self, part: str) -> dict[str, list[str]]:
        """The paths of the parts that a part refers to, by the last word of the kind of reference. Raises as `xml` does."""
        found: dict[str, list[str]] = {}
        for path, kind in self.relations(part).values():
            found.setdefault(kind, []).append(path)
        return found

    def check_whole(self, *suffixes: str) -> None:
        """Unpack what other libraries will unpack, so that none of it is more than it says. Raises DamagedError."""
        for key, info in self._infos.items():
            if key.endswith(suffixes):
                self._unpack(info)

    def _unpack(self, info: ZipInfo) -> None:
        try:
            with self._archive.open(info) as stream:
                while stream.read(1 << 20):
                    pass
        except _BROKEN as error:
            raise DamagedError(f"{info.filename}: {error}") from error


_UNDERSTOOD = re.compile(
    r"http://schemas\.(?:microsoft\.com|openxmlformats\.org)/|http://purl\.oclc\.org/ooxml/|urn:schemas-microsoft-com:"
)


def chosen(alternates: Any) -> list[Any]:
    """What Office shows of parts (mc:AlternateContent) that stand for each other: the first that needs nothing foreign, else what is
    there for that case; where nothing is, the first.
    """
    choices = [part for part in alternates if isinstance(part.tag, str) and part.tag.endswith("}Choice")]
    for choice in choices:
        needs = (choice.nsmap.get(prefix, "") for prefix in choice.get("Requires", "").split())
        if all(map(_UNDERSTOOD.match, needs)):
            return list(choice)
    others = [part for part in alternates if part not in choices]
    return [child for part in others or choices[:1] for child in part]


def joined(folder: str, target: str) -> str:
    """The path that a reference means which stands in a part of `folder`."""
    target = target.replace("\\", "/")
    return normpath(target if target.startswith("/") else join(folder, target)).lstrip("/")


_NAMED = {b"&lt;": b"&#60;", b"&gt;": b"&#62;", b"&amp;": b"&#38;", b"&quot;": b"&#34;", b"&apos;": b"&#39;"}
"""After anything that is no XML libxml2 leaves out these names, without a word, and keeps the numbers."""


def parsed(data: bytes, recover: bool = False, most: int = MAX_ELEMENTS) -> Any:
    """The root element of XML from outside, of at most so many elements, without comments. Raises DamagedError, TooLargeError."""
    from lxml import etree

    if data.count(b"<") - data.count(b"</") > most:
        raise TooLargeError
    if recover:
        for name, number in _NAMED.items():
            data = data.replace(name, number)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, recover=recover
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedError(str(error)) from error
    if root is None or root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
        raise DamagedError("no XML of a package")
    return root


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
