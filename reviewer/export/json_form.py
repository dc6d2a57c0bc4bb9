"""A review as JSON of the schema "reviewer/1" (docs: the contract's “Extraction as JSON”)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from reviewer.base.i18n import language
from reviewer.export.doubts import findings, is_open, node_doubtful
from reviewer.model.coverage import unclaimed
from reviewer.model.document_kind import document_kind, why_empty
from reviewer.model.fields import Field, FieldRef, Status, labelled
from reviewer.model.messages import Message
from reviewer.model.review import Issue, Kind, Node, Review
from reviewer.model.source import Note
from reviewer.model.spans import Spans
from reviewer.model.target import Target, one_of, targets_of
from reviewer.model.unread import is_unread

SCHEMA = "reviewer/1"

_Json = dict[str, Any]
_MISSING = Field()


def document_json(review: Review) -> _Json:
    """The whole review as plain values, ready for json.dump; reasons and messages in the language in use.

    Each field has its `status` besides what the schema asks for. Where a person has spoken on a field, its
    confidence is 1 and it has no reasons: those of the extraction are about the value that it read.
    """
    by_node = findings(review)
    root, source = review.root, review.source
    fields = {key: _field(review, root, key) for key in ("title", "department", "year", "money_unit")}
    issues = [_issue(review, issue) for issue in by_node.get(root.id, ())]
    return {
        "schema": SCHEMA,
        **_kind(review),
        "source": {
            "name": source.name,
            **({"label": review.label} if review.label != source.name else {}),
            "format": source.format,
            "sha256": source.sha256,
            "encoding": source.encoding,
            "notes": [_note(note) for note in source.notes],
        },
        "pages": [{"number": page.number, "text": page.text} for page in source.pages],
        **fields,
        "entries": [_entry(review, entry, by_node) for entry in review.entries],
        "needs_review": is_unread(review) or any(node_doubtful(review, node, by_node) for node in root.walk()),
        "issues": issues,
        "unclaimed": [list(span) for span in unclaimed(review)],
    }


def _kind(review: Review) -> _Json:
    """What kind of document it is; a foreign one to which a person gave entries is one of ours."""
    found = document_kind(review.source)
    if not found.is_foreign:
        return {"kind": found.kind}
    if review.entries:
        return {"kind": "targets"}
    return {"kind": "foreign", "kind_text": why_empty(review.source).text()}


def field_path(review: Review, ref: FieldRef) -> tuple[int | None, int | None, str]:
    """Where the JSON has a field: the index of its entry, of its indicator, and its name there.

    None for an index that it has not: (None, None, "title"), (0, None, "amounts[总计]"),
    (0, None, "tasks[2].content"), (0, 3, "annual_value"). Raises KeyError where the node is gone.
    """
    node = review.node(ref.node)
    entry = node.entry()
    if entry is None:
        return None, None, ref.key
    place = entry.index()
    if node is entry:
        return place, None, ref.key
    index = [child for child in entry.children if child.kind is node.kind].index(node)
    if node.kind is Kind.TASK:
        return place, None, f"tasks[{index}].{ref.key}"
    return place, index, ref.key


def _entry(review: Review, entry: Node, by_node: dict[int, list[Issue]]) -> _Json:
    tasks = [child for child in entry.children if child.kind is Kind.TASK]
    issues = [issue for node in (entry, *tasks) for issue in by_node.get(node.id, ())]
    return {
        "kind": str(entry.kind),
        **{key: _field(review, entry, key) for key in ("name", "unit", "goal")},
        "amounts": _group(review, entry, "amounts"),
        "attributes": _group(review, entry, "attributes"),
        "tasks": [{key: _field(review, task, key) for key in ("name", "content", "amount", "goal")} for task in tasks],
        "indicators": [_indicator(review, child, by_node) for child in entry.children if child.kind is Kind.INDICATOR],
        "needs_review": any(node_doubtful(review, node, by_node) for node in entry.walk()),
        "issues": [_issue(review, issue) for issue in issues],
    }


_INDICATOR_KEYS = ("level1", "level1_code", "level2", "level2_code", "level3", "period_value", "annual_value")


def _indicator(review: Review, node: Node, by_node: dict[int, list[Issue]]) -> _Json:
    return {
        **{key: _field(review, node, key) for key in _INDICATOR_KEYS},
        **_targets(node, "period"),
        **_targets(node, "annual"),
        "extra": _group(review, node, "extra"),
        "needs_review": node_doubtful(review, node, by_node),
        "issues": [_issue(review, issue) for issue in by_node.get(node.id, ())],
    }


def _group(review: Review, node: Node, group: str) -> _Json:
    return {label: _field(review, node, labelled(group, label)) for label in node.group(group)}


def _field(review: Review, node: Node, key: str) -> _Json:
    field = node.fields.get(key, _MISSING)
    reasons: tuple[Message, ...] = ()
    confidence, doubtful = 1.0, False
    if field.status is Status.OPEN:
        confidence, reasons, doubtful = field.confidence, field.reasons, key in review.doubtful_keys(node)
        if review.has_issues(node):  # asked first: most fields have none, and there are a great many fields
            ref = FieldRef(node.id, key)
            confidence, reasons = review.confidence(ref), tuple(review.reasons(ref))
    return {
        "value": field.value,
        "confidence": confidence,
        "needs_review": doubtful,
        "reasons": [_said(reason, language()) for reason in reasons],
        "spans": _spans(field.spans),
        "status": field.status.value,
    }


@lru_cache(4096)  # the same few reasons stand at thousands of fields
def _said(reason: Message, _language: str) -> str:
    return reason.text()


def _targets(node: Node, which: str) -> _Json:
    """The one target of a value (where there are several: its whole text), and all of them in order."""
    key = f"{which}_value"
    found = targets_of(node, key)
    one = one_of(found, node.value(key) or "")
    return {f"{which}_target": _parts(one) if one else None, f"{which}_targets": [_parts(target) for target in found]}


def _parts(target: Target) -> _Json:
    return {name: getattr(target, name) for name in Target.__slots__}


def _issue(review: Review, issue: Issue) -> _Json:
    """An issue that says no spans of its own is shown where its fields stand."""
    spans = issue.spans
    if not spans and issue.node in review:
        own = review.node(issue.node).fields
        spans = tuple(span for key in issue.keys if key in own for span in own[key].spans)
    return {
        "code": issue.code,
        "severity": str(issue.severity),
        "message": issue.message.text(),
        "spans": _spans(spans),
        "open": is_open(review, issue),
    }


def _note(note: str) -> _Json:
    if isinstance(note, Note):
        return {"code": note.code, "message": str(note), "spans": _spans(note.spans)}
    return {"code": "", "message": note, "spans": []}


def _spans(spans: Spans) -> list[list[int]]:
    return list(map(list, spans))
