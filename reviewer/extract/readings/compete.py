"""Several readings against each other: which one leads, and what the others say of its fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from operator import is_

from reviewer.extract.confidence import judged, must_look, united
from reviewer.extract.draft import with_reasons
from reviewer.extract.foreign import doubted
from reviewer.extract.readings.agreement import Agreement, Verdict, entries_that_differ, rows_that_begin_anew
from reviewer.extract.readings.choice import leader
from reviewer.extract.readings.completing import Completing, with_labelled
from reviewer.extract.readings.features import confirmed_share
from reviewer.extract.readings.last_row import is_of_all
from reviewer.extract.readings.reading import By, Reading, value
from reviewer.extract.readings.unknown_form import (
    is_head_of_part,
    may_be_no_targets,
    parts_of_year_lost,
    tasks_in_pieces,
    tasks_with_gaps,
)
from reviewer.extract.readings.unread_columns import columns_are_unread
from reviewer.model.fields import Field
from reviewer.model.messages import Message, message
from reviewer.model.reasons import ANSWERED, BORNE_OUT
from reviewer.model.review import Kind, NodeData
from reviewer.model.source import Grid, Source

_SHOWN = 40
_LEAST_AGREED = 0.35
"""Where less of a reading by the text is confirmed, the layout counts as unknown: everything else in it is marked."""
_MOSTLY_AGREED = 0.75
"""Where so much of a reading is confirmed, the columns are what they were taken for."""
_ANSWERED = frozenset({"read.cells_lost"})
"""Doubts that are answered where another reading has the same text in the same place."""
_BORNE_OUT = message(BORNE_OUT)
_ENTRIES_DIFFER = message("read.entries_differ")
_LEVELS_AGAIN = message("read.levels_again")
_PIECES = message("read.lines_joined")
_PART_OF_YEAR = message("read.part_of_year")
_SEVERAL = 2
"""So many other readings that all have the same text answer the doubt whether lines were joined rightly."""
_NO_TARGETS = message("read.foreign_open")


def compete(source: Source, readings: Sequence[Reading]) -> Reading:
    """The best of the readings (the first is that of the rules), its fields with what the others say of them."""
    first = leader(source, readings)
    others = [reading for reading in readings if reading is not first]
    best = _held_against(source, first, others) if others else first
    if columns_are_unread(source, first, readings[0]):
        entries = tuple(doubted(entry, message("read.layout_unknown")) for entry in best.root.children)
        best = replace(best, root=replace(best.root, children=entries))
    return replace(best, root=_with_doubts_of_form(source, best.root))


def _with_doubts_of_form(source: Source, root: NodeData) -> NodeData:
    """The tree with doubts on what a header of an unknown kind makes doubtful, however the readings agree."""
    parted = parts_of_year_lost(source, root)

    @cache
    def lines() -> set[str]:
        return {line.strip() for page in source.pages for line in page.text.splitlines()}

    def marked(node: NodeData, foreign: bool) -> NodeData:
        foreign = foreign or may_be_no_targets(node, lines)
        kept = tuple(child for child in node.children if not (parted and is_head_of_part(child)))
        whole = _changed(node, node.fields, tuple(marked(child, foreign) for child in kept))
        if tasks_in_pieces(node):
            whole = replace(whole, children=tuple(map(_in_pieces, whole.children)))
        gaps = tasks_with_gaps(node) if node.kind is Kind.DEPARTMENT else {}
        if gaps:
            whole = replace(whole, children=tuple(_lacking(child, gaps.get(child.id, ())) for child in whole.children))
        keys = [key for key, field in node.fields if field.value] if foreign else []
        for key in keys:
            whole = _in_question(whole, key, _NO_TARGETS)
        for key in ("level3", "annual_value") if parted and node.kind is Kind.INDICATOR else ():
            whole = _in_question(whole, key, _PART_OF_YEAR)
        return whole

    return marked(root, False)


def _held_against(source: Source, first: Reading, others: Sequence[Reading]) -> Reading:
    agreements = [Agreement(source, first, other) for other in others]
    confirmed = confirmed_share(first, agreements)
    alone = first.by is not By.RULES and confirmed < _LEAST_AGREED
    completing = Completing(source, first, agreements) if first.by is not By.RULES else None
    elsewhere = entries_that_differ(first, agreements) if not first.fits else set()
    anew = rows_that_begin_anew(first, source) if not (first.fits or shows_lines(source)) else set()

    def marked(node: NodeData) -> NodeData:
        fields = tuple(_with_said(node, pair) for pair in node.fields)
        children = tuple(marked(child) for child in node.children)
        if node.id in elsewhere:
            children = tuple(_in_question(child, "level3", _ENTRIES_DIFFER) for child in children)
        whole = _changed(node, fields, children)
        if node.id in elsewhere:
            whole = _in_question(whole, "name", _ENTRIES_DIFFER)
        if node.id in anew:
            whole = _in_question(whole, "level3", _LEVELS_AGAIN)
        if first.by is not By.RULES:
            whole = _with_doubt_of_valueless(whole)
        if is_of_all(rows := tuple(child for child in whole.children if child.kind is Kind.INDICATOR)):
            children = tuple(_in_question(c, "level3", _NAME_ODD) if c is rows[-1] else c for c in whole.children)
            whole = replace(whole, children=children)
        return with_labelled(whole, completing.labelled(node)) if completing else whole

    def _with_said(node: NodeData, pair: tuple[str, Field]) -> tuple[str, Field]:
        said = _said_of(node, *pair)
        return pair if said is pair[1] else (pair[0], said)

    def _said_of(node: NodeData, key: str, field: Field) -> Field:
        other = completing.field(node, key, field) if completing else None
        if other is not None:
            return other
        found = [agreement.of(node, key, field) for agreement in agreements]
        if any(verdict is Verdict.SAME for verdict, _ in found):
            label = _other_label(agreements, node, key, field) if first.by is not By.RULES else None
            if label:
                return judged(node.kind, key, with_reasons(field, message("read.readings_differ", other=label)))
            by_way = [(other.by, said) for said, other in zip(found, others, strict=True)]
            other_value = _differing([said for by, said in by_way if by is not By.ORDER])
            lacking = any(by is By.ORDER and verdict is Verdict.ALONE for by, (verdict, _) in by_way)
            alike = len(found) >= _SEVERAL and all(verdict is Verdict.SAME for verdict, _ in found)
            if alike and confirmed >= _MOSTLY_AGREED and _is_whole(node) and not key.endswith("]"):
                field = _without(node, key, field, _PIECES)
            return _confirmed(node, key, field, other_value, lacking or _differing(found) is not None)
        said = _said(found, field, first.by, alone)
        return judged(node.kind, key, with_reasons(field, said)) if said is not None else field

    return replace(first, root=marked(first.root))


def _changed(node: NodeData, fields: tuple[tuple[str, Field], ...], children: tuple[NodeData, ...]) -> NodeData:
    """A node with these; itself where they are its own, since most nodes of a long document stay as they are."""
    same = all(map(is_, fields, node.fields)) and all(map(is_, children, node.children))
    return node if same else replace(node, fields=fields, children=children)


def _other_label(agreements: Sequence[Agreement], node: NodeData, key: str, field: Field) -> str | None:
    """The label that other readings have before a labelled field; None where one of them has the same label."""
    verdicts = [
        (agreement.of(node, key, field)[0], agreement.other_label(node, key, field)) for agreement in agreements
    ]
    labels = [label for verdict, label in verdicts if verdict is Verdict.SAME]
    return labels[0] if labels and None not in labels else None


def _in_pieces(node: NodeData) -> NodeData:
    """A task, all of it in doubt; any other node as it is."""
    for key, field in node.fields if node.kind is Kind.TASK else ():
        if field.value or key == "amount":
            node = _in_question(node, key, _PIECES)
    return node


def _lacking(node: NodeData, keys: Sequence[str]) -> NodeData:
    """A task that lacks any of `keys`, with a doubt on all that it should have."""
    for key in ("name", "content", "amount") if keys else ():
        node = _in_question(node, key, _PIECES)
    return node


def shows_lines(source: Source) -> bool:
    """Whether a source has a table whose cells are certain: a format's own, or one that lines draw on a page."""
    return any(
        isinstance(block, Grid) and (page.picture is None or block.heights)
        for page in source.pages
        for block in page.blocks
    )


def _with_doubt_of_valueless(node: NodeData) -> NodeData:
    """An entry whose rows nearly all have a value, with those in question that have none: what was taken for a name may be the cell
    of a further column (责任人), or the value stands elsewhere.
    """
    rows = [child for child in node.children if child.kind is Kind.INDICATOR]
    bare = {id(row) for row in rows if not (value(row, "annual_value") or value(row, "period_value"))}
    if not bare or len(rows) - len(bare) < max(_FEW_WITH_VALUE, len(bare)):
        return node
    children = tuple(_in_question(c, "level3", _VALUE_LOST) if id(c) in bare else c for c in node.children)
    return replace(node, children=children)


_FEW_WITH_VALUE = 3
_VALUE_LOST = message("read.value_lost")
_NAME_ODD = message("read.name_odd")


def _in_question(node: NodeData, key: str, why: Message) -> NodeData:
    """A node whose place among the entries is in doubt, said of its name."""
    fields = tuple(
        (name, judged(node.kind, name, with_reasons(field, why)) if name == key else field)
        for name, field in node.fields
    )
    return replace(node, fields=fields)


def _confirmed(node: NodeData, key: str, field: Field, other: str | None, contested: bool = False) -> Field:
    """A field that another reading has too: its doubts weigh less. `other`: what a third one reads instead (that of the order
    of words says nothing against two others). `contested`: any reads something else, or the order of words
    finds no such row, so that a guess stays to be looked at.
    """
    kept = tuple(reason for reason in field.reasons if reason.code not in _ANSWERED)
    if field.value is None or not (kept or field.reasons or other):
        return field
    against = (*kept, message("read.one_differs", other=other)) if other else kept
    reasons = united(*against, _BORNE_OUT) if against else ()
    flagged = must_look(reasons) or (contested and any(reason.code in ANSWERED for reason in reasons))
    return judged(node.kind, key, replace(field, reasons=reasons, flagged=flagged))


def _is_whole(node: NodeData) -> bool:
    """Whether a node is no row of an indicator that lacks its name or value: such are pieces of others as a rule."""
    if node.kind is not Kind.INDICATOR:
        return True
    given = {key for key, field in node.fields if field.value}
    return "level3" in given and bool(given & {"annual_value", "period_value"})


def _without(node: NodeData, key: str, field: Field, answered: Message) -> Field:
    """A field without a doubt that is answered, its probability worked out anew."""
    reasons = tuple(reason for reason in field.reasons if reason.code != answered.code)
    if len(reasons) == len(field.reasons):
        return field
    return judged(node.kind, key, replace(field, reasons=reasons, flagged=must_look(reasons)))


def _differing(found: Sequence[tuple[Verdict, Field | None]]) -> str | None:
    """What a reading has that gives something else than the others; None where none does."""
    for verdict, theirs in found:
        if verdict is Verdict.DIFFERENT and theirs is not None and theirs.value is not None:
            return theirs.value[:_SHOWN]
    return None


def _said(found: Sequence[tuple[Verdict, Field | None]], field: Field, by: By, alone: bool) -> Message | None:
    """What is to be said about a field of the leading reading that no other one confirms.

    `alone` says that the others confirm little of the whole reading.
    """
    other = _differing(found)
    if other is not None:
        alike = sum(verdict is Verdict.DIFFERENT for verdict, _ in found) > 1
        code = "read.readings_differ" if by is not By.RULES else "read.others_differ" if alike else "read.other_differs"
        return message(code, other=other)
    if field.value is None:
        return None
    if alone:
        return message("read.layout_unknown")
    return message("read.not_confirmed") if by is By.RULES else message("read.learned")
