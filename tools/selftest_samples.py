"""The sources of `reviewer --selftest`, one a file format: `python tools/selftest_samples.py`. Needs LibreOffice.

All hold the same form of an invented office; what each format must give is therefore the same, and stands in expected.json.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "selftest"
PROJECT = "城区河道清淤疏浚经费"
ROWS = (
    ("产出指标", "数量指标", "清淤河道长度", "≥12.5公里"),
    ("产出指标", "质量指标", "工程验收合格率", "100%"),
    ("效益指标", "生态效益指标", "河道断面水质达标率", "≥90%"),
    ("满意度指标", "服务对象满意度指标", "沿河居民满意度", "≥95%"),
)
HEAD = (
    ("项目名称", PROJECT), ("主管部门", "青柳区水务局"), ("年度资金总额（万元）", "386.50"),
    ("年度目标", "完成城区三条河道的清淤疏浚，汛期不发生漫堤。"),
)  # fmt: skip
TITLE = "项目支出绩效目标表"
YEAR = "（2025年度）"
COLUMNS = ("一级指标", "二级指标", "三级指标", "指标值")
BY_OFFICE = {"doc": "MS Word 97", "docx": "MS Word 2007 XML"}
"""What LibreOffice makes of the page. (RTF is left out: the program reads it only where LibreOffice is installed.)"""


def html() -> str:
    """The form as a web page."""
    pairs = "".join(f"<tr><td>{escape(a)}</td><td colspan=3>{escape(b)}</td></tr>" for a, b in HEAD)
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in (COLUMNS, *ROWS))
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{TITLE}</title></head><body><h1>{TITLE}</h1>'
        f"<p>{YEAR}</p><table border=1>{pairs}{rows}</table></body></html>\n"
    )


def workbook(target: Path) -> None:
    """The form as a workbook."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(target)) as book:
        sheet = book.add_worksheet("绩效目标表")
        framed = book.add_format({"border": 1})
        sheet.merge_range(0, 0, 0, 3, TITLE)
        sheet.merge_range(1, 0, 1, 3, YEAR)
        for number, (label, value) in enumerate(HEAD, start=2):
            sheet.write_string(number, 0, label, framed)
            sheet.merge_range(number, 1, number, 3, value, framed)
        for number, row in enumerate((COLUMNS, *ROWS), start=2 + len(HEAD)):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value, framed)


def pdf(target: Path) -> None:
    """The form as a page of a PDF, without fonts in it."""
    sys.path.insert(0, str(ROOT / "tests"))
    from pdf_maker import MadePage, make_pdf

    page = MadePage().text(200, 60, TITLE, 16).text(250, 85, YEAR)
    below = page.table(60, 110, (130, 345), HEAD)
    page.table(60, below, (90, 130, 155, 100), (COLUMNS, *ROWS))
    target.write_bytes(make_pdf(page))


def text(separator: str) -> str:
    """The form as lines of cells."""
    rows = [(TITLE, "", "", ""), (YEAR, "", "", ""), *((a, b, "", "") for a, b in HEAD), COLUMNS, *ROWS]
    return "".join(separator.join(row) + "\n" for row in rows)


def by_office(source: Path, suffix: str, more: tuple[str, ...] = (), folder: Path = FOLDER) -> None:
    """Let LibreOffice make another format of a file."""
    office = shutil.which("soffice")
    if office is None:
        raise SystemExit("LibreOffice is not installed; it makes the Word and older Excel files.")
    kind = f"{suffix}:{BY_OFFICE[suffix]}" if suffix in BY_OFFICE else suffix
    with tempfile.TemporaryDirectory() as home:
        place = f"-env:UserInstallation={Path(home).as_uri()}"
        command = [office, place, "--headless", *more, "--convert-to", kind, "--outdir", str(folder), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)


def scan(page: Path) -> None:
    """The form as a picture, 200 dots an inch in 16 shades of grey: what a setup with text recognition must read."""
    import pypdfium2
    from PIL import ImageOps

    with tempfile.TemporaryDirectory() as folder:
        by_office(page, "pdf", ("--infilter=HTML (StarWriter)",), Path(folder))
        sheet = pypdfium2.PdfDocument(Path(folder) / "form.pdf")[0].render(scale=200 / 72).to_pil().convert("L")
    inked = ImageOps.invert(sheet).getbbox()
    margin = 120
    piece = sheet.crop((inked[0] - margin, inked[1] - margin, inked[2] + margin, inked[3] + margin))
    piece.quantize(16).save(FOLDER / "scan.png", optimize=True, dpi=(200, 200))


def main() -> None:
    """Make them all."""
    FOLDER.mkdir(exist_ok=True)
    page = FOLDER / "form.html"
    page.write_text(html(), encoding="utf-8", newline="\n")
    workbook(FOLDER / "form.xlsx")
    pdf(FOLDER / "form.pdf")
    (FOLDER / "form.tsv").write_text(text("\t"), encoding="utf-8", newline="\n")
    (FOLDER / "form.csv").write_text(text(","), encoding="gb18030", newline="\n")
    for suffix in BY_OFFICE:
        by_office(page, suffix, ("--infilter=HTML (StarWriter)",))
    scan(page)
    for suffix in ("xls", "ods"):
        by_office(FOLDER / "form.xlsx", suffix)
    expected = {"project": PROJECT, "indicators": [list(row[2:]) for row in ROWS]}
    (FOLDER / "expected.json").write_text(
        json.dumps(expected, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main()
