"""Reviews for tests: a source is written around the values, so that every field has true spans."""

from __future__ import annotations

from typing import Any

from reviewer.model.fields import Field, labelled, read_field
from reviewer.model.review import Kind, Node, NodeData, Review
from reviewer.model.source import Line, Page, Source
from reviewer.model.spans import Span


def source_of(*texts: str) -> Source:
    """A text source with these pages."""
    pages = tuple(Page(n + 1, text, (Line(Span(n, 0, len(text))),)) for n, text in enumerate(texts))
    return Source("test.txt", "text", "0" * 64, "utf-8", pages)


class Maker:
    """Collects values into a source's text and nodes into a review."""

    def __init__(self) -> None:
        self.text = ""
        self._ids = 0

    def field(self, value: str | None, **more: Any) -> Field:
        if value is None:
            return read_field(None, **more)
        start = len(self.text)
        self.text += value + "\n"
        return read_field(value, (Span(0, start, start + len(value)),), **more)

    def node(self, kind: Kind, children: list[NodeData], fields: dict[str, Any]) -> NodeData:
        self._ids += 1
        made = {key: value if isinstance(value, Field) else self.field(value) for key, value in fields.items()}
        return NodeData(self._ids, kind, tuple(made.items()), tuple(children))

    def indicator(
        self,
        level3: str | None,
        annual: str | None = "≥1次",
        period: str | None = "≥1次",
        level1: str | None = "产出指标",
        level2: str | None = "数量指标",
        **more: Any,
    ) -> NodeData:
        values = {"level1": level1, "level2": level2, "level3": level3, "period_value": period, "annual_value": annual}
        return self.node(Kind.INDICATOR, [], {**values, **more})

    def entry(
        self,
        kind: Kind,
        name: str | None,
        children: list[NodeData] | None = None,
        amounts: dict[str, str | None] | None = None,
        goal: str | None = None,
        **more: Any,
    ) -> NodeData:
        labels = {labelled("amounts", label): value for label, value in (amounts or {}).items()}
        return self.node(kind, children or [], {"name": name, "unit": None, **labels, "goal": goal, **more})

    def project(
        self, name: str | None, *children: NodeData, goal: str | None = "改善公共服务", **amounts: str
    ) -> NodeData:
        return self.entry(Kind.PROJECT, name, list(children), dict(amounts), goal)

    def review(self, *entries: NodeData) -> Review:
        root = NodeData(0, Kind.DOCUMENT, (("title", self.field("项目支出绩效目标表")),), entries)
        return Review(source_of(self.text), root)


def rows(review: Review, entry: int) -> list[Node]:
    """The children of one entry."""
    return review.entries[entry].children


def names(review: Review) -> list[tuple[str | None, list[str | None]]]:
    """Every entry's name with the names of what stands beneath it."""
    return [(e.value("name"), [c.value("level3") or c.value("name") for c in e.children]) for e in review.entries]
