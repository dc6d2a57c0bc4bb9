"""Counts and sums of reviews: for the sheet 汇总, the charts, and the summary in the window."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reviewer.export.choices import TOTALS
from reviewer.export.tables import Cell, Form, Item, Sheet, as_number, projects
from reviewer.model.fields import labelled
from reviewer.model.naming import short
from reviewer.model.review import Kind, Review

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
    levels: dict[tuple[str, str], int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    units: dict[str, float] = field(default_factory=dict)

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
    """The figures of several reviews together, or of one."""
    made, levels, units = Figures(), Counter[tuple[str, str]](), dict[str, list[float]]()
    amounts: dict[str, list[float]] = {}
    printed: dict[str, list[float]] = {}
    for review in reviews:
        made.doubtful += review.count_doubtful()
        made.fields += sum(len(node.fields) for node in review.root.walk())
        rows = projects(review)
        made.projects += len(rows)
        for entry in review.entries:
            found = [child for child in entry.children if child.kind is Kind.INDICATOR]
            made.indicators += len(found)
            levels.update((_name(n.value("level1")), _name(n.value("level2"))) for n in found)
            if entry.kind is Kind.TOTAL:
                for label in entry.group("amounts"):
                    if (figure := as_number(entry.value(labelled("amounts", label)))) is not None:
                        printed.setdefault(label, []).append(figure)
        first = ""
        for entry in rows:
            for label in entry.group("amounts"):
                if (figure := as_number(entry.value(labelled("amounts", label)))) is None:
                    continue
                first = first or label
                amounts.setdefault(label, []).append(figure)
                if label == first:
                    units.setdefault(_name(entry.value("unit")), []).append(figure)
    made.levels = dict(levels)
    made.sums = [
        Sum(label, _sum(each), _sum(printed[label]) if label in printed else None) for label, each in amounts.items()
    ]
    made.units = {unit: _sum(each) for unit, each in units.items()}
    return made


def _sum(numbers: Iterable[float]) -> float:
    return round(math.fsum(numbers), 6)


def totals_sheet(items: Sequence[Item], failures: Sequence[tuple[str, str]] = ()) -> Sheet:
    """汇总: one row a source with its counts, sums and what is doubtful; sources that could not be read; a last row for all."""
    each = [(review.source.name, figures([review])) for review, _ in items]
    every = figures(review for review, _ in items)
    firsts = list(every.level1())
    labels = [amount.label for amount in every.sums]
    titles = ["来源文件", "项目数", "指标数", *(f"指标数：{name}" for name in firsts)]
    for label in labels:
        titles += [f"{label}：各项目之和", f"{label}：合计行", f"{label}：差额"]
    columns = [*titles, "待核数", "读取失败"]
    rows = [[*_counted(name, made, firsts, labels), Cell(None)] for name, made in each]
    rows += [[Cell(name), *[Cell(None)] * (len(columns) - 2), Cell(why)] for name, why in failures]
    if len(each) > 1:
        rows.append([*_counted("合计", every, firsts, labels), Cell(None)])
    return Sheet(TOTALS, columns, rows)


def _counted(name: str, made: Figures, firsts: Sequence[str], labels: Sequence[str]) -> list[Cell]:
    counts = made.level1()
    sums = {amount.label: amount for amount in made.sums}
    row = [Cell(name), Cell(made.projects, Form.NUMBER), Cell(made.indicators, Form.NUMBER)]
    row += [Cell(counts.get(level, 0), Form.NUMBER) for level in firsts]
    for label in labels:
        amount = sums.get(label)
        found = (amount.sum, amount.printed, amount.difference) if amount else (None, None, None)
        row += [Cell(figure, Form.MONEY) for figure in found]
    return [*row, Cell(made.doubtful, Form.NUMBER)]
