"""The manual as PDF: all its chapters, its contents with the pages they are on, its pictures, the same bytes each time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QFontDatabase

from reviewer import __version__
from reviewer.sources import pdfium
from tools.manual import pdf, web

ROOT = Path(__file__).resolve().parent.parent
PICTURE = 3
"""What PDFium calls an object of a page that is a picture."""


def made(folder: Path) -> Path:
    command = [sys.executable, "-m", "tools.manual", "--pdf", str(folder)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1900000000"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert sorted(done.stdout.split()) == [str(folder / "manual.en.pdf"), str(folder / "manual.pdf")]
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("pdf"))


def pages_of(file: Path) -> tuple[list[str], int]:
    """The text of each page without blanks, and how many pictures there are."""
    with pdfium.LOCK:
        document = pypdfium2.PdfDocument(file)
        texts, pictures = [], 0
        for page in document:
            texts.append("".join(page.get_textpage().get_text_range().split()))
            pictures += sum(1 for _ in page.get_objects(filter=[PICTURE]))
        document.close()
    return texts, pictures


@pytest.mark.parametrize("name", list(web.PAGES))
def test_every_heading_is_on_the_page_that_the_contents_says(folder: Path, name: str) -> None:
    texts, pictures = pages_of(folder / name.replace(".html", ".pdf"))
    sections = [section for text in web.texts_of(name) for section in text.sections]
    first = next(number for number, text in enumerate(texts) if number and f"{number + 1}/{len(texts)}" in text)
    assert first == 1, "each page has its number"
    where = 0
    contents = texts[0]
    for section in sections:
        heading = "".join(section.heading.split())
        found = next((number for number in range(max(where, 1), len(texts)) if heading in texts[number]), None)
        assert found is not None, section.heading
        if section.level <= 2:
            where = found
            assert f"{heading}{found + 1}" in contents
    shown = {picture for text in web.texts_of(name) for picture in text.pictures}
    assert pictures >= len(shown) > 3
    assert __version__ in contents


def test_the_same_texts_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    made(tmp_path)
    for name in ("manual.pdf", "manual.en.pdf"):
        data = (folder / name).read_bytes()
        assert data == (tmp_path / name).read_bytes()
        assert re.search(rb"/CreationDate \(D:20300317174640", data), "the time of the commit, not of the build"


@pytest.mark.usefixtures("qapp")
def test_without_a_chinese_font_no_page_of_boxes_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFontDatabase, "families", lambda *_which: [])
    with pytest.raises(web.ManualError, match="Chinese characters"):
        pdf.write(tmp_path)
    assert not list(tmp_path.iterdir())
