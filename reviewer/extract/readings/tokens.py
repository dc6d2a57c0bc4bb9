"""Text without a grid as tokens: cells, words between blanks, labels and what stands behind their colon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reviewer.base.patterns import pattern
from reviewer.extract.book import is_formality
from reviewer.extract.cut_levels import is_cut_level
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.likeness import amount_text
from reviewer.extract.sequence.borders import Borders, Cell
from reviewer.extract.titles import is_page_head
from reviewer.model.flow import is_han
from reviewer.model.taxonomy import levels_named

_TOKEN = pattern(
    r"(?<!\S)[\u4e00-\u9fff](?:[^\S\n\t]+[\u4e00-\u9fff](?!\S))+|(?:[≥≤≧≦＞＜＝=<>]\s+)?(?:[（(][^（()）\n]{1,24}[)）]|\S)+"
    r"(?:\s+[%％](?=\s|$)|[ \u3000][（(][^（()）\s\d]{1,5}[)）](?=\s|$))?"
)
_FIGURE_LISTED = pattern(r"^(\d[\d.,]*)\s*(?:(?:万元|元)\s*[;；，,、]|[;；])\s*(?=[\u4e00-\u9fff])")
_BOLD = "**"
NO_ROW = -1
_BARS = ("|", "｜")
_DRAWN = pattern(r"[\u2500-\u257f¦]+")
"""The lines of a table that a conversion drew with characters."""
_MOSTLY = 0.8
_COLON = pattern(r"^([^:：]{2,16}[:：])\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Token:
    """A cell, or a word between blanks where no borders are, with the roles that it has as a label."""

    start: int
    end: int
    text: str
    roles: frozenset[Role]
    row: int = NO_ROW
    """The row in which bars close it; NO_ROW where nothing says where rows end."""


def tokens_of(text: str, borders: Borders) -> list[Token]:
    """The tokens of a text, in order."""
    return _rejoined(_spelled_down([token for token in _tokens(text, borders) if not _DRAWN.fullmatch(token.text)]))


def _tokens(text: str, borders: Borders) -> Iterator[Token]:
    ended = _rows_with_ends(text, borders)
    for cell in borders.cells:
        if cell.solid or is_furniture(text[cell.start : cell.end].strip()):
            row = cell.row if cell.row in ended else NO_ROW
            yield from (replace(token, row=row) for token in _labelled(text, cell.start, cell.end))
            continue
        for match in _TOKEN.finditer(text, cell.start, cell.end):
            yield from _labelled(text, *match.span())


def _rows_with_ends(text: str, borders: Borders) -> set[int]:
    """The rows whose ends bars tell: where of the cells beside a bar most stand several in a row, all of these rows."""
    barred = [cell.row for cell in borders.cells if _is_beside_bar(text, cell)]
    in_row = Counter(barred)
    together = sum(number for number in in_row.values() if number > 1)
    return set(in_row) if together >= _MOSTLY * max(1, len(barred)) else set()


def _is_beside_bar(text: str, cell: Cell) -> bool:
    return text[cell.end : cell.end + 1] in _BARS or (cell.start > 0 and text[cell.start - 1] in _BARS)


def _spelled_down(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, a label that is printed one character below the other as one: 绩 | 效 | 指 | 标."""
    place = 0
    while place < len(tokens):
        stop, whole = place + 1, tokens[place].text
        found: Token | None = None
        while len(tokens[place].text) == 1 and stop < len(tokens) and len(tokens[stop].text) <= 2:
            whole += tokens[stop].text
            stop += 1
            if len(whole) > _LONGEST_SPELLED or not all(map(is_han, whole)):
                break
            if len(whole) > 2 and (roles := roles_of(whole)):
                found = Token(tokens[place].start, tokens[stop - 1].end, whole, roles, tokens[place].row)
                after = stop
        if found is not None:
            yield found
            place = after
        else:
            yield tokens[place]
            place += 1


_LONGEST_SPELLED = 8


def _rejoined(tokens: Iterable[Token]) -> list[Token]:
    """The tokens, labels and levels that a line end cut put together: 经济效益 | 指标, 项目起 | 止时间."""
    whole: list[Token] = []
    for token in tokens:
        last = whole[-1] if whole else None
        if last is not None and len(last.text) + len(token.text) <= _LONGEST_LABEL and _are_one(last, token):
            text = last.text + token.text
            whole[-1] = Token(last.start, token.end, text, roles_of(text), last.row)
            continue
        whole.append(token)
    return whole


_LONGEST_LABEL = 14
_TAILS = ("指标", "标", "率指标", "度指标")


def _are_one(last: Token, token: Token) -> bool:
    both = last.text + token.text
    if is_cut_level(last.text, token.text) or (token.text == "目标" and Role.GOAL in roles_of(both)):
        return True
    if token.text in _TAILS:
        return not last.text.endswith("指标") and bool(roles_of(both) or levels_named(both) or len(last.text) <= 6)
    if token.roles or len(last.text) > 6 or len(token.text) > 6 or amount_text(token.text) is not None:
        return False
    roles = roles_of(both)
    return roles == last.roles if last.roles else bool(roles)


def _labelled(text: str, start: int, end: int) -> Iterator[Token]:
    """A text, or a label and what stands behind its colon."""
    while start < end and (text[start].isspace() or text.startswith(_BOLD, start, end)):
        start += len(_BOLD) if text[start] == "*" else 1
    while end > start and (text[end - 1].isspace() or text.endswith(_BOLD, start, end)):
        end -= len(_BOLD) if text[end - 1] == "*" else 1
    if start == end:
        return
    whole = "".join(text[start:end].split()) if end - start <= 40 else text[start:end]
    listed = _FIGURE_LISTED.match(text[start:end])
    if listed:
        yield _token(text, start, start + listed.end(1))
        yield from _labelled(text, start + listed.end(), end)
        return
    pair = _COLON.match(text[start:end])
    if pair and not roles_of(whole) and roles_of(pair[1]):
        label = start + pair.end(1)
        bold = text.find(_BOLD, start, label)
        yield _token(text, start, bold if bold > start else label)
        yield from _labelled(text, start + pair.end(), end)
        return
    yield Token(start, end, whole, roles_of(whole))


def _token(text: str, start: int, end: int) -> Token:
    return Token(start, end, text[start:end], roles_of(text[start:end]))


def is_furniture(text: str) -> bool:
    """Whether a text is one that every form prints; a bare number is none."""
    return is_formality(text) and not text.isdigit()


def without_page_heads(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens but those in lines of the head of a web page (索引号：… 信息分类：…), whose labels ask for nothing of ours."""
    kept: list[Token] = []
    line, heads = (0, -1), False
    for token in tokens:
        if not line[0] <= token.start < line[1]:
            line = text.rfind("\n", 0, token.start) + 1, text.find("\n", token.start)
            line = (line[0], line[1] if line[1] >= 0 else len(text) + 1)
            heads = line[1] - line[0] <= _LONGEST_HEAD and is_page_head([text[slice(*line)]])
        if not heads:
            kept.append(token)
    return kept


_LONGEST_HEAD = 200
