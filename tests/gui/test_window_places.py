"""The data folder as the command line finds it is the one that the window uses."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QStandardPaths

from reviewer.base.paths import data_path


@pytest.mark.skipif(sys.platform == "win32", reason="the registry, not the environment, says where it is")
def test_the_command_line_looks_where_the_window_keeps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.delenv("REVIEWER_DATA_DIR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    names = QCoreApplication.organizationName(), QCoreApplication.applicationName()
    QCoreApplication.setOrganizationName("reviewer")
    QCoreApplication.setApplicationName("reviewer")
    try:
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    finally:
        QCoreApplication.setOrganizationName(names[0])
        QCoreApplication.setApplicationName(names[1])
    assert data_path() == Path(place)
