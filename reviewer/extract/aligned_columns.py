"""The columns of a table that only blanks keep apart: what no text stands between from the top of a page to its bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from reviewer.base.patterns import pattern
from reviewer.extract.aligned_head import Piece
from reviewer.extract.labels import Role, roles_of
from reviewer.extract.likeness import fit
from reviewer.model.flow import EMPTY, Flow, join_wrapped
from reviewer.model.taxonomy import levels_named

_TOKEN = pattern(r"\S+")
_DOTS = pattern(r"[.…·‥]+")
"""What an empty form prints in its cells."""
_OVER_COLUMNS = pattern(r"\S{3}(?:小计|合计|总计)$")
"""What stands in a cell merged over those of a unit and of its projects: 水务局小计."""
_STRAY = 0.12
"""Share of a page's lines that may have text where a gap between two columns is; one line may in any case."""


@dataclass(slots=True)
class Zone:
    """A column: from where to where, its label, its role, and its text line by line."""

    start: int
    end: int
    label: Flow
    role: Role
    lines: dict[int, Flow] = field(default_factory=dict)

    def joined(self, lines: Sequence[int]) -> Flow:
        """The text of some lines as one cell."""
        texts = [self.lines[line] for line in lines if line in self.lines]
        return join_wrapped(texts) if len(texts) > 1 else texts[0] if texts else EMPTY


def zones_of(
    lines: Sequence[Flow], numbers: Sequence[int], labels: Sequence[Piece], columns: Sequence[Role]
) -> list[Zone]:
    """The columns of a table, with the text of its lines, which are counted by `numbers`."""
    zones = [Zone(label.start, label.end, label.flow, role) for label, role in zip(labels, columns, strict=True)]
    numbered = list(zip(numbers, lines, strict=True))
    own = _page_of(labels[-1].flow)
    for number, page in groupby(numbered, key=lambda one: _page_of(one[1])):
        _fill(zones, list(page), below_labels=number == own)
    return zones


def _page_of(flow: Flow) -> int:
    return next((span.page for span in flow.spans), -1)


def _fill(zones: list[Zone], lines: Sequence[tuple[int, Flow]], below_labels: bool = True) -> None:
    """Give the words of one page to the columns; each page puts them where its own texts leave room."""
    blobs = [blob for blob in _blobs(lines, len(zones)) if not _is_margin(blob, zones[0])]
    homes = _homes(blobs, zones)
    if not below_labels and len(blobs) == len(zones):  # no labels above: another page may set its columns elsewhere
        twice = _TWICE * (len(homes) - len({*homes}))
        if _worth(blobs, zones) >= _worth(blobs, [zones[n] for n in homes]) - twice:
            homes = [*range(len(zones))]
    for blob, home in zip(blobs, homes, strict=True):
        for number, flow in blob.lines.items():
            if _DOTS.fullmatch(flow.text):
                continue
            before = zones[home].lines.get(number)
            zones[home].lines[number] = before + Flow.loose(" ") + flow if before else flow


def _is_margin(blob: Zone, first: Zone) -> bool:
    """Whether words stand left of the first column: the label of the whole block, 绩效指标."""
    if blob.end > first.start:
        return False
    text = "".join(flow.text for _, flow in sorted(blob.lines.items()))
    return not any(levels_named(flow.text) for flow in blob.lines.values()) and (
        Role.INDICATORS in roles_of(text) or first.role is Role.LEVEL1
    )


def _blobs(lines: Sequence[tuple[int, Flow]], least: int) -> list[Zone]:
    """The words of some lines in columns: what no gap parts from top to bottom. Where there are too few columns else, a few
    lines may cross a gap, if that gives more of them: a column of merged cells has few words, too.
    """
    width = max((len(line) for _, line in lines), default=0)
    ink = [0] * (width + 1)
    for _, line in lines:
        for token in _TOKEN.finditer(line.text):
            for x in range(*token.span()) if not _OVER_COLUMNS.search(token[0]) else ():
                ink[x] += 1
    found: list[Zone] = []
    for stray in range(max(1, int(len(lines) * _STRAY)) + 1):
        runs = _between_gaps(ink, stray)
        found = runs if len(runs) > len(found) else found
        if len(found) >= least:
            break
    for number, line in lines:
        _spread(number, line, found)
    return [blob for blob in found if blob.lines]


def _between_gaps(ink: list[int], stray: int) -> list[Zone]:
    runs: list[Zone] = []
    for x, count in enumerate(ink):
        if count > stray:
            if runs and runs[-1].end == x:
                runs[-1].end = x + 1
            else:
                runs.append(Zone(x, x + 1, EMPTY, Role.EXTRA))
    return runs


def _homes(blobs: list[Zone], zones: list[Zone]) -> list[int]:
    """The label that each column of words stands under, in order: by where they are, and by what the words are."""
    nothing: tuple[float, list[int]] = (float("-inf"), [])
    best: list[tuple[float, list[int]]] = [nothing] * len(zones)
    for number, blob in enumerate(blobs):
        step: list[tuple[float, list[int]]] = []
        top = (0.0, best[0][1]) if not number else nothing
        for n, zone in enumerate(zones):
            cost, way = max(top, (best[n][0] - _TWICE, best[n][1]), key=lambda option: option[0])
            step.append((cost + _suits(blob, zone), [*way, n]))
            top = max(top, best[n], key=lambda option: option[0])
        best = step
    return max(best, key=lambda option: option[0])[1]


_TWICE = 1.0
"""Price of two columns of words under one label."""


def _suits(blob: Zone, zone: Zone) -> float:
    """How well a column of words stands under a label."""
    overlap = min(blob.end, zone.end) - max(blob.start, zone.start)
    return _says(blob, zone) + (3.0 if overlap > 0 else 0.15 * overlap)


def _says(blob: Zone, zone: Zone) -> float:
    """How well the words of a column are those of a label."""
    texts = [flow.text for flow in blob.lines.values()][:40]
    return sum(max(-2.0, min(2.0, fit(zone.role, text))) for text in texts) / max(1, len(texts))


def _worth(blobs: Sequence[Zone], zones: Sequence[Zone]) -> float:
    """How well some columns of words are those of as many labels, wherever they stand."""
    return sum(map(_says, blobs, zones))


def _spread(number: int, line: Flow, zones: list[Zone]) -> None:
    """Give the words of a line to the columns that they stand in most."""
    spans: dict[int, tuple[int, int]] = {}
    for token in _TOKEN.finditer(line.text):
        piece = Piece(token.start(), line[slice(*token.span())])
        if not zones:
            return
        home = max(range(len(zones)), key=lambda n: piece.overlap(zones[n].start, zones[n].end))
        start, _ = spans.get(home, token.span())
        spans[home] = (start, token.end())
    for home, span in spans.items():
        zones[home].lines[number] = line[slice(*span)]
