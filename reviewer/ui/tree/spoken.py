"""What a screen reader says of a cell of the tree: the state in words where the eye has a sign and a colour, and why."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.base.i18n import tr, trn
from reviewer.model.fields import FieldRef
from reviewer.model.naming import field_name, node_title
from reviewer.model.review import Node, Review
from reviewer.ui.theme import DOUBTFUL, field_sign, sign_words


def spoken(review: Review, node: Node, key: str, doubtful: bool, beneath: int) -> str:
    """The value in the cell that shows field `key`, its state first; `beneath` doubtful fields are in the rows under it."""
    field = review.field(FieldRef(node.id, key))
    value = field.value or (node_title(node) if key in ("name", "title", "level3") else tr("empty"))
    state = sign_words(field_sign(field, doubtful))
    said = tr("{state}: {value}", state=state, value=value) if state else value
    if beneath:
        count = trn("{count} doubtful field in it", "{count} doubtful fields in it", beneath)
        said = tr("{row}, {count}", row=said, count=count)
    return said


def why(review: Review, node: Node, keys: Iterable[str]) -> str:
    """Why the fields that a cell stands for are doubtful, each by its name; empty where none is."""
    refs = [FieldRef(node.id, key) for key in keys]
    return "\n".join(
        tr(
            "{field}, {state}: {reasons}",
            field=field_name(ref.key),
            state=sign_words(DOUBTFUL),
            reasons=reasons_of(review, ref),
        )
        for ref in refs
        if review.is_doubtful(ref)
    )


def reasons_of(review: Review, ref: FieldRef) -> str:
    """Why a doubtful field is doubtful, in one line."""
    return "; ".join(dict.fromkeys(reason.text() for reason in review.reasons(ref))) or tr("Uncertain")
