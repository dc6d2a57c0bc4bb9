"""Eight clerks who are killed at any moment, and a server that is: nobody loses an act, nobody has what somebody else has."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import crowd
from team import Team
from team_documents import make_document

from reviewer.workspace.transport import decode

CLERKS, SECONDS, PACE, LEASE = 8, 9.0, 8.0, 2
ROOT = Path(__file__).resolve().parents[3]


def start(team: Team, name: str, folder: Path, seconds: float) -> subprocess.Popen[bytes]:
    call = [
        sys.executable,
        str(Path(crowd.__file__)),
        team.address_of(name).text(),
        name,
        str(folder),
        str(seconds),
        str(PACE),
    ]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "errors.log", "ab") as errors:
        return subprocess.Popen(call, env=env, stdout=subprocess.DEVNULL, stderr=errors)


def test_a_crowd_under_fire(team: Team, tmp_path: Path) -> None:
    assert team.secret == crowd.PASSWORD
    team.put_in(*(make_document(f"群{number}") for number in range(40)))
    names = [f"robot{number}" for number in range(CLERKS)]
    for name in names:
        team.member(name).close()
    team.sql("UPDATE reviewer.setting SET value = %s WHERE key = 'lease_seconds'", str(LEASE))
    begun, until = time.monotonic(), time.monotonic() + SECONDS
    clerks = {name: start(team, name, tmp_path / name, SECONDS) for name in names}
    fate, kills, cut = random.Random(18), 0, False
    back: dict[str, float] = {}
    """Who comes back when: after their claim has run out, so that somebody else has the document by then."""
    try:
        while time.monotonic() < until:
            time.sleep(0.3)
            now = time.monotonic()
            for name in [name for name, when in back.items() if when <= now]:
                clerks[name] = start(team, name, tmp_path / name, max(0.0, until - now))
                del back[name]
            name = fate.choice(names)
            if now - begun > 2 and len(back) < CLERKS // 2 and clerks[name].poll() is None:
                clerks[name].kill()
                clerks[name].wait()
                kills += 1
                back[name] = now + LEASE + 0.5
            if not cut and time.monotonic() - begun > SECONDS / 2:
                cut = True
                team.cluster.stop(signal.SIGQUIT)
                team.cluster.start()
        for name, clerk in clerks.items():
            assert name in back or clerk.wait(60) == 0, (tmp_path / name / "errors.log").read_text()[-2000:]
        left = [name for name in names if list((tmp_path / name).rglob("*.json"))]
        rest = [start(team, name, tmp_path / name, 0) for name in left]
        for clerk in rest:
            assert clerk.wait(60) == 0
    finally:
        for clerk in clerks.values():
            clerk.kill()
    assert kills >= 4
    written = look(team, tmp_path)
    assert written > 50


def look(team: Team, folder: Path) -> int:
    """Hold what the clerks have written down against what is on the server; how many acts there were."""
    acts, order = defaultdict(list), defaultdict(list)
    for document, place, lease, who, entry, at in team.sql(
        "SELECT document, place, lease, who, entry, at FROM reviewer.act ORDER BY document, place"
    ):
        acts[document].append((lease, who, decode(bytes(entry)).act.edits[0].after.value, at))  # type: ignore[arg-type, attr-defined]
        order[document].append(place)
    drafts = {(row[0], row[1], row[2]) for row in team.sql("SELECT document, lease, place FROM reviewer.draft")}
    assert all(places == list(range(len(places))) for places in order.values()), "one unbroken order"
    assert (
        team.sql(
            "SELECT id FROM reviewer.document d WHERE acts <> (SELECT count(*) FROM reviewer.act a WHERE a.document = d.id)"
        )
        == []
    )
    with team.enter("robot0") as server:
        assert server.rows("failed") == []
    with team.admin() as admin:
        assert admin.db.execute("SELECT * FROM reviewer.broken()").fetchall() == []
    # nobody writes under a claim once there is a later one, and a claim is one person's
    for document, rows in acts.items():
        leases = [lease for lease, *_ in rows]
        assert leases == sorted(leases), document
        assert all(len({who for lease, who, *_ in rows if lease == one}) == 1 for one in set(leases))
    nobody_was_hurried(team)
    # what was on a clerk's disk is on record, or a draft
    count = 0
    for log in folder.rglob("acts.log"):
        for line in log.read_text(encoding="utf-8").splitlines():
            document, lease, place, value = line.split(" ")
            count += 1
            there = [each for each in acts[int(document)] if (each[0], each[2]) == (int(lease), value)]
            assert there or (int(document), int(lease), int(place)) in drafts, line
    return count


def nobody_was_hurried(team: Team) -> None:
    """A document was given on only after it was given back, or nothing was heard of its holder for as long as a claim holds."""
    events = defaultdict(list)
    for document, lease, what, at in team.sql(
        "SELECT document, lease, what, at FROM reviewer.event WHERE lease IS NOT NULL ORDER BY id"
    ):
        events[document].append((lease, what, at))
    heard = {
        (row[0], row[1]): row[2] for row in team.sql("SELECT document, lease, max(at) FROM reviewer.act GROUP BY 1, 2")
    }
    for document, rows in events.items():
        for (lease, what, at), (later, _, then) in pairwise(rows):
            if what == "claimed" and later == lease + 1:
                last = max(at, heard.get((document, lease), at))  # type: ignore[type-var]
                assert (then - last).total_seconds() > 0.8 * LEASE, (document, lease)  # type: ignore[operator]
