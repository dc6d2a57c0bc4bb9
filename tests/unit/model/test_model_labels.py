"""Two sources of one name are told apart by their folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.model.labels import labels


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (["/收/甲/a.xlsx", "/收/乙/b.xlsx"], ["a.xlsx", "b.xlsx"]),
        (["/收/甲/a.xlsx", "/收/乙/a.xlsx", "/收/b.xlsx"], ["甲/a.xlsx", "乙/a.xlsx", "b.xlsx"]),
        (["/收/甲/新/a.xlsx", "/收/乙/新/a.xlsx"], ["甲/新/a.xlsx", "乙/新/a.xlsx"]),
        (["/a.xlsx", "/收/a.xlsx"], ["/a.xlsx", "收/a.xlsx"]),
        (["/收/甲/a.xlsx", "/收/甲/a.xlsx"], ["甲/a.xlsx", "甲/a.xlsx (2)"]),
        (["", "/收/甲/a.xlsx", ""], ["a.xlsx", "甲/a.xlsx", "a.xlsx (2)"]),
    ],
)
def test_as_much_of_the_folder_as_is_needed(places: list[str], expected: list[str]) -> None:
    paths = [Path(place) if place else None for place in places]
    names = [path.name if path else "a.xlsx" for path in paths]
    assert labels(names, paths) == expected
