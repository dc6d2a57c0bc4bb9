#!/usr/bin/env bash
# python-calamine gives only the first cell of each row of an .xlsb that SheetJS wrote, and says nothing.
#
# Versions: python-calamine 0.9.1, xlsx (SheetJS) 0.18.5, Python 3.11, Node.
# What one would guess: the sheet as SheetJS itself reads it back from the same file: [['name', 'sum'], ['road', 120.5], ['pond', 80]].
# What is seen: [['name'], ['road'], ['pond']]. Where a cell follows another in its row, SheetJS writes the "short" records of [MS-XLSB]
# (BrtShortReal, BrtShortIsst ..., which leave out the column, for it is the next); the library passes over them. The same table as
# .xlsx comes whole.
# Why it matters: amounts and values are gone from a workbook that opens without an error.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" && "$folder/venv/bin/python" -m pip install -q --disable-pip-version-check python-calamine==0.9.1
cd "$folder" && npm install --silent --no-audit --no-fund xlsx@0.18.5 > /dev/null
cat > make.js <<'JS'
const X = require('xlsx');
const book = X.utils.book_new();
X.utils.book_append_sheet(book, X.utils.aoa_to_sheet([['name', 'sum'], ['road', 120.5], ['pond', 80]]), 'a');
for (const kind of ['xlsb', 'xlsx']) X.writeFile(book, 'table.' + kind, {bookType: kind});
const back = X.readFile('table.xlsb');
console.log('SheetJS, xlsb: ' + JSON.stringify(X.utils.sheet_to_json(back.Sheets.a, {header: 1})));
JS
node make.js | tee said.txt
grep -qF '[["name","sum"],["road",120.5],["pond",80]]' said.txt
"$folder/venv/bin/python" - <<'PY'
from python_calamine import CalamineWorkbook

read = {kind: CalamineWorkbook.from_path(f"table.{kind}").get_sheet_by_index(0).to_python() for kind in ("xlsx", "xlsb")}
print(read)
assert read["xlsx"] == [["name", "sum"], ["road", 120.5], ["pond", 80.0]]
assert read["xlsb"] == [["name"], ["road"], ["pond"]]
PY
