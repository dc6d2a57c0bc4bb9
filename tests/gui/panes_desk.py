"""A desk with a review made by hand, for the tests of single panes: nothing is extracted, every span is known."""

from __future__ import annotations

from pathlib import Path

from reviewer.model.fields import Field, FieldRef, read_field
from reviewer.model.history import History
from reviewer.model.messages import message
from reviewer.model.review import Kind, Node, NodeData, Review
from reviewer.model.source import Source
from reviewer.model.spans import Span
from reviewer.sources.registry import source_from_bytes
from reviewer.ui.desk import Desk, OpenSource, State

TEXT = """云溪市青禾区司法局2031年项目支出绩效目标表
合计 300.00
调解工作经费 200.00 化解𠮷庆街道纠纷
1、产出指标,数量指标,举办培训;实施周期指标值:至少3场,年度指标值:至少1场;
2、产出指标,质量指标,化解𠮷事;实施周期指标值:不少于95%,年度指标值:不少于90%。
普法工作经费 100.00 开展普法宣传
1、效益指标,社会效益,知晓率;实施周期指标值:≥80%,年度指标值:≥80%。
备注:本表由财务科填报
"""
"""Page 0 of the source; 𠮷 is one character and two UTF-16 units."""


def source_of(text: str = TEXT, name: str = "手写.txt") -> Source:
    return source_from_bytes(name, text.encode())


class Maker:
    """Makes fields whose spans are found in the source, looking forward only, so that repeated texts are told apart."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._from = 0
        self._last_id = 0

    def field(self, value: str, confidence: float = 0.9999, again: bool = False) -> Field:
        start = self.source.pages[0].text.index(value, 0 if again else self._from)
        if not again:
            self._from = start + len(value)
        reasons = (message("read.wrapped"),) if confidence < 0.9 else ()
        return read_field(value, (Span(0, start, start + len(value)),), confidence, reasons)

    def node(self, kind: Kind, *children: NodeData, **fields: Field) -> NodeData:
        self._last_id += 1
        keys = {"amounts": "amounts[总计]"}
        return NodeData(self._last_id, kind, tuple((keys.get(k, k), f) for k, f in fields.items()), tuple(children))

    def indicator(self, *values: str, **doubts: float) -> NodeData:
        keys = ("level1", "level2", "level3", "period_value", "annual_value")
        fields = {key: self.field(value, doubts.get(key, 0.9999)) for key, value in zip(keys, values, strict=True)}
        return self.node(Kind.INDICATOR, **fields)


def review_of(source: Source, all_known: bool = True) -> Review:
    """合计, and two projects with two indicators and one; doubtful: one period value, one annual value, one goal.

    What no field claims counts as layout; unless `all_known`, it is nobody knows what.
    """
    make = Maker(source)
    title = make.field("云溪市青禾区司法局2031年项目支出绩效目标表")
    year = make.field("2031", again=True)
    total = make.node(Kind.TOTAL, name=make.field("合计"), amounts=make.field("300.00"))
    first = {
        "name": make.field("调解工作经费"),
        "amounts": make.field("200.00"),
        "goal": make.field("化解𠮷庆街道纠纷"),
    }
    one = make.indicator("产出指标", "数量指标", "举办培训", "至少3场", "至少1场", annual_value=0.62)
    two = make.indicator("产出指标", "质量指标", "化解𠮷事", "不少于95%", "不少于90%", period_value=0.4)
    project = make.node(Kind.PROJECT, one, two, **first)
    second = {
        "name": make.field("普法工作经费"),
        "amounts": make.field("100.00"),
        "goal": make.field("开展普法宣传", 0.7),
    }
    three = make.indicator("效益指标", "社会效益", "知晓率", "≥80%", "≥80%")
    other = make.node(Kind.PROJECT, three, **second)
    root = make.node(Kind.DOCUMENT, total, project, other, title=title, year=year)
    layout = tuple(Span(number, 0, len(page.text)) for number, page in enumerate(source.pages))
    return Review(source, root, layout=layout if all_known else ())


def put_on(desk: Desk, source: Source, review: Review | None = None, name: str = "手写.txt") -> OpenSource:
    """Lay a source (and its review) on the desk as the window does: asked for, read, extracted."""
    opened = OpenSource(Path("/tmp") / name)
    desk.add(opened)
    opened.state, opened.source = State.EXTRACTING, source
    desk.updated(opened)
    if review is not None:
        desk.reviewed(opened, review, History(review))
    return opened


def desk_with_review(all_known: bool = True) -> tuple[Desk, Review]:
    """A desk on which the review of TEXT is in hand."""
    desk, source = Desk(), source_of()
    review = review_of(source, all_known)
    put_on(desk, source, review)
    return desk, review


def named(review: Review, name: str) -> Node:
    """The node with this name (level 3 for indicators)."""
    return next(n for n in review.root.walk() if name in (n.value("name"), n.value("level3")))


def ref_of(review: Review, name: str, key: str) -> FieldRef:
    return FieldRef(named(review, name).id, key)
