"""Damaged and hostile files: each is read soundly or refused in one sentence that names it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile_files import HOSTILE, SOUND

from reviewer import cli
from reviewer.base.i18n import use_language
from reviewer.extract.pipeline import extract
from reviewer.model.source import Grid, Source
from reviewer.sources.registry import SourceError, source_from_bytes


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def read_or_refused(name: str, data: bytes) -> Source | None:
    """The source, looked over; None where it was refused in one sentence."""
    try:
        source = source_from_bytes(name, data)
    except SourceError as error:
        text = str(error)
        assert name in text
        assert "\n" not in text
        assert text.endswith(".")
        return None
    assert any(page.text.strip() for page in source.pages)
    for index, block in source.blocks():
        size = len(source.pages[index].text)
        for span in (s for c in block.cells for s in c.spans) if isinstance(block, Grid) else [block.span]:
            assert span.page == index
            assert 0 <= span.start < span.end <= size
        if isinstance(block, Grid):
            assert all(
                c.row + c.row_span <= block.rows and c.column + c.column_span <= block.columns for c in block.cells
            )
            assert len(block.widths) in (0, block.columns)
            assert len(block.heights) in (0, block.rows)
    extract(source)
    return source


@pytest.mark.parametrize("kind", SOUND)
def test_the_sound_file_is_read(kind: str) -> None:
    source = read_or_refused(f"a.{kind}", SOUND[kind]())
    assert source is not None
    assert ("清淤长度" in source.pages[0].text) or kind == "doc"


@pytest.mark.parametrize("tenth", range(1, 10))
@pytest.mark.parametrize("kind", SOUND)
def test_cut_off(kind: str, tenth: int) -> None:
    data = SOUND[kind]()
    read_or_refused(f"a.{kind}", data[: len(data) * tenth // 10])


@pytest.mark.parametrize("kind", SOUND)
def test_overwritten(kind: str) -> None:
    data = SOUND[kind]()
    for start in range(0, len(data), max(1, len(data) // 7)):
        for what in (b"\0" * 40, b"\xff" * 40, b"<>&\"'," * 7):
            read_or_refused(f"a.{kind}", data[:start] + what + data[start + len(what) :])


@pytest.mark.parametrize("kind", SOUND)
def test_a_wrong_suffix(kind: str, tmp_path: Path) -> None:
    whole = read_or_refused(f"a.{kind}", SOUND[kind]())
    other = read_or_refused("a.txt", SOUND[kind]())
    assert whole is not None
    assert other is not None
    assert other.pages == whole.pages


@pytest.mark.usefixtures("crew_here")
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    data = HOSTILE[name]()
    source = read_or_refused(name, data)
    path = tmp_path / name
    path.write_bytes(data)
    use_language("en")
    status = cli.run(["extract", str(path), "-o", str(tmp_path / "out.json")])
    complaints = capsys.readouterr().err.splitlines()
    assert status <= len(complaints) <= 1  # of one that was read and has no table it is said, and is no failure
    if source is None:
        assert status == 1
        assert path.name in complaints[0]
        assert not (tmp_path / "out.json").exists()
    elif "script" in name:
        assert "evil" not in source.pages[0].text
