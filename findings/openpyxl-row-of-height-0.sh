#!/usr/bin/env bash
# openpyxl writes a row whose height is set to 0 without that height, and a column of width 0 not at all, so that both are shown.
#
# Versions: openpyxl 3.1.5, Python 3.11.
# What one would guess: a row of height 0 is written with ht="0", and a column of width 0 with width="0", which spreadsheet programs draw
# as hidden, as a person gets by dragging its border together; what was read from a file with such a row is written as it was.
# What is seen: <row r="2" customHeight="1"> without ht, and no <col>. Also a workbook with ht="0" that is only loaded and saved again has
# lost it.
# Why it matters: a row that nobody saw is seen again after a script has passed the workbook on, and nothing says so.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" && "$folder/venv/bin/python" -m pip install -q --disable-pip-version-check openpyxl==3.1.5
"$folder/venv/bin/python" - "$folder" <<'PY'
import re, sys, zipfile
from openpyxl import Workbook, load_workbook

folder = sys.argv[1]
SHEET = "xl/worksheets/sheet1.xml"


def sheet(name):
    return zipfile.ZipFile(f"{folder}/{name}").read(SHEET).decode()


book = Workbook()
book.active.append(["shown"])
book.active.append(["of height 0"])
book.active.row_dimensions[2].height = 0
book.active.column_dimensions["B"].width = 0
book.save(f"{folder}/made.xlsx")
row = re.search(r'<row r="2"[^>]*>', sheet("made.xlsx"))[0]
print("made:", row)
assert " ht=" not in row and "hidden" not in row
assert "<col " not in sheet("made.xlsx")

with zipfile.ZipFile(f"{folder}/made.xlsx") as before, zipfile.ZipFile(f"{folder}/right.xlsx", "w") as after:
    for name in before.namelist():
        data = before.read(name)
        after.writestr(name, data.replace(row.encode(), b'<row r="2" ht="0" customHeight="1">') if name == SHEET else data)
load_workbook(f"{folder}/right.xlsx").save(f"{folder}/again.xlsx")
row = re.search(r'<row r="2"[^>]*>', sheet("again.xlsx"))[0]
print("loaded and saved again:", row)
assert " ht=" not in row and "hidden" not in row
PY
