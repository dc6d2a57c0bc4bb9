"""What somebody hears who cannot see the window: names in their language, states in words, reasons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible

from reviewer.base.i18n import use_language
from reviewer.base.resources import resource
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind, Node
from reviewer.ui.main_window import MainWindow
from reviewer.ui.theme import ACCEPTED, BLANK, DOUBTFUL, EDITED, UNREADABLE, sign_words
from reviewer.ui.tree.model import ANNUAL, NAME

Open = Callable[..., MainWindow]
WIDE = resource("samples", "wide.md")
SPOKEN, WHY = int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.AccessibleDescriptionRole)
SIGNS = (DOUBTFUL, ACCEPTED, EDITED, BLANK, UNREADABLE)


def cell(window: MainWindow, node: Node, column: int = ANNUAL) -> QModelIndex:
    tree = window.review_tree
    return tree.model().mapFromSource(tree._model.index_of(node, column))


@pytest.mark.parametrize(("language", "doubtful", "empty"), [("zh_CN", "待核", "空"), ("en", "Doubtful", "empty")])
def test_a_doubtful_cell_says_so_and_why(open_window: Open, language: str, doubtful: str, empty: str) -> None:
    use_language(language)
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    ref = next(ref for ref in review.doubtful() if ref.key == "annual_value")
    index = cell(window, review.node(ref.node))
    assert index.data(SPOKEN).startswith(doubtful)
    assert (review.field(ref).value or empty) in index.data(SPOKEN)
    for reason in review.reasons(ref):
        assert reason.text() in index.data(WHY)


def test_no_cell_is_read_by_its_sign_and_sure_ones_by_their_value_alone(open_window: Open) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    nodes = [node for node in review.root.walk() if node.kind is Kind.INDICATOR]
    refs = [FieldRef(node.id, "annual_value") for node in nodes[:4]]
    window.desk.do(acts.accept(review, refs[0]))
    window.desk.do(acts.set_value(review, refs[1], "≥31期"))
    window.desk.do(acts.mark_blank(review, refs[2]))
    window.desk.do(acts.mark_unreadable(review, refs[3]))
    spoken = [cell(window, node).data(SPOKEN) for node in nodes[:4]]
    assert [text.split("：")[0] for text in spoken] == ["已接受", "已修改", "原文为空", "无法辨认"]
    for node in review.root.walk():
        for column in range(6):
            text = cell(window, node, column).data(SPOKEN) or ""
            assert not any(sign in text for sign in SIGNS[:4])
    sure = next(node for node in nodes[4:] if not review.is_doubtful(FieldRef(node.id, "annual_value")))
    assert cell(window, sure).data(SPOKEN) == sure.value("annual_value")
    assert not cell(window, sure).data(WHY)


def test_an_entry_says_how_much_is_doubtful_beneath_it(open_window: Open) -> None:
    window = open_window(WIDE)
    review = window.desk.review
    assert review is not None
    entry = next(entry for entry in review.entries if review.count_doubtful(entry))
    said = cell(window, entry, NAME).data(SPOKEN)
    assert str(entry.value("name")) in said
    assert f"待核 {review.count_doubtful(entry)} 处" in said


def test_a_screen_reader_gets_it_from_the_tree(open_window: Open) -> None:
    """Through Qt's own interface, which is what NVDA and 争渡 ask."""
    window = open_window(WIDE)
    window.actions_table["actionNextDoubtful"].trigger()
    view = window.review_tree.view
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface is not None
    assert interface.text(QAccessible.Text.Name) == "项目与指标"
    texts = {interface.child(place).text(QAccessible.Text.Name) for place in range(min(interface.childCount(), 600))}
    assert any(text.startswith("待核：") for text in texts if text)


def test_the_list_of_doubtful_fields_says_its_signs_in_words(open_window: Open) -> None:
    window = open_window(WIDE)
    table = window.issue_list.view.model()
    assert table.index(0, 0).data(SPOKEN) == "待核"
    assert {sign_words(sign) for sign in SIGNS} == {"待核", "已接受", "已修改", "原文为空", "无法辨认"}


def test_every_action_and_menu_has_words_of_its_own(open_window: Open, tmp_path: Path) -> None:
    window = open_window(WIDE)
    texts = [action.iconText() for action in window.actions_table.all()]
    assert all(texts)
    assert len(set(texts)) == len(texts)
    for action in window.menuBar().actions():
        menu = action.menu()
        keys = [_access_key(item.text()) for item in menu.actions() if not item.isSeparator()]
        assert None not in keys, [item.text() for item in menu.actions() if _access_key(item.text()) is None]
        assert len(set(keys)) == len(keys), f"two of a kind in {action.text()}: {sorted(map(str, keys))}"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_access_keys_are_there_in_both_languages(open_window: Open, tmp_path: Path, language: str) -> None:
    use_language(language)
    test_every_action_and_menu_has_words_of_its_own(open_window, tmp_path)


def _access_key(text: str) -> str | None:
    text = text.replace("&&", "")
    at = text.find("&")
    return text[at + 1].upper() if 0 <= at < len(text) - 1 else None
