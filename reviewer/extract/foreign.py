"""What becomes of documents that are no performance-target documents, or may be none (model/document_kind decides)."""

from __future__ import annotations

from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.book import is_formality, states_heading
from reviewer.extract.confidence import field_from, judged, nothing
from reviewer.extract.draft import with_reasons
from reviewer.extract.markup import clean
from reviewer.model.flow import Flow
from reviewer.model.messages import Message, message
from reviewer.model.review import KEYS, Kind, NodeData, Review
from reviewer.model.source import Grid, Source
from reviewer.model.spans import Span

_LONGEST = 60
_NO_TITLE = pattern(r"[。；\n\t|]|[：:]\s*\S")


def without_a_tree(source: Source) -> Review:
    """The review of a foreign document: its title, no entries, and none of its text is asked about."""
    title = _title(source)
    fields = tuple(
        (
            key,
            judged(Kind.DOCUMENT, key, field_from(title)) if key == "title" and title else nothing(Kind.DOCUMENT, key),
        )
        for key in KEYS[Kind.DOCUMENT]
    )
    layout: list[Span] = []
    for _, block in source.blocks():
        layout += [span for cell in block.cells for span in cell.spans] if isinstance(block, Grid) else [block.span]
    return Review(source, NodeData(0, Kind.DOCUMENT, fields), layout=tuple(layout))


def _title(source: Source) -> Flow | None:
    """The first text of a source that reads like a title: short, no sentence, and nothing that stands above one."""
    pieces = (
        spans
        for _, block in source.blocks()
        for spans in ((cell.spans for cell in block.cells) if isinstance(block, Grid) else ((block.span,),))
    )
    for spans in pieces:
        text = clean(Flow.of(source, spans).strip())
        if text and not is_formality(text.text) and not states_heading(text.text):
            return text if len(text) <= _LONGEST and not _NO_TITLE.search(text.text) else None
    return None


def doubted(node: NodeData, evidence: Message) -> NodeData:
    """A tree with this doubt on each of its values: of a document that may be foreign."""
    fields = tuple(
        (key, judged(node.kind, key, with_reasons(field, evidence)) if field.value else field)
        for key, field in node.fields
    )
    return replace(node, fields=fields, children=tuple(doubted(child, evidence) for child in node.children))


def doubted_where_poor(root: NodeData) -> NodeData:
    """A tree with a doubt on each of its values where its rows were probably cut wrongly, or it may be no list of targets."""
    if lost_names(root):
        root = doubted(root, message("read.layout_unknown"))
    return doubted(root, message("read.foreign_open")) if lists_nothing_but_money(root) else root


_FEW_NAMELESS, _MANY_NAMELESS = 2, 0.25


def lost_names(root: NodeData) -> bool:
    """Whether so many projects of a list have no name that its rows were probably cut at wrong places."""
    projects = [child for child in root.children if child.kind is Kind.PROJECT]
    nameless = sum(
        next((field.value for key, field in child.fields if key == "name"), None) is None for child in projects
    )
    return nameless >= _FEW_NAMELESS and nameless >= _MANY_NAMELESS * len(projects)


def lists_nothing_but_money(root: NodeData) -> bool:
    """Whether no entry has an indicator, a task or a goal: names with sums, of which nothing says that they are targets."""
    for entry in root.children:
        if entry.children or any(key == "goal" and field.value for key, field in entry.fields):
            return False
    return bool(root.children)
