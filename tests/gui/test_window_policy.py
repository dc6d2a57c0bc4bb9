"""What an administrator has fixed holds, is shown as fixed, and cannot be changed anywhere in the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton, QWidget

from reviewer.base import policy, words
from reviewer.base.i18n import language, use_language
from reviewer.base.resources import resource
from reviewer.base.words import Words
from reviewer.ui import app, appearance, density
from reviewer.ui.commands.learn import LearnCommands
from reviewer.ui.dialogs.settings_dialog import SettingsDialog
from reviewer.ui.main_window import MainWindow
from reviewer.ui.setting_values import FIXABLE, SHOWN, SOFTWARE_DRAWING, WINDOW
from reviewer.ui.settings import Settings
from reviewer.ui.software_rendering import Start

Open = Callable[..., MainWindow]
Fix = Callable[[str], None]
SAMPLE = resource("samples", "wide.md")
SAID = "由管理员设定"
PLAIN = {
    "language": ("en", "zh_CN"), "appearance": ("dark", "light"), "density": ("compact", "roomy"), "font_points": (14, 9),
    "target_accuracy": (0.9995, 0.99), "days_kept": (7, 90), "reviewer_name": ("王复核", "张三"),
    "workspace": ("postgresql://li@db.example/a", "postgresql://li@other.example/b"),
    "idle_reading": (True, False),
}  # fmt: skip
"""What an administrator fixes, and what the user wants instead, for each setting that is a property."""


@pytest.fixture
def fix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[Fix]:
    """Writes the administrator's file; an empty text takes it away."""
    file = tmp_path / "policy.ini"
    monkeypatch.setattr(policy.sys, "platform", "linux")
    monkeypatch.setattr(policy, "FILE", file)

    def write(text: str) -> None:
        file.write_text(text, encoding="utf-8")

    yield write
    appearance.apply(qapp, appearance.SYSTEM, 0)
    density.use(density.USUAL)


def texts(inside: QWidget) -> list[str]:
    return [label.text() for label in inside.findChildren(QLabel) if label.isVisibleTo(inside)]


def test_every_setting_is_tried_here() -> None:
    assert {*PLAIN, "reading_memory", SOFTWARE_DRAWING, *(WINDOW + name for name in SHOWN)} == set(FIXABLE)


@pytest.mark.parametrize("name", PLAIN)
def test_a_fixed_setting_holds_and_what_the_user_had_comes_back(name: str, fix: Fix, tmp_path: Path) -> None:
    ours, theirs = PLAIN[name]
    file = tmp_path / "settings.ini"
    mine = Settings(file)
    setattr(mine, name, theirs)
    mine.sync()
    fix(f"{name.upper()}={ours}")
    fixed = Settings(file)
    assert getattr(fixed, name) == ours
    assert fixed.is_fixed(name)
    setattr(fixed, name, theirs)
    assert getattr(fixed, name) == ours
    fixed.sync()
    assert not fixed.not_understood()
    fix("")
    assert getattr(Settings(file), name) == theirs, "nothing was written over it"


@pytest.mark.parametrize("name", [SOFTWARE_DRAWING, *(WINDOW + name for name in SHOWN)])
@pytest.mark.parametrize("yes", ["true", "1"])
def test_a_fixed_flag_holds(name: str, yes: str, fix: Fix, tmp_path: Path) -> None:
    group, _, flag = name.partition("/")
    fix(f"[{group}]\n{flag}={yes}\n")
    settings = Settings(tmp_path / "settings.ini")
    settings.keep_flag(flag, False)
    assert settings.flag(flag, False) is True
    fix("")
    assert Settings(tmp_path / "settings.ini").flag(flag, True) is True, "nothing was kept"


def test_the_memory_of_reading_can_be_fixed(fix: Fix, tmp_path: Path) -> None:
    fix("reading_memory=2048")
    assert Settings(tmp_path / "settings.ini").reading_memory == 2048


def test_the_settings_show_what_is_fixed_and_leave_it(open_window: Open, fix: Fix) -> None:
    names = [name for name in PLAIN if name not in ("workspace", "idle_reading")]
    fix("\n".join(f"{name}={PLAIN[name][0]}" for name in names))
    window = open_window(SAMPLE)
    dialog = SettingsDialog(window.settings, window)
    dialog.show()
    boxes = [dialog.language, dialog.appearance, dialog.points, dialog.density, dialog.target, dialog.days]
    for widget in (*boxes, dialog.reviewer_name):
        assert not widget.isEnabled()
        assert widget.toolTip() == widget.accessibleDescription() == SAID
    assert texts(dialog).count(SAID) == 7
    assert [box.currentData() for box in boxes] == ["en", "dark", 14, "compact", 0.9995, 7]
    assert dialog.reviewer_name.text() == "王复核"
    for box in boxes:
        box.setCurrentIndex(0)
    dialog.reviewer_name.setText("别人")
    dialog.accept()
    window._view.apply_settings()
    assert {name: getattr(window.settings, name) for name in names} == {name: PLAIN[name][0] for name in names}
    assert window.desk.reviewer_name == "王复核"
    window.reviewing.accept()
    assert "王复核" not in " ".join(window.message_bar.texts()), "nobody is asked for a name that is fixed"
    assert window.desk.history is not None
    assert window.desk.history.record[-1].who == "王复核"


def test_without_a_policy_nothing_is_locked(open_window: Open, fix: Fix) -> None:
    window = open_window(SAMPLE)
    dialog = SettingsDialog(window.settings, window, window._view.more_pages())
    dialog.show()
    assert SAID not in " ".join(texts(dialog))
    assert all(w.isEnabled() for w in (dialog.language, dialog.target, dialog.reviewer_name, dialog.days))
    assert not any(SAID in action.text() for action in window.actions_table.all())
    assert not any(SAID in action.text() for action in window._pane_actions)
    dialog.reject()


def test_panes_that_are_fixed_stay_as_they_are(open_window: Open, fix: Fix) -> None:
    fix("[window]\nactionPaneDocuments=false\nactionPaneIssues=true\nraw_text=false\n")
    window = open_window(SAMPLE)  # which would show text as text otherwise
    documents, panel, issues, _wraps = window._pane_actions
    raw = window.actions_table["actionRawText"]
    for action, is_on in ((documents, False), (issues, True), (raw, False)):
        assert action.isChecked() is is_on
        assert not action.isEnabled()
        assert action.text().endswith(f"（{SAID}）")
        action.trigger()
        assert action.isChecked() is is_on
    assert panel.isEnabled()
    assert not window.document_list.isVisible()
    window._issues.findChild(QToolButton).click()
    assert window.issue_list.view.isVisible(), "its arrow is locked too"
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    window.desk.review_changed.emit()
    assert not raw.isChecked()
    assert not raw.isEnabled(), "also after all actions were looked at anew"
    window.close()
    fix("")
    again = open_window(SAMPLE)
    assert again._pane_actions[0].isChecked(), "what was fixed was not kept as the user's wish"
    assert again.actions_table["actionRawText"].isChecked()


def test_a_fixed_key_works_and_no_other_action_gets_it(open_window: Open, fix: Fix) -> None:
    fix("[keys]\nactionDitto=ctrl+b\n")  # that of “blank in the original”
    window = open_window(SAMPLE)
    actions = window.actions_table
    assert actions["actionDitto"].shortcuts() == [QKeySequence("Ctrl+B")]
    assert actions["actionMarkBlank"].shortcuts() == []
    dialog = SettingsDialog(window.settings, window, window._view.more_pages())
    keys = dialog._pages[0].widget
    keys.choose("actionDitto")
    assert keys.said.text() == SAID
    assert not any(w.isEnabled() for w in (keys.editor, keys.set_button, keys.none_button, keys.reset_button))
    keys.choose("actionMarkBlank")
    assert keys.editor.isEnabled()
    keys.editor.setKeySequence(QKeySequence("Ctrl+B"))
    keys.set_button.click()
    assert "管理员" in keys.said.text()
    assert keys.keys["actionDitto"] == ("Ctrl+B",)
    keys.reset_all_button.click()
    assert keys.keys["actionDitto"] == ("Ctrl+B",)
    assert keys.keys["actionMarkBlank"] == ()
    keys.choose("actionFind")
    keys.editor.setKeySequence(QKeySequence("Ctrl+K"))
    keys.set_button.click()
    dialog.accept()
    assert actions["actionDitto"].shortcuts() == [QKeySequence("Ctrl+B")]
    assert actions["actionFind"].shortcuts() == [QKeySequence("Ctrl+K")]
    fix("")
    assert Settings().own_keys == {"actionFind": ("Ctrl+K",)}, "what was lost to the fixed key is no choice of the user"


def test_the_address_of_the_workspace_is_shown_and_cannot_be_changed(open_window: Open, fix: Fix) -> None:
    fix("workspace=postgresql://li@db.example/a")
    window = open_window()
    team = window.team.page
    address = team.findChild(QLineEdit, "teamAddress")
    assert address.text() == "postgresql://li@db.example/a"
    assert not address.isEnabled()
    assert SAID in texts(team)
    assert team.findChild(QLineEdit, "teamPassword").isEnabled()


def test_the_vocabulary_of_all_is_used_and_not_added_to(open_window: Open, fix: Fix, tmp_path: Path) -> None:
    shared = tmp_path / "公用词汇.json"
    words.save(Words().with_level("level1", "产岀指标", "产出指标"), shared)
    before = shared.read_bytes()
    fix(f"vocabulary={shared}")
    window = open_window(SAMPLE)
    assert words.in_use().levels["level1"] == {"产岀指标": "产出指标"}
    learning: LearnCommands = window.learning
    assert not learning.keep(words.in_use().with_label("考核要点", "level3"))
    window.actions_table["actionTeachHeading"].setEnabled(True)
    window.actions_table["actionTeachHeading"].trigger()
    assert "管理员" in window.statusBar().currentMessage()
    dialog = SettingsDialog(window.settings, window, window._view.more_pages())
    page = dialog._pages[1].widget
    assert not any(w.isEnabled() for w in (page.printed, page.add_button, page.remove_button, page.import_button))
    assert page.export_button.isEnabled()
    assert page.said.text() == SAID
    dialog.accept()
    assert shared.read_bytes() == before
    shared.write_bytes(b"{")
    learning.load()
    assert shared.read_bytes() == b"{", "a damaged file of the administrator's is said and left where it is"
    shared.unlink()
    learning.load()
    assert any("公用词汇.json" in text for text in window.message_bar.texts())


def test_what_means_nothing_fixes_nothing_and_is_said(open_window: Open, fix: Fix, tmp_path: Path) -> None:
    fix("appearance=pink\nlanguge=en\nUpdateFolder=/srv\n[keys]\nactionDitto=Ctrl+Nowhere\n[window]\nraw_text=maybe\n")
    window = open_window()
    (said,) = [text for text in window.message_bar.texts() if "管理员" in text]
    for name in ("appearance", "languge", "keys/actionDitto", "window/raw_text"):
        assert name in said
    assert "UpdateFolder" not in said
    assert not window.settings.is_fixed("appearance")
    assert SettingsDialog(window.settings, window).appearance.isEnabled()


def test_a_fixed_language_holds_against_the_environment(fix: Fix, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEWER_LANG", "zh_CN")
    fix("language=en")
    app.create_application(["test"])
    assert language() == "en"
    use_language("zh_CN")


def test_drawing_with_the_driver_that_is_fixed_is_not_switched_off_after_a_crash(fix: Fix, tmp_path: Path) -> None:
    fix("[window]\nsoftware_drawing=false")
    (tmp_path / "starting.lock").write_text("1\nreviewer\n", encoding="utf-8")
    start = Start(tmp_path, Settings(tmp_path / "settings.ini"))
    assert not start.crashed, "or it would be said that the window is drawn without the driver"
    start.over()
    QApplication.processEvents()
