"""The program is killed while its files are replaced, renamed and written over: acts that were called safe lost 0, foreign files changed 0.

REVIEWER_KILL_ROUNDS says how often (20 without it; 200 is the long run).
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from reviewer.base.resources import resource
from reviewer.extract.pipeline import extract
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.session.codec import SessionError
from reviewer.session.store import load_session, save_session
from reviewer.sources.registry import open_source

ROUNDS = int(os.environ.get("REVIEWER_KILL_ROUNDS", "20"))
HERE = Path(__file__).parent
_MOST_LINES = 60
"""What a robot says at most before it is killed: some thirty acts, and what happens to its files in between."""
sys.path.insert(0, str(HERE))
pytestmark = pytest.mark.skipif(os.name != "posix", reason="names can be taken from open files only on POSIX")


def killed(folder: Path, seed: int) -> list[dict[str, object]]:
    """What the robot said before it was killed, whole lines only."""
    environment = {
        **os.environ,
        "REVIEWER_DATA_DIR": str(folder.parent / "data"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parents[1]), *sys.path]),
    }
    call = [sys.executable, str(HERE / "robot_places.py"), str(folder / "source.md"), str(folder), str(seed)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, env=environment) as robot:
        assert robot.stdout is not None
        chance = random.Random(seed)
        lines = []
        for _ in range(chance.randrange(1, _MOST_LINES)):  # so many, however slow the machine is just now
            lines.append(robot.stdout.readline())
            assert lines[-1], f"it ended by itself, having said {lines[:-1]}"
        time.sleep(chance.uniform(0.0, 0.1))
        robot.kill()
        lines += robot.stdout.read().splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith(b"\n")]


def kept(folder: Path) -> list[tuple[Review, History]]:
    """Everything that can be opened afterwards, wherever it lies."""
    found = []
    for path in sorted(folder.parent.rglob("*.review")):
        if not path.name.startswith("~$"):
            with suppress(SessionError):
                found += load_session(path)
    return found


def holds(review: Review, history: History, acts: int, values: str) -> bool:
    """Whether a session has these acts: the first so many of them lead to these values."""
    from robot import hash_of

    if len(history.record) < acts:
        return False
    again = Review(review.source, history.first, loose=review.loose)
    History(again, record=history.record[:acts])
    return hash_of({f"{ref.node} {ref.key}": again.field(ref).value for ref in again.refs()}) == values


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_nothing_that_was_called_safe_is_lost_and_no_foreign_file_is_changed(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "收到"
    folder.mkdir()
    source = folder / "source.md"
    shutil.copyfile(resource("samples", "wide.md"), source)
    review = extract(open_source(source))
    save_session(folder / "old.review", [(review, History(review))])
    (folder / "link.review").symlink_to(folder / "old.review")
    (folder / "source.md.xlsx").hardlink_to(source)
    (folder / "theirs.xlsx").write_bytes(b"theirs")
    foreign = {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in (source, folder / "theirs.xlsx")}
    said = killed(folder, seed)
    last = [line for line in said if "acts" in line or "gone" in line][-1]
    everything = kept(folder)
    assert "gone" in last or any(holds(*item, int(str(last["acts"])), str(last["sum"])) for item in everything), (
        last,
        len(everything),
    )
    for line in said:
        if "foreign" in line:
            foreign[str(line["foreign"])] = str(line["sha"])
        elif "asked" in line:  # about what lies there, and the answer was to replace it
            foreign.pop(str(line["asked"]), None)
    there = {hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.is_file()}
    assert set(foreign.values()) <= there
    for path in (source, folder / "theirs.xlsx", folder / "source.md.xlsx"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() in (
            foreign[str(source)],
            foreign[str(folder / "theirs.xlsx")],
        )
