"""What recognition was not sure of is in doubt; what it was sure of is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer.extract.pipeline import extract
from reviewer.model.review import Review
from reviewer.model.source import Picture
from reviewer.sources.registry import source_from_bytes

TEXT = (
    "项目支出绩效目标表\n"
    "项目名称\t总计\t绩效目标\t绩效指标\n"
    "青禾普法经费\t300.00\t开展普法宣传。\t1、1-产出指标，11-数量指标，举办讲座场次；实施周期指标值:≥5场，年度指标值:≥5场。\n"
)


def read(unsure: str, certainty: float) -> Review:
    """The review of a text that was recognised, the first place of `unsure` in it with this certainty."""
    source = source_from_bytes("扫描.txt", TEXT.encode())
    certainties = bytearray([255] * len(TEXT))
    start = TEXT.index(unsure)
    certainties[start : start + len(unsure)] = bytes([round(255 * certainty)] * len(unsure))
    page = replace(source.pages[0], picture=Picture(595, 842, certainty=bytes(certainties)))
    return extract(replace(source, pages=(page,)))


def doubtful(review: Review) -> dict[str, list[str]]:
    """The values in doubt, with the codes of their reasons."""
    found = {}
    for ref in review.doubtful():
        field = review.field(ref)
        found[field.value or ""] = [reason.code for reason in field.reasons]
    return found


def test_a_page_that_was_read_with_certainty_has_no_doubts() -> None:
    assert doubtful(read("举办", 1.0)) == {}


@pytest.mark.parametrize(
    ("certainty", "code"),
    [(0.3, "read.recognition_poor"), (0.7, "read.recognition_weak"), (0.9, "read.recognition_fair")],
)
@pytest.mark.parametrize("piece", ["青禾普法", "讲座"])
def test_uncertain_characters_are_evidence_by_how_uncertain_they_are(piece: str, certainty: float, code: str) -> None:
    review = read(piece, certainty)
    holders = [
        node.fields[key] for node in review.root.walk() for key in node.fields if piece in (node.value(key) or "")
    ]
    assert holders
    for field in holders:
        assert code in [reason.code for reason in field.reasons]
        assert piece in next(reason for reason in field.reasons if reason.code == code).text()


@pytest.mark.parametrize("piece", ["青禾普法", "300", "开展", "讲座", "5场，", "5场。"])
@pytest.mark.parametrize("certainty", [0.3, 0.7])
def test_every_kind_of_field_is_doubtful_where_it_is_hard_to_read(piece: str, certainty: float) -> None:
    found = doubtful(read(piece, certainty))
    assert any(piece.rstrip("，。") in value for value in found), found


def test_the_less_certain_the_lower_the_confidence() -> None:
    def confidence(certainty: float) -> float:
        review = read("讲座", certainty)
        return next(
            node.fields["level3"].confidence for node in review.root.walk() if "讲座" in (node.value("level3") or "")
        )

    levels = [confidence(certainty) for certainty in (0.2, 0.7, 0.9, 1.0)]
    assert levels == sorted(set(levels))
