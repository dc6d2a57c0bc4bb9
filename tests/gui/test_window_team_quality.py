"""A team through the window: reading once more, settling, known errors, time, and what all learn. On a real server (tests/team.py)."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from team import Team
from team_documents import VALUE
from team_windows import arrived, held_by

from reviewer.base import words
from reviewer.base.words import Words
from reviewer.model import acts
from reviewer.ui.main_window import MainWindow
from reviewer.workspace.transport import encode, item_of, ref_of, values_of

pytestmark = pytest.mark.xdist_group("window_team_quality")


def test_a_field_is_read_once_more_without_seeing_what_was_written(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    with team.admin() as admin:
        admin.set_value("sample_share", "1")
    author = team.member("y4")
    claimed = team.claim(author, team.fresh())
    review, history = item_of(claimed)
    history.do(acts.set_value(review, VALUE, "≥33期"))
    author.append(claimed.document, claimed.lease, 0, [uuid.uuid4()], [encode(history.record[0])])
    author.finish(claimed.document, claimed.lease, 1, 0, values_of(review, item_of(claimed)[0]))
    window = joined("x7")
    page = window.team.page.quality
    window.team.page.pages.setCurrentWidget(page)
    seen = set()
    page.ask.click()
    for _ in range(20):
        qtbot.waitUntil(lambda: page._sample is not None or "没有要复读" in page.where.text(), timeout=10_000)
        if page._sample is None:
            break
        seen.add(page.where.text())
        shown = page.original.desk.review
        assert shown is not None
        assert shown.source.name in page.where.text()
        assert "≥33期" not in [shown.field(ref).value for ref in shown.refs()]
        assert page.original.desk.field != VALUE or "年度" not in page.where.text(), "the row is framed, not the field"
        assert page.value.text() == "", "neither what was read nor what was written"
        page.value.setText("≥1期")
        qtbot.keyClick(page.value, Qt.Key.Key_Return)
    mine = [text for text in seen if text.startswith(claimed.name)]  # the others are of documents of other tests
    assert len(mine) == 7
    assert sum(each.seen for each in author.figures()) == 7


def differing(team: Team, one: str, other: str) -> int:
    """A document whose doubtful value y6 read as `one` and y7, who was asked to read it once more, as `other`."""
    with team.admin() as admin:
        admin.set_value("sample_share", "1")
    author, second = team.member("y6"), team.member("y7")
    claimed = team.claim(author, team.fresh())
    review, history = item_of(claimed)
    history.do(acts.set_value(review, VALUE, one))
    author.append(claimed.document, claimed.lease, 0, [uuid.uuid4()], [encode(history.record[0])])
    author.finish(claimed.document, claimed.lease, 1, 0, values_of(review, item_of(claimed)[0]))
    while (asked := second.next_sample()) is not None:
        sample, path, found = asked
        read = item_of(found)[0].field(ref_of(path)).value
        second.second_reading(sample, other if found.document == claimed.document and ref_of(path) == VALUE else read)
    return claimed.document


def test_a_third_settles_a_difference_by_the_original(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    number = differing(team, "≥41期", "≥42期")
    window = joined("pruefer", "checker")
    page = window.team.page.differences
    window.team.page.pages.setCurrentWidget(page)
    qtbot.waitUntil(lambda: number in [each.document for each in page._found], timeout=10_000)
    page.list.setCurrentRow([each.document for each in page._found].index(number))
    qtbot.waitUntil(lambda: page._shown is not None and page._shown.document == number, timeout=10_000)
    assert {page.one.text(), page.other.text()} == {"≥41期", "≥42期"}
    shown = page.original.desk.review
    assert shown is not None
    assert shown.field(VALUE).value == "≥1期", "the original, with nothing of what anybody made of it"
    assert "y6" not in page.list.currentItem().text() + page.said.text(), "nobody's name"
    right = page.one if page.one.text() == "≥42期" else page.other
    right.setFocus()
    qtbot.keyClick(right, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: number not in [each.document for each in page._found], timeout=10_000)
    assert team.sql(
        "SELECT settled_by, settled_value FROM reviewer.sample WHERE document = %s AND settled_at IS NOT NULL", number
    ) == [("pruefer", "≥42期")]
    assert sum(each.wrong for each in team.enter("y6").figures()) == 1
    assert team.sql("SELECT acts FROM reviewer.document WHERE id = %s", number) == [(1,)], "the output is as it was"


def test_neither_of_two_readings(team: Team, joined: Callable[..., MainWindow], qtbot: QtBot) -> None:
    number = differing(team, "≥51期", "≥52期")
    window = joined("pruefer", "checker")
    page = window.team.page.differences
    window.team.page.pages.setCurrentWidget(page)
    qtbot.waitUntil(lambda: number in [each.document for each in page._found], timeout=10_000)
    page.list.setCurrentRow([each.document for each in page._found].index(number))
    qtbot.waitUntil(lambda: page._shown is not None and page._shown.document == number, timeout=10_000)
    page.value.setFocus()
    page.value.setText("≥1期")
    qtbot.keyClick(page.value, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: number not in [each.document for each in page._found], timeout=10_000)
    assert team.sql(
        "SELECT settled_value FROM reviewer.sample WHERE document = %s AND settled_at IS NOT NULL", number
    ) == [("≥1期",)]


@pytest.mark.parametrize(
    ("name", "role", "settles", "plants"),
    [("x9", "clerk", False, False), ("pruefer", "checker", True, False), ("chef", "lead", True, True)],
)
def test_what_is_not_for_clerks_is_not_shown_to_them(
    team: Team, joined: Callable[..., MainWindow], name: str, role: str, settles: bool, plants: bool
) -> None:
    team.fresh()
    page = joined(name, role).team.page
    assert page.pages.isTabVisible(page.pages.indexOf(page.differences)) is settles
    page.pages.setCurrentWidget(page.quality)
    assert page.quality.plant.isVisible() is plants


def test_a_lead_has_known_errors_put_in(team: Team, joined: Callable[..., MainWindow], qtbot: QtBot) -> None:
    """From the button to the figure: a copy, a clerk who does not look, and what the lead sees of it."""
    author = team.member("y8")
    claimed = team.claim(author, team.fresh())
    author.finish(claimed.document, claimed.lease, 0, 0, values_of(item_of(claimed)[0]))
    window = joined("chef", "lead")
    page = window.team.page.quality
    window.team.page.pages.setCurrentWidget(page)
    page.ask_count = lambda: 200
    page.plant.click()
    qtbot.waitUntil(lambda: "放入待办" in window.team.page.message.text(), timeout=20_000)
    query = "SELECT document FROM reviewer.planted WHERE original = %s"
    ((copy,),) = team.sql(query, claimed.document)
    other = team.member("y9")
    taken = team.claim(other, int(str(copy)))
    other.finish(taken.document, taken.lease, 0, 0, values_of(item_of(taken)[0]))
    window.team.page.pages.setCurrentIndex(0)
    window.team.page.pages.setCurrentWidget(page)

    def line() -> list[str]:
        rows = [[page.people.item(row, column).text() for column in range(8)] for row in range(page.people.rowCount())]
        return next((texts for texts in rows if texts[0] == "y9"), [])

    qtbot.waitUntil(lambda: line()[4:6] == ["1", "0"], timeout=10_000)
    team.sql("UPDATE reviewer.document SET deleted_at = now() WHERE twin <> 0")  # not in the way of others here


def test_time_is_counted_while_somebody_works(team: Team, joined: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window = joined("x10")
    team.sql("UPDATE reviewer.document SET meant_for = 'x10' WHERE id = %s", team.fresh())
    window.actions_table["actionTeamNext"].trigger()
    arrived(window, qtbot)
    (document,) = held_by(team, "x10")
    clocks, current = window.team.link.clocks, window.desk.current
    assert current is not None
    held = window.team.link.held(current)
    assert held is not None
    before, heard = clocks.seconds(current), []
    window.team.link._sender.touch = lambda: heard.append(True)  # type: ignore[union-attr, method-assign]
    qtbot.wait(300)
    handle = window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_Down)
    qtbot.wait(300)
    assert heard, "a key keeps the claim alive, whether or not anything is changed by it"
    assert 0.5 < clocks.seconds(current) - before < 5
    clocks.put_down()
    assert held.seconds == pytest.approx(clocks.seconds(current), abs=0.2), "and is there after a crash"
    window.actions_table["actionTeamDone"].trigger()
    qtbot.waitUntil(lambda: document not in held_by(team, "x10"), timeout=10_000)
    ((seconds,),) = team.sql("SELECT seconds FROM reviewer.spent WHERE document = %s AND who = 'x10'", document)
    assert float(str(seconds)) > 0.5


def test_what_a_clerk_teaches_is_taken_over_for_all_by_the_lead(
    team: Team, joined: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    team.fresh()
    clerk, word = joined("x11"), f"数里指标{uuid.uuid4().hex[:4]}"
    assert clerk.learning.keep(Words({"level1": {}, "level2": {word: "数量指标"}}, {}))
    looking = team.member("chef", "lead")
    qtbot.waitUntil(lambda: word in [each.word for each in looking.lessons()], timeout=10_000)
    page = clerk.team.page.words
    clerk.team.page.pages.setCurrentWidget(page)
    qtbot.waitUntil(lambda: word in [each.word for each in page._shown], timeout=10_000)
    assert not page.accept.isVisible(), "not for clerks to decide"
    clerk.learning.keep(Words())
    qtbot.waitUntil(lambda: word not in [each.word for each in looking.lessons()], timeout=10_000)
    clerk.learning.keep(Words({"level1": {}, "level2": {word: "数量指标"}}, {}))
    qtbot.waitUntil(lambda: word in [each.word for each in looking.lessons()], timeout=10_000)
    number = next(each.id for each in looking.lessons() if each.word == word)
    words.use(Words())  # another clerk's program has it from nowhere but the team
    looking.decide(number, "accepted")
    clerk.team._learning.refresh()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: words.in_use().levels.get("level2", {}) == {word: "数量指标"}, timeout=10_000)
    assert words.load(clerk.learning.file).levels["level2"] == {word: "数量指标"}
    assert words.own().count == 0
    clerk.team.link.stop()
    clerk.team.link.changed.emit()
    assert words.in_use().count == 0, "who leaves a workspace leaves its words"


def test_a_lead_decides_and_takes_back_by_key(team: Team, joined: Callable[..., MainWindow], qtbot: QtBot) -> None:
    team.fresh()
    word = f"考核要点{uuid.uuid4().hex[:4]}"
    team.member("x12").teach(("label", word, "level3"))
    window = joined("chef", "lead")
    page = window.team.page.words
    window.team.page.pages.setCurrentWidget(page)
    qtbot.waitUntil(lambda: word in [each.word for each in page._shown], timeout=10_000)

    def choose(which: str) -> None:
        page.which.setCurrentIndex(page.which.findData(which))
        row = [each.word for each in page._shown].index(word)
        page.table.selectRow(row)
        assert [page.table.item(row, column).text() for column in (0, 1, 2, 3)] == [
            "表头",
            word,
            "三级指标（名称）",
            "x12",
        ]

    choose("proposed")
    qtbot.keyClick(page.accept, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: words.in_use().labels.get(word) == "level3", timeout=10_000)
    qtbot.waitUntil(lambda: word not in [each.word for each in page._shown], timeout=10_000)
    choose("accepted")
    qtbot.waitUntil(lambda: "已对所有人采用（由 chef" in page.history.text(), timeout=10_000)
    assert not page.accept.isEnabled()
    qtbot.keyClick(page.undo, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: word not in words.in_use().labels, timeout=10_000)
    choose("all")
    qtbot.waitUntil(lambda: "已撤回（由 chef" in page.history.text(), timeout=10_000)
