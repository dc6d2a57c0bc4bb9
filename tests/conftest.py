"""What holds for every test: a screen that nobody sees, a data folder of its own, Chinese, the same random examples, silent logs."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from read_once import best_reading

from reviewer.base import words
from reviewer.base.i18n import use_language, wanted_language
from reviewer.extract import pipeline

_data_folder = tempfile.mkdtemp(prefix="reviewer-tests-")
# the smallest screen that is to be enough
_SCREEN = {
    "name": "one",
    "x": 0,
    "y": 0,
    "width": 1366,
    "height": 768,
    "logicalDpi": 96,
    "logicalBaseDpi": 96,
    "dpr": 1,
}
_screens = Path(_data_folder, "screens.json")
_screens.write_text(json.dumps({"screens": [_SCREEN]}), encoding="utf-8")
_platform = (
    "offscreen" if os.name == "nt" else f"offscreen:configfile={_screens}"
)  # a path with a drive in it is no argument
if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":  # tools/test.py sets it
    os.environ["QT_QPA_PLATFORM"] = _platform
os.environ["REVIEWER_DATA_DIR"] = _data_folder
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # tests run beside each other: no threads that wait for each other
os.environ["REVIEWER_LANG"] = "zh_CN"
os.environ["REVIEWER_IN_PROCESS"] = (
    "1"  # windows read by themselves: faster, and tests can put faults in (test_window_workers)
)

_patient = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("local", settings(**_patient))
settings.register_profile("ci", settings(**_patient, derandomize=True, database=None, print_blob=True))
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "allow_logs: log records of level WARNING and above are part of this test")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep tests of one `xdist_group` on one worker. pytest-xdist 3.8 hands the groups to its scheduler behind the names of tests, in an
    attribute of which pytest 9.2 takes no notice: without this, each worker makes again what a group shares.
    """
    if not getattr(config.option, "loadgroup", False):
        return
    for item in items:
        groups = sorted({str(mark.args[0]) for mark in item.iter_markers("xdist_group")})
        if groups and not item.nodeid.endswith(behind := f"@{'_'.join(groups)}"):
            item._id = type(item._id).parse(item.nodeid + behind)
            assert item.nodeid.endswith(behind), "the scheduler knows a group by the end of the name alone"


def pytest_unconfigure() -> None:
    shutil.rmtree(_data_folder, ignore_errors=True)


_MEMORY = Path("/dev/shm")
_IN_MEMORY = ("unit", "gui")
_ROOM = 1 << 30
"""Bytes that must be free there: tests of large files want some hundred megabytes."""


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder of the test's own, gone behind it: in memory where that can be, for sessions wait for the disk with each act."""
    folder = request.path.relative_to(Path(__file__).parent).parts[0]
    in_memory = folder in _IN_MEMORY and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM
    if not in_memory:
        yield request.getfixturevalue("tmp_path_factory").mktemp(re.sub(r"\W", "_", request.node.name)[:30])
        return
    with tempfile.TemporaryDirectory(prefix="reviewer-test-", dir=_MEMORY, ignore_cleanup_errors=True) as made:
        yield Path(made)


@pytest.fixture(autouse=True)
def _chinese() -> None:
    """Every test starts in the language of REVIEWER_LANG, whatever the test before it switched to."""
    use_language(wanted_language())


@pytest.fixture(autouse=True)
def _no_words_of_a_user() -> None:
    """Every test starts with the program's own words, whatever the test before it taught."""
    words.use(words.Words())
    words.share(words.Words())


_ABOUT_WHAT_COMES_AFTER = ("gui", "e2e", "unit/export", "unit/session", "unit/api")


@pytest.fixture(autouse=True)
def _read_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests that are about what comes after the extraction do not extract the same source again and again."""
    folder = request.path.parent.relative_to(Path(__file__).parent).as_posix()
    with pytest.MonkeyPatch.context() as patch:
        if folder in _ABOUT_WHAT_COMES_AFTER:
            patch.setattr(pipeline, "_best_reading", best_reading)
        yield


class _Listener(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.name}: {record.levelname}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _silent_logs(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning or error in the log that a test does not announce (mark `allow_logs`) fails it."""
    listener = _Listener()
    root = logging.getLogger()
    root.addHandler(listener)
    yield
    root.removeHandler(listener)
    if listener.heard and request.node.get_closest_marker("allow_logs") is None:
        pytest.fail("unexpected log records:\n" + "\n".join(listener.heard), pytrace=False)
