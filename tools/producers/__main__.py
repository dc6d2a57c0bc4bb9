"""Make the form with every producer that is installed, read each file, and write docs/producers.md.

    python -m tools.producers [--only WORD] [--keep FOLDER]

Needs what is to be compared: libraries in the environment, LibreOffice, gnumeric, Chromium and wkhtmltopdf on the PATH, packages of node
under NODE_PATH, a Chinese font. What is missing is left out of the table, and named under it. Not part of CI.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from tools.producers.form import INDICATORS, facts
from tools.producers.programs import MAKERS

REPORT = Path(__file__).resolve().parents[2] / "docs" / "producers.md"


def read_facts(path: Path) -> tuple[dict[str, str], set[str], str]:
    """What the program reads of a file, by the names of the facts; those that it marks; the format that it saw."""
    import reviewer

    found: dict[str, Any] = reviewer.read(path).to_json()
    read: dict[str, str] = {}
    marked: set[str] = set()

    def put(key: str, field: dict[str, Any]) -> None:
        if field["needs_review"]:
            marked.add(key)
        if field["value"] is not None:
            read[key] = field["value"].replace(",", "")

    for entry in found["entries"][:1]:
        labels = {
            **entry["attributes"],
            **entry["amounts"],
            "name": entry["name"],
            "unit": entry["unit"],
            "goal": entry["goal"],
        }
        put("name", labels["name"])
        put("goal", labels["goal"])
        put("unit", labels.get("实施单位") or labels["unit"])
        for label, field in labels.items():
            if "主管部门" in label:
                put("department", field)
            if "资金总额" in label:
                put("amount", field)
        for row in entry["indicators"]:
            name = row["level3"]["value"]
            put(f"{name}/1", row["level1"])
            put(f"{name}/2", row["level2"])
            put(f"{name}/value", row["annual_value"])
            if f"{name}/2" in read:
                read[f"{name}/2"] = read[f"{name}/2"].removesuffix("指标")
    if "department" not in read and found["department"]["value"]:
        put("department", found["department"])
    extra = max(0, sum(len(entry["indicators"]) for entry in found["entries"]) - len(INDICATORS))
    return read | ({"further rows": str(extra)} if extra else {}), marked, found["source"]["format"]


def compared(path: Path) -> tuple[str, str, str]:
    """Format, how many facts are right, and what differs, in words."""
    wanted = facts()
    read, marked, kind = read_facts(path)
    wrong = []
    for key, value in wanted.items():
        got = read.get(key)
        same = got == value or (key == "amount" and got is not None and _number(got) == float(value))
        if not same:
            wrong.append(f"{key}: {got or '–'}{' (marked)' if key in marked else ''}")
    if "further rows" in read:
        wrong.append(f"{read['further rows']} further rows")
    right = len(wanted) - sum(":" in each for each in wrong)
    return kind, f"{right} of {len(wanted)}", "; ".join(wrong)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def main() -> None:
    """Make, read, compare, write."""
    parser = argparse.ArgumentParser(prog="python -m tools.producers")
    parser.add_argument("--only", default="", help="producers whose name holds this; the report is then only printed")
    parser.add_argument("--keep", type=Path, help="a folder for the files that are made")
    options = parser.parse_args()
    rows: list[str] = []
    missing: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for number, (name, (suffix, maker)) in enumerate(MAKERS.items()):
            if options.only.lower() not in name.lower():
                continue
            path = folder / f"{number:02d}.{suffix}"
            try:
                version = maker(path)
            except Exception as error:
                missing.append(f"{name} ({type(error).__name__})")
                continue
            try:
                kind, right, wrong = compared(path)
            except Exception as error:
                kind, right, wrong = "–", "0", str(error).replace("|", "/")
            rows.append(f"| {name} | {version} | {kind} | {right} | {wrong} |")
            print(rows[-1], flush=True)
    if not options.only:
        REPORT.write_text(_report(rows, missing), encoding="utf-8")
    print("missing:", ", ".join(missing))


def _report(rows: list[str], missing: list[str]) -> str:
    head = "| producer | version | read as | facts right | what differs |\n| --- | --- | --- | --- | --- |\n"
    text = (
        "# The producer matrix\n\nOne form (tools/producers/form.py: merged cells, signs, decimals, a number with separators) "
        f"made by many programs, and how many of its {len(facts())} facts are read rightly from each. Written by "
        "`python -m tools.producers` (not part of CI); a fact that differs and is marked as doubtful says so.\n\n"
    )
    lossy = (
        "\nExcel 95 files (biff5, biff7) of SheetJS and gnumeric are left out: both write `_` or `?` for every Chinese "
        "character.\n"
    )
    left_out = f"\nNot installed where this was written, and so not tried: {', '.join(missing)}.\n" if missing else ""
    return text + head + "\n".join(rows) + "\n" + lossy + left_out


if __name__ == "__main__":
    main()
