"""What a training has reached, as a page: docs/sequence.md."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from reviewer.base.resources import load_json
from tools.sequence.measure import Scores, invented, left_out, real

_BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)


def _share(counts: Counter[str], role: str = "") -> str:
    start = f"{role} " if role else ""
    there = counts[f"{start}all"]
    return f"{counts[f'{start}right'] / there:.3f} of {there}" if there else "-"


def _table(title: str, rows: Sequence[Sequence[str]]) -> list[str]:
    head, *body = rows
    lines = ["", f"## {title}", "", "| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return [*lines, *("| " + " | ".join(row) + " |" for row in body)]


def _invented(scores: Scores) -> list[str]:
    lines: list[str] = []
    for kind in ("form", "layout", "role"):
        rows = [(kind, "F1", "segments")]
        for name, score in sorted(scores.by.items()):
            if name.startswith(kind + " "):
                rows.append((name.removeprefix(kind + " "), f"{score.f1:.3f}", str(score.there)))
        lines += _table(f"Invented documents of other seeds, by {kind}", rows)
    return lines


def _chances(scores: Scores) -> list[str]:
    rows = [("the net's own probability", "segments", "of them right")]
    for low, high in itertools.pairwise(_BINS):
        held = [right for chance, right in scores.chances if low <= chance < high]
        if held:
            rows.append((f"{low:.2f} to {min(high, 1):.2f}", str(len(held)), f"{sum(held) / len(held):.3f}"))
    return _table("How far a segment's probability holds", rows)


def write(path: Path, documents: int, folders: Sequence[Path] = ()) -> None:
    """Measure and write the page; `folders` hold documents with a truth beside them (only their sums are told)."""
    about = load_json("sequence", "net.json")["training"]
    scores = invented([f"report-{n}" for n in range(documents)])
    everything = scores.by["all"]
    lines = [
        "# The learned reading: what its training reached",
        "",
        f"Made by `python -m tools.sequence` (seed {about['seed']}, {about['characters'] / 1e6:.0f} million characters of invented",
        f"documents). A segment counts as right where role, beginning and end are. On {documents} invented documents of other seeds:",
        f"F1 {everything.f1:.3f} over {everything.there} segments.",
    ]
    lines += _chances(scores) + _invented(scores)
    outside = left_out(range(900, 902))
    total: Counter[str] = sum(outside.values(), Counter())
    rows = [("layout", "values that stand as a segment of their role")]
    rows += [(name, _share(counts)) for name, counts in sorted(outside.items())]
    lines += _table("Layouts that nothing was trained on (tools/corpus)", [*rows, ("all", _share(total))])
    for folder in folders:
        held: Counter[str] = sum(real(folder).values(), Counter())
        roles = sorted(name.removesuffix(" all") for name in held if name.endswith(" all"))
        rows = [("role", "values that stand as a segment of it"), *((r, _share(held, r)) for r in roles)]
        lines += _table(f"Documents of {folder.name} (measured only)", [*rows, ("all", _share(held))])
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
