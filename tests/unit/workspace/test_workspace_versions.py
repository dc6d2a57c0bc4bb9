"""A new version of a source: what was corrected in the older one is there for whoever has the new one in hand, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from team import Team
from team_documents import VALUE, make_document

from reviewer.model import acts
from reviewer.model.carry import carry
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.workspace.server import Server
from reviewer.workspace.terms import Claimed
from reviewer.workspace.transport import encode, item_of

NAME = FieldRef(2, "level3")


def correct(server: Server, claimed: Claimed, *corrections: tuple[FieldRef, str]) -> None:
    """Correct fields of a document in hand, on the server at once."""
    review, history = item_of(claimed)
    for ref, value in corrections:
        history.do(acts.set_value(review, ref, value))
    entries = [encode(entry) for entry in history.record]
    server.append(claimed.document, claimed.lease, 0, [uuid4() for _ in entries], entries)


def versions(team: Team, *values: str) -> list[int]:
    """Versions of one source that differ in their doubtful value."""
    name = f"版本{uuid4().hex[:8]}"
    return team.put_in(*(make_document(name, value=value) for value in values))


def test_what_still_applies_is_carried_over(team: Team) -> None:
    first, second = versions(team, "≥1期", "≥4期")
    one, other = team.member("v1"), team.member("v2")
    claimed = team.claim(one, first)
    correct(one, claimed, (VALUE, "≥2期"), (NAME, "编印动态"))
    assert one.finish(first, claimed.lease, 2, 0) == "done"
    new = team.claim(other, second)
    older = other.older(second, new.lease)
    assert older is not None
    assert (older.document, len(older.entries)) == (first, 2)
    old, history = item_of(older)
    review, _ = item_of(new)
    carried = carry(history.first, old, review)
    History(review).do(carried.act)
    assert review.field(NAME).value == "编印动态"
    assert review.field(VALUE).value == "≥4期", "the new version says something else than what was corrected"
    assert [(each.key, each.after) for each in carried.left] == [("annual_value", "≥2期")]


def test_only_who_has_the_new_one_in_hand_sees_the_older(team: Team) -> None:
    first, second = versions(team, "≥1期", "≥4期")
    one, other, third = team.member("v1"), team.member("v2"), team.member("v3")
    correct(one, team.claim(one, first), (VALUE, "≥2期"))
    lease = team.claim(other, second).lease
    assert other.older(second, lease) is not None, "also while somebody works on the older one"
    assert third.older(second, lease) is None
    assert other.older(second, lease + 1) is None
    assert other.fetch(first) is None, "no other way leads to it"
    other.let_go(second, lease, "return")
    assert other.older(second, lease) is None


def test_the_nearest_one_that_somebody_has_worked_on(team: Team) -> None:
    first, second, third = versions(team, "≥1期", "≥4期", "≥5期")
    one, lead = team.member("v1"), team.member("chef", "lead")
    claimed = team.claim(one, first)
    correct(one, claimed, (VALUE, "≥2期"))
    one.let_go(first, claimed.lease, "return")
    lead.set_deleted(first, True)  # what is replaced is taken out; what was done to it is not lost by that
    lease = team.claim(one, third).lease
    found = one.older(third, lease)
    assert found is not None
    assert found.document == first
    middle = team.claim(one, second)
    correct(one, middle, (VALUE, "≥3期"))
    found = one.older(third, lease)
    assert found is not None
    assert found.document == second


def test_a_document_of_its_own_has_no_older_one(team: Team) -> None:
    one = team.member("v1")
    alone = team.claim(one, team.fresh())
    assert one.older(alone.document, alone.lease) is None
    _, second = versions(team, "≥1期", "≥4期")
    claimed = team.claim(one, second)
    assert one.older(second, claimed.lease) is None, "nobody has worked on it"


def test_a_workspace_of_the_form_before_has_none_to_give(new_team: Callable[[], Team]) -> None:
    team = new_team()
    with team.admin(make=True) as admin:
        admin.create(2)
    first, second = versions(team, "≥1期", "≥4期")
    one = team.member("v1")
    correct(one, team.claim(one, first), (VALUE, "≥2期"))
    assert one.older(second, team.claim(one, second).lease) is None
