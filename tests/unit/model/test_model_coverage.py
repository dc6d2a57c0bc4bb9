"""Text that no field claims is found."""

from __future__ import annotations

import pytest

from reviewer.base.resources import resource
from reviewer.extract.pipeline import extract
from reviewer.model.coverage import share_claimed, unclaimed
from reviewer.model.fields import read_field
from reviewer.model.review import Kind, NodeData, Review
from reviewer.model.source import Page, Source
from reviewer.model.spans import Span
from reviewer.sources.registry import open_source, source_from_bytes

TEXT = "| 河道清淤 | 20.00 |\n漏掉的一项 5.00\n"


def test_what_neither_field_nor_layout_claims() -> None:
    page = Page(1, TEXT, (), (Span(0, 0, 1),))
    source = Source("t.md", "markdown", "0" * 64, "utf-8", (page,))
    fields = (
        ("name", read_field("河道清淤", (Span(0, 2, 6),))),
        ("amounts[总计]", read_field("20.00", (Span(0, 9, 14),))),
    )
    review = Review(source, NodeData(0, Kind.DOCUMENT, (), (NodeData(1, Kind.PROJECT, fields),)))
    assert [source.text([span]) for span in unclaimed(review)] == ["漏掉的一项 5.00"]
    assert 0.5 < share_claimed(review) < 0.8


@pytest.mark.parametrize("name", ["wide.md", "wrapped.txt", "department.txt", "plain-levels.tsv", "forms.txt"])
def test_nearly_all_of_a_sample_is_claimed(name: str) -> None:
    review = extract(open_source(resource("samples", name)))
    assert share_claimed(review) > 0.98, [review.source.text([span]) for span in unclaimed(review)]


def test_an_indicator_that_was_left_out_shows() -> None:
    """A remark typed under the table is in no field; coverage is what shows it to the reviewer."""
    lost = "另：完成绿道修复不少于3公里，详见附件。"
    text = resource("samples", "plain-levels.tsv").read_text("utf-8") + "\n" + lost + "\n"
    review = extract(source_from_bytes("t.tsv", text.encode()))
    assert lost.strip("。") in "".join(review.source.text([span]) for span in unclaimed(review))
