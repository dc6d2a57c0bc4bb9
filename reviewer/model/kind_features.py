"""What can be seen of a document at a glance, as named features: words in titles, labels and text, and the shape of its contents."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reviewer.base.patterns import pattern
from reviewer.model.source import Block, Grid, Source

MOST = 60_000
"""So many characters of a document are looked at; what it is shows before."""
_TITLE_LINES, _TITLE, _LABEL, _SENTENCE = 5, 60, 14, 30
_PARTS = pattern(r"\t|\||[ \u3000]{2,}|[，,；;](?=.{0,12}(?:[，,；;]|$))")
_NOTHING = pattern(r"[\s|\u3000]+")
_LEVELS = pattern(
    r"(?:产出|效益|满意度|成本|数量|质量|时效)指标|(?:经济|社会|生态)效益|可持续影响|服务对象满意度|(?:经济|社会|生态环境)成本"
)
_SIGNS = pattern(r"[≥≤≧≦＞＜]\s*\d|\d[^，。；]{0,4}(?:以上|以内)|不少于\d|不低于\d|不超过\d")
_MONEY = pattern(r"-?\d{1,3}(?:[,，]\d{3})*\.\d{1,6}|\d{1,3}(?:,\d{3})+")
_POINTS = pattern(r"\d{1,3}分?")
_DATES = pattern(r"(?:19|20)\d\d[年.-]\d{1,2}[月.-]\d{1,2}")
_DOCUMENT_NUMBER = pattern(r"[〔\[（](?:19|20)\d\d[〕\]）]\s*\d+\s*号")
_LEADERS = pattern(r"[….·]{3,}\s*\d+|\S\s+\d{1,3}$")
_DEMANDS = pattern(r"应当?|须|必须|不得|要求|不予|一律|请(?:各|于|在)|现将|通知")
_PROSE = pattern(r"指标[^。；]{0,30}(?:、|和|及|应|要|须|一般)[^。；]{0,40}[。；，]")
_QUOTED = pattern(r"[“\"][^”\"]{0,20}[≥≤=][^”\"]{0,12}[”\"]|“[≥≤=]”")
_NUMBERED = pattern(r"[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十]）|第[一二三四五六七八九十]+[条章]")


@dataclass(slots=True)
class Glance:
    """The texts of a document, or of a part of it: titles, cells (or pieces of lines), lines, and whether it has grids."""

    titles: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    grids: int = 0

    @property
    def size(self) -> int:
        """How many characters the cells have."""
        return sum(map(len, self.cells))


def glance(source: Source, blocks: Iterable[tuple[int, Block]], most: int = MOST) -> Glance:
    """The texts of some blocks of a source, at most about `most` characters of them."""
    found, size, before = Glance(), 0, list[str]()
    for page, block in blocks:
        if isinstance(block, Grid):
            found.grids += 1
            found.titles += before[-2:]
            before = []
            size += _look_at_grid(source, page, block, found, most - size)
        else:
            text = source.text((block.span,))[: most - size].strip()
            for line in text.split("\n"):
                plain = line.strip().lstrip("#").strip()
                if not plain:
                    continue
                size += len(plain)
                found.lines.append(plain)
                found.cells += [cell for cell in map(_squeezed, _PARTS.split(plain)) if cell]
                if len(plain) <= _TITLE:
                    before.append(plain)
                    if line.lstrip().startswith("#") or len(found.lines) <= _TITLE_LINES:
                        found.titles.append(plain)
        if size >= most:
            break
    found.titles = [_squeezed(title) for title in dict.fromkeys(found.titles)]
    return found


def _look_at_grid(source: Source, page: int, grid: Grid, found: Glance, most: int) -> int:
    size = 0
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        text = _squeezed(source.text(cell.spans))
        if not text:
            continue
        size += len(text)
        found.cells.append(text)
        if cell.row < _TITLE_LINES - 2:
            rows.setdefault(cell.row, []).append(text)
        if size >= most:
            break
    found.titles += [texts[0] for texts in rows.values() if len(set(texts)) == 1 and len(texts[0]) <= _TITLE]
    return size


def _squeezed(text: str) -> str:
    return _NOTHING.sub("", text)


def labels_of(source: Source) -> list[str]:
    """The names of a source's sheets, where they have any."""
    return [page.label for page in source.pages if page.label]


def features(seen: Glance, words: Sequence[str]) -> dict[str, float]:
    """The features of a document: “t:目录” (in a title), “l:…” (in a short cell or line), “b:…” (anywhere), “x:…” (shape)."""
    titles = "\n".join(seen.titles)
    labels = "\n".join(cell for cell in seen.cells if len(cell) <= _LABEL)
    body = "".join(seen.cells)
    found: dict[str, float] = {}
    for word in words:
        if word in body:
            found[f"b:{word}"] = 1.0
            if word in labels:
                found[f"l:{word}"] = 1.0
            if word in titles:
                found[f"t:{word}"] = 1.0
    found |= {f"x:{name}": value for name, value in _shape(seen, body) if value}
    return found


def _shape(seen: Glance, body: str) -> Iterator[tuple[str, float]]:
    size, cells = max(1, len(body)), max(1, len(seen.cells))
    levels, signs = _LEVELS.findall(body), len(_SIGNS.findall(body))
    yield "levels", min(1.0, math.log1p(len(levels)) / 4)
    yield "no levels", float(not levels)
    yield "kinds of levels", len(set(levels)) / 10
    yield "levels dense", min(1.0, 100 * len(levels) / size)
    yield "level cells", min(1.0, 4 * sum(1 for cell in seen.cells if _LEVELS.fullmatch(cell)) / cells)
    yield "signs", min(1.0, math.log1p(signs) / 4)
    yield "signs dense", min(1.0, 60 * signs / size)
    yield "money cells", sum(1 for cell in seen.cells if _MONEY.fullmatch(cell)) / cells
    yield "point cells", sum(1 for cell in seen.cells if _POINTS.fullmatch(cell)) / cells
    yield "digits", sum(map(str.isdigit, body)) / size
    yield "sentences", sum(len(cell) for cell in seen.cells if len(cell) > _SENTENCE) / size
    yield "demands", min(1.0, 40 * len(_DEMANDS.findall(body)) / size)
    yield (
        "levels in sentences",
        sum(len(_LEVELS.findall(cell)) for cell in seen.cells if _PROSE.search(cell)) / max(1, len(levels)),
    )
    yield "quoted levels", min(1.0, len(_QUOTED.findall(body)) / 3)
    yield "short cells", sum(1 for cell in seen.cells if len(cell) <= _LABEL) / cells
    lines = max(1, len(seen.lines))
    yield "numbered lines", sum(1 for line in seen.lines if _NUMBERED.match(line)) / lines
    yield "leaders", min(1.0, 2 * sum(1 for line in seen.lines if _LEADERS.search(line)) / lines)
    yield "document number", float(bool(_DOCUMENT_NUMBER.search(body[:3000])))
    yield "dates", min(1.0, len(_DATES.findall(body)) / 8)
    yield "length", min(1.0, math.log10(size) / 5)
    yield "grids", float(bool(seen.grids))
