"""The window, and a PDF in the pane of the original, for every test here; see tests/window_fixtures.py, page_desk.py and
team_windows.py.
"""

import pytest
from page_desk import desk, pane, source
from team_windows import joined, team
from window_fixtures import answers, open_window

__all__ = ["answers", "desk", "joined", "open_window", "pane", "source", "team"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform complains about itself whenever a window with a least size, or a menu, is shown."""
    for item in items:
        item.add_marker(
            pytest.mark.qt_log_ignore("propagateSizeHints", r"does not support (raise|grabbing)", extend=True)
        )
