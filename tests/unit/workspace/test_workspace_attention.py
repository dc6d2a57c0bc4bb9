"""Known errors in copies of finished documents, and the time that is worked: who sees what, and that nothing of a copy gets out."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from team import Team
from team_documents import VALUE, make_document

from reviewer.base.resources import resource
from reviewer.extract.pipeline import extract
from reviewer.model import acts
from reviewer.model.history import History
from reviewer.sources.registry import source_from_bytes
from reviewer.workspace.active import AFTER, ActiveTime
from reviewer.workspace.figures import Attention
from reviewer.workspace.held import Shelf
from reviewer.workspace.planting import misread, plant, with_error
from reviewer.workspace.server import Server
from reviewer.workspace.terms import Claimed, ForbiddenHereError, inflate
from reviewer.workspace.transport import encode, item_of, ref_of, values_of


def finish(server: Server, claimed: Claimed, value: str | None = None) -> None:
    """Be done with a document in hand, its doubtful value corrected where one is given."""
    review, history = item_of(claimed)
    if value is not None:
        history.do(acts.set_value(review, VALUE, value))
    entries = [encode(entry) for entry in history.record]
    server.append(claimed.document, claimed.lease, 0, [uuid4() for _ in entries], entries)
    first, _ = item_of(claimed)
    assert server.finish(claimed.document, claimed.lease, len(entries), 0, values_of(review, first)) == "done"


def tried(team: Team) -> tuple[Server, int]:
    """A lead, and a document that k1 has finished, with “≥12期” where the original is in doubt."""
    (number,) = team.put_in(make_document(f"试题{uuid4().hex[:8]}", value="≥12期"))
    one = team.member("k1")
    finish(one, team.claim(one, number))
    return team.member("chef", "lead"), number


def copy_of(team: Team, number: int) -> tuple[int, str]:
    """The copy that was made of a document, and what is wrong in it."""
    ((copy, wrong),) = team.sql(
        "SELECT document, wrong FROM reviewer.planted WHERE original = %s ORDER BY 1 DESC LIMIT 1", number
    )
    return int(str(copy)), str(wrong)


def figures_of(server: Server, who: str) -> tuple[int, int, int]:
    found = [(each.planted, each.noticed, each.righted) for each in server.attention() if each.clerk == who]
    return found[0] if found else (0, 0, 0)


@pytest.mark.parametrize(("answer", "counted"), [(None, (1, 0, 0)), ("≥12期", (1, 1, 1)), ("≥7期", (1, 1, 0))])
def test_whether_a_known_error_is_noticed(
    new_team: Callable[[], Team], answer: str | None, counted: tuple[int, int, int]
) -> None:
    team = new_team()
    with team.admin(make=True) as admin:
        admin.create()
    lead, number = tried(team)
    assert plant(lead, 5) == 1
    assert plant(lead, 5) == 0, "one copy at a time"
    copy, wrong = copy_of(team, number)
    other = team.member("k2")
    claimed = other.claim_next()
    assert claimed is not None
    assert claimed.document == copy
    review, _ = item_of(claimed)
    assert review.field(VALUE).value == wrong != "≥12期"
    assert review.is_doubtful(VALUE), "where one is asked to look"
    assert figures_of(other, "k2") == (0, 0, 0), "nothing is told before it is done"
    finish(other, claimed, answer)
    assert figures_of(other, "k2") == counted
    assert figures_of(lead, "k2") == counted
    assert figures_of(team.enter("k1"), "k2") == (0, 0, 0), "the figures of others are the lead's business"
    assert team.sql("SELECT count(*) FROM reviewer.sample WHERE document = %s", copy) == [(0,)]


def test_nothing_of_a_copy_gets_out(team: Team) -> None:
    lead, number = tried(team)
    other = team.member("k2")
    before = lead.totals(fresh=True)
    plant(lead, 100)
    copy, wrong = copy_of(team, number)
    assert lead.totals(fresh=True) == before, "counts are of documents"
    claimed = team.claim(other, copy)
    finish(other, claimed)
    assert wrong not in str([row for row in lead.rows("done", limit=10_000) if row.id == copy])
    assert copy not in [row.id for row in lead.rows("all", limit=10_000)]
    assert lead.set_deleted(copy, False) == "late", "it does not come back"
    assert other.reopen(copy) == "late"
    assert lead.totals(fresh=True) == before
    fetched = lead.fetch(number)
    assert fetched is not None
    assert item_of(fetched)[0].field(VALUE).value == "≥12期"


def test_also_who_has_an_old_program_leaves_no_copy_behind(team: Team) -> None:
    lead, number = tried(team)
    plant(lead, 100)
    copy, _ = copy_of(team, number)
    other = team.member("k2")
    claimed = team.claim(other, copy)
    assert other._outcome("SELECT reviewer.finish(1, %s, %s, 0, 0)", copy, claimed.lease) == "done"
    assert copy not in [row.id for row in lead.rows("all", limit=10_000)]


def test_who_had_the_document_is_not_offered_its_copy(new_team: Callable[[], Team]) -> None:
    team = new_team()
    with team.admin(make=True) as admin:
        admin.create()
    lead, number = tried(team)
    plant(lead, 100)
    copy, _ = copy_of(team, number)
    one, other = team.enter("k1"), team.member("k2")
    assert one.claim_next() is None
    assert one.claim_next(office="云岭县档案馆") is None
    claimed = other.claim_next(office="云岭县档案馆")
    assert claimed is not None
    assert claimed.document == copy
    team.let_run_out(copy)
    assert one.claim_next() is None, "nor when another has left it behind"


def test_a_copy_is_no_version_and_in_nobody_s_way(new_team: Callable[[], Team]) -> None:
    team = new_team()
    with team.admin(make=True) as admin:
        admin.create()
    lead, number = tried(team)
    plant(lead, 100)
    copy, _ = copy_of(team, number)
    ((name, data),) = team.sql("SELECT d.name, c.bytes FROM reviewer.document d JOIN reviewer.content c USING (sha256) WHERE d.id = %s",
                               number)  # fmt: skip
    assert lead.add_source(str(name), bytes(data))[:2] == (number, False)  # type: ignore[call-overload]
    _, is_new, previous = lead.add_source(str(name), b"another version")
    assert (is_new, previous) == (True, number), "not its copy, which came later"
    assert lead.set_deleted(number, True) == "done"
    assert lead.set_deleted(number, False) == "done", "its copy is not the same source added again"
    assert copy != number


def test_only_a_lead_puts_errors_in(team: Team) -> None:
    tried(team)
    with pytest.raises(ForbiddenHereError):
        plant(team.member("k4", "checker"), 1)


def test_an_error_is_a_slip_of_a_digit_or_a_character() -> None:
    chance = random.Random(5)
    for value in ("≥12期", "2031年6月底前", "完成城区河道清淤", "98.5%"):
        for _ in range(20):
            wrong = misread(value, chance)
            assert wrong is not None
            assert wrong != value
            if any(sign.isdigit() for sign in value):
                assert len(wrong) == len(value)
                assert sum(a != b for a, b in zip(wrong, value, strict=True)) == 1
            else:
                assert len(wrong) == len(value) - 1
    assert misread("合格", chance) is None


def test_an_error_stands_in_the_first_reading_alone() -> None:
    """On a sample: one field differs from what was read, it is marked, and the finished document says what is right."""
    review = extract(source_from_bytes("wide.md", resource("samples", "wide.md").read_bytes()))
    history = History(review)
    known = with_error(review, history, random.Random(3))
    assert known is not None
    changed, _ = item_of(Claimed(1, 0, "wide.md", "", "", 0, 0, b"", known.package, review.source.data, ()))
    differing = [ref for ref in review.refs() if changed.field(ref).value != review.field(ref).value]
    assert differing == [ref_of(known.path)]
    assert changed.field(differing[0]).value == known.wrong
    assert review.field(differing[0]).value == known.truth
    assert changed.is_doubtful(differing[0])
    assert inflate(known.package)


def test_the_clock_stops_ten_seconds_after_the_last_sign_of_life() -> None:
    now = 100.0
    clock = ActiveTime(5.0, lambda: now)
    assert clock.seconds == 5
    now += 50
    clock.touch()
    assert clock.seconds == 5, "nothing was done before"
    for step, shown in ((4, 9), (3, 12)):
        now += step
        clock.touch()
        assert clock.seconds == shown
    now += 9
    assert clock.seconds == 21, "it runs on for a while"
    now += 600
    assert clock.seconds == 12 + AFTER
    clock.touch()
    assert clock.seconds == 12 + AFTER
    now += 2
    clock.rest()
    now += 100
    assert clock.seconds == 12 + AFTER + 2
    assert AFTER == 10


def test_seconds_are_kept_beside_the_session(team: Team, tmp_path: Path) -> None:
    server = team.member("k1")
    claimed = team.claim(server, team.fresh())
    shelf = Shelf(tmp_path, server.hello.workspace)
    held = shelf.take(claimed)
    assert held.seconds == 0
    held.put_seconds(12.34)
    (again,) = shelf.all()
    assert again.seconds == 12.3
    again.forget()
    assert list(shelf.folder.iterdir()) == []


def test_seconds_and_acts_are_added_up_by_person(new_team: Callable[[], Team]) -> None:
    team = new_team()
    with team.admin(make=True) as admin:
        admin.create()
    one, other, lead = team.member("k1"), team.member("k2"), team.member("chef", "lead")
    for server, seconds in ((one, 30.0), (one, 70.0), (other, 5.0)):
        claimed = team.claim(server, team.fresh())
        server.spend(claimed.document, claimed.lease, seconds)
        server.spend(
            claimed.document, claimed.lease, seconds - 1
        )  # an answer got lost, and an older figure comes after
        finish(server, claimed, "≥3期")
    other.spend(claimed.document, claimed.lease + 1, 500.0)  # a claim that nobody had
    one.spend(claimed.document, claimed.lease, 500.0)  # somebody else's
    assert one.attention() == [Attention("k1", 2, 100.0, 2, 0, 0, 0)]
    assert lead.attention() == [Attention("k1", 2, 100.0, 2, 0, 0, 0), Attention("k2", 1, 5.0, 1, 0, 0, 0)]


def test_a_workspace_of_the_form_before_keeps_no_time(new_team: Callable[[], Team]) -> None:
    team = new_team()
    with team.admin(make=True) as admin:
        admin.create(3)
    server = team.member("k1")
    claimed = team.claim(server, team.fresh())
    server.spend(claimed.document, claimed.lease, 5.0)
    assert server.attention() == []
