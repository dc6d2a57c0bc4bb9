"""Dates, times and Chinese numerals as a spreadsheet shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

_DAY_ZERO = datetime(1899, 12, 30)
_FIRST, _AFTER_NO_DAY = datetime(1900, 1, 1), datetime(1900, 3, 1)
"""Between these, days count one less: spreadsheets know a 29 February 1900, which was none."""
_LATEST = 2958466.0
"""The serial number of the first day that no spreadsheet knows (10000-01-01)."""
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEK = "一二三四五六日"
_LOWER = "〇一二三四五六七八九"
_UPPER = "零壹贰叁肆伍陆柒捌玖"
_WIDE = "０１２３４５６７８９"
_STEPS = {1: ("", "十", "百", "千"), 2: ("", "拾", "佰", "仟")}
_BIG = ("", "万", "亿", "兆", "京", "垓")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def moment_of(serial: float) -> datetime | None:
    """The time that a serial number of days stands for, to the millisecond; None outside the calendar."""
    if not 0 <= serial < _LATEST:
        return None
    moment = _DAY_ZERO + timedelta(milliseconds=round(serial * 86_400_000))
    return moment + timedelta(days=1) if 1 <= serial < 60 else moment


def serial_of(value: datetime | date | time | timedelta) -> float:
    """The serial number of days of a moment or a span of time."""
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, time):
        return (datetime.combine(_DAY_ZERO, value) - _DAY_ZERO) / timedelta(days=1)
    whole = value.replace(tzinfo=None) if isinstance(value, datetime) else datetime.combine(value, time())
    return (whole - _DAY_ZERO) / timedelta(days=1) - (_FIRST <= whole < _AFTER_NO_DAY)


def plain(value: datetime | date | time | timedelta) -> str:
    """A date or time whose format says nothing of dates."""
    if isinstance(value, datetime):
        text = f"{value.year}/{value.month}/{value.day}"
        return f"{text} {value:%H:%M:%S}" if value.time() != time() else text
    if isinstance(value, date):
        return f"{value.year}/{value.month}/{value.day}"
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return str(value).split(".")[0]


def shown(pieces: Sequence[tuple[str, str]], moment: datetime, serial: float, chinese: int) -> str:
    """A moment in the pieces of a section. `m` means minutes beside hours or seconds, months elsewhere."""
    halves = any(kind == "half" for kind, _ in pieces)
    decimals = 0
    for place, (kind, _) in enumerate(pieces):
        if kind == "point":
            decimals = max(decimals, _slots_after(pieces, place))
    moment = _rounded(moment, decimals)
    text: list[str] = []
    for place, (kind, piece) in enumerate(pieces):
        if kind == "date":
            text.append(_part(piece.lower(), moment, halves, _is_minute(pieces, place), chinese))
        elif kind == "elapsed":
            text.append(_elapsed(piece, serial, decimals))
        elif kind == "half":
            text.append(_half(piece, moment))
        elif kind == "point" and _slots_after(pieces, place):
            text.append(".")
        elif kind == "slot":
            text.append(_fraction_digit(pieces, place, moment))
        elif kind in ("literal", "comma", "fraction", "percent", "point"):
            text.append(piece)
    return "".join(text)


def _slots_after(pieces: Sequence[tuple[str, str]], place: int) -> int:
    count = 0
    while place + 1 + count < len(pieces) and pieces[place + 1 + count][0] == "slot":
        count += 1
    return count


def _rounded(moment: datetime, decimals: int) -> datetime:
    if decimals >= 3:
        return moment
    step = 10 ** (6 - decimals)
    rest = moment.microsecond % step
    moment -= timedelta(microseconds=rest)
    return moment + timedelta(microseconds=step) if rest * 2 >= step else moment


def _fraction_digit(pieces: Sequence[tuple[str, str]], place: int, moment: datetime) -> str:
    first = place
    while first > 0 and pieces[first - 1][0] == "slot":
        first -= 1
    digits = f"{moment.microsecond:06d}"
    return digits[place - first : place - first + 1] if first > 0 and pieces[first - 1][0] == "point" else ""


def _is_minute(pieces: Sequence[tuple[str, str]], place: int) -> bool:
    """Whether the `m` at `place` follows hours or comes before seconds."""
    letters = [(i, p[1].lower()[0]) for i, p in enumerate(pieces) if p[0] in ("date", "elapsed")]
    at = next((n for n, (i, _) in enumerate(letters) if i == place), 0)
    before = letters[at - 1][1] if at else ""
    after = letters[at + 1][1] if at + 1 < len(letters) else ""
    return before == "h" or after == "s"


def _part(letters: str, moment: datetime, halves: bool, minute: bool, chinese: int) -> str:
    kind, count = letters[0], len(letters)
    if kind in "ye":
        year = str(moment.year) if count > 2 or kind == "e" else f"{moment.year % 100:02d}"
        return _digits(year, chinese)
    if kind == "b":  # of the Buddha, as Thailand counts
        return _digits(str(moment.year + 543)[-2 if count < 3 else 0 :], chinese)
    if kind == "n":  # names of months in Chinese
        return f"{moment.month}月" if count == 3 else f"{chinese_number(str(moment.month), 1)}月"
    if kind == "w":
        return ("周" if count == 3 else "星期") + _WEEK[moment.weekday()]
    if kind == "a":
        return ("星期" if count > 3 else "") + _WEEK[moment.weekday()]
    if kind == "d" and count > 2:
        return _DAYS[moment.weekday()][: 3 if count == 3 else None]
    if kind == "m" and count > 2 and not minute:
        name = _MONTHS[moment.month - 1]
        return name[0] if count == 5 else name[: 3 if count == 3 else None]
    number = {"d": moment.day, "h": moment.hour, "s": moment.second, "m": moment.minute if minute else moment.month}[
        kind
    ]
    if kind == "h" and halves:
        number = number % 12 or 12
    return chinese_number(str(number), chinese) if chinese else str(number).zfill(min(count, 2))


def _half(piece: str, moment: datetime) -> str:
    if piece == "上午/下午":
        return "上午" if moment.hour < 12 else "下午"
    before, _, after = piece.partition("/")
    return before if moment.hour < 12 else after


def _elapsed(piece: str, serial: float, decimals: int) -> str:
    """Whole hours, minutes or seconds that have passed, of a time that is rounded as its seconds are shown."""
    step = 10 ** max(0, 3 - decimals)
    thousandths = (round(abs(serial) * 86_400_000) + step // 2) // step * step
    number = thousandths // {"h": 3_600_000, "m": 60_000, "s": 1000}[piece[0]]
    return ("-" if serial < 0 else "") + str(number).zfill(len(piece))


def _digits(text: str, chinese: int) -> str:
    signs = {1: _LOWER, 2: _UPPER, 3: _WIDE}.get(chinese)
    return "".join(signs[int(char)] if char.isdecimal() else char for char in text) if signs else text


def chinese_number(text: str, kind: int) -> str:
    """A printed number in Chinese numerals: 1 small, 2 capital, 3 full-width digits."""
    if kind not in _STEPS:
        return _digits(text, kind)

    def spelled(match: re.Match[str]) -> str:
        whole, point, tail = match[0].replace(",", "").partition(".")
        return _spelled(int(whole), kind) + ("." + _digits(tail, kind) if point else "")

    return _NUMBER.sub(spelled, text)


def _spelled(number: int, kind: int) -> str:
    """A whole number: 十二, 一百〇三, 壹仟贰佰."""
    signs = _LOWER if kind == 1 else _UPPER
    if number == 0:
        return signs[0]
    if number >= 10 ** (4 * len(_BIG)):
        return _digits(str(number), kind)
    text, groups, gap = "", 0, False
    while number:
        number, group = divmod(number, 10000)
        part = _four(group, kind, signs)
        if group:
            text = part + _BIG[groups] + (signs[0] if gap else "") + text
            gap = group < 1000
        else:
            gap = bool(text)
        groups += 1
    return text.removeprefix("一") if kind == 1 and text.startswith("一十") else text


def _four(group: int, kind: int, signs: str) -> str:
    text, zero = "", False
    for step, digit in enumerate(reversed(str(group))):
        if digit == "0":
            zero = bool(text)
            continue
        text = signs[int(digit)] + _STEPS[kind][step] + (signs[0] if zero else "") + text
        zero = False
    return text
