"""Blind samples: drawn by a seed, never one's own, settled by a third; and figures with what one can be sure of."""

from __future__ import annotations

from uuid import uuid4

import pytest
from team import Team
from team_documents import VALUE, make_document

from reviewer.model import acts
from reviewer.workspace.figures import Counted, agreements, wilson
from reviewer.workspace.terms import ForbiddenHereError
from reviewer.workspace.transport import encode, item_of, path_text, ref_of, values_of


def test_wilson_s_interval() -> None:
    """Against figures of Newcombe (Statistics in Medicine 17, 1998), table I, method 3."""
    for (agreed, seen), (low, high) in {
        (81, 263): (0.2553, 0.3662), (15, 148): (0.0624, 0.1605), (0, 20): (0.0, 0.1611), (1, 29): (0.0061, 0.1718),
        (29, 29): (0.8830, 1.0),
    }.items():  # fmt: skip
        assert wilson(agreed, seen) == pytest.approx((low, high), abs=5e-5)
    assert wilson(0, 0) == (0.0, 1.0)


def test_figures_are_added_up_by_group() -> None:
    counted = [Counted("a", "goal", "局甲", "x", False, 10, 9, 1), Counted("b", "goal", "局乙", "x", True, 10, 10, 0),
               Counted("a", "name", "局甲", "x", False, 4, 2, 0)]  # fmt: skip
    found = {each.group: (each.seen, each.agreed, each.wrong) for each in agreements(counted, "kind")}
    assert found == {"goal": (20, 19, 1), "name": (4, 2, 0)}
    assert agreements(counted, "kind")[0].group == "name", "the least sure one first"


def finished(team: Team, who: str, value: str = "≥5期") -> int:
    """A document that `who` has finished, with the doubtful field corrected."""
    (number,) = team.put_in(make_document(f"抽样{uuid4().hex[:8]}"))
    server = team.member(who)
    claimed = team.claim(server, number)
    review, history = item_of(claimed)
    first, _ = item_of(claimed)
    history.do(acts.set_value(review, VALUE, value))
    server.append(number, claimed.lease, 0, [uuid4()], [encode(history.record[0])])
    assert server.finish(number, claimed.lease, 1, 0, values_of(review, first)) == "done"
    return number


def test_a_sample_goes_its_way(team: Team) -> None:
    with team.admin() as admin:
        admin.set_value("sample_share", "1")
    number = finished(team, "c1")
    author, second, third = team.enter("c1"), team.member("c2"), team.member("c3", "checker")
    assert author.next_sample() is None, "nobody reads their own once more"
    seen = {}
    while (asked := second.next_sample()) is not None:
        sample, path, claimed = asked
        review, history = item_of(claimed)
        assert (claimed.document, history.record) == (number, [])
        ref = ref_of(path)
        assert path == path_text(review, ref)
        if ref == VALUE:
            assert review.field(ref).value == "≥1期", "what the first one made of it is not shown"
        assert second.second_reading(sample, "≥6期" if ref == VALUE else review.field(ref).value) == "done"
        assert second.second_reading(sample, "again") == "late"
        seen[ref] = sample
    assert VALUE in seen
    assert len(seen) >= 5
    with pytest.raises(ForbiddenHereError):
        second.differing()
    (differing,) = third.differing()
    assert (differing.sample, differing.document) == (seen[VALUE], number)
    assert set(differing.readings) == {"≥5期", "≥6期"}
    assert third.settle_sample(seen[VALUE], "≥6期") == "done"
    assert third.differing() == []
    mine = agreements(author.figures(), "kind")
    assert {each.group: (each.seen, each.agreed, each.wrong) for each in mine}["annual_value"] == (1, 0, 1)
    assert second.figures() == [], "the figures of others are the lead's business"
    assert team.member("chef", "lead").figures() == author.figures()
    (row,) = [row for row in third.rows("done") if row.id == number]
    assert row.acts == 1, "sampling changes nothing in the document"


def test_a_sample_is_asked_of_one_at_a_time(team: Team) -> None:
    with team.admin() as admin:
        admin.set_value("sample_share", "1")
    finished(team, "c1")
    one, other = team.member("c2"), team.member("c4")
    first, second = one.next_sample(), other.next_sample()
    assert first is not None
    assert second is not None
    assert first[0] != second[0]
    again = one.next_sample()
    assert again is not None
    assert again[0] == first[0], "until it is answered"


def test_the_share_is_drawn_by_the_seed(team: Team) -> None:
    """The same fields every time, about as many as wanted, and others with another seed."""
    with team.admin() as admin:
        admin.set_value("sample_share", "0.05")
    query = "SELECT n FROM generate_series(1, 4000) AS n WHERE reviewer.drawn(7, 'path/' || n)"
    with team.admin() as admin:
        first = admin.db.execute(query).fetchall()
        assert admin.db.execute(query).fetchall() == first
        team.sql("UPDATE reviewer.setting SET value = 'another' WHERE key = 'sample_seed'")
        assert admin.db.execute(query).fetchall() != first
    assert 140 <= len(first) <= 260
