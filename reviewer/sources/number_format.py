"""Numbers and dates as a spreadsheet shows them: the format codes that Excel, WPS and LibreOffice have in common.

A code has up to four sections (positive; negative; zero; text), each made of placeholders (`0 # ?`), separators, date
letters, literals and instructions in brackets. What is padding on paper (`_x`, `*x`) is none here.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from reviewer.sources import date_format

GENERAL = "General"
BUILT_IN: dict[int, str] = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0;"¥"\\-#,##0', 6: '"¥"#,##0;"¥"\\-#,##0',
    7: '"¥"#,##0.00;"¥"\\-#,##0.00', 8: '"¥"#,##0.00;"¥"\\-#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d\\-mmm\\-yy", 16: "d\\-mmm", 17: "mmm\\-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"',
    29: 'm"月"d"日"', 30: "m\\-d\\-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;\\-#,##0",
    38: "#,##0;\\-#,##0", 39: "#,##0.00;\\-#,##0.00", 40: "#,##0.00;\\-#,##0.00",
    41: '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ', 42: '_ "¥"* #,##0_ ;_ "¥"* \\-#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""Codes that files name by a number only, as a Chinese Excel shows them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<pad>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<half>AM/PM|A/P|上午/下午)|(?P<scientific>E[+-](?=[0#?]))"
    r"|(?P<slot>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)"
    r"|(?P<date>aaaa?|y+|m+|d+|h+|s+|e+|b+(?=[^\w]|$))|(?P<western>b1(?=[dmyhs]))|(?P<fraction>/(?=\s*[0-9#?]))|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_USUAL = re.compile(r"(#,##)?0(?:\.(0{1,8}))?(?:_ )?")
_CONDITION = re.compile(r"\s*(<=|>=|<>|<|>|=)\s*(-?[\d.]+(?:E[+-]?\d+)?)\s*", re.IGNORECASE)
_LONGEST = 255
"""A longer code is not one (Excel allows no longer)."""
Value = str | bool | int | float | datetime | date | time | timedelta
_Piece = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Section:
    pieces: tuple[_Piece, ...]
    condition: tuple[str, float] | None
    chinese: int

    def has(self, kind: str) -> bool:
        return any(piece[0] == kind for piece in self.pieces)


FROM_1904 = 1462
"""Days between the first days of the two calendars that workbooks count in."""


def shown(value: Value, code: str = GENERAL, from_1904: bool = False) -> str:
    """How a cell of this value with this format code is shown. Never fails: what cannot be applied is left out.

    With `from_1904` a number that is shown as a date counts its days from 1904. Moments are given as they are meant.
    """
    if isinstance(value, str):
        return _text(value, code)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if len(code) > _LONGEST:
        code = GENERAL
    if not isinstance(value, int | float):
        serial = date_format.serial_of(value)
        if code == GENERAL and (isinstance(value, time) or serial >= 0):
            return date_format.plain(value)
        if from_1904 and not isinstance(value, timedelta) and not says_date(code):
            serial -= FROM_1904
        value = int(serial) if serial.is_integer() else round(serial, 9)
    elif from_1904 and says_date(code):
        value += FROM_1904
    usual = _usual(code)
    if usual is not None:
        text = repr(value)
        if "e" not in text and len(text) - text.find(".") - 1 <= usual[0] and len(text) < 17:
            return format(value, usual[1])
    if value != value or value in (float("inf"), float("-inf")):
        return "#NUM!"
    sections = _sections(code)
    section, keeps_sign = _chosen(sections, value)
    if section is None:
        return general(value)
    text = "".join(_number(value if keeps_sign else abs(value), section)).strip()
    return text if text or _is_blank_on_purpose(sections) else general(value)


@lru_cache(maxsize=1024)
def hides(code: str) -> bool:
    """Whether a code shows nothing of any number, as `;;;` does."""
    sections = _sections(code)
    return len(sections) > 1 and not any(section.pieces for section in _numeric(sections))


@lru_cache(maxsize=1024)
def says_date(code: str) -> bool:
    """Whether a code shows numbers as dates or times of a calendar (and not as hours that have passed)."""
    first = _sections(code)[0]
    return first.has("date") and not first.has("elapsed")


def says_more_of_text(code: str) -> bool:
    """Whether a code shows texts otherwise than as they are: "≥"@"人"."""
    return _text_section(code) is not None


@lru_cache(maxsize=1024)
def _text_section(code: str) -> _Section | None:
    """The section for texts: the fourth, or one that has @ and stands last; None where texts are shown as they are."""
    if "@" not in code and code.count(";") < 3:
        return None
    *before, last = _sections(code)
    if len(before) < 3 and not last.has("text"):
        return None
    return None if [kind for kind, _ in last.pieces] == ["text"] else last


def _numeric(sections: tuple[_Section, ...]) -> tuple[_Section, ...]:
    """The sections for numbers, three at most: a text section that stands last is none, and where it is the only one there is none."""
    return sections[:-1] if len(sections) <= 3 and sections[-1].has("text") else sections[:3]


def _text(value: str, code: str) -> str:
    section = _text_section(code)
    if section is None:
        return value
    if section.pieces and not section.has("text"):
        return value  # a code that shows a number in words
    return "".join(value if kind == "text" else piece for kind, piece in section.pieces if kind in ("text", "literal"))


@lru_cache(maxsize=1024)
def _usual(code: str) -> tuple[int, str] | None:
    """For the commonest codes how many decimals they show, and the same as a format of Python's.

    That one rounds the binary number and not the printed one: it serves only where nothing is to be rounded.
    """
    match = _USUAL.fullmatch(code)
    if match is None:
        return None
    decimals = len(match[2] or "")
    return (decimals, f"{',' if match[1] else ''}.{decimals}f") if decimals else None


def general(value: int | float) -> str:
    """A number without a format: whole numbers in full, others to ten decimals as the sheet's own display rounds them."""
    if isinstance(value, int) or value == int(value):
        return str(int(value)) if abs(value) < 1e21 else f"{value:.15G}"
    if abs(value) < 1e-9:
        return f"{value:.6G}"
    return _plain(Decimal(f"{value:.15g}"), 10)


def _plain(number: Decimal, decimals: int) -> str:
    text = (
        f"{number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}" if _fits(number, decimals) else str(number)
    )
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fits(number: Decimal, decimals: int) -> bool:
    """Whether rounding to so many decimals stays within the digits that Decimal works with."""
    return number.adjusted() + decimals < 27


def _of_system(code: str) -> str:
    """The code that a Chinese system puts in place of its long date and its time of day."""
    upper = code.upper()
    if "[$-F800]" in upper or "[$-X-SYSDATE]" in upper:
        return BUILT_IN[31]
    return BUILT_IN[21] if "[$-F400]" in upper or "[$-X-SYSTIME]" in upper else code


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    code = _of_system(code if len(code) <= _LONGEST else GENERAL)
    found: list[_Section] = []
    pieces: list[_Piece] = []
    condition: tuple[str, float] | None = None
    chinese, buddhist, names = 0, False, False
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "other"
        text = match[kind]
        if kind == "other" and text == ";":
            found.append(_Section(tuple(pieces), condition, chinese))
            pieces, condition = [], None
        elif kind == "bracket":
            limit = _CONDITION.fullmatch(text)
            if limit:
                condition = (limit[1], float(limit[2]))
            elif text.upper().startswith("DBNUM") and text[5:6] in ("1", "2", "3"):
                chinese = int(text[5])
            elif text.startswith("$"):
                buddhist = buddhist or _is_buddhist(text)
                names = names or bool(_CHINESE.search(text))
                pieces.append(("literal", text[1:].split("-")[0]))
            elif text and not text.lower().strip("hms") and len(set(text.lower())) == 1:
                pieces.append(("elapsed", text.lower()))
        elif kind == "date" and buddhist and text[0] in "yY":
            pieces.append((kind, "b" * len(text)))
        elif kind == "date" and names and len(text) > 2 and text[0] in "mMdD":
            pieces.append((kind, {"m": "n", "d": "w"}[text[0].lower()] * len(text)))
        elif kind not in ("pad", "fill", "western"):
            pieces.append(("literal" if kind in ("quoted", "escaped", "other") else kind, text))
    found.append(_Section(tuple(pieces), condition, chinese))
    return tuple(found)


_CHINESE = re.compile(r"-(?:zh\b|(?:[0-9A-F]{1,4})?0?[04C]04(?![0-9A-F]))|-0?(?:804|1004|1404)\b", re.IGNORECASE)
"""A locale of a bracket that asks for Chinese names of months and days."""
_LOCALE = re.compile(r"\$[^-]*-([0-9A-F]{5,8})", re.IGNORECASE)


def _is_buddhist(bracket: str) -> bool:
    """Whether a bracket's locale asks for the Thai calendar, whose number stands before the language's: [$-107041E]."""
    locale = _LOCALE.fullmatch(bracket)
    return locale is not None and int(locale[1], 16) >> 16 & 0xFF == 7


def _chosen(sections: tuple[_Section, ...], value: float) -> tuple[_Section | None, bool]:
    """The section for a number, and whether the number keeps its sign there; None where no section is for it."""
    numeric = _numeric(sections)
    if not numeric:
        return None, True
    if any(section.condition for section in numeric):
        for place, section in enumerate(numeric):
            if section.condition is None or _holds(value, *section.condition):
                return section, (place == 0 and not _is_of_negatives(section)) or section.condition is None
        return None, True
    if len(numeric) == 1:
        return numeric[0], True
    if value < 0:
        return numeric[1], False
    return (numeric[2], False) if value == 0 and len(numeric) > 2 else (numeric[0], True)


def _is_of_negatives(section: _Section) -> bool:
    """Whether a section's condition says what the second one does without any: numbers below 0, shown without their sign."""
    return section.condition in (("<", 0.0), ("<=", 0.0))


def _holds(value: float, sign: str, limit: float) -> bool:
    return {
        "<": value < limit, "<=": value <= limit, ">": value > limit, ">=": value >= limit,
        "=": value == limit, "<>": value != limit,
    }[sign]  # fmt: skip


def _is_blank_on_purpose(sections: tuple[_Section, ...]) -> bool:
    """Whether an empty section is meant: there are others, or one that holds an empty text."""
    return len(sections) > 1 or any(section.pieces for section in sections)


def _number(value: float, section: _Section) -> str:
    if section.has("date") or section.has("elapsed"):
        moment = date_format.moment_of(abs(value) if section.has("elapsed") else value)
        return date_format.shown(section.pieces, moment, value, section.chinese) if moment else general(value)
    if not (section.has("slot") or section.has("general") or section.has("text")):
        sign = "-" if value < 0 else ""
        return sign + "".join(text for kind, text in section.pieces if kind in ("literal", "percent"))
    if section.has("general") or section.has("text"):
        number = general(abs(value))
        number = date_format.chinese_number(number, section.chinese) if section.chinese else number
        body = "".join(
            number if kind in ("general", "text") else text for kind, text in section.pieces if kind not in ("comma",)
        )
        return ("-" if value < 0 else "") + body
    if section.has("fraction"):
        return _fraction(value, section)
    if section.has("scientific"):
        return _scientific(value, section)
    return _decimal(value, section)


def _decimal(value: float, section: _Section) -> str:
    """A number in placeholders, with literals where they stand between them."""
    pieces = section.pieces
    slots = [i for i, (kind, _) in enumerate(pieces) if kind == "slot"]
    point = next((i for i, (kind, _) in enumerate(pieces) if kind == "point"), len(pieces))
    whole = [i for i in slots if i < point]
    decimals = [i for i in slots if i > point]
    grouped = bool(whole) and any(kind == "comma" for kind, _ in pieces[whole[0] : whole[-1]])
    scaled = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
    scaled = scaled.scaleb(2 * sum(kind == "percent" for kind, _ in pieces))
    scaled = scaled.scaleb(-3 * _thousands(pieces, [*whole[-1:], *decimals[-1:]]))
    if not _fits(scaled, len(decimals)):
        return general(value)
    rounded = scaled.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    digits, _, tail = f"{abs(rounded):f}".partition(".")
    digits = digits.lstrip("0")
    tail = _trimmed_tail(tail, [pieces[i][1] for i in decimals])
    inside = _filled_whole(digits, whole, pieces, grouped)
    text: list[str] = []
    place = 0
    for i, (kind, piece) in enumerate(pieces):
        if kind == "slot" and i in inside:
            text.append(inside[i])
        elif kind == "slot":
            text.append(tail[place : place + 1])
            place += 1
        elif kind == "point":
            text.append(("" if whole else digits) + ("." if i == point else ""))
        elif kind in ("literal", "percent"):
            text.append(piece)
    body = "".join(text)
    if section.chinese:
        body = date_format.chinese_number(body, section.chinese)
    return "-" + body if rounded < 0 else body


def _thousands(pieces: tuple[_Piece, ...], ends: list[int]) -> int:
    """How many commas stand right after the last placeholder before the point, and after that behind it: each divides by a thousand."""
    return sum(1 for end in ends for _ in itertools.takewhile(lambda piece: piece[0] == "comma", pieces[end + 1 :]))


def _trimmed_tail(tail: str, slots: list[str]) -> str:
    """The decimals without the zeros that `#` leaves out and `?` leaves blank."""
    while slots and slots[-1] in "#?" and tail.endswith("0"):
        slots.pop()
        tail = tail[:-1]
    return tail


def _filled_whole(digits: str, whole: list[int], pieces: tuple[_Piece, ...], grouped: bool) -> dict[int, str]:
    """What stands in each placeholder before the point; the first takes all that is left over."""
    filled: dict[int, str] = {}
    rest = digits
    count = 0
    for number, i in enumerate(reversed(whole)):
        first = number == len(whole) - 1
        taken = rest if first else rest[-1:]
        rest = "" if first else rest[:-1]
        taken = taken or ("0" if pieces[i][1] == "0" else "")
        out = ""
        for digit in reversed(taken):
            out = digit + ("," if grouped and count and count % 3 == 0 else "") + out
            count += 1
        filled[i] = out
    return filled


def _scientific(value: float, section: _Section) -> str:
    pieces = section.pieces
    at = next(i for i, (kind, _) in enumerate(pieces) if kind == "scientific")
    before, after = pieces[:at], pieces[at + 1 :]
    point = next((i for i, (kind, _) in enumerate(before) if kind == "point"), len(before))
    decimals = sum(kind == "slot" for kind, _ in before[point:])
    whole = max(1, sum(kind == "slot" for kind, _ in before[:point]))
    width = sum(kind == "slot" for kind, _ in after)
    exponent = Decimal(f"{abs(value):.15g}").adjusted() if value else 0
    exponent -= exponent % whole
    mantissa = Decimal(f"{abs(value):.15g}").scaleb(-exponent).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if mantissa.adjusted() >= whole:
        exponent += whole
        mantissa = mantissa.scaleb(-whole).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    sign = "-" if exponent < 0 else ("+" if pieces[at][1].endswith("+") else "")
    rest = "".join(text for kind, text in after if kind == "literal")
    return f"{'-' if value < 0 else ''}{mantissa:f}E{sign}{abs(exponent):0{width}d}{rest}"


def _fraction(value: float, section: _Section) -> str:
    """`# ?/?`: the nearest fraction whose denominator has so many digits, or the one that is written out."""
    from fractions import Fraction

    pieces = section.pieces
    at = next(i for i, (kind, _) in enumerate(pieces) if kind == "fraction")
    start = next(i for i, (_, text) in enumerate(pieces) if i > at and text.strip())
    denominator = list(itertools.takewhile(lambda piece: piece[0] == "slot" or piece[1].isdecimal(), pieces[start:]))
    digits = "".join(text for _, text in denominator)
    exact = Fraction(f"{abs(value):.15g}")
    if digits.isdecimal() and int(digits):
        below = int(digits)
        near = Fraction(round(exact * below), below)
    else:
        near = exact.limit_denominator(10 ** min(len(digits), 7) - 1)
        below = near.denominator
    sign = "-" if value < 0 else ""
    first = next(i for i, (kind, _) in enumerate(pieces) if kind == "slot")
    apart = any(kind == "literal" and not text.strip() for kind, text in pieces[first:at])
    whole, part = divmod(near.numerator, near.denominator) if apart else (0, near.numerator)
    over = part * (below // near.denominator)
    number = f"{f'{whole} ' if whole else ''}{over}/{below}" if over or not apart else str(whole)
    before, behind = (
        "".join(text for kind, text in some if kind in ("literal", "percent"))
        for some in (pieces[:first], pieces[start + len(denominator) :])
    )
    return f"{sign if whole or over else ''}{before}{number}{behind if behind.strip() else ''}"
