"""Bytes to text: by byte order mark, then as UTF-8, then as GB 18030 (which GB 2312 and GBK are part of)."""

from __future__ import annotations

import codecs
import unicodedata

from reviewer.sources.invisible import without_invisible

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    b"PK\x03\x04",
    b"%PDF-",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"MZ",
)


def decode(data: bytes) -> tuple[str, str] | None:
    """The text and the name of its encoding; None where the bytes are no text. Line ends become "\\n"."""
    if data.startswith(_SIGNATURES):
        return None
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    return _decoded(data, "utf-8") or _decoded(data, "gb18030")


def _decoded(data: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        repaired = _all_but_the_end(data, encoding)
        if not repaired or (encoding == "utf-8" and repaired.isascii()):  # nothing in it speaks for UTF-8
            return None
        text = repaired
    if _is_binary(text):
        return None
    return without_invisible(text.replace("\r\n", "\n").replace("\r", "\n")), encoding


def _all_but_the_end(data: bytes, encoding: str) -> str | None:
    """The text of a file that was cut inside its last character."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        return decoder.decode(data, final=False)
    except UnicodeDecodeError:
        return None


def _is_binary(text: str) -> bool:
    """Control characters other than layout, private or unassigned ones: more than a stray few mean that it is no text."""
    sample = text[:20000]
    odd = sum(
        1 for char in sample if unicodedata.category(char) in ("Cc", "Co", "Cn", "Cs") and char not in "\t\n\r\f\v"
    )
    return "\0" in sample or odd > max(3, len(sample) // 100)
