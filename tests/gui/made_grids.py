"""Sources with grids made by hand, and a review over one of them: every span is known."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.model.fields import Field, read_field
from reviewer.model.review import Kind, NodeData, Review
from reviewer.model.source import Block, Cell, Grid, Line, Page, Source
from reviewer.model.spans import Span

Made = tuple[int, int, str, int, int]
"""Row, column, text, row span, column span."""

PACKED = (
    "1、产出指标,数量指标,举办培训;实施周期指标值:至少3场,年度指标值:至少1场;\n"
    "2、产出指标,质量指标,化解𠮷事;实施周期指标值:不少于95%,年度指标值:不少于90%。"
)


class PageMaker:
    """Puts a page together block by block; texts of cells are parted by tabs, rows by line breaks."""

    def __init__(self, number: int = 0, label: str = "") -> None:
        self.number, self.label = number, label
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []

    def _add(self, text: str) -> Span:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return Span(self.number, start, self.length)

    def line(self, text: str) -> PageMaker:
        self.blocks.append(Line(self._add(text)))
        self._add("\n")
        return self

    def grid(
        self, cells: Sequence[Made], widths: Sequence[float] = (), heights: Sequence[float] = ()
    ) -> PageMaker:  # fmt: skip
        made: list[Cell] = []
        row = 0
        for r, c, text, down, right in cells:
            if r != row:
                self._add("\n")
                row = r
            made.append(Cell(r, c, (self._add(text),) if text else (), down, right))
            self._add("\t")
        self._add("\n")
        rows = max(r + down for r, _, _, down, _ in cells)
        columns = max(c + right for _, c, _, _, right in cells)
        self.blocks.append(Grid(tuple(made), rows, columns, tuple(widths), tuple(heights)))
        return self

    def page(self) -> Page:
        return Page(self.number + 1, "".join(self.parts), tuple(self.blocks), label=self.label)


def plain(*rows: Sequence[str]) -> list[Made]:
    """Rows of cells without merges."""
    return [(r, c, text, 1, 1) for r, row in enumerate(rows) for c, text in enumerate(row)]


def form_page(number: int = 0, label: str = "") -> Page:
    """A title, a table with a packed cell and merges, a line beneath."""
    cells = [
        *plain(("项目名称", "年初预算", "绩效目标", "绩效指标")),
        (1, 0, "调解工作经费", 2, 1), (1, 1, "200.00", 1, 1), (1, 2, "化解𠮷庆街道纠纷", 2, 1), (1, 3, PACKED, 1, 1),
        (2, 1, "合计 200.00", 1, 1), (2, 3, "本行无指标", 1, 1),
    ]  # fmt: skip
    made = PageMaker(number, label).line("云溪市青禾区司法局2031年项目支出绩效目标表")
    return made.grid(cells).line("备注:本表由财务科填报").page()


def source_with(*pages: Page, format: str = "xlsx", notes: tuple[str, ...] = (), name: str = "表.xlsx") -> Source:
    return Source(name, format, f"{hash((name, format)):x}", None, pages, notes)


def field_at(source: Source, value: str, confidence: float = 0.9999, page: int = 0, nth: int = 0) -> Field:
    """A field read where `value` stands for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = source.pages[page].text.index(value, start + 1)
    return read_field(value, (Span(page, start, start + len(value)),), confidence)


def form_review(source: Source, page: int = 0) -> Review:
    """The review of form_page(): one project (node 2) with two indicators (3 and 4); doubtful are 至少1场 and 不少于95%."""
    one = (
        ("level1", field_at(source, "产出指标", page=page)),
        ("level3", field_at(source, "举办培训", page=page)),
        ("annual_value", field_at(source, "至少1场", 0.3, page)),
    )
    two = (
        ("level1", field_at(source, "产出指标", page=page, nth=1)),
        ("level3", field_at(source, "化解𠮷事", page=page)),
        ("period_value", field_at(source, "不少于95%", 0.3, page)),
    )
    rows = (NodeData(3, Kind.INDICATOR, one), NodeData(4, Kind.INDICATOR, two))
    fields = (
        ("name", field_at(source, "调解工作经费", page=page)),
        ("amounts[年初预算]", field_at(source, "200.00", page=page)),
        ("goal", field_at(source, "化解𠮷庆街道纠纷", page=page)),
    )
    return Review(source, NodeData(1, Kind.DOCUMENT, (), (NodeData(2, Kind.PROJECT, fields, rows),)))


def long_page(rows: int = 20_000, columns: int = 15, merges: int = 6_000, number: int = 0, label: str = "") -> Page:
    """A long table with merges down its first columns."""
    cells: list[Made] = []
    left = merges
    covered: dict[int, int] = {}
    for r in range(rows):
        for c in range(columns):
            if covered.get(c, -1) >= r:
                continue
            down = 4 if c < 2 and r % 4 == 0 and left > 0 and r + 4 <= rows else 1
            left -= down > 1
            if down > 1:
                covered[c] = r + 3
            text = (
                f"第{r}行指标名称"
                if c < 4
                else f"{r * c % 977}.{c:02d}"
                if c < 12
                else f"完成{r}项工作并通过验收合格率达到百分之九十"
            )
            cells.append((r, c, text, down, 1))
    return PageMaker(number, label).grid(cells).page()
