"""A robot whose files are moved about while it works, until it is killed: `python robot_places.py SAMPLE FOLDER SEED`.

It edits, saves under names that exist and by links, exports over files, and in between renames, replaces and deletes its session and
fills the disk. Each line says what a user was told is safe by then (how many acts, and the sum of the values), which file is somebody
else's, or that the only copy is about to be taken away.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import random
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication
from robot import hash_of

from reviewer.model import acts
from reviewer.session import rows
from reviewer.ui.app import create_application, create_window
from reviewer.ui.main_window import MainWindow


def say(**what: object) -> None:
    print(json.dumps(what), flush=True)


class Answers:
    """What a user says to the questions: names laid out beforehand, and nothing of somebody else's replaced."""

    session: Path | None = None
    workbook: Path | None = None

    def __getattr__(self, name: str) -> Callable[..., object]:
        given = {"save_session": self.session, "save_workbook": self.workbook}
        return lambda *arguments: arguments[1] if name == "choose_export" else given.get(name)


class Robot:
    """One window, and the hands of somebody who means no good."""

    def __init__(self, window: MainWindow, folder: Path, seed: int) -> None:
        self.window, self.folder, self.chance = window, folder, random.Random(seed)
        self.answers = window.files.prompts = Answers()  # type: ignore[assignment]
        self.number, self.full = itertools.count(1), 0
        real = rows.write_entry

        def write(*arguments: object) -> bytes:
            if self.full > 0:
                self.full -= 1
                error = sqlite3.OperationalError("database or disk is full")
                error.sqlite_errorcode = sqlite3.SQLITE_FULL
                raise error
            return real(*arguments)  # type: ignore[arg-type]

        rows.write_entry = write

    def act(self) -> None:
        review = self.window.desk.review
        assert review is not None
        ref = self.chance.choice(list(review.refs()))
        self.window.desk.do(acts.set_value(review, ref, f"={next(self.number)}"))

    def save_as(self) -> None:
        """Under a name that has a session of an earlier time, by a link, or a new one."""
        name = self.chance.choice(["old.review", "link.review", f"{next(self.number)}.review"])
        self.answers.session = self.folder / name
        say(asked=os.path.realpath(self.answers.session))
        self.window.actions_table["actionSaveAs"].trigger()

    def export(self) -> None:
        self.answers.workbook = self.folder / self.chance.choice(["out.xlsx", "source.md.xlsx"])
        self.window.actions_table["actionExportExcel"].trigger()

    def disturb(self) -> None:
        """Somebody else takes the session away."""
        current = self.window.desk.current
        path = current.session if current is not None else None
        if path is None or not path.exists():
            return
        path = Path(os.path.realpath(path))
        how = self.chance.choice(["rename", "replace", "delete", "disk"])
        if how in ("replace", "delete"):
            say(gone=True)  # what was safe is destroyed by somebody else; it is safe again after the next key
        if how == "rename":
            path.rename(path.with_name(f"renamed{next(self.number)}.review"))
        elif how == "replace":
            stranger = self.folder / "stranger"
            stranger.write_bytes(b"theirs %d" % next(self.number))
            say(foreign=str(path), sha=hashlib.sha256(stranger.read_bytes()).hexdigest())
            stranger.replace(path)
        elif how == "delete":
            path.unlink()
        else:
            self.full = self.chance.randrange(1, 4)

    def tell(self) -> None:
        current = self.window.desk.current
        if current is None or current.history is None or current.review is None or current.live is None:
            return
        if current.live.is_safe:
            values = {f"{ref.node} {ref.key}": current.review.field(ref).value for ref in current.review.refs()}
            say(acts=len(current.history.record), sum=hash_of(values))


def main(sample: Path, folder: Path, seed: int) -> None:
    """For ever."""
    create_application(["reviewer"])
    window = create_window([sample])
    window.show()
    assert window.wait_until_idle(600_000)  # a machine may have fifty times more to do than cores
    robot = Robot(window, folder, seed)
    robot.act()
    robot.tell()
    while True:
        robot.chance.choices(
            [robot.act, robot.save_as, robot.export, robot.disturb], [12, 2, 1, 2]
        )[0]()  # fmt: skip
        QApplication.processEvents()
        robot.act()  # the next key, at which what happened is noticed
        robot.tell()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
