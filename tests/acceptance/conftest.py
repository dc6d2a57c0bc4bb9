"""The figures of the acceptance tests, printed at the end of the run whether it passed or not."""

from __future__ import annotations

import pytest

FIGURES = pytest.StashKey[dict[str, dict[str, float]]]()
_SHOWN = ("accuracy", "exact", "fields", "wrong", "catch_rate", "alarm_rate", "provenance", "indicators", "rows_found")


def pytest_configure(config: pytest.Config) -> None:
    config.stash.setdefault(FIGURES, {})


@pytest.fixture(scope="session")
def figures(pytestconfig: pytest.Config) -> dict[str, dict[str, float]]:
    """Where a test puts the figures of a source, by its name."""
    return pytestconfig.stash.setdefault(FIGURES, {})


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
