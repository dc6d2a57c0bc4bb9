"""Rows put into a sheet that openpyxl holds, with formulas, merges, validation and formatting following them."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from typing import Any


def make_room(book: Any, sheet: Any, first: int, free: int, wanted: int, filled: Sequence[str]) -> None:
    """See to it that `wanted` rows from `first` on can be written, of which `free` are there.

    Rows that are missing are put in behind those that are there; new rows look like the first one, and its formulas (in columns
    other than `filled`) are carried down. What stands beneath moves down, and whatever referred to the rows refers to all of them.
    """
    missing = max(0, wanted - max(free, 1))
    if free == 0 and not _is_empty(sheet, first):
        missing, at = wanted, first  # something stands right beneath the headers
    else:
        at = first + max(free, 1)
    pattern = _pattern(sheet, first)
    if missing:
        _shift(book, sheet, at, missing, first)
    for row in range(first, first + wanted):
        _like(sheet, pattern, first, row, set(filled))


def _is_empty(sheet: Any, row: int) -> bool:
    return all(cell.value is None for cell in sheet[row])


def _pattern(sheet: Any, row: int) -> list[tuple[int, Any, Any, Any]]:
    """Column, style and formula of each cell of a row, and its height."""
    height = sheet.row_dimensions[row].height
    return [
        (cell.column, copy.copy(cell._style), cell.value if cell.data_type == "f" else None, height)
        for cell in sheet[row]
    ]


def _like(sheet: Any, pattern: Sequence[tuple[int, Any, Any, Any]], first: int, row: int, filled: set[str]) -> None:
    from openpyxl.formula.translate import Translator
    from openpyxl.utils import get_column_letter

    for column, style, formula, height in pattern:
        if row > first:
            cell = sheet.cell(row, column)
            if not cell.has_style:
                cell._style = copy.copy(style)
            if isinstance(formula, str) and cell.value is None and get_column_letter(column) not in filled:
                origin = f"{get_column_letter(column)}{first}"
                cell.value = Translator(formula, origin).translate_formula(cell.coordinate)
            if height and sheet.row_dimensions[row].height is None:
                sheet.row_dimensions[row].height = height


def _shift(book: Any, sheet: Any, at: int, by: int, first: int) -> None:
    """Everything from row `at` on moves down by `by`; ranges that reach over the rows before it grow."""
    heights = {row: copy.copy(d) for row, d in sheet.row_dimensions.items() if row >= at}
    merged = [each for each in list(sheet.merged_cells.ranges) if each.max_row >= at]
    for each in merged:
        sheet.merged_cells.remove(each)  # not unmerge_cells: that would empty the styles
    if sheet.max_row >= at:
        sheet.move_range(f"A{at}:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}", rows=by)
    for each in merged:
        each.shift(row_shift=by if each.min_row >= at else 0)
        if each.min_row < at:
            each.expand(down=by)
        sheet.merged_cells.add(each)
    for row in sorted(heights, reverse=True):
        sheet.row_dimensions[row + by].height = heights[row].height
        sheet.row_dimensions[row].height = None
    for one in book.worksheets:
        for cells in one.iter_rows():
            for cell in cells:
                if cell.data_type == "f" and isinstance(cell.value, str):
                    cell.value = moved_formula(cell.value, one.title, sheet.title, at, by, first)
        if one is sheet:
            _shift_rules(one, at, by, first)
    for name in book.defined_names.values():
        name.attr_text = moved_formula(f"={name.attr_text}", "", sheet.title, at, by, first)[1:]
    for name in sheet.defined_names.values():
        name.attr_text = moved_formula(f"={name.attr_text}", "", sheet.title, at, by, first)[1:]


def _shift_rules(sheet: Any, at: int, by: int, first: int) -> None:
    """Validation, conditional formatting and the filter grow with the rows and move with what stands beneath."""
    from openpyxl.formatting.formatting import ConditionalFormattingList
    from openpyxl.worksheet.cell_range import MultiCellRange

    for rule in sheet.data_validations.dataValidation:
        rule.sqref = MultiCellRange(
            " ".join(_moved_range(str(each), at, by, first, rule=True) for each in rule.sqref.ranges)
        )
    old, sheet.conditional_formatting = sheet.conditional_formatting, ConditionalFormattingList()
    for each in old:
        where = " ".join(_moved_range(str(part), at, by, first, rule=True) for part in each.sqref.ranges)
        for rule in each.rules:
            sheet.conditional_formatting.add(where, rule)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _moved_range(sheet.auto_filter.ref, at, by, first)
    if sheet.print_area:
        sheet.print_area = [
            _moved_range(str(part).split("!")[-1], at, by, first, rule=True)
            for part in str(sheet.print_area).split(",")
        ]
    for table in sheet.tables.values():
        table.ref = _moved_range(table.ref, at, by, first, rule=True)
        if table.autoFilter is not None and table.autoFilter.ref:
            table.autoFilter.ref = _moved_range(table.autoFilter.ref, at, by, first, rule=True)


def moved_formula(formula: str, here: str, shifted: str, at: int, by: int, first: int) -> str:
    """A formula of the sheet `here`, after rows were put into the sheet `shifted` at row `at`."""
    from openpyxl.formula import Tokenizer

    try:
        tokens = Tokenizer(formula)
    except Exception:  # a formula that the library cannot take apart stays as it is
        return formula
    made = ["="]
    for token in tokens.items:
        text = token.value
        if token.type == token.OPERAND and token.subtype == token.RANGE:
            sheet, bang, place = text.rpartition("!")
            owner = sheet.strip("'").replace("''", "'") if bang else here
            if owner == shifted:
                text = f"{sheet}{bang}{_moved_range(place, at, by, first)}"
        made.append(text)
    return "".join(made)


def _moved_range(text: str, at: int, by: int, first: int, rule: bool = False) -> str:
    """“C3:C9” after rows were put in at row `at`; a range that ends in the row above it grows over the new rows.

    A single cell grows only where it is a `rule` that stands for it: a formula that names one cell means that cell.
    """
    parts = [re.fullmatch(r"(\$?[A-Z]{0,3})(\$?)(\d+)", part) for part in text.split(":")]
    if not all(parts) or len(parts) > 2:
        return text  # whole columns, names
    rows = [int(part[3]) for part in parts if part]
    if rule and len(rows) == 1:
        parts, rows = parts * 2, rows * 2
    moved = [row + by if row >= at else row for row in rows]
    if len(rows) == 2 and rows[0] <= rows[1] < at and rows[1] == at - 1 and rows[1] >= first:
        moved[1] = rows[1] + by
    if rule and moved == rows[:1] * 2:
        return text
    return ":".join(f"{part[1]}{part[2]}{row}" for part, row in zip(parts, moved, strict=True) if part)
