"""The workflow that builds the installers on other machines: it runs where nobody looks, so what it calls is held here."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import build
import pytest
import trial
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def jobs(file: Path) -> dict[str, dict[str, Any]]:
    """The jobs of a workflow."""
    found = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"]
    assert isinstance(found, dict)
    return found


def lines() -> list[str]:
    """What the steps call, a line a command."""
    steps = [step for file in FILES for job in jobs(file).values() for step in job["steps"]]
    return [line.strip() for step in steps for line in step.get("run", "").splitlines()]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_job_ends_in_time_and_every_step_does_one_thing(file: Path) -> None:
    for job in jobs(file).values():
        assert job["runs-on"]
        assert 0 < job["timeout-minutes"] <= 120
        for step in job["steps"]:
            assert len({"run", "uses"} & set(step)) == 1, step
            assert set(step) <= {"name", "if", "env", "run", "uses", "with", "shell", "continue-on-error"}, step
            assert re.fullmatch(r"[\w.-]+/[\w.-]+@v\d+", step.get("uses", "a/b@v1")), "a release is named"


def test_the_scripts_that_it_calls_are_there() -> None:
    called = [path for line in lines() for path in re.findall(r"(?:packaging|tools)[\\/][\w\\/.-]+", line)]
    assert len(called) >= 5
    for path in called:
        assert (ROOT / path.replace("\\", "/")).exists(), path


def test_the_scripts_know_their_options() -> None:
    told = 0
    for line in lines():
        words = shlex.split(line.replace("\\", "/").replace("${{ matrix.ocr }}", "--with-ocr"))
        for name, module in (("windows/build.py", build), ("windows/trial.py", trial)):
            at = next((number for number, word in enumerate(words) if word.endswith(name)), None)
            if at is not None:
                module.arguments(words[at + 1 :])  # ends the process where it knows one of them not
                told += 1
    assert told >= 3


def test_the_python_is_that_of_the_locks() -> None:
    for file in FILES:
        for job in jobs(file).values():
            for step in job["steps"]:
                if "setup-python" in step.get("uses", "") and "python" not in job.get("strategy", {}).get("matrix", {}):
                    assert step["with"]["python-version"] == "3.11"


def test_every_python_that_is_claimed_is_tried_on() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    claimed = [each.rpartition(" ")[2] for each in project["classifiers"] if re.search(r":: Python :: 3\.\d+$", each)]
    tried = [
        job["strategy"]["matrix"].get("python") for file in FILES for job in jobs(file).values() if "strategy" in job
    ]
    assert [each for each in tried if each] == [claimed]
    assert project["requires-python"] == f">={claimed[0]}"
