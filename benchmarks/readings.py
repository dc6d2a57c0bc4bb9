"""What the parts of a reading cost: the rules, beside the rules of an earlier commit; the net, for each 1,000 characters.

Run: python benchmarks/readings.py [--against FOLDER] [--write]

FOLDER is a worktree of the repository at the commit to compare with (git worktree add FOLDER 3a0b237). Both are measured in turns,
each time in a process of its own, and the least time of each document counts. Processor time of one core.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.made import machine, real_documents, report, samples, table  # noqa: E402

TURNS = 4
_MEASURE = """
import gc, inspect, json, sys, time
from pathlib import Path
from reviewer.extract import pipeline
from reviewer.sources.registry import open_source

rules = getattr(pipeline, "rules_reading", None) or (lambda source: pipeline.extract(source, checked=False))
def least(work, rounds=3):
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)

found = {}
for name in sys.argv[1:]:
    source = open_source(Path(name))
    text = "\\n".join(page.text for page in source.pages)
    entry = {"characters": len(text), "rules": least(lambda: rules(source))}
    if hasattr(pipeline, "rules_reading"):
        from reviewer.extract.sequence.tagger import tag
        tag(text[:100])
        entry["net"] = least(lambda: tag(text))
        entry["whole"] = least(lambda: pipeline.extract(source))
    found[name] = entry
print(json.dumps(found))
"""


def measured(root: Path, paths: list[Path]) -> dict[str, dict[str, float]]:
    """The seconds that each document took in one process with the program of `root`."""
    environment = {**os.environ, "PYTHONPATH": str(root), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, *map(str, paths)], cwd=root, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, dict[str, float]] = json.loads(done.stdout)
    return found


def least(runs: list[dict[str, dict[str, float]]], name: str, part: str) -> float:
    """The least of what a part took for a document."""
    return min(run[name][part] for run in runs)


def main() -> None:
    """Measure, print, and with --write keep the figures."""
    paths = [path.resolve() for path in (real_documents() or samples())]
    against = Path(sys.argv[sys.argv.index("--against") + 1]).resolve() if "--against" in sys.argv else None
    ours, theirs = [], []
    for _ in range(TURNS):
        ours.append(measured(ROOT, paths))
        if against is not None:
            theirs.append(measured(against, paths))
    rows = []
    sums = {"characters": 0.0, "rules": 0.0, "net": 0.0, "whole": 0.0, "before": 0.0}
    for path in paths:
        name = str(path)
        took = {part: least(ours, name, part) for part in ("characters", "rules", "net", "whole")}
        took["before"] = least(theirs, name, "rules") if theirs else 0.0
        for part, value in took.items():
            sums[part] += value
        rows.append(_row(path.name.split("_")[0], took))
    rows.append(_row("all", sums))
    heads = ["document", "characters", "rules ms", "before ms", "× before", "net ms per 1,000", "all in all ms"]
    report("readings", f"{machine()}\n\n{table(heads, rows)}", "--write" in sys.argv)


def _row(name: str, took: dict[str, float]) -> list[str]:
    before = took["before"]
    return [
        name,
        f"{took['characters']:,.0f}",
        f"{1000 * took['rules']:.1f}",
        f"{1000 * before:.1f}" if before else "–",
        f"{took['rules'] / before:.2f}" if before else "–",
        f"{1e6 * took['net'] / took['characters']:.1f}",
        f"{1000 * took['whole']:.0f}",
    ]


if __name__ == "__main__":
    main()
