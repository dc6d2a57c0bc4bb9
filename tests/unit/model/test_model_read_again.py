"""Rows that are read from marked words stand where the words stand among the others, whatever a person has added by hand."""

from __future__ import annotations

import pytest
from model_building import Maker, names

from reviewer.model.fields import read_field
from reviewer.model.history import History
from reviewer.model.reshaping import put_read
from reviewer.model.review import Kind, NodeData, Review
from reviewer.model.spans import Span

BY_HAND = "由人添加"


def project(order: str) -> tuple[Review, dict[str, Span]]:
    """A project of indicators that stand in the source in the order of their letters; one written small was made by hand."""
    make = Maker()
    where: dict[str, Span] = {}
    made: dict[str, NodeData] = {}
    for letter in "ABCDE":
        start = len(make.text)
        make.text += f"第{letter}项\n"
        where[letter] = Span(0, start, start + 3)
        fields = {"level3": read_field(f"第{letter}项", (where[letter],)), "annual_value": read_field("≥1次")}
        made[letter] = make.node(Kind.INDICATOR, [], fields)
    rows = [
        made[letter] if letter in made else make.node(Kind.INDICATOR, [], {"level3": read_field(BY_HAND)})
        for letter in order
    ]
    return make.review(make.project("河道清淤经费", *rows)), where


def read_at(review: Review, region: Span) -> list[str]:
    """The letters of the rows after two rows were read from the region; "-" for one made by hand, "+" for one that was read."""
    new = [NodeData(0, Kind.INDICATOR, (("level3", read_field(f"新{n}", (region,))),)) for n in range(2)]
    history = History(review)
    before = names(review)
    history.do(put_read(review, (region,), Kind.INDICATOR, new, None))
    found = [str(name) for name in names(review)[0][1]]
    history.undo()
    assert names(review) == before
    return ["-" if name == BY_HAND else "+" if name.startswith("新") else name[1] for name in found]


@pytest.mark.parametrize(
    ("order", "region", "found"),
    [
        ("ABDE", "C", "AB++DE"), ("ABCDE", "C", "AB++DE"), ("BCDE", "A", "++BCDE"), ("ABCD", "E", "ABCD++"), ("-ABDE", "C", "-AB++DE"),
        ("--AB-DE", "C", "--AB++-DE"), ("-BC", "A", "++-BC"), ("A--", "B", "A++--"), ("--", "A", "--++"), ("", "A", "++"),
        ("ABCDE", "A", "++BCDE"),
    ],
)  # fmt: skip
def test_rows_that_are_read_stand_where_their_words_stand(order: str, region: str, found: str) -> None:
    review, where = project(order)
    assert "".join(read_at(review, where[region])) == found


def test_of_nothing_that_was_read_nothing_is_put() -> None:
    review, where = project("AB")
    with pytest.raises(ValueError, match="Nothing could be read"):
        put_read(review, (where["C"],), Kind.INDICATOR, [], None)
