"""Evidence that only the whole document gives, once every row has been read."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.confidence import judged
from reviewer.extract.draft import Draft, with_reasons
from reviewer.extract.likeness import value_fit
from reviewer.extract.plausible import is_form_label, is_level_name, is_odd
from reviewer.model.fields import Field
from reviewer.model.flow import Flow, is_han
from reviewer.model.messages import Message, message
from reviewer.model.review import Kind, NodeData

_TRAILING = (*"，,、（(“《的和及与或将对在≥≤＜＞<>", "并且", "以及")
_SUFFIX = 4
"""So many characters at the end of a damaged row's text are looked for in the rest of the document."""
_VALUES = ("level3", "period_value", "annual_value")
_LEVELS = ("level1", "level2")


def breaks_off(text: str) -> tuple[Message, ...]:
    """Evidence of a text that ends where no text ends: in a comma, an opening bracket, a particle."""
    return (message("read.cut_off"),) if text.rstrip().endswith(_TRAILING) else ()


def mark_seams(drafts: list[Draft], seams: Iterable[tuple[Flow, Flow]]) -> None:
    """Say of the fields that reach to where a page break cut a packed text that they were put together there."""
    ends = {(span.page, span.end) for before, _ in seams for span in before.strip().spans[-1:]}
    starts = {(span.page, span.start) for _, after in seams for span in after.strip().spans[:1]}
    for draft in drafts if ends or starts else ():
        for key, field in draft.fields.items():
            near = any((s.page, s.end) in ends or (s.page, s.start) in starts for s in field.spans)
            if near and field.value:
                draft.doubt(key, message("read.continued"))


def doubt_joined(drafts: Iterable[Draft], guessed: Iterable[Flow], whole: bool = False) -> None:
    """Doubt what was put together from several lines of a table whose columns are lost, unless its cells are `whole` for sure, and
    what stands at a guess.
    """
    guesses = list(guessed)
    places = {flow.spans for flow in guesses}
    within = {(span.page, at) for flow in guesses for span in flow.spans for at in range(span.start, span.end)}
    for draft in drafts:
        for key, field in draft.fields.items():
            joined = not whole and len(field.spans) > 1 and not key.startswith("level1")
            guess = field.spans in places or (whole and any((s.page, s.start) in within for s in field.spans))
            if field.value and (joined or guess):
                draft.doubt(key, message("read.lines_joined"))


def doubt_all(entries: Iterable[Draft], *evidence: Message) -> None:
    """Doubt everything that was read, with this evidence; without any, as read from lines that are only pieces of cells."""
    evidence = evidence or (message("read.lines_joined"),)
    for entry in entries:
        for draft in (entry, *entry.children):
            for key, field in draft.fields.items():
                if field.value:
                    draft.doubt(key, *evidence)


def mark_cut_off(entries: Sequence[NodeData]) -> list[NodeData]:
    """The entries with a doubt on texts that seem to break off: by how they end, or because everywhere else their last
    words go on.

    “…, 保护国家” in a damaged row breaks off where the document otherwise only says “保护国家利益”.
    """
    damaged = {text[-_SUFFIX:] for entry in entries for text in _damaged_names(entry)}
    endings = _Endings(_texts(entries), {end for end in damaged if len(end) == _SUFFIX and all(map(is_han, end))})
    marked: list[NodeData] = []
    for entry in entries:
        children = tuple(_marked(child, endings) if child.kind is Kind.INDICATOR else child for child in entry.children)
        whole = entry if children == entry.children else replace(entry, children=children)
        labelled = (key for key, _ in entry.fields if key.startswith("attributes["))
        whole = _plausible(whole, ("name", "unit", "goal", *labelled))
        odd = _has_odd_name(whole)
        if marked and odd:
            marked[-1] = _doubted(marked[-1], ("name", "unit"))
        whole = _all_doubted(whole, "read.implausible") if odd else whole
        marked.append(_all_doubted(whole, "read.lines_joined") if _is_in_pieces(whole) else whole)
    return _with_goals_that_break_off(marked)


_FEW_GOALS, _MOST_GOALS = 4, 0.7
_END_OF_GOAL = ("。", "；", "！", "”", "）", ")", ";", ".")


def _with_goals_that_break_off(entries: list[NodeData]) -> list[NodeData]:
    """The entries with a doubt on the goals that end in the middle of a sentence, where most others end as sentences do."""
    goals = [text for entry in entries for key, field in entry.fields if key == "goal" and (text := field.value)]
    whole = sum(text.rstrip().endswith(_END_OF_GOAL) for text in goals)
    if len(goals) < _FEW_GOALS or not _MOST_GOALS * len(goals) <= whole < len(goals):
        return entries
    return [_with_goal_doubted(entry) for entry in entries]


def _with_goal_doubted(entry: NodeData) -> NodeData:
    fields = tuple(
        (key, judged(entry.kind, key, with_reasons(field, message("read.cut_off"))))
        if key == "goal" and field.value and not field.value.rstrip().endswith(_END_OF_GOAL)
        else (key, field)
        for key, field in entry.fields
    )
    return replace(entry, fields=fields)


def _has_odd_name(entry: NodeData) -> bool:
    """Whether an entry has a name that is hardly one: then it, and all that stands in it, may belong to the entry before."""
    return any(is_odd(key, field.value) for key, field in entry.fields if key == "name" and field.value)


_FEW_PIECES = 3
_SHARE_OF_PIECES = 0.12
_PIECE = pattern(r"\s*[\u4e00-\u9fff（(）)]{1,2}\s*")
_SHORT_VALUES = frozenset({
    "是", "否", "有", "无", "优", "良", "健全", "合格", "达标", "完成", "满意", "长期", "及时", "完善", "提高", "提升", "相关", "科学",
    "完整", "真实", "准确", "合理", "合规", "合法", "规范", "有效", "充分", "明确", "清晰", "细化", "量化", "可行", "严格", "到位",
    "落实", "足额", "公开", "透明", "安全", "正常", "稳定", "持续", "显著", "明显", "较高", "较好", "良好", "优秀", "优良", "一般",
    "增强", "改善", "增加", "减少", "降低", "下降", "增长", "加强", "巩固", "保持", "保障", "维持", "优化",
    "匹配", "适应", "一致", "按时", "按期", "准时"
})  # fmt: skip
"""Values of one or two characters that are whole words; many a form of a department has no others."""


def _is_in_pieces(entry: NodeData) -> bool:
    """Whether so many indicators have a piece of a word for a name or level that the cells were cut, or their lines mixed."""
    rows = [child for child in entry.children if child.kind is Kind.INDICATOR]
    pieces = sum(_holds_piece(dict(row.fields)) for row in rows)
    return pieces >= _FEW_PIECES and pieces >= _SHARE_OF_PIECES * len(rows)


def _holds_piece(fields: dict[str, Field]) -> bool:
    for key in ("level1", "level2", "level3"):
        if len((fields[key].value or "xx").strip()) == 1:
            return True
    value = (fields["annual_value"].value or "").strip()
    return bool(_PIECE.fullmatch(value)) and value not in _SHORT_VALUES and value_fit(value) < _SAID


_SAID = 2.0


def _all_doubted(node: NodeData, code: str) -> NodeData:
    fields = tuple(
        (key, judged(node.kind, key, with_reasons(field, message(code))) if field.value else field)
        for key, field in node.fields
    )
    return replace(node, fields=fields, children=tuple(_all_doubted(child, code) for child in node.children))


def _plausible(node: NodeData, keys: Iterable[str]) -> NodeData:
    """The node with a doubt on those of its fields that hardly hold what they ask for."""
    fields = dict(node.fields)
    odd = [key for key in keys if key in fields and (value := fields[key].value) and is_odd(key, value)]
    if any(is_form_label(fields[key].value or "") for key in _LEVELS if key in fields):
        odd += [key for key in _VALUES if key not in odd]  # a row of the form's head
    strays = [key for key, value in fields.items() if key.startswith("extra[") and is_level_name(value.value or "")]
    if strays:  # a level that stands in a further column: the columns are not what they were taken for
        return _doubted(node, [*_LEVELS, *_VALUES, *strays], also_empty=True)
    if "level3" in odd:  # what is wrong with a name is mostly that its value is in it, or another's
        odd += [key for key in _VALUES if key not in odd]
    return _doubted(node, odd)


def _doubted(node: NodeData, keys: Collection[str], also_empty: bool = False) -> NodeData:
    """The node with a doubt on these of its fields, as far as they have a value."""
    fields = dict(node.fields)
    for key in keys:
        if key in fields and (fields[key].value or also_empty):
            fields[key] = judged(node.kind, key, with_reasons(fields[key], message("read.implausible")))
    return replace(node, fields=tuple(fields.items())) if keys else node


def _marked(row: NodeData, endings: _Endings) -> NodeData:
    fields = dict(row.fields)
    for key in _VALUES:
        text = fields[key].value or ""
        if breaks_off(text) or (key == "level3" and _is_damaged(fields[key]) and endings.go_on(text)):
            fields[key] = judged(row.kind, key, with_reasons(fields[key], message("read.cut_off")))
    row = row if all(fields[key] is read for key, read in row.fields) else replace(row, fields=tuple(fields.items()))
    return _plausible(row, (*_VALUES, *_LEVELS))


def _is_damaged(field: Field) -> bool:
    return any(reason.code.startswith("read.shifted") for reason in field.reasons)


def _damaged_names(entry: NodeData) -> Iterator[str]:
    for row in entry.children:
        for key, field in row.fields:
            if key == "level3" and field.value and _is_damaged(field):
                yield field.value


def _texts(entries: Iterable[NodeData]) -> Iterator[str]:
    for entry in entries:
        for node, wanted in ((entry, "goal"), *((child, "level3") for child in entry.children)):
            yield from (field.value for key, field in node.fields if key == wanted and field.value)


class _Endings:
    """How often the ends of some texts stand in all of them, and how often a Chinese character follows."""

    def __init__(self, texts: Iterable[str], ends: Collection[str]) -> None:
        self._there: Counter[str] = Counter()
        self._followed: Counter[str] = Counter()
        self._backwards: list[str] = []
        for text in texts if ends else ():
            self._backwards.append(text[::-1])
            for start in range(len(text) - _SUFFIX + 1):
                piece = text[start : start + _SUFFIX]
                if piece in ends:
                    self._there[piece] += 1
                    self._followed[piece] += is_han(text[start + _SUFFIX : start + _SUFFIX + 1])
        self._backwards.sort()

    def go_on(self, text: str) -> bool:
        """Whether the end of `text` goes on wherever it is not the end of this very text."""
        end = text[-_SUFFIX:]
        followed = self._followed[end] if len(text) > _SUFFIX else 0
        return followed > 0 and followed == self._there[end] - self._count(text)

    def _count(self, text: str) -> int:
        """How many of the texts end in `text`."""
        start = text[::-1]
        return bisect_left(self._backwards, start + chr(sys.maxunicode)) - bisect_left(self._backwards, start)
