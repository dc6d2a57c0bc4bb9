"""Bytes to text, whatever program wrote them."""

from __future__ import annotations

import codecs

import pytest

from reviewer.sources.encodings import decode

TEXT = "项目名称\t总计\n“书香青禾”经费\t≥12,000元\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode("utf-8"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("gbk"), "gb18030"),
    ],
)
def test_encodings_that_windows_and_office_write(data: bytes, encoding: str) -> None:
    assert decode(data) == (TEXT, encoding)


TAIWAN = "項目名稱,鄉村公路養護\n主管部門,交通局\n指標值,≧90公里\n驗收合格率,98%\n" * 3


def test_big5_is_told_from_gbk_by_its_usual_characters() -> None:
    assert decode(TAIWAN.encode("big5")) == (TAIWAN, "big5")
    assert decode(("裏" + TAIWAN).encode("cp950")) == ("裏" + TAIWAN, "big5")
    even = "計畫經費,學校環境,設備維護\n" * 4  # whose bytes are characters of GBK too
    assert even.encode("big5").decode("gb18030")
    assert decode(even.encode("big5")) == (even, "big5")
    assert decode(TAIWAN.encode("gbk")) == (TAIWAN, "gb18030")
    assert decode("鎔,琍\n".encode("gbk")) == ("鎔,琍\n", "gb18030")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    text = TEXT.replace("\t", ",") * 3
    assert decode(text.encode(encoding)) == (text, encoding)
    assert decode("Only English, 12\n".encode(encoding)) is None


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_with_a_broken_byte_is_read_with_a_sign_for_it(encoding: str) -> None:
    text = TEXT * 3
    data = text.encode(encoding)
    place = data.index("经费".encode(encoding))
    assert decode(data[:place] + b"\xff" + data[place:]) == (text.replace("经费", "\ufffd经费", 1), encoding)
    assert decode(data + b"\xff\x80" * 30) is None


def test_characters_beyond_gbk() -> None:
    assert decode("㐂𠀀镕".encode("gb18030")) == ("㐂𠀀镕", "gb18030")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_become_one_kind(end: str) -> None:
    assert decode(f"甲{end}乙{end}{end}丙".encode()) == ("甲\n乙\n\n丙", "utf-8")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_text_cut_inside_its_last_character_is_still_read(encoding: str) -> None:
    assert decode((TEXT + "尾").encode(encoding)[:-1]) == (TEXT, encoding)


@pytest.mark.parametrize("cut", [1, 2])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_utf8_cut_inside_its_last_character_is_still_read(mark: bytes, cut: int) -> None:
    decoded = decode(mark + (TEXT + "尾").encode()[:-cut])
    assert decoded is not None
    assert decoded[0].startswith(TEXT)


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04" + b"x" * 50,
        b"%PDF-1.7\n" + b"x" * 50,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50),
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"\xff\xd8\xff\xe0" + bytes(50),
        b"text with a zero\0 in it",
        bytes(range(256)) * 8,
        b"\x00\x01\x02\x03" * 100,
        b"\x81" * 3 + b"\xff\xff" * 100,
    ],
)
def test_binary_data_is_no_text(data: bytes) -> None:
    assert decode(data) is None


def test_a_few_stray_control_characters_do_not_make_a_text_binary() -> None:
    text = "项目\x02支出\x0b绩效\x1f目标\n" * 3
    decoded = decode(text.encode()[: len("项目\x02支出\x0b绩效\x1f目标\n".encode())])
    assert decoded is not None
    assert "绩效" in decoded[0]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_whose_end_is_filled_up_is_read_without_that(encoding: str) -> None:
    data = TEXT.encode(encoding)
    assert decode(data + b"\0" * 400) == (TEXT, encoding)
    assert decode(data + b"\0" * 400 + b"a") is None
    assert decode(data[:4] + b"\0" * 3 + data) is None
