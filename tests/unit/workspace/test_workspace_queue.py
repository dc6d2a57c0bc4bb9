"""One queue on a real server: a document is one person's at a time, and what becomes of it is what that person says."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from team import Team
from team_documents import VALUE, make_document

from reviewer.model import acts
from reviewer.workspace.server import Server
from reviewer.workspace.terms import Claimed, ForbiddenHereError, Read
from reviewer.workspace.transport import encode, item_of


def write(server: Server, claimed: Claimed, *values: str) -> int:
    """Correct the doubtful field so many times, and send each act; how many acts there are now."""
    review, history = item_of(claimed)
    for value in values:
        history.do(acts.set_value(review, VALUE, value))
    entries = [encode(entry) for entry in history.record[claimed.acts :]]
    came = server.append(claimed.document, claimed.lease, claimed.acts, [uuid4() for _ in entries], entries)
    assert came.outcome == "kept"
    return came.count


def test_everything_of_a_document_comes_in_one_answer(team: Team) -> None:
    review = make_document("灯会")
    (number,) = team.put_in(review)
    clerk = team.member("a1")
    claimed = team.claim(clerk, number)
    found, history = item_of(claimed)
    assert (found.source.data, found.source.sha256) == (review.source.data, review.source.sha256)
    assert found.root.data() == review.root.data()
    assert history.record == []
    assert write(clerk, claimed, "≥3期", "≥4期") == 2
    again, record = item_of(team.claim(clerk, number))
    assert again.field(VALUE).value == "≥4期"
    assert record.can_undo, "undo goes on where it was"


def test_nobody_else_gets_what_is_held(team: Team) -> None:
    a, b = team.member("a1"), team.member("b1")
    number = team.fresh()
    assert a.claim_one(number) is not None
    assert b.claim_one(number) is None
    (row,) = [row for row in b.rows("held") if row.id == number]
    assert (row.holder, 0 < (row.left or 0) <= 120) == ("a1", True), "the claim is seen by all"
    team.let_run_out(number)
    taken = team.claim(b, number)
    assert taken.lease == 2
    assert a.renew([(number, 1)]) == set()
    assert b.renew([(number, 2)]) == {number}


def test_many_at_once_get_different_ones(team: Team) -> None:
    team.member("a1")
    wanted = {team.fresh() for _ in range(24)}
    servers = [team.enter("a1") for _ in range(8)]

    def take(server: Server) -> list[int]:
        found = []
        while (claimed := server.claim_next()) is not None:
            found.append(claimed.document)
        return found

    with ThreadPoolExecutor(8) as pool:
        got = [number for numbers in pool.map(take, servers) for number in numbers]
    assert len(got) == len(set(got))
    assert wanted <= set(got)


def test_what_a_dead_client_left_is_next(team: Team) -> None:
    a, b = team.member("a1"), team.member("b1")
    number = team.fresh()
    claimed = team.claim(a, number)
    write(a, claimed, "≥9期")
    team.let_run_out(number)
    taken = b.claim_next()
    assert taken is not None
    assert (taken.document, taken.acts) == (number, 1)
    assert item_of(taken)[0].field(VALUE).value == "≥9期", "what was done before is on record"


def test_acts_are_there_once_and_in_order(team: Team) -> None:
    a = team.member("a1")
    claimed = team.claim(a, team.fresh())
    uids, entries = [uuid4() for _ in range(3)], [b"one", b"two", b"three"]
    number, lease = claimed.document, claimed.lease
    assert a.append(number, lease, 0, uids[:2], entries[:2]).outcome == "kept"
    assert a.append(number, lease, 0, uids[:2], entries[:2]).count == 2, "an answer was lost and they came again"
    assert a.append(number, lease, 1, uids[1:], entries[1:]).count == 3, "one of them was there"
    gap = a.append(number, lease, 5, [uuid4()], [b"six"])
    assert (gap.outcome, gap.count) == ("gap", 3)
    assert a.append(number, lease, 0, [uuid4()], [b"other"]).outcome == "other"
    rows = team.sql("SELECT place, entry FROM reviewer.act WHERE document = %s ORDER BY place", number)
    assert rows == [(0, b"one"), (1, b"two"), (2, b"three")]


def test_late_acts_are_refused_and_kept_as_a_draft(team: Team) -> None:
    a, b = team.member("a1"), team.member("b1")
    number = team.fresh()
    old = team.claim(a, number)
    write(a, old, "≥5期")
    team.let_run_out(number)
    new = team.claim(b, number)
    write(b, new, "≥6期")
    uid = uuid4()
    assert a.append(number, old.lease, 1, [uid], [b"late"]).outcome == "late"
    assert a.append(number, old.lease, 1, [uid], [b"late"]).outcome == "late", "sent twice"
    assert team.sql("SELECT count(*) FROM reviewer.act WHERE document = %s", number) == [(2,)]
    assert [draft[2:] for draft in a.drafts() if draft[0] == number] == [("a1", old.lease, 1)]
    assert [draft for draft in b.drafts() if draft[0] == number] == [], "nobody else's business but the lead's"
    assert a.draft_entries(number, "a1", old.lease) == [(1, b"late")]
    with pytest.raises(ForbiddenHereError):
        b.append(number, old.lease, 1, [uuid4()], [b"not mine"])


def test_what_was_on_record_before_the_claim_was_lost_is_no_draft(team: Team) -> None:
    """The answer got lost, and then the claim: what came in time counts as kept."""
    a, b = team.member("a1"), team.member("b1")
    number = team.fresh()
    old = team.claim(a, number)
    uid = uuid4()
    a.append(number, old.lease, 0, [uid], [b"in time"])
    team.let_run_out(number)
    team.claim(b, number)
    assert a.append(number, old.lease, 0, [uid], [b"in time"]).outcome == "kept"
    assert [draft for draft in a.drafts() if draft[0] == number] == []


def test_ways_out_of_a_hand(team: Team) -> None:
    a, b, lead = team.member("a1"), team.member("b1"), team.member("chef", "lead")
    number = team.fresh()
    claimed = team.claim(a, number)
    assert a.let_go(number, claimed.lease, "return") == "done"
    assert a.let_go(number, claimed.lease, "return") == "done", "who never got the answer asks again"
    assert a.let_go(number, claimed.lease, "postpone") == "late"
    assert b.let_go(number, claimed.lease, "return") == "late"
    claimed = team.claim(a, number)
    assert a.let_go(number, claimed.lease, "hand_over", "接着做", "nobody-there") == "nobody"
    assert a.let_go(number, claimed.lease, "hand_over", "接着做", "b1") == "done"
    assert a.claim_one(number) is None, "it is meant for somebody"
    got = b.claim_next()
    assert got is not None
    assert (got.document, got.note) == (number, "接着做")
    assert b.let_go(number, got.lease, "postpone", "缺第二页") == "done"
    (row,) = [row for row in lead.rows("open") if row.id == number]
    assert (row.note, row.noted_by) == ("缺第二页", "b1")
    other = team.fresh()
    order = [row.id for row in lead.rows("open")]
    assert order.index(other) < order.index(number), "what was postponed comes after the rest"


def test_finished_reopened_sent_back_checked(team: Team) -> None:
    a, checker = team.member("a1"), team.member("pruefer", "checker")
    number = team.fresh()
    claimed = team.claim(a, number)
    count = write(a, claimed, "≥7期")
    assert a.finish(number, claimed.lease, count - 1, 0) == "gap", "an act is still on its way"
    assert a.finish(number, claimed.lease, count, 0) == "done"
    assert a.finish(number, claimed.lease, count, 0) == "done", "who never got the answer asks again"
    assert checker.finish(number, claimed.lease, count, 0) == "late"
    assert a.append(number, claimed.lease, count, [uuid4()], [b"too late"]).outcome == "late"
    assert a.reopen(number) == "done"
    claimed = team.claim(a, number)
    assert a.finish(number, claimed.lease, count, 0) == "done"
    assert checker.send_back(number, "") == "reason"
    assert checker.send_back(number, "单位写错了") == "done"
    (row,) = [row for row in a.rows("mine") if row.id == number]
    assert (row.note, row.noted_by, row.meant_for) == ("单位写错了", "pruefer", "a1")
    claimed = team.claim(a, number)
    assert a.finish(number, claimed.lease, count, 0) == "done"
    assert checker.check_off(number) == "done"
    assert a.reopen(number) == "late", "the check has begun"


def test_nobody_checks_their_own(team: Team) -> None:
    checker = team.member("pruefer", "checker")
    claimed = team.claim(checker, team.fresh())
    assert checker.finish(claimed.document, claimed.lease, 0, 0) == "done"
    assert checker.check_off(claimed.document) == "late"


def test_away_is_kept_as_long_as_the_lead_allows(team: Team) -> None:
    a = team.member("a1")
    claimed = team.claim(a, team.fresh())

    def left() -> float:
        return next(row.left or 0.0 for row in a.rows("held") if row.id == claimed.document)

    a.leave([(claimed.document, claimed.lease)])
    assert left() <= 120
    with team.admin() as admin:
        admin.set_value("away_hours", "12")
    a.leave([(claimed.document, claimed.lease)])
    assert left() > 11 * 3600
    with team.admin() as admin:
        admin.set_value("away_hours", "0")


def test_one_content_once_and_versions_are_linked(team: Team) -> None:
    lead = team.member("chef", "lead")
    first, is_new, previous = lead.add_source("预算.txt", b"version 1")
    assert (is_new, previous) == (True, None)
    assert lead.add_source("copy.txt", b"version 1") == (first, False, None)
    second, is_new, previous = lead.add_source("预算.txt", b"version 2")
    assert (is_new, previous) == (True, first)
    assert second != first


def test_a_poison_document_is_given_up_after_two_tries(team: Team) -> None:
    lead, a = team.member("chef", "lead"), team.member("a1")
    number, _, _ = lead.add_source("gift.txt", b"poison")
    tries = 0
    for _ in range(12):
        job = a.claim_job("w", 60)
        if job is not None and job.document == number:
            tries += 1  # the worker dies over it, and its time runs out
        team.sql("UPDATE reviewer.job SET until = now() - interval '1 second' WHERE state = 'working'")
    assert tries == 2
    (row,) = [row for row in lead.rows("failed") if row.id == number]
    assert row.name == "gift.txt"
    assert lead.read_again(number)
    job = a.claim_job("w", 60)
    while job is not None and job.document != number:
        job = a.claim_job("w", 60)
    assert job is not None
    assert a.finish_job(job, Read(b"x", "0", "", "", "", 0, 0, ""))
    assert a.finish_job(job, Read(b"y", "0", "", "", "", 0, 0, "")), (
        "handed in twice: the first answer may have been lost"
    )
    assert team.sql("SELECT bytes FROM reviewer.package WHERE document = %s", number) == [(b"x",)]


def test_what_a_worker_leaves_for_reasons_of_its_own_is_no_try(team: Team) -> None:
    """An idle desktop to which somebody comes back: three times, then the document is to be read to its end."""
    lead, a = team.member("chef", "lead"), team.member("a1")
    number, _, _ = lead.add_source("lang.txt", b"long")
    left = []
    for _ in range(5):
        job = a.claim_job("w", 60)
        while job is not None and job.document != number:
            job = a.claim_job("w", 60)
        assert job is not None
        left.append(a.return_job(job))
        if not left[-1]:
            break
        assert a.return_job(job), "asked again it is answered as the first time"
    assert left == [True, True, True, False]
    assert team.sql("SELECT tries, state FROM reviewer.job WHERE document = %s", number) == [(1, "working")]
    assert a.finish_job(job, Read(b"x", "0", "", "", "", 0, 0, ""))


def test_what_was_put_in_by_mistake_is_taken_back_until_somebody_has_it(team: Team) -> None:
    lead, a = team.member("chef", "lead"), team.member("a1")
    stays = team.fresh()
    team.claim(a, stays)
    gone, _, _ = lead.add_source("irrtum.txt", b"by mistake")
    assert (lead.take_back(gone), lead.take_back(stays)) == ("done", "late")
    assert lead.take_back(gone) == "late", "it is gone already"
    assert gone in [row.id for row in lead.rows("deleted")]
    while (job := a.claim_job("w", 60)) is not None:
        assert job.document != gone, "nobody reads what is not there"
    assert lead.set_deleted(gone, False) == "done"
    job = a.claim_job("w", 60)
    assert job is not None
    assert job.document == gone
    with pytest.raises(ForbiddenHereError):
        a.take_back(gone)


def test_deleted_comes_back_for_30_days(team: Team) -> None:
    lead = team.member("chef", "lead")
    stays, goes = team.fresh(), team.fresh()
    claimed = team.claim(lead, goes)
    write(lead, claimed, "≥8期")
    assert (lead.set_deleted(stays, True), lead.set_deleted(goes, True)) == ("done", "done")
    assert stays not in [row.id for row in lead.rows("all", limit=10000)]
    assert lead.set_deleted(stays, False) == "done"
    lead._rows("SELECT reviewer.purge()")
    assert goes in [row.id for row in lead.rows("deleted")], "not yet"
    team.sql("UPDATE reviewer.document SET deleted_at = now() - interval '31 days' WHERE id = %s", goes)
    lead._rows("SELECT reviewer.purge()")
    assert goes not in [row.id for row in lead.rows("deleted")]
    assert lead.broken() == []


def test_totals_and_filters(team: Team) -> None:
    lead = team.member("chef", "lead")
    (number,) = team.put_in(make_document("滤", "北渡乡林业站"))
    team.sql("DELETE FROM reviewer.total")
    totals = lead.totals()
    assert totals["documents"] == sum(totals[key] for key in ("waiting", "open", "held", "done", "failed"))
    assert [row.id for row in lead.rows("all", office="北渡乡林业站")] == [number]
    assert [row.id for row in lead.rows("all", text="滤")] == [number]
    layout = lead.rows("all", text="滤")[0].layout
    assert layout in lead.layouts()
    assert number in [row.id for row in lead.rows("all", layout=layout)]
    assert lead.rows("all", text="滤", layout="另一种") == []
    claimed = team.member("a1").claim_next(office="北渡乡林业站")
    assert claimed is not None
    assert claimed.document == number
    assert "北渡乡林业站" in lead.offices()
