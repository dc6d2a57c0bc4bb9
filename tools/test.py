"""Set up what is missing and run every check: ruff, mypy, pytest.

    python3 tools/test.py [PYTEST ARGUMENT ...]

All of them run even where one fails. Without arguments the tests are spread over the machine's cores (pytest-xdist).
The last line is pytest's; the exit status is 0 only where all is well.
"""

from __future__ import annotations

import os
import subprocess
import sys

import setup_env

CHECKS = (
    ("ruff check", ["ruff", "check", "."]),
    ("ruff format", ["ruff", "format", "--check", "."]),
    ("mypy", ["mypy"]),
)
SPREAD = ["-n", "auto", "--dist", "loadgroup"]
"""Tests of one `xdist_group` stay together: what they share takes long to make."""


def main(arguments: list[str]) -> int:
    """0 where every check passed, 1 where one did not or the machine could not be set up."""
    try:
        python = setup_env.ensure_environment(
            ["test", "team", *(["ocr"] if os.environ.get("REVIEWER_TEST_OCR") else [])]
        )
    except setup_env.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    if not setup_env.ensure_libraries(window=False):
        print("Without these libraries the tests cannot load Qt.", file=sys.stderr)
        return 1
    if os.environ.get("CI"):  # there the installers are built and tried as well, and a batch on a cluster
        try:
            setup_env.ensure_environment(["cluster"])
        except setup_env.SetupError as error:  # its tests are skipped then
            print(f"The extra “cluster” cannot be installed: {error}", file=sys.stderr)
        setup_env.ensure_packaging()
        setup_env.ensure_server()
    os.chdir(setup_env.ROOT)
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    # else each of the hundreds of processes that tests start compiles the whole program
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    failed = []
    for name, command in CHECKS:
        print(f"-- {name}", flush=True)
        if subprocess.run([str(python), "-m", *command], env=env, stdin=subprocess.DEVNULL, check=False).returncode:
            failed.append(name)
    print("-- pytest" + (f" (failed before it: {', '.join(failed)})" if failed else ""), flush=True)
    pytest = [str(python), "-m", "pytest", *(arguments or SPREAD)]
    status = subprocess.run(pytest, env=env, stdin=subprocess.DEVNULL, check=False).returncode
    return 1 if status or failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
