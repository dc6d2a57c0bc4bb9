"""The drawing of the imports, with its numbers, and the way of a source through the modules.

    python -m tools.drawing [--root CHECKOUT] [--source FILE] [--mermaid]

Rooms are the folders of the package, and the files beside them; an arrow goes from a room to each whose modules it imports, wherever the
import stands. A circle is a set of modules that need each other: “that run” leaves out imports for types only. The longest way is the
longest chain of imports of which none leads back; with `--source`, the modules in which a function ran while the file was read, checked and
exported as a workbook, and how many different ones were at work within each other at most. Works on older checkouts too.
"""

from __future__ import annotations

import argparse
import ast
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

Graph = dict[str, set[str]]


def imports(root: Path, for_types: bool) -> Graph:
    """The modules of the package, each with those that it imports; `for_types` says whether imports under TYPE_CHECKING count."""
    paths = {_name(path, root): path for path in sorted((root / "reviewer").rglob("*.py"))}
    return {name: set(_named(path, root, paths, for_types)) - {name} for name, path in paths.items()}


def _name(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def _named(path: Path, root: Path, known: dict[str, Path], for_types: bool) -> Iterator[str]:
    package = path.relative_to(root).with_suffix("").parts[:-1]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in hidden and not for_types:
            continue
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            base = ".".join(part for part in (start, node.module) if part)
            names = [f"{base}.{alias.name}" for alias in node.names]
        for name in names:
            found = name if name in known else name.rpartition(".")[0]
            if found in known:
                yield found


def room_of(module: str) -> str:
    """The folder under the package, or the file beside the folders."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "(package)"


def circles(graph: Graph) -> list[set[str]]:
    """The sets of modules that need each other (Tarjan)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for other in graph[name]:
            if other not in order:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], order[other])
        if low[name] == order[name]:
            group: set[str] = set()
            while name not in group:
                group.add(stack.pop())
            if len(group) > 1:
                found.append(group)

    sys.setrecursionlimit(10_000)
    for name in graph:
        if name not in order:
            visit(name)
    return found


def longest(graph: Graph) -> list[str]:
    """The longest chain of imports; modules of a circle count as one."""
    one = {name: min(group) for group in circles(graph) for name in group}
    plain: Graph = {}
    for name, others in graph.items():
        plain.setdefault(one.get(name, name), set()).update(one.get(other, other) for other in others)
    chains: dict[str, list[str]] = {}

    def chain(name: str) -> list[str]:
        if name not in chains:
            below = max((chain(other) for other in sorted(plain[name] - {name})), key=len, default=[])
            chains[name] = [name, *below]
        return chains[name]

    return max((chain(name) for name in plain), key=len)


def way(file: Path) -> tuple[set[str], int]:
    """The modules at work while a file is read, checked and exported, and how many were within each other at most."""
    from reviewer.export.workbook import write_workbook
    from reviewer.extract.pipeline import extract
    from reviewer.model.history import History
    from reviewer.sources.registry import open_source

    seen: set[str] = set()
    most = 0

    def told(frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal most
        name = frame.f_globals.get("__name__", "")
        if event != "call" or not name.startswith("reviewer.") or name in ("reviewer.base.i18n",):
            return
        seen.add(name)
        within, above = set(), frame.f_back
        while above is not None:
            module = above.f_globals.get("__name__", "")
            if module.startswith("reviewer."):
                within.add(module)
            above = above.f_back
        most = max(most, len(within | {name}))

    with tempfile.TemporaryDirectory() as folder:
        sys.setprofile(told)
        try:
            review = extract(open_source(file))
            write_workbook([(review, History(review))], Path(folder, "out.xlsx"))
        finally:
            sys.setprofile(None)
    return seen, most


def main(arguments: list[str] | None = None) -> int:
    """Print it."""
    parser = argparse.ArgumentParser(prog="python -m tools.drawing", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    parser.add_argument("--source", type=Path)
    parser.add_argument("--mermaid", action="store_true", help="the rooms and arrows as a Mermaid drawing")
    options = parser.parse_args(arguments)
    run, whole = imports(options.root, False), imports(options.root, True)
    run.pop("reviewer", None)
    run = {name: others & run.keys() for name, others in run.items()}
    rooms = sorted({room_of(name) for name in whole} - {"(package)"})
    arrows = sorted(
        {(room_of(a), room_of(b)) for a, others in whole.items() for b in others if room_of(a) != room_of(b)}
    )
    arrows = [pair for pair in arrows if "(package)" not in pair]
    folders = [room for room in rooms if (options.root / "reviewer" / room).is_dir()]
    between = [(a, b) for a, b in arrows if a in folders and b in folders]
    if options.mermaid:
        print("graph TD", *(f"  {a} --> {b}" for a, b in between), sep="\n")
        return 0
    print(f"{len(whole)} modules in {len(folders)} rooms and {len(rooms) - len(folders)} files beside them")
    print(
        f"{len(arrows)} arrows, {len(between)} of them between rooms; {sum(map(len, whole.values()))} imports of modules"
    )
    for said, graph in (("circles among imports that run", run), ("with imports for types", whole)):
        found = circles(graph)
        print(f"{len(found)} {said}", *(" ".join(sorted(group)) for group in found), sep="\n  ")
    found_chain = longest(run)
    print(
        f"longest chain of imports: {len(found_chain)}: {' → '.join(name.removeprefix('reviewer.') for name in found_chain)}"
    )
    if options.source:
        sys.path.insert(0, str(options.root))
        seen, most = way(options.source)
        print(f"way of {options.source.name}: {len(seen)} modules, {most} within each other at most")
    return 0


if __name__ == "__main__":
    sys.exit(main())
