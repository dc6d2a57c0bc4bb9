"""Checks of one target value: its sign, its figure, its unit, its year, and what the form says about it elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from reviewer.base.patterns import pattern
from reviewer.model.checks.habits import Habits
from reviewer.model.messages import Message, message
from reviewer.model.naming import short
from reviewer.model.review import TARGET_PARTS, Issue, Node, Severity
from reviewer.model.target import Target, contradicts_itself, is_figure, parse_target, target_of
from reviewer.model.target_words import NATURE_LABEL, SIGN_LABEL, as_digits, figures_with_letters

_SHARE = pattern(r"(?:率|满意度|知晓度|占比|比例|比重)$")
_OVER = pattern(
    r"增长|增速|增幅|提高|提升|上升|上涨|回报|收益|利润|周转|杠杆|负债|拨备|带动|贡献|出生|死亡|发病|患病|费率|利率|汇率|税率|"
    r"频率|效率|功率|速率|分辨率|容积|变化|升值|产出率|产销|完成率|执行率|超|同比|环比|倍"
)
"""Rates that can be above 100 %, or are no percentages."""
_MORE_IS_BETTER = pattern(
    r"(?:满意|知晓|合格|达标|优良|完成|及时|准确|覆盖|到位|参与|通过|办结|发放|按时|完好|正常|巩固|入学|就业|修复|普及|公开)[率度]$|满意度"
)
_LESS_IS_BETTER = pattern(
    r"(?:投诉|差错|失误|事故|违规|违法|违纪|逾期|死亡|伤亡|流失|返贫|发病|故障|超支|上访|舆情|退货|返修)(?:事件|发生|案件)?[率数量起]*$"
)
_YEARS = pattern(r"(?<!\d)((?:19|20)\d\d)(?=\s*(?:年|[-~—–至/.]\s*(?:(?:19|20)\d\d|\d{1,2}[-/.月])))")
_KEPT = 1 << 13
"""So many names and values are looked at once: those of one table stand there again and again."""
_BRACKETED = pattern(r"[（(]([^（）()]+)[)）]\s*$")


def contradicting_signs(row: Node, habits: Habits) -> Iterator[Issue]:
    """A value with two signs that cannot both hold."""
    for key in TARGET_PARTS:
        value = row.value(key)
        if value and TARGET_PARTS[key] not in row.fields and contradicts_itself(value):
            yield Issue(message("check.signs", value=short(value)), Severity.WARNING, row.id, (key,))


def letter_for_digit(row: Node, habits: Habits) -> Iterator[Issue]:
    """A letter in a figure that looks like a digit: text that somebody's recognition of characters made has them."""
    for key in TARGET_PARTS:
        for figure in figures_with_letters(row.value(key) or "")[:1]:
            places = {
                "value": figure,
                "figure": as_digits(figure),
            }  # it alone: a long value would be cut where it stands
            yield Issue(message("check.letter_in_number", **places), Severity.WARNING, row.id, (key,))


def words_or_figure(row: Node, habits: Habits) -> Iterator[Issue]:
    """A column that says 定性, 定量 or a sign, and a value that is of the other kind or has another sign."""
    key = "annual_value" if row.value("annual_value") else "period_value"
    target = target_of(row, key)
    if target is None:
        return
    for label, field in row.group("extra").items():
        said = (field.value or "").strip()
        is_said = NATURE_LABEL.fullmatch(label) or SIGN_LABEL.fullmatch(label)
        if is_said and (finding := _against(said, target)):
            yield Issue(finding, Severity.WARNING, row.id, (key, f"extra[{label}]"))


def _against(said: str, target: Target) -> Message | None:
    places = {"said": said, "value": short(target.text)}
    if said.startswith("定性") and target.operator != "text" and is_figure(target.text):
        return message("check.words_expected", **places)
    if (
        said.startswith("定量")
        and target.operator == "text"
        and not re.search(r"[\d一二两三四五六七八九十零]", target.text)
    ):
        return message("check.figure_expected", **places)
    sign = parse_target(f"{said}1") if said and not said.startswith("定") else None
    signed = target.operator not in ("text", "range", "=") or target.text.strip()[:1] in "=＝"
    if sign and sign.number == "1" and signed and sign.operator != target.operator:
        return message("check.sign_differs", **places)
    return None


def impossible_share(row: Node, habits: Habits) -> Iterator[Issue]:
    """More than 100 % of something that has no more."""
    if not _is_share(row.value("level3") or ""):
        return
    for key in TARGET_PARTS:
        target = target_of(row, key)
        if target and target.number and target.unit in ("%", "") and float(target.upper or target.number) > 100:
            finding = message("check.share_over", value=short(target.text), name=short(row.value("level3")))
            yield Issue(finding, Severity.WARNING, row.id, (key,))


def odd_sign(row: Node, habits: Habits) -> Iterator[Issue]:
    """A sign that seems turned round: at most so much of what should be much, at least so much of what should be little."""
    more, less = _better(row.value("level3") or "")
    if not more and not less:
        return
    for key in TARGET_PARTS:
        target = target_of(row, key)
        if target is None or target.number is None:
            continue
        if (more and target.operator in "≤<") or (less and target.operator in "≥>" and float(target.number) > 0):
            finding = message("check.sign_turned", value=short(target.text), name=short(row.value("level3")))
            yield Issue(finding, Severity.INFO, row.id, (key,))


@lru_cache(_KEPT)
def _is_share(name: str) -> bool:
    """Whether a name is of something that has no more than 100 %."""
    name = _core(name)
    return bool(_SHARE.search(name)) and not _OVER.search(name)


@lru_cache(_KEPT)
def _better(name: str) -> tuple[bool, bool]:
    """Whether more, and whether less, of what a name says is the better; neither where it says how it is to change."""
    name = _core(name)
    if re.search(r"下降|降低|减少|压降|不满意|未|不", name):
        return False, False
    return bool(_MORE_IS_BETTER.search(name)), bool(_LESS_IS_BETTER.search(name))


def missing_unit(row: Node, habits: Habits) -> Iterator[Issue]:
    """A bare figure where nearly all figures of the review have a unit, and the name gives none."""
    if not habits.units or _unit_in_name(row.value("level3") or ""):
        return
    for key in TARGET_PARTS:
        target = target_of(row, key)
        if target and target.number and not target.unit and target.number != "0" and is_figure(target.text):
            yield Issue(message("check.unit_missing", value=short(target.text)), Severity.INFO, row.id, (key,))


@lru_cache(_KEPT)
def _unit_in_name(name: str) -> bool:
    bracket = _BRACKETED.search(name)
    figure = parse_target(f"1{bracket[1]}") if bracket else None
    return figure is not None and figure.unit != ""


def far_year(row: Node, habits: Habits) -> Iterable[Issue]:
    """A year that is far from the document's: a misprint, or a row of last year's form."""
    if not habits.year:
        return
    for key, before, after in (("annual_value", 1, 1), ("period_value", 6, 6)):
        for year in _years(row.value(key) or ""):
            if not habits.year - before <= int(year) <= habits.year + after:
                finding = message("check.year_far", year=year, document=str(habits.year))
                yield Issue(finding, Severity.INFO, row.id, (key,))
                break


@lru_cache(_KEPT)
def _years(value: str) -> tuple[str, ...]:
    return tuple(_YEARS.findall(unicodedata.normalize("NFKC", value)))


def _core(name: str) -> str:
    """A name without the unit in brackets behind it."""
    return re.sub(r"[（(][^（）()]*[)）]\s*$", "", name).strip()
