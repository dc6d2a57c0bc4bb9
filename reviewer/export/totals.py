"""Counts and sums of reviews: for the sheet 汇总, the charts, and the summary in the window."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reviewer.export.choices import TOTALS
from reviewer.export.tables import Cell, Form, Item, Sheet, as_number, projects
from reviewer.model.fields import labelled
from reviewer.model.naming import short
from reviewer.model.review import Kind, Node, Review
from reviewer.model.unread import is_unread, not_read

NO_NAME = "（未填）"
"""Stands for a level or a unit that has no name."""


@dataclass(frozen=True, slots=True)
class Sum:
    """One amount of all projects together: its label, their sum, what 合计 prints (None where there is none or no number)."""

    label: str
    sum: float
    printed: float | None

    @property
    def difference(self) -> float | None:
        """The sum less what is printed; None where nothing is printed."""
        return None if self.printed is None else round(self.sum - self.printed, 6)


@dataclass(slots=True)
class Figures:
    """What a review amounts to. `levels` counts indicators by (level 1, level 2), `units` sums the first amount by unit."""

    projects: int = 0
    indicators: int = 0
    fields: int = 0
    doubtful: int = 0
    unread: int = 0
    """How many sources were not read whole, and nobody has looked at them."""
    levels: dict[tuple[str, str], int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    units: dict[str, float] = field(default_factory=dict)
    money_units: tuple[str, ...] = ()
    """In what the amounts are; where several sources differ in that (万元 and 元), `sums` and `units` are empty."""

    def level1(self) -> dict[str, int]:
        """Indicators by level 1."""
        return _added((first, count) for (first, _), count in self.levels.items())

    @property
    def amount_label(self) -> str:
        """The label of the amount that `units` sums; empty where no project has one."""
        return self.sums[0].label if self.sums else ""


def _name(text: str | None) -> str:
    """What is counted under; where a whole text slipped into such a field its beginning is enough to know it by."""
    return short(text, 40) if text else NO_NAME


def _added(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for name, count in pairs:
        counts[name] += count
    return dict(counts)


def figures(reviews: Iterable[Review]) -> Figures:
    """The figures of several reviews together, or of one. Amounts are added up only where all of them are in the same money unit."""
    made, levels, money = Figures(), Counter[tuple[str, str]](), _Money()
    for review in reviews:
        made.doubtful += review.count_doubtful()
        made.unread += is_unread(review)
        made.fields += sum(len(node.fields) for node in review.root.walk())
        made.projects += len(projects(review))
        for entry in review.entries:
            found = [child for child in entry.children if child.kind is Kind.INDICATOR]
            made.indicators += len(found)
            levels.update((_name(n.value("level1")), _name(n.value("level2"))) for n in found)
        money.add(review)
    made.levels = dict(levels)
    made.money_units = tuple(money.kinds)
    if len(money.kinds) <= 1:
        made.sums = money.sums()
        made.units = {unit: _sum(each) for unit, each in money.units.items()}
    return made


class _Money:
    """The amounts of reviews, put together."""

    def __init__(self) -> None:
        self.kinds: dict[str, None] = {}
        self.units: dict[str, list[float]] = {}
        self._amounts: dict[str, list[float]] = {}
        self._printed: dict[str, list[float]] = {}
        self._unprinted: set[str] = set()
        """Labels for which a source has amounts and no total."""

    def add(self, review: Review) -> None:
        """Add the amounts of a review."""
        first, here, printed = "", set[str](), set[str]()
        for entry in review.entries:
            if entry.kind is Kind.TOTAL:
                for label, figure in amounts_of(entry):
                    self._printed.setdefault(label, []).append(figure)
                    printed.add(label)
        for entry in projects(review):
            for label, figure in amounts_of(entry):
                first = first or label
                here.add(label)
                self._amounts.setdefault(label, []).append(figure)
                if label == first:
                    self.units.setdefault(_name(entry.value("unit")), []).append(figure)
        self._unprinted |= here - printed
        if here:
            self.kinds[review.root.value("money_unit") or NO_NAME] = None

    def sums(self) -> list[Sum]:
        """The sum of each amount, beside the printed totals where every source has one."""
        return [
            Sum(label, _sum(each), _sum(self._printed[label]) if self._is_printed(label) else None)
            for label, each in self._amounts.items()
        ]

    def _is_printed(self, label: str) -> bool:
        return label in self._printed and label not in self._unprinted


def amounts_of(entry: Node) -> Iterator[tuple[str, float]]:
    """The amounts of an entry that are numbers, by label."""
    for label in entry.group("amounts"):
        if (figure := as_number(entry.value(labelled("amounts", label)))) is not None:
            yield label, figure


def _sum(numbers: Iterable[float]) -> float:
    return round(math.fsum(numbers), 6)


def totals_sheet(items: Sequence[Item], failures: Sequence[tuple[str, str]] = ()) -> Sheet:
    """汇总: one row a source with its counts, sums and what is doubtful; sources that could not be read; a last row for all."""
    each = [(review, figures([review])) for review, _ in items]
    every = figures(review for review, _ in items)
    firsts = list(every.level1())
    labels = list(dict.fromkeys(amount.label for _, made in each for amount in made.sums))
    titles = ["来源文件", "项目数", "指标数", *(f"指标数：{name}" for name in firsts)]
    held = {amount.label for _, made in each for amount in made.sums if amount.printed is not None}
    for label in labels:
        titles.append(f"{label}：各项目之和")
        titles += [f"{label}：合计行", f"{label}：差额"] if label in held else []
    columns = [*titles, "金额单位", "待核数", "读取失败"]
    rows = []
    for review, made in each:
        missing = " ".join(not_read(review)) or None
        rows.append([*_counted(review.label, made, firsts, labels, held), Cell(missing)])
    rows += [[Cell(name), *[Cell(None)] * (len(columns) - 2), Cell(why)] for name, why in failures]
    if len(each) > 1:
        rows.append([*_counted("合计", every, firsts, labels, held), Cell(None)])
    return Sheet(TOTALS, columns, rows)


def _counted(
    name: str, made: Figures, firsts: Sequence[str], labels: Sequence[str], held: Collection[str]
) -> list[Cell]:
    """The cells of one row; labels that are `held` against a printed total have three each."""
    counts = made.level1()
    sums = {amount.label: amount for amount in made.sums}
    row = [Cell(name), Cell(made.projects, Form.NUMBER), Cell(made.indicators, Form.NUMBER)]
    row += [Cell(counts.get(level, 0), Form.NUMBER) for level in firsts]
    for label in labels:
        amount = sums.get(label)
        found = (amount.sum, amount.printed, amount.difference) if amount else (None, None, None)
        row += [Cell(figure, Form.MONEY) for figure in found[: 3 if label in held else 1]]
    unit = made.money_units[0] if len(made.money_units) == 1 else "不一致，金额未合计" if made.money_units else None
    return [*row, Cell(unit), Cell(made.doubtful + made.unread, Form.NUMBER)]
