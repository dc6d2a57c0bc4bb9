"""Every layout by name."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tools.corpus import (
    adverse_forms,
    adverse_sheets,
    departments,
    evaluations,
    layouts_forms,
    layouts_more,
    longterm,
    sheets,
    tables,
    transfers,
    wrapped,
)
from tools.corpus.build import Made
from tools.corpus.packed import Spoil

Layout = Callable[[Random, Spoil], Made]


def _plain(make: Callable[[Random], Made]) -> Layout:
    return lambda rng, _: make(rng)


CATALOG: dict[str, Layout] = {
    "coded-table": tables.coded,
    "packed-no-level2": tables.no_level2,
    "form-series": _plain(layouts_forms.form_series),
    "form-notes": _plain(layouts_forms.form_with_notes),
    "form-standard": _plain(layouts_forms.form_standard),
    "form-history": _plain(layouts_forms.form_history),
    "form-points": _plain(layouts_forms.form_points),
    "approval-cost-first": _plain(layouts_forms.approval),
    "two-header-rows": _plain(layouts_forms.two_header_rows),
    "wrapped-headers": _plain(layouts_forms.wrapped_headers),
    "level2-only": _plain(layouts_forms.level2_only),
    "spaced-form": _plain(layouts_forms.spaced_form),
    "odd-levels": _plain(layouts_forms.satisfaction_odd),
    "sheet-merged": _plain(sheets.merged),
    "sheet-repeated": _plain(sheets.repeated),
    "sheet-orders": _plain(sheets.other_orders),
    "sheet-paged": _plain(sheets.paged),
    "wrapped-text": wrapped.table,
    "spaced-sheet": _plain(wrapped.spaced_sheet),
    "packed-grouped": layouts_more.grouped_table,
    "department-tasks": _plain(departments.application),
    "department-duties": _plain(departments.duties),
    "department-projects": _plain(departments.task_project_money),
    "side-by-side": _plain(longterm.side_by_side),
    "two-blocks": _plain(longterm.two_blocks),
    "self-evaluation": _plain(evaluations.self_evaluation),
    "transfer-payment": _plain(transfers.transfer),
    "transfer-regional": _plain(transfers.regional),
    "units-in-column": _plain(layouts_more.units_in_column),
    "running-text": _plain(layouts_more.running_text),
    "labels-inside": _plain(adverse_forms.labels_inside),
    "monitoring": _plain(adverse_forms.monitoring),
    "numbered-levels": _plain(adverse_forms.numbered_levels),
    "level1-rows": _plain(adverse_forms.level1_rows),
    "parts-orders": _plain(adverse_forms.parts_orders),
    "period-and-year": _plain(adverse_forms.period_and_year),
    "department-evaluation": _plain(adverse_forms.department_evaluation),
    "long-application": _plain(adverse_forms.project_with_reasons),
    "period-sheet": _plain(adverse_sheets.period_sheet),
    "direction-sheet": _plain(adverse_sheets.direction_sheet),
    "levels-across": adverse_sheets.levels_across,
    "bracketed": adverse_sheets.bracketed,
    "single-blanks": _plain(adverse_sheets.single_blanks),
    "bullets": _plain(adverse_sheets.bullets),
    "whole-budget": _plain(adverse_sheets.whole_budget),
    "unit-blocks": _plain(adverse_sheets.unit_blocks),
}
