"""PDFs written by hand for tests: text whose every character is a black box, lines, shades, pictures, a password."""

from __future__ import annotations

import hashlib
import math
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


@dataclass
class PdfPage:
    """A page under the pen; places in points from the upper left corner of the page as it is not turned."""

    width: float = 595
    height: float = 842
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    marks: list[str] = field(default_factory=list)
    has_picture: bool = False

    def text(self, x: float, y: float, text: str, size: float = 10, degrees: float = 0) -> PdfPage:
        """Text whose base line begins at a point; every Han character is as wide as the size, a Latin one half of it."""
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        code = text.replace("𠮷", "\ue000").encode("utf-16-be").hex()
        place = f"{cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} {x:.2f} {self.height - y:.2f} Tm"
        self.marks.append(f"BT /F1 {size} Tf {place} <{code}> Tj ET")
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> PdfPage:
        """A line that is drawn with a pen."""
        self.marks.append(f"{width} w {x0} {self.height - y0} m {x1} {self.height - y1} l S")
        return self

    def shade(self, x0: float, y0: float, x1: float, y1: float, grey: float = 0) -> PdfPage:
        """A filled rectangle."""
        self.marks.append(f"{grey} g {x0} {self.height - y1} {x1 - x0} {y1 - y0} re f 0 g")
        return self

    def clipped(self, box: tuple[float, float, float, float], x: float, y: float, text: str) -> PdfPage:
        """Text of which only what lies within a box can be seen."""
        x0, y0, x1, y1 = box
        self.marks.append(f"q {x0} {self.height - y1} {x1 - x0} {y1 - y0} re W n")
        self.text(x, y, text)
        self.marks.append("Q")
        return self

    def picture(self, x0: float, y0: float, x1: float, y1: float) -> PdfPage:
        """A grey picture."""
        self.has_picture = True
        self.marks.append(f"q {x1 - x0} 0 0 {y1 - y0} {x0} {self.height - y1} cm /I1 Do Q")
        return self

    def table(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        rows: Sequence[Sequence[str]] = (),
        without: Iterable[tuple[str, int, int]] = (),
    ) -> PdfPage:
        """A ruled table with its texts; `without` names borders that are not drawn: ("above" or "before", row, column)."""
        gone = set(without)
        for row in range(len(ys)):
            for column in range(len(xs) - 1):
                if ("above", row, column) not in gone:
                    self.line(xs[column], ys[row], xs[column + 1], ys[row])
        for row in range(len(ys) - 1):
            for column in range(len(xs)):
                if ("before", row, column) not in gone:
                    self.line(xs[column], ys[row], xs[column], ys[row + 1])
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                for number, line in enumerate(text.split("\n") if text else ()):
                    self.text(xs[column] + 3, ys[row] + 11 + 12 * number, line)
        return self


def make_pdf(
    *pages: PdfPage, password: str | None = None, catalog: str = "", more: dict[int, bytes] | None = None
) -> bytes:
    """The bytes of a document; encrypted (RC4, 40 bit) where there is a password.

    `catalog` is put into the document's catalogue, `more` are objects of its own by their numbers.
    """
    objects: dict[int, bytes] = {
        **(more or {}),
        1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
        3: b"<</Type/Font/Subtype/Type0/BaseFont/Invented/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>",
        4: b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Invented/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor 5 0 R/CIDToGIDMap 9 0 R/DW 1000/W[0 255 500]>>",
        5: b"<</Type/FontDescriptor/FontName/Invented/Flags 4/FontBBox[0 -200 1000 800]/ItalicAngle 0/Ascent 800"
        b"/Descent -200/CapHeight 800/StemV 80/FontFile2 8 0 R>>",
        6: _stream(_to_unicode()),
        7: _stream(
            b"\x80" * 16, "/Type/XObject/Subtype/Image/Width 4/Height 4/ColorSpace/DeviceGray/BitsPerComponent 8"
        ),
        8: _stream(_font()),
        9: _stream(b"".join(_glyph_of(code).to_bytes(2, "big") for code in range(65536))),
    }
    kids = []
    for number, page in enumerate(pages):
        own = 10 + 2 * number
        kids.append(f"{own} 0 R")
        crop = "/CropBox[{} {} {} {}]".format(*page.crop) if page.crop else ""
        objects[own] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {page.width} {page.height}]{crop}/Rotate {page.rotate}"
            f"/Resources<</Font<</F1 3 0 R>>/XObject<</I1 7 0 R>>>>/Contents {own + 1} 0 R>>"
        ).encode()
        objects[own + 1] = _stream("\n".join(page.marks).encode())
    objects[2] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    return _written(objects, password)


def _to_unicode() -> bytes:
    ranges = [f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(256) if high != 0xE0]
    parts = [ranges[i : i + 100] for i in range(0, len(ranges), 100)]
    blocks = "\n".join(f"{len(part)} beginbfrange\n" + "\n".join(part) + "\nendbfrange" for part in parts)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfchar <E000> <D842DFB7> endbfchar\n{blocks}\nendcmap end end"
    ).encode()


def _glyph_of(code: int) -> int:
    return 0 if code in (0x20, 0x3000) else 1 if code < 256 else 2


def _font() -> bytes:
    """A TrueType font of three characters: nothing, a box half as wide as high, a square one."""
    shapes = [b"", _box(40, 0, 460, 760), _box(40, 0, 960, 760)]
    ends = [0]
    for shape in shapes:
        ends.append(ends[-1] + len(shape))
    tables = {
        b"glyf": b"".join(shapes),
        b"head": struct.pack(">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, -200, 1000, 800,
                             0, 8, 2, 1, 0),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 800, -200, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, 3),
        b"hmtx": struct.pack(">HhHhHh", 500, 0, 500, 40, 1000, 40),
        b"loca": struct.pack(">4I", *ends),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 3, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }  # fmt: skip
    out = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 32)
    place, bodies = 12 + 16 * len(tables), b""
    for name, body in tables.items():
        padded = body + b"\0" * (-len(body) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        out += name + struct.pack(">III", total, place + len(bodies), len(body))
        bodies += padded
    return out + bodies


def _box(x0: int, y0: int, x1: int, y1: int) -> bytes:
    across, down = (x0, 0, x1 - x0, 0), (y0, y1 - y0, 0, y0 - y1)
    points = b"\x01" * 4 + struct.pack(">8h", *across, *down)
    shape = struct.pack(">hhhhhHH", 1, x0, y0, x1, y1, 3, 0) + points
    return shape + b"\0" * (-len(shape) % 4)


def _stream(data: bytes, entries: str = "") -> bytes:
    packed = zlib.compress(data)
    return f"<<{entries}/Filter/FlateDecode/Length {len(packed)}>>stream\n".encode() + packed + b"\nendstream"


def _written(objects: dict[int, bytes], password: str | None) -> bytes:
    trailer = f"/Size {max(objects) + 2}/Root 1 0 R"
    key = b""
    if password is not None:
        identity = hashlib.md5(b"invented").digest()
        owner = _rc4(hashlib.md5(_padded(password)).digest()[:5], _padded(password))
        rights = (0xFFFFFFFC).to_bytes(4, "little")
        key = hashlib.md5(_padded(password) + owner + rights + identity).digest()[:5]
        user = _rc4(key, _PADDING)
        last = max(objects) + 1
        objects = {**objects, last: f"<</Filter/Standard/V 1/R 2/O<{owner.hex()}>/U<{user.hex()}>/P -4>>".encode()}
        trailer += f"/Encrypt {last} 0 R/ID[<{identity.hex()}><{identity.hex()}>]"
    out = bytearray(b"%PDF-1.5\n")
    places = {}
    for number in sorted(objects):
        places[number] = len(out)
        body = objects[number]
        if key and b"stream\n" in body:
            head, rest = body.split(b"stream\n", 1)
            own = hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
            body = head + b"stream\n" + _rc4(own, rest.removesuffix(b"\nendstream")) + b"\nendstream"
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {max(objects) + 1}\n0000000000 65535 f \n".encode()
    for number in range(1, max(objects) + 1):
        out += f"{places[number]:010} 00000 n \n".encode() if number in places else b"0000000000 65535 f \n"
    return bytes(out + f"trailer<<{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode())


def _padded(password: str) -> bytes:
    return (password.encode("latin-1") + _PADDING)[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
