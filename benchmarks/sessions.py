"""How long one act takes to be on the disk beside the least that a disk can do, and how long a large session takes to open.

Run: python benchmarks/sessions.py [--write]   (--write keeps the figures in benchmarks/README.md)

The fair comparison for an act that survives a power cut is 4 KiB written to an open file and brought to the disk (fsync);
both are done in turns, on the same disk, in this run.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.made import long_review, machine, report, table
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Kind
from reviewer.session.live import LiveSession
from reviewer.session.store import load_session

ROUNDS = 300
INDICATORS, ACTS = 20_000, 5_000


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of one call, on the clock."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def spent(work: Callable[[], object]) -> float:
    """Seconds of the processor that one call takes: what else the machine does is not counted."""
    start = time.process_time()
    work()
    return time.process_time() - start


def durable(folder: Path) -> tuple[float, float]:
    """The medians of a bare write with fsync, and of an act with all that follows from it, in milliseconds."""
    review = long_review(400)
    history = History(review)
    live = LiveSession.create(folder / "small.review", [(review, history)], "")
    rows = [node for node in review.root.walk() if node.kind is Kind.INDICATOR]
    handle = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT)
    bare, whole = [], []

    def write() -> None:
        os.write(handle, bytes(4096))
        os.fsync(handle)

    for number in range(ROUNDS):
        ref = FieldRef(rows[number % len(rows)].id, "annual_value")
        act = acts.set_value(review, ref, f"≥{number}次")
        bare.append(timed(write))
        whole.append(timed(lambda act=act: history.do(act)))  # type: ignore[misc]
    os.close(handle)
    live.close()
    return statistics.median(bare), statistics.median(whole)


def opening(folder: Path) -> tuple[float, float, float]:
    """Seconds to open a large session, its size and the memory that it takes then, in MB."""
    review = long_review(INDICATORS)
    history = History(review)
    rows = [node for node in review.root.walk() if node.kind is Kind.INDICATOR]
    for number in range(ACTS):
        history.do(acts.set_value(review, FieldRef(rows[number * 3 % len(rows)].id, "annual_value"), f"≥{number}次"))
    path = folder / "large.review"
    LiveSession.create(path, [(review, history)], "").close()
    del review, history, rows
    seconds = min(spent(lambda: load_session(path)) for _ in range(3))
    tracemalloc.start()
    kept = load_session(path)
    memory = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    assert kept
    return seconds, path.stat().st_size / 2**20, memory


def main() -> None:
    """Measure, and print the report."""
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder:
        bare, whole = durable(Path(folder))
        seconds, size, memory = opening(Path(folder))
    rows = [
        ["4 KiB written and brought to the disk", f"{bare:.2f} ms", "1"],
        ["one act: done, checked, on the disk", f"{whole:.2f} ms", f"{whole / bare:.2f}"],
        [f"open {INDICATORS:,} indicators with {ACTS:,} acts ({size:.0f} MB)", f"{seconds:.1f} s", "–"],
        ["memory that it takes then", f"{memory:.0f} MB", "–"],
    ]
    text = f"Measured on {machine()}.\n\n{table(['', 'median', 'ratio'], rows)}"
    report("sessions", text, "--write" in sys.argv[1:])


if __name__ == "__main__":
    main()
