"""Names of indicators that the net cut where nothing parts the cells of a text: 堤段|(水下)|验收合格率, 如期完成清|淤."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.likeness import reads_like_name, reads_whole
from reviewer.extract.sequence.borders import NO_COLUMN
from reviewer.extract.sequence.pieces import LEVELS, VALUE_PARTS, Piece, R
from reviewer.extract.sequence.sentences import as_sentences
from reviewer.model.taxonomy import levels_named

_LEVEL_ENDS = ("指标", "类", "效益", "目标", "影响", "度", "效果", "产出")
_BRACKET = pattern(r"[（(][^（()）]*[)）]$")
_SCRAP = pattern(r"[^\u4e00-\u9fff]{1,2}")


def taken_apart(pieces: Iterable[Piece], text: str) -> list[Piece]:
    """The pieces of a text, names whole and each by itself, and without those of notes behind the rows."""
    whole = with_names_over_commas(with_names_whole(as_sentences(pieces, text), text), text)
    return list(without_notes(with_names_out_of_points(whole, text), text))


def with_names_over_commas(pieces: Iterable[Piece], text: str) -> Iterator[Piece]:
    """The pieces, a name joined with the one before it where only a comma stands between: 管护林木,其中补植株数(≥**株)≥90株."""
    return _joined(pieces, lambda last, piece: _is_after_comma(last, piece, text))


def _is_after_comma(last: Piece, piece: Piece, text: str) -> bool:
    named = last.role is piece.role is R.LEVEL3 and last.row == piece.row and last.column == NO_COLUMN
    return named and text[last.end : piece.start] in _COMMAS


_COMMAS = (",", "，")


def with_names_whole(pieces: Iterable[Piece], text: str) -> Iterator[Piece]:
    """The pieces, those that are one name joined: what stands before is no whole name, and nothing stands between.

    A level that is none in any list, right before such a rest, is the beginning of the name.
    """
    return _joined(pieces, lambda last, piece: _are_one(last, piece, text))


def _joined(pieces: Iterable[Piece], are_one: Callable[[Piece, Piece], bool]) -> Iterator[Piece]:
    """The pieces, each that is one with what stands before it joined with that, as what it is itself."""
    last: Piece | None = None
    for piece in pieces:
        if last is not None and are_one(last, piece):
            last = replace(
                last, role=piece.role, end=piece.end, probability=min(last.probability, piece.probability), glued=True
            )
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last


_POINTS_AND_NAME = pattern(r"(\d{1,3}(?:\.\d{1,2})?)(?=[\u4e00-\u9fff])")
_SIGNED = pattern(r"[≥≤≧≦＞＜＝=<>]\s*\d")
_SOON = 3
"""So many pieces behind a name its value comes at the latest."""


def with_names_out_of_points(pieces: Iterable[Piece], text: str) -> list[Piece]:
    """The pieces, a name that ran together with the points before it by itself, with the signed value behind it:
    10渠道长度|10|≥50米.
    """
    found: list[Piece] = []
    since = _SOON + 1
    for piece in _extras_joined(pieces, text):
        since += 1
        points = _POINTS_AND_NAME.match(text, piece.start, piece.end) if piece.role is R.EXTRA else None
        if points and reads_like_name(text[points.end() : piece.end]) and reads_whole(text[points.end() : piece.end]):
            found.append(replace(piece, end=points.end(), glued=True))
            found.append(replace(piece, role=R.LEVEL3, start=points.end(), glued=True))
            since = 0
        elif piece.role is R.EXTRA and since <= _SOON and _SIGNED.match(text, piece.start):
            found.append(replace(piece, role=R.ANNUAL_VALUE))
            since = _SOON + 1
        else:
            since = _SOON + 1 if piece.role in VALUE_PARTS else since
            found.append(piece)
    return found


def _extras_joined(pieces: Iterable[Piece], text: str) -> Iterator[Piece]:
    """The pieces, further columns with words joined where nothing stands between them: 10清淤|(人工)|完成率."""
    return _joined(pieces, lambda last, piece: _are_extras(last, piece, text))


def _are_extras(last: Piece, piece: Piece, text: str) -> bool:
    both = last.role is piece.role is R.EXTRA and last.end == piece.start
    return both and all(_WORD.search(text, one.start, one.end) for one in (last, piece))


_WORD = pattern(r"[\u4e00-\u9fff]{2}")
_NOTE = pattern(r"(?<![备标])注\s*[:：]\s*(?:\d|[一二三]\s*[、.]|本|各)")
_OF_ROWS = LEVELS | VALUE_PARTS | {R.LEVEL3, R.EXTRA, R.CODE}
_OF_NEXT = frozenset({R.NAME, R.TITLE})


def without_notes(pieces: Iterable[Piece], text: str) -> Iterator[Piece]:
    """The pieces but those of rows that stand in a note behind them on the same line (总分100注：1.一级指标…), up to the next form."""
    row, note = -2, -1
    for piece in pieces:
        if piece.row != row or piece.role in _OF_NEXT:
            row, note = piece.row, -1
        if (
            note < 0
            and piece.role in _OF_ROWS
            and (match := _NOTE.search(text, max(0, piece.start - _FAR), piece.start))
        ):
            note = match.start()
        if note < 0 or piece.role not in _OF_ROWS:
            yield piece


_FAR = 30
"""So far behind the beginning of a note its first word stands that could be one of a row."""


def _are_one(last: Piece, piece: Piece, text: str) -> bool:
    between = text[last.end : piece.start]
    if piece.role is not R.LEVEL3 or piece.continues or last.row != piece.row:
        return False
    if between and not (last.role is R.LEVEL2 and _BRACKET.fullmatch(between)):
        return False
    before, after = text[last.start : last.end], text[piece.start : piece.end]
    if last.role is R.LEVEL3:
        return not reads_whole(_BRACKET.sub("", before)) or bool(_SCRAP.fullmatch(after))
    return last.role is R.LEVEL2 and not levels_named(before) and not before.endswith(_LEVEL_ENDS)
