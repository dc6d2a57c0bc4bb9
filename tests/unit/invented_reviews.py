"""Reviews by the dozen for tests that hold all that the model says of them against what it said before.

Made of pools of values, good ones and bad ones, by dice of our own: the same reviews on every machine and with every Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar
from unittest.mock import patch

from model_building import Maker, source_of

from reviewer.model import acts, calibration, checks, review
from reviewer.model.calibration import Calibration
from reviewer.model.fields import Field, read_field
from reviewer.model.history import History
from reviewer.model.messages import Message, message
from reviewer.model.reasons import REASONS
from reviewer.model.review import Kind, NodeData, Review
from reviewer.model.spans import Span

_T = TypeVar("_T")


class Dice:
    """Numbers that look random and are the same everywhere."""

    def __init__(self, seed: int) -> None:
        self._state = seed * 2862933555777941757 + 3037000493

    def below(self, count: int) -> int:
        """A number from 0 on, below `count`."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % count

    def of(self, pool: Sequence[_T]) -> _T:
        """One of them."""
        return pool[self.below(len(pool))]

    def hits(self, percent: int) -> bool:
        """True so often."""
        return self.below(100) < percent


LEVEL1 = (
    "产出指标",
    "产出指标",
    "产出指标",
    "效益指标",
    "满意度指标",
    "成本指标",
    None,
    "数量指标",
    "产岀指标",
    "绩效指标",
)
LEVEL2 = (
    "数量指标", "数量指标", "质量指标", "时效指标", "社会效益指标", "经济效益指标", "服务对象满意度指标", "经济成本指标", None,
    "产出指标", "数最指标", "其他",
)  # fmt: skip
CODES = ("1", "2", "3", "11", "12", "13", "21", "31", "9", None)
NAMES = (
    "巡查次数", "巡查次数", "隐患处理率", "群众满意度", "投诉率", "培训人次（人次）", "安全事故发生率", "完成时间", "设备购置数量(台)",
    "培训合格率", "新增就业人数", "问题整改率；投诉办结率", "成本增长率", "不满意率", None, "宣传册数量、讲座场次",
)  # fmt: skip
VALUES = (
    "≥12次", "≥12次", "12次", "100%", "100%", "120%", "≤5%", "不少于3次", "优良", "2O次", "l2次", "2023年12月底前", "2019年6月", "10-20场",
    "≥90％", "12", "0", "=0", "约20", "定性", "≥≤5次", "1,200元", "≥30人；≥12个", None, None, "提高", "长期", "≤98%", "≥8起", "98%",
    "每年2次",
    "2024年—2031年", "3/4", "不低于95%", ">40万元", "达到国家标准",
)  # fmt: skip
GOALS = (
    "保证堤防安全度汛，隐患处理及时，群众满意。",
    "保证堤防 安全度汛，隐患处理及时，群众满意。",
    "安全",
    None,
    "完成全年培训计划，提高从业人员水平。\n建立长效机制。",
)
PROJECTS = (
    "堤防巡查",
    "堤防巡查",
    "堤防 巡查",
    "培训经费",
    "设备购置",
    "宣传；讲座",
    None,
    "信息系统运行维护费用及网络安全等级保护测评经费",
)
UNITS = ("河务站", "河务站", "水务局本级", None)
AMOUNTS = ("12.50", "10", "10.00", "2.5", "-3", "见附表", "１２.５", "1,200", "0", None, "12.50.1", "100.005")
EXTRAS = {
    "分值": ("10", "20", "30", "40", "5", "15.5", None),
    "指标性质": ("定量", "定性", "≥", "≤", "=", None),
    "备注": ("无", None),
}
_FILLED = {"other": ("≥12次", "质量指标", "很长" * 30, "-", "堤防巡查…"), "tail": ("次", "元", "；≥12个")}
_CODES = (
    "read.shifted",
    "read.shift_close",
    "read.columns_lost",
    "read.lines_joined",
    "read.wrapped",
    "read.column_guess",
    "read.value_lost",
    "read.period_tail",
    "read.no_value_column",
    "read.cells_lost",
    "read.layout_unknown",
    "read.from_other",
    "read.not_confirmed",
    "read.no_borders",
    "read.several_years",
    "read.amount_place",
    "read.learned",
    "read.learned_weak",
    "read.recognition_fair",
    "read.other_differs",
)
_LINKED = (
    "read.inherited", "read.value_lost", "read.value_borrowed", "read.run_together", "read.shifted", "read.level_lost", "read.disagree",
    "read.readings_differ", "read.column_guess", "read.level_unknown",
)  # fmt: skip


def reason(dice: Dice, code: str) -> Message:
    """A reason with its places filled."""
    names = dict.fromkeys(re.findall(r"\{(\w+)\}", REASONS[code].sentence))
    return message(code, **{name: dice.of(_FILLED.get(name, ("7", "第二列"))) for name in names})


_KEPT = frozenset(
    [
        "missing_name",
        "missing_goal_and_indicators",
        "empty_values",
        "not_a_number",
        "negative",
        "parts",
        "sum_of_points",
        "codes_and_names",
        "missing_levels",
        "missing_values",
        "differing_values",
        "contradicting_signs",
        "letter_for_digit",
        "words_or_figure",
        "impossible_share",
        "odd_sign",
        "missing_unit",
        "far_year",
        "repeated_names",
        "sums",
        "repeated_goals",
    ]
)


@contextmanager
def settled() -> Iterator[None]:
    """Reviews are doubted by these checks and by no calibration: a further check, or a new fit, changes nothing in what is told
    of other things.
    """
    fixed = Calibration({}, {}, {})

    def kept(found: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(check for check in found if check.__name__ in _KEPT)

    with (
        patch.object(checks, "NODE_CHECKS", {kind: kept(found) for kind, found in checks.NODE_CHECKS.items()}),
        patch.object(checks, "GROUP_CHECKS", kept(checks.GROUP_CHECKS)),
        patch.object(checks, "WHOLE_CHECKS", kept(checks.WHOLE_CHECKS)),
        patch.object(calibration, "calibration", lambda: fixed),
        patch.object(review, "calibration", lambda: fixed),
    ):
        yield


class _Writer:
    """Writes one review; some fields share their place with the row above, as merged cells do."""

    def __init__(self, seed: int, rows: int = 7, shared: int = 25) -> None:
        """`rows` is how many a project has at most, less one; `shared` how many in a hundred fields stand where that above stands."""
        self.dice, self.maker = Dice(seed), Maker()
        self._rows, self._shared = rows, shared
        self._last: dict[str, Field] = {}

    def field(self, key: str, pool: Sequence[str | None]) -> Field:
        dice, last = self.dice, self._last.get(key)
        if last is not None and last.spans and dice.hits(self._shared):
            codes = ("read.inherited",) if dice.hits(60) else ()
            made = read_field(last.value, last.spans, 0.5, tuple(reason(dice, code) for code in codes), bool(codes))
        else:
            value, codes = dice.of(pool), ()
            if dice.hits(22):
                codes = (dice.of(_LINKED if dice.hits(70) else _CODES),)
            sure = 0.99999 if not codes else dice.of((0.2, 0.6, 0.95))
            said = tuple(reason(dice, code) for code in codes)
            made = self.maker.field(value, confidence=sure, reasons=said, flagged=dice.hits(60 if codes else 2))
        self._last[key] = made
        return made

    def indicator(self) -> NodeData:
        dice = self.dice
        fields: dict[str, Any] = {
            "level1": self.field("level1", LEVEL1), "level2": self.field("level2", LEVEL2), "level3": self.field("level3", NAMES),
            "period_value": self.field("period_value", VALUES),
        }  # fmt: skip
        fields["annual_value"] = (
            self.maker.field(fields["period_value"].value) if dice.hits(55) else self.field("annual_value", VALUES)
        )
        if self.coded:
            fields |= {
                "level1_code": self.field("level1_code", CODES[:3]),
                "level2_code": self.field("level2_code", CODES),
            }
        for label in self.labels:
            fields[f"extra[{label}]"] = self.field(label, EXTRAS[label])
        return self.maker.node(Kind.INDICATOR, [], fields)

    def entry(self) -> NodeData:
        dice, maker = self.dice, self.maker
        kind = dice.of((Kind.PROJECT,) * 6 + (Kind.UNIT, Kind.TOTAL, Kind.DEPARTMENT))
        rows = [
            self.indicator() for _ in range(dice.below(self._rows) if kind in (Kind.PROJECT, Kind.DEPARTMENT) else 0)
        ]
        if kind is Kind.DEPARTMENT:
            rows.insert(
                0,
                maker.node(
                    Kind.TASK,
                    [],
                    {"name": dice.of(PROJECTS), "content": "宣传", "amount": dice.of(AMOUNTS), "goal": None},
                ),
            )
        fields: dict[str, Any] = {"name": self.field("name", PROJECTS), "unit": self.field("unit", UNITS)}
        for label in ("总计", "财政拨款", "其他资金")[: 1 + dice.below(3)]:
            fields[f"amounts[{label}]"] = self.field(label, AMOUNTS)
        if dice.hits(30):
            fields["attributes[项目属性]"] = self.field("项目属性", ("经常性项目", "一次性项目"))
        fields["goal"] = self.field("goal", GOALS)
        return maker.node(kind, rows, fields)

    def review(self) -> Review:
        dice, maker = self.dice, self.maker
        self.coded, self.labels = dice.hits(50), [label for label in EXTRAS if dice.hits(40)]
        title = maker.field("水务局2024年项目支出绩效目标表") if dice.hits(80) else read_field(None)
        head = {
            "title": title,
            "department": self.field("department", ("水务局", None)),
            "year": maker.field(dice.of(("2024", "2023", None))),
            "money_unit": maker.field(dice.of(("万元", "元", None))),
        }
        entries = []
        for _ in range(1 + dice.below(4)):
            entries.append(self.entry())
            if dice.hits(40):
                maker.text += dice.of(("没有人要的一行字\n", "注：本表一式两份\n", "第 1 页\n"))
        root = replace(maker.node(Kind.DOCUMENT, entries, head), id=0)
        return Review(source_of(maker.text), root, layout=(Span(0, 0, 0),))


def invented(seed: int) -> Review:
    """One review; the checks have not run."""
    return _named(_Writer(seed).review(), seed)


def long_table(seed: int) -> Review:
    """One whose projects have many rows, most levels merged over several of them, with text between that no field claims."""
    writer = _Writer(seed, 24, 70)
    made = _named(writer.review(), seed)
    loose = tuple(Span(0, at, at + 6) for at in range(3, len(made.source.pages[0].text) - 9, 40)) if seed % 2 else None
    return Review(made.source, made.root.data(), made.target_accuracy, made.layout, loose)


def _named(made: Review, seed: int) -> Review:
    made.source = replace(made.source, name=f"表{seed}.txt", sha256=sha256(b"%d" % seed).hexdigest())
    return made


def worked_on(seed: int, who: str = "王芳") -> tuple[Review, History]:
    """One review on which somebody has worked: accepted, changed, marked, deleted, put in and taken back."""
    made, dice = invented(seed), Dice(seed + 31)
    moments = iter(range(10_000))
    history = History(made, who, lambda: datetime(2024, 3, 1, 8, tzinfo=UTC) + timedelta(minutes=7 * next(moments)))
    for number, ref in enumerate(list(made.refs())):
        if not dice.hits(30):
            continue
        deeds = (acts.accept, acts.mark_blank, acts.mark_unreadable)
        act = dice.of(deeds)(made, ref) if dice.hits(60) else acts.set_value(made, ref, dice.of(VALUES))
        history.do(act)
        if number % 9 == 0 and history.can_undo:
            history.undo()
    entry = dice.of(made.entries)
    history.do(acts.duplicate(made, entry))
    history.do(acts.insert(made, entry, 0, Kind.INDICATOR))
    if entry.children[1:]:
        history.do(acts.delete(made, entry.children[1:2]))
        history.do(acts.move(made, entry.children[:1], 1))
    return made, history
