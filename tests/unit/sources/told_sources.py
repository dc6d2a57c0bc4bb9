"""Tables of invented offices, written as files in many ways by dice, and what is read of each, told a line a cell."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, groupby
from typing import Any

import xlsxwriter
from invented_reviews import Dice
from pdf_building import PdfPage, make_pdf
from word_files import docx, p, t, tbl, tc, tr

from reviewer.base.i18n import use_language
from reviewer.model.source import Grid
from reviewer.sources.registry import SourceError, source_from_bytes

Lines = Iterator[str]


@dataclass(frozen=True)
class Cell:
    """A cell of an invented table: where it begins, over how many rows and columns it reaches, and its text, lines parted by strokes."""

    row: int
    column: int
    down: int
    over: int
    text: str


UNITS, PROJECTS = (
    ("水务站", "文化站", "路灯所"),
    ("桥梁小修/及引道养护", "书屋补助", "沟渠清淤", "桥灯养护与更换/（二期）"),
)
LEVELS = (
    ("产出指标", "数量指标"),
    ("产出指标", "质量/指标"),
    ("效益指标", "社会效益/指标"),
    ("满意度指标", "服务对象/满意度"),
)
NAMES = ("维修座数", "一次验收/合格率", "开放书屋", "安全事故", "按期完成率", "村民满意度", "清淤长度及/清运淤泥")
VALUES = ("9座", "≥98%", "12公里", "0起", "≥50场", "100%", "按期")


def invented(dice: Dice) -> tuple[list[Cell], int, int]:
    """The cells of one table, with how many rows and columns it has."""
    money = dice.hits(50)
    heads = ["单位", "项目名称", *(["金额"] if money else []), "一级指标", "二级指标", "三级指标", "指标值"]
    high = 2 if dice.hits(35) else 1
    cells, row, levels = list[Cell](), high, len(heads) - 4
    if high == 2:
        cells += [Cell(0, n, 2, 1, head) for n, head in enumerate(heads[:levels])]
        cells += [Cell(0, levels, 1, 4, "绩效指标"), *(Cell(1, n, 1, 1, heads[n]) for n in range(levels, len(heads)))]
    else:
        cells += [Cell(0, n, 1, 1, head) for n, head in enumerate(heads)]
    for _ in range(1 + dice.below(3)):
        kinds = sorted(dice.of(LEVELS) for _ in range(1 + dice.below(4)))
        whole = [dice.of(UNITS), dice.of(PROJECTS), *([f"{1 + dice.below(900)}.{dice.below(90):02}"] if money else [])]
        cells += [Cell(row, n, len(kinds), 1, text) for n, text in enumerate(whole)]
        at = row
        for _, run in groupby(kinds, key=lambda kind: kind[0]):
            same = list(run)
            cells.append(Cell(at, levels, len(same), 1, same[0][0]))
            for level2, twins in groupby(same, key=lambda kind: kind[1]):
                count = len(list(twins))
                cells.append(Cell(at, levels + 1, count, 1, level2))
                for _ in range(count):
                    cells += [Cell(at, levels + 2, 1, 1, dice.of(NAMES)), Cell(at, levels + 3, 1, 1, dice.of(VALUES))]
                    at += 1
        row += len(kinds)
    return cells, row, len(heads)


def told(name: str, data: bytes) -> Lines:
    """What is read of a file: lines, the cells of grids, notes; the sentence where it is refused."""
    use_language("en")
    try:
        source = source_from_bytes(name, data)
    except SourceError as error:
        yield f"refused {error}"
        return
    for number, page in enumerate(source.pages):
        yield f"page {number + 1} {len(page.text)}"
        for block in page.blocks:
            if not isinstance(block, Grid):
                yield f"  {source.text([block.span])!r}"
                continue
            yield f"  grid {block.rows}x{block.columns}"
            for cell in sorted(block.cells, key=lambda cell: (cell.row, cell.column)):
                reach = f"+{cell.row_span}x{cell.column_span}" if (cell.row_span, cell.column_span) != (1, 1) else ""
                yield f"    {cell.row},{cell.column}{reach} {source.text(cell.spans)!r}"
    for note in source.notes:
        yield f"  note {getattr(note, 'code', '')} {str(note)[:160]} {len(getattr(note, 'spans', ()))}"


# -- PDF -------------------------------------------------------------------------------------------------------------


def _borders(page: PdfPage, style: str, cell: Cell, xs: list[float], ys: list[float]) -> None:
    left, right, top, bottom = xs[cell.column], xs[cell.column + cell.over], ys[cell.row], ys[cell.row + cell.down]
    if style in ("ruled", "across"):
        page.line(left, top, right, top)
        page.line(left, bottom, right, bottom)
    if style in ("ruled", "down"):
        page.line(left, top, left, bottom)
        page.line(right, top, right, bottom)


def pdf(seed: int) -> tuple[str, bytes]:
    """On paper: with all borders, those across or down, a frame, three lines or none; texts at the top, in the middle or centred."""
    dice = Dice(seed + 71)
    cells, rows, columns = invented(dice)
    style, where = dice.of(("ruled", "across", "down", "frame", "three", "bare")), dice.of(("top", "middle", "centred"))
    size, pitch, padding = dice.of((8, 9, 10)), 12 + dice.below(2), 6 + dice.below(5)
    widths = [58 + 12 * dice.below(3) for _ in range(columns)]
    xs = [float(x) for x in accumulate(widths, initial=30)]
    lines = [1] * rows
    for cell in cells:
        if cell.down == 1:
            lines[cell.row] = max(lines[cell.row], cell.text.count("/") + 1)
    ys = [float(y) for y in accumulate((pitch * count + padding for count in lines), initial=90 + dice.below(40))]
    page = PdfPage(width=max(595, xs[-1] + 30), height=max(842, ys[-1] + 80))
    page.text(180, 50, "项目支出绩效目标表", size=size + 4)
    if dice.hits(60):
        page.text(30, 72, "编制单位：青禾区财政所", size=size)
    for cell in cells:
        _borders(page, style, cell, xs, ys)
        texts = cell.text.split("/")
        high = ys[cell.row + cell.down] - ys[cell.row]
        top = ys[cell.row] + (padding / 2 if where == "top" else (high - pitch * len(texts)) / 2)
        for number, text in enumerate(texts):
            wide = sum(size if ord(char) > 255 else size / 2 for char in text)
            room = xs[cell.column + cell.over] - xs[cell.column]
            left = xs[cell.column] + (max(2.0, (room - wide) / 2) if where == "centred" else 3)
            page.text(left, top + pitch * number + size, text, size=size)
    if style in ("frame", "three"):
        for y in (ys[0], ys[-1], *([ys[1]] if style == "three" else [])):
            page.line(xs[0], y, xs[-1], y)
    if style == "frame":
        for x in (xs[0], xs[-1]):
            page.line(x, ys[0], x, ys[-1])
    if dice.hits(40):
        page.text(30, ys[-1] + 24, "注：本表按项目填列，盖章后报送。", size=size)
    if dice.hits(25):
        page.shade(xs[0], ys[0], xs[-1], ys[1], grey=0.9)
    return "t.pdf", make_pdf(page)


# -- web pages -------------------------------------------------------------------------------------------------------


def html(seed: int) -> tuple[str, bytes]:
    """A web page: cells with breaks and markup, rows, columns and texts that a style hides, heads of their own."""
    dice = Dice(seed + 171)
    cells, rows, _ = invented(dice)
    hidden = dice.of(("display:none", "visibility:hidden", "color:#fff", "font-size:0"))
    made = []
    for row in range(rows):
        inside = ""
        for cell in (cell for cell in cells if cell.row == row):
            tag = "th" if row == 0 and dice.hits(50) else "td"
            text = cell.text.replace("/", dice.of(("<br>", "<br/>\n", "</p><p>")))
            text = f"<p>{text}</p>" if "</p>" in text or dice.hits(20) else text
            text = dice.of(
                (
                    text,
                    text,
                    text,
                    f"<span>{text}</span>",
                    f"<b>{text}</b>",
                    f"{text}<del>旧</del>",
                    f"{text}<i class=h>藏</i>",
                )
            )
            spans = f' rowspan="{cell.down}"' * (cell.down > 1) + f" colspan={cell.over}" * (cell.over > 1)
            inside += f"<{tag}{spans}>{text}</{tag}>" if dice.hits(80) else f"<{tag}{spans}>{text}"
        made.append(f"<tr{' class=z' * dice.hits(15)}>{inside}</tr>")
    if dice.hits(30):
        made.append("<tr class=h>" + "<td>藏起的一行</td>" * 2 + "</tr>")
    table = f"<table><thead>{made[0]}</thead><tbody>{''.join(made[1:])}</tbody></table>" if dice.hits(40) else f"<table>{''.join(made)}</table>"  # fmt: skip
    style = f".h{{{hidden}}} .z td{{background:#eee}}" if dice.hits(80) else ""
    body = f"<h1>项目支出绩效目标表</h1><div>编制单位：青禾区财政所</div>{table}<p>注：本表<sup>1</sup>按项目填列。</p>"
    return (
        "t.html",
        f"<!doctype html><html><head><meta charset=utf-8><style>{style}</style></head><body>{body}</body></html>".encode(),
    )


# -- workbooks -------------------------------------------------------------------------------------------------------

_SHOWN: tuple[tuple[Any, str], ...] = (
    (0.985, "0.0%"), (1234.5, "#,##0.00"), (12, '0"座"'), (datetime(2027, 3, 1), "yyyy-mm-dd"), (datetime(2027, 3, 1), 'm"月"d"日"'),
    (-3.456, "0.0;[Red]-0.0"), (0.5, "# ?/?"), (12345678, "0.0,,"), (1e-7, "0.00E+00"), (7, "000"), (True, "General"), (3.10, "General"),
)  # fmt: skip


def xlsx(seed: int) -> tuple[str, bytes]:
    """A workbook: merged cells, numbers and dates in their formats, rows, columns and texts that are hidden, comments, formulas."""
    dice = Dice(seed + 271)
    cells, rows, columns = invented(dice)
    top, out = 1 + dice.below(3), io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("目标表")
        wrap = book.add_format({"text_wrap": True})
        sheet.write(0, 0, "项目支出绩效目标表")
        for cell in cells:
            look, value = wrap, cell.text.replace("/", "\n")
            if cell.row > 1 and cell.column == columns - 1 and dice.hits(50):
                value, shown = dice.of(_SHOWN)  # type: ignore[assignment]
                look = book.add_format({"num_format": shown})
            elif dice.hits(8):
                look = book.add_format({dice.of(("font_strikeout", "bold", "hidden", "italic")): True})
            elif dice.hits(6):
                look = book.add_format({"font_color": "#FFFFFF"})
            at = (cell.row + top, cell.column)
            if cell.down > 1 or cell.over > 1:
                sheet.merge_range(*at, at[0] + cell.down - 1, at[1] + cell.over - 1, value, look)
            else:
                sheet.write(*at, value, look)
        if dice.hits(30):
            sheet.set_row(top + dice.below(rows), None, None, {"hidden": True})
        if dice.hits(25):
            sheet.set_column(*[dice.below(columns)] * 2, 12, None, {"hidden": True})
        if dice.hits(40):
            sheet.write_comment(top, 0, "按合同填")
        if dice.hits(40):
            sheet.write_formula(top + rows + 1, 0, "=1+2", None, dice.of((3, "三", "")))
        if dice.hits(30):
            other = book.add_worksheet("附表")
            other.write_column(0, 0, ["说明", "本表按项目填列"])
            if dice.hits(50):
                other.hide()
    return "t.xlsx", out.getvalue()


# -- Word ------------------------------------------------------------------------------------------------------------


def word(seed: int) -> tuple[str, bytes]:
    """A Word document: cells merged down and across, runs that are struck out, hidden, raised or inserted, lists, columns of their widths."""
    dice = Dice(seed + 371)
    cells, rows, columns = invented(dice)
    taken = {(cell.row + n, cell.column): cell for cell in cells for n in range(cell.down)}
    made = []
    for row in range(rows):
        inside = []
        for column in range(columns):
            cell = taken.get((row, column))
            if cell is None:
                continue
            merge = f'<w:gridSpan w:val="{cell.over}"/>' * (cell.over > 1)
            merge += "" if cell.down == 1 else '<w:vMerge w:val="restart"/>' if cell.row == row else "<w:vMerge/>"
            texts = cell.text.split("/") if cell.row == row else [""]
            more = dice.of(
                (
                    "",
                    "",
                    "",
                    "",
                    t("旧", "<w:strike/>"),
                    t("藏", "<w:vanish/>"),
                    t("2", '<w:vertAlign w:val="superscript"/>'),
                )
            )
            paragraphs = "".join(p(t(text)) for text in texts[:-1]) + p(t(texts[-1]) + more * (cell.row == row))
            one = p("<w:r><w:br/></w:r>".join(t(text) for text in texts)) if dice.hits(30) else paragraphs
            inside.append(tc(one, f'<w:tcW w:w="{900 * cell.over}" w:type="dxa"/>{merge}'))
        made.append(tr(*inside))
    before = p(t("项目支出绩效目标表")) + p(t("编制单位：青禾区"), t("财政所"))
    after = p(t("注：本表按项目填列。")) + (p(t("第二条说明", "<w:vanish/>")) if dice.hits(40) else "")
    return "t.docx", docx(before + tbl(*made, widths=(900,) * columns) + after)
