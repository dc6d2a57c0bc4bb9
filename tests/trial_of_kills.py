"""A trial: workers are killed at random while a batch runs; its outputs must be those of an undisturbed run.

    python tests/trial_of_kills.py [--documents 500] [--jobs 2] [--every 1.5] [--seed 1]

Prints what happened and exits with 1 where an output differs or is missing, a document was lost that was not hit twice, or a
process is left. A small version of it, with kills by the job itself, is in tests/unit/reading. Linux only: it looks into /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.measuring import children  # noqa: E402

_HEAD = "项目名称\t{name}\n主管部门\t青柳区水务局\n年度资金总额（万元）\t{number}.50\n一级指标\t二级指标\t三级指标\t指标值\n"
_ROW = "产出指标\t数量指标\t巡查河道第{row}段次数\t≥{count}次\n"


def make(folder: Path, documents: int) -> None:
    """Invented forms, no two alike."""
    folder.mkdir()
    for number in range(documents):
        rows = "".join(_ROW.format(row=row, count=number + row) for row in range(1, 4 + number % 9))
        text = _HEAD.format(name=f"河道清淤第{number}号", number=number + 1) + rows
        (folder / f"{number:04}.tsv").write_text(text, encoding="utf-8")


def batch(folder: Path, out: Path, jobs: int, *more: str) -> subprocess.Popen[str]:
    """A batch under way."""
    call = [sys.executable, "-m", "reviewer", "extract", str(folder), "-o", str(out), "--jobs", str(jobs), *more]
    env = os.environ | {"PYTHONPATH": str(ROOT), "REVIEWER_DATA_DIR": str(out.parent / "data"), "PYTHONUTF8": "1"}
    return subprocess.Popen(call, env=env, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def disturbed(running: subprocess.Popen[str], every: float, chance: random.Random) -> tuple[int, set[int]]:
    """Kill a worker now and then until the batch ends; how many times, and every worker that was seen."""
    kills, seen = 0, set()
    while running.poll() is None:
        time.sleep(every * (0.5 + chance.random()))
        workers = children(running.pid)
        seen.update(workers)
        if workers:
            try:
                os.kill(chance.choice(workers), signal.SIGKILL)
                kills += 1
            except ProcessLookupError:
                pass
    return kills, seen


def output(path: Path) -> object:
    """What an output says: the bytes of JSON; of a workbook its sheets, but for 说明, which has times."""
    if path.suffix == ".json":
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        names = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
        return [book.read(name) for name in names[:-1]]


def main() -> int:
    """Run the trial; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--every", type=float, default=1.5, help="seconds between two kills, about")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        sources, calm, wild = place / "sources", place / "calm", place / "wild"
        make(sources, asked.documents)
        batch(sources, calm, asked.jobs).communicate()
        running = batch(sources, wild, asked.jobs)
        kills, seen = disturbed(running, asked.every, random.Random(asked.seed))
        given_up = [line for line in running.communicate()[1].splitlines() if ".tsv" in line]
        time.sleep(1)
        left = [worker for worker in seen if Path(f"/proc/{worker}").exists()]
        states = [row["state"] for row in json.loads((wild / "manifest.json").read_text(encoding="utf-8"))["sources"]]
        if given_up:  # hit twice: the next run tries them again
            batch(sources, wild, asked.jobs, "--retry-failed").communicate()
        wanted = [f"{path.stem}{kind}" for path in sources.iterdir() for kind in (".json", ".xlsx")]
        wrong = [each for each in wanted if not (wild / each).exists() or output(calm / each) != output(wild / each)]
        half = [path.name for path in wild.iterdir() if path.name not in (*wanted, "manifest.json")]
    print(
        f"{asked.documents} documents, {kills} kills: {len(given_up)} hit twice and given up (done by --retry-failed), "
        f"{states.count('done')} done at once; {len(wrong)} outputs differ or are missing, {len(half)} half-written, "
        f"{len(left)} processes left"
    )
    return 1 if wrong or half or left or len(states) != asked.documents else 0


if __name__ == "__main__":
    sys.exit(main())
