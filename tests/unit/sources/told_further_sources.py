"""The same invented tables (told_sources) as OpenDocument sheets, RTF, OFD, CSV and Markdown."""

from __future__ import annotations

import io
import zipfile
from itertools import accumulate

from hostile_files import packed_ods
from invented_reviews import Dice
from told_sources import Cell, invented

Rows = list[list[Cell | None]]


def _by_place(cells: list[Cell], rows: int, columns: int) -> Rows:
    """The cell of each slot; a merged one stands in every slot that it reaches over."""
    found: Rows = [[None] * columns for _ in range(rows)]
    for cell in cells:
        for down in range(cell.down):
            for over in range(cell.over):
                found[cell.row + down][cell.column + over] = cell
    return found


def ods(seed: int) -> tuple[str, bytes]:
    """A sheet: merged cells, cells and rows that are said once for several, numbers by their values, a second sheet."""
    dice = Dice(seed + 471)
    cells, rows, columns = invented(dice)
    taken = _by_place(cells, rows, columns)
    made = []
    for row in range(rows):
        inside = ""
        for column, cell in enumerate(taken[row]):
            if cell is None:
                inside += '<table:table-cell table:number-columns-repeated="1"/>'
            elif (cell.row, cell.column) != (row, column):
                inside += "<table:covered-table-cell/>"
            else:
                spans = f' table:number-rows-spanned="{cell.down}"' * (cell.down > 1)
                spans += f' table:number-columns-spanned="{cell.over}"' * (cell.over > 1)
                text = "".join(f"<text:p>{line}</text:p>" for line in cell.text.split("/"))
                if cell.text.replace(".", "").isdigit():
                    spans += f' office:value-type="float" office:value="{cell.text}"'
                text = dice.of(
                    (
                        text,
                        text,
                        text.replace("指标", "指<text:s/>标"),
                        text.replace("<text:p>", "<text:p><text:span>").replace("</text:p>", "</text:span></text:p>"),
                    )
                )
                inside += f"<table:table-cell{spans}>{text}</table:table-cell>"
        inside += f'<table:table-cell table:number-columns-repeated="{1 + dice.below(900)}"/>' * dice.hits(40)
        made.append(f"<table:table-row>{inside}</table:table-row>")
    if dice.hits(40):
        made.insert(0, '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>')
    tables = f'<table:table table:name="目标表">{"".join(made)}</table:table>'
    if dice.hits(40):
        tables += '<table:table table:name="附表"><table:table-row><table:table-cell><text:p>说明</text:p></table:table-cell></table:table-row></table:table>'
    return "t.ods", packed_ods(tables)


def _wide(words: str) -> bytes:
    return b"".join(b"\\u%d?" % (ord(c) - 65536 if ord(c) > 32767 else ord(c)) for c in words)


def rtf(seed: int) -> tuple[str, bytes]:
    """Rows of RTF: cells merged down and across by its flags, lines, text that is struck out, hidden or raised."""
    dice = Dice(seed + 571)
    cells, rows, columns = invented(dice)
    taken = _by_place(cells, rows, columns)
    body = rb"\pard " + _wide("项目支出绩效目标表") + rb"\par "
    for row in range(rows):
        head, inside = rb"\trowd\trgaph100", b""
        for column, cell in enumerate(taken[row]):
            flags = b""
            if cell is not None and cell.down > 1:
                flags += rb"\clvmgf" if cell.row == row else rb"\clvmrg"
            if cell is not None and cell.over > 1:
                flags += rb"\clmgf" if cell.column == column else rb"\clmrg"
            head += flags + rb"\cellx%d" % (1200 * (column + 1))
            own = cell is not None and (cell.row, cell.column) == (row, column)
            lines = cell.text.split("/") if cell is not None and own else [""]
            text = dice.of((rb"\line ", rb"\par ")).join(map(_wide, lines))
            more = dice.of(
                (b"", b"", b"", rb"{\strike " + _wide("旧") + b"}", rb"{\v " + _wide("藏") + b"}", rb"{\super 2}")
            )
            inside += rb"\pard\intbl " + text + more * own + rb"\cell "
        body += head + inside + rb"\row "
    body += rb"\pard " + _wide("注：本表按项目填列。") + rb"\par"
    return "t.rtf", rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}" + body + b"}"


def ofd(seed: int) -> tuple[str, bytes]:
    """A page of OFD: lines as paths or thin shapes, in groups and units, texts with the distances between their characters."""
    dice = Dice(seed + 671)
    cells, rows, columns = invented(dice)
    lines = [1] * rows
    for cell in cells:
        if cell.down == 1:
            lines[cell.row] = max(lines[cell.row], cell.text.count("/") + 1)
    xs = list(accumulate([26] * columns, initial=10))
    ys = list(accumulate((6 * count + 2 for count in lines), initial=30))
    thin, scaled, items = dice.hits(40), dice.hits(30), [_text(70, 20, "项目支出绩效目标表", dice, False)]
    for cell in cells:
        left, right, top, bottom = xs[cell.column], xs[cell.column + cell.over], ys[cell.row], ys[cell.row + cell.down]
        items += [
            _stroke(left, top, right, top, thin),
            _stroke(left, bottom, right, bottom, thin),
            _stroke(left, top, left, bottom, thin),
            _stroke(right, top, right, bottom, thin),
        ]
        texts = cell.text.split("/")
        first = (top + bottom) / 2 - 3 * len(texts) + 4
        items += [_text(left + 1, first + 6 * number, text, dice, scaled) for number, text in enumerate(texts)]
    inside = "".join(items)
    inside = f"<o:PageBlock>{inside}</o:PageBlock>" if dice.hits(30) else inside
    ns = 'xmlns:o="http://www.ofdspec.org/2016"'
    page = f"<o:Page {ns}><o:Content><o:Layer>{inside}</o:Layer></o:Content></o:Page>"
    box = f"<o:PageArea><o:PhysicalBox>0 0 {xs[-1] + 10} {max(297, ys[-1] + 20)}</o:PhysicalBox></o:PageArea>"
    files = {
        "OFD.xml": f"<o:OFD {ns}><o:DocBody><o:DocRoot>Doc_0/Document.xml</o:DocRoot></o:DocBody></o:OFD>",
        "Doc_0/Document.xml": f"<o:Document {ns}><o:CommonData>{box}</o:CommonData><o:Pages>"
        f'<o:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></o:Pages></o:Document>',
        "Doc_0/Pages/Page_0/Content.xml": page,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return "t.ofd", out.getvalue()


def _stroke(x0: float, y0: float, x1: float, y1: float, thin: bool) -> str:
    if thin:
        wide, high = max(0.2, x1 - x0), max(0.2, y1 - y0)
        path, more = f"M 0 0 L {wide} 0 L {wide} {high} L 0 {high} C", ' Stroke="false" Fill="true"'
    else:
        path, more = f"M 0 0 L {x1 - x0} {y1 - y0}", ""
    return f'<o:PathObject Boundary="{x0} {y0} {max(1, x1 - x0)} {max(1, y1 - y0)}"{more}><o:AbbreviatedData>{path}</o:AbbreviatedData></o:PathObject>'


def _text(x: float, y: float, words: str, dice: Dice, scaled: bool) -> str:
    steps = dice.of(
        ("", f' DeltaX="g {max(1, len(words) - 1)} 3.5"', ' DeltaX="' + " ".join(["3.5"] * (len(words) - 1)) + '"')
    )
    size, matrix = ("1.75", ' CTM="2 0 0 2 0 0"') if scaled else ("3.5", "")
    steps = steps.replace("3.5", "1.75") if scaled else steps
    at = 1.75 if scaled else 3.5
    return f'<o:TextObject Boundary="{x} {y - 3.5} 60 5" Size="{size}"{matrix}><o:TextCode X="0" Y="{at}"{steps if len(words) > 1 else ""}>{words}</o:TextCode></o:TextObject>'


def plain(seed: int) -> tuple[str, bytes]:
    """Text: CSV with one of four delimiters and its quotes, in one of four encodings, or Markdown with merged cells said once or again."""
    dice = Dice(seed + 771)
    cells, rows, columns = invented(dice)
    taken = _by_place(cells, rows, columns)
    again, mark = dice.hits(40), dice.of((",", ";", "\t", "|", "md"))
    made = []
    for row in range(rows):
        texts = []
        for column, cell in enumerate(taken[row]):
            own = cell is not None and (again or (cell.row, cell.column) == (row, column))
            texts.append(cell.text if cell is not None and own else "")
        if mark == "md":
            made.append("| " + " | ".join(text.replace("/", "<br>") for text in texts) + " |")
            made += ["|" + dice.of(("---|", ":-:|", " - |")) * columns] if row == 0 else []
        else:
            joined = (text.replace("/", "\n" if dice.hits(50) else " ") for text in texts)
            quoted = (f'"{text}"' if "\n" in text or mark in text or dice.hits(30) else text for text in joined)
            made.append(mark.join(quoted))
    end, encoding = dice.of(("\n", "\r\n")), dice.of(("utf-8", "utf-8-sig", "gb18030", "utf-16"))
    title = dice.of(("", "项目支出绩效目标表" + end))
    return ("t.md" if mark == "md" else "t.csv"), (title + end.join(made) + end).encode(encoding)
