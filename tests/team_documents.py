"""Small documents of invented offices, for tests of work in a team."""

from __future__ import annotations

import hashlib
from pathlib import Path

from reviewer.model.fields import FieldRef, read_field
from reviewer.model.history import History
from reviewer.model.messages import message
from reviewer.model.review import Kind, NodeData, Review
from reviewer.model.source import Line, Page, Source
from reviewer.model.spans import Span
from reviewer.session.store import save_session

VALUE = FieldRef(2, "annual_value")
"""The one doubtful field of each document."""


def make_document(name: str, office: str = "云岭县档案馆", value: str = "≥1期", is_doubtful: bool = True) -> Review:
    """One project with one indicator, whose annual value is doubtful unless said otherwise; its text follows from the name."""
    text = f"{office}\n{name}\n编印简报 {value}\n"
    data = text.encode()
    source = Source(f"{name}.txt", "text", hashlib.sha256(data).hexdigest(), "utf-8",
                    (Page(1, text, (Line(Span(0, 0, len(office))),)),), (), data)  # fmt: skip
    fields = {"level1": "产出指标", "level2": "数量指标", "level3": "编印简报"}
    made = {key: read_field(text, confidence=0.9999) for key, text in fields.items()}
    doubt = (0.4, (message("read.shifted"),)) if is_doubtful else (0.9999, ())
    made["annual_value"] = read_field(value, (), *doubt)
    indicator = NodeData(2, Kind.INDICATOR, tuple(made.items()))
    project = NodeData(1, Kind.PROJECT, (("name", read_field(name, confidence=0.9999)),), (indicator,))
    head = (
        ("title", read_field(None) if is_doubtful else read_field(f"{office}绩效目标表", confidence=0.9999)),
        ("department", read_field(office, confidence=0.9999)),
        ("year", read_field("2024")),
    )
    return Review(source, NodeData(0, Kind.DOCUMENT, head, (project,)))


def save(path: Path, *reviews: Review) -> Path:
    """A session with these reviews, nothing done to them."""
    save_session(path, [(review, History(review)) for review in reviews])
    return path
