#!/usr/bin/env bash
# PDFium gives no hyphen for one that ends a line, but U+FFFE from one function and U+0002 from another; and no line break behind it.
#
# Versions: pypdfium2 5.0.0 (PDFium 7323), reportlab 4.4.4, Python 3.11.
# What one would guess: the text of a page has the characters that are drawn: "budget-", a line break, "performance".
# What is seen: get_text_range() (FPDFText_GetText) gives "budget\ufffeperformance", FPDFText_GetUnicode gives U+0002 for the same character;
# FPDFText_IsHyphen says 1 of it, and the two lines have become one. A hyphen inside a line stays "-".
# Why it matters: both are characters that XML, and so a workbook, refuses, and the sign of a value that ends its line is lost.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" && "$folder/venv/bin/python" -m pip install -q --disable-pip-version-check pypdfium2==5.0.0 reportlab==4.4.4
"$folder/venv/bin/python" - "$folder/page.pdf" <<'PY'
import sys
import pypdfium2 as pdfium
from reportlab.pdfgen import canvas

page = canvas.Canvas(sys.argv[1])
page.setFont("Helvetica", 12)
page.drawString(72, 720, "budget-")
page.drawString(72, 706, "performance")
page.drawString(72, 600, "well-kept")
page.save()
textpage = pdfium.PdfDocument(sys.argv[1])[0].get_textpage()
text = textpage.get_text_range()
raw = [pdfium.raw.FPDFText_GetUnicode(textpage.raw, place) for place in range(textpage.count_chars())]
hyphens = [place for place in range(len(raw)) if pdfium.raw.FPDFText_IsHyphen(textpage.raw, place) == 1]
print("get_text_range:", ascii(text), "| GetUnicode at the hyphen:", [hex(raw[place]) for place in hyphens])
assert "budget\ufffeperformance" in text and "budget-" not in text and "well-kept" in text
assert [raw[place] for place in hyphens] == [2]
PY
