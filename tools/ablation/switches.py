"""What can be switched off: whole rules, readings, evidence of agreement, features of the choice.

A switch puts something that does nothing in the place of a function, wherever the extraction has imported it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from reviewer.extract.readings import choice
from reviewer.extract.readings.features import NAMES
from reviewer.extract.readings.reading import By

_ROOM = "reviewer.extract"


@dataclass(frozen=True, slots=True)
class Switch:
    """A thing that can be switched off, by its name; `kind` is “rule”, “reading”, “evidence” or “choice”."""

    name: str
    kind: str
    off: Callable[[], Any]
    """A context in which it is off."""
    way: By | None = None
    """The reading that is left out, where it is one; `off` does nothing then."""


def nothing(*_: Any, **__: Any) -> None:
    """Instead of a rule that takes something, or says nothing."""


def no(*_: Any, **__: Any) -> bool:
    """Instead of a rule that asks something."""
    return False


def same(first: Any, *_: Any, **__: Any) -> Any:
    """Instead of a rule that makes something better."""
    return first


def second(_: Any, found: Any, *__: Any, **___: Any) -> Any:
    """The same where the thing to make better is the second argument."""
    return found


def none_of(*_: Any, **__: Any) -> list[Any]:
    """Instead of a rule that finds several things."""
    return []


def with_none(rows: Any, *_: Any, **__: Any) -> tuple[Any, list[Any]]:
    """Instead of a rule that gives rows and what it has left out of them."""
    return rows, []


def as_one(rows: Any, *_: Any, **__: Any) -> list[Any]:
    """Instead of a rule that divides."""
    return [rows]


RULES: Mapping[str, tuple[str, Callable[..., Any]]] = {
    "afterwards.breaks_off": ("afterwards", none_of),
    "afterwards.mark_cut_off": ("afterwards", same),
    "aligned_form.form_rows": ("aligned_form", nothing),
    "aligned_list.listed_table": ("aligned_list", nothing),
    "aligned_parts.parts_by_blanks": ("aligned_parts", none_of),
    "barred.barred_rows": ("barred", nothing),
    "beside.forms_beside": ("beside", as_one),
    "broken.lacks_value": ("broken", no),
    "broken.rejoins": ("broken", no),
    "broken.doubt_piece": ("broken", nothing),
    "form_heads.begins_unnamed_form": ("form_heads", no),
    "frames.without_frame": ("frames", with_none),
    "goal_cell.parted_goal": ("goal_cell", nothing),
    "halves.lower_half": ("halves", nothing),
    "halves.of_year": ("halves", same),
    "in_width.whole_in_width": ("in_width", second),
    "infer.columns_by_contents": ("infer", nothing),
    "infer.header_by_contents": ("infer", no),
    "infer.told_by_contents": ("infer", same),
    "infer.with_levels_moved": ("infer", same),
    "infer.with_levels_told": ("infer", same),
    "infer.with_names_told": ("infer", same),
    "infer.with_two_levels": ("infer", same),
    "languages.in_chinese": ("languages", with_none),
    "languages.is_foreign": ("languages", no),
    "legibility.mark_illegible": ("legibility", nothing),
    "line_rows.is_in_pieces": ("line_rows", no),
    "line_rows.joined_over_pages": ("line_rows", same),
    "lined.sheet_rows": ("lined", nothing),
    "loose_table.loose_table": ("loose_table", nothing),
    "markup.clean": ("markup", same),
    "names.is_template": ("names", no),
    "names.name_in_sentence": ("names", nothing),
    "names.without_code": ("names", same),
    "names.without_label_behind": ("names", same),
    "names.without_seal": ("names", same),
    "no_indicator.is_about_all": ("no_indicator", no),
    "no_indicator.is_beside": ("no_indicator", no),
    "no_indicator.is_formal": ("no_indicator", no),
    "no_indicator.is_stray": ("no_indicator", no),
    "no_result.without_results": ("no_result", second),
    "other_tables.without_other_tables": ("other_tables", second),
    "packed_lines.goes_on": ("packed_lines", no),
    "pairs.with_pairs_apart": ("pairs", same),
    "plausible.is_odd": ("plausible", no),
    "readings.long_term.with_long_term_values": ("readings.long_term", second),
    "several.numbered_items": ("several", none_of),
    "spread.fold_copies": ("spread", with_none),
    "standing.clear_of_shift": ("standing", nothing),
    "standing.is_odd_sign": ("standing", no),
    "titles.is_page_head": ("titles", no),
    "titles.is_section": ("titles", no),
}
"""Whole rules: their module and what stands in their place. The name's last part is the function's."""

_LOST = "test_a_list_whose_header_is_lost_is_read_by_what_stands_in_its_columns_and_marked"
_OUTCOMES = "test_extract_outcomes.py::test_everything_that_is_read_of_small_documents"
_OUTCOMES_OF_TEXT = "test_extract_outcomes_of_text.py::test_everything_that_is_read_of_a_small_text"
HELD_BY: Mapping[str, str] = {
    "aligned_form.form_rows": "test_extract_aligned.py::test_the_labels_above_such_a_table_with_a_goal_around_its_label",
    "aligned_list.listed_table": "test_extract_blank_rows.py::test_a_list_with_levels_over_its_columns",
    "broken.doubt_piece": f"{_OUTCOMES}[damage]",
    "broken.rejoins": f"{_OUTCOMES}[damage]",
    "frames.without_frame": "test_extract_frames.py::test_a_word_for_a_blank_cell_is_none",
    "halves.lower_half": "test_extract_parts_of_year.py::test_the_value_of_the_whole_year_is_the_target",
    "halves.of_year": f"{_OUTCOMES}[lists]",
    "infer.columns_by_contents": f"test_extract_lost_words.py::{_LOST}",
    "infer.with_levels_moved": f"{_OUTCOMES}[lists]",
    "infer.with_names_told": "test_extract_header_forms.py::test_duties_with_a_name_to_a_row_and_grades_instead_of_a_value",
    "languages.is_foreign": f"{_OUTCOMES}[damage]",
    "legibility.mark_illegible": "test_extract_legibility.py::test_uncertain_characters_are_evidence_by_how_uncertain_they_are",
    "line_rows.is_in_pieces": f"{_OUTCOMES}[lines]",
    "line_rows.joined_over_pages": f"{_OUTCOMES}[lines]",
    "names.name_in_sentence": "test_extract_form_heads.py::test_a_heading_of_a_report_is_no_name",
    "no_indicator.is_stray": f"{_OUTCOMES_OF_TEXT}[grids: the foot of a page below the form is no indicator]",
    "no_result.without_results": "test_extract_no_result.py::test_formulas_without_results",
    "packed_lines.goes_on": f"{_OUTCOMES_OF_TEXT}[cases: indicators as numbered lines under headings]",
    "spread.fold_copies": f"{_OUTCOMES_OF_TEXT}[grids: equal amounts under heads of their own are no copies]",
    "standing.clear_of_shift": f"{_OUTCOMES}[damage]",
    "standing.is_odd_sign": f"{_OUTCOMES_OF_TEXT}[grids: a direction in the place of the sign does not shift a row]",
}
"""Rules that earn nothing on any corpus here, and the test of tests/unit/extract with a kind of document that needs each."""

EVIDENCE: Mapping[str, tuple[str, str, Callable[..., Any]]] = {
    "fields of other readings taken over": ("readings.completing", "Completing.field", nothing),
    "labelled fields of other readings taken over": ("readings.completing", "Completing.labelled", lambda *_: ()),
    "another reading bears it out": ("readings.compete", "_confirmed", lambda node, key, field, *_: field),
    "another label before it": ("readings.compete", "_other_label", nothing),
    "others begin and end projects elsewhere": ("readings.compete", "entries_that_differ", lambda *_: set()),
    "nothing bears it out, or others differ": ("readings.compete", "_said", nothing),
}
"""What agreement of readings is used for: module, function or method, and what stands in its place."""


def switches() -> Iterator[Switch]:
    """Every switch there is."""
    for name, (module, instead) in RULES.items():
        yield Switch(name, "rule", partial(replaced, module, name.rpartition(".")[2], instead))
    for way in (By.ORDER, By.LEARNED):
        yield Switch(f"reading by {way}", "reading", nullcontext, way)
    for name, (module, function, instead) in EVIDENCE.items():
        yield Switch(name, "evidence", partial(replaced, module, function, instead))
    yield Switch("the lead of the rules in grids", "choice", partial(set_to, choice, "GRID_LEAD", 0.0))
    for feature in NAMES:
        yield Switch(f"feature {feature}", "choice", partial(_without_feature, feature))


@contextmanager
def replaced(module: str, function: str, instead: Callable[..., Any]) -> Iterator[None]:
    """With a function or method replaced, in every module that has it."""
    home = import_module(f"{_ROOM}.{module}")
    owner, _, method = function.rpartition(".")
    if owner:
        with set_to(getattr(home, owner), method, instead):
            yield
        return
    whole = getattr(home, function)
    modules = [m for name, m in list(sys.modules.items()) if name.startswith(_ROOM)]
    places = [(m, key) for m in modules for key, value in list(vars(m).items()) if value is whole]
    for place, key in places:
        setattr(place, key, instead)
    try:
        yield
    finally:
        for place, key in places:
            setattr(place, key, whole)


def original(module: str, function: str) -> Callable[..., Any]:
    """The function that a rule's switch replaces."""
    found: Callable[..., Any] = getattr(import_module(f"{_ROOM}.{module}"), function)
    return found


@contextmanager
def set_to(owner: Any, name: str, value: Any) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


def _without_feature(name: str) -> Any:
    known = {**choice.weights(), name: 0.0}
    return set_to(choice, "weights", lambda: known)
