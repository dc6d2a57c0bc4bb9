"""The tool that exchanges operators tells what the tests notice from what they do not."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tools.mutation.operators import mutations

ROOT = Path(__file__).resolve().parents[2]

TEXT = """
def f(数: int | None, b: int = 2) -> int | str:
    if 数 is not None and not b > 3 or b in (1, 2):
        return (
            数
            + b
        )
    return "值" + str(b % 2)
"""


def test_every_operator_that_runs_is_exchanged_once() -> None:
    found = [(each.old.strip(), each.new.strip()) for each in mutations(TEXT)]
    assert found == [
        ("is not", "is"), ("and", "or"), ("not", ""), (">", ">="), ("or", "and"), ("in", "not in"), ("+", "-"), ("%", "*"),
    ]  # fmt: skip


def test_each_changes_one_place_and_can_be_compiled() -> None:
    for each in mutations(TEXT):
        changed = each.apply(TEXT)
        ast.parse(changed)
        differing = [pair for pair in zip(TEXT.splitlines(), changed.splitlines(), strict=True) if pair[0] != pair[1]]
        assert len(differing) == 1


@pytest.mark.skipif(os.name == "nt", reason="a tool for developers, tried on Linux")
def test_what_no_test_notices_is_told(tmp_path: Path) -> None:
    pytest.importorskip("coverage")
    root = tmp_path / "checkout"
    for folder in ("reviewer", "tests"):
        (root / folder).mkdir(parents=True)
    (root / "reviewer" / "__init__.py").touch()
    whole = "def f(a):\n    return a < 3\n\n\ndef g(a):\n    return a == 3\n\n\ndef h(a):\n    return a + 1\n"
    (root / "reviewer" / "a.py").write_text(whole, encoding="utf-8")
    (root / "tests" / "test_a.py").write_text(
        "import sys\nsys.path.insert(0, '.')\nfrom reviewer.a import f, g\n\n"
        "def test_f():\n    assert f(1)\n\ndef test_g():\n    assert g(3)\n",
        encoding="utf-8",
    )
    report = tmp_path / "report.md"
    call = [sys.executable, "-m", "tools.mutation", "reviewer", "--root", root, "--tests", "tests", "--report", report]
    # a process of its own, as a developer starts it: the tool splits itself, and a test run has threads that do not survive that
    done = subprocess.run(list(map(str, call)), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = done.stdout
    assert "survived  reviewer/a.py:2 '<' → '<='" in said
    assert "noticed   reviewer/a.py:6 '==' → '!='" in said
    assert "not run   reviewer/a.py:10 '+' → '-'" in said
    assert "2 of 3 mutations survive (66.7%)" in report.read_text(encoding="utf-8")
    assert (root / "reviewer" / "a.py").read_text(encoding="utf-8") == whole
