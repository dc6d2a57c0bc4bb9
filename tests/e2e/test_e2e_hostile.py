"""Large and hostile files, read by the whole program in a process of its own with little memory and time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "unit" / "sources"))

from hostile_files import LARGE

limits = pytest.importorskip("resource")
MEMORY = 1 << 30
SECONDS = 20


def within_limits() -> None:
    limits.setrlimit(
        limits.RLIMIT_AS, (2 * MEMORY, 2 * MEMORY)
    )  # addresses, of which libraries reserve more than they use
    limits.setrlimit(limits.RLIMIT_CPU, (SECONDS, SECONDS))


PROGRAM = """
import resource, sys
from reviewer import cli
status = cli.run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
sys.exit(status)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits are set the Linux way")
@pytest.mark.parametrize("name", LARGE)
def test_large_and_hostile(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(LARGE[name]())
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "extract", str(path), "-o", str(tmp_path / "out.json")],
        capture_output=True, encoding="utf-8", timeout=180, preexec_fn=within_limits,
        env={"PYTHONPATH": ":".join(sys.path), "REVIEWER_LANG": "en", "PATH": ""},
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    assert "mistake" not in done.stderr
    assert len(done.stderr.splitlines()) <= 1
    assert int(done.stdout.split()[-1]) < MEMORY
