#!/usr/bin/env bash
# SheetJS writes RTF in plain UTF-8, which RTF does not know, and says nothing: other programs read other characters.
#
# Versions: xlsx (SheetJS) 0.18.5, striprtf 0.0.29 as a second reader, Python 3.11, Node.
# What one would guess: characters beyond ASCII become \uN? or \'xx in a stated code page, as the RTF specification asks (1.9.1,
# "Unicode RTF"), or the file states a code page.
# What is seen: the file says \ansi and nothing of a code page, and has the bytes of UTF-8 ("项目" as E9 A1 B9 E7 9B AE): decoded as \ansi
# says (code page 1252), they are "é¡¹ç›®". A reader that is given the text as UTF-8 is fine; one that follows the specification is not.
# Why it matters: a table saved as .rtf opens without an error and without one right Chinese character.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" && "$folder/venv/bin/python" -m pip install -q --disable-pip-version-check striprtf==0.0.29
cd "$folder" && npm install --silent --no-audit --no-fund xlsx@0.18.5 > /dev/null
cat > make.js <<'JS'
const X = require('xlsx');
const book = X.utils.book_new();
X.utils.book_append_sheet(book, X.utils.aoa_to_sheet([['项目', 120.5]]), 'a');
X.writeFile(book, 'table.rtf', {bookType: 'rtf'});
JS
node make.js
"$folder/venv/bin/python" - <<'PY'
from striprtf.striprtf import rtf_to_text

data = open("table.rtf", "rb").read()
as_it_says = rtf_to_text(data.decode("cp1252", "replace")).strip()
print(data[:60], "|", as_it_says, "|", rtf_to_text(data.decode("utf-8")).strip())
assert data.startswith(rb"{\rtf1\ansi") and b"ansicpg" not in data and rb"\u" not in data
assert "项目".encode() in data and "项目" not in as_it_says and "é¡¹" in as_it_says
PY
