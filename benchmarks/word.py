"""How long a Word document takes from bytes to cells with addresses, beside reading its tables with python-docx.

Run: python benchmarks/word.py [--write]   (--write keeps the figures in benchmarks/README.md; needs python-docx)
"""

from __future__ import annotations

import gc
import io
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.made import machine, report, table
from reviewer.model.source import Grid
from reviewer.sources.registry import source_from_bytes

SIZES = (200, 2_000, 10_000)
ROUNDS = 3
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_LOOK = (
    '<w:rPr><w:rFonts w:ascii="SimSun" w:hAnsi="SimSun" w:eastAsia="SimSun"/><w:b w:val="0"/><w:sz w:val="18"/></w:rPr>'
)


def cell(text: str, properties: str = "") -> str:
    """A cell as Word writes it, with fonts and a width."""
    run = f"<w:r>{_LOOK}<w:t>{text}</w:t></w:r>" if text else ""
    width = '<w:tcW w:w="1400" w:type="dxa"/>'
    return f'<w:tc><w:tcPr>{width}{properties}</w:tcPr><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>{run}</w:p></w:tc>'


def document(rows: int) -> bytes:
    """A list of indicators of seven columns; the first two are merged over five rows each, as such lists are."""
    made = []
    for number in range(rows):
        first = number % 5 == 0
        merge = '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
        texts = (f"指标{number}：清淤河道长度", f"≥{number}公里", f"≥{number + 1}公里", "10", "必填")
        head = cell("产出指标" if first else "", merge) + cell("数量指标" if first else "", merge)
        made.append(f"<w:tr>{head}{''.join(map(cell, texts))}</w:tr>")
    columns = '<w:gridCol w:w="1400"/>' * 7
    body = f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(made)}</w:tbl><w:p/><w:sectPr/>"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def read(data: bytes) -> int:
    """What the program does: text, cells, merges and widths, every cell with its address. Returns how many cells."""
    source = source_from_bytes("measured.docx", data)
    return sum(len(block.cells) for _, block in source.blocks() if isinstance(block, Grid))


def read_with_python_docx(data: bytes) -> int:
    """What a person with python-docx would do: the text of each cell, row by row. Returns how many cells."""
    import docx

    opened = docx.Document(io.BytesIO(data))
    return sum(len([one.text for one in row.cells]) for made in opened.tables for row in made.rows)


def seconds(work: Callable[[], object]) -> float:
    """The least processor time that one of several calls took."""
    times = []
    for _ in range(ROUNDS):
        gc.collect()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def measured() -> str:
    """The figures as a table."""
    read(document(10)), read_with_python_docx(document(10))  # what is imported at the first call is not measured
    rows = []
    for size in SIZES:
        data = document(size)
        ours, theirs = seconds(lambda data=data: read(data)), seconds(lambda data=data: read_with_python_docx(data))
        rows.append([f"{size:,}", f"{ours * 1000:,.0f}", f"{theirs * 1000:,.0f}", f"{theirs / ours:.1f}"])
    return table(["rows", "ms", "python-docx ms", "times as fast"], rows)


def main() -> None:
    """Measure, and print the report."""
    report("word", f"Measured on {machine()}.\n\n{measured()}", "--write" in sys.argv[1:])


if __name__ == "__main__":
    main()
