"""The lists around the tree, and the progress: how far each source is, and what is left to do."""

from __future__ import annotations

from pathlib import Path

from panes_desk import desk_with_review, put_on, ref_of, review_of, source_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reviewer.model import acts
from reviewer.model.fields import FieldRef, read_field
from reviewer.model.review import Kind, NodeData, Review
from reviewer.model.spans import Span
from reviewer.ui.desk import Desk, OpenSource, State
from reviewer.ui.panels import DocumentList, IssueList, ReviewProgress


def issue_list(qtbot: QtBot, desk: Desk) -> IssueList:
    pane = IssueList(desk)
    qtbot.addWidget(pane)
    pane.resize(900, 200)
    with qtbot.waitExposed(pane):
        pane.show()
    return pane


def lines(pane: IssueList) -> list[tuple[str, ...]]:
    QApplication.processEvents()  # the list is collected once the act is through
    model = pane.view.model()
    return [tuple(model.index(row, column).data() for column in range(4)) for row in range(model.rowCount())]


def document_list(qtbot: QtBot, desk: Desk) -> DocumentList:
    pane = DocumentList(desk)
    qtbot.addWidget(pane)
    with qtbot.waitExposed(pane):
        pane.show()
    return pane


def names(pane: DocumentList) -> list[str]:
    return [pane.list.item(row).text() for row in range(pane.list.count())]


# -- doubtful fields and checks ---------------------------------------------------------------------------------------


def test_every_doubtful_field_is_listed_with_its_place_and_reason(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = issue_list(qtbot, desk)
    assert [line[:2] for line in lines(pane)] == [("⚠", "年度指标值"), ("⚠", "实施周期指标值"), ("⚠", "绩效目标")]
    first = lines(pane)[0]
    assert "调解工作经费" in first[2]
    assert "举办培训" in first[2]
    assert first[3] == review.reasons(ref_of(review, "举办培训", "annual_value"))[0].text()


def test_the_list_is_filtered_by_status_field_confidence_and_reason(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = issue_list(qtbot, desk)
    pane._more.click()
    assert pane.filter.isVisible()
    pane.filter.field.setCurrentIndex(pane.filter.field.findData("绩效目标"))
    assert [line[1] for line in lines(pane)] == ["绩效目标"]
    pane.filter.field.setCurrentIndex(0)
    pane.filter.reason.setCurrentIndex(pane.filter.reason.findData("read.wrapped"))
    assert len(lines(pane)) == 3
    pane.filter.below.setCurrentIndex(1)
    sure = [review.confidence(ref) for ref in review.doubtful()]
    assert len(lines(pane)) == sum(share < 0.5 for share in sure)
    pane.filter.reset()
    accepted = ref_of(review, "举办培训", "annual_value")
    desk.do(acts.accept(review, accepted))
    assert len(lines(pane)) == 2
    pane.filter.status.setCurrentIndex(1)
    assert [line[:2] for line in lines(pane)] == [("✓", "年度指标值")]
    pane._more.click()
    assert len(lines(pane)) == 2, "folded away, the filters hide nothing"


def test_a_field_that_is_settled_leaves_the_list(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = issue_list(qtbot, desk)
    desk.do(acts.accept(review, ref_of(review, "举办培训", "annual_value")))
    assert len(lines(pane)) == 2
    desk.undo()
    assert len(lines(pane)) == 3


def test_choosing_a_line_takes_its_field_in_hand_and_the_line_follows_the_field(qtbot: QtBot) -> None:
    desk, review = desk_with_review()
    pane = issue_list(qtbot, desk)
    lines(pane)
    box = pane.view.visualRect(pane.view.model().index(2, 3))
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert desk.field == ref_of(review, "普法工作经费", "goal")
    desk.choose_field(ref_of(review, "化解𠮷事", "period_value"))
    assert [index.row() for index in pane.view.selectionModel().selectedRows()] == [1]
    desk.choose_field(ref_of(review, "知晓率", "level3"))
    assert not pane.view.selectionModel().selectedRows()


def test_the_arrow_keys_take_the_line_in_hand(qtbot: QtBot) -> None:
    """Enter accepts the field in hand: it must be the one that the list shows as chosen."""
    desk, review = desk_with_review()
    pane = issue_list(qtbot, desk)
    lines(pane)
    desk.choose_field(ref_of(review, "举办培训", "annual_value"))
    QTest.keyClick(pane.view, Qt.Key.Key_Down)
    assert desk.field == ref_of(review, "化解𠮷事", "period_value")
    desk.do(acts.accept(review, ref_of(review, "化解𠮷事", "period_value")))
    lines(pane)
    assert desk.field == ref_of(review, "化解𠮷事", "period_value")  # collecting the list anew chooses nothing
    desk.step_doubtful(1)
    assert [index.row() for index in pane.view.selectionModel().selectedRows()] == [1]


def test_the_list_is_filtered_by_words_and_by_kind(qtbot: QtBot) -> None:
    desk, _ = desk_with_review()
    pane = issue_list(qtbot, desk)
    pane._text.setText("普法")
    assert [line[1] for line in lines(pane)] == ["绩效目标"]
    pane._text.clear()
    pane._kind.setCurrentIndex(2)  # only what the checks found: nothing, so far
    assert lines(pane) == []
    pane._kind.setCurrentIndex(1)
    assert len(lines(pane)) == 3


def odd_amount() -> tuple[Desk, Review]:
    """A review in which a check finds something about a field that was read for sure: an amount that is no number."""
    source = source_of()
    fields = (("name", read_field("调解工作经费")), ("amounts[总计]", read_field("三百")))
    title = (("title", read_field("云溪市青禾区司法局2031年项目支出绩效目标表")),)
    layout = (Span(0, 0, len(source.pages[0].text)),)
    review = Review(source, NodeData(1, Kind.DOCUMENT, title, (NodeData(2, Kind.PROJECT, fields),)), layout=layout)
    desk = Desk()
    put_on(desk, source, review)
    return desk, review


def test_what_a_check_finds_is_listed_and_stays_without_a_sign_once_it_is_accepted(qtbot: QtBot) -> None:
    desk, review = odd_amount()
    pane = issue_list(qtbot, desk)
    [line] = lines(pane)
    assert (line[0], line[1]) == ("⚠", "总计")
    assert "三百" in line[3]
    assert "1" in pane._title.text()
    desk.do(acts.accept(review, ref_of(review, "调解工作经费", "amounts[总计]")))
    [line] = lines(pane)
    assert (line[0], line[1]) == ("", "总计")
    assert "0" in pane._title.text()
    desk.do(acts.set_value(review, ref_of(review, "调解工作经费", "amounts[总计]"), "300"))
    assert lines(pane) == []


# -- the sources ------------------------------------------------------------------------------------------------------


def test_each_source_shows_how_far_it_is(qtbot: QtBot) -> None:
    desk = Desk()
    pane = document_list(qtbot, desk)
    source = source_of()
    ready = put_on(desk, source, review_of(source), "甲.txt")
    waiting, failed = OpenSource(Path("/tmp/乙.txt")), OpenSource(Path("/tmp/丙.txt"))
    desk.add(waiting)
    desk.add(failed)
    failed.state, failed.message = State.FAILED, "丙.txt 是空的"
    desk.updated(failed)
    waiting.state, waiting.progress = State.EXTRACTING, 0.4
    desk.updated(waiting)
    assert names(pane) == ["⚠3 · 甲.txt", "…40% 乙.txt", "✗ 丙.txt"]
    assert pane.list.item(2).toolTip() == "丙.txt 是空的"
    assert ready.review is not None
    for ref in ready.review.doubtful():
        desk.do(acts.accept(ready.review, ref))
    assert names(pane)[0] == "✓ 甲.txt"


def test_the_list_of_sources_shows_itself_when_there_is_something_to_choose_from(qtbot: QtBot) -> None:
    desk = Desk()
    box = QWidget()
    pane = DocumentList(desk)
    QVBoxLayout(box).addWidget(pane)
    qtbot.addWidget(box)
    with qtbot.waitExposed(box):
        box.show()
    source = source_of()
    first = put_on(desk, source, review_of(source), "甲.txt")
    assert not pane.isVisible()
    put_on(desk, source, review_of(source), "乙.txt")
    assert pane.isVisible()
    pane.want(False)
    assert not pane.isVisible()
    pane.want(True)
    desk.remove(first)
    assert pane.isVisible()  # asked for


def test_choosing_a_source_takes_it_in_hand_and_back(qtbot: QtBot) -> None:
    desk = Desk()
    pane = document_list(qtbot, desk)
    source = source_of()
    first = put_on(desk, source, review_of(source), "甲.txt")
    second = put_on(desk, source, review_of(source), "乙.txt")
    third = put_on(desk, source, review_of(source), "丙.txt")
    box = pane.list.visualItemRect(pane.list.item(1))
    qtbot.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert desk.current is second
    desk.choose(third)
    assert pane.list.currentRow() == 2
    assert [pane.list.item(row).font().bold() for row in range(3)] == [False, False, True]
    desk.choose(second)
    desk.remove(second)
    assert desk.current is third  # and the list follows, without choosing for itself
    assert names(pane) == ["⚠3 · 甲.txt", "⚠3 · 丙.txt"]
    assert pane.list.currentRow() == 1
    desk.remove(third)
    desk.remove(first)
    assert desk.current is None
    assert names(pane) == []


# -- progress ---------------------------------------------------------------------------------------------------------


def test_progress_counts_what_is_left(qtbot: QtBot) -> None:
    desk = Desk()
    pane = ReviewProgress(desk)
    qtbot.addWidget(pane)
    label, bar = pane.findChild(QLabel), pane.findChild(QProgressBar)
    assert label is not None
    assert bar is not None
    source = source_of()
    opened = put_on(desk, source, review_of(source))
    assert "3 / 3" in label.text()
    assert (bar.value(), bar.maximum()) == (0, 3)
    assert opened.review is not None
    desk.do(acts.accept(opened.review, opened.review.doubtful()[0]))
    assert "2 / 3" in label.text()
    assert (bar.value(), bar.maximum()) == (1, 3)
    desk.undo()
    assert "3 / 3" in label.text()
    put_on(desk, source, None, "乙.txt")
    desk.choose(desk.sources[1])
    assert "3 / 3" not in label.text()


def test_a_source_with_nothing_doubtful_is_done_once_somebody_has_looked(qtbot: QtBot) -> None:
    source = source_of()
    sure = NodeData(2, Kind.PROJECT, (("name", read_field("调解工作经费")),))
    desk = Desk()
    put_on(desk, source, Review(source, NodeData(1, Kind.DOCUMENT, (), (sure,))))
    pane = ReviewProgress(desk)
    qtbot.addWidget(pane)
    bar = pane.findChild(QProgressBar)
    assert bar is not None
    assert (bar.value(), bar.maximum()) == (0, 1)
    review = desk.review
    assert review is not None
    desk.do(acts.accept(review, FieldRef(2, "name")))
    assert (bar.value(), bar.maximum()) == (1, 1)
