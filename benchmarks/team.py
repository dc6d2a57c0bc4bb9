"""A workspace under load, on a PostgreSQL server made for it: `python benchmarks/team.py [PART …] [--clerks N …]`.

acts      an act on the clerk's disk, and on the server, one after the other; a claim; opening a document
at-once   200 clients claim in the same moment among many documents
clerks    clerks (processes) who work and are left in peace, as many a second as they do: claims and acts, on the disk and on the server
line      the same with 100 ms put into the line: what typing, sending and opening take then
crowd     clerks (processes) who work, are killed at any moment and begin again; the server is killed once; everything is held against
          what each had on its disk (tests/unit/workspace/crowd.py, test_workspace_crowd.py)
disk      what documents and acts take in the database
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "unit" / "workspace")]

import postgres  # noqa: E402
from slow_line import Delay  # noqa: E402
from team import Team  # noqa: E402
from team_documents import VALUE, make_document  # noqa: E402

from reviewer.model import acts  # noqa: E402
from reviewer.session.live import LiveSession  # noqa: E402
from reviewer.session.store import load_session  # noqa: E402
from reviewer.workspace.address import Address  # noqa: E402
from reviewer.workspace.held import Shelf  # noqa: E402
from reviewer.workspace.sender import Sender  # noqa: E402
from reviewer.workspace.server import Server  # noqa: E402
from reviewer.workspace.transport import layout_of, pack  # noqa: E402

START = 1.0
"""Seconds of the machine that one clerk's process takes to begin, at most."""


def shown(name: str, seconds: list[float]) -> None:
    """One line: how many, the middle, 95 %, the longest, in milliseconds."""
    if seconds:
        ordered = sorted(seconds)
        middle, high = statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
        print(
            f"{name:46} n={len(ordered):6}  {1000 * middle:8.2f} ms  95 %: {1000 * high:8.2f} ms  most: {1000 * ordered[-1]:8.1f} ms",
            flush=True,
        )


def fill(team: Team, count: int) -> None:
    """Put many documents in at once, all with one package, as the owner."""
    review = make_document("模板")
    team.put_in(review)
    with team.admin() as admin, admin.as_owner() as db:
        (first,) = db.execute("SELECT max(id) FROM reviewer.document").fetchone()
        db.execute("INSERT INTO reviewer.content SELECT sha256(('d' || n)::bytea), (SELECT bytes FROM reviewer.content LIMIT 1) FROM "
                   "generate_series(1, %s) AS n", (count,))  # fmt: skip
        db.execute("INSERT INTO reviewer.document (sha256, name, office, state, layout, place) SELECT sha256(('d' || n)::bytea), 'd' || n, "
                   "'局' || n %% 300, 'ready', %s, n FROM generate_series(1, %s) AS n", (layout_of(review), count))  # fmt: skip
        db.execute(
            "INSERT INTO reviewer.package SELECT d.id, %s, '0' FROM reviewer.document d WHERE d.id > %s",
            (pack(review), first),
        )
    with team.admin() as admin:
        admin.db.execute("ANALYZE reviewer.document")


def measure_acts(team: Team, folder: Path) -> None:
    """Acts one after the other, on the disk and on the server."""
    clerk = team.member("einzeln")
    opened = []
    for _ in range(30):
        begun = time.perf_counter()
        claimed = clerk.claim_next()
        assert claimed is not None
        held = Shelf(folder, clerk.hello.workspace).take(claimed)
        items = load_session(held.session)
        opened.append(time.perf_counter() - begun)
    ((review, history),) = items
    live = LiveSession.open(held.session, items, "x")
    local, alone = [], []
    sender = Sender(lambda: Server.connect(team.address_of("einzeln"), team.secret), lambda _news: None)
    for n in range(400):
        begun = time.perf_counter()
        history.do(acts.set_value(review, VALUE, f"≥{n}期"))
        alone.append(time.perf_counter() - begun)
    sender.start()
    history.on_record.append(lambda _entry: sender.told())
    sender.follow(held, lambda: history.record)
    sender.wait_until_sent(30)
    arrival = []
    for n in range(400):
        begun = time.perf_counter()
        history.do(acts.set_value(review, VALUE, f"≥{n}项"))
        local.append(time.perf_counter() - begun)
        while held.sent < len(history.record):
            time.sleep(0.0005)
        arrival.append(time.perf_counter() - begun)
    shown("an act on the disk, no workspace", alone)
    shown("an act on the disk, with a workspace", local)
    shown("until the server has it", arrival)
    shown("next document: claimed, fetched, opened", opened)
    sender.stop()
    live.close()


def at_once(team: Team, clients: int = 200) -> None:
    """All claim in the same moment."""
    team.member("menge").close()
    with ThreadPoolExecutor(16) as pool:
        servers = list(pool.map(lambda _: Server.connect(team.address_of("menge"), team.secret), range(clients)))
    barrier, took, got = threading.Barrier(clients), [0.0] * clients, [0] * clients

    def claim(n: int) -> None:
        barrier.wait()
        begun = time.perf_counter()
        claimed = servers[n].claim_next()
        took[n], got[n] = time.perf_counter() - begun, claimed.document if claimed else 0

    threads = [threading.Thread(target=claim, args=(n,)) for n in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(
        f"{clients} claims at once: all within {1000 * (time.perf_counter() - begun):.0f} ms; {len(set(got))} different documents"
    )
    shown("  each", took)
    for server in servers:
        server.close()


def over_a_slow_line(team: Team, folder: Path) -> None:
    """100 ms there and back."""
    team.member("fern").close()
    delay = Delay(team.cluster.port, 0.1)
    far = Address("127.0.0.1", str(delay.port), team.name, "fern")
    server = Server.connect(far, team.secret)
    begun = time.perf_counter()
    claimed = server.claim_next()
    trip = time.perf_counter() - begun
    assert claimed is not None
    held = Shelf(folder, server.hello.workspace).take(claimed)
    items = load_session(held.session)
    print(f"line of 100 ms: a document claimed and fetched in {1000 * trip:.0f} ms ({trip / 0.1:.1f} round trips), "
          f"loaded after {1000 * (time.perf_counter() - begun):.0f} ms")  # fmt: skip
    ((review, history),) = items
    live = LiveSession.open(held.session, items, "x")
    sender = Sender(lambda: Server.connect(far, team.secret), lambda _news: None)
    sender.start()
    history.on_record.append(lambda _entry: sender.told())
    sender.follow(held, lambda: history.record)
    typed = []
    for n in range(100):
        begun = time.perf_counter()
        history.do(acts.set_value(review, VALUE, f"≥{n}期"))
        typed.append(time.perf_counter() - begun)
        time.sleep(0.02)
    begun = time.perf_counter()
    sender.wait_until_sent(30)
    shown("  an act while typing 50 a second", typed)
    print(f"  the last of them on the server {1000 * (time.perf_counter() - begun):.0f} ms after it was typed")
    sender.stop()
    live.close()


def in_peace(team: Team, folder: Path, clerks: int, seconds: float, pace: float) -> None:
    """Clerks (processes) who work and are left alone, each of whom has the queue's page asked for every 5 s as well."""
    tests, names = people(team, clerks, 120, pace)
    begun = time.monotonic()
    running = {name: tests.start(team, name, folder / name, seconds) for name in names}
    loads = []
    while any(process.poll() is None for process in running.values()):
        time.sleep(1)
        loads.append(os.getloadavg()[0])
    written = tests.look(team, folder)
    until = begun + seconds
    print(f"{clerks} clerks left in peace, {seconds:.0f} s: {written} acts, {written / seconds:.1f} a second; load {max(loads):.1f}; "
          "every check passed; from the time on when all had begun:")  # fmt: skip
    show_times(folder, begun + START * clerks, until)


def people(team: Team, clerks: int, lease: int, pace: float) -> tuple[Any, list[str]]:
    """The tests' crowd, and its names as members."""
    import test_workspace_crowd as tests

    names = [f"robot{number}" for number in range(clerks)]
    for name in names:
        team.member(name).close()
    tests.LEASE, tests.PACE = lease, pace  # type: ignore[attr-defined]
    team.sql("UPDATE reviewer.setting SET value = %s WHERE key = 'lease_seconds'", str(lease))
    return tests, names


def show_times(folder: Path, begun: float, until: float) -> None:
    """What the clerks have written down of the server's answers between two times of the machine's clock."""
    times: dict[str, list[float]] = {"claim": [], "act": [], "disk": [], "arrival": []}
    for log in folder.rglob("times.log"):
        for line in log.read_text().splitlines():
            what, when, took = (*line.split(" "), "", "")[:3]  # the last line of one who was killed may be cut
            if what in times and took and begun <= float(when) <= until:
                times[what].append(float(took))
    shown("  claim", times["claim"])
    shown("  acts sent (a call, its commit with it)", times["act"])
    shown("  an act on the clerk's disk", times["disk"])
    shown("  from the key until the server has it", times["arrival"])


def crowd(team: Team, folder: Path, clerks: int, seconds: float, pace: float) -> None:
    """The clerks of the tests, more of them and for longer."""
    tests, names = people(team, clerks, 10, pace)
    begun, until = time.monotonic(), time.monotonic() + seconds
    running = {name: tests.start(team, name, folder / name, seconds) for name in names}
    fate, kills, cut = random.Random(), 0, False
    while time.monotonic() < until:
        time.sleep(fate.uniform(1, 3))
        name = fate.choice(names)
        if running[name].poll() is None and time.monotonic() - begun > 15:
            running[name].kill()
            running[name].wait()
            kills += 1
            running[name] = tests.start(team, name, folder / name, max(0.0, until - time.monotonic()))
        if not cut and time.monotonic() - begun > seconds / 2:
            cut = True
            team.cluster.stop(signal.SIGQUIT)
            team.cluster.start()
    ends = [process.wait(600) for process in running.values()]
    for start in range(0, clerks, 10):
        rest = [tests.start(team, name, folder / name, 0) for name in names[start : start + 10]]
        ends += [process.wait(300) for process in rest]
    written = tests.look(team, folder)
    acts_there = team.sql("SELECT count(*) FROM reviewer.act")[0][0]
    drafts, done = team.sql(
        "SELECT (SELECT count(*) FROM reviewer.draft), (SELECT count(*) FROM reviewer.document WHERE state = 'done')"
    )[0]
    print(f"{clerks} clerks, {seconds:.0f} s, {kills} killed, the server killed once, {sum(1 for end in ends if end)} ended badly: "
          f"{written} acts on the clerks' disks, {acts_there} on record, {drafts} drafts, {done} done; every check passed")  # fmt: skip
    show_times(folder, begun, until)


def disk(team: Team) -> None:
    """Bytes in the database."""
    query = ("SELECT relname, pg_total_relation_size(c.oid), reltuples FROM pg_class c "
             "WHERE relnamespace = 'reviewer'::regnamespace AND relkind = 'r'")  # fmt: skip
    with team.admin() as admin:
        admin.db.execute("ANALYZE")
        for name, size, rows in sorted(admin.db.execute(query).fetchall(), key=lambda row: -row[1])[:5]:
            print(f"  {name:10} {size / 1e6:9.1f} MB  {rows:9.0f} rows  {size / max(1, rows):9.0f} bytes a row")


def main() -> None:
    """Run the parts that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", default=["acts", "at-once", "line", "clerks", "crowd", "disk"])
    parser.add_argument("--clerks", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--pace", type=float, default=1.0, help="acts a second of each clerk")
    found = parser.parse_args()
    os.environ["REVIEWER_LANG"] = "en"
    folder = postgres.programs()
    if folder is None:
        raise SystemExit("PostgreSQL is not installed")
    cluster = postgres.Cluster(folder, durable=True)
    version = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout.strip()
    print(f"{version}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    try:
        with tempfile.TemporaryDirectory() as work:
            team = Team(cluster, f"last_{uuid.uuid4().hex[:6]}")
            with team.admin(make=True) as admin:
                admin.create()
            fill(team, found.documents)
            place = Path(work)
            parts = {
                "acts": lambda: measure_acts(team, place / "a"), "at-once": lambda: at_once(team),
                "line": lambda: over_a_slow_line(team, place / "l"),
                "clerks": lambda: in_peace(team, place / "p", found.clerks, found.seconds, found.pace),
                "crowd": lambda: crowd(team, place / "c", found.clerks, found.seconds, found.pace), "disk": lambda: disk(team),
            }  # fmt: skip
            for part in found.parts:
                parts[part]()
    finally:
        cluster.remove()


if __name__ == "__main__":
    main()
