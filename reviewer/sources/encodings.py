"""Bytes to text: by byte order mark, then as UTF-8, then as GB 18030 (which GB 2312 and GBK are part of) or Big5, whichever gives
the more usual characters, then as UTF-16 without a mark. A text with single broken bytes is read with a sign for each of them.
"""

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
    if data.endswith(_FILLED) and b"\n" in data[:_HEAD] and b"\0" not in data[:_HEAD].rstrip(b"\0"):
        data = data.rstrip(b"\0")
    return _decoded(data, "utf-8") or _chinese(data) or _unmarked(data) or _with_broken(data)


def _chinese(data: bytes) -> tuple[str, str] | None:
    """The text as GB 18030 or as Big5; bytes of the one are often characters of the other, but rare ones."""
    found = _decoded(data, "gb18030")
    usual = _usual(found[0], "gb2312") if found else 0.0
    if usual >= _MOSTLY:
        return found
    other = _decoded(data, _BIG5)
    if other is None or len(_beyond_ascii(other[0])) < _FEWEST:
        return found
    return (other[0], "big5") if _usual(other[0], "big5") > max(usual + _CLEARLY, _AT_LEAST) else found


_BIG5 = "big5hkscs"
_MOSTLY, _AT_LEAST, _CLEARLY, _FEWEST, _SAMPLE = 0.9, 0.8, 0.1, 8, 2000
_LAST_USUAL = 0xC6
"""The first byte of the last usual characters of Big5."""


def _beyond_ascii(text: str) -> list[str]:
    return [char for char in text[: 4 * _SAMPLE] if char > "\x7f"][:_SAMPLE]


def _usual(text: str, encoding: str) -> float:
    """The share of a text's characters beyond ASCII that are usual ones of an encoding."""
    chars = _beyond_ascii(text)
    codes = [char.encode(encoding, "ignore") for char in chars]
    good = sum(len(code) == 2 and (encoding != "big5" or code[0] <= _LAST_USUAL) for code in codes)
    return good / len(chars) if chars else 1.0


def _unmarked(data: bytes) -> tuple[str, str] | None:
    """A text in UTF-16 that does not say so: every second byte of its digits and signs is 0."""
    if b"\0" not in data[:_HEAD]:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        found = _decoded(data, encoding)
        if found and len(data) >= _FEWEST and _usual("".join(c for c in found[0] if c > "\x7f"), "gb18030") >= _MOSTLY:
            signs = sum(char in "\n\t,;|" or char.isdigit() for char in found[0][:_SAMPLE])
            chinese = sum("\u4e00" <= char <= "\u9fff" for char in found[0][:_SAMPLE])
            if signs and signs + chinese >= _HALF * len(found[0][:_SAMPLE]):
                return found
    return None


_HEAD, _HALF = 4096, 0.5
_FILLED = b"\0" * 4
"""What a disk or a transfer that was broken off fills up the end of a text with; a text has lines, the head of another file has none."""


def _with_broken(data: bytes) -> tuple[str, str] | None:
    """A text of which single bytes are broken, as what has fewest of them; None where they are more than a few."""
    if len(data) > _A_PART and _with_broken(data[:_A_PART]) is None:
        return None
    texts = [(data.decode(encoding, "replace"), encoding) for encoding in ("utf-8", "gb18030", _BIG5)]
    text, encoding = min(texts, key=lambda found: found[0].count(BROKEN))
    broken, chars = text.count(BROKEN), _beyond_ascii(text)
    if broken > max(_FEW_BROKEN, len(text) // 500) or len(chars) < _LEAST_READ * (broken + 1) or _is_binary(text):
        return None
    if max(_usual("".join(chars), kind) for kind in ("gb2312", "big5")) < _AT_LEAST:
        return None
    return _as_lines(text), encoding.removesuffix("hkscs")


BROKEN = "\ufffd"
"""What stands in place of a byte that is part of no character."""
_FEW_BROKEN, _LEAST_READ, _A_PART = 2, 20, 1 << 16


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
    return _as_lines(text), encoding


def _as_lines(text: str) -> str:
    return without_invisible(text.replace("\r\n", "\n").replace("\r", "\n"))


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
