"""Model values through JSON and back, exactly."""

from __future__ import annotations

import errno
import json
import sqlite3
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.model.edits import Act, Edit, InsertNode, MoveNode, RemoveNode, SetField, SetKind
from reviewer.model.fields import Field, FieldRef, Status
from reviewer.model.history import Entry
from reviewer.model.messages import Message
from reviewer.model.review import Kind, NodeData, Review
from reviewer.model.source import Note
from reviewer.model.spans import Span
from reviewer.session import codec
from reviewer.session.store import as_os_error

texts = st.text(max_size=12)
numbers = st.integers(0, 10**6)
spans = st.lists(st.builds(Span, numbers, numbers, numbers), max_size=3).map(tuple)
places = st.lists(st.tuples(texts, texts), max_size=2).map(tuple)
fields = st.builds(
    Field,
    value=st.none() | texts,
    confidence=st.floats(0, 1),
    reasons=st.lists(st.builds(Message, texts, places), max_size=2).map(tuple),
    spans=spans,
    status=st.sampled_from(Status),
    flagged=st.booleans(),
    read=st.none() | texts,
)
kinds = st.sampled_from(Kind)
rows = st.lists(st.tuples(texts, fields), max_size=3).map(tuple)
leaves = st.builds(NodeData, numbers, kinds, rows)
nodes = st.builds(NodeData, numbers, kinds, rows, st.lists(leaves, max_size=2).map(tuple))
refs = st.builds(FieldRef, numbers, texts)
edits: st.SearchStrategy[Edit] = st.one_of(
    st.builds(SetField, refs, st.none() | fields, st.none() | fields),
    st.builds(InsertNode, numbers, numbers, nodes),
    st.builds(RemoveNode, numbers, numbers, nodes),
    st.builds(MoveNode, numbers, numbers, numbers, numbers, numbers),
    st.builds(SetKind, numbers, kinds, kinds),
)
all_acts = st.builds(Act, texts, st.lists(edits, max_size=3).map(tuple), places, st.none() | refs)
entries = st.builds(
    Entry,
    st.datetimes(datetime(1970, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC)),
    texts,
    st.sampled_from(codec.WAYS),
    all_acts,
    st.lists(texts, max_size=2).map(tuple),
)


def through(data: codec.Json) -> codec.Json:
    return codec.load(codec.dump(data))


@given(entries)
def test_entries_of_the_record(entry: Entry) -> None:
    back = codec.decode_entry(through(codec.encode_entry(entry)))
    assert back == entry
    assert back.at.tzinfo is not None
    for edit in back.act.edits:
        if isinstance(edit, SetField):
            assert isinstance(edit.ref, FieldRef)


@given(nodes)
def test_nodes(node: NodeData) -> None:
    assert codec.decode_node(through(codec.encode_node(node))) == node


def test_blocks_of_a_source(review: Review) -> None:
    for page in review.source.pages:
        for block in page.blocks:
            assert codec.decode_block(through(codec.encode_block(block))) == block


def test_a_lone_surrogate_survives() -> None:
    assert codec.load(codec.dump(["a\ud800"])) == ["a\ud800"]


@pytest.mark.parametrize(
    ("decode", "data"),
    [
        (codec.decode_edit, {"edit": "rotate", "node": 1}),
        (codec.decode_node, {"id": 1, "kind": "rotate", "fields": [], "children": []}),
        (codec.decode_field, {"value": None, "confidence": 1.0, "status": "rotate"}),
        (codec.decode_block, {"rotate": []}),
        (
            codec.decode_entry,
            {"at": datetime.now(UTC).isoformat(), "who": "", "way": "rotate", "act": {}, "where": []},
        ),
    ],
)
def test_unknown_kinds_are_refused_with_a_sentence(decode, data) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(codec.SessionError, match="rotate"):
        decode(json.loads(json.dumps(data)))


def test_a_foreign_edit_is_not_stored() -> None:
    with pytest.raises(TypeError):
        codec.encode_edit(object())  # type: ignore[arg-type]


@given(texts, texts, spans)
def test_notes_keep_their_code_and_spans(text: str, code: str, where: tuple[Span, ...]) -> None:
    note = codec.decode_note(json.loads(json.dumps(codec.encode_note(Note(text, code, where)))))
    assert note == text
    if code or where:
        assert isinstance(note, Note)
        assert (note.code, note.spans) == (code, where)


def test_notes_of_older_sessions_are_bare_sentences() -> None:
    assert codec.decode_note(codec.encode_note("第 3 行隐藏。")) == "第 3 行隐藏。"


ENTRY = codec.encode_entry(Entry(datetime(2026, 3, 4, tzinfo=UTC), "张三", "do", Act("correct", ()), ("甲",)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "1969-12-31T23:59:59+00:00"}, {"at": "9001-01-01T00:00:00+00:00"}, {"at": "2026-03-04T00:00:00"}, {"where": "甲"},
        {"where": None},
    ],
)  # fmt: skip
def test_an_entry_of_no_time_or_place_is_none(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no such time or place"):
        codec.decode_entry({**ENTRY, **wrong})


@pytest.mark.parametrize("at", ["1970-01-01T00:00:00+00:00", "9000-12-31T00:00:00+00:00"])
def test_the_first_and_the_last_time_that_every_system_can_say_are_times(at: str) -> None:
    assert codec.decode_entry({**ENTRY, "at": at}).at == datetime.fromisoformat(at)


@pytest.mark.parametrize(
    ("code", "number"),
    [
        (sqlite3.SQLITE_FULL, errno.ENOSPC), (sqlite3.SQLITE_READONLY, errno.EROFS), (sqlite3.SQLITE_CANTOPEN, errno.EACCES),
        (sqlite3.SQLITE_READONLY_DBMOVED, errno.EROFS), (sqlite3.SQLITE_CORRUPT, errno.EIO), (None, errno.EIO), (0, errno.EIO),
    ],
)  # fmt: skip
def test_a_failure_of_the_store_is_that_of_a_file(code: int | None, number: int) -> None:
    error = sqlite3.OperationalError("nothing goes")
    if code is not None:
        error.sqlite_errorcode = code
    assert as_os_error(error).errno == number
