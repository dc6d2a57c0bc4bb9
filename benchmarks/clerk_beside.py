"""The robot clerk, by keys alone and with a mouse, in this window and in an older one, on the same stored reviews.

    python benchmarks/clerk_beside.py [--write] [--base COMMIT] [NAME …]

Every document is read once, by this tree. What was read is stored as a session of the form that both windows know (a copy of the
older form for the older window), with every field that this window marks marked in it; so fewer marks count for nothing. The
older commit is checked out into a temporary worktree; each window runs in a process of its own. Needs git history and, for the real
documents, ../shared/corpus. With --write the tables in docs/clerk_effort.md are replaced.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if "--job" not in sys.argv:  # a job has the tree of its window first
    sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

PAGE = ROOT / "docs" / "clerk_effort.md"
PAGES = ROOT.parent / "shared" / "corpus" / "pages"
KINDS = ("real", "sample", "damaged", "strange", "page")
WAYS = {"keys": "By keys alone", "mouse": "With a mouse"}
Told = dict[str, Any]


# -- the documents, read once ---------------------------------------------------------------------------------------


def prepare(folder: Path, names: list[str]) -> int:
    """Read every document and store it for both windows, with its truth; how many there are."""
    from benchmarks.clerk_effort import Case, made, real, samples
    from reviewer.api.reading import read

    def pages() -> Iterator[Case]:
        for path in sorted(PAGES.glob("*.truth.json")):
            source = next(one for one in PAGES.glob(f"{path.name.removesuffix('.truth.json')}.*") if one != path)
            yield Case(f"page {source.name}", "page", source, json.loads(path.read_text(encoding="utf-8")))

    count = 0
    for case in [*real(), *samples(), *made(folder), *pages()]:
        if names and not any(name in case.name for name in names):
            continue
        place = folder / f"{count:03}"
        document = read(case.path)
        document.to_session(place.with_suffix(".ours.review"))
        review = document.review
        marked = [[ref.node, ref.key] for ref in review.doubtful()]
        told = {"name": case.name, "kind": case.kind, "truth": case.truth, "marked": marked}
        place.with_suffix(".json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        older_form(place.with_suffix(".ours.review"), place.with_suffix(".base.review"), set(review.doubtful()))
        count += 1
    return count


def older_form(path: Path, target: Path, marked: set[Any]) -> None:
    """A copy of a session in form 2, which windows before form 3 read, with these fields marked to be looked at."""
    from reviewer.model.fields import FieldRef
    from reviewer.session import codec
    from reviewer.session.schema import seal, unseal

    target.write_bytes(path.read_bytes())

    def flagged(node: Any) -> Any:
        fields = tuple((key, replace(field, flagged=FieldRef(node.id, key) in marked)) for key, field in node.fields)
        return replace(node, fields=fields, children=tuple(map(flagged, node.children)))

    with closing(sqlite3.connect(target)) as db, db:
        (first, notes) = db.execute("SELECT first, notes FROM review").fetchone()
        root = flagged(codec.decode_node(codec.load(unseal(first))))
        plain = [note if isinstance(note, str) else note[0] for note in codec.load(notes)]
        db.execute("UPDATE review SET first = ?, notes = ?",
                   (seal(codec.dump(codec.encode_node(root))), codec.dump(plain)))  # fmt: skip
        db.execute("DROP TABLE tally")
        db.execute("DELETE FROM meta WHERE key IN ('reviews', 'sources')")
        db.execute("PRAGMA user_version = 2")


# -- one window, in a process of its own ------------------------------------------------------------------------------


def job(folder: Path, which: str, way: str) -> None:
    """Work through all stored reviews of a folder; a line of JSON each."""
    import benchmarks

    benchmarks.__path__ = [str(ROOT / "benchmarks")]  # the robots are this tree's, the window is that of PYTHONPATH
    from PySide6.QtWidgets import QApplication

    from benchmarks.clerk import Clerk, come_up
    from benchmarks.clerk_mouse import ClerkWithMouse, seconds
    from reviewer.model.fields import FieldRef
    from reviewer.ui.app import create_application, create_window

    create_application(["reviewer"])
    robot = ClerkWithMouse if way == "mouse" else Clerk
    for path in sorted(folder.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        # a copy with a name of its own: the window writes every act into it, and has a log and a lock beside it
        stored = Path(shutil.copy(path.with_suffix(f".{which}.review"), path.with_suffix(f".{which}.{way}.review")))
        window = create_window([stored])
        come_up(window)
        marked = {FieldRef(node, key) for node, key in told["marked"]}
        assert window.desk.review is not None
        there = set(window.desk.review.doubtful())
        effort = robot(window, told["truth"], marked).work()
        figures = asdict(effort) | {"keys": effort.keys, "seconds": seconds(effort), "seconds3": seconds(effort, 0.84)}
        figures |= {"unmarked": len(marked - there), "more": len(there - marked)}
        print(json.dumps({"name": told["name"], "kind": told["kind"], **figures}), flush=True)
        if window.desk.history is not None:
            window.desk.history.mark_saved()
        window.close()
        window.deleteLater()
        QApplication.processEvents()


def run(tree: Path, folder: Path, which: str, way: str) -> list[Told]:
    """What the robot took in the window of a tree."""
    with tempfile.TemporaryDirectory() as data:
        env = os.environ | {"PYTHONPATH": str(tree), "REVIEWER_DATA_DIR": data, "REVIEWER_LANG": "zh_CN"}
        call = [sys.executable, str(Path(__file__)), "--job", str(folder), which, way]
        done = subprocess.run(call, env=env, cwd=tree, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{way} in {tree}:\n{done.stderr[-3000:]}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


# -- the report ---------------------------------------------------------------------------------------------------------

HEADS = ["documents", "keys before", "keys now", "×", "letters among them, before", "now", "seconds before", "now", "×",
         "trips before", "now", "accepted unseen", "left wrong before", "now"]  # fmt: skip


def line(name: str, before: list[Told], now: list[Told]) -> list[str]:
    """One line: sums over documents."""

    def both(key: str) -> tuple[float, float]:
        return sum(one[key] for one in before), sum(one[key] for one in now)

    def share(pair: tuple[float, float]) -> str:
        return f"{pair[1] / pair[0]:.2f}" if pair[0] else "–"

    keys, letters, times, homes, left = map(both, ("keys", "typed", "seconds", "homes", "left"))
    return [
        f"{name}, {len(now)}", f"{keys[0]:,}", f"{keys[1]:,}", share(keys), f"{letters[0]:,}", f"{letters[1]:,}",
        f"{times[0]:,.0f}", f"{times[1]:,.0f}", share(times), f"{homes[0] / 2:,.0f}", f"{homes[1] / 2:,.0f}",
        f"{both('unseen')[1]}", f"{left[0]}", f"{left[1]}",
    ]  # fmt: skip


def report(folder: Path, base: Path) -> str:
    """Both robots in both windows, as tables."""
    from benchmarks.made import table

    parts = []
    for way, said in WAYS.items():
        before, now = run(base, folder, "base", way), run(ROOT, folder, "ours", way)
        print(json.dumps({"way": way, "before": before, "now": now}, ensure_ascii=False), file=sys.stderr)
        rows = []
        kinds = [kind for kind in KINDS if any(one["kind"] == kind for one in now)]
        for kind in kinds:
            rows.append(line(kind, *([one for one in side if one["kind"] == kind] for side in (before, now))))
        robots = [[one for one in side if one["kind"] != "page"] for side in (before, now)]
        if robots[1]:
            rows.append(line("the robot clerk's", *robots))
        beyond = sum(one["beyond"] for one in before)
        more = (f"Keys for right fields that only the older window marks, in no sum: {beyond}. "
                f"Marks of the stored reviews that it does not show: {sum(one['unmarked'] for one in before)}.")  # fmt: skip
        parts.append(f"{said}:\n\n{table(HEADS, rows)}\n{more}\n")
    return "\n".join(parts)


def main() -> None:
    """Read, work in both windows, print."""
    if sys.argv[1:2] == ["--job"]:
        job(Path(sys.argv[2]), *sys.argv[3:5])
        return
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--base", default="3a0b237")
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        base, folder = Path(work, "base"), Path(work, "reviews")
        folder.mkdir()
        subprocess.run(["git", "worktree", "add", "--detach", "-q", str(base), given.base], cwd=ROOT, check=True)
        try:
            print(prepare(folder, given.names), "documents", file=sys.stderr, flush=True)
            text = report(folder, base)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(base)], cwd=ROOT, check=False)
    print(text)
    if given.write:
        from benchmarks.made import put_report

        put_report(PAGE, "beside", text)


if __name__ == "__main__":
    main()
