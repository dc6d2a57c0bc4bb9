"""What is in a container, whatever the file is called."""

from __future__ import annotations

import io
import zipfile

import pytest

from reviewer.sources.containers import OLE_SIGNATURE, ole_kind, zip_kind


def package(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            body = "application/vnd.oasis.opendocument.spreadsheet" if name == "mimetype" else "<a/>" * 50
            made.writestr(name, body, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("[Content_Types].xml", "word/document.xml"), "docx"),
        (("[Content_Types].xml", "word\\document2.xml"), "docx"),
        (("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (("[Content_Types].xml", "xl/workbook.bin"), "xlsx"),
        (("mimetype", "content.xml"), "ods"),
        (("ppt/presentation.xml",), "slides"),
        (("OFD.xml",), "ofd"),
        (("表.txt",), "zip"),
        ((), "zip"),
    ],
)
def test_packages_by_their_parts(names: tuple[str, ...], kind: str) -> None:
    assert zip_kind(package(*names)) == kind


@pytest.mark.parametrize(("name", "kind"), [("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx")])
def test_a_package_that_was_cut_off(name: str, kind: str) -> None:
    whole = package("[Content_Types].xml", name)
    assert zip_kind(whole[: len(whole) * 2 // 3]) == kind


def test_no_container() -> None:
    assert zip_kind(b"text") is None
    assert ole_kind(b"text") is None
    assert ole_kind(package("word/document.xml")) is None


@pytest.mark.parametrize(
    ("stream", "kind"),
    [("WordDocument", "doc"), ("Workbook", "xls"), ("EncryptedPackage", "encrypted"), ("Elsewhere", "ole")],
)
def test_a_damaged_ole_file_by_the_names_that_are_left(stream: str, kind: str) -> None:
    assert ole_kind(OLE_SIGNATURE + bytes(700) + stream.encode("utf-16-le") + bytes(100)) == kind
