"""Exchange single operators in a room and tell which exchanges no test notices.

    python -m tools.mutation reviewer/model [--count 200] [--seed 1] [--tests tests/unit/model …] [--also TEST …] [--most 60]
                             [--map FILE] [--report FILE.md]

The tests are run once with coverage, so that each mutation is tried with the tests only that run its line, the quick ones
first. Nothing is changed here: the tree is copied to a temporary folder. Needs the extra `test`.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tools.mutation.operators import Mutation, mutations
from tools.mutation.trial import passes

ROOT = Path(__file__).resolve().parent.parent.parent
_COPIED = (
    "reviewer",
    "resources",
    "tests",
    "tools",
    "docs",
    "packaging",
    "pyproject.toml",
    "README.md",
    "CHANGELOG.md",
)
_MOST_TESTS = 60
"""A line that more tests run than this is tried with the quickest of them first, and with this many (`--most` says another number)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mutation: "noticed", "survived" or "not run" (no test runs the line)."""

    file: str
    mutation: Mutation
    state: str


def main(arguments: list[str] | None = None) -> int:
    """0 always: survivors are told, not judged."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        tree = Path(folder, "tree")
        _copy(options.root, tree)
        chosen = _chosen(options.root, options.room, options.count, options.seed)
        print(f"{len(chosen)} mutations of {', '.join(options.room)} (seed {options.seed})", flush=True)
        runs = _runs(tree, options.tests, options.room, options.map, options.most)
        _check(tree, runs, chosen)
        outcomes = [_tried(tree, file, mutation, runs, options.also) for file, mutation in chosen]
    _report(outcomes, options)
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.mutation", description=__doc__)
    parser.add_argument("room", nargs="+", help="folders or files under the checkout")
    parser.add_argument("--root", type=Path, default=ROOT, help="another checkout than this one")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tests", nargs="+", default=["tests/unit"])
    parser.add_argument(
        "--also", nargs="+", default=[], help="tests that are tried last with every mutation, whatever lines they run"
    )
    parser.add_argument("--most", type=int, default=_MOST_TESTS, help="so many tests, the quickest, for one mutation")
    parser.add_argument("--map", type=Path, help="keeps which test runs which line, for the next time")
    parser.add_argument("--report", type=Path, help="a file to which a section of Markdown is added")
    return parser.parse_args(arguments)


def _copy(root: Path, tree: Path) -> None:
    tree.mkdir()
    for name in _COPIED:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, tree / name)
    shared = root.parent / "shared"
    if shared.exists():
        (tree.parent / "shared").symlink_to(shared.resolve())


def _chosen(root: Path, rooms: list[str], count: int, seed: int) -> list[tuple[str, Mutation]]:
    """`count` mutations, each equally likely."""
    files = sorted({
        file for room in rooms for file in ([root / room] if room.endswith(".py") else (root / room).rglob("*.py"))
    })  # fmt: skip
    every = [
        (file.relative_to(root).as_posix(), mutation)
        for file in files
        for mutation in mutations(file.read_text(encoding="utf-8"))
    ]
    return random.Random(seed).sample(every, min(count, len(every)))


def _runs(tree: Path, tests: list[str], rooms: list[str], kept: Path | None, most: int) -> dict[str, list[str]]:
    """The tests that run a line ("file:line"), the quickest first."""
    if kept is not None and kept.exists():
        known = json.loads(kept.read_text(encoding="utf-8"))
        return _brought_up(tree, known["runs"], known["texts"])
    begun = time.monotonic()
    (tree / "mutation.ini").write_text(
        "[run]\nsource = " + "\n    ".join({room if not room.endswith(".py") else str(Path(room).parent) for room in rooms})
        + "\ndynamic_context = test_function\n", encoding="utf-8",
    )  # fmt: skip
    (tree / "mutation_times.py").write_text(_PLUGIN, encoding="utf-8")
    coverage = [sys.executable, "-m", "coverage", "run", "--rcfile=mutation.ini", "-m"]
    command = [*coverage, "pytest", "-q", "-p", "mutation_times", "--no-header", *tests]
    subprocess.run(command, cwd=tree, env=_environment(tree), check=False, stdout=subprocess.DEVNULL)
    found = _by_line(tree, most)
    print(f"{len(found)} lines are run by tests ({time.monotonic() - begun:.0f} s)", flush=True)
    if kept is not None:
        files = {line.rpartition(":")[0] for line in found}
        texts = {file: (tree / file).read_text(encoding="utf-8") for file in files}
        kept.write_text(json.dumps({"runs": found, "texts": texts}), encoding="utf-8")
    return found


def _brought_up(tree: Path, runs: dict[str, list[str]], texts: dict[str, str]) -> dict[str, list[str]]:
    """A map of lines that was made of older texts: lines have moved, and a new one is tried with the tests of the one above it."""
    found: dict[str, list[str]] = {}
    for file, text in texts.items():
        if not (tree / file).exists():
            continue
        old, new = text.splitlines(), (tree / file).read_text(encoding="utf-8").splitlines()
        same = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        was = {block.b + n: block.a + n for block in same for n in range(block.size)}
        above: list[str] = []
        for line in range(len(new)):
            above = runs.get(f"{file}:{was[line] + 1}", above) if line in was else above
            found[f"{file}:{line + 1}"] = [test for test in above if (tree / test.split("::")[0]).exists()]
    return found


_PLUGIN = """
import json

times: dict[str, tuple[str, float]] = {}


def pytest_runtest_logreport(report):
    if report.when == "call" and report.passed:
        times[report.nodeid] = report.duration


def pytest_sessionfinish():
    with open("mutation_times.json", "w", encoding="utf-8") as file:
        json.dump(times, file)
"""


def _by_line(tree: Path, most: int) -> dict[str, list[str]]:
    """What coverage and the clock have written, put together; a parametrised function stands for all its cases."""
    from coverage import CoverageData

    times: dict[str, float] = {}
    by_function: dict[str, str] = {}
    for node, seconds in json.loads((tree / "mutation_times.json").read_text(encoding="utf-8")).items():
        function = node.split("[")[0]
        times[function] = times.get(function, 0.0) + seconds
        module, *names = function.split("::")
        by_function[module.removesuffix(".py").rsplit("/", 1)[-1] + "." + ".".join(names)] = function
    data = CoverageData(str(tree / ".coverage"))
    data.read()
    found: dict[str, list[str]] = {}
    for file in data.measured_files():
        name = Path(file).resolve().relative_to(tree.resolve()).as_posix()
        for line, contexts in data.contexts_by_lineno(file).items():
            tests = {by_function[_short(each)] for each in contexts if _short(each) in by_function}
            if contexts:
                found[f"{name}:{line}"] = sorted(tests, key=lambda test: times[test])[:most]
        _give_imported(found, name, times, most)
    return found


def _give_imported(found: dict[str, list[str]], name: str, times: dict[str, float], most: int) -> None:
    """Lines that run when the file is imported and never again - its tables - are tried with the tests that run anything of it."""
    lines = [line for line in found if line.rpartition(":")[0] == name]
    of_file = sorted({test for line in lines for test in found[line]}, key=lambda test: times[test])[:most]
    for line in lines:
        found[line] = found[line] or of_file


def _short(context: str) -> str:
    """Coverage names a context by all modules above it; the last module and what is in it are enough."""
    parts = context.split(".")
    return ".".join(parts[next((at for at, part in enumerate(parts) if part.startswith("test_")), 0) :])


def _environment(tree: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(tree), "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1", "CI": "1"}


def _check(tree: Path, runs: dict[str, list[str]], chosen: list[tuple[str, Mutation]]) -> None:
    """Tests that fail anyway would notice everything: SystemExit where the first ones do."""
    for file, mutation in chosen:
        tests = runs.get(f"{file}:{mutation.line}")
        if tests and not passes(tree, tests, _environment(tree)):
            raise SystemExit(f"fail without any mutation: some of {', '.join(tests)}")
        if tests:
            return


def _write(target: Path, text: str) -> None:
    """Write a module, and take its compiled file away: one of the same second and size would pass for that of the new text."""
    target.write_text(text, encoding="utf-8")
    for compiled in (target.parent / "__pycache__").glob(f"{target.stem}.*.pyc"):
        compiled.unlink()


def _tried(tree: Path, file: str, mutation: Mutation, runs: dict[str, list[str]], also: list[str]) -> Outcome:
    tests = [*runs.get(f"{file}:{mutation.line}", []), *also]
    outcome = "not run"
    if tests:
        target = tree / file
        whole = target.read_text(encoding="utf-8")
        _write(target, mutation.apply(whole))
        try:
            outcome = "survived" if passes(tree, tests, _environment(tree)) else "noticed"
        finally:
            _write(target, whole)
    print(f"{outcome:9} {file}:{mutation.line} {mutation.old.strip()!r} → {mutation.new!r}", flush=True)
    return Outcome(file, mutation, outcome)


def _report(outcomes: list[Outcome], options: argparse.Namespace) -> None:
    alive = [each for each in outcomes if each.state != "noticed"]
    share = len(alive) / max(1, len(outcomes))
    said = f"{len(alive)} of {len(outcomes)} mutations survive ({share:.1%})"
    print(said)
    if options.report is None:
        return
    lines = [f"\n## {', '.join(options.room)}\n", f"Seed {options.seed}, tests {', '.join(options.tests)}: {said}.\n"]
    lines += ["| place | operator | becomes | |", "| --- | --- | --- | --- |"]
    for each in sorted(alive, key=lambda one: (one.file, one.mutation.line)):
        old, new = (text.strip().replace("|", "\\|") or "(nothing)" for text in (each.mutation.old, each.mutation.new))
        lines.append(f"| {each.file}:{each.mutation.line} | `{old}` | `{new}` | {each.state} |")
    with options.report.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
