"""Evidence that only the whole document gives, once every row has been read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reviewer.extract.draft import Draft
from reviewer.model.flow import Flow, is_han
from reviewer.model.messages import Message, message
from reviewer.model.review import Kind

_TRAILING = re.compile(r"(?:[，,、（(“《]|[的和及与或将对在]|并且|以及)\s*$")
_SUFFIX = 4
"""So many characters at the end of a damaged row's text are looked for in the rest of the document."""


def breaks_off(text: str) -> tuple[Message, ...]:
    """Evidence of a text that ends where no text ends: in a comma, an opening bracket, a particle."""
    return (message("read.cut_off"),) if _TRAILING.search(text) else ()


def mark_cut_off(entries: list[Draft]) -> None:
    """Doubt texts that seem to break off: by how they end, or because everywhere else their last words go on.

    “…, 保护国家” in a damaged row breaks off where the document otherwise only says “保护国家利益”.
    """
    indicators = [child for entry in entries for child in entry.children if child.kind is Kind.INDICATOR]
    whole = "\n".join(_texts(entries))
    for draft in indicators:
        for key in ("level3", "period_value", "annual_value"):
            text = draft.value(key) or ""
            if breaks_off(text) or (key == "level3" and _damaged(draft) and _goes_on_elsewhere(text, whole)):
                draft.doubt(key, message("read.cut_off"))


def mark_seams(drafts: list[Draft], seams: Iterable[tuple[Flow, Flow]]) -> None:
    """Say of the fields that reach to where a page break cut a packed text that they were put together there."""
    ends = {(span.page, span.end) for before, _ in seams for span in before.strip().spans[-1:]}
    starts = {(span.page, span.start) for _, after in seams for span in after.strip().spans[:1]}
    for draft in drafts if ends or starts else ():
        for key, field in draft.fields.items():
            near = any((s.page, s.end) in ends or (s.page, s.start) in starts for s in field.spans)
            if near and field.value:
                draft.doubt(key, message("read.continued"))


def _damaged(draft: Draft) -> bool:
    return any(reason.code.startswith("read.shifted") for reason in draft.fields["level3"].reasons)


def _goes_on_elsewhere(text: str, whole: str) -> bool:
    end = text[-_SUFFIX:]
    if len(text) <= _SUFFIX or not all(map(is_han, end)):
        return False
    following = [whole[place + _SUFFIX : place + _SUFFIX + 1] for place in _occurrences(end, whole)]
    others = [char for char in following if char and is_han(char)]
    return bool(others) and len(others) == len(following) - whole.count(text + "\n")


def _occurrences(piece: str, whole: str) -> Iterator[int]:
    place = whole.find(piece)
    while place >= 0:
        yield place
        place = whole.find(piece, place + 1)


def _texts(entries: Iterable[Draft]) -> Iterator[str]:
    for entry in entries:
        yield entry.value("goal") or ""
        yield from ((child.value("level3") or "") for child in entry.children)
    yield ""
