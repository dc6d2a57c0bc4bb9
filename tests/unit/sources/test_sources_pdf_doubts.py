"""PDFs of which it is not sure to which rows of a table some texts belong: the fields that were read from these are marked."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pdf_building import PdfPage, make_pdf

from reviewer.extract.pipeline import extract
from reviewer.model.fields import FieldRef
from reviewer.model.review import Review
from reviewer.model.source import DOUBTFUL_ROWS, Note, Source
from reviewer.sources.registry import source_from_bytes

XS = [40.0, 110.0, 220.0, 300.0, 380.0, 480.0, 560.0]
STEP = 22.0
HEAD = ["单位", "项目名称", "一级指标", "二级指标", "三级指标", "指标值"]
INDICATORS = [
    ["产出指标", "数量指标", "改造桥梁", "9座"], ["产出指标", "数量指标", "维修引道", "3公里"],
    ["产出指标", "质量指标", "验收合格率", "100%"],
    ["效益指标", "社会效益指标", "事故", "0起"], ["满意度指标", "服务对象满意度指标", "村民满意度", "≥90%"],
]  # fmt: skip


def page_of(named_at: float, lines: Sequence[float] = (0, 1, 6)) -> PdfPage:
    """A list of one project whose name stands beside an indicator, counted from 0; `lines` are drawn above rows, with the head."""
    page = PdfPage().text(200, 40, "项目支出绩效目标表", size=9)

    def write(row: float, column: int, text: str) -> None:
        width = sum(8 if ord(c) > 255 else 4 for c in text)
        page.text((XS[column] + XS[column + 1] - width) / 2, 76 + STEP * row, text, size=8)

    for column, text in enumerate(HEAD):
        write(0, column, text)
    for row, texts in enumerate(INDICATORS, 1):
        for column, text in enumerate(texts, 2):
            write(row, column, text)
    for column, text in enumerate(["水务站", "桥梁小修"]):
        write(1 + named_at, column, text)
    for row in lines:
        page.line(XS[0], 60 + STEP * row, XS[-1], 60 + STEP * row)
    return page


def read(*pages: PdfPage) -> Source:
    return source_from_bytes("t.pdf", make_pdf(*pages))


def doubtful(source: Source) -> str:
    """The texts of which the source says that they may belong to other rows."""
    return source.text(s for n in source.notes if isinstance(n, Note) and n.code == DOUBTFUL_ROWS for s in n.spans)


def marked(review: Review) -> list[str]:
    """The names of the indicators that are marked for where their lines stand."""
    found = []
    for entry in review.entries:
        for row in entry.children:
            if any(reason.code == "read.lines_joined" for reason in review.reasons(FieldRef(row.id, "level3"))):
                found.append(row.value("level3") or "")
    return found


def test_a_name_in_the_middle_of_its_rows_leaves_no_doubt() -> None:
    source = read(page_of(2))
    assert not doubtful(source)
    assert not marked(extract(source))


def test_rows_around_a_name_that_stands_in_the_middle_of_none_are_marked() -> None:
    source = read(page_of(1))
    assert all(text in doubtful(source) for text in ("桥梁小修", "改造桥梁", "村民满意度"))
    assert marked(extract(source)) == ["维修引道", "验收合格率", "事故", "村民满意度"]


def test_a_frame_whose_rows_cannot_be_told_is_marked() -> None:
    page = page_of(1.5, lines=(0, 6))
    for row, text in enumerate(["每行", "之间", "并无", "对应", "关系"]):
        page.text(118, 84 + 0.72 * STEP * row, text, size=8)
    for x in (XS[0], XS[-1]):
        page.line(x, 60, x, 60 + 6 * STEP)
    assert "改造桥梁" in doubtful(read(page))


def test_a_line_that_goes_on_with_two_cells_is_marked_with_these() -> None:
    page = PdfPage().text(60, 40, "项目支出绩效目标表", size=9)
    rows = [
        ["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "改造桥梁", "9座"],
        ["产出/指标", "时效/指标", "竣工时间", "12月"],
        ["", "成本指标", "每座造价", "5万元"], ["效益指标", "社会效益指标", "事故", "0起"],
    ]  # fmt: skip
    y = 70.0
    for row in rows:
        for column, text in enumerate(row):
            for number, line in enumerate(text.split("/") if text else ()):
                page.text(60 + 110 * column, y + 13 * number, line, size=9)
        y += 13 * max(text.count("/") + 1 for text in row) + 2
    found = doubtful(read(page))
    assert "时效" in found
    assert "竣工时间" in found
    assert "每座造价" not in found
    assert "改造桥梁" not in found


@pytest.mark.parametrize("head", ["青禾区水务站2025年部门预算", "水务站项目"])
def test_the_head_of_every_page_names_no_further_project(head: str) -> None:
    pages = []
    rows = [
        ["项目名称", "桥梁小修"], ["年度目标", "保障通行。"], ["一级指标", "二级指标", "三级指标", "指标值"],
        *(["产出指标", "数量指标", f"改造{n}号桥梁", f"{n}座"] for n in range(1, 4)),
    ]  # fmt: skip
    for part in (
        rows,
        [["效益指标", "社会效益指标", "事故", "0起"], ["满意度指标", "村民满意度指标", "村民满意度", "≥90%"]],
    ):
        page = PdfPage().text(60, 40, head, size=9)
        pages.append(page.table([40, 150, 290, 400, 520], [70 + 24.0 * n for n in range(len(part) + 1)], part))
    (entry,) = extract(read(*pages)).entries
    assert [row.value("level3") for row in entry.children if row.value("level3")][-2:] == ["事故", "村民满意度"]
