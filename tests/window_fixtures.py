"""The whole window, with answers given beforehand instead of dialogs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer.export.choices import Choices
from reviewer.export.differences import Difference
from reviewer.export.next_system import Finding
from reviewer.export.read_back import ReadBack
from reviewer.export.tables import Item
from reviewer.export.template import Plan
from reviewer.model.review import Review
from reviewer.ui.app import create_application, create_window
from reviewer.ui.dialogs.prompts import Unsaved
from reviewer.ui.main_window import MainWindow
from reviewer.ui.settings import Settings


class Answers:
    """Stands in for Prompts: gives the answers that a test has laid out, and keeps what was asked."""

    def __init__(self) -> None:
        self.files: list[Path] = []
        self.folder: Path | None = None
        self.session: Path | None = None
        self.workbooks: list[Path] = []
        self.unsaved = Unsaved.DISCARD
        self.throw_away = True
        self.overwrite = False
        self.second = "李四"
        self.note: str | None = "等业务科答复"
        self.reviewer = "赵六"
        self.pages: list[Path] = []
        self.asked: list[str] = []
        self.suggested: list[Path] = []
        self.passwords: list[str] = []
        self.picture: Path | None = None
        self.plan: Plan | None = None
        self.mapping: dict[str, str] = {}
        self.choices: Choices | None = None
        self.offered: Choices | None = None
        self.show_findings: Callable[[list[Finding]], object] | None = None
        self.corrected: Path | None = None
        self.replace = True
        self.questions: list[str] = []
        self.taken: Callable[[list[Difference]], list[Difference]] = lambda found: found

    def open_files(self, folder: Path) -> list[Path]:
        self.asked.append("open_files")
        return self.files

    def open_folder(self, folder: Path) -> Path | None:
        self.asked.append("open_folder")
        return self.folder

    def save_session(self, suggested: Path) -> Path | None:
        self.asked.append("save_session")
        return self.session

    def save_workbook(self, suggested: Path) -> Path | None:
        self.asked.append("save_workbook")
        self.suggested.append(suggested)
        return self.workbooks.pop(0) if self.workbooks else None

    def choose_export(self, items: list[Item], choices: Choices) -> Choices | None:
        self.asked.append("choose_export")
        self.offered = choices
        return self.choices or choices

    def open_workbook(self, folder: Path, title: str, further: str = "") -> Path | None:
        self.asked.append("open_workbook")
        return self.corrected

    def choose_differences(
        self, reviews: list[Review], found: ReadBack, file: str
    ) -> dict[int, list[Difference]] | None:
        self.asked.append("choose_differences")
        return {place: self.taken(list(made)) for place, made in found.differences.items()}

    def save_picture(self, suggested: Path) -> Path | None:
        self.asked.append("save_picture")
        return self.picture

    def choose_mapping(self, plan: Plan, parts: dict[str, str], file: str) -> Plan | None:
        self.asked.append("choose_mapping")
        self.plan = plan
        return plan.mapped(self.mapping)

    def password(self, file: str, again: bool) -> str | None:
        self.asked.append(f"password {file}{' again' if again else ''}")
        return self.passwords.pop(0) if self.passwords else None

    def ask_unsaved(self, names: list[str]) -> Unsaved:
        self.asked.append("ask_unsaved")
        return self.unsaved

    def ask_throw_away(self, names: list[str]) -> bool:
        self.asked.append("ask_throw_away")
        return self.throw_away

    def ask_replace(self, question: str) -> bool:
        self.questions.append(question)
        return self.replace

    def ask_overwrite(self, path: Path) -> bool:
        self.asked.append(f"ask_overwrite {path.name}")
        return self.overwrite

    def ask_note(self, file: str) -> str | None:
        self.asked.append(f"ask_note {file}")
        return self.note

    def ask_reviewer(self, name: str) -> str:
        self.asked.append(f"ask_reviewer {name}")
        return self.reviewer

    def save_page(self, suggested: Path) -> Path | None:
        self.asked.append("save_page")
        self.suggested.append(suggested)
        return self.pages.pop(0) if self.pages else None

    def ask_second_reviewer(self, first: str) -> str:
        self.asked.append("ask_second_reviewer")
        return self.second


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def open_window(
    qtbot: QtBot, qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: Answers
) -> Iterator[Callable[..., MainWindow]]:
    """Opens the window on some paths, shown and active, all jobs done."""
    monkeypatch.setenv("REVIEWER_DATA_DIR", str(tmp_path / "data"))
    create_application(["reviewer"])
    Settings().keep_flag("raw_text", True)  # most tests look at text as text; tables in text have their own
    Settings().keep_remembered("reviewer_asked", "yes")  # the question has a test of its own
    windows: list[MainWindow] = []

    def opened(*paths: Path) -> MainWindow:
        window = create_window(paths)
        window.files.prompts = answers  # type: ignore[assignment]
        window.records.prompts = answers  # type: ignore[assignment]
        windows.append(window)
        window.resize(1366, 728)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        assert window.wait_until_idle(60_000)
        return window

    yield opened
    for window in windows:
        answers.unsaved = Unsaved.DISCARD
        window.close()
        window.deleteLater()
