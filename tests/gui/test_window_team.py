"""Work in a team through the window: the next document, typing, done; offline; somebody else. On a real server (tests/team.py)."""

from __future__ import annotations

import tempfile
import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from slow_line import Delay
from team import Team
from team_documents import VALUE, make_document
from team_windows import Open, arrived, held_by

from reviewer.base.paths import data_path
from reviewer.model import acts
from reviewer.ui.main_window import MainWindow
from reviewer.workspace.held import Shelf
from reviewer.workspace.server import Server
from reviewer.workspace.transport import encode, item_of

pytestmark = pytest.mark.xdist_group("window_team")


def test_a_clerk_s_round(team: Team, joined: Callable[..., MainWindow], qtbot: QtBot) -> None:
    """Connected by key, the next one taken, a value corrected, done: the server has it, and the next one is there."""
    window = joined("x1")
    page = window.team.page
    assert page.password.text() == "", "nothing of it stays in the window"
    window.actions_table["actionTeamNext"].trigger()
    arrived(window, qtbot)
    (document,) = held_by(team, "x1")
    assert window.desk.current is not None
    assert window.desk.do(acts.set_value(window.desk.review, VALUE, "≥9期"))  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: window.team.link.waiting == 0, timeout=10_000)
    assert team.sql("SELECT who FROM reviewer.act WHERE document = %s", document) == [("x1",)]
    qtbot.waitUntil(lambda: "全部已送出" in window.team.hint.text(), timeout=5_000)
    window.actions_table["actionTeamDone"].trigger()
    qtbot.waitUntil(lambda: held_by(team, "x1") not in ([], [document]), timeout=10_000)
    arrived(window, qtbot)
    assert team.sql("SELECT state, done_by, acts FROM reviewer.document WHERE id = %s", document) == [("done", "x1", 1)]
    assert len(window.desk.sources) == 1, "what is done is off the desk"
    chef = team.member("chef", "lead")
    claimed = chef.fetch(document)
    assert claimed is not None
    review, history = item_of(claimed)
    assert (review.field(VALUE).value, history.record[0].who) == ("≥9期", "x1")
    assert not list(Path(window.team.link._folder).rglob(f"{document}-*")), "nothing of it stays on this machine"
    settings = Path(window.team.link._folder, "settings.ini")
    window.settings.sync()
    assert "postgresql://x1@" in settings.read_text()
    assert team.secret not in settings.read_text()


def test_a_new_version_comes_with_what_was_corrected_in_the_old_one(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    name = f"两版{uuid.uuid4().hex[:6]}"
    first, second = team.put_in(make_document(name, value="≥1期"), make_document(name, value="≥4期"))
    one = team.member("y5")
    claimed = team.claim(one, first)
    review, history = item_of(claimed)
    other = VALUE._replace(key="level3")
    for ref, value in ((other, "编印动态"), (VALUE, "≥2期")):
        history.do(acts.set_value(review, ref, value))
    entries = [encode(entry) for entry in history.record]
    one.append(first, claimed.lease, 0, [uuid.uuid4(), uuid.uuid4()], entries)
    one.finish(first, claimed.lease, 2, 0)
    window = joined("x8")
    window.team.link.ask(lambda server: server.claim_one(second), window.team.page.queue._came)
    arrived(window, qtbot)
    qtbot.waitUntil(lambda: window.desk.review.field(other).value == "编印动态", timeout=10_000)  # type: ignore[union-attr]
    assert window.desk.review is not None
    assert window.desk.review.field(VALUE).value == "≥4期", "the new version says otherwise"
    assert any("1 处更正与改动后" in text for text in window.message_bar.texts()), "and that is said"
    qtbot.waitUntil(
        lambda: team.sql("SELECT who FROM reviewer.act WHERE document = %s", second) == [("x8",)], timeout=10_000
    )
    window.actions_table["actionUndo"].trigger()
    assert window.desk.review.field(other).value == "编印简报", "one step takes it back"


def test_what_others_have_is_seen_and_not_to_be_had(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    other = team.member("y1")
    claimed = other.claim_next()
    assert claimed is not None
    window = joined("x2")
    page = window.team.page.queue
    page.where.setCurrentIndex(page.where.findData("held"))
    qtbot.waitUntil(lambda: any(row.id == claimed.document for row in page.model.rows), timeout=10_000)
    row = next(n for n, row in enumerate(page.model.rows) if row.id == claimed.document)
    assert page.model.index(row, 5).data() == "y1"
    assert page.model.index(row, 6).data().startswith(("1:", "2:00")), "how long the claim still holds"
    page.table.selectRow(row)
    assert not page.buttons["take"].isEnabled()
    assert not page.buttons["send_back"].isVisible(), "a clerk sends nothing back"
    other.let_go(claimed.document, claimed.lease, "return")


def test_back_later_and_to_somebody_else(team: Team, joined: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window = joined("x3")
    page = window.team.page.queue
    page.ask_text = lambda _heading, _question: "缺一页"
    page.ask_member = lambda names: "y1" if "y1" in names else None
    team.member("y1").close()
    for button, found in (
        ("postpone", "note = '缺一页' AND noted_by = 'x3'"),
        ("hand_over", "meant_for = 'y1'"),
        ("return", "holder IS NULL"),
    ):
        page.take_next()
        arrived(window, qtbot)
        (document,) = held_by(team, "x3")
        qtbot.waitUntil(page.buttons[button].isEnabled, timeout=5_000)
        page.buttons[button].click()
        qtbot.waitUntil(lambda: window.desk.current is None, timeout=10_000)
        assert team.sql(f"SELECT id FROM reviewer.document WHERE {found} AND holder IS NULL AND id = %s", document) == [
            (document,)
        ]


def test_without_a_line_the_work_goes_on_and_is_found_again(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot, open_window: Open
) -> None:
    """The server is away while the clerk types and closes; the next window sends it."""
    window = joined("x4")
    window.actions_table["actionTeamNext"].trigger()
    arrived(window, qtbot)
    (document,) = held_by(team, "x4")
    team.cluster.stop()
    try:
        assert window.desk.do(acts.set_value(window.desk.review, VALUE, "≥8期"))  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: not window.team.link.is_online, timeout=10_000)
        assert "待送" in window.team.hint.text()
        assert window.close()
    finally:
        team.cluster.start()
    assert team.sql("SELECT acts FROM reviewer.document WHERE id = %s", document) == [(0,)]
    again = open_window()
    again.actions_table["actionTeamQueue"].trigger()
    page = again.team.page
    assert page.address.text() == team.address_of("x4").text(), "it is known where"
    page._other()  # the keyring has no password here: it is given again
    page.password.setText(team.secret)
    page._connect()
    qtbot.waitUntil(
        lambda: team.sql("SELECT acts FROM reviewer.document WHERE id = %s", document) == [(1,)], timeout=20_000
    )


def test_what_was_finished_when_the_program_was_killed_leaves_the_shelf(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot, open_window: Open
) -> None:
    """The server had taken it as done; the program was gone before it heard so. The next window does not find it in hand."""
    team.fresh()
    window = joined("x81")
    window.actions_table["actionTeamNext"].trigger()
    arrived(window, qtbot)
    (document,) = held_by(team, "x81")
    (held,) = [each for each in window.team.link.shelf() if each.document == document]
    assert window.close()
    server = team.enter("x81")
    assert server.finish(document, held.lease, held.sent, 0) == "done"
    again = open_window()
    again.actions_table["actionTeamQueue"].trigger()
    page = again.team.page
    page._other()  # the keyring has no password here: it is given again
    page.password.setText(team.secret)
    page._connect()
    qtbot.waitUntil(lambda: not held.session.exists(), timeout=10_000)
    assert list(held.session.parent.glob(f"*{held.session.stem}*")) == []
    assert not any("已由他人领取" in text for text in again.message_bar.texts())


def test_a_disk_that_is_full_is_said_and_the_document_goes_back(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.fresh()
    window = joined("x91")

    def full(self: Shelf, claimed: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Shelf, "take", full)
    window.actions_table["actionTeamNext"].trigger()
    qtbot.waitUntil(lambda: any("请腾出空间" in text for text in window.message_bar.texts()), timeout=10_000)
    qtbot.waitUntil(lambda: held_by(team, "x91") == [], timeout=10_000)


def test_who_begins_the_day_without_a_line_goes_on_with_what_is_in_hand(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot, open_window: Open
) -> None:
    """Taken yesterday; today the server is away. The document is found, worked on, and goes up once there is a line."""
    team.fresh()
    window = joined("x83")
    window.actions_table["actionTeamNext"].trigger()
    arrived(window, qtbot)
    (document,) = held_by(team, "x83")
    assert window.desk.do(acts.set_value(window.desk.review, VALUE, "≥8期"))  # type: ignore[arg-type]
    assert window.close()
    team.cluster.stop()
    try:
        today = open_window()
        today.actions_table["actionTeamQueue"].trigger()
        page = today.team.page
        qtbot.waitUntil(lambda: "没有应答" in page.line.text(), timeout=20_000)
        queue = page.queue
        assert queue.isVisible()
        place = next(n for n, row in enumerate(queue.model.rows) if row.id == document)
        queue.table.selectRow(place)
        assert queue.buttons["take"].isEnabled()
        assert not queue.buttons["next"].isEnabled()
        assert "可以照常校对" in queue.totals.text()
        qtbot.keyClick(queue.table, Qt.Key.Key_Return)
        arrived(today, qtbot)
        for value in ("≥9期", "≥10期"):
            assert today.desk.do(acts.set_value(today.desk.review, VALUE, value))  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: "2 次操作待送" in today.team.hint.text(), timeout=5_000)
        assert today.desk.history is not None
        assert {entry.who for entry in today.desk.history.record} == {"x83"}
    finally:
        team.cluster.start()
    page._other()  # the keyring has no password here: it is given again
    page.password.setText(team.secret)
    page._connect()
    qtbot.waitUntil(
        lambda: team.sql("SELECT acts FROM reviewer.document WHERE id = %s", document) == [(3,)], timeout=20_000
    )
    assert held_by(team, "x83") == [document]


def test_a_line_of_100_ms_is_waited_for_by_nobody_and_a_document_opens_in_three_trips(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever asks the server does so on a thread of its own; and it is counted what is asked until the document is on the desk."""
    for _ in range(2):
        team.fresh()
    slow = Delay(team.cluster.port, 0.1)
    near = team.address_of("x82")
    monkeypatch.setattr(team, "address_of", lambda _name: replace(near, port=str(slow.port)))
    window = joined("x82")
    asked: list[tuple[str, bool]] = []
    real = Server._rows

    def counted(self: Server, query: str, *values: object) -> list[tuple[object, ...]]:
        asked.append((query, threading.current_thread() is threading.main_thread()))
        return real(self, query, *values)

    monkeypatch.setattr(Server, "_rows", counted)
    window.team.page.hide()  # its queue is asked for every few seconds
    qtbot.wait(300)
    asked.clear()
    window.actions_table["actionTeamNext"].trigger()
    arrived(window, qtbot)
    assert "claim_next" in asked[0][0]
    assert len(asked) <= 3, asked
    (document,) = held_by(team, "x82")
    for number in range(10):
        assert window.desk.do(acts.set_value(window.desk.review, VALUE, f"≥{number}期"))  # type: ignore[arg-type]
        window.desk.undo()
    qtbot.waitUntil(
        lambda: team.sql("SELECT acts FROM reviewer.document WHERE id = %s", document) == [(20,)], timeout=20_000
    )
    window.actions_table["actionTeamDone"].trigger()
    qtbot.waitUntil(lambda: document not in held_by(team, "x82"), timeout=20_000)
    assert not any(on_window_s_thread for _, on_window_s_thread in asked)
    slow.close()


def test_after_a_day_s_work_the_password_stands_in_no_file(
    team: Team,
    joined: Callable[..., MainWindow],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    open_window: Open,
    tmp_path: Path,
) -> None:
    """Given in the window, kept in the keyring, found there again, refused: no file of ours and no log of the server's has it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    kept: dict[tuple[str, str], str] = {}
    ring = SimpleNamespace(
        get_password=lambda *key: kept.get(key), set_password=lambda *key: kept.update({key[:2]: key[2]})
    )
    monkeypatch.setattr("reviewer.workspace.address._keyring", lambda: ring)
    team.fresh()
    window = joined("x84")
    page = window.team.page
    page._other()
    page.keep.setChecked(True)
    page.password.setText(team.secret)
    page._connect()
    qtbot.waitUntil(lambda: window.team.link.hello is not None, timeout=10_000)
    assert list(kept.values()) == [team.secret]
    window.actions_table["actionTeamNext"].trigger()
    arrived(window, qtbot)
    assert window.desk.do(acts.set_value(window.desk.review, VALUE, "≥8期"))  # type: ignore[arg-type]
    window.actions_table["actionTeamDone"].trigger()
    qtbot.waitUntil(lambda: bool(team.sql("SELECT id FROM reviewer.document WHERE done_by = 'x84'")), timeout=10_000)
    assert window.close()
    again = open_window()
    again.actions_table["actionTeamQueue"].trigger()
    qtbot.waitUntil(lambda: again.team.link.hello is not None, timeout=10_000)
    again.team.page._other()
    again.team.page.password.setText(team.secret[::-1])
    again.team.page._connect()
    qtbot.waitUntil(lambda: "不让" in again.team.page.line.text(), timeout=10_000)
    assert again.close()
    for file in (*data_path().rglob("*"), *team.cluster.folder.rglob("*"), *tmp_path.rglob("*")):
        if file.is_file() and not file.is_symlink():
            data = file.read_bytes()
            for password in (team.secret, team.secret[::-1]):
                assert password.encode() not in data, file
                assert password.encode("utf-16-le") not in data, file


def test_what_was_done_right_before_the_window_closes_goes_up(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    """An act is sent after it is painted; a window that closes does not wait for that."""
    window = joined("x7")
    window.actions_table["actionTeamNext"].trigger()
    arrived(window, qtbot)
    (document,) = held_by(team, "x7")
    assert window.desk.do(acts.set_value(window.desk.review, VALUE, "≥8期"))  # type: ignore[arg-type]
    assert window.close()
    assert team.sql("SELECT acts FROM reviewer.document WHERE id = %s", document) == [(1,)]


def test_what_somebody_else_was_given_is_said(team: Team, joined: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window = joined("x5")
    window.actions_table["actionTeamNext"].trigger()
    arrived(window, qtbot)
    (document,) = held_by(team, "x5")
    other = team.member("y1")

    def given() -> bool:  # the window may just say that it is there
        team.let_run_out(document)
        return other.claim_one(document) is not None

    qtbot.waitUntil(given, timeout=5_000)
    assert window.desk.do(acts.set_value(window.desk.review, VALUE, "≥8期"))  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: any("已由他人领取" in text for text in window.message_bar.texts()), timeout=10_000)
    assert "已由他人领取" in window.team.hint.text()
    assert window.desk.review is not None
    assert window.desk.review.field(VALUE).value == "≥8期", "what was typed stays"


def test_a_checker_sends_back_with_a_reason(team: Team, joined: Callable[..., MainWindow], qtbot: QtBot) -> None:
    clerk = team.member("y2")
    claimed = clerk.claim_next()
    assert claimed is not None
    clerk.finish(claimed.document, claimed.lease, claimed.acts, 0)
    window = joined("pruefer", "checker")
    page = window.team.page.queue
    page.ask_text = lambda _heading, _question: "金额写错"
    page.where.setCurrentIndex(page.where.findData("done"))
    qtbot.waitUntil(lambda: any(row.id == claimed.document for row in page.model.rows), timeout=10_000)
    page._choose(claimed.document)
    page.buttons["send_back"].click()
    qtbot.waitUntil(lambda: any(row.id == claimed.document for row in clerk.rows("mine")), timeout=10_000)


def late_value(team: Team, now: str, late: str) -> int:
    """A document on which y3 wrote after z1 had been given it; both have let it go since."""
    slow, quick = team.member("y3"), team.member("z1")
    number = team.fresh()
    old = team.claim(slow, number)
    team.let_run_out(number)
    new = team.claim(quick, number)
    for server, claimed, value in ((quick, new, now), (slow, old, late)):
        review, history = item_of(claimed)
        history.do(acts.set_value(review, VALUE, value))
        server.append(number, claimed.lease, 0, [uuid.uuid4()], [encode(history.record[0])])
    quick.let_go(number, new.lease, "return")
    return number


def test_a_lead_settles_a_clash_field_by_field(team: Team, joined: Callable[..., MainWindow], qtbot: QtBot) -> None:
    number = late_value(team, "≥5期", "≥6期")
    window = joined("chef", "lead")
    page = window.team.page.clashes
    window.team.page.pages.setCurrentWidget(page)
    qtbot.waitUntil(lambda: number in [draft[0] for draft in page._drafts], timeout=10_000)
    page.list.setCurrentRow([draft[0] for draft in page._drafts].index(number))
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=10_000)
    assert [page.model.index(0, column).data() for column in (1, 2)] == ["≥5期", "≥6期"]
    page.model.setData(page.model.index(0, 2), Qt.CheckState.Checked, int(Qt.ItemDataRole.CheckStateRole))
    page.take.click()
    qtbot.waitUntil(lambda: number not in [draft[0] for draft in team.enter("chef").drafts()], timeout=10_000)
    qtbot.waitUntil(lambda: window.team.link.waiting == 0, timeout=10_000)
    claimed = team.enter("chef").fetch(number)
    assert claimed is not None
    review, history = item_of(claimed)
    assert review.field(VALUE).value == "≥6期"
    assert [entry.act.name for entry in history.record] == ["set_value", "settle"], "and how it came about is on record"


def test_what_is_on_record_is_kept(team: Team, joined: Callable[..., MainWindow], qtbot: QtBot) -> None:
    number = late_value(team, "≥7期", "≥8期")
    window = joined("chef", "lead")
    page = window.team.page.clashes
    window.team.page.pages.setCurrentWidget(page)
    qtbot.waitUntil(lambda: number in [draft[0] for draft in page._drafts], timeout=10_000)
    page.list.setCurrentRow([draft[0] for draft in page._drafts].index(number))
    qtbot.waitUntil(page.keep.isEnabled, timeout=10_000)
    page.keep.click()
    qtbot.waitUntil(lambda: number not in [draft[0] for draft in page._drafts], timeout=10_000)
    assert team.sql("SELECT acts FROM reviewer.document WHERE id = %s", number) == [(1,)]
    assert team.sql("SELECT settled_by FROM reviewer.draft WHERE document = %s", number) == [("chef",)]


def test_a_wrong_password_is_a_sentence(team: Team, open_window: Open, qtbot: QtBot) -> None:
    team.member("x6").close()
    window = open_window()
    window.actions_table["actionTeamQueue"].trigger()
    page = window.team.page
    page.address.setText(team.address_of("x6").text())
    page.password.setText("not-this-one")
    page._connect()
    qtbot.waitUntil(lambda: "不让" in page.line.text(), timeout=10_000)
    assert page.address.isVisible()


def test_the_queue_is_narrowed_to_one_layout(team: Team, joined: Callable[..., MainWindow], qtbot: QtBot) -> None:
    document = team.fresh()
    team.sql("UPDATE reviewer.document SET layout = '横表' WHERE id = %s", document)
    window = joined("lay1")
    page = window.team.page.queue
    qtbot.waitUntil(lambda: page.layout_of.findData("横表") > 0, timeout=10_000)
    assert len(page.model.rows) > 1
    page.layout_of.setCurrentIndex(page.layout_of.findData("横表"))
    qtbot.waitUntil(lambda: [row.id for row in page.model.rows] == [document], timeout=10_000)
    window.actions_table["actionTeamNext"].trigger()
    arrived(window, qtbot)
    assert held_by(team, "lay1") == [document], "and the next one is of that layout"
