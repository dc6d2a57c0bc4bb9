"""The form that every producer makes: of an invented office, with merged cells, signs, decimals and a cell of two lines."""

from __future__ import annotations

from dataclasses import dataclass

TITLE = "2026年度项目支出绩效目标表"


@dataclass(frozen=True)
class Cell:
    """A cell: its place from 0, how far it reaches, its text."""

    row: int
    column: int
    text: str
    high: int = 1
    wide: int = 1


INDICATORS = [
    ("产出指标", "数量指标", "巡查河道长度", "≥120公里"),
    ("产出指标", "数量指标", "清理漂浮物吨数", "≥1,500吨"),
    ("产出指标", "质量指标", "问题整改率", "≥95%"),
    ("产出指标", "时效指标", "巡查完成时间", "2026年11月底前"),
    ("产出指标", "成本指标", "每公里巡查成本", "≤0.35万元"),
    ("效益指标", "社会效益指标", "沿河受益人数", "≥3.2万人"),
    ("满意度指标", "服务对象满意度指标", "沿河居民满意度", "≥90%"),
]
HEAD = [
    ("项目名称", "河道巡查与清理项目"),
    ("主管部门", "云溪县水务局"),
    ("实施单位", "云溪县河道管理中心"),
    ("资金总额（万元）", "86.50"),
    ("年度目标", "完成120公里河道巡查，及时清理漂浮物，保持水面清洁。"),
]
COLUMNS = 4
WIDTHS = (70, 100, 150, 120)
"""Points."""


def cells() -> list[Cell]:
    """The cells of the form, in reading order."""
    found: list[Cell] = []
    for row, (label, value) in enumerate(HEAD):
        found += [Cell(row, 0, label), Cell(row, 1, value, wide=3)]
    top = len(HEAD)
    found += [Cell(top, n, text) for n, text in enumerate(("一级指标", "二级指标", "三级指标", "指标值"))]
    for number, (first, second, name, value) in enumerate(INDICATORS):
        row = top + 1 + number
        for column, text in ((0, first), (1, second)):
            earlier = [other[: column + 1] for other in INDICATORS[:number]]
            here = INDICATORS[number][: column + 1]
            if not earlier or earlier[-1] != here:
                high = sum(other[: column + 1] == here for other in INDICATORS[number:])
                found.append(Cell(row, column, text, high))
        found += [Cell(row, 2, name), Cell(row, 3, value)]
    return found


ROWS = len(HEAD) + 1 + len(INDICATORS)


def texts() -> list[list[str]]:
    """The form as rows of texts; what a merge covers is empty."""
    rows = [[""] * COLUMNS for _ in range(ROWS)]
    for cell in cells():
        rows[cell.row][cell.column] = cell.text
    return rows


def filled() -> list[list[str]]:
    """The same with the text of a merged cell in every row and column that it covers, for formats without merges."""
    rows = [[""] * COLUMNS for _ in range(ROWS)]
    for cell in cells():
        for row in range(cell.row, cell.row + cell.high):
            rows[row][cell.column] = cell.text
    return rows


def html() -> str:
    """The form as a web page."""
    lines: dict[int, list[str]] = {}
    for cell in cells():
        spans = (f' rowspan="{cell.high}"' if cell.high > 1 else "") + (
            f' colspan="{cell.wide}"' if cell.wide > 1 else ""
        )
        lines.setdefault(cell.row, []).append(f"<td{spans}>{cell.text}</td>")
    rows = "\n".join(f"<tr>{''.join(line)}</tr>" for _, line in sorted(lines.items()))
    style = (
        "table{border-collapse:collapse}td{border:1px solid #000;padding:3px;font-family:WenQuanYi Micro Hei,SimSun}"
    )
    head = f'<meta charset="utf-8"><title>{TITLE}</title><style>{style}</style>'
    return f"<!doctype html><html><head>{head}</head><body><h2>{TITLE}</h2><table>{rows}</table></body></html>"


def facts() -> dict[str, str]:
    """What is to be read, by a name for each fact."""
    found = {"name": HEAD[0][1], "department": HEAD[1][1], "unit": HEAD[2][1], "amount": "86.50", "goal": HEAD[4][1]}
    for first, second, name, value in INDICATORS:
        found |= {f"{name}/1": first, f"{name}/2": second.removesuffix("指标"), f"{name}/value": value.replace(",", "")}
    return found
