"""The sheet 统计图: counts and sums beside charts of the spreadsheet's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reviewer.export.choices import CHARTS
from reviewer.export.looks import Formats, set_up_print
from reviewer.export.tables import Item, clean
from reviewer.export.totals import Figures, figures

_MOST = 30
"""Bars in a chart; the rest is put together as one."""
_REST = "其他"


def write_charts(book: Any, items: Sequence[Item], formats: Formats) -> None:
    """Write the sheet: indicators by level and amounts by unit as tables, each with a chart of its own beside it."""
    made = figures(review for review, _ in items)
    target = book.add_worksheet(CHARTS)
    target.set_column(0, 0, 34)
    target.set_column(1, 3, 16)
    row = _table(target, 0, ("一级指标", "指标数"), made.level1(), formats)
    _chart(book, target, "column", (1, row), "按一级指标统计的指标数", 0)
    second = {f"{first} / {other}": count for (first, other), count in made.levels.items()}
    start = row + 2
    row = _table(target, start, ("二级指标", "指标数"), second, formats)
    _chart(book, target, "bar", (start + 1, row), "按二级指标统计的指标数", 1)
    if made.units:
        start = row + 2
        row = _table(target, start, ("单位", made.amount_label), top(made.units), formats)
        _chart(book, target, "bar", (start + 1, row), f"按单位统计的{made.amount_label}", 2)
    _sums(target, row + 2, made, formats)
    set_up_print(target, CHARTS)


def top(numbers: Mapping[str, float], most: int = _MOST) -> dict[str, float]:
    """The largest, in falling order; those beyond `most` as one number."""
    ordered = sorted(numbers.items(), key=lambda pair: -pair[1])
    shown = dict(ordered[:most])
    if len(ordered) > most:
        shown[_REST] = round(shown.get(_REST, 0) + sum(number for _, number in ordered[most:]), 6)
    return shown


def _table(target: Any, start: int, titles: tuple[str, str], numbers: Mapping[str, float], formats: Formats) -> int:
    """Two columns from row `start` on; the last row written."""
    for column, title in enumerate(titles):
        target.write_string(start, column, clean(title), formats.header)
    row = start
    for row, (name, number) in enumerate(numbers.items(), start=start + 1):
        target.write_string(row, 0, clean(name), formats.middle)
        target.write_number(row, 1, number, formats.middle if isinstance(number, int) else formats.money)
    return row


def _chart(book: Any, target: Any, kind: str, rows: tuple[int, int], title: str, place: int) -> None:
    first, last = rows
    if last < first:
        return
    chart = book.add_chart({"type": kind})
    chart.add_series(
        {
            "categories": [CHARTS, first, 0, last, 0],
            "values": [CHARTS, first, 1, last, 1],
            "data_labels": {"value": True},
            "fill": {"color": "#4F81BD"},
            "gap": 60,
        }
    )
    chart.set_title({"name": clean(title), "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    if kind == "bar":
        chart.set_y_axis({"reverse": True})
    height = max(260, 60 + 24 * (last - first + 1)) if kind == "bar" else 260
    chart.set_size({"width": 620, "height": min(height, 900)})
    target.insert_chart(0 if place == 0 else first + 12 * place, 5, chart)


def _sums(target: Any, start: int, made: Figures, formats: Formats) -> None:
    for column, title in enumerate(("金额", "各项目之和", "合计行", "差额")):
        target.write_string(start, column, title, formats.header)
    row = start
    for row, amount in enumerate(made.sums, start=start + 1):
        target.write_string(row, 0, clean(amount.label), formats.middle)
        for column, number in enumerate((amount.sum, amount.printed, amount.difference), start=1):
            if number is None:
                target.write_blank(row, column, None, formats.middle)
            else:
                target.write_number(row, column, number, formats.money)
    counts = {"项目数": made.projects, "指标数": made.indicators, "待核数": made.doubtful}
    for place, (name, count) in enumerate(counts.items(), start=row + 2):
        target.write_string(place, 0, name, formats.middle)
        target.write_number(place, 1, count, formats.middle)
