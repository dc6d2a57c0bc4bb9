"""The program is killed in the middle of the work, at any moment: every edit that was on the screen is there again.

REVIEWER_KILL_ROUNDS says how often (20 without it; 200 is the long run).
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.base.resources import resource
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.session import recovery
from reviewer.session.store import load_session

ROUNDS = int(os.environ.get("REVIEWER_KILL_ROUNDS", "20"))
HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))


def killed(folder: Path, seed: int) -> list[dict[str, object]]:
    """What the robot said before it was killed, whole lines only."""
    sample = folder / "wide.md"
    shutil.copyfile(resource("samples", "wide.md"), sample)
    environment = {
        **os.environ,
        "REVIEWER_DATA_DIR": str(folder / "data"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.pathsep.join([str(HERE.parents[1]), *sys.path]),
    }
    call = [sys.executable, str(HERE / "robot.py"), str(sample), str(seed)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, env=environment) as robot:
        assert robot.stdout is not None
        lines = [robot.stdout.readline()]
        while lines[-1] and not json.loads(lines[-1])["acts"]:  # it has begun once an act is through
            lines.append(robot.stdout.readline())
        time.sleep(random.Random(seed).uniform(0.0, 0.6))
        robot.kill()
        lines += robot.stdout.read().splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith(b"\n")]


def stored(folder: Path) -> tuple[Review, History]:
    (left,) = recovery.leftovers(folder / "data" / "recovery")
    assert left.names == ("wide.md",)
    copy = folder / "copy.review"  # SQLite would take the log in, and away
    for ending in ("", "-wal"):
        shutil.copyfile(f"{left.path}{ending}", f"{copy}{ending}")
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    ((review, history),) = load_session(left.path)
    assert left.acts == len(history.record)
    return review, history


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_nothing_that_was_on_the_screen_is_lost(tmp_path: Path, seed: int) -> None:
    from robot import hash_of

    seen = killed(tmp_path, seed)
    last = seen[-1]
    review, history = stored(tmp_path)
    acts = int(str(last["acts"]))
    assert len(history.record) in (acts, acts + 1), (
        "what was on the screen, and perhaps the act that was just being done"
    )
    back = len(history.record) - acts
    again = Review(review.source, history.first, loose=review.loose)
    History(again, record=history.record[: len(history.record) - back])
    values = {f"{ref.node} {ref.key}": again.field(ref).value for ref in again.refs()}
    assert hash_of(values) == last["sum"]
    while history.can_undo:
        history.undo()
    assert review.root.data() == history.first
