"""What programs make of the form: LibreOffice, gnumeric, pandoc, browsers, and packages of node. Missing ones are passed over."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tools.producers import made_here
from tools.producers.form import TITLE, cells, html, texts

Maker = Callable[[Path], str]
"""Writes the form to a file; gives the program's version."""


def run(*command: str | Path) -> str:
    """Run a program; what it printed. Raises OSError or subprocess.SubprocessError."""
    made = subprocess.run([str(word) for word in command], check=True, capture_output=True, timeout=300)
    return (made.stdout + made.stderr).decode("utf-8", "replace")


def needed(*names: str) -> str:
    """The first of some programs that is installed; raises FileNotFoundError."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise FileNotFoundError(names[0])
    return found


def by_libreoffice(path: Path, source: Maker, suffix: str, kind: str) -> str:
    """What LibreOffice saves of a file that a library made."""
    office = needed("soffice", "libreoffice")
    folder = path.with_suffix(".made")
    given = folder / f"{path.stem}{suffix}"
    folder.mkdir()
    source(given)
    out = folder / "out"
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    run(office, profile, "--headless", "--convert-to", kind, "--outdir", out, given)
    shutil.move(next(iter(out.iterdir())), path)
    return _number(run(office, "--version"))


def by_gnumeric(path: Path, exporter: str) -> str:
    """What gnumeric's ssconvert saves of a workbook."""
    program = needed("ssconvert")
    source = path.with_suffix(".from.xlsx")
    made_here.by_openpyxl(source)
    run(program, f"--export-type={exporter}", source, path)
    return _number(run(program, "--version"))


def by_pandoc(path: Path, kind: str) -> str:
    """What pandoc writes of the web page."""
    try:
        import pypandoc

        program = pypandoc.get_pandoc_path()
    except (ImportError, OSError):
        program = needed("pandoc")
    source = path.with_suffix(".from.html")
    source.write_text(html(), encoding="utf-8")
    run(program, "-f", "html", "-t", kind, "-s", source, "-o", path)
    return _number(run(program, "--version"))


def by_chromium(path: Path) -> str:
    """What Chromium prints of the web page."""
    program = needed("chromium", "google-chrome", "chrome")
    source = path.with_suffix(".html")
    source.write_text(html(), encoding="utf-8")
    run(program, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={path.parent / 'chromium'}",
        f"--print-to-pdf={path}", source.as_uri())  # fmt: skip
    return _number(run(program, "--version", "--no-sandbox"))


def by_wkhtmltopdf(path: Path) -> str:
    """What wkhtmltopdf prints of the web page."""
    program = needed("wkhtmltopdf")
    source = path.with_suffix(".html")
    source.write_text(html(), encoding="utf-8")
    run(program, "-q", source, path)
    return _number(run(program, "--version"))


# -- node ---------------------------------------------------------------------------------------------------------

_SHEETJS = """
const X = require('xlsx'), s = X.utils.aoa_to_sheet(ROWS);
s['!merges'] = CELLS.filter(c => c.high > 1 || c.wide > 1).map(c => (
  {s: {r: c.row + 1, c: c.column}, e: {r: c.row + c.high, c: c.column + c.wide - 1}}));
const b = X.utils.book_new(); X.utils.book_append_sheet(b, s, '目标');
X.writeFile(b, OUT, {bookType: KIND, codepage: 936}); console.log(X.version);
"""
_EXCELJS = """
const E = require('exceljs'), b = new E.Workbook(), s = b.addWorksheet('目标');
ROWS.forEach(r => s.addRow(r));
CELLS.filter(c => c.high > 1 || c.wide > 1).forEach(c =>
  s.mergeCells(c.row + 2, c.column + 1, c.row + 1 + c.high, c.column + c.wide));
b.xlsx.writeFile(OUT).then(() => console.log(require('exceljs/package.json').version));
"""
_DOCX = """
const D = require('docx'), rows = {};
CELLS.forEach(c => (rows[c.row] = rows[c.row] || []).push(new D.TableCell({rowSpan: c.high, columnSpan: c.wide,
  children: [new D.Paragraph(c.text)]})));
const d = new D.Document({sections: [{children: [new D.Paragraph(TITLE),
  new D.Table({rows: Object.values(rows).map(r => new D.TableRow({children: r}))})]}]});
D.Packer.toBuffer(d).then(b => { require('fs').writeFileSync(OUT, b);
  console.log(JSON.parse(require('fs').readFileSync(require('path').join(require.resolve('docx'), '../../package.json'))).version); });
"""
_HTML_TO_DOCX = """
const h = require('html-to-docx');
h(HTML).then(b => { require('fs').writeFileSync(OUT, b); console.log(require('html-to-docx/package.json').version); });
"""
_SCRIPTS = {"xlsx": _SHEETJS, "exceljs": _EXCELJS, "docx": _DOCX, "html-to-docx": _HTML_TO_DOCX}


def by_node(path: Path, package: str, kind: str = "") -> str:
    """What a package of node writes; NODE_PATH says where packages are."""
    import json

    node = needed("node")
    given = {
        "ROWS": [[TITLE], *texts()], "CELLS": [vars_of(cell) for cell in cells()], "TITLE": TITLE, "OUT": str(path), "KIND": kind,
        "HTML": html(),
    }  # fmt: skip
    script = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in given.items()) + _SCRIPTS[package]
    return _number(run(node, "-e", script)) or os.environ.get("NODE_PATH", "")


def vars_of(cell: object) -> dict[str, object]:
    """The values of a cell by their names."""
    return {name: getattr(cell, name) for name in ("row", "column", "text", "high", "wide")}


def _number(text: str) -> str:
    found = re.search(r"\d+(?:\.\d+)+", text)
    return found[0] if found else text.strip()[:20]


def _office(source: Maker, suffix: str, kind: str) -> Maker:
    return partial(by_libreoffice, source=source, suffix=suffix, kind=kind)


_WORD = {"docx": "docx", "doc": "doc", "rtf": "rtf", "odt": "odt", "fodt": "fodt", "html": "html", "pdf": "pdf"}
_SHEETS = {
    "xlsx": "xlsx",
    "xls": "xls",
    "ods": "ods",
    "fods": "fods",
    "html": "html",
    "pdf": "pdf",
    "csv": "csv:Text - txt - csv (StarCalc):44,34,76",
}
_PANDOC = {"docx": "docx", "odt": "odt", "rtf": "rtf", "gfm.md": "gfm", "grid.md": "markdown-pipe_tables", "mmd.md": "markdown_mmd",
           "plain.txt": "plain", "html": "html", "rst.txt": "rst"}  # fmt: skip
_SHEETJS_KINDS = {"xlsx": "xlsx", "biff8.xls": "biff8",  "xlsb": "xlsb", "ods": "ods", "fods": "fods",
                  "xml": "xlml", "html": "html", "csv": "csv"}  # fmt: skip
_GNUMERIC = {
    "xlsx": "Gnumeric_Excel:xlsx2",
    "biff8.xls": "Gnumeric_Excel:excel_biff8",
    "ods": "Gnumeric_OpenCalc:openoffice",
    "html": "Gnumeric_html:html40",
    "csv": "Gnumeric_stf:stf_csv",
}


MAKERS: dict[str, tuple[str, Maker]] = {
    "openpyxl": ("xlsx", made_here.by_openpyxl),
    "XlsxWriter": ("xlsx", made_here.by_xlsxwriter),
    "xlwt": ("xls", made_here.by_xlwt),
    "python-docx": ("docx", made_here.by_python_docx),
    "reportlab": ("pdf", made_here.by_reportlab),
    "fpdf2": ("pdf", made_here.by_fpdf),
    "weasyprint": ("pdf", made_here.by_weasyprint),
    "typst": ("pdf", made_here.by_typst),
    "Qt": ("pdf", made_here.by_qt),
    "Chromium": ("pdf", by_chromium),
    "wkhtmltopdf": ("pdf", by_wkhtmltopdf),
    "pandas to_html": ("html", made_here.by_pandas_html),
    "pandas to_csv": ("csv", made_here.by_pandas_csv),
    "pandas to_markdown": ("md", made_here.by_pandas_markdown),
    "markitdown": ("md", made_here.by_markitdown),
    "easyofd": ("ofd", made_here.by_easyofd),
    **{
        f"LibreOffice Writer {name}": (name, _office(made_here.by_python_docx, ".docx", kind))
        for name, kind in _WORD.items()
    },
    **{
        f"LibreOffice Calc {name}": (name, _office(made_here.by_openpyxl, ".xlsx", kind))
        for name, kind in _SHEETS.items()
    },
    **{f"gnumeric {name}": (name, partial(by_gnumeric, exporter=kind)) for name, kind in _GNUMERIC.items()},
    **{f"pandoc {name}": (name, partial(by_pandoc, kind=kind)) for name, kind in _PANDOC.items()},
    **{f"SheetJS {name}": (name, partial(by_node, package="xlsx", kind=kind)) for name, kind in _SHEETJS_KINDS.items()},
    "exceljs": ("xlsx", partial(by_node, package="exceljs")),
    "docx (npm)": ("docx", partial(by_node, package="docx")),
    "html-to-docx": ("docx", partial(by_node, package="html-to-docx")),
}
"""By the name of the producer: the end of the file's name, and what makes it."""
