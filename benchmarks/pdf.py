"""How long a PDF's pages take to become grids, beside pdfplumber and PDFium's bare text; a long PDF's preview and memory.

Run: python benchmarks/pdf.py [--write]   (--write keeps the figures in benchmarks/README.md; needs pdfplumber)
"""

from __future__ import annotations

import ctypes
import io
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "tests" / "unit" / "sources"))

from pdf_building import PdfPage, make_pdf

from benchmarks.made import machine, report, table
from benchmarks.measuring import seconds
from reviewer.sources import pdf
from reviewer.sources.bitmaps import draw_page
from reviewer.sources.pdfium import LOCK, raw
from reviewer.sources.reader import UNWATCHED, Given, Reading, Watch

RENDERED = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus" / "rendered"
PAGES = 200


def bare_text(data: bytes) -> int:
    """PDFium's own text of all pages, without a place for any of it; how many characters."""
    pdfium, found = raw(), 0
    with LOCK:
        document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        for index in range(pdfium.FPDF_GetPageCount(document)):
            page = pdfium.FPDF_LoadPage(document, index)
            text = pdfium.FPDFText_LoadPage(page)
            count = pdfium.FPDFText_CountChars(text)
            buffer = (ctypes.c_ushort * (2 * count + 2))()
            found += pdfium.FPDFText_GetText(text, 0, count, buffer)
            pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)
        pdfium.FPDF_CloseDocument(document)
    return found


def with_pdfplumber(data: bytes) -> int:
    """What a person with pdfplumber would do: the tables and the text of every page; how many cells."""
    import pdfplumber

    cells = 0
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            cells += sum(len(row) for found in page.extract_tables() for row in found)
            page.extract_text()
    return cells


def read(data: bytes, watch: Watch = UNWATCHED) -> Reading:
    """What the program does."""
    return pdf.read(Given("measured.pdf", data), watch)


def long_document() -> bytes:
    """A document of 200 pages, each a table of 34 rows with a merged cell in every third."""
    xs, ys = [40, 110, 180, 400, 480, 555], [60 + 21 * row for row in range(35)]
    texts = ["产出指标", "数量指标", "全区公园绿化养护面积达到的亩数", "≥100亩", "10.00"]
    without = [("above", row, 0) for row in range(2, 34, 3)]
    rows = [texts if row % 3 else ["绩效指标", *texts[1:]] for row in range(34)]
    return make_pdf(*(PdfPage().text(200, 40, "绩效目标表").table(xs, ys, rows, without) for _ in range(PAGES)))


def compared(data: bytes) -> list[str]:
    """One row: a document by us, by PDFium alone and by pdfplumber, in milliseconds a page."""
    pages = len(read(data).pages)
    ours, bare = seconds(lambda: read(data), 5), seconds(lambda: bare_text(data), 5)
    theirs = seconds(lambda: with_pdfplumber(data), 1)
    each = (1000 * taken / pages for taken in (ours, bare, theirs))
    return [str(pages), *(f"{ms:.1f}" for ms in each), f"{ours / bare:.1f}", f"{theirs / ours:.1f}"]


def waits(path: Path) -> tuple[float, float, float, float, float]:
    """In a fresh process, ms by the clock: to the preview and the first page drawn, to all text, the slowest of the pages
    drawn meanwhile; and the peak memory in MB without and with it.
    """
    call = [sys.executable, __file__, "--waits", str(path)]
    found = subprocess.run(call, check=True, capture_output=True, text=True).stdout.split()
    preview, whole, slowest, before, after = (float(number) for number in found)
    return preview, whole, slowest, before, after


def print_waits(path: Path) -> None:
    """In the process of its own: read and draw, and print the figures of `waits`."""
    before, start = _high_water(), time.perf_counter()
    data = path.read_bytes()
    seen: list[float] = []
    slowest: list[float] = []
    done = threading.Event()

    def preview(_reading: Reading) -> None:
        if not seen:
            draw_page(data, 0, 1.5)
            seen.append(time.perf_counter() - start)
            drawing.start()

    def draw() -> None:
        page = 0
        while not done.is_set():
            page, began = (page + 7) % PAGES, time.perf_counter()
            draw_page(data, page, 1.5)
            slowest.append(time.perf_counter() - began)
            time.sleep(0.016)

    drawing = threading.Thread(target=draw)
    reading = read(data, Watch(lambda _share: None, preview))
    whole = time.perf_counter() - start
    done.set()
    drawing.join()
    assert len(reading.pages) == PAGES
    print(1000 * seen[0], 1000 * whole, 1000 * max(slowest), before, _high_water())


def _high_water() -> float:
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"^VmHWM:\s*(\d+) kB$", status, re.M)[0]) / 1024


def main() -> None:
    """Measure, and print the report."""
    real = [path for path in sorted(RENDERED.glob("*.pdf")) if ".scan." not in path.name]
    made = long_document()
    rows = [[path.name, *compared(path.read_bytes())] for path in real]
    rows.append([f"made, {PAGES} pages", *compared(made)])
    heads = ["document", "pages", "ms a page", "PDFium's text", "pdfplumber", "× PDFium's text", "times as fast"]
    said = "" if real else "The corpus is not beside this repository: no real documents measured.\n\n"
    text = f"Measured on {machine()}.\n\n{said}{table(heads, rows)}\n"
    if Path("/proc/self/status").exists():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "long.pdf"
            path.write_bytes(made)
            figures = waits(path)
        heads = [
            "200 pages",
            "first page drawn ms",
            "all read ms",
            "slowest page drawn meanwhile ms",
            "start MB",
            "peak MB",
        ]
        text += "\n" + table(heads, [["", *(f"{figure:.0f}" for figure in figures)]])
    report("pdf", text, "--write" in sys.argv[1:])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--waits"]:
        print_waits(Path(sys.argv[2]))
    else:
        main()
