"""Office files behind a password: Excel's own opens them, another is asked for once; and radicals in a text."""

from __future__ import annotations

import io
import random
import re
import subprocess
import sys

import openpyxl
import pytest
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from word_files import docx, p

from reviewer.base.i18n import use_language
from reviewer.model.source import Note
from reviewer.sources import unlock
from reviewer.sources.radicals import table
from reviewer.sources.registry import PasswordNeededError, SourceError, source_from_bytes

NOISE = random.Random(7).randbytes(5000)
"""The library writes no small encrypted files."""


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def encrypted(data: bytes, password: str) -> bytes:
    made: bytes = ECMA376Agile.encrypt(password, io.BytesIO(data))
    return made


def workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["项目名称", "清淤"])
    book.save(out)
    return out.getvalue()


def test_the_password_that_excel_tries_is_not_asked_for() -> None:
    source = source_from_bytes("表.xlsx", encrypted(workbook(), "VelvetSweatshop"))
    assert (source.format, source.pages[0].text) == ("xlsx", "项目名称\t清淤")
    assert source_from_bytes("表.xlsx", source.data).pages == source.pages


@pytest.mark.parametrize(
    ("name", "data"), [("表.docx", docx(p("项目名称"), more={"word/media/a.bin": NOISE})), ("表.xlsx", workbook())]
)
def test_another_password_is_asked_for(name: str, data: bytes) -> None:
    given = encrypted(data, "清淤2026")
    with pytest.raises(PasswordNeededError, match="enter its password"):
        source_from_bytes(name, given)
    with pytest.raises(PasswordNeededError, match="try another"):
        source_from_bytes(name, given, password="x")
    assert source_from_bytes(name, given, password="清淤2026").pages[0].text.startswith("项目名称")


def test_a_file_that_asks_for_too_much_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    given = encrypted(workbook(), "清淤2026")
    monkeypatch.setattr(unlock, "_MOST_ROUNDS", 10)
    with pytest.raises(SourceError, match="damaged"):
        source_from_bytes("表.xlsx", given)
    assert re.search(rb'spinCount="\d+"', given)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_damaged_one_is_a_sentence(share: float) -> None:
    given = encrypted(workbook(), "VelvetSweatshop")
    with pytest.raises(SourceError):
        source_from_bytes("表.xlsx", given[: int(len(given) * share)])


def test_the_library_is_not_loaded_for_other_files() -> None:
    code = "import sys, reviewer.sources.formats as f; f.reader_of(b'a'); sys.exit('msoffcrypto' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_radicals_are_read_as_characters_in_every_format() -> None:
    text = "⽬标：⻋辆与⻔⼾⽹站，⻓效，⻢铃薯，⽉底前，⻚数⿈⾭⺟⻰"
    source = source_from_bytes("表.txt", text.encode())
    assert source.pages[0].text == "目标：车辆与门户网站，长效，马铃薯，月底前，页数黄青母龙"
    (note,) = source.notes
    assert isinstance(note, Note)
    assert (note.code, len(note.spans), source.text(note.spans[:3])) == ("radicals", 13, "目车门")
    assert source_from_bytes("表.docx", docx(p(text))).pages[0].text.strip() == source.pages[0].text
    assert not source_from_bytes("表.txt", "目标".encode()).notes


def test_every_radical_has_one_character_that_is_none() -> None:
    assert all(len(char) == 1 and not 0x2E80 <= ord(char) <= 0x2FD5 for char in table().values())
    assert len(table()) >= 214 + 100
