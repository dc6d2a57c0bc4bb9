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
from reviewer.model.source import Source

_NAMED = pattern(r"(?P<label>[\u4e00-\u9fff（）()]{4,14})\s*[:：][ \t\u3000]*(?P<name>[^\n\t|｜:：]{2,})")
_EMPHASIS = " \t\u3000*_`~"
"""What Markdown may print around a name, besides blanks."""
_BLANKS = pattern(r"\s+")
_SHOWN = 8
"""So many characters of a name, at most, tell it from others: behind them it may be wrapped, or another label follow."""


def doubt_unnamed(source: Source, root: NodeData) -> NodeData:
    """The tree with a doubt on all that stands behind a printed name of a project that no entry has, up to the next one."""
    named = list(_printed_names(source))
    names = [_bare(printed) for entry in root.children if (printed := value(entry, "name"))]
    missed = [not any(_tells(name, other) for other in names) for _, name in named]
    if not any(missed):
        return root
    places = [place for place, _ in named]

    def is_missed(node: NodeData) -> bool:
        start = min(((s.page, s.start) for _, field in node.fields for s in field.spans), default=None)
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


def _bare(text: str) -> str:
    return _BLANKS.sub("", text)


def _tells(printed: str, name: str) -> bool:
    """Whether a printed name, which may be cut or have more behind it, is that of an entry."""
    short = min(_SHOWN, len(name), len(printed))
    return name[:short] == printed[:short] or printed in name
