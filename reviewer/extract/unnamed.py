"""A last look for names of projects that the original prints behind their label, and no project has.

Where a heading such as 项目名称：A is overlooked, what stands beneath it goes to the project before, whole and well formed:
nothing in a single field shows it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace

from reviewer.base.patterns import pattern
from reviewer.extract.foreign import doubted
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.names import is_template
from reviewer.extract.readings.reading import value
from reviewer.model.messages import message
from reviewer.model.review import NodeData
from reviewer.model.source import Grid, Source

_NAMED = pattern(r"(?P<label>[\u4e00-\u9fff（）()]{4,14})\s*[:：][ \t\u3000]*(?P<name>[^\n\t|｜:：]{2,})")
_EMPHASIS = " \t\u3000*_`~"
"""What Markdown may print around a name, besides blanks."""
_BLANKS = pattern(r"\s+")
_SHOWN = 8
"""So many characters of a name, at most, tell it from others: behind them it may be wrapped, or another label follow."""


def doubt_unnamed(source: Source, root: NodeData) -> NodeData:
    """The tree with a doubt on all that stands behind a printed name of a project that no entry has, up to the next one."""
    names = [_bare(printed) for entry in root.children if (printed := value(entry, "name"))]
    found = [(place, not any(_tells(name, other) for other in names)) for place, name in _printed_names(source)]
    found = sorted([*found, *_labels_alone(source, root)])
    places, missed = [place for place, _ in found], [is_missed for _, is_missed in found]
    if not any(missed):
        return root

    def is_missed(node: NodeData) -> bool:
        own = [field for key, field in node.fields if key in _OF_ITS_OWN and field.spans]
        told = own or [field for _, field in node.fields]  # levels may be handed down from above
        start = min(((s.page, s.start) for field in told for s in field.spans), default=None)
        at = bisect_right(places, start) - 1 if start is not None else -1
        return at >= 0 and missed[at]

    return replace(root, children=tuple(_entry_doubted(entry, is_missed) for entry in root.children))


def _entry_doubted(entry: NodeData, is_missed: Callable[[NodeData], bool]) -> NodeData:
    why = message("read.name_missed")
    children = tuple(doubted(child, why) if is_missed(child) else child for child in entry.children)
    if all(one is other for one, other in zip(children, entry.children, strict=True)):
        return doubted(entry, why) if is_missed(entry) else entry
    return replace(doubted(replace(entry, children=()), why), children=children)


def _printed_names(source: Source) -> Iterator[tuple[tuple[int, int], str]]:
    for number, page in enumerate(source.pages):
        for match in _NAMED.finditer(page.text):
            name = match["name"].strip(_EMPHASIS)
            if (
                Role.ENTRY_NAME in roles_of(match["label"])
                and len(name) > 1
                and not roles_of(name)
                and not is_template(name)
            ):
                yield (number, match.start()), _bare(name)


def _labels_alone(source: Source, root: NodeData) -> list[tuple[tuple[int, int], bool]]:
    """Where the label of a project's name has a line of its own in text without a table, several times as forms follow each other, and
    whether no project's name stands between it and the next.
    """
    if any(isinstance(block, Grid) for _, block in source.blocks()):
        return []
    places = [
        (number, match.start())
        for number, page in enumerate(source.pages)
        for match in _LINE.finditer(page.text)
        if Role.ENTRY_NAME in roles_of(match[0]) and len(match[0].strip()) >= _LABEL
    ]
    if len(places) < _FORMS:
        return []
    starts = [(s.page, s.start) for entry in root.children for key, f in entry.fields if key == "name" for s in f.spans]
    ends = [*places[1:], (len(source.pages), 0)]
    return [(place, not any(place <= start < end for start in starts)) for place, end in zip(places, ends, strict=True)]


_LINE = pattern(r"(?m)^[ \t\u3000]*[\u4e00-\u9fff（）()]{2,14}[ \t\u3000]*[:：]?[ \t\u3000]*$")
_LABEL, _FORMS = 4, 2
_OF_ITS_OWN = ("name", "level3")


def _bare(text: str) -> str:
    return _BLANKS.sub("", text)


def _tells(printed: str, name: str) -> bool:
    """Whether a printed name, which may be cut or have more behind it, is that of an entry."""
    short = min(_SHOWN, len(name), len(printed))
    return name[:short] == printed[:short] or printed in name
