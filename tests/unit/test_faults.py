"""Every file operation that the program makes, failing in every way: a sentence, no loss, no half file."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fault_injection import KINDS, Faults, injected

from reviewer.base.files import WriteError
from reviewer.base.gate import OVERWRITE
from reviewer.base.resources import resource
from reviewer.export.choices import USUAL, Choices
from reviewer.export.csv_form import write_csv
from reviewer.export.workbook import write_workbook
from reviewer.model import acts
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.review import Review
from reviewer.outputs import write_json
from reviewer.session import recovery
from reviewer.session.codec import SessionError
from reviewer.session.live import LiveSession
from reviewer.session.store import load_session, save_session
from reviewer.sources.registry import SourceError, open_source

VALUE = FieldRef(6, "annual_value")
MOST = 300
"""More operations than any of these makes; reaching it means that the count is wrong."""

_FEW = Choices(sheets=USUAL[:2])
"""Every sheet is written by the same operations."""

Write = Callable[[Path, Review, History], None]
WRITERS: dict[str, Write] = {
    "a.xlsx": lambda path, review, history: write_workbook([(review, history)], path, choices=_FEW, consent=OVERWRITE),
    "a.csv": lambda path, review, history: write_csv([(review, history)], path, OVERWRITE),
    "a.json": lambda path, review, history: write_json([(review, history)], path, True, OVERWRITE),
    "a.review": lambda path, review, history: save_session(path, [(review, history)], consent=OVERWRITE),
}


@pytest.fixture
def tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Temporary files are here too: thousands of small ones are written, and a busy disk takes most of the time."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


class Round:
    """One attempt: which operation failed (None once there is no further one) and what was said."""

    def __init__(self, place: str | None, said: str) -> None:
        self.place, self.said = place, said


def rounds(folder: Path, kind: str, prepare: Callable[[], None], work: Callable[[], object]) -> Iterator[Round]:
    """Do `work` again and again, each time with the next of its file operations failing, until none is left to fail."""
    places: Counter[str] = Counter()
    for at in range(MOST):
        prepare()
        faults, said = Faults(folder, at, KINDS[kind]), ""
        try:
            with injected(faults):
                work()
        except (WriteError, SourceError, SessionError) as error:
            said = str(error)
            assert said
            assert "\n" not in said
            assert said.endswith((".", "。"))
        if len(faults.places) <= at:
            assert not said, "nothing failed"
            print(f"{kind} injected:", dict(places))
            return
        places[faults.places[at]] += 1
        yield Round(faults.places[at], said)
    raise AssertionError("more operations than expected")


def emptied(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", WRITERS)
def test_what_is_written_is_there_whole_or_as_it_was(
    review: Review, history: History, tmp_path: Path, name: str, kind: str
) -> None:
    folder = tmp_path / "out"
    path = folder / name

    def prepare() -> None:
        emptied(folder)
        path.write_bytes(b"as it was")

    count = 0
    for each in rounds(folder, kind, prepare, lambda: WRITERS[name](path, review, history)):
        count += 1
        written = path.read_bytes()
        assert (written == b"as it was") == bool(each.said), each.place
        if name == "a.review" and not each.said:
            assert len(load_session(path)) == 1
        beside = {file.name for file in folder.iterdir()} - {name}
        assert not beside or str(each.place).startswith(("os.unlink", "os.remove")), (each.place, beside)
    assert count >= 5


@pytest.mark.parametrize("kind", KINDS)
def test_opening_says_what_is_wrong_and_changes_nothing(
    review: Review, history: History, tmp_path: Path, kind: str
) -> None:
    folder = tmp_path / "in"
    emptied(folder)
    sample = resource("samples", "wide.md").read_bytes()
    (folder / "wide.md").write_bytes(sample)
    session = folder / "a.review"
    save_session(session, [(review, history)])
    before = session.read_bytes()
    for path, work in ((folder / "wide.md", open_source), (session, load_session)):
        made = list(rounds(folder, kind, lambda: None, lambda path=path, work=work: work(path)))  # type: ignore[misc]
        assert any(each.said for each in made)
        assert all(path.name in each.said for each in made if each.said)
    assert session.read_bytes() == before
    assert (folder / "wide.md").read_bytes() == sample
    assert {file.name for file in folder.iterdir()} == {"wide.md", "a.review"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_session_at_work_loses_nothing(review: Review, history: History, tmp_path: Path, kind: str) -> None:
    """Opening a session to go on with it, acts, closing: whatever fails, the file holds the old state or the new one."""
    folder = tmp_path / "work"
    path = folder / "a.review"
    kept: list[History] = []
    safe: list[bool] = []
    told: list[str] = []

    def prepare() -> None:
        emptied(folder)
        save_session(path, [(review, history)])
        kept[:], safe[:], told[:] = [], [], []

    def work() -> None:
        items = load_session(path)
        live = LiveSession.open(path, items, "王芳")
        live.on_misplaced = told.append
        kept.append(items[0][1])
        for value in ("=1", "=2"):
            kept[0].do(acts.set_value(items[0][0], VALUE, value))
        live.close()
        safe.append(live.is_safe)  # after the last look at the file: closing may be the first to notice

    for each in rounds(folder, kind, prepare, work):
        ((again, restored),) = load_session(path)
        if not each.said:
            assert safe == [not told], "what is not in its place is said, and not called safe"
            if told:
                continue
            assert again.field(VALUE).value == "=2", each.place
            assert len(restored.record) == 2
        else:
            assert restored.record == [], each.place


@pytest.mark.parametrize("kind", KINDS)
def test_recovery_is_offered_or_left_alone(review: Review, history: History, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "recovery"

    def prepare() -> None:
        emptied(folder)
        LiveSession.create(folder / "a.review", [(review, history)], "王芳").close()

    for each in rounds(folder, kind, prepare, lambda: recovery.leftovers(folder)):
        assert each.said == "", each.place
        assert len(load_session(folder / "a.review")) == 1


@pytest.mark.skipif(os.name != "posix", reason="the limit is one of POSIX")
def test_a_full_disk_is_one_sentence_of_the_command_line(tmp_path: Path, review: Review, history: History) -> None:
    save_session(tmp_path / "a.review", [(review, history)])
    program = """import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
from reviewer.__main__ import main
sys.exit(main())"""
    call = [sys.executable, "-c", program, "export", str(tmp_path / "a.review"), "-o", str(tmp_path / "o.xlsx")]
    run = subprocess.run(call, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert run.returncode == 1
    assert len(run.stderr.splitlines()) == 1, run.stderr
    assert "o.xlsx" in run.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.review"]


def test_what_a_library_cannot_take_away_any_more_is_no_news() -> None:
    program = """import sys
class Half:
    def __del__(self):
        raise OSError(28, "no space left on device")
half = Half()
from reviewer.__main__ import main
status = main()
del half
sys.exit(status)"""
    run = subprocess.run([sys.executable, "-c", program, "--version"], capture_output=True, text=True, check=False,
                         cwd=Path(__file__).parents[2])  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
