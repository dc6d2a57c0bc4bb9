"""The sheet 统计图: counts and sums beside charts of the spreadsheet's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reviewer.export.choices import CHARTS
from reviewer.export.looks import Formats, set_up_print
from reviewer.export.sheet_writer import add_whole_sheet, write_text
from reviewer.export.tables import Item, clean
from reviewer.export.totals import Figures, figures

_MOST = 30
"""Bars in a chart; the rest is put together as one."""
_REST = "其他"


def write_charts(book: Any, items: Sequence[Item], formats: Formats) -> None:
    """Write the sheet: indicators by level and amounts by unit as tables, each with a chart of its own beside it."""
    made = figures(review for review, _ in items)
    target = add_whole_sheet(book, CHARTS)  # in a sheet written row by row, charts do not know their numbers beforehand
    target.set_column(0, 0, 34)
    target.set_column(1, 3, 16)
    second = {f"{first} / {other}": count for (first, other), count in made.levels.items()}
    blocks: list[tuple[str, str, str, Mapping[str, float]]] = [
        ("column", "一级指标", "指标数", made.level1()),
        ("bar", "二级指标", "指标数", second),
    ]
    if made.units:
        blocks.append(("bar", "单位", made.amount_label, top(made.units)))
    row, down = 0, 0
    for kind, name, counted, numbers in blocks:
        last = _table(target, row, (name, counted), numbers, formats)
        down += _chart(book, target, kind, (row + 1, last), f"按{name}统计的{counted}", down)
        row = last + 2
    _sums(target, row, made, formats)
    set_up_print(target, CHARTS, 0)
    target.set_portrait()
    target.fit_to_pages(1, 1)  # no chart on two pages


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
        write_text(target, start, column, clean(title), formats.header)
    row = start
    for row, (name, number) in enumerate(numbers.items(), start=start + 1):
        write_text(target, row, 0, clean(name), formats.middle)
        target.write_number(row, 1, number, formats.middle if isinstance(number, int) else formats.money)
    return row


def _chart(book: Any, target: Any, kind: str, rows: tuple[int, int], title: str, down: int) -> int:
    """A chart of the numbers in these rows, `down` pixels from the top of the sheet; the pixels that it takes."""
    first, last = rows
    if last < first:
        return 0
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
    chart.set_title({"name": clean(title), "name_font": {"size": 12}, "overlay": False})
    chart.set_legend({"none": True})
    # The numbers stand at the bars: neither their axis nor lines are wanted besides.
    numbers = (
        {"visible": False, "major_gridlines": {"visible": False}, "min": 0} if kind == "column" else {"reverse": True}
    )
    chart.set_y_axis(numbers)
    if kind == "bar":
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    height = min(900, max(260, 60 + 24 * (last - first + 1))) if kind == "bar" else 260
    chart.set_size({"width": 620, "height": height})
    target.insert_chart(0, 5, chart, {"y_offset": down, "description": clean(title)})
    return height + 20


def _sums(target: Any, start: int, made: Figures, formats: Formats) -> None:
    for column, title in enumerate(("金额", "各项目之和", "合计行", "差额")):
        write_text(target, start, column, title, formats.header)
    row = start
    if len(made.money_units) > 1:
        row += 1
        write_text(target, row, 0, "金额单位不一致，金额未合计", formats.middle)
    for row, amount in enumerate(made.sums, start=start + 1):
        write_text(target, row, 0, clean(amount.label), formats.middle)
        for column, number in enumerate((amount.sum, amount.printed, amount.difference), start=1):
            if number is None:
                target.write_blank(row, column, None, formats.middle)
            else:
                target.write_number(row, column, number, formats.money)
    counts = {"项目数": made.projects, "指标数": made.indicators, "待核数": made.doubtful}
    for place, (name, count) in enumerate(counts.items(), start=row + 2):
        write_text(target, place, 0, name, formats.middle)
        target.write_number(place, 1, count, formats.middle)
