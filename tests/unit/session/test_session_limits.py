"""What a session may hold at the most and at the least: the last value that is taken, and the first that is refused."""

from __future__ import annotations

import sqlite3
import struct
import zlib
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reviewer.model.source import Page, Picture
from reviewer.model.spans import Span
from reviewer.session import bounds, codec, rows, store
from reviewer.session.schema import APPLICATION_ID, VERSION, header, is_session, link

FIELD = {"value": "≥5次", "confidence": 0.5}
NODE = {"id": 1, "kind": "indicator", "fields": [], "children": []}
GRID = {"grid": [[0, 0, 1, 1, []]], "rows": 2, "columns": 3}
SPAN = [0, 1, 2]


def with_cell(*cell: object) -> dict[str, object]:
    return {**GRID, "grid": [[*cell, []]]}


TAKEN: list[tuple[Callable[[Any], object], object]] = [
    (codec.decode_field, {**FIELD, "confidence": 0}),
    (codec.decode_field, {**FIELD, "confidence": 1}),
    (codec.decode_field, {**FIELD, "value": None, "read": None, "flagged": True}),
    (codec.decode_field, {**FIELD, "spans": [SPAN], "reasons": [["read.shifted", []]], "status": "accepted"}),
    (codec.decode_spans, [SPAN, SPAN]),
    (codec.decode_node, {**NODE, "id": 0}),
    (codec.decode_node, {**NODE, "id": 1 << 53}),
    (codec.decode_block, {**GRID, "rows": 1 << 22, "columns": 1 << 17}),
    (codec.decode_block, with_cell(1, 2, 1, 1)),
    (codec.decode_block, {**GRID, "grid": [[0, 0, 10_000, 5_000, []], [1, 1, 1, 1, []]]}),
    (codec.decode_block, {**GRID, "widths": [1e6, -1e6], "heights": [0]}),
    (codec.Bounds(99).take, b"," * 376),
    (codec.Bounds(99).take, b"[" * 98),
    (codec.Bounds(99).take, b"{" * 49),
    (codec.Bounds(99).take, b"x" * 6336),
]
REFUSED: list[tuple[Callable[[Any], object], object]] = [
    *((codec.decode_field, {**FIELD, "confidence": wrong}) for wrong in (-0.001, 1.001, "1", None, True)),
    *((codec.decode_field, {**FIELD, key: 5}) for key in ("value", "read", "flagged")),
    *((codec.decode_spans, [[*span]]) for span in ([0, 1, 2.5], [0, 1.5, 2], [0.5, 1, 2], [0, 1, True])),
    *((codec.decode_spans, [SPAN, [*span]]) for span in ([0, 1, 2.5], [0, 1.5, 2], [0.5, 1, 2])),
    (codec.decode_node, {**NODE, "id": -1}),
    (codec.decode_node, {**NODE, "id": (1 << 53) + 1}),
    (codec.decode_node, {**NODE, "id": 1.0}),
    (codec.decode_block, {**GRID, "rows": (1 << 22) + 1}),
    (codec.decode_block, {**GRID, "columns": (1 << 17) + 1}),
    (codec.decode_block, {**GRID, "rows": -1, "grid": []}),
    *((codec.decode_block, with_cell(*cell)) for cell in ((2, 0, 1, 1), (0, 3, 1, 1), (-1, 0, 1, 1), (0, -1, 1, 1), (0, 0, 0, 1))),
    *((codec.decode_block, with_cell(*cell)) for cell in ((0, 0, 1, 0), (0.0, 0, 1, 1), (0, 0.0, 1, 1), (0, 0, 1.0, 1), (0, 0, 1, 1.0))),
    (codec.decode_block, {**GRID, "grid": [[0, 0, 10_000, 5_000, []], [1, 1, 2, 1, []]]}),
    (codec.decode_block, {**GRID, "grid": [[0, 0, 1, 50_000_001, []]]}),
    *((codec.decode_block, {**GRID, "widths": [wrong]}) for wrong in (1e6 + 1, -1e6 - 1, float("nan"))),
    (codec.Bounds(99).take, b"," * 380),
    (codec.Bounds(99).take, b"[" * 99),
    (codec.Bounds(99).take, b"{" * 50),
    (codec.Bounds(99).take, b"x" * 6400),
]  # fmt: skip


@pytest.mark.parametrize(("decode", "data"), TAKEN)
def test_the_last_that_is_taken(decode: Callable[[Any], object], data: object) -> None:
    decode(data)


@pytest.mark.parametrize(("decode", "data"), REFUSED)
def test_the_first_that_is_refused(decode: Callable[[Any], object], data: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the sentence for the user is the store's
        decode(data)


def test_many_small_texts_count_together() -> None:
    left = codec.Bounds(100)
    for _ in range(2):
        left.take(b"[" * 50)
    with pytest.raises(ValueError, match="more values"):
        left.take(b"[")


@pytest.mark.parametrize(
    ("span", "is_sound"),
    [
        ((0, 0, 5), True), ((0, 5, 5), True), ((0, 0, 6), False), ((0, -1, 5), False), ((0, 3, 2), False), ((-1, 0, 1), False),
        ((1, 0, 99), True), ((2, 0, 1), False),
    ],
)  # fmt: skip
def test_a_span_lies_within_its_page_or_on_one_that_was_lost(span: tuple[int, int, int], is_sound: bool) -> None:
    """Of a source that had two pages, of which the second cannot be read any more."""
    if is_sound:
        rows._check_spans([Span(*span)], {0: 5}, 2)
    else:
        with pytest.raises(ValueError, match="beyond its page"):
            rows._check_spans([Span(*span)], {0: 5}, 2)


def test_where_nobody_knows_how_many_pages_there_were_a_span_may_be_on_any() -> None:
    rows._check_spans([Span(7, 0, 1)], {0: 5}, 0)


@pytest.mark.parametrize(
    ("found", "once", "texts"),
    [
        ([0, 1], 2, ["0", "1"]), ([1], 2, ["", "1"]), ([0], 3, ["0", "", ""]), ([], 2, ["", ""]), ([], 0, []), ([2], 0, ["", "", "2"]),
        ([-1], 1, None), (["0"], 1, None), ([True], 1, None), ([100_000], 1, None),
    ],
)  # fmt: skip
def test_a_page_that_is_missing_is_empty_and_the_others_stay_in_their_places(
    found: list[object], once: int, texts: list[str] | None
) -> None:
    pages: dict[object, Page] = {place: Page(1, str(place)) for place in found}
    if texts is None:
        with pytest.raises(ValueError, match="in no place"):
            rows._in_their_places(pages, once)
    else:
        assert [page.text for page in rows._in_their_places(pages, once)] == texts


@pytest.mark.parametrize(
    ("said", "is_sound"),
    [
        ({}, True), ({"name": "n" * 1_000}, True), ({"name": "n" * 1_001}, False), ({"name": ""}, False), ({"name": "."}, False),
        ({"name": ".."}, False), ({"name": "..."}, True), ({"name": "a/b"}, False), ({"name": "a\0"}, False), ({"name": 5}, False),
        ({"encoding": None}, True), ({"encoding": 5}, False), ({"form": None}, False), ({"sha256": b"0"}, False),
        ({"target": 0.0}, False), ({"target": 1.0}, False), ({"target": 1}, False), ({"target": 0.5}, True),
    ],
)  # fmt: skip
def test_what_a_source_may_be_called(said: dict[str, Any], is_sound: bool) -> None:
    usual = {"name": "目标表.txt", "form": "text", "sha256": "0" * 64, "encoding": "utf-8", "target": 0.95}
    if is_sound:
        rows._check_texts(**usual | said)
    else:
        with pytest.raises(ValueError):  # noqa: PT011
            rows._check_texts(**usual | said)


@pytest.mark.parametrize(
    ("notes", "is_sound"),
    [
        ([], True), (["n"] * 10_000, True), (["n"] * 10_001, False), (["n" * 100_000], True), (["n" * 100_001], False),
        ("n", False), (None, False), ([["n", "code", [SPAN]]], True),
    ],
)  # fmt: skip
def test_notes_on_a_source(notes: Any, is_sound: bool) -> None:
    if is_sound:
        assert len(rows._notes(notes)) == len(notes)
    else:
        with pytest.raises(ValueError, match="note"):
            rows._notes(notes)


# -- pictures -----------------------------------------------------------------------------------------------------


def test_a_picture_with_and_without_certainties_comes_back() -> None:
    for sure in (b"", b"\x01\x02\x03"):
        picture = Picture(100.0, 200.5, array("f", range(12)), sure)
        assert rows._unpack(rows._pack(picture), 3) == picture
    assert rows._unpack(rows._pack(None), 3) is None


@pytest.mark.parametrize(
    ("sure", "body", "is_sound"),
    [
        (0, b"\0" * 48, True), (3, b"\0" * 51, True), (3, b"\0" * 52, False), (4, b"\0" * 52, False), (0, b"\0" * 47, False),
    ],
)  # fmt: skip
def test_a_picture_has_no_more_than_its_page(sure: int, body: bytes, is_sound: bool) -> None:
    """Three characters: four floats each, and a byte of certainty."""
    data = struct.pack("<ffI", 1.0, 1.0, sure) + zlib.compress(body)
    if is_sound:
        assert rows._unpack(data, 3) is not None
    else:
        with pytest.raises(ValueError):  # noqa: PT011
            rows._unpack(data, 3)


# -- what is missing ----------------------------------------------------------------------------------------------


def tables(pages: int, acts: list[bytes], tally: tuple[int, int, bytes] | None) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE page (review, place)")
    db.execute("CREATE TABLE record (review, place, entry)")
    db.execute("CREATE TABLE tally (review, pages, acts, chain)")
    db.executemany("INSERT INTO page VALUES (1, ?)", [(place,) for place in range(pages)])
    db.executemany("INSERT INTO record VALUES (1, ?, ?)", list(enumerate(acts)))
    if tally is not None:
        db.execute("INSERT INTO tally VALUES (1, ?, ?, ?)", tally)
    return db


def test_what_is_missing_is_counted_and_other_acts_are_noticed() -> None:
    chain = link(link(b"", b"a"), b"b")
    assert rows.missing(tables(2, [b"a", b"b"], (2, 2, chain)), 1) == (0, 0)
    assert rows.missing(tables(1, [b"a"], (3, 2, chain)), 1) == (2, 1)
    with pytest.raises(ValueError, match="not those that were done"):
        rows.missing(tables(2, [b"a", b"c"], (2, 2, chain)), 1)
    with pytest.raises(ValueError, match="nothing is known"):
        rows.missing(tables(2, [], None), 1)


MAGIC = b"SQLite format 3\0"
HEAD = MAGIC + bytes(44) + struct.pack(">III", 3, 0, APPLICATION_ID) + bytes(28)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (HEAD, (APPLICATION_ID, 3)), (HEAD[:99], (0, 0)), (b"s" + HEAD[1:], (0, 0)), (MAGIC, (0, 0)), (b"", (0, 0)),
        (b"x" * 200, (0, 0)),
    ],
)  # fmt: skip
def test_what_says_of_itself_that_it_is_a_session(tmp_path: Path, data: bytes, found: tuple[int, int]) -> None:
    path = tmp_path / "a.review"
    path.write_bytes(data)
    assert header(path) == found
    assert is_session(path) is (found[0] == APPLICATION_ID)


def test_what_is_not_there_is_no_session(tmp_path: Path) -> None:
    assert not is_session(tmp_path / "a.review")


# -- what is left of a damaged one ------------------------------------------------------------------------------------


class Broken:
    """A store of which the list of reviews breaks off behind the first, and the second cannot be read."""

    def execute(self, query: str, values: tuple[int, ...] = ()) -> Any:
        return self._numbers() if not values else self._one(values[0])

    def _numbers(self) -> Iterator[tuple[int]]:
        yield (1,)
        raise sqlite3.DatabaseError("database disk image is malformed")

    def _one(self, number: int) -> Any:
        if number == 2:
            raise sqlite3.DatabaseError("database disk image is malformed")
        return SimpleNamespace(fetchone=lambda: (1,) if number in (1, 3, 4) else None)


def test_reviews_behind_the_damage_are_found_by_their_numbers() -> None:
    assert store._found_numbers(Broken()) == [1, 3, 4]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "why"), [(OSError(13, "Permission denied", "x"), "Permission denied"), (OSError("a drive"), "a drive")]
)
def test_a_file_that_cannot_be_read_is_said_with_the_reason(error: OSError, why: str) -> None:
    assert why in str(store._unreadable(Path("a.review"), error))
    assert "Errno" not in str(store._unreadable(Path("a.review"), error))


class Tables:
    """A store with the program's own tables and columns, and one thing more in its list of what there is."""

    def __init__(self, *more: tuple[str, str, str, str | None]) -> None:
        self._rows = [("table", name, name, f"CREATE TABLE {name} (a)") for name in bounds._TABLES] + list(more)

    def execute(self, query: str) -> Any:
        if "sqlite_master" in query:
            return SimpleNamespace(fetchall=lambda: self._rows)
        if "table_xinfo" in query:
            columns = bounds._TABLES[query.partition("(")[2].rstrip(")")]
            return [(0, name, kind, 0, None, 0, 0) for name, kind in columns.items()]
        return SimpleNamespace(fetchone=lambda: None)


@pytest.mark.parametrize(
    ("more", "is_ours"),
    [
        ([], True), ([("index", "sqlite_autoindex_page_1", "page", None)], True), ([("index", "mine", "page", None)], False),
        ([("index", "sqlite_autoindex_x_1", "x", None)], False), ([("table", "x", "x", "CREATE TABLE x (a)")], False),
        ([("index", "sqlite_autoindex_page_1", "page", "CREATE INDEX a ON page (a)")], False),
        ([("view", "v", "v", "CREATE VIEW v")], False),
        ([("trigger", "page", "page", "CREATE TABLE page (a)")], False), ([("table", "page", "tally", "CREATE TABLE page (a)")], False),
        ([("table", "page", "page", "CREATE TABLE page (a CHECK (a))")], False),
    ],
)  # fmt: skip
def test_a_store_has_our_tables_with_the_indexes_that_sqlite_makes_itself_and_nothing_else(
    more: list[tuple[str, str, str, str | None]], is_ours: bool
) -> None:
    store_of_ours = Tables(*more)
    if is_ours:
        bounds.check(store_of_ours, VERSION)  # type: ignore[arg-type]
    else:
        with pytest.raises(bounds.StrangeError):
            bounds.check(store_of_ours, VERSION)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sql", "is_odd"),
    [
        ("CREATE TABLE a (b TEXT)", False), ("create  table a (b)", True), ("CREATE TABLE a (\n b TEXT  -- check it\n)", False),
        ("CREATE TABLE a (b TEXT CHECK (b))", True), ("CREATE TABLE a (b) STRICT", True), ("CREATE VIEW a AS SELECT 1", True),
        (None, True), (b"CREATE TABLE a (b TEXT)", True), ("CREATE TABLE a (" + "b" * 4_983 + ")", False),
        ("CREATE TABLE a (" + "b" * 4_984 + ")", True),
    ],
)  # fmt: skip
def test_the_words_that_made_a_table_are_such_as_the_program_writes(sql: object, is_odd: bool) -> None:
    assert bounds._is_odd(sql) is is_odd
