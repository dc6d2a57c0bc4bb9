"""The initials by which an input method's user finds a Chinese text: “产出指标” by “cczb”."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

_FIRST = (
    ("啊", "a"), ("芭", "b"), ("擦", "c"), ("搭", "d"), ("蛾", "e"), ("发", "f"), ("噶", "g"), ("哈", "h"), ("击", "j"),
    ("喀", "k"), ("垃", "l"), ("妈", "m"), ("拿", "n"), ("哦", "o"), ("啪", "p"), ("期", "q"), ("然", "r"), ("撒", "s"),
    ("塌", "t"), ("挖", "w"), ("昔", "x"), ("压", "y"), ("匝", "z"),
)  # fmt: skip
"""GB 2312 has its 3,755 commonest characters in the order of their pronunciation: the first one of each initial."""
_LAST = "座"
_STARTS = [char.encode("gb2312") for char, _ in _FIRST]
_SEVERAL = {
    "长": "cz", "重": "zc", "行": "xh", "率": "ls", "会": "hk", "调": "td", "系": "xj", "单": "ds", "参": "cs", "藏": "cz",
    "朝": "cz", "传": "cz", "大": "d", "弹": "dt", "都": "d", "还": "h", "给": "gj", "降": "jx", "校": "xj", "解": "jx",
    "乐": "ly", "落": "l", "期": "qj", "区": "q", "曲": "q", "盛": "sc", "石": "sd", "食": "s", "提": "td", "厦": "sx",
    "省": "sx", "数": "s", "说": "s", "乘": "c", "种": "z", "属": "sz", "广": "g", "厂": "c", "合": "hg", "车": "cj",
    "卡": "kq", "仇": "cq", "尽": "j", "便": "bp", "屏": "pb", "暴": "bp", "伯": "b", "泊": "bp", "秘": "mb", "熨": "y",
    "迹": "j", "绩": "j", "覆": "f", "圳": "z", "涪": "f", "衢": "q", "亳": "b", "鄞": "y", "瓯": "o", "睢": "s",
    "诉": "s", "讼": "s", "恤": "x", "彰": "z", "殡": "b", "赈": "z", "淤": "y", "渠": "q", "堰": "y", "墒": "s",
    "瞻": "z", "羁": "j", "抚": "f", "贰": "e", "贫": "p", "驿": "y", "垦": "k", "桥": "q", "圩": "wx", "薪": "x",
    "缴": "j", "账": "z", "赡": "s", "孵": "f", "诊": "z", "疗": "l", "疫": "y", "癌": "a", "痘": "d", "瘫": "t",
}  # fmt: skip
"""Characters that are read in several ways, and some of budgets that stand beyond those commonest ones."""


@lru_cache(maxsize=8192)
def initials_of(char: str) -> str:
    """The initials (lower-case letters) that a character may have; a letter or digit is its own; empty where none is known."""
    if char in _SEVERAL:
        return _SEVERAL[char]
    if char.isascii():
        return char.lower() if char.isalnum() else ""
    try:
        code = char.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    if len(code) != 2 or not _STARTS[0] <= code <= _LAST.encode("gb2312"):
        return ""
    return _FIRST[bisect_right(_STARTS, code) - 1][1]


class _Ways(dict[int, str]):
    """For str.translate: every character as its initials and a rule; one that has none as nothing."""

    def __missing__(self, code: int) -> str:
        ways = initials_of(chr(code))
        self[code] = made = f"{ways}|" if ways else ""
        return made


_WAYS = _Ways()
_NEXT = "[^|]*[|][^|]*"
"""From one of a character's initials to one of the next character's."""


@lru_cache(maxsize=512)
def _ways_of(text: str) -> str:
    return text.translate(_WAYS)


def is_found_by(text: str, letters: str) -> bool:
    """Whether `letters` (or digits) are the initials of characters of `text` that follow each other; signs in between count for nothing."""
    wanted, ways = letters.lower(), _ways_of(text)
    return wanted in ways if len(wanted) < 2 else re.search(_NEXT.join(map(re.escape, wanted)), ways) is not None
