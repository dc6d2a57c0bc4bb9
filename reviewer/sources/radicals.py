"""Radicals that a text layer has in place of the characters that look the same (⻚ for 页), as those characters.

Made by converters of PDFs: fonts draw both with one glyph, and the way back from the glyph finds the radical. The mapping is
that of Unicode's EquivalentUnifiedIdeograph, with the shapes that the People's Republic prints (户, 青, 黄).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒"
    "⺳㓁⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯"
    "⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_SHAPES = {"⼾": "户", "⾭": "青", "⿈": "黄"}
_RADICAL = re.compile("[\u2e80-\u2fd5]")


@cache
def table() -> dict[int, str]:
    """The character for each radical, by its code point."""
    kangxi = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    named = {ord(old): new for old, new in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)}
    return {**kangxi, **named, **{ord(old): new for old, new in _SHAPES.items()}}


def has_radicals(text: str) -> bool:
    """Whether a text has any."""
    return _RADICAL.search(text) is not None


def as_characters(text: str) -> str:
    """The text with a character in place of each radical; every character stays where it is."""
    return text.translate(table())
