"""Characters of the fonts Symbol and Wingdings, which Word files hold as numbers of glyphs, as the characters they look like."""

from __future__ import annotations

_SYMBOL = dict(
    zip(
        b"\x22\x24\x27\x2a\x2d\x40\x5c\x5e\x7e\xa3\xa5\xa6\xac\xad\xae\xaf\xb0\xb1\xb2\xb3\xb4\xb7\xb8\xb9\xba\xbb\xbc\xc5\xc6\xc7\xc8\xcc\xce"
        b"\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xe5",
        "∀∃∋∗−≅∴⊥∼≤∞ƒ←↑→↓°±″≥×•÷≠≡≈…⊕∅∩∪⊂∈∠∇®©™∏√⋅∑",
        strict=True,
    )
)
_GREEK = dict(
    zip(
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
)
_WINGDINGS = dict(
    zip(
        b"\x6c\x6d\x6e\x6f\x70\x71\x72\x75\x76\x77\x9e\x9f\xa1\xa7\xa8\xab\xb2\xd8\xe0\xe8\xf0\xfb\xfc\xfd\xfe",
        "●❍■□◻❑❒◆❖⬥·•○▪☐★☆➢→➔⇨✗✓☒☑",
        strict=True,
    )
)
_WINGDINGS2 = dict(zip(b"\x4f\x50\x51\x52\x53\x54\x97\x98\x9e\xa2\xa3\xae", "✗✓☒☑☒☒●●·■☐◆", strict=True))


def symbols(text: str, font: str) -> str:
    """A text in which characters of a symbol font (U+F020 to U+F0FF, or plain numbers of glyphs) become what they show."""
    name = font.casefold().replace(" ", "")
    table = _SYMBOL | _GREEK
    if name.startswith("wingdings"):
        table = _WINGDINGS2 if name.endswith("2") else _WINGDINGS
    named = name.startswith(("wingdings", "symbol", "webdings"))
    return "".join(_shown(char, table, named) for char in text)


def _shown(char: str, table: dict[int, str], named: bool) -> str:
    code = ord(char)
    if 0xF020 <= code <= 0xF0FF:
        code -= 0xF000
        return table.get(code) or (chr(code) if code < 0x7F else "•")
    return table.get(code, char) if named and code < 0x100 else char
