"""What is stored of invented reviews, and what is said of sessions that were damaged, told a line each: see test_session_outcomes."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from array import array
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from invented_reviews import Dice, worked_on

from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.model.source import Cell, Grid, Line, Note, Page, Picture
from reviewer.model.spans import Span
from reviewer.session import codec
from reviewer.session.schema import SEALED, seal, unseal
from reviewer.session.store import SessionError, load_session, origins, salvage_session, save_session

Lines = Iterator[str]


def items_of(seed: int) -> list[tuple[Review, History]]:
    """Two reviews that were worked on; the first of a source with grids, notes and the picture of a page."""
    items = [worked_on(seed), worked_on(seed + 400, "李敏")]
    source, dice = items[0][0].source, Dice(seed)
    text = source.pages[0].text
    cells = tuple(
        Cell(at // 3, at % 3, (Span(0, at, at + 1),), 1 + dice.below(2), 1 + dice.below(3)) for at in range(6)
    )
    grid = Grid(cells, 2, 3, (10.5, 20.0, 30.25) if seed % 2 else (), (12.0, 12.5) if seed % 3 else ())
    picture = Picture(
        595.0,
        842.0,
        array("f", [float(at % 90) for at in range(4 * len(text))]),
        bytes(at % 256 for at in range(len(text))),
    )
    page = Page(1, text, (Line(Span(0, 0, 9)), grid), (Span(0, 3, 5),), "表一", picture if seed % 2 else None)
    notes = ("一句话", Note("第 2 页没有读。", "part not read", (Span(0, 0, 4),)))
    items[0][0].source = replace(
        source, pages=(page, Page(2, "第二页\ud800\n")), notes=notes, data=b"bytes %d" % seed, encoding=None
    )
    return items


def _short(data: bytes, most: int = 260) -> str:
    text = data.decode("utf-8", "backslashreplace")
    return text if len(text) <= most else f"{text[:most]}…{hashlib.sha256(data).hexdigest()[:10]}"


def stored(seed: int, folder: Path) -> Lines:
    """Every row of a session, what is sealed opened; and that all of it comes back."""
    path, items = folder / f"{seed}.review", items_of(seed)
    save_session(path, items, ["/甲/a.txt", ""])
    db = sqlite3.connect(path)
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
        names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        for row in db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()[:30]:
            told = []
            for name, value in zip(names, row, strict=True):
                if isinstance(value, bytes):
                    data = unseal(value) if name in SEALED.get(table, ()) else value
                    value = _short(data) if name not in ("picture", "chain") else hashlib.sha256(data).hexdigest()[:10]
                told.append(f"{name}={str(value)[:300]}")
            if told[0] not in ("key=program", "key=mark"):
                yield f"{table} {' '.join(told)}".replace("\n", "⏎").encode("utf-8", "backslashreplace").decode()
    db.close()
    for (review, history), (before, done) in zip(load_session(path), items, strict=True):
        assert review.root.data() == before.root.data()
        assert review.source == before.source
        assert (review.layout, review.loose) == (before.layout, before.loose)
        assert history.record == done.record
    yield f"{origins(path)} {origins(folder / 'nowhere')}"


_ODD: tuple[Any, ...] = (
    None,
    -1,
    0,
    1,
    2,
    7,
    0.5,
    1.0,
    "",
    "x",
    "project",
    "open",
    [],
    [1],
    [[0, 1, 2]],
    {},
    {"a": 1},
    True,
    10**9,
    "长" * 20,
    [[0, 5, 3]],
    [[9, 0, 1]],
)


def _inside(value: Any, dice: Dice, depth: int = 0) -> Any:
    """A value with one thing in it another one, left out, or there twice."""
    if isinstance(value, list) and value and (depth < 7) and dice.hits(88):
        at, made = dice.below(len(value)), list(value)
        if dice.hits(8):
            return made[:at] + made[at + 1 :] if dice.hits(50) else [*made, made[at]]
        made[at] = _inside(made[at], dice, depth + 1)
        return made
    if isinstance(value, dict) and value and dice.hits(88):
        key = dice.of(sorted(value))
        if dice.hits(8):
            return {name: each for name, each in value.items() if name != key} | ({"fremd": 1} if dice.hits(50) else {})
        return value | {key: _inside(value[key], dice, depth + 1)}
    return dice.of(_ODD)


def _in_json(table: str, column: str) -> Callable[[sqlite3.Connection, Dice], str]:
    def damage(db: sqlite3.Connection, dice: Dice) -> str:
        found = db.execute(f"SELECT rowid, {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY 1").fetchall()
        row, data = dice.of(found)
        sealed = column in SEALED.get(table, ())
        before = json.loads((unseal(data) if sealed else data).decode("utf-8", "surrogatepass"))
        after = codec.dump(_inside(before, dice))
        db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (seal(after) if sealed else after, row))
        return f"{table}.{column} {row}"

    return damage


def _column(db: sqlite3.Connection, dice: Dice) -> str:
    table = dice.of(("review", "page", "record", "tally", "source", "meta"))
    names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    name, value = (
        dice.of(names),
        dice.of((None, 0, -1, 1, 3, 10**7, 0.5, 1.5, "x", "", "a/b", "..", b"", b"xyzz", b"\0" * 30)),
    )
    db.execute(f"UPDATE OR IGNORE {table} SET {name} = ? WHERE rowid = (SELECT min(rowid) FROM {table})", (value,))
    return f"{table}.{name} = {value!r}"


def _row(db: sqlite3.Connection, dice: Dice) -> str:
    table = dice.of(("review", "page", "page", "record", "record", "tally", "source", "meta"))
    which = dice.of(("min", "max"))
    db.execute(f"DELETE FROM {table} WHERE rowid = (SELECT {which}(rowid) FROM {table})")
    return f"{which} {table} gone"


def _schema(db: sqlite3.Connection, dice: Dice) -> str:
    said = dice.of(
        ("CREATE TABLE more (a)", "CREATE VIEW v AS SELECT 1", "DROP TABLE tally", "ALTER TABLE page ADD COLUMN more", "ALTER TABLE review DROP COLUMN path",
         "CREATE INDEX i ON page (number)", "CREATE TRIGGER t AFTER INSERT ON record BEGIN SELECT 1; END", "PRAGMA user_version = 99", "PRAGMA user_version = 0", "PRAGMA application_id = 1",
         "DROP TABLE source", "PRAGMA user_version = 2", "PRAGMA user_version = 1")
    )  # fmt: skip
    db.execute(said)
    return said


_DAMAGES: tuple[Callable[[sqlite3.Connection, Dice], str], ...] = (
    *(_in_json("review", column) for column in ("first", "first", "first", "layout", "notes", "loose")), *[_in_json("record", "entry")] * 5,
    *[_in_json("page", "blocks")] * 3, _in_json("page", "layout"), _column, _column, _column, _row, _row, _schema,
)  # fmt: skip


def _kept(review: Review, history: History, whole: tuple[Review, History]) -> str:
    same = "same" if review.root.data() == whole[0].root.data() else "other"
    return f"{review.source.name} {same} {len(review.source.pages)} pages {len(history.record)} of {len(whole[1].record)} acts"


def damaged(seed: int, folder: Path) -> Lines:
    """Sessions with one thing wrong: whether they open, and what is left of them."""
    items, dice = items_of(seed), Dice(seed + 90)
    whole, path = folder / f"w{seed}.review", folder / "s.review"
    save_session(whole, items, ["/甲/a.txt", ""])
    by_name = {review.source.name: (review, history) for review, history in items}
    for _ in range(70):
        shutil.copy(whole, path)
        db = sqlite3.connect(path, isolation_level=None)
        try:
            what = dice.of(_DAMAGES)(db, dice)
        except sqlite3.Error as error:
            what = f"not done: {type(error).__name__}"
        db.close()
        try:
            opened = f"opens: {'; '.join(_kept(*item, by_name.get(item[0].source.name, items[0])) for item in load_session(path))}"
        except SessionError as error:
            opened = f"{type(error).__name__} {error}"
        try:
            left = salvage_session(path)
            rest = f"left: {'; '.join(_kept(*item, by_name.get(item[0].source.name, items[0])) for item in left.items)} | {' '.join(left.missing)}"
        except SessionError as error:
            rest = f"nothing: {type(error).__name__} {error}"
        yield f"{what}: {opened}" + (f" / {rest}" if not opened.startswith("opens") else "")
