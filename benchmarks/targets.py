"""Every row of the speed targets, this tree beside an older one, in one run: `python benchmarks/targets.py [--write] [--rows WORD]`.

    --base COMMIT   what to measure against (checked out into a temporary worktree; 3a0b237 unless said)
    --runs N        so often each job is done, in turns; the median counts (3)
    --rows WORDS    only these groups of rows: window, reading, batches (several with commas between)

With --write the table in docs/performance.md is replaced. Jobs are in target_rows.py, each in a process of its own with .pyc files.
Times are of the processor but where the row says clock; on a machine with other work only the former mean anything.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
Figures = dict[str, float]

_BLOCK = """import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name == "reviewer.extract.sequence.tagger":
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Block())
"""
"""sitecustomize.py for the rows in which the learned reading is off: the older tree has none."""


@dataclass
class Bench:
    """Where things lie, and how a job is run."""

    base: Path
    work: Path
    runs: int

    def job(self, tree: Path, name: str, *arguments: object, plain: bool = False) -> Figures:
        """The figures of a job in a tree; with `plain` without the learned reading."""
        path = [str(tree)] + ([str(self.work / "plain")] if plain else [])
        env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        env |= {"PYTHONPATH": os.pathsep.join(path), "PYTHONUTF8": "1", "QT_QPA_PLATFORM": "offscreen"}
        env["PYTHONPYCACHEPREFIX"] = str(self.work / f"pyc-{tree.name}")
        call = [sys.executable, str(ROOT / "benchmarks" / "target_rows.py"), name, *map(str, arguments)]
        done = subprocess.run(call, env=env, cwd=tree, capture_output=True, text=True, check=False)
        try:
            found: Figures = json.loads(done.stdout.splitlines()[-1])
        except (ValueError, IndexError):
            raise SystemExit(f"{name} in {tree}: {done.stdout[-500:]}{done.stderr[-2000:]}") from None
        return found

    def both(self, name: str, *arguments: object, plain: bool = False) -> tuple[list[Figures], list[Figures]]:
        """A job in the older tree and in this one, in turns; {n} in an argument is the number of the run."""
        older, ours = [], []
        for number in range(self.runs):
            given = [str(a).replace("{n}", str(number)) for a in arguments]
            older.append(self.job(self.base, name, *(a.replace("{tree}", "base") for a in given), plain=plain))
            ours.append(self.job(ROOT, name, *(a.replace("{tree}", "ours") for a in given), plain=plain))
        return older, ours


Row = tuple[str, str, str, str, str]
"""Name, the older tree, this tree, what is asked, whether it is reached."""


def median(figures: list[Figures], value: Callable[[Figures], float]) -> float:
    """The median of a value over runs."""
    return statistics.median(map(value, figures))


def spread(figures: list[Figures], value: Callable[[Figures], float]) -> str:
    """How far the runs lie apart, in percent of the median."""
    values = sorted(map(value, figures))
    middle = statistics.median(values)
    return f"{100 * (values[-1] - values[0]) / middle:.0f} %" if middle else "–"


def row(
    name: str,
    older: list[Figures],
    ours: list[Figures],
    value: Callable[[Figures], float],
    must: float,
    unit: str = "×",
    to_base: bool = False,
) -> Row:
    """A line of the table; with `to_base` the figure of this tree is a share of the older one's."""
    before, now = median(older, value), median(ours, value)
    shown = now / before if to_base and before else now
    left = "1" if to_base else f"{before:.2f} {unit}"
    return (
        name,
        left,
        f"{shown:.2f} {unit} (± {spread(ours, value)})",
        f"≤ {must:g} {unit}",
        "yes" if shown <= must else "**no**",
    )


def batches(bench: Bench) -> list[Row]:
    """300 mixed files with one process and with two; memory at 1,000 against 100; losses."""
    data = bench.work / "data"
    one_older, one = bench.both("batch", 1, data / "mixed", bench.work / "o1-{tree}-{n}", plain=True)
    two_older, two = bench.both("batch", 2, data / "mixed", bench.work / "o2-{tree}-{n}", plain=True)
    walls = [
        [{"ratio": b["wall"] / a["wall"]} for a, b in zip(first, second, strict=True)]
        for first, second in ((one_older, two_older), (one, two))
    ]

    def share(f: Figures) -> float:
        return 100 * f["first"] / (f["first"] + f["workers"])

    def processor(f: Figures) -> float:
        return f["first"] + f["workers"]

    once = Bench(bench.base, bench.work, 1)
    few_older, few = once.both("batch", 2, data / "mixed-100", bench.work / "few-{tree}", plain=True)
    many_older, many = once.both("batch", 2, data / "mixed-1000", bench.work / "many-{tree}", plain=True)

    def grown(small: list[Figures], large: list[Figures], what: str) -> list[Figures]:
        return [{"ratio": large[0][what] / small[0][what]}]

    lost_older, lost = once.both("losses", data / "mixed", bench.work / "lost-{tree}")
    return [
        row("300 mixed files, --jobs 2, clock against --jobs 1", *walls, lambda f: f["ratio"], 0.70),
        row("the same, --jobs 1, processor, against the older build", one_older, one, processor, 1.0, to_base=True),
        row("first process's share of processor time, --jobs 2", two_older, two, share, 5, "%"),
        row("a worker's memory at 1,000 files against 100", grown(few_older, many_older, "worker MB"),
            grown(few, many, "worker MB"), lambda f: f["ratio"], 1.15),
        row("first process at 1,000 files", many_older, many, lambda f: f["first MB"], 40, "MB"),
        row("documents lost by one SIGKILL of a worker", lost_older, lost, lambda f: f["lost"], 1, ""),
        row("done again by a rerun", lost_older, lost, lambda f: f["again"], 2, "%"),
        row("left running after SIGKILL of the parent", lost_older, lost, lambda f: f["left"], 0, ""),
    ]  # fmt: skip


def window(bench: Bench) -> list[Row]:
    """The window: start, longest blocks, processor time, pages."""
    data = bench.work / "data"
    bare, _ = bench.both("bare_window")
    older, ours = bench.both("start_window")
    least = median(bare, lambda f: f["seconds"])
    start = row("window start against a bare QMainWindow", older, ours, lambda f: f["seconds"] / least, 2.7)
    rows = [start]
    for count, must in ((2_000, 0.07), (20_000, 0.4)):
        older, ours = bench.both("window_opens", data / f"{count}.txt", plain=True)
        if any(f["indicators"] < 0.9 * count for f in (*older, *ours)):
            raise SystemExit(f"{count} indicators did not come: {older} {ours}")
        name = f"window's longest block, {count:,} indicators (processor)"
        rows.append(row(name, older, ours, lambda f: f["block work"], must, "s"))
    rows.append(
        row("window's processor time until 20,000 stand in it", older, ours, lambda f: f["seconds"], 0.4, to_base=True)
    )
    older, ours = bench.both("pages_while_read", data / "pages.pdf", plain=True)
    rows.append(
        row(
            "slowest frame while a 200-page PDF is read and arrives (processor)",
            older,
            ours,
            lambda f: f["work"],
            50,
            "ms",
        )
    )
    rows.append(row("the same by the clock", older, ours, lambda f: f["clock"], 50, "ms"))
    return rows


def reading(bench: Bench) -> list[Row]:
    """Readers and writers beside the least that the same libraries take."""
    data = bench.work / "data"
    raw, _ = bench.both("calamine", data / "wide.xlsx")
    least = median(raw, lambda f: f["seconds"])
    older, ours = bench.both("xlsx", data / "wide.xlsx")
    rows = [
        row(
            "xlsx 20,000 × 8, 6,000 merges, against raw python-calamine",
            older,
            ours,
            lambda f: f["seconds"] / least,
            3.6,
        ),
        row("memory that it keeps", older, ours, lambda f: f["MB"], 0.45, to_base=True),
    ]
    older, ours = bench.both("pdf", data / "lines.pdf")
    rows.append(row("PDF of many lines, against PDFium's text", older, ours, lambda f: f["seconds"] / f["pdfium"], 5))
    older, ours = bench.both("docx", data / "rows.docx")
    rows.append(
        row(
            "docx of 2,000 rows, against lxml reading the same cells",
            older,
            ours,
            lambda f: f["seconds"] / f["lxml"],
            2.5,
        )
    )
    older, ours = bench.both("export")
    rows.append(
        row("export of 20,000 × 16, against plain XlsxWriter", older, ours, lambda f: f["seconds"] / f["plain"], 1.2)
    )
    older, ours = bench.both("as_json")
    rows.append(row("JSON of a document", older, ours, lambda f: f["seconds"], 0.5, to_base=True))
    older, ours = bench.both("open_session")
    rows.append(row("open 20,000 indicators with 5,000 acts", older, ours, lambda f: f["seconds"], 0.6, to_base=True))
    return rows


def business() -> str:
    """Whether the machine had other work meanwhile, in a sentence."""
    if not hasattr(os, "getloadavg"):
        return "Whether it had other work is not known."
    load, cores = os.getloadavg()[2], os.cpu_count() or 1
    if load <= cores:
        return f"It was at rest (load {load:.1f} on {cores} cores)."
    return (
        f"It was busy with other work (load {load:.1f} on {cores} cores): rows by the clock mean nothing, and ratios "
        "may be off by a third."
    )


def main() -> None:
    """Measure, print, and with --write keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="3a0b237")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--rows", default="")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    from made import machine, put_report, table

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        base = work / "base"
        subprocess.run(
            ["git", "-C", str(ROOT), "worktree", "add", "--detach", str(base), asked.base],
            check=True,
            capture_output=True,
        )
        wanted = asked.rows.split(",") if asked.rows else [part.__name__ for part in (window, reading, batches)]
        parts = [part for part in (window, reading, batches) if part.__name__ in wanted]
        try:
            (work / "plain").mkdir()
            (work / "plain" / "sitecustomize.py").write_text(_BLOCK, encoding="utf-8")
            (work / "data").mkdir()
            bench = Bench(base, work, asked.runs)
            bench.job(ROOT, "prepare", work / "data")
            rows = [line for part in parts for line in part(bench)]
        finally:
            subprocess.run(["git", "-C", str(ROOT), "worktree", "remove", "--force", str(base)], check=False)
    heads = ["job", asked.base, "this build", "must", "reached"]
    runs = f"{asked.runs} runs in turns" if asked.runs > 1 else "one run"
    text = f"Measured on {machine()}, {runs}. {business()}\n\n{table(heads, [list(line) for line in rows])}"
    print(text)
    if asked.write:
        put_report(PAGE, "targets", f"{text}\n")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.path.insert(0, str(ROOT / "benchmarks"))
    main()
