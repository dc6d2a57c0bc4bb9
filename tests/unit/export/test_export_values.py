"""What a spreadsheet reads in the workbook is what the review says, field by field; for real documents too, where they are at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas
import pytest
from office import through_libreoffice
from openpyxl import load_workbook

from reviewer.base.resources import resource
from reviewer.export.choices import SHEETS, Choices
from reviewer.export.workbook import write_workbook
from reviewer.extract.pipeline import extract
from reviewer.model.history import History
from reviewer.model.review import Kind, Node, Review
from reviewer.sources.registry import open_source

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "sources"
SAMPLES = sorted(
    path for path in Path(str(resource("samples"))).iterdir() if path.suffix != ".md" or path.stem == "wide"
)
REAL = sorted(CORPUS.glob("*.txt"))
Table = list[dict[str, Any]]
Reader = Callable[[Path, str], Table]


def with_openpyxl(path: Path, sheet: str) -> Table:
    book = load_workbook(path, data_only=True)
    if sheet not in book.sheetnames:
        return []
    rows = book[sheet].iter_rows(values_only=True)
    titles = next(rows)
    return [dict(zip(titles, row, strict=True)) for row in rows]


def with_pandas(path: Path, sheet: str) -> Table:
    book = pandas.read_excel(path, sheet_name=None, dtype=object, keep_default_na=False, engine="calamine")
    return book[sheet].to_dict("records") if sheet in book else []


def plain(value: object) -> str:
    """A cell or a field such that they can be compared: amounts are numbers in the one, printed in the other."""
    if isinstance(value, int | float):
        return f"{value:.12g}"
    text = str(value or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    try:
        return f"{float(text.replace(',', '')):.12g}"
    except ValueError:
        return text


HEAD = {"单位": "unit", "项目名称": "name"}
LEVELS = {
    "一级指标": "level1",
    "二级指标": "level2",
    "三级指标": "level3",
    "实施周期指标值": "period_value",
    "年度指标值": "annual_value",
}
TASK = {"任务名称": "name", "主要内容": "content", "金额": "amount", "目标": "goal"}


def nodes(reviews: Sequence[Review], *kinds: Kind) -> Iterator[tuple[Review, Node]]:
    for review in reviews:
        yield from ((review, node) for node in review.root.walk() if node.kind in kinds)


def labelled(node: Node, group: str, taken: set[str]) -> dict[str, str]:
    """The columns of printed labels; those that are named like a column of ours have a number behind them."""
    return {label: f"{group}[{label}]" for label in node.group(group) if label not in taken}


def compare(path: Path, reviews: Sequence[Review], read: Reader) -> int:
    """Hold every cell that is a field against the review; how many there were."""
    compared = 0
    ours = {
        "来源文件",
        "序号",
        "绩效目标",
        "状态",
        "部门",
        "年度",
        "金额单位",
        "转到",
        "置信度",
        *HEAD,
        *LEVELS,
        "计算符号",
        "数值",
        "计量单位",
    }

    def same(row: dict[str, Any], node: Node, columns: dict[str, str]) -> None:
        nonlocal compared
        for title, key in columns.items():
            assert plain(row[title]) == plain(node.value(key)), (path.name, node.value("name"), title)
            compared += 1

    projects = list(nodes(reviews, Kind.PROJECT, Kind.DEPARTMENT))
    rows = read(path, "项目")
    assert len(rows) == len(projects)
    for row, (review, node) in zip(rows, projects, strict=True):
        assert row["来源文件"] == review.source.name
        further = labelled(node, "amounts", ours) | labelled(node, "attributes", ours | set(node.group("amounts")))
        same(row, node, {**HEAD, "绩效目标": "goal", **further})
        same(row, review.root, {"部门": "department", "年度": "year", "金额单位": "money_unit"})
    indicators = list(nodes(reviews, Kind.INDICATOR))
    rows = read(path, "指标")
    assert len(rows) == len(indicators)
    for row, (_review, node) in zip(rows, indicators, strict=True):
        same(row, node, {**LEVELS, **labelled(node, "extra", ours)})
        entry = node.entry()
        assert entry is not None
        same(row, entry, HEAD)
    tasks = list(nodes(reviews, Kind.TASK))
    rows = read(path, "工作任务")
    assert len(rows) == len(tasks)
    for row, (_review, node) in zip(rows, tasks, strict=True):
        same(row, node, TASK)
    return compared


def made(paths: Sequence[Path], folder: Path) -> tuple[Path, list[Review]]:
    reviews = [extract(open_source(path)) for path in paths]
    items = [(review, History(review)) for review in reviews]
    write_workbook(items, folder / "out.xlsx", choices=Choices(SHEETS, codes=True))
    return folder / "out.xlsx", reviews


@pytest.mark.parametrize("source", [*SAMPLES, *REAL], ids=lambda path: path.name)
def test_every_field_is_read_back_as_it_is(source: Path, tmp_path: Path) -> None:
    path, reviews = made([source], tmp_path)
    count = compare(path, reviews, with_openpyxl)
    assert count > 20
    assert compare(path, reviews, with_pandas) == count


@pytest.mark.parametrize("sources", [SAMPLES, REAL], ids=["samples", "real documents"])
def test_libreoffice_finds_no_error_and_keeps_every_field(sources: list[Path], tmp_path: Path) -> None:
    if not sources:
        pytest.skip(f"there is no corpus of real documents in {CORPUS}")
    path, reviews = made(sources, tmp_path)
    saved = through_libreoffice(path)
    assert compare(saved, reviews, with_openpyxl) == compare(path, reviews, with_openpyxl)
    book, links = load_workbook(saved, data_only=True), 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "e", (sheet.title, cell.coordinate, cell.value)
                links += cell.value in ("项目", "指标") and sheet.cell(1, cell.column).value == "转到"
    assert links >= sum(1 for _ in nodes(reviews, Kind.INDICATOR)) - 5 * len(reviews), "links came to what they show"
