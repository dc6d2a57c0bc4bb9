"""A review made by hand, with every kind of node and field, for the rooms that write reviews."""

from __future__ import annotations

import hashlib

import pytest
from crew_here import crew_here

from reviewer.model.fields import Field, read_field
from reviewer.model.history import History
from reviewer.model.messages import message
from reviewer.model.review import Kind, NodeData, Review
from reviewer.model.source import Cell, Grid, Line, Page, Source
from reviewer.model.spans import Span

__all__ = ["crew_here"]

TEXT = "青禾区司法局2023年绩效目标\n人民调解经费 1,300.50\n制作宣传资料 ≥1期 数量指标\n"


def _at(text: str) -> tuple[Span, ...]:
    start = TEXT.index(text)
    return (Span(0, start, start + len(text)),)


def _indicator(number: int, name: str, period: str | None, annual: str | None, **fields: Field) -> NodeData:
    levels = {"level1": "产出指标", "level1_code": "1", "level2": "数量指标", "level2_code": "11"}
    made = {key: read_field(value, confidence=0.9999) for key, value in levels.items()}
    made |= {
        "level3": read_field(name, confidence=0.9999),
        "period_value": read_field(period, confidence=0.9999),
        "annual_value": read_field(annual, confidence=0.9999),
        "extra[分值]": read_field("10", confidence=0.9999),
        **fields,
    }
    return NodeData(number, Kind.INDICATOR, tuple(made.items()))


def _task(number: int, name: str, content: str, amount: str) -> NodeData:
    values = {"name": name, "content": content, "amount": amount, "goal": None}
    return NodeData(number, Kind.TASK, tuple((key, read_field(value)) for key, value in values.items()))


def make_source() -> Source:
    grid = Grid((Cell(0, 0, (Span(0, 0, 6),)), Cell(0, 1, (), 2, 3)), 2, 4)
    pages = (Page(1, TEXT, (Line(Span(0, 0, 16)), grid), (Span(0, 16, 17),)), Page(2, "第二页 𠮷\n"))
    return Source("青禾.txt", "text", hashlib.sha256(TEXT.encode()).hexdigest(), "utf-8", pages)


def make_review() -> Review:
    """Document, total, unit, two projects, a whole department with tasks; four indicators, four doubtful fields."""
    doubt = (message("read.shifted"), message("read.disagree", other="≥2期"))
    first = _indicator(
        5, "制作宣传资料", "≥1期", "≥1期",
        annual_value=read_field("≥1期", _at("≥1期"), 0.62, doubt),
        level1_code=read_field("2", (), 0.9),
    )  # fmt: skip
    entries = (
        NodeData(1, Kind.TOTAL, (("name", read_field("合计")), ("amounts[总计]", read_field("1300.50")))),
        NodeData(2, Kind.UNIT, (("name", read_field("青禾区司法局")),)),
        NodeData(
            3,
            Kind.PROJECT,
            (
                ("name", read_field("人民调解经费", _at("人民调解经费"))),
                ("unit", read_field("青禾区司法局")),
                ("amounts[总计]", read_field("1300.50", _at("1,300.50"))),
                ("amounts[其他资金]", read_field("见附表", flagged=True)),
                ("attributes[项目属性]", read_field("经常性项目")),
                ("goal", read_field("化解纠纷。\n维护稳定。")),
            ),
            (first, _indicator(6, "化解纠纷数", "≥95%", "=0")),
        ),
        NodeData(
            4,
            Kind.PROJECT,
            (("name", read_field("普法经费")), ("goal", read_field("普法"))),
            (_indicator(7, "场次", "10-20场", "10-20场"),),
        ),
        NodeData(
            8,
            Kind.DEPARTMENT,
            (("name", read_field("青禾区司法局")), ("goal", read_field("依法行政"))),
            (
                _task(9, "普法", "宣传", "20.5"),
                _task(10, "调解", "化解", "约20"),
                _indicator(11, "办件数", "≥5件", "≥5件"),
            ),
        ),
    )
    fields = (
        ("title", read_field("青禾区司法局2023年绩效目标", _at("青禾区司法局2023年绩效目标"))),
        ("department", read_field("青禾区司法局")),
        ("year", read_field("2023")),
        ("money_unit", read_field("万元")),
    )
    source = make_source()
    everything = tuple(Span(number, 0, len(page.text)) for number, page in enumerate(source.pages))
    return Review(source, NodeData(0, Kind.DOCUMENT, fields, entries), layout=everything)


@pytest.fixture
def review() -> Review:
    """A review made by hand; the checks have not run yet (a history runs them)."""
    return make_review()


@pytest.fixture
def history(review: Review) -> History:
    """The history of `review`."""
    return History(review, "王芳")
