"""The tests of the model read its sentences in their source language."""

from __future__ import annotations

import pytest

from reviewer.base.i18n import use_language


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")
