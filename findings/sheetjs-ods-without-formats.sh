#!/usr/bin/env bash
# SheetJS writes an .ods without the number formats of its cells: ≥98% becomes 0.98, a day its ISO text; as .xlsx they are kept.
#
# Versions: xlsx (SheetJS) 0.18.5, Python 3.11, Node.
# What one would guess: the format code of a cell ("z") becomes a data style of OpenDocument, as it becomes a number format in .xlsx; or at
# least what the cell shows ("w") is written as its text.
# What is seen: content.xml has office:value="0.98" with the text 0.98 and no style of its own. A date cell has the one style that the
# file knows (N37, month/day/year) whatever its own, and shows the text 2026-12-31T00:00:00.000Z; the .xlsx of the same sheet shows both right.
# Why it matters: signs, units and the form of dates that a sheet showed are gone from its OpenDocument copy, and nothing says so.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
cd "$folder" && npm install --silent --no-audit --no-fund xlsx@0.18.5 > /dev/null
cat > make.js <<'JS'
const X = require('xlsx');
const sheet = X.utils.aoa_to_sheet([['rate', null], ['day', null]]);
sheet['B1'] = {t: 'n', v: 0.98, z: '"≥"0%'};
sheet['B2'] = {t: 'd', v: new Date(Date.UTC(2026, 11, 31)), z: 'yyyy"年"m"月"d"日"'};
const book = X.utils.book_new();
X.utils.book_append_sheet(book, sheet, 'a');
for (const kind of ['ods', 'xlsx']) X.writeFile(book, 'table.' + kind, {bookType: kind});
const back = X.readFile('table.xlsx', {cellNF: true}).Sheets.a;
console.log('xlsx: ' + back.B1.w + ' ' + back.B2.w);
JS
node make.js | tee said.txt
grep -q '≥98%' said.txt
python3 - <<'PY'
import re, zipfile

content = zipfile.ZipFile("table.ods").read("content.xml").decode()
cells = re.findall(r'<table:table-cell ([^>]*)><text:p>([^<]*)</text:p>', content)
print(cells)
assert ('office:value-type="float" office:value="0.98"', "0.98") in cells
assert any('office:value-type="date"' in cell and text == "2026-12-31T00:00:00.000Z" for cell, text in cells)
assert "≥" not in content and "年" not in content
PY
