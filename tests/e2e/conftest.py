"""The window for every test here; see tests/window_fixtures.py."""

import pytest
from window_fixtures import answers, open_window

__all__ = ["answers", "open_window"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform complains about itself whenever a window with a least size, or a menu, is shown."""
    for item in items:
        item.add_marker(
            pytest.mark.qt_log_ignore("propagateSizeHints", r"does not support (raise|grabbing)", extend=True)
        )
