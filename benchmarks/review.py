"""How long the work on a review takes at 200, 2,000 and 20,000 indicators, beside working everything out anew.

Run: python benchmarks/review.py [--write]   (--write keeps the figures in benchmarks/README.md)
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.made import SIZES, long_review, machine, report, table
from reviewer.model import acts
from reviewer.model.checks import run_checks
from reviewer.model.edits import Act
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Kind, Review
from reviewer.session.store import load_session, save_session

ROUNDS = 30


def milliseconds(work: Callable[[], object]) -> float:
    """How much of the processor's time one call takes."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def anew(review: Review) -> float:
    """What an act would cost if nothing were kept: every check again, every field asked whether it is doubtful."""
    run_again = milliseconds(lambda: run_checks(review))
    return run_again + milliseconds(lambda: [ref for ref in review.refs() if review.is_doubtful(ref)])


def each_act(history: History, act: Callable[[FieldRef], Act]) -> tuple[float, float]:
    """The median and the slowest of many acts, each with the step to the next doubtful field, in milliseconds."""
    review, here = history.review, history.review.next_doubtful(None)
    times = []
    for _ in range(ROUNDS):
        if here is None:
            break
        start = time.process_time()
        history.do(act(here))
        here = review.next_doubtful(here)
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times), max(times)


def acts_on(review: Review) -> dict[str, Callable[[FieldRef], Act]]:
    """The acts that are measured, each on the field in hand (or on what stands there)."""

    def row(ref: FieldRef) -> FieldRef:
        entry = review.node(ref.node).entry() or review.entries[0]
        rows = [child for child in entry.children if child.kind is Kind.INDICATOR] or [entry]
        return FieldRef(rows[0].id, "annual_value" if rows[0] is not entry else "goal")

    return {
        "accept": lambda ref: acts.accept(review, ref),
        "change a target value": lambda ref: acts.set_value(review, row(ref), f"≥{ref.node}次"),
        "insert a row": lambda ref: acts.insert(review, review.entries[0], 0, Kind.INDICATOR),
        "delete an entry": lambda ref: acts.delete(review, [review.node(ref.node).entry() or review.entries[-1]]),
    }


def column(size: int) -> dict[str, str]:
    """All figures at one size."""
    review = long_review(size)
    figures = {"doubtful fields": f"{review.count_doubtful():,}"}
    started = time.process_time()
    history = History(review)
    review.doubtful()
    figures["begin (all checks, all doubts)"] = f"{(time.process_time() - started) * 1000:.0f}"
    figures["everything anew"] = f"{anew(review):.1f}"
    for name, act in acts_on(review).items():
        median, slowest = each_act(history, act)
        figures[f"{name}, next doubtful"] = f"{median:.2f} ({slowest:.1f})"
    figures["undo"] = f"{milliseconds(history.undo):.2f}"
    doubtful = review.next_doubtful(None)
    if doubtful is not None:
        figures["accept all alike"] = f"{milliseconds(lambda: history.do(acts.accept_alike(review, doubtful))):.1f}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.review"
        figures["save a session"] = f"{milliseconds(lambda: save_session(path, [(review, history)])):.0f}"
        figures["session size, KB"] = f"{path.stat().st_size / 1024:,.0f}"
        figures["open a session"] = f"{milliseconds(lambda: load_session(path)):.0f}"
    return figures


def main() -> None:
    """Measure, and print the report."""
    columns = [column(size) for size in SIZES]
    rows = [[name, *(figures.get(name, "–") for figures in columns)] for name in columns[0]]
    heads = ["milliseconds: median (slowest)", *(f"{size:,} indicators" for size in SIZES)]
    report("review", f"Measured on {machine()}.\n\n{table(heads, rows)}", "--write" in sys.argv[1:])


if __name__ == "__main__":
    main()
