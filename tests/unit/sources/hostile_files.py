"""Hostile and damaged files, made when they are asked for: what each is, and its bytes."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from pdf_building import PdfPage, make_pdf
from word_files import docx as word_docx
from word_files import p, t, tbl, tc, tr

TABLE = (
    ("项目名称", "总计", "绩效目标", "一级指标", "二级指标", "三级指标", "年度指标值"),
    ("河道清淤", 20.5, "河道畅通，汛期不漫堤。", "产出指标", "数量指标", "清淤长度", "≥3公里"),
    ("", "", "", "效益指标", "社会效益指标", "受益村民", "≥2000人"),
)
"""A small table of an invented office."""
WHOLE_ROWS = 12


def xlsx() -> bytes:
    """A sound workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("目标表")
        money = book.add_format({"num_format": "#,##0.00"})
        for number, row in enumerate(TABLE * WHOLE_ROWS):
            sheet.write_row(number, 0, row)
        sheet.write(1, 1, 20.5, money)
        sheet.merge_range(1, 0, 2, 0, "河道清淤")
    return out.getvalue()


def xls() -> bytes:
    """A sound workbook of the old kind, as Excel 97 would write its records; kept with the tests."""
    return (Path(__file__).parents[2] / "data" / "sheets" / "features.xls").read_bytes()


def html() -> bytes:
    """A sound web page."""
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE * WHOLE_ROWS)
    return f"<html><head><meta charset=utf-8></head><body><p>目标表</p><table>{rows}</table></body></html>".encode()


def csv() -> bytes:
    """A sound CSV file."""
    return "".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in TABLE * WHOLE_ROWS).encode("gb18030")


def markdown() -> bytes:
    """A sound pipe table."""
    return "".join("| " + " | ".join(str(cell) for cell in row) + " |\n" for row in TABLE * WHOLE_ROWS).encode()


def mht() -> bytes:
    """A sound web page in one file."""
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
    return head + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + html() + b"\r\n--x--\r\n"


def ods() -> bytes:
    """A sound OpenDocument sheet."""
    rows = "".join(
        "<table:table-row>" + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in TABLE * WHOLE_ROWS
    )  # fmt: skip
    return packed_ods(f'<table:table table:name="目标表">{rows}</table:table>')


def docx() -> bytes:
    """A sound Word document."""
    rows = (tr(*(tc(p(t(str(cell)))) for cell in row)) for row in TABLE * WHOLE_ROWS)
    return word_docx(tbl(*rows))


def doc() -> bytes:
    """A sound Word document of the old kind; kept with the tests."""
    return (Path(__file__).parents[2] / "data" / "word" / "features.doc").read_bytes()


def pdf() -> bytes:
    """A sound PDF."""
    page = PdfPage()
    for number, row in enumerate(TABLE * 8):
        page.text(60, 60 + 20 * number, "　".join(str(cell) for cell in row))
    return make_pdf(page)


def packed_ods(tables: str, before: str = "") -> bytes:
    """An OpenDocument sheet with these tables."""
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f'<?xml version="1.0"?>{before}<office:document-content{names}>{body}</office:document-content>'
    return packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()})


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, stored)
    return out.getvalue()


def changed_xlsx(**parts: bytes) -> bytes:
    """The sound workbook with other bytes in some parts; names with “/” and “.” written as “_”."""
    with zipfile.ZipFile(io.BytesIO(xlsx())) as archive:
        whole = {name: archive.read(name) for name in archive.namelist()}
    return packed({name: parts.get(name.replace("/", "_").replace(".", "_"), data) for name, data in whole.items()})


def sheet_xml(rows: str, before: str = "", after: str = "") -> bytes:
    """The XML of a sheet with these rows."""
    name = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return f"<worksheet {name}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>".encode()


def workbook(rows: str, before: str = "", after: str = "") -> bytes:
    """A workbook whose sheet has these rows."""
    return changed_xlsx(xl_worksheets_sheet1_xml=sheet_xml(rows, before, after))


FILLED = '<row r="{row}"><c r="{column}{row}" t="inlineStr"><is><t>清淤</t></is></c></row>'


def ten_million_empty_cells() -> bytes:
    """Cells with a border and nothing in them, a hundred columns by a hundred thousand rows."""
    row = "".join('<c s="1"/>' for _ in range(100))
    return workbook(
        FILLED.format(row=1, column="A") + f"<row>{row}</row>" * 100_000, '<dimension ref="A1:XFD1048576"/>'
    )


def three_million_empty_cells() -> bytes:
    """The same, fewer, with the address in each."""
    rows = (
        f'<row r="{n}">' + f'<c r="B{n}" s="1"/><c r="CV{n}" s="1"/><c r="XFD{n}" s="1"/>' + "</row>"
        for n in range(2, 10**6)
    )
    return workbook(FILLED.format(row=1, column="A") + "".join(rows), '<dimension ref="A1:XFD1048576"/>')


def saying_size(data: bytes, size: int, names: str = "") -> bytes:
    """A zip whose members with `names` in their names say that they unpack to so many bytes."""
    told = bytearray(data)
    for signature, place, head, length in ((b"PK\x01\x02", 24, 46, 28), (b"PK\x03\x04", 22, 30, 26)):
        at = told.find(signature)
        while at >= 0:
            end = at + head + struct.unpack_from("<H", told, at + length)[0]
            if names.encode() in told[at + head : end]:
                struct.pack_into("<I", told, at + place, size)
            at = told.find(signature, at + 1)
    return bytes(told)


LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a0 "哈">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
)


def encrypted_zip() -> bytes:
    """A zip whose members say that they are encrypted."""
    data = bytearray(packed({"表.csv": csv()}))
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def ole(name: str, content: bytes = b"\0" * 4096) -> bytes:
    """An OLE file with one stream."""
    sectors = -(-len(content) // 512)
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    fat += [0xFFFFFFFF] * (128 - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0,
           4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0) + b"\xff" * 432  # fmt: skip

    def entry(label: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = label.encode("utf-16-le")
        return (text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
                + bytes(36) + struct.pack("<IQ", start, size))  # fmt: skip

    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(name, 2, 0xFFFFFFFF, 2, len(content))
    return head[:512] + struct.pack("<128I", *fat) + folder.ljust(512, b"\0") + content.ljust(512 * sectors, b"\0")


def record(kind: int, data: bytes) -> bytes:
    """A record of an old workbook."""
    return struct.pack("<HH", kind, len(data)) + data


def old_workbook(*records: bytes, before: bytes = b"") -> bytes:
    """An old workbook of one sheet with these records, and some `before` those that name the sheet."""
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    name = b"\x01\x00S"
    size = len(start) + len(before) + 4 + 6 + len(name) + 4
    sheet = record(0x85, struct.pack("<IBB", size, 0, 0) + name) + record(0x0A, b"")
    inside = record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0)) + b"".join(records) + record(0x0A, b"")
    return ole("Workbook", (start + before + sheet + inside).ljust(4096, b"\0"))


def number(row: int, column: int) -> bytes:
    """A number in a cell of an old workbook."""
    return record(0x203, struct.pack("<HHHd", row, column, 0, 1.0))


SOUND: dict[str, Callable[[], bytes]] = {
    "xlsx": xlsx, "xls": xls, "html": html, "csv": csv, "md": markdown, "mht": mht, "ods": ods,
}  # fmt: skip
"""A sound file of each format. Whatever is here is also tried cut off, overwritten and under another suffix."""

HOSTILE: dict[str, Callable[[], bytes]] = {
    "nothing.xlsx": lambda: b"",
    "zeros.xls": lambda: bytes(50_000),
    "nuls.csv": lambda: csv().replace(b",", b"\0,"),
    "nuls.html": lambda: html().replace(b"<td>", b"<td>\0"),
    "cells far apart.xlsx": lambda: workbook(
        FILLED.format(row=1, column="A") + FILLED.format(row=1048576, column="XFD")
    ),
    "merged everywhere.xlsx": lambda: workbook(
        FILLED.format(row=1, column="A") + FILLED.format(row=900, column="B"),
        after="<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 3000 + "</mergeCells>",
    ),
    "addresses beyond all.xlsx": lambda: workbook(FILLED.format(row=99999999999, column="ZZZZ")),
    "laughs.xlsx": lambda: changed_xlsx(xl_workbook_xml=f"{LAUGHS}<workbook>&a11;</workbook>".encode()),
    "laughs in a sheet.xlsx": lambda: changed_xlsx(
        xl_worksheets_sheet1_xml=LAUGHS.encode()
        + sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>&a11;&file;</t></is></c></row>')
    ),
    "laughs.ods": lambda: packed_ods("<table:table><text:p>&a11;&file;</text:p></table:table>", LAUGHS),
    "laughs.html": lambda: LAUGHS.encode() + b"<html><table><tr><td>&a11;<td>&file;</table>" + html(),
    "laughs.xml": lambda: (LAUGHS + '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&a11;</Workbook>').encode(),
    "repeated.ods": lambda: packed_ods(
        '<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384"><text:p>清淤</text:p></table:table-cell></table:table-row></table:table>'
    ),
    "no parts.xlsx": lambda: packed({"xl/workbook.xml": b"<workbook/>"}),
    "parts elsewhere.xlsx": lambda: changed_xlsx(
        xl__rels_workbook_xml_rels=b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="a/worksheet" Target="http://example.invalid/x.xml" TargetMode="External"/>'
        b"</Relationships>"
    ),
    "binary.xlsb": lambda: packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": bytes(100)}),
    "lying size.xlsx": lambda: saying_size(
        workbook(FILLED.format(row=1, column="A") + " " * 1_000_000), 100, "sheet1.xml"
    ),
    "encrypted.xlsx": lambda: ole("EncryptedPackage"),
    "encrypted.xls": lambda: old_workbook(before=record(0x2F, bytes(54))),
    "encrypted.zip": encrypted_zip,
    "cells far apart.xls": lambda: old_workbook(number(0, 0), number(65535, 255)),
    "records cut.xls": lambda: old_workbook(record(0xBD, b"\1"), record(0x203, b""), record(0x7D, b"\0")),
    "sheet beyond the end.xls": lambda: ole(
        "Workbook", record(0x809, b"\0\6\5\0" + bytes(12)) + record(0x85, struct.pack("<IBB", 0xFFFFFFF0, 0, 0) + b"\1\0S")
    ),
    "no stream.xls": lambda: ole("Book2"),
    "deep.html": lambda: b"<div>" * 100_000 + html(),
    "deep tables.html": lambda: b"<table><tr><td>" * 3000 + html(),
    "spans.html": lambda: b'<table><tr><td rowspan=999999 colspan=999999>a<td colspan="-5">b<tr><td>c<td>d</table>' * 50,
    "unclosed.html": lambda: b"<table><tr><td>a<td>b" + b"<tr><td><b><i><a href=x>" * 20_000,
    "broken characters.html": lambda: b"<meta charset=gb2312>" + html().replace("目".encode(), b"\xff\xfe"),
    "unknown encoding.html": lambda: b"<meta charset=utf-9000>" + html(),
    "frames.html": lambda: b"<html><frameset><frame src='http://example.invalid/sheet1.htm'></frameset></html>",
    "scripts.html": lambda: html().replace(b"<body>", b"<body onload='x()'><script src='http://example.invalid/x.js'>"
                                           b"document.write('evil')</script><iframe src=file:///etc/passwd></iframe>"),
    "only a menu.html": lambda: b"<html><nav><a href=a>a</a></nav></html>",
    "empty parts.mht": lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n\n--x--\n",
    "deep.mht": lambda: b"".join(
        b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x%d"\n\n--x%d\n' % (n, n) for n in range(500)
    ),
    "quotes.csv": lambda: b'a,b,"c\n' * 3000,
    "one long row.csv": lambda: b"a,b\n" * 3 + b"x," * 1_000_000,
    "one long line.txt": lambda: b"x" * 500_000,
    "brackets.xml": lambda: b"<" * 200_000,
    "picture.xlsx": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "program.xls": lambda: b"MZ" + bytes(range(256)) * 40,
    "rar.zip": lambda: b"Rar!\x1a\x07\0" + bytes(range(256)) * 4,
}  # fmt: skip
"""Small files by name, each of which must be read soundly or refused in one sentence."""

LARGE: dict[str, Callable[[], bytes]] = {
    "ten million empty cells.xlsx": ten_million_empty_cells,
    "bomb.xlsx": lambda: changed_xlsx(xl_worksheets_sheet1_xml=bytes(500 << 20)),
    "bomb of blanks.xlsx": lambda: changed_xlsx(xl_sharedStrings_xml=b"<sst>" + b" " * (380 << 20)),
    "bomb.ods": lambda: packed({
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": bytes(500 << 20),
    }),
    "three million empty cells.xlsx": three_million_empty_cells,
    "bomb.zip": lambda: saying_size(packed({f"{n}.csv": bytes(1000) for n in range(12)}), 190 << 20),
    "quotes without end.csv": lambda: b'"a,b\n' * 1_700_000,
    "groups in groups.rtf": lambda: b"{\\rtf1 " + b"{" * 1_000_000,
    "long codes.xlsx": lambda: changed_xlsx(
        xl_styles_xml=b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>'
        b'<numFmt numFmtId="200" formatCode="' + b"[" * 1_000_000 + b'"/></numFmts><cellXfs><xf numFmtId="200"/><xf '
        b'numFmtId="200"/></cellXfs></styleSheet>'
    ),
}  # fmt: skip
"""Files that are read in a process of their own, with little memory and time."""
