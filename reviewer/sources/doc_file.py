"""The parts of an old Word file (Word 97 to 2003): header, pieces of text, properties of paragraphs and characters.

After [MS-DOC], the public description of the format; names such as FIB, PAPX and sprm are those used there.
"""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

_PAGE = 512
_MOST_REUSE = 4
"""All pieces together are no longer than this many times the file, or somebody wants to fill the memory."""
_OPERAND = (1, 1, 2, 4, 2, 2, 0, 3)
"""Bytes after a sprm by its highest three bits; 0: the first byte tells."""
_STORIES = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes")


class DamagedError(Exception):
    """The file is not as Word writes it."""


class LockedError(Exception):
    """The file is encrypted."""


class AncientError(Exception):
    """The file is from before Word 97."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: its first position (in UTF-16 units), where its bytes begin, how many bytes a unit has."""

    start: int
    units: str
    offset: int
    width: int


class DocFile:
    """An opened file. Raises DamagedError, LockedError, AncientError."""

    def __init__(self, data: bytes) -> None:
        import olefile

        with olefile.OleFileIO(io.BytesIO(data)) as container:
            self.main: bytes = _stream(container, "WordDocument")
            magic, version, flags = struct.unpack_from("<HH6xH", self.main, 0)
            if magic not in (0xA5EC, 0xA5DC):
                raise DamagedError
            if version < 0xC1:
                raise AncientError
            if flags & 0x0100:
                raise LockedError
            self.table: bytes = _stream(container, "1Table" if flags & 0x0200 else "0Table")
            self.data: bytes = _stream(container, "Data") if container.exists("Data") else b""
        self._read_header()
        self.pieces = self._read_pieces()
        self._paragraphs = self._bins(13)
        self._characters = self._bins(12)
        self._pages: dict[tuple[int, bool], list[tuple[int, int, bytes]]] = {}

    def _read_header(self) -> None:
        """The FIB: the length of each story, and where in the table stream what stands."""
        at = 32
        (shorts,) = struct.unpack_from("<H", self.main, at)
        at += 2 + 2 * shorts
        (longs,) = struct.unpack_from("<H", self.main, at)
        lengths = struct.unpack_from("<11i", self.main, at + 2)[3:10]
        at += 2 + 4 * longs
        (places,) = struct.unpack_from("<H", self.main, at)
        places = min(places, 256)
        numbers = struct.unpack_from(f"<{2 * places}I", self.main, at + 2)
        self._places = tuple(zip(numbers[::2], numbers[1::2], strict=True))
        if any(length < 0 for length in lengths):
            raise DamagedError
        self.stories: dict[str, tuple[int, int]] = {}
        start = 0
        for name, length in zip(_STORIES, lengths, strict=True):
            self.stories[name] = (start, start + length)
            start += length

    def place(self, number: int) -> bytes:
        """The bytes of the table stream that the header names at a place; empty where it names none."""
        offset, length = self._places[number] if number < len(self._places) else (0, 0)
        return self.table[offset : offset + length] if length else b""

    def offset(self, number: int) -> int:
        """Where in the table stream a place begins."""
        return self._places[number][0] if number < len(self._places) and self._places[number][1] else -1

    def _read_pieces(self) -> list[Piece]:
        clx, at = self.place(33), 0
        while at < len(clx) and clx[at] == 1:
            at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
        if at >= len(clx) or clx[at] != 2:
            raise DamagedError
        (length,) = struct.unpack_from("<I", clx, at + 1)
        table = clx[at + 5 : at + 5 + length]
        count = (len(table) - 4) // 12
        starts = struct.unpack_from(f"<{count + 1}I", table, 0)
        pieces, total = [], 0
        for number, (start, end) in enumerate(pairwise(starts)):
            (place,) = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)
            width = 1 if place & 0x40000000 else 2
            offset = (place & 0x3FFFFFFF) // (2 if width == 1 else 1)
            raw = self.main[offset : offset + max(0, end - start) * width]
            total += len(raw)
            if end < start or total > _MOST_REUSE * len(self.main):
                raise DamagedError
            units = raw.decode("cp1252", "replace") if width == 1 else _units(raw)
            pieces.append(Piece(start, units, offset, width))
        return pieces

    def fonts(self) -> list[str]:
        """The names of the fonts by their numbers, in small letters."""
        table, at, names = self.place(15), 4, []
        while at + 40 < len(table):
            length = table[at]
            name = table[at + 40 : at + 1 + length].decode("utf-16-le", "replace")
            names.append(name.partition("\0")[0].casefold())
            at += 1 + length
        return names

    # -- properties -----------------------------------------------------------------------------------------------

    def _bins(self, number: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Where in the file the text begins that each page of properties is about, and the numbers of these pages."""
        table = self.place(number)
        count = max(0, (len(table) - 4) // 8)
        starts = struct.unpack_from(f"<{count}I", table, 0) if count else ()
        pages = struct.unpack_from(f"<{count}I", table, 4 * (count + 1)) if count else ()
        return starts, tuple(page & 0x3FFFFF for page in pages)

    def _runs(self, page: int, paragraphs: bool) -> list[tuple[int, int, bytes]]:
        """The runs of a page of properties: first and last byte of the text (half-open), and the bytes of properties."""
        known = self._pages.get((page, paragraphs))
        if known is not None:
            return known
        raw = self.main[page * _PAGE : (page + 1) * _PAGE]
        runs: list[tuple[int, int, bytes]] = []
        if len(raw) == _PAGE:
            size = 13 if paragraphs else 1
            count = min(raw[511], (_PAGE - 5) // (4 + size))
            ends = struct.unpack_from(f"<{count + 1}I", raw, 0)
            for number in range(count):
                at = 2 * raw[4 * (count + 1) + size * number]
                runs.append((ends[number], ends[number + 1], _record(raw, at, paragraphs)))
        self._pages[page, paragraphs] = runs
        return runs

    def paragraph_at(self, offset: int) -> tuple[int, bytes]:
        """The style's number and the properties of the paragraph whose mark stands at a byte of the file."""
        starts, pages = self._paragraphs
        bin_number = bisect_right(starts, offset) - 1
        if 0 <= bin_number < len(pages):
            runs = self._runs(pages[bin_number], True)
            number = bisect_right(runs, offset, key=lambda run: run[0]) - 1
            if number >= 0 and offset < runs[number][1] and len(runs[number][2]) >= 2:
                record = runs[number][2]
                return int.from_bytes(record[:2], "little"), self._with_huge(record[2:])
        return 0, b""

    def _with_huge(self, grpprl: bytes) -> bytes:
        """Properties too long for their page stand in another stream."""
        for code, operand in sprms(grpprl):
            if code in (0x6646, 0x6645) and len(operand) == 4:
                at = int.from_bytes(operand, "little")
                length = int.from_bytes(self.data[at : at + 2], "little")
                return grpprl + self.data[at + 2 : at + 2 + length]
        return grpprl

    def character_runs(self) -> Iterator[tuple[int, int, bytes]]:
        """Every run of characters with properties of its own: first and last byte of the text, and the properties."""
        for page in self._characters[1]:
            yield from (run for run in self._runs(page, False) if run[2])


def _stream(container: Any, name: str) -> bytes:
    """A stream; a file that was cut off has only a part of it, which would be read as if it were all."""
    data: bytes = container.openstream(name).read()
    if len(data) < container.get_size(name):
        raise DamagedError
    return data


def _units(raw: bytes) -> str:
    """UTF-16 as one character a unit; `whole` puts pairs together again."""
    text = raw[: len(raw) // 2 * 2].decode("utf-16-le", "surrogatepass")
    if not any(char > "\uffff" for char in text):
        return text
    return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))


def whole(units: str) -> str:
    """A text of UTF-16 units as characters."""
    if any("\ud800" <= char <= "\udfff" for char in units):
        return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return units


def _record(raw: bytes, at: int, paragraphs: bool) -> bytes:
    if not at or at >= _PAGE - 1:
        return b""
    length = raw[at]
    if not paragraphs:
        return raw[at + 1 : at + 1 + length]
    if length:
        return raw[at + 1 : at + 2 * length]
    return raw[at + 2 : at + 2 + 2 * raw[at + 1]]


def sprms(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    """The single properties in a list of them: code and operand (without its length)."""
    at = 0
    while at + 2 <= len(grpprl):
        code = grpprl[at] | grpprl[at + 1] << 8
        at += 2
        length = _OPERAND[code >> 13]
        if not length:
            if code == 0xD608:
                length = int.from_bytes(grpprl[at : at + 2], "little") - 1
                at += 2
            elif at < len(grpprl):
                length = grpprl[at]
                at += 1
                if code == 0xC615 and length == 255:
                    return
            if length < 0:
                return
        yield code, grpprl[at : at + length]
        at += length
