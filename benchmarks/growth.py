"""How time and memory grow with a document, for the families of the generator.

    python benchmarks/growth.py [FAMILY …] [--sizes 200,2000,20000] [--write]

A family is a layout of tools/corpus (all of them where none is named); its documents of one seed after the other are put one
behind the other until they have so many indicators. Each is read in a process of its own, everything on: rules, learned reading,
choice, checks. Processor time; memory is the most that the process ever held, start and libraries included.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.made import indicators, machine, report, table
from tools.corpus import DAMAGES, layouts, make

MEGABYTE = 1 << 20
MOST_MEMORY = (30, 100)
"""At most so many times the size of the document, and so many MB more."""


def long_document(family: str, wanted: int) -> tuple[str, str]:
    """The name (its suffix counts) and the text of a document of at least so many indicators."""
    texts: list[str] = []
    found, seed, name = 0, 0, ""
    while found < wanted:
        seed += 1
        name, text, truth = make(family, seed, DAMAGES[0])
        found += max(1, sum(len(entry["indicators"]) for entry in truth["entries"]))
        texts.append(text.rstrip("\n") + "\n\n")
    return name, "".join(texts)


def read(path: Path) -> dict[str, float]:
    """In a process of its own: seconds of the processor, indicators, and the process's peak in MB."""
    from reviewer.extract.pipeline import extract
    from reviewer.sources.registry import open_source

    source = open_source(path)
    start = time.process_time()
    review = extract(source)
    took = time.process_time() - start
    status = Path("/proc/self/status")
    peak = re.findall(r"^VmHWM:\s*(\d+) kB$", status.read_text(), re.M) if status.exists() else []
    return {"seconds": took, "found": indicators(review.root), "peak": int(peak[0]) / 1024 if peak else 0.0}


def measured(family: str, size: int) -> dict[str, float]:
    """The figures of one document, with its size in MB."""
    name, text = long_document(family, size)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_text(text, encoding="utf-8")
        call = [sys.executable, __file__, "--read", str(path)]
        done = subprocess.run(call, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return {**found, "MB": len(text.encode()) / MEGABYTE}


def line(family: str, sizes: list[int]) -> list[str]:
    """A family's line of the table."""
    each = [measured(family, size) for size in sizes]
    costs = [1e3 * one["seconds"] / max(1.0, one["found"]) for one in each]
    last = each[-1]
    most = MOST_MEMORY[0] * last["MB"] + MOST_MEMORY[1]
    return [
        family,
        f"{last['found']:,.0f}",
        *(f"{cost:.2f}" for cost in costs),
        f"{costs[-1] / costs[0]:.2f}",
        f"{last['MB']:.1f}",
        f"{last['peak']:.0f}" if last["peak"] else "–",
        f"{most:.0f}",
    ]


def main() -> None:
    """Measure, print each family when it is done, and the table at the end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("families", nargs="*", metavar="FAMILY", help=", ".join(layouts()))
    parser.add_argument("--sizes", default="200,2000,20000")
    parser.add_argument("--write", action="store_true", help="keep the table in benchmarks/README.md")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.read is not None:
        print(json.dumps(read(asked.read)))
        return
    sizes = [int(size) for size in asked.sizes.split(",")]
    rows = []
    for family in asked.families or layouts():
        rows.append(line(family, sizes))
        print(*rows[-1], sep="\t", flush=True)
    heads = ["family", "indicators found", *(f"{size:,}: ms each" for size in sizes), "last / first", "size MB", "peak MB",
             f"at most ({MOST_MEMORY[0]} × size + {MOST_MEMORY[1]})"]  # fmt: skip
    report("growth", f"Measured on {machine()}.\n\n{table(heads, rows)}", asked.write)


if __name__ == "__main__":
    main()
