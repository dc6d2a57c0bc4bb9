"""What things are called for a person: fields, kinds of entries, places in the review."""

from __future__ import annotations

from reviewer.base.i18n import in_chinese, mark, tr
from reviewer.model.fields import ASIDE, split_key
from reviewer.model.review import Kind, Node, Review

KIND_NAMES = {
    Kind.DOCUMENT: mark("Document"),
    Kind.TOTAL: mark("Total"),
    Kind.UNIT: mark("Unit"),
    Kind.PROJECT: mark("Project"),
    Kind.DEPARTMENT: mark("Whole department"),
    Kind.TASK: mark("Task"),
    Kind.INDICATOR: mark("Indicator"),
}

FIELD_NAMES = {
    "title": mark("Title"),
    "department": mark("Department"),
    "year": mark("Year"),
    "money_unit": mark("Money unit"),
    "name": mark("Name"),
    "unit": mark("Unit in charge"),
    "goal": mark("Goal"),
    "content": mark("Content"),
    "amount": mark("Amount"),
    "level1": mark("Level 1"),
    "level1_code": mark("Level 1 code"),
    "level2": mark("Level 2"),
    "level2_code": mark("Level 2 code"),
    "level3": mark("Level 3"),
    "period_value": mark("Period target value"),
    "annual_value": mark("Annual target value"),
    "period_target": mark("Period target: sign, number, unit"),
    "annual_target": mark("Annual target: sign, number, unit"),
}


def kind_name(kind: Kind) -> str:
    """The kind of a node, in the language in use."""
    return tr(KIND_NAMES[kind])


def field_name(key: str) -> str:
    """The name of a field, in the language in use; a labelled one goes by its printed label."""
    english, label = _named(key)
    return label or tr(english)


def data_name(key: str) -> str:
    """The name of a field as a script compares it: Chinese in every language; a labelled one goes by its printed label."""
    english, label = _named(key)
    return label or in_chinese(english)


def _named(key: str) -> tuple[str, str | None]:
    if key == f"{ASIDE}source]":
        return mark("The source as a whole"), None
    if key.startswith(ASIDE):
        return mark("Unclaimed text, looked at"), None
    name, label = split_key(key)
    return FIELD_NAMES.get(name, name), label


_BEFORE = 8
"""Characters that two texts have alike which are shown before the first in which they differ."""


def short(text: str | None, limit: int = 24) -> str:
    """`text` cut to `limit` characters with an ellipsis."""
    text = " ".join((text or "").split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def apart(one: str | None, other: str | None, limit: int = 40) -> tuple[str, str]:
    """Two texts cut to `limit` characters where they differ first: of two long ones the beginnings are often alike."""
    texts = " ".join((one or "").split()), " ".join((other or "").split())
    alike = next((at for at, pair in enumerate(zip(*texts, strict=False)) if pair[0] != pair[1]), min(map(len, texts)))

    start = alike - _BEFORE if alike > limit - 2 * _BEFORE else 0

    def around(text: str) -> str:
        return short(text, limit) if len(text) <= limit or not start else short(f"…{text[start:]}", limit)

    return around(texts[0]), around(texts[1])


def node_title(node: Node) -> str:
    """What a node is called in a list: its name, or what it is where the name is missing."""
    name = node.value("level3") if node.kind is Kind.INDICATOR else node.value("name")
    if node.kind is Kind.DOCUMENT:
        name = node.value("title")
    return name or tr("({kind} without a name)", kind=kind_name(node.kind))


def place_of(review: Review, node_id: int) -> str:
    """Where a node stands, for a list or the record: “entry › indicator 3: name”; empty where it is gone."""
    if node_id not in review:
        return ""
    node = review.node(node_id)
    entry = node.entry()
    if entry is None:
        return kind_name(Kind.DOCUMENT)
    title = short(node_title(entry))
    if node is entry:
        return title
    alike = [n for n in entry.children if n.kind is node.kind]
    return tr(
        "{entry} › {kind} {number}: {name}",
        entry=title, kind=kind_name(node.kind), number=alike.index(node) + 1, name=short(node_title(node)),
    )  # fmt: skip
