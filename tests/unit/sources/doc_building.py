"""Old Word files (.doc) written by hand for tests, after [MS-DOC]: text in pieces, properties of paragraphs and runs, lists, styles."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

_PAGE = 512
_TEXT = 2048
"""Where in the main stream the text begins."""


@dataclass
class Run:
    """Characters with properties of their own."""

    text: str
    grpprl: bytes = b""


@dataclass
class Paragraph:
    """Runs and the mark that ends them; the style's number and the properties of the mark."""

    runs: Sequence[Run | str] = ()
    grpprl: bytes = b""
    mark: str = "\r"
    style: int = 0


@dataclass
class Doc:
    """A file under the pen."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    stories: dict[int, str] = field(default_factory=dict)
    """Texts of further stories by their number: 1 footnotes, 2 headers, 4 comments, 5 endnotes, 6 boxes."""
    narrow: bool = False
    """One byte for each character instead of two."""
    pieces: int = 1
    fonts: Sequence[str] = ()
    lists: bytes = b""
    levels: bytes = b""
    """What stands right behind the heads of the lists."""
    uses: bytes = b""
    styles: bytes = b""
    data: bytes = b""
    runs_on_a_page: int = 20
    version: int = 0xC1
    flags: int = 0x0200

    def bytes(self) -> bytes:
        """The file."""
        lengths = [0] * 7
        text, marks, runs = "", [], []
        for paragraph in self.paragraphs:
            begin = len(text)
            for run in paragraph.runs:
                made = run if isinstance(run, Run) else Run(run)
                if made.text:
                    runs.append((len(text), len(text) + len(made.text), made.grpprl))
                text += made.text
            text += paragraph.mark
            runs.append((len(text) - 1, len(text), b""))
            marks.append((begin, len(text), struct.pack("<H", paragraph.style) + paragraph.grpprl))
        lengths[0] = len(text)
        for number, more in sorted(self.stories.items()):
            lengths[number] = len(more)
            text += more
        width = 1 if self.narrow else 2
        raw = text.encode("cp1252") if self.narrow else text.encode("utf-16-le")
        main = bytearray(_TEXT) + raw
        table = bytearray(8)
        places: dict[int, tuple[int, int]] = {}

        def put(number: int, data: bytes, length: int | None = None) -> None:
            if data:
                places[number] = (len(table), len(data) if length is None else length)
                table.extend(data)

        for number, kind, spans in ((13, True, marks), (12, False, runs)):
            starts, pages = [], []
            for at in range(0, len(spans), self.runs_on_a_page):
                some = spans[at : at + self.runs_on_a_page]
                main += bytes(-len(main) % _PAGE)
                pages.append(len(main) // _PAGE)
                starts.append(_TEXT + some[0][0] * width)
                main += _properties_page([(_TEXT + a * width, _TEXT + b * width, p) for a, b, p in some], kind)
            if spans:
                ends = [*starts, _TEXT + spans[-1][1] * width]
                put(number, struct.pack(f"<{len(ends)}I", *ends) + struct.pack(f"<{len(pages)}I", *pages))
        put(33, self._pieces(len(text), width))
        put(15, _font_table(self.fonts))
        if self.lists:
            put(73, self.lists + self.levels, len(self.lists))
        put(74, self.uses)
        put(1, self.styles)
        head = (
            struct.pack("<HH6xH", 0xA5EC, self.version, self.flags).ljust(32, b"\0") + struct.pack("<H", 14) + bytes(28)
        )
        head += struct.pack("<H", 22) + struct.pack("<3i", 0, 0, 0) + struct.pack("<7i", *lengths) + bytes(4 * 12)
        pairs = [places.get(number, (0, 0)) for number in range(93)]
        head += struct.pack("<H", 93) + b"".join(struct.pack("<II", *pair) for pair in pairs)
        main[: len(head)] = head
        name = "1Table" if self.flags & 0x0200 else "0Table"
        return _compound(
            {"WordDocument": bytes(main), name: bytes(table), **({"Data": self.data} if self.data else {})}
        )

    def _pieces(self, length: int, width: int) -> bytes:
        cuts = [length * number // self.pieces for number in range(self.pieces + 1)]
        table = struct.pack(f"<{len(cuts)}I", *cuts)
        for cut in cuts[:-1]:
            at = _TEXT + cut * width
            table += struct.pack("<HIH", 0, at * 2 | 0x40000000 if self.narrow else at, 0)
        return b"\x01\x02\0ab" + b"\x02" + struct.pack("<I", len(table)) + table


def sprm(code: int, operand: bytes = b"\x01") -> bytes:
    """One property."""
    return struct.pack("<H", code) + operand


def level(
    text: str, *, start: int = 1, style: int = 0, flags: int = 0, follow: int = 0, limit: int = 0, extra: bytes = b""
) -> bytes:
    """A level of a list; "%1" in its text is the number of the first level."""
    for number in range(9):
        text = text.replace(f"%{number + 1}", chr(number))
    head = struct.pack("<iBB", start, style, flags) + bytes(9) + bytes([follow]) + bytes(8)
    head += bytes([len(extra), 0, limit, 0]) + extra
    return head + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def list_heads(*lists: tuple[int, bool]) -> bytes:
    """The heads of lists: their keys, and whether they have one level instead of nine."""
    return struct.pack("<h", len(lists)) + b"".join(struct.pack("<ii18xBB", key, 0, simple, 0) for key, simple in lists)


def list_uses(*uses: tuple[int, Sequence[bytes]]) -> bytes:
    """Uses of lists by paragraphs (numbered from 1): the list's key, and what the use changes in its levels."""
    heads = b"".join(struct.pack("<i8xBBH", key, len(changes), 0, 0) for key, changes in uses)
    return (
        struct.pack("<I", len(uses)) + heads + b"".join(b"\xff\xff\xff\xff" + b"".join(changes) for _, changes in uses)
    )


def style_sheet(*styles: tuple[int, bytes] | None, kind: int = 1) -> bytes:
    """Styles by their number: what each is based on (4095: nothing), and the properties of its paragraphs; None where there is none."""
    sheet = struct.pack("<H", 18) + struct.pack("<HH", len(styles), 10) + bytes(14)
    for style in styles:
        if style is None:
            sheet += struct.pack("<H", 0)
            continue
        base, grpprl = style
        name = "样式"
        body = struct.pack("<HHHHH", 0, base << 4 | kind, 0, 0, 0) + struct.pack("<H", len(name))
        body += name.encode("utf-16-le") + b"\0\0"
        body += b"\0" * (len(body) % 2)
        body += struct.pack("<HH", 2 + len(grpprl), 0) + grpprl
        sheet += struct.pack("<H", len(body)) + body
    return sheet


def _font_table(names: Sequence[str]) -> bytes:
    if not names:
        return b""
    table = struct.pack("<HH", len(names), 0)
    for name in names:
        record = bytes(39) + (name + "\0").encode("utf-16-le")
        table += bytes([len(record)]) + record
    return table


def _properties_page(runs: Sequence[tuple[int, int, bytes]], paragraphs: bool) -> bytes:
    """A page of properties: where its runs begin and end, and behind them, from the end of the page, what is said of each."""
    size = 13 if paragraphs else 1
    ends = [run[0] for run in runs] + [runs[-1][1]]
    page = bytearray(struct.pack(f"<{len(ends)}I", *ends))
    page += bytes(_PAGE - len(page))
    at = _PAGE - 2
    for number, (_, _, grpprl) in enumerate(runs):
        if paragraphs:
            odd = len(grpprl) % 2
            record = bytes([(len(grpprl) + 1) // 2]) + grpprl if odd else bytes([0, len(grpprl) // 2]) + grpprl
        else:
            record = bytes([len(grpprl)]) + grpprl if grpprl else b""
        at -= len(record) + len(record) % 2
        page[at : at + len(record)] = record
        page[4 * len(ends) + size * number] = at // 2 if record else 0
    page[511] = len(runs)
    return bytes(page)


def _compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of several streams, in sectors of 512 bytes: directory, allocation, streams."""
    chain, bodies, entries, start = [0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFD], b"", [], 3
    for name, data in streams.items():
        body = data.ljust(max(4096, -(-len(data) // 512) * 512), b"\0")
        count = len(body) // 512
        chain += [*range(start + 1, start + count), 0xFFFFFFFE]
        entries.append((name, start, len(body)))
        bodies += body
        start += count
    chain[0] = 1  # the directory has two sectors
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 0, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 2, *[0xFFFFFFFF] * 108)

    def entry(title: str, kind: int, right: int, child: int, begin: int, size: int) -> bytes:
        coded = (title + "\0").encode("utf-16-le")
        links = struct.pack("<HBBIII", len(coded), kind, 1, 0xFFFFFFFF, right, child)
        return coded.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", begin, size)

    folder = entry("Root Entry", 5, 0xFFFFFFFF, 1, 0xFFFFFFFE, 0)
    for number, (name, begin, size) in enumerate(entries, start=1):
        right = number + 1 if number < len(entries) else 0xFFFFFFFF
        folder += entry(name, 2, right, 0xFFFFFFFF, begin, size)
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    return head + folder.ljust(1024, b"\0") + table + bodies
