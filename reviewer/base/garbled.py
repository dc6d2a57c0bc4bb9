"""Text that a program once read in the wrong encoding and saved so: 椤圭洰鍚嶇О for 项目名称, ÏîÄ¿Ãû³Æ, é¡¹ç›®.

What it was is told by undoing that: the characters are written in the one encoding and read in the other. Chinese text by chance
gives none that could be read so, but for one or two characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_LEAST, _CHINESE, _MOST_LOST = 3, 0.8, 2
"""So many characters it has to give, so large a share of them Chinese, and so many bytes at the ends may be lost."""
_LATIN = re.compile("[\x80-\xff‘’“”•–—˜™š›œžŸ€‚ƒ„…†‡ˆ‰Š‹ŒŽ]{4,}")
_WHOLE = re.compile(r"[^\x00-\x7f]{4,}")


def garbled(text: str) -> Iterator[tuple[int, int, str]]:
    """Where such text stands, and what it was."""
    if text.isascii():
        return
    if _LATIN.search(text):
        for found in _LATIN.finditer(text):
            meant = _of_latin(found[0])
            if meant:
                yield found.start(), found.end(), meant
    if _leads().search(text):
        for found in _WHOLE.finditer(text):
            meant = _of_chinese(found[0]) if _leads().search(found[0]) else ""
            if meant:
                yield found.start(), found.end(), meant


@lru_cache(1)
def _leads() -> re.Pattern[str]:
    """Two characters that are near each other in such text and hardly in any other: the bytes of Chinese ones in UTF-8, read by twos."""
    pairs = [bytes((lead, trail)) for lead in (0xC2, 0xC3, *range(0xE4, 0xEA)) for trail in range(0x80, 0xC0)]
    chars = "".join(pair.decode("gbk", "ignore") for pair in pairs)
    return re.compile(f"[{re.escape(chars)}][^\x00-\x7f]{{0,2}}[{re.escape(chars)}]")


def _of_latin(text: str) -> str:
    """What Latin letters and signs were, of UTF-8 or of GB 18030."""
    data = b"".join(_byte_of(char) for char in text)
    return _read(data, "utf-8") or _read(data, "gb18030")


def _byte_of(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1", "ignore")


def _of_chinese(text: str) -> str:
    """What rare Chinese characters were: of UTF-8 read as GB 18030, or of that read as Latin before."""
    data = text.encode("gb18030", "ignore")
    meant = _read(data, "utf-8")
    if meant:
        return meant
    latin = data.decode("utf-8", "ignore")
    return _of_latin(latin) if len(latin) >= _LEAST * 3 and _LATIN.fullmatch(latin) else ""


def _read(data: bytes, encoding: str) -> str:
    meant = data.decode(encoding, "ignore")
    lost = len(data) - len(meant.encode(encoding))
    chinese = sum("\u4e00" <= char <= "\u9fff" or "\u3000" <= char <= "\u303f" or char >= "\uff00" for char in meant)
    if len(meant) < _LEAST or lost > _MOST_LOST or chinese < _CHINESE * len(meant):
        return ""
    return meant if encoding == "utf-8" or _is_usual(meant) else ""


def _is_usual(text: str) -> bool:
    """Whether most characters are usual ones: nearly any bytes are some characters of GB 18030."""
    usual = sum(len(char.encode("gb2312", "ignore")) == 2 and char < "\ue000" for char in text)
    return usual >= 0.9 * len(text)
