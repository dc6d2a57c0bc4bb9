"""Long texts, cut so that what counts is left."""

from __future__ import annotations

import pytest

from reviewer.model.naming import apart

LONG = "一二三四五六七八九十" * 8


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("≥12公里", "≥15公里", ("≥12公里", "≥15公里")),
        (None, f"{LONG}尾", ("", f"{LONG[:39]}…")),
        (LONG, f"{LONG}尾", (f"…{LONG[-8:]}", f"…{LONG[-8:]}尾")),
        (f"{LONG}头{LONG}", f"{LONG}尾{LONG}", (f"…{LONG[-8:]}头{LONG[:29]}…", f"…{LONG[-8:]}尾{LONG[:29]}…")),
        (f"{LONG[:24]}头{LONG}", f"{LONG[:24]}尾{LONG}", (f"{LONG[:24]}头{LONG[:14]}…", f"{LONG[:24]}尾{LONG[:14]}…")),
        (f"{LONG[:25]}头{LONG}", f"{LONG[:25]}尾", (f"…{LONG[17:25]}头{LONG[:29]}…", f"{LONG[:25]}尾")),
        (f"{LONG}\n 尾", f"{LONG} 头", (f"…{LONG[-7:]} 尾", f"…{LONG[-7:]} 头")),
    ],
)
def test_two_texts_are_cut_where_they_differ(one: str | None, other: str | None, shown: tuple[str, str]) -> None:
    assert apart(one, other) == shown
    assert max(map(len, shown)) <= 40
