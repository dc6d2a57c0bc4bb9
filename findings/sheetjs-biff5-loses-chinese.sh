#!/usr/bin/env bash
# SheetJS writes "_" for every Chinese character of an Excel 95 workbook (biff5), also when it is given their code page, and says nothing.
#
# Versions: xlsx (SheetJS) 0.18.5, python-calamine 0.9.1 as a second reader, Python 3.11, Node.
# What one would guess: codepage 936 writes the texts in GBK, as Chinese Excel 95 did, or the library refuses to write them.
# What is seen: "项目" is "__" in the file, for SheetJS itself and for others; numbers are whole. The same sheet as biff8 has its texts.
# Why it matters: a workbook saved "for old Excel" has lost every name, which no reader can bring back; it has to be said, not guessed.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" && "$folder/venv/bin/python" -m pip install -q --disable-pip-version-check python-calamine==0.9.1
cd "$folder" && npm install --silent --no-audit --no-fund xlsx@0.18.5 > /dev/null
cat > make.js <<'JS'
const X = require('xlsx');
require('xlsx/dist/cpexcel.js');
const book = X.utils.book_new();
X.utils.book_append_sheet(book, X.utils.aoa_to_sheet([['项目', 120.5]]), 'a');
for (const kind of ['biff5', 'biff8']) {
  X.writeFile(book, kind + '.xls', {bookType: kind, codepage: 936});
  const back = X.readFile(kind + '.xls');
  console.log('SheetJS, ' + kind + ': ' + JSON.stringify(X.utils.sheet_to_json(back.Sheets[back.SheetNames[0]], {header: 1})));
}
JS
node make.js | tee said.txt
grep -qF 'biff5: [["__",120.5]]' said.txt
grep -qF 'biff8: [["项目",120.5]]' said.txt
"$folder/venv/bin/python" - <<'PY'
from python_calamine import CalamineWorkbook

read = {kind: CalamineWorkbook.from_path(f"{kind}.xls").get_sheet_by_index(0).to_python() for kind in ("biff5", "biff8")}
print(read)
assert read == {"biff5": [["__", 120.5]], "biff8": [["项目", 120.5]]}
PY
