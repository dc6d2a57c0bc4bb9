"""Characters of symbol fonts, which files hold as numbers of glyphs (plain letters or U+F020 to U+F0FF), as what they look like.

The tables follow Unicode's own mapping of these fonts, with the ticks, boxes and circled digits that other programs and
this one know. A sign that has no character in the basic plane is a bullet.
"""

from __future__ import annotations

_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
    "                                 €ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
    "•〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭ "
)
_WINGDINGS = (
    " •✂✁•••••✆••••••••••••⌛•••••••✇✍•✌•••☜☞☝☟•☺•☹••••✈☼•❄•✞•✠✡☪☯•☸♈♉♊♋♌♍♎♏♐♑♒♓••●❍■□◻❑❒◆⧫◆❖⬥☒⮹⌘••••▯"
    "⓪①②③④⑤⑥⑦⑧⑨⑩•❶❷❸❹❺❻❼❽❾❿••••••••·•▪○○◉◎•○▪☐••★••••⯐⌖☆⯏⯑✪✰••••••••••••⮰⮱⮲⮳⮴⮵⮶⮷••••••••••⌫⌦⮘➢⮙⮛⮈⮊⮉⮋←→↑↓••••←➔↑↓••••⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂"
    "••✗✓☒☑ "
)
_WINGDINGS_2 = (
    " ••••✄✀••••••••••••••••••••••••••••••••••••••••✗✓☒☑☒☒⮾⮿•⦸••••‽•••••••••••⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿ ☉•☽☾⸿✝"
    "•••••••••••••••⋅·●●○○◉◎⊙·▪■▪■☐□•••▣••••⬥◆◇•◈••••⬪⬧◊•◖◗⯊⯋⯀⯁⬟⯂⬣⬢⯃⯄•••••••••••••••••••••••••••••••••••••✶••••✹••✯••⯌⯍※⁂      "
)
_WINGDINGS_3 = (
    " ←→↑↓⭦⭧⭩⭨⭰⭲⭱⭳⭶⭸⭻⭽⭤⭥⭪⭬⭫⭭⭍⮠⮡⮢⮣⮤⮥⮦⮧⮐⮑⮒⮓⮀⮃⭾⭿⮄⮆⮅⮇⮏⮍⮎⮌⭮⭯⎋⌤⌃⌥␣⍽⇪⮸••••••••••••←→↑↓••••••▲▼△▽◀▶◁▷◣◢◤◥"
    "••• •⯅⯆⯇⯈⮜⮞⮝⮟••••••••••••••••••••••••••••••••••••••••••••••••••••••••••••••••⮨⮩⮪⮫⮬⮭⮮⮯••••••••••••••••••••••••••••••••               "
)
_WEBDINGS = dict(zip(b"\x33\x34\x35\x36\x61\x63\x67\x6e\x72\xd6", "◀▶▲▼✓☐■●✗☐", strict=True))


def _table(characters: str) -> dict[int, str]:
    return {code: char for code, char in enumerate(characters, 0x20) if char != " "}


_TABLES = {
    "symbol": _table(_SYMBOL),
    "wingdings": _table(_WINGDINGS),
    "wingdings2": _table(_WINGDINGS_2),
    "wingdings3": _table(_WINGDINGS_3),
    "webdings": _WEBDINGS,
}


def is_symbolic(font: str) -> bool:
    """Whether a font by its name shows other characters than the text has."""
    return _name(font) in _TABLES


def symbols(text: str, font: str) -> str:
    """A text in which characters of a symbol font (U+F020 to U+F0FF, or plain numbers of glyphs) become what they show.

    Without a known font only characters from U+F020 on are taken for such, and for those of Symbol.
    """
    name = _name(font)
    table = _TABLES.get(name, _TABLES["symbol"])
    return "".join(_shown(char, table, name in _TABLES) for char in text)


def _name(font: str) -> str:
    return font.casefold().replace(" ", "").replace("symbolmt", "symbol")


def _shown(char: str, table: dict[int, str], named: bool) -> str:
    code = ord(char)
    if 0xF020 <= code <= 0xF0FF:
        code -= 0xF000
        return table.get(code) or (chr(code) if code < 0x7F else "•")
    return table.get(code, char) if named and code < 0x100 else char
