#!/usr/bin/env bash
# xlwt stores the empty text as the result of every formula: readers that work nothing out show an empty cell, and not that a result lacks.
#
# Versions: xlwt 1.3.0, python-calamine 0.9.1, Python 3.11.
# What one would guess: a formula without a result looks like one (nought with the flag "calculate on load", as POI writes it, or an error).
# What is seen: the record FORMULA ([MS-XLS] 2.4.127) has a result of the type 3, a blank string, and no flag at all: the same bytes as
# =IF(A1="","",1) that Excel worked out to nothing. python-calamine gives "" for =120.5+0.
# Why it matters: the total of a table is empty, and neither the file nor a library says that it was never worked out.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" && "$folder/venv/bin/python" -m pip install -q --disable-pip-version-check xlwt==1.3.0 python-calamine==0.9.1
"$folder/venv/bin/python" - "$folder/table.xls" <<'PY'
import re, sys
import xlwt
from python_calamine import CalamineWorkbook

book = xlwt.Workbook()
sheet = book.add_sheet("a")
sheet.write(0, 0, "total")
sheet.write(0, 1, xlwt.Formula("120.5+0"))
book.save(sys.argv[1])
data = open(sys.argv[1], "rb").read()
found = re.search(rb"\x06\x00..\x00\x00\x01\x00..(.{8})(..)", data, re.DOTALL)
read = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
print(found[1].hex(), found[2].hex(), read)
assert found[1] == b"\x03\0\0\0\0\0\xff\xff" and found[2] == b"\0\0"
assert read == [["total", ""]]
PY
