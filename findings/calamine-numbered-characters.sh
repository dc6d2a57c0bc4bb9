#!/usr/bin/env bash
# python-calamine turns characters that an .xlsx writes by their numbers (_x0041_) into themselves up to U+00FF, and leaves those beyond.
#
# Versions: python-calamine 0.9.1, Python 3.11.
# What one would guess: ST_Xstring (ECMA-376, part 1, 22.9.2.19) makes no difference: _x2265_98% is ≥98%, as Excel shows it.
# What is seen: _x0041_ is "A", _x00B2_ "²", _x005F_x2265_ is "_x2265_" as it should be, but _x2265_98% stays as it is written; so the two
# last cannot be told apart in what the library gives.
# Why it matters: the sign of a value (≥) or a Chinese character is gone, and what is read instead looks like a code and raises no error.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" && "$folder/venv/bin/python" -m pip install -q --disable-pip-version-check python-calamine==0.9.1
"$folder/venv/bin/python" - "$folder/table.xlsx" <<'PY'
import sys, zipfile
from python_calamine import CalamineWorkbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
written = ["_x0041_", "_x00B2_", "_x2265_98%", "_x6863__x6848_", "_x005F_x2265_"]
cells = "".join(f'<c r="{chr(65 + n)}1" t="inlineStr"><is><t>{text}</t></is></c>' for n, text in enumerate(written))
with zipfile.ZipFile(sys.argv[1], "w") as package:
    package.writestr("[Content_Types].xml", f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
                     f'package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
                     f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/></Types>')
    package.writestr("_rels/.rels", f'<Relationships xmlns="{LINKS}"><Relationship Id="a" Type="{OFFICE}/officeDocument" '
                     'Target="xl/workbook.xml"/></Relationships>')
    package.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{LINKS}"><Relationship Id="b" Type="{OFFICE}/worksheet" '
                     'Target="worksheets/sheet1.xml"/></Relationships>')
    package.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="b"/>'
                     "</sheets></workbook>")
    package.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>')
(read,) = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
print(read)
assert read == ["A", "²", "_x2265_98%", "_x6863__x6848_", "_x2265_"]
PY
