"""Makes small PDFs: text at known places, lines, tables. Chinese by a font that every PDF program knows by name."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from unicodedata import east_asian_width

A4 = (595.0, 842.0)
LANDSCAPE = (842.0, 595.0)


@dataclass
class MadePage:
    """A page; places are in points from the upper left corner, a text's is the left end of its base line."""

    size: tuple[float, float] = A4
    rotate: int = 0
    texts: list[tuple[float, float, str, float]] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, size: float = 12) -> MadePage:
        """Print a line of text."""
        self.texts.append((x, y, text, size))
        return self

    def table(
        self, x: float, y: float, widths: Sequence[float], rows: Sequence[Sequence[str]], size: float = 10
    ) -> float:
        """Print a ruled table, cells wrapped to their columns; where it ends (from the top)."""
        top = y
        self.lines.append((x, y, x + sum(widths), y))
        for row in rows:
            wrapped = [wrap(text, width - 6, size) for text, width in zip(row, widths, strict=True)]
            height = max(len(lines) for lines in wrapped) * size * 1.3 + 5
            left = x
            for lines, width in zip(wrapped, widths, strict=True):
                for number, line in enumerate(lines):
                    self.text(left + 3, y + size * 1.15 + number * size * 1.3, line, size)
                left += width
            y += height
            self.lines.append((x, y, x + sum(widths), y))
        left = x
        for width in (0.0, *widths):
            left += width
            self.lines.append((left, top, left, y))
        return y

    def content(self) -> bytes:
        """The page's drawing commands."""
        height = self.size[1]
        parts = ["0.7 w"]
        parts += [f"{a:.2f} {height - b:.2f} m {c:.2f} {height - d:.2f} l S" for a, b, c, d in self.lines]
        for x, y, text, size in self.texts:
            if text.isascii():
                shown = "(" + text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") + ")"
                font = "F1"
            else:
                shown, font = f"<{text.encode('utf-16-be').hex()}>", "F2"
            parts.append(f"BT /{font} {size:g} Tf {x:.2f} {height - y:.2f} Td {shown} Tj ET")
        return "\n".join(parts).encode("ascii")


def width_of(text: str, size: float) -> float:
    """How wide a text is printed, at most."""
    return sum(size if east_asian_width(char) in "WFA" else size * 0.6 for char in text)


def wrap(text: str, width: float, size: float) -> list[str]:
    """The lines that a text takes in a column."""
    lines, line = [], ""
    for char in text:
        if line and width_of(line + char, size) > width:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]


_FONTS = (
    b"<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> "
    b"/F2 << /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts "
    b"[<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) "
    b"/Supplement 2 >> /DW 1000 /W [1 95 500] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 "
    b"/FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>] >> >>"
)


def make_pdf(*pages: MadePage) -> bytes:
    """The pages as one PDF."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        _FONTS,
    ]
    for number, page in enumerate(pages):
        content = zlib.compress(page.content())
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.size[0]:g} {page.size[1]:g}] /Rotate {page.rotate} "
            f"/Resources << /Font 3 0 R >> /Contents {5 + 2 * number} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content))
    made = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(made)
