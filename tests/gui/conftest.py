"""The window, and a PDF in the pane of the original, for every test here; see tests/window_fixtures.py and page_desk.py."""

import pytest
from page_desk import desk, pane, source
from window_fixtures import answers, open_window

__all__ = ["answers", "desk", "open_window", "pane", "source"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform complains about itself whenever a window with a least size, or a menu, is shown."""
    for item in items:
        item.add_marker(
            pytest.mark.qt_log_ignore("propagateSizeHints", r"does not support (raise|grabbing)", extend=True)
        )
