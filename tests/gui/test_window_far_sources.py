"""A session that names another computer as the place of its sources is opened without a look there, until the person says so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from reviewer import cli
from reviewer.base.paths import is_on_another_computer, server_of
from reviewer.base.resources import resource
from reviewer.extract.pipeline import extract
from reviewer.model import acts
from reviewer.model.history import History
from reviewer.session import log
from reviewer.session.live import LiveSession
from reviewer.session.store import load_session, origins, save_session
from reviewer.sources.registry import open_source
from reviewer.ui.main_window import MainWindow

Open = Callable[..., MainWindow]
FAR = "//far-away.example/share/wide.md"


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every name on the other computer that the program has looked at."""
    found: list[str] = []

    def told(ask: Callable[..., object]) -> Callable[..., object]:
        def wrapped(path: object, *args: object, **more: object) -> object:
            if isinstance(path, str | os.PathLike) and "far-away" in os.fspath(path):
                found.append(os.fspath(path))
            return ask(path, *args, **more)

        return wrapped

    for name in ("stat", "lstat", "open", "access", "scandir", "listdir", "readlink"):
        monkeypatch.setattr(os, name, told(getattr(os, name)))
    monkeypatch.setattr(os.path, "exists", told(os.path.exists))
    return found


@pytest.fixture
def session(tmp_path: Path) -> Path:
    review = extract(open_source(resource("samples", "wide.md")))
    save_session(tmp_path / "a.review", [(review, History(review))], [FAR])
    return tmp_path / "a.review"


def test_nobody_looks_there_before_the_person_says_so(open_window: Open, session: Path, looked: list[str]) -> None:
    window = open_window(session)
    (opened,) = window.desk.sources
    assert opened.review is not None
    window.desk.do(acts.set_value(opened.review, next(iter(opened.review.refs())), "改"))
    window.files.save()
    assert window.wait_until_idle(60_000)
    assert not looked
    said = next(text for text in window.message_bar.texts() if "far-away.example" in text)
    assert "a.review" in said
    assert origins(session) == [FAR], "where the source lies is not forgotten"
    button = next(b for b in window.message_bar.findChildren(QPushButton) if b.text() == "现在去看")
    button.click()
    assert window.wait_until_idle(60_000)
    assert looked
    assert opened.origin == Path(FAR)


def test_the_command_line_does_not_look_there_either(session: Path, looked: list[str], tmp_path: Path) -> None:
    assert cli.run(["export", str(session), "-o", str(tmp_path / "o.xlsx")]) == 0
    assert not looked


def test_a_log_is_not_looked_for_there(session: Path, looked: list[str], tmp_path: Path) -> None:
    items = load_session(session)
    live = LiveSession.open(session, items, "")
    left = Path(shutil.copy(session, tmp_path / "left.review"))  # as a crash leaves it
    live.close()
    left.write_bytes(
        left.read_bytes().replace(os.fsencode(session), FAR.encode().ljust(len(os.fsencode(session)), b"x"))
    )
    assert log.home(left) == left
    assert not looked


@pytest.mark.parametrize(
    ("path", "server"),
    [
        (r"\\Server\share\a.xlsx", "server"),
        ("//server/share/a.xlsx", "server"),
        (r"\\?\UNC\server\share\a.xlsx", "server"),
        (r"\\server@SSL\DavWWWRoot\a.xlsx", "server@ssl"),
        (r"\\?\C:\a.xlsx", ""),
        (r"\\.\pipe\name", "."),
        (r"\\?\GLOBALROOT\Device\Mup\server\share", "?"),
        (r"C:\a.xlsx", ""),
        ("/home/a.xlsx", ""),
        (r"a\\b", ""),
    ],
)
def test_which_computer_a_path_names(path: str, server: str) -> None:
    assert server_of(Path(path)) == server


def test_the_computer_of_the_session_itself_was_asked_for_already() -> None:
    assert not is_on_another_computer(Path(r"\\server\share\a.xlsx"), Path("//SERVER/other/s.review"))
    assert is_on_another_computer(Path(r"\\server\share\a.xlsx"), Path("//else/other/s.review"))
    assert is_on_another_computer(Path(r"\\server\share\a.xlsx"), Path("s.review"))
