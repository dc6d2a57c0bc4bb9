"""The figures of the acceptance tests, printed at the end of the run whether it passed or not."""

from __future__ import annotations

import pytest

FIGURES = pytest.StashKey[dict[str, dict[str, float]]]()
_PROPERTY = "figures"
_SHOWN = ("accuracy", "exact", "fields", "wrong", "catch_rate", "alarm_rate", "provenance", "indicators", "rows_found")


class _Figures(dict[str, dict[str, float]]):
    """What a test measures, by the source's name; it travels with the test's report, which may come from another process."""

    def __init__(self, item: pytest.Item) -> None:
        super().__init__()
        self._item = item

    def __setitem__(self, source: str, figures: dict[str, float]) -> None:
        super().__setitem__(source, figures)
        shown = {name: figures[name] for name in _SHOWN if name in figures}
        self._item.user_properties.append((_PROPERTY, (source, shown)))


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> dict[str, dict[str, float]]:
    """Where a test puts the figures of a source, by its name."""
    return _Figures(request.node)


class _Collector:
    """Gathers the figures of all reports."""

    def __init__(self, found: dict[str, dict[str, float]]) -> None:
        self._found = found

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            self._found.update(value for name, value in report.user_properties if name == _PROPERTY)


def pytest_configure(config: pytest.Config) -> None:
    found = config.stash.setdefault(FIGURES, {})
    config.pluginmanager.register(_Collector(found))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    rows = config.stash.get(FIGURES, {})
    if not rows:
        return
    terminalreporter.section("extraction held against the truth")
    terminalreporter.line(f"{'source':24}" + "".join(f"{name:>12}" for name in _SHOWN))
    for source, figures in sorted(rows.items()):
        cells = (figures[name] for name in _SHOWN)
        shown = (f"{cell:12.4f}" if isinstance(cell, float) else f"{cell:12}" for cell in cells)
        terminalreporter.line(f"{source:24}" + "".join(shown))
