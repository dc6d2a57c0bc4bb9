"""What is still doubtful: one answer for the JSON and the workbook."""

from __future__ import annotations

from reviewer.model.document_kind import why_empty
from reviewer.model.fields import Status
from reviewer.model.review import Issue, Node, Review, Severity
from reviewer.model.unread import is_settled


def findings(review: Review) -> dict[int, list[Issue]]:
    """Every issue by the id of its node; a review without entries has one that says so."""
    by_node: dict[int, list[Issue]] = {}
    for issue in review.issues:
        by_node.setdefault(issue.node, []).append(issue)
    said = None if review.entries else why_empty(review.source)
    if said is not None and not any(issue.message == said for issue in review.issues):
        nothing = Issue(said, Severity.ERROR, review.root.id)
        by_node.setdefault(review.root.id, []).insert(0, nothing)
    return by_node


def is_open(review: Review, issue: Issue) -> bool:
    """Whether an issue still wants a person: more than information, and not all of its fields have been spoken on."""
    if issue.severity is Severity.INFO or issue.node not in review:
        return False
    if (issue.code in ("source.no_table", "source.note") or issue.code.startswith("foreign.")) and is_settled(review):
        return False
    fields = review.node(issue.node).fields
    return not issue.keys or any(key not in fields or fields[key].status is Status.OPEN for key in issue.keys)


def node_doubtful(review: Review, node: Node, by_node: dict[int, list[Issue]]) -> bool:
    """Whether a field of the node itself is doubtful or one of its issues is open."""
    return bool(review.doubtful_keys(node)) or any(is_open(review, issue) for issue in by_node.get(node.id, ()))
