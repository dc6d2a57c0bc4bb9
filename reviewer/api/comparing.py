"""Where two reviews of one source differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from reviewer.model.naming import data_name, place_of
from reviewer.model.review import Kind, Node

if TYPE_CHECKING:
    import pandas as pd

    from reviewer.api.reading import DocumentReview

COLUMNS = ("行", "位置", "字段", "值a", "值b")
WHOLE_ROW = "（整行）"
"""Stands for the field where one review has a row that the other lacks; the value is then what the row is called."""

_Pair = tuple[Node | None, Node | None]


def compare(a: DocumentReview, b: DocumentReview) -> pd.DataFrame:
    """Every field in which the two say something else: its row's id, place, field, the value in `a` and the one in `b`.

    Rows belong together where their names stand at the same place of the same source; those left over by their names, in
    order. A row that only one has is one line with the field “（整行）”. Only values are compared, not confidence or status.

    >>> import reviewer
    >>> review = reviewer.read("resources/samples/wide.md")
    >>> reviewer.compare(review, reviewer.read("resources/samples/wide.md")).empty
    True
    """
    import pandas as pd

    rows = list(_differences(a, b))
    return pd.DataFrame({name: pd.Series([row[n] for row in rows], dtype="string") for n, name in enumerate(COLUMNS)})


def _differences(a: DocumentReview, b: DocumentReview) -> Iterator[tuple[str | None, ...]]:
    for one, other in pairs(a, b):
        review, node, ids = (a.review, one, a.row_ids) if one is not None else (b.review, other, b.row_ids)
        assert node is not None
        where = (ids[node.id], place_of(review, node.id))
        if one is None or other is None:
            yield (*where, WHOLE_ROW, _called(one), _called(other))
            continue
        for key in dict.fromkeys((*one.ordered_keys(), *other.ordered_keys())):
            if one.value(key) != other.value(key):
                yield (*where, data_name(key), one.value(key), other.value(key))


def _called(node: Node | None) -> str | None:
    if node is None:
        return None
    return node.value("level3" if node.kind is Kind.INDICATOR else "name") or ""


def pairs(a: DocumentReview, b: DocumentReview) -> Iterator[_Pair]:
    """The rows of two reviews that belong together, the document first; None stands for a row that one does not have."""
    yield a.review.root, b.review.root
    for one, other in _matched(a.review.entries, b.review.entries, a.row_ids, b.row_ids):
        yield one, other
        if one is None or other is None:
            continue
        yield from _matched(one.children, other.children, a.row_ids, b.row_ids)


def _matched(
    ones: Sequence[Node], others: Sequence[Node], ids: Mapping[int, str], other_ids: Mapping[int, str]
) -> Iterator[_Pair]:
    """Each of `ones` with its counterpart, in order; then those of `others` that have none."""
    left = {other_ids[node.id]: node for node in others}
    found: dict[int, Node] = {}
    for one in ones:
        if ids[one.id] in left:
            found[one.id] = left.pop(ids[one.id])
    for one in ones:
        if one.id in found:
            continue
        alike = next((i for i, node in left.items() if node.kind is one.kind and _called(node) == _called(one)), None)
        if alike is not None:
            found[one.id] = left.pop(alike)
    for one in ones:
        yield one, found.get(one.id)
    for node in left.values():
        yield None, node
