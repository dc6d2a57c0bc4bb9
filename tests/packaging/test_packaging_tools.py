"""What CI installs for the tests of the installers: within a time, and without it they are skipped, never failed."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "tools"))
import setup_env

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="apt-get is Debian's")


@pytest.fixture
def apt_get(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for apt-get, alone on the path: nothing is installed for real, and every program is missing."""
    program = tmp_path / "bin" / "apt-get"
    program.parent.mkdir()
    monkeypatch.setenv("PATH", str(program.parent))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return program


def write(program: Path, script: str) -> None:
    program.write_text(
        f'#!/bin/sh\nPATH=/usr/bin:/bin\necho "$*" >>{program.parent}/calls\n{script}\n', encoding="utf-8"
    )
    program.chmod(0o755)


def test_what_is_missing_is_fetched_first_and_unpacked_then(apt_get: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(apt_get, "exit 0")
    setup_env.ensure_packaging()
    first, second = (apt_get.parent / "calls").read_text(encoding="utf-8").splitlines()
    assert "--download-only" in first
    assert "--no-download" in second
    for package in ("nsis", "xvfb", "xauth", "desktop-file-utils"):
        assert package in first.split()
    assert "could not" not in capsys.readouterr().out


def test_a_download_that_hangs_is_ended_and_said(
    apt_get: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(apt_get, "sleep 30 & wait")
    monkeypatch.setattr(setup_env, "DOWNLOAD_SECONDS", 1)
    begun = time.monotonic()
    setup_env.ensure_packaging()
    assert time.monotonic() - begun < 10
    assert "ended after 1 seconds" in capsys.readouterr().out


def test_a_network_that_is_not_there_is_said(apt_get: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(apt_get, "echo 'E: Unable to fetch some archives' >&2; exit 100")
    setup_env.ensure_packaging()
    said = capsys.readouterr().out
    assert "E: Unable to fetch some archives" in said
    assert "sudo apt-get install" in said
