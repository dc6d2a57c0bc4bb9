"""How many keys a review takes: a robot clerk with the truth in hand drives the real window by keys alone.

Run: python benchmarks/clerk_effort.py [--write] [NAME …]   (--write keeps the figures in docs/clerk_effort.md)
"""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from benchmarks.clerk import Clerk, Effort, come_up
from benchmarks.clerk_truth import keys_from_cells, keys_from_scratch
from benchmarks.extraction import _TABLE
from benchmarks.made import put_report, table
from reviewer.base.resources import resource
from reviewer.ui.app import create_application, create_window
from tools.calibrate.documents import REAL, SAMPLES_TRUTH, _rename
from tools.calibrate.strange import strange
from tools.corpus import DAMAGES, layouts, make

ROOT = Path(__file__).resolve().parent.parent
FORMATS = ("xlsx", "docx", "pdf", "html", "doc", "xls", "sheet.pdf", "md")
SEEDS = {"damaged": range(7, 9), "strange": range(2)}


@dataclass(frozen=True, slots=True)
class Case:
    """A document with its truth; `kind` is what the report sums up."""

    name: str
    kind: str
    path: Path
    truth: dict[str, Any]


def real() -> Iterator[Case]:
    """The corpus: every source as text, and each once or twice in another format."""
    for number, path in enumerate(sorted((REAL / "truth").glob("*.json"))):
        truth = json.loads(path.read_text(encoding="utf-8"))
        yield Case(f"real {path.stem[:3]}.txt", "real", REAL / "sources" / f"{path.stem}.txt", truth)
        for suffix in FORMATS:
            if (number + FORMATS.index(suffix)) % 3 == 0:
                name = f"{path.stem[:3]}.{suffix}"
                yield Case(f"real {name}", "real", REAL / "rendered" / name, truth)


def samples() -> Iterator[Case]:
    """The bundled samples."""
    for path in sorted(SAMPLES_TRUTH.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        yield Case(f"sample {truth['source']}", "sample", resource("samples", truth["source"]), truth)


def made(folder: Path) -> Iterator[Case]:
    """Made documents of every layout, heavily damaged, and altered by a hand that knows nothing of the extraction."""
    for layout in layouts():
        for seed in SEEDS["damaged"]:
            name, text, truth = make(layout, seed, DAMAGES[2])
            (folder / name).write_text(text, encoding="utf-8")
            yield Case(name, "damaged", folder / name, truth)
        for seed in SEEDS["strange"]:
            name, text, truth = make(layout, seed, DAMAGES[0])
            altered, renamed = strange(text, Random(f"{layout}/{seed}"))
            (folder / name).write_text(altered, encoding="utf-8")
            _rename(truth, renamed)
            yield Case(name.replace("none", "strange"), "strange", folder / name, truth)


def work(case: Case) -> Effort:
    """The keys that one document takes."""
    window = create_window([case.path])
    come_up(window)
    try:
        return Clerk(window, case.truth).work()
    finally:
        history = window.desk.history
        if history is not None:
            history.mark_saved()
        window.close()
        window.deleteLater()
        QApplication.processEvents()


def with_pandas(path: Path) -> list[list[str]]:
    """The rows that a person with pandas begins with; none where pandas finds no table."""
    import pandas

    data = path.read_bytes()
    try:
        if path.suffix in (".xlsx", ".xls"):
            frames = list(pandas.read_excel(path, sheet_name=None, header=None, dtype=str, engine="calamine").values())
        elif path.suffix == ".html":
            frames = pandas.read_html(io.StringIO(data.decode("utf-8-sig")), header=None)
        elif path.suffix in (".txt", ".tsv", ".md"):
            frames = []
            for match in _TABLE.finditer(data.decode("utf-8-sig") + "\n"):
                sign = "|" if match[0].lstrip().startswith("|") else "\t"
                width = max(line.count(sign) for line in match[0].splitlines()) + 1
                frames.append(pandas.read_csv(
                    io.StringIO(match[0]), sep=sign, header=None, names=range(width), dtype=str,
                    quoting=csv.QUOTE_NONE, keep_default_na=False, skip_blank_lines=False,
                ))  # fmt: skip
        else:
            return []
    except (ValueError, ImportError):
        return []
    rows = [row for frame in frames for row in frame.astype(object).fillna("").to_numpy().tolist()]
    return [[str(cell).strip() for cell in row] for row in rows]


HEADS = [
    "document", "fields", "doubtful, right", "keys each", "doubtful, wrong", "keys beyond the text each", "unmarked wrong",
    "keys beyond the text each", "rows in or out", "keys beyond the text each", "keys to walk there", "mouse", "left wrong",
    "letters typed", "all keys", "from scratch", "pandas and corrections",
]  # fmt: skip


def row(name: str, effort: Effort, scratch: int, pandas_keys: int) -> list[str]:
    """One line of the report."""

    def each(keys: int, number: int) -> str:
        return f"{keys / number:.2f}" if number else "–"

    return [
        name, f"{effort.fields:,}", f"{effort.marked_right:,}", each(effort.right_keys, effort.marked_right),
        f"{effort.marked_wrong:,}", each(effort.wrong_keys, effort.marked_wrong),
        f"{effort.hidden_wrong:,}", each(effort.hidden_keys, effort.hidden_wrong), f"{effort.rows:,}",
        each(effort.row_keys, effort.rows), f"{effort.walk_keys:,}", f"{effort.mouse:,}", f"{effort.left:,}",
        f"{effort.typed:,}", f"{effort.keys:,}", f"{scratch:,}", f"{pandas_keys:,}",
    ]  # fmt: skip


def main() -> None:
    """Work through all documents, and print the report."""
    names = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    sums: dict[str, tuple[int, Effort, int, int]] = {}
    rows: list[list[str]] = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["REVIEWER_DATA_DIR"] = str(Path(folder) / "data")
        create_application(["reviewer"])
        for case in [*real(), *samples(), *made(Path(folder))]:
            if names and not any(name in case.name for name in names):
                continue
            start = time.time()
            effort, scratch = work(case), keys_from_scratch(case.truth)
            cells = with_pandas(case.path)
            plain_table = min(keys_from_cells(case.truth, cells), scratch) if cells else scratch
            number, total, *rest = sums.setdefault(case.kind, (0, Effort(), 0, 0))
            total.add(effort)
            sums[case.kind] = number + 1, total, rest[0] + scratch, rest[1] + plain_table
            line = row(case.name, effort, scratch, plain_table)
            print(*line, f"{time.time() - start:.1f}s", sep=" | ", file=sys.stderr, flush=True)
            if case.kind in ("real", "sample") or effort.marked_wrong or effort.hidden_wrong or effort.rows:
                rows.append(line)
    rows += [
        row(f"**{kind}, all {number}**", total, scratch, cells)
        for kind, (number, total, scratch, cells) in sums.items()
    ]
    text = table(HEADS, rows)
    print(text)
    if "--write" in sys.argv:
        page = ROOT / "docs" / "clerk_effort.md"
        put_report(page, "table", text)


if __name__ == "__main__":
    main()
