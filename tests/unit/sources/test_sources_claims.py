"""Files that claim what is not in them are refused before a library of others sees them: here it is not even there."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hostile_files import FILLED, changed_xlsx, packed_ods, workbook

from reviewer.base.i18n import use_language
from reviewer.sources import sheets
from reviewer.sources.package import DamagedError, TooLargeError
from reviewer.sources.registry import SourceError, source_from_bytes
from reviewer.sources.xlsx_claims import Shown, check_strings

_NAME = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row{at}><c r="XFD1048576"><v>1</v></c></row>'
_SHARED = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 400))


def strings(claims: bytes, text: bytes = b"a") -> bytes:
    return b"<sst " + _NAME + b" " + claims + b"><si><t>" + text + b"</t></si></sst>"


def repeated(rows: int, columns: int, text: str) -> bytes:
    cell = f'<table:table-cell table:number-columns-repeated="{columns}"><text:p>{text}</text:p></table:table-cell>'
    return packed_ods(
        f'<table:table><table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row></table:table>'
    )


CLAIMS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a cell far away": (lambda: workbook(_FAR.format(at=' r="1048576"')), "too far apart"),
    "a cell far away in a row without a number": (lambda: workbook(_FAR.format(at="")), "too far apart"),
    "a cell far away in a row of another number": (lambda: workbook(_FAR.format(at=' r="2"')), "too far apart"),
    "four thousand million strings": (
        lambda: changed_xlsx(xl_sharedStrings_xml=strings(b'count="4294967295" uniqueCount="4294967295"')), "damaged"
    ),
    "the same, only counted": (lambda: changed_xlsx(xl_sharedStrings_xml=strings(b"count='4294967295'")), "damaged"),
    "a long string in every cell": (
        lambda: changed_xlsx(
            xl_sharedStrings_xml=strings(b"", b"a" * 1_000_000),
            xl_worksheets_sheet1_xml=b"<worksheet " + _NAME + b"><sheetData>" + _SHARED.encode() + b"</sheetData></worksheet>",
        ),
        "more than can be reviewed",
    ),
    "rows and columns repeated": (lambda: repeated(1_048_576, 16_384, "a"), "more than can be reviewed"),
    "a long text repeated": (lambda: repeated(1000, 100, "a" * 10_000), "more than can be reviewed"),
}  # fmt: skip


@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_is_refused_before_the_library_sees_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_given: object) -> None:
        raise AssertionError("the library was asked")

    use_language("en")
    monkeypatch.setattr(sheets, "_filled", never)
    if "strings" in name or "counted" in name:  # these it would count when it opens the file
        monkeypatch.setattr(sheets, "_workbook", never)
    make, says = CLAIMS[name]
    data = make()
    source_from_bytes("warm.tsv", b"a\tb\nc\td\n")
    start = time.process_time()
    suffix = "ods" if "repeated" in name else "xlsx"
    with pytest.raises(SourceError, match=says):
        source_from_bytes(f"claims.{suffix}", data)
    assert time.process_time() - start < 0.5


def test_honest_claims_pass() -> None:
    check_strings(strings(b'count="9000000" uniqueCount="1"'))  # a word in nine million cells
    check_strings(strings(b""))
    check_strings(b"")
    shown = Shown(strings(b"", b"a" * 30_000))
    for _ in range(10):
        shown.add(_SHARED.encode())
    with pytest.raises(DamagedError):
        check_strings(strings(b'uniqueCount="5000000"'))


def test_strings_count_as_often_as_they_are_shown() -> None:
    items = b"".join(b"<si><t>" + b"a" * size + b"</t></si>" for size in (10, 2_000_000))
    shown = Shown(b"<sst>" + items + b"</sst>")
    shown.add(_SHARED.encode())  # the short one
    with pytest.raises(TooLargeError):
        shown.add(_SHARED.replace("<v>0<", "<v>1<").encode())


def test_many_small_cells_in_order_are_read() -> None:
    rows = "".join(FILLED.format(row=row, column="B") for row in range(95, 120))
    assert "清淤" in source_from_bytes("a.xlsx", workbook(rows)).pages[0].text
