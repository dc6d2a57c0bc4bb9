"""How long extraction takes and how much memory it needs, beside reading the same tables with pandas alone.

Run: python benchmarks/extraction.py [--write]   (--write keeps the figures in benchmarks/README.md)
"""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.made import SIZES, indicators, long_text, machine, real_documents, report, samples, table
from benchmarks.measuring import seconds
from reviewer.extract.pipeline import extract
from reviewer.sources.registry import source_from_bytes

MEGABYTE = 1 << 20


def read_and_extract(data: bytes) -> int:
    """What the program does with a file: bytes to a review. Returns the number of its indicators."""
    return indicators(extract(source_from_bytes("measured.txt", data)).root)


_TABLE = re.compile(r"(?:^[^\n]*[\t|][^\n]*\n)+", re.M)


def read_with_pandas(data: bytes) -> int:
    """What a person with pandas would do: every run of lines with tabs or pipes becomes a frame. Returns how many cells.

    Lines outside tables, packed cells, wrapped and shifted rows, levels and names are left to that person.
    """
    import pandas

    cells = 0
    for match in _TABLE.finditer(data.decode() + "\n"):
        block = match[0]
        sign = "|" if block.lstrip().startswith("|") else "\t"
        width = max(line.count(sign) for line in block.splitlines()) + 1
        frame = pandas.read_csv(
            io.StringIO(block), sep=sign, header=None, names=range(width), dtype=str, quoting=csv.QUOTE_NONE,
            keep_default_na=False, skip_blank_lines=False,
        )  # fmt: skip
        cells += frame.size
    return cells


def compared(path: Path, text: str | None = None) -> list[str]:
    """One line of the table: a document by us and by pandas."""
    data = path.read_bytes() if text is None else text.encode()
    data = data.decode("utf-8-sig").encode()
    rounds = 5 if len(data) < MEGABYTE else 1
    found = read_and_extract(data)
    ours = seconds(lambda: read_and_extract(data), rounds)
    cells = read_with_pandas(data)
    theirs = seconds(lambda: read_with_pandas(data), rounds) if cells else 0.0
    ratio = f"{ours / theirs:.1f}" if theirs else "no tables in it"
    return [f"{found:,}", f"{len(data) / 1024:,.0f}", f"{ours * 1000:,.0f}", f"{ours / max(1, found) * 1000:.2f}",
            f"{theirs * 1000:,.0f}" if theirs else "–", ratio]  # fmt: skip


def peak(text: str) -> tuple[float, float] | None:
    """The peak memory (MB) of a fresh process: before it extracts `text`, and when it is done; None where unknown."""
    if not Path("/proc/self/status").exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.txt"
        path.write_text(text, encoding="utf-8")
        call = [sys.executable, __file__, "--peak", str(path)]
        before, after = subprocess.run(call, check=True, capture_output=True, text=True).stdout.split()
    return float(before), float(after)


def print_peak(path: Path) -> None:
    """In the process of its own: extract and print the peak before and after, in MB."""
    before = _high_water()
    read_and_extract(path.read_bytes())
    print(before, _high_water())


def _high_water() -> float:
    """The most memory this process has held so far, in MB (not ru_maxrss, which a child inherits from its parent)."""
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"^VmHWM:\s*(\d+) kB$", status, re.M)[0]) / 1024


def growth() -> str:
    """Time per indicator at 200, 2,000 and 20,000, and peak memory at 20,000, for long documents of each family."""
    families = [(path.name, [path]) for path in samples()]
    rows = []
    for name, paths in [*families, ("all, one after the other", samples())]:
        each = []
        for size in SIZES:
            text = long_text(paths, size)
            data = text.encode()
            found = read_and_extract(data)
            each.append(seconds(lambda data=data: read_and_extract(data), 5 if size < 5_000 else 1) / found * 1000)
        memory, size = peak(text), len(data) / MEGABYTE
        shown = ["–"] * 3
        if memory:
            shown = [f"{memory[0]:.0f}", f"{memory[1]:.0f}", f"{30 * size + 60:.0f}"]
        rows.append([name, *(f"{ms:.2f}" for ms in each), f"{max(each) / min(each):.2f}", f"{size:.1f}", *shown])
    heads = ["document", *(f"{size:,}: ms each" for size in SIZES), "slowest / fastest", "size MB", "start MB",
             "peak MB", "aim (30 × size + 60)"]  # fmt: skip
    return table(heads, rows)


def main() -> None:
    """Measure, and print the report."""
    heads = ["document", "indicators", "size KB", "ms", "ms each", "pandas ms", "× pandas"]
    real = real_documents()
    said = "" if real else "The corpus is not beside this repository: no real documents measured.\n\n"
    rows = [[f"real {path.name[:3]}", *compared(path)] for path in real]
    rows += [[path.name, *compared(path)] for path in samples()]
    rows += [[f"{path.name}, 2,000 indicators", *compared(path, long_text([path], 2_000))] for path in samples()]
    text = f"Measured on {machine()}.\n\n{said}{table(heads, rows)}\n{growth()}"
    report("extraction", text, "--write" in sys.argv[1:])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        print_peak(Path(sys.argv[2]))
    else:
        main()
