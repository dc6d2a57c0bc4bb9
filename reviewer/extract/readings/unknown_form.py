"""What makes rows doubtful that every reading has alike: headers of a kind that none of them understood."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from itertools import takewhile

from reviewer.base.patterns import pattern
from reviewer.extract.halves import is_part_of_year, is_whole_year
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.likeness import amount_text
from reviewer.model.fields import Field
from reviewer.model.review import ENTRY_KINDS, Kind, NodeData
from reviewer.model.source import Source
from reviewer.model.taxonomy import levels_named

_LABEL = "extra["
_CELLS = "|｜\t"
_ROWS = 2
"""So many indicators show that no level of a table is known."""


def parts_of_year_lost(source: Source, root: NodeData) -> bool:
    """Whether values of a part of the year stand beside those of the whole (半年 | 全年), and no indicator's are told apart."""
    if not any(_heads_parts(page.text) for page in source.pages):
        return False
    labels = (key for node in _indicators(root) for key, _ in node.fields if key.startswith(_LABEL))
    return not any(is_part_of_year(key[len(_LABEL) : -1]) for key in labels)


def is_head_of_part(node: NodeData) -> bool:
    """Whether an indicator is only a header's cell that was taken for one: 半年."""
    name = _value(dict(node.fields).get("level3"))
    return node.kind is Kind.INDICATOR and (is_part_of_year(name) or is_whole_year(name))


def may_be_no_targets(entry: NodeData, lines: Callable[[], Container[str]]) -> bool:
    """Whether an entry may be none of ours: nothing names it, or a line of its own (`lines`: those of the document) as a title does, it
    has neither unit nor goal, and none of its levels is known.
    """
    fields = dict(entry.fields)
    if entry.kind not in ENTRY_KINDS or _value(fields.get("unit")) or _value(fields.get("goal")):
        return False
    rows = [dict(child.fields) for child in entry.children if child.kind is Kind.INDICATOR]
    levels = [_value(row.get(key)) for row in rows for key in ("level1", "level2")]
    if len(rows) < _ROWS or not any(levels) or any(levels_named(level) for level in levels if level):
        return False
    name = _value(fields.get("name"))
    return not name or name in lines()


def tasks_in_pieces(entry: NodeData) -> bool:
    """Whether the tasks of an entry are pieces of rows: some have a content and some an amount, but none has both; half of them
    lack what others have; or an amount stands where a content is asked for.
    """
    tasks = [dict(child.fields) for child in entry.children if child.kind is Kind.TASK]
    if any(amount_text(_value(task.get("content"))) for task in tasks) or len(tasks_with_gaps(entry)) * 2 > len(tasks):
        return True
    told = [(bool(_value(task.get("content"))), bool(_value(task.get("amount")))) for task in tasks]
    return any(content for content, _ in told) and any(amount for _, amount in told) and (True, True) not in told


def tasks_with_gaps(entry: NodeData) -> dict[int, tuple[str, ...]]:
    """What the tasks of an entry lack that others of them have, by their ids: a piece of another row may be what is missing."""
    tasks = [(child.id, dict(child.fields)) for child in entry.children if child.kind is Kind.TASK]
    asked = [key for key in ("content", "amount") if any(_value(fields.get(key)) for _, fields in tasks)]
    gaps = {id_: tuple(key for key in asked if not _value(fields.get(key))) for id_, fields in tasks}
    return {id_: keys for id_, keys in gaps.items() if keys}


_WORD = pattern(r"\S+")


def _words(text: str) -> list[str]:
    """The words of a text, each once in memory however often it stands there: a long text says the same all over."""
    known: dict[str, str] = {}
    return [known.setdefault(word[0], word[0]) for word in _WORD.finditer(text)]


def _heads_parts(text: str) -> bool:
    """Whether labels follow each other, in a line or in one each, among them a part of the year and the whole one, or 全年, which
    is only said beside a part: that one's cell may be lost.
    """
    words = _words(text.translate(_BLANK)) if _HINT.search(text) else []
    for at, word in enumerate(words):
        if not is_part_of_year(word) and word != _ALL_YEAR:
            continue
        before = list(takewhile(_is_label, reversed(words[max(0, at - _AROUND) : at])))
        labels = [*before, word, *takewhile(_is_label, words[at + 1 : at + 1 + _AROUND])]
        if any(map(is_part_of_year, labels)) and any(map(is_whole_year, labels)):
            return True
        if word == _ALL_YEAR and len(labels) >= _HEADER:
            return True
    return False


def _is_label(word: str) -> bool:
    return is_part_of_year(word) or is_whole_year(word) or bool(roles_of(word) & _HEADS)


_ALL_YEAR = "全年"
_HINT = pattern("半年|季|全年|月")
"""One of these stands in every label that is looked for: most texts are done with after a look for them."""
_HEADER = 4
_AROUND = 8
_BLANK = str.maketrans(dict.fromkeys(_CELLS, " "))
_HEADS = frozenset(
    {Role.EXTRA, Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.ANNUAL_VALUE, Role.PERIOD_VALUE, Role.ATTRIBUTE}
)


def _indicators(node: NodeData) -> Iterator[NodeData]:
    if node.kind is Kind.INDICATOR:
        yield node
    for child in node.children:
        yield from _indicators(child)


def _value(field: Field | None) -> str:
    return (field.value or "") if field is not None else ""
