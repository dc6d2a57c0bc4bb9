"""Labels printed in two languages: the Chinese words rule, the others are layout.

Project name项目名称 | 海堤改造 | 实施单位 Implementing unit | 甲市乙所
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.labels import roles_of
from reviewer.extract.rows import Row
from reviewer.extract.titles import title_rank
from reviewer.model.flow import Flow
from reviewer.model.taxonomy import levels_named

_HAN = "\u3400-\u9fff"
_LETTER = rf"(?:(?![{_HAN}])[^\W\d_])"
_FOREIGN = pattern(
    rf"[(（][^()（）{_HAN}]*{_LETTER}[^()（）{_HAN}]*[)）]|[\s/／|·:：,，-]*{_LETTER}(?:[^(（){_HAN}]*[^(（){_HAN}\s]|)[\s/／|·:：,，-]*"
)
_WORD = pattern(
    rf"[A-Za-z]{{4}}|{_LETTER}{{3}}(?<![A-Za-z]{{3}})|(?![A-Za-z]){_LETTER}[^{_HAN}（(]{{1,3}}(?![A-Za-z]){_LETTER}"
)
"""A word: an abbreviation (LED, PPP) is none."""
_HAS_HAN = pattern(rf"[{_HAN}]{{2}}")
_ENOUGH = 2
"""So many labels with words of another language show that a table is printed in two."""
_LONGEST = 120


def is_foreign(text: str) -> bool:
    """Whether a line is in another language altogether."""
    return bool(_WORD.search(text)) and not re.search(rf"[{_HAN}]", text)


def chinese_label(flow: Flow) -> Flow | None:
    """The Chinese words of a label, a level or a title that is printed in two languages; None where it is none."""
    if len(flow) > _LONGEST or not _WORD.search(flow.text) or not _HAS_HAN.search(flow.text):
        return None
    gone = {index for match in _FOREIGN.finditer(flow.text) for index in range(*match.span())}
    part = flow.keep(lambda index: index not in gone).strip()
    if not gone or not (roles_of(part.text) or levels_named(part.text) or title_rank(part.text)):
        return None
    return part


def in_chinese(rows: Sequence[Row]) -> tuple[list[Row], list[Flow]]:
    """The rows of a table with the Chinese words of its labels only, and the labels as printed; the rows themselves where
    the table is printed in one language.
    """
    found = {
        (n, c): part
        for n, row in enumerate(rows)
        for c, (_, flow) in enumerate(row.cells)
        if (part := chinese_label(flow))
    }
    if len(found) < _ENOUGH:
        return list(rows), []
    meant = {rows[n].cells[c][1].spans: part for (n, c), part in found.items()}
    plain = [
        replace(
            row,
            cells=tuple((place, found.get((n, c), flow)) for c, (place, flow) in enumerate(row.cells)),
            covered=tuple((place, meant.get(flow.spans, flow)) for place, flow in row.covered),
        )
        for n, row in enumerate(rows)
    ]
    return plain, [rows[n].cells[c][1] for n, c in found]
