"""The walls of the house, held by a machine: who may import whom, how long things may be, what start-up may cost."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
MAX_FILE, MAX_FUNCTION = 500, 60

ROOMS: dict[str, set[str]] = {
    "base": set(),
    "workers": {"base"},
    "model": {"base"},
    "sources": {"model", "base"},
    "extract": {"model", "base"},
    "session": {"model", "base"},
    "export": {"model", "base"},
    "ui": {"workspace", "reading", "workers", "session", "export", "extract", "sources", "model", "base"},
    "selftest": {"workspace", "ui", "session", "export", "extract", "sources", "model", "base"},
    "arguments": {"base"},
    "reading": {"outputs", "workers", "session", "export", "extract", "sources", "model", "base"},
    "outputs": {"arguments", "session", "export", "model", "base"},
    "workspace": {
        "arguments",
        "outputs",
        "reading",
        "workers",
        "session",
        "export",
        "extract",
        "sources",
        "model",
        "base",
    },
    "cli": {
        "workspace",
        "reading",
        "workers",
        "outputs",
        "selftest",
        "arguments",
        "ui",
        "session",
        "export",
        "extract",
        "sources",
        "model",
        "base",
    },
    "__main__": {"cli", "ui", "base"},
    "api": {"outputs", "session", "export", "extract", "sources", "model", "base"},
    "__init__": {"api"},
}
"""Each room (or file that wires rooms) with the rooms whose modules it may import besides its own."""

QT = ("PySide6", "shiboken6", "PyQt5", "PyQt6", "qtpy")
HEAVY = ("pandas", "numpy", "openpyxl", "xlsxwriter", "psycopg", "keyring")


def _modules(root: Path) -> Iterator[tuple[str, Path, ast.Module]]:
    """Every Python file of the package under `root`: its room, its path, its syntax tree."""
    for path in sorted((root / "reviewer").rglob("*.py")):
        inside = path.relative_to(root / "reviewer")
        room = inside.parts[0] if len(inside.parts) > 1 else inside.stem
        yield room, path, ast.parse(path.read_text(encoding="utf-8"))


def _imports(path: Path, tree: ast.Module, root: Path) -> Iterator[tuple[int, str]]:
    """Every import in a file, wherever it stands (in functions and under TYPE_CHECKING too), as absolute names."""
    package = path.relative_to(root).with_suffix("").parts[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            base = ".".join(part for part in (start, node.module) if part)
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__"):
            name = node.args[0] if node.args else None
            known = isinstance(name, ast.Constant) and isinstance(name.value, str)
            yield node.lineno, name.value if known else "?"


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def wrong_imports(root: Path) -> list[str]:
    """Imports that go through a wall."""
    wrong = []
    for room, path, tree in _modules(root):
        for line, name in _imports(path, tree, root):
            parts = name.split(".")
            where = f"{path.relative_to(root)}:{line}"
            if room not in ROOMS:
                wrong.append(f"{where}: {room} is not a room of the house")
            elif parts[0] in QT and room != "ui":
                wrong.append(f"{where}: only ui knows Qt, not {room}")
            elif parts[0] == "?":
                wrong.append(f"{where}: an import whose name is worked out cannot be held by the walls")
            elif parts[0] == "reviewer" and not _may_enter(root, room, parts):
                wrong.append(f"{where}: {room} may not import {name}")
    return wrong


def _may_enter(root: Path, room: str, parts: list[str]) -> bool:
    target = parts[1] if len(parts) > 1 else ""
    inside = (root / "reviewer" / target).is_dir() or (root / "reviewer" / f"{target}.py").exists()
    return not target or not inside or target == room or target in ROOMS[room]


def long_files(root: Path) -> list[str]:
    """Python files over the limit: the package's, the tools' and the tests'."""
    sizes = {path: path.read_text(encoding="utf-8").count("\n") for path in _python_files(root)}
    return [f"{path.relative_to(root)}: {lines} lines" for path, lines in sizes.items() if lines > MAX_FILE]


def long_functions(root: Path) -> list[str]:
    """Functions over the limit, decorators and docstrings included."""
    found = []
    for path in _python_files(root):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MAX_FUNCTION:
                    found.append(f"{path.relative_to(root)}:{node.lineno}: {node.name} has {lines} lines")
    return found


def _python_files(root: Path) -> list[Path]:
    return sorted(path for folder in ("reviewer", "tools", "tests") for path in (root / folder).rglob("*.py"))


def undocumented(root: Path) -> list[str]:
    """Public modules, classes and functions outside ui without a docstring."""
    found = []
    for room, path, tree in _modules(root):
        if room == "ui":
            continue
        if not ast.get_docstring(tree):
            found.append(f"{path.relative_to(root)}: the module says nothing about itself")
        for node in tree.body:
            named = isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
            if named and not node.name.startswith("_") and not ast.get_docstring(node):
                found.append(f"{path.relative_to(root)}:{node.lineno}: {node.name} says nothing about itself")
    return found


def circles(root: Path) -> list[str]:
    """Modules that need each other to run, by whatever way round. The package's own door to its API is no way."""
    needs: dict[str, set[str]] = {}
    for _, path, tree in _modules(root):
        for_types = {id(inner) for node in ast.walk(tree) if _is_for_types(node) for inner in ast.walk(node)}
        asks = (ast.Import, ast.ImportFrom, ast.Call)
        run = ast.Module([node for node in ast.walk(tree) if isinstance(node, asks) and id(node) not in for_types], [])
        needs[_module_name(path, root)] = {name for _, name in _imports(path, run, root)}
    needs.pop("reviewer", None)
    needs = {
        module: ({name if name in needs else name.rpartition(".")[0] for name in names} & needs.keys()) - {module}
        for module, names in needs.items()
    }
    while loose := [module for module, names in needs.items() if not names or not _needed(module, needs)]:
        needs = {module: names - set(loose) for module, names in needs.items() if module not in loose}
    return [f"{module}: stands in a circle with {', '.join(sorted(names))}" for module, names in sorted(needs.items())]


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _needed(module: str, needs: dict[str, set[str]]) -> bool:
    return any(module in names for names in needs.values())


def _module_name(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


WALLS: tuple[Callable[[Path], list[str]], ...] = (wrong_imports, long_files, long_functions, undocumented, circles)


@pytest.mark.parametrize("wall", WALLS, ids=lambda wall: wall.__name__)
def test_wall_holds(wall: Callable[[Path], list[str]]) -> None:
    assert wall(ROOT) == []


BAD_HOUSE = {
    "model/__init__.py": '"""Fine."""\n',
    "model/tree.py": '"""x"""\ndef f():\n    """x"""\n    from reviewer.extract import rules\n',
    "model/view.py": '"""x"""\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from PySide6.QtCore import QObject\n',
    "extract/rules.py": '"""x"""\nfrom ..sources.text import read_pages\nimport reviewer.model.tree\n',
    "export/sneaky.py": '"""x"""\nimport importlib\nimportlib.import_module("reviewer.session.store")\n',
    "sources/text.py": '"""x"""\nfrom reviewer import extract\nfrom reviewer import __version__\n',
    "session/store.py": "from reviewer.session.log import f\n\n\ndef public():\n    pass\n\n\nclass _Private:\n    pass\n",
    "attic/box.py": '"""x"""\nimport os\n',
    "export/long.py": '"""x"""\n' + "A = 1\n" * MAX_FILE,
    "export/tall.py": '"""x"""\n\n\ndef tall():\n    """x"""\n' + "    a = 1\n" * MAX_FUNCTION,
    "session/log.py": '"""x"""\ndef f():\n    """x"""\n    from reviewer.session import store\n',
    "ui/window.py": "from PySide6.QtCore import QObject\nfrom reviewer.cli import main\n",
}
FINDINGS = {
    wrong_imports: {
        "model/tree.py:4", "model/view.py:4", "extract/rules.py:2", "export/sneaky.py:3", "sources/text.py:2",
        "attic/box.py:2", "ui/window.py:2",
    },
    long_files: {"export/long.py"},
    long_functions: {"export/tall.py:4"},
    undocumented: {"session/store.py", "session/store.py:4"},
    circles: {"reviewer.extract.rules", "reviewer.model.tree", "reviewer.session.log", "reviewer.session.store"},
}  # fmt: skip


@pytest.mark.parametrize("wall", WALLS, ids=lambda wall: wall.__name__)
def test_wall_finds_what_is_wrong(wall: Callable[[Path], list[str]], tmp_path: Path) -> None:
    for name, text in BAD_HOUSE.items():
        path = tmp_path / "reviewer" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "reviewer" / "cli.py").write_text('"""x"""\n', encoding="utf-8")
    found = {finding.split(": ")[0].replace(os.sep, "/").removeprefix("reviewer/") for finding in wall(tmp_path)}
    assert found == FINDINGS[wall]


@pytest.mark.parametrize("module", ["reviewer.cli", "reviewer.ui.app", "reviewer.__main__"])
def test_start_loads_nothing_heavy(module: str) -> None:
    """A window that is on the screen at once, a --help that answers at once: pandas alone costs a quarter of a second."""
    unwanted = (*HEAVY, *QT) if module != "reviewer.ui.app" else HEAVY
    script = f"import {module}, sys; print(*[name for name in {unwanted!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, [], "")


# -- third-party material stays outside ------------------------------------------------------------------------------


def _files_of_ours() -> Iterator[tuple[Path, str]]:
    """Every text file of the repository, without what tools leave behind."""
    skipped = {".git", ".venv", "__pycache__", "build", "dist"}
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if any(part in skipped or part.endswith(("_cache", ".egg-info")) or part == ".hypothesis" for part in parts):
            continue
        if path.is_file():
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                yield path, path.read_bytes().decode("gb18030", errors="ignore")


def _names_of_offices() -> set[str]:
    names: set[str] = set()
    for path in (CORPUS / "truth").glob("*.json"):
        truth = json.loads(path.read_text(encoding="utf-8"))
        names |= {truth.get("department") or "", *(entry.get("unit") or "" for entry in truth["entries"])}
        names |= {entry["name"] or "" for entry in truth["entries"] if entry["kind"] in ("unit", "department")}
    return {name for name in names if len(name) >= 4}


@pytest.mark.skipif(not (CORPUS / "truth").is_dir(), reason="the corpus of real documents is not here")
def test_no_real_office_is_named() -> None:
    names = _names_of_offices()
    assert len(names) >= 5
    found = [str(path.relative_to(ROOT)) for path, text in _files_of_ours() if any(name in text for name in names)]
    assert found == []


WIDTH = 14
"""From this many Chinese characters in a row on, a text is somebody's; shorter ones are the words of the forms."""


def _pieces(text: str) -> set[str]:
    runs = re.findall(f"[\u4e00-\u9fff]{{{WIDTH},}}", text)
    return {run[i : i + WIDTH] for run in runs for i in range(len(run) - WIDTH + 1)}


@pytest.mark.skipif(not (CORPUS / "sources").is_dir(), reason="the corpus of real documents is not here")
def test_no_text_of_real_documents_is_copied() -> None:
    known: set[str] = set()
    for path in (CORPUS / "sources").glob("*.txt"):
        known |= _pieces("".join(path.read_text(encoding="utf-8-sig").split()))
    assert len(known) > 1000
    assert [str(path.relative_to(ROOT)) for path, text in _files_of_ours() if _pieces(text) & known] == []
