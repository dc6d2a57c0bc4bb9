"""Acts on text that no field claims: make a field of it, or say that there is nothing in it.

What was looked at is kept as a field of the document of its own for each piece (`fields.aside_key`), so that it is undone,
recorded and stored like everything else. It is no part of the tree that is shown or exported.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reviewer.model import acts
from reviewer.model.edits import Act, Edit, InsertNode, SetField
from reviewer.model.fields import Field, FieldRef, Status, aside_key
from reviewer.model.naming import short
from reviewer.model.review import Kind, Node, Review
from reviewer.model.spans import Span


def nothing_in(review: Review, pieces: Iterable[Span]) -> Act:
    """The reviewer has looked at these pieces of unclaimed text: there is nothing to extract in them."""
    pieces = tuple(pieces)
    edits = _looked_at(review, pieces)
    title = short(review.source.text(pieces[:1]), 16) if pieces else ""
    if len(pieces) == 1:
        return Act("nothing", edits, (("name", title),))
    return Act("nothing_many", edits, (("count", str(len(pieces))),))


def fill_from(review: Review, ref: FieldRef, piece: Span, text: str) -> Act:
    """The piece, as `text` with its layout undone, is the value of a field."""
    act = acts.set_value(review, ref, text, (piece,))
    return replace(act, edits=(*act.edits, *_looked_at(review, (piece,))))


def indicator_from(review: Review, entry: Node, index: int, piece: Span, text: str) -> Act:
    """The piece, as `text` with its layout undone, is the name of a new indicator at `index` in an entry."""
    act = acts.insert(review, entry, index, Kind.INDICATOR)
    edit = act.edits[0]
    assert isinstance(edit, InsertNode)
    name = Field(text, spans=(piece,), status=Status.EDITED)
    fields = tuple((key, name if key == "level3" else field) for key, field in edit.node.fields)
    edits = (InsertNode(edit.parent, edit.index, replace(edit.node, fields=fields)), *_looked_at(review, (piece,)))
    return replace(act, edits=edits)


def _looked_at(review: Review, pieces: Iterable[Span]) -> tuple[Edit, ...]:
    edits: list[Edit] = []
    for piece in pieces:
        ref = FieldRef(review.root.id, aside_key(piece))
        if ref.key not in review.root.fields:
            edits.append(SetField(ref, None, Field(review.source.text((piece,)), spans=(piece,), status=Status.EDITED)))
    return tuple(edits)
