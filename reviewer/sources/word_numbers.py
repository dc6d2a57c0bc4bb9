"""The numbers that Word puts before the paragraphs of a list, and that stand nowhere in their text."""

from __future__ import annotations

from dataclasses import dataclass, field

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_LARGEST = 99_999


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: how its numbers are written, what stands around them (%1 is the number of the first level)."""

    style: str = "decimal"
    text: str = ""
    start: int = 1
    follow: str = " "
    restarts_after: int | None = None
    legal: bool = False


@dataclass(slots=True)
class Lists:
    """Counts the paragraphs of every list as they come.

    `levels` holds the levels of each list, `counts_with` the list whose numbers another one goes on with.
    """

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    counts_with: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)
    restarting: set[tuple[str, int]] = field(default_factory=set)
    """Lists with a number of their own to begin with, though they count with another."""

    def next(self, list_id: str, depth: int) -> str:
        """What stands before the next paragraph of a list, with the blank after it; empty where nothing does."""
        levels = self.levels.get(list_id)
        level = levels.get(depth) if levels else None
        if levels is None or level is None or level.style == "none":
            return level.text + level.follow if level and level.text and "%" not in level.text else ""
        counts = self._counts.setdefault(self.counts_with.get(list_id, list_id), {})
        if (list_id, depth) in self.restarting and (list_id, depth) not in self._begun:
            self._begun.add((list_id, depth))
            counts.pop(depth, None)
        counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in [d for d in counts if d > depth]:
            after = levels[deeper].restarts_after if deeper in levels else None
            if after is None or depth < after:
                del counts[deeper]
        text = level.text
        if level.style == "bullet":
            return (_bullet(text) + level.follow) if text else ""
        for place in range(9):
            if f"%{place + 1}" in text:
                other = levels.get(place, level)
                style = "decimal" if level.legal and place != depth else other.style
                text = text.replace(f"%{place + 1}", written(counts.get(place, other.start), style))
        return text + level.follow if text else ""


def _bullet(text: str) -> str:
    """A bullet as one that any font has."""
    return "".join("•" if "\ue000" <= char <= "\uf8ff" else char for char in text)


def written(number: int, style: str) -> str:
    """A number as a list writes it; `style` is a name of ST_NumberFormat (ECMA-376)."""
    if not 0 <= number <= _LARGEST:
        return str(number)
    if style in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting",
                 "taiwaneseCountingThousand", "japaneseDigitalTenThousand", "taiwaneseDigital"):  # fmt: skip
        digital = style in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital")
        return (
            "".join(_DIGITS[int(d)] for d in str(number))
            if digital
            else _counting(number, _DIGITS, "十百千", "万", "〇")
        )
    if style in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return _counting(number, _FORMAL, "拾佰仟", "万", "零")
    if style in ("upperRoman", "lowerRoman"):
        return _roman(number) if style == "upperRoman" else _roman(number).lower()
    if style in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else ""
        return letter.upper() if style == "upperLetter" else letter
    if style in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if style == "decimalEnclosedParen" and 1 <= number <= 20:
        return chr(0x2474 + number - 1)
    if style == "decimalEnclosedFullstop" and 1 <= number <= 20:
        return chr(0x2488 + number - 1)
    if style == "ideographEnclosedCircle" and 1 <= number <= 10:
        return chr(0x3280 + number - 1)
    if style in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(0xFF10 + int(d)) for d in str(number))
    if style == "decimalZero":
        return f"{number:02}"
    if style == "ideographTraditional" and number:
        return _STEMS[(number - 1) % 10]
    if style == "ideographZodiac" and number:
        return _BRANCHES[(number - 1) % 12]
    return str(number)


def _roman(number: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        while number >= worth and len(text) < 30:
            text, number = text + sign, number - worth
    return text


def _counting(number: int, digits: str, tens: str, myriad: str, zero: str) -> str:
    """A number in words, as 二十一; 十 and not 一十 at the beginning."""
    if number == 0:
        return zero
    head = ""
    if number >= 10_000:
        head = _counting(number // 10_000, digits, tens, myriad, zero) + myriad
        number %= 10_000
        if number and number < 1000:
            head += "零"
    text, gap = "", False
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit == "0":
            gap = True
            continue
        text += ("零" if gap and text else "") + digits[int(digit)] + (tens[place - 1] if place else "")
        gap = False
    if not number:
        text = ""
    one_ten = digits[1] + tens[0]
    if not head and digits is _DIGITS and text.startswith(one_ten):
        text = text[1:]
    return head + text
