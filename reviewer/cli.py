"""The command line: open the window, or work without one. Wires the rooms together; what they do is theirs."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from reviewer import __version__
from reviewer.arguments import Parser, UsageError, help_text
from reviewer.base import gate, private, words
from reviewer.base.console import complain, never_fail_on_encoding, say
from reviewer.base.gate import NOBODY, OVERWRITE, ForbiddenError, UnaskedError, WriteError
from reviewer.base.i18n import tr, trn, use_language, wanted_language
from reviewer.base.paths import VOCABULARY, data_path, fixed_vocabulary, is_on_another_computer
from reviewer.model.history import History
from reviewer.model.labels import tell_apart
from reviewer.model.review import Review
from reviewer.outputs import FILE_SUFFIXES, Target, not_ours, refusal, writer

if TYPE_CHECKING:
    from reviewer.reading.batch import Batch

ALL_WELL, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


class MissingPartError(Exception):
    """The installation lacks something. Its text is one sentence for the user."""


def run(argv: Sequence[str]) -> int:
    """Do what the arguments say and return the exit status. Whatever fails is one line on standard error."""
    never_fail_on_encoding()
    use_language(wanted_language())
    status, sentence = _done(argv)
    if sentence:
        complain(sentence)
        if sys.stderr is None and not {"extract", "export", "--selftest"} & set(argv):
            _show_in_a_box(sentence)
    return status


def _done(argv: Sequence[str]) -> tuple[int, str]:
    """Do what the arguments say; the exit status, and what went wrong with all of it."""
    try:
        if argv and argv[0] == "extract":
            return _extract(argv[1:]), ""
        if argv and argv[0] == "export":
            return _export(argv[1:]), ""
        if argv and argv[0] in ("deal", "collect"):
            from reviewer.workspace import dealing_commands

            _begin()
            return (dealing_commands.run_deal if argv[0] == "deal" else dealing_commands.run_collect)(argv[1:]), ""
        if argv and argv[0] in ("workspace", "work"):
            from reviewer.workspace import commands

            _begin()
            return (commands.run_work if argv[0] == "work" else commands.run_workspace)(argv[1:]), ""
        return _window(argv), ""
    except UsageError as error:
        return WRONG_USAGE, str(error)
    except KeyboardInterrupt:
        return INTERRUPTED, tr("Stopped; nothing half-finished was left behind.")
    except MissingPartError as error:
        return FAILED, str(error)
    except Exception as error:
        return FAILED, tr("The program has made a mistake ({why}); please report it.", why=_why(error))


def _show_in_a_box(sentence: str) -> None:
    """Where the program was started without a console (a double click on Windows), nobody sees standard error."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, sentence, "reviewer", 0x10)


def _why(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _mistake(path: Path, error: BaseException) -> str:
    return tr(
        "{file}: the program has made a mistake here ({why}); please report it, with the file if you may.",
        file=path.name,
        why=_why(error),
    )


# -- the window ---------------------------------------------------------------------------------------------------


def _window(argv: Sequence[str]) -> int:
    parser = Parser(help_text())
    parser.add_argument("--version", action="store_true")
    parser.add_argument("--selftest")
    parser.add_argument("--overwrite", action="store_true")
    parser.add_argument("files", nargs="*")
    found = parser.read(argv)
    if found is None:
        return ALL_WELL
    if found.version:
        say(f"reviewer {__version__}")
        return ALL_WELL
    if found.selftest is not None:
        return _selftest(found.selftest, found.overwrite)
    if not _has_display():
        raise UsageError(
            tr("There is no display to open the window on; to work without one: reviewer extract SOURCE … -o OUT.xlsx")
        )
    try:
        from reviewer.ui import app
    except ImportError as error:
        raise MissingPartError(
            tr("The window cannot be opened because a part is missing ({why}); please see the README.", why=error)
        ) from error
    return app.run([sys.argv[0], *argv], [Path(name) for name in found.files])


def _selftest(name: str, overwrite: bool) -> int:
    from reviewer import selftest

    try:
        passed, problems = selftest.run(Path(name), OVERWRITE if overwrite else NOBODY)
    except (ForbiddenError, UnaskedError) as error:
        complain(refusal(Path(name), error))
        return WRONG_USAGE
    except WriteError as error:
        complain(str(error))
        return FAILED
    for problem in problems:
        complain(tr("The self-test found a fault ({what}); please install the program again.", what=problem))
    if passed:
        say(tr("Every check of the self-test passed; the report is {file}.", file=name))
    return ALL_WELL if passed else FAILED


def _has_display() -> bool:
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)


# -- extract ------------------------------------------------------------------------------------------------------


def _extract(argv: Sequence[str]) -> int:
    from reviewer.reading.batch import Batch, Options
    from reviewer.workers.terms import Limits

    parser = Parser(help_text())
    parser.add_argument("sources", nargs="*")
    parser.add_argument("-o", "--out")
    parser.add_argument("--jobs", default="1")
    parser.add_argument("--timeout")
    parser.add_argument("--scheduler", default="")
    for name in ("--strict", "--retry-failed", "--overwrite", "--insecure"):
        parser.add_argument(name, action="store_true")
    found = parser.read(argv)
    if found is None:
        return ALL_WELL
    jobs, seconds = _jobs(found.jobs), _seconds(found.timeout)
    if not found.sources or not found.out:
        raise UsageError(tr("Say what to read and where to write: reviewer extract SOURCE … -o OUT"))
    if found.scheduler:
        _check_scheduler(found.scheduler, found.insecure)
    target = Target(found.out, FILE_SUFFIXES, folder_allowed=True, overwrite=found.overwrite)
    options = Options(jobs, Limits(time=seconds), found.retry_failed, found.scheduler)
    _begin()
    with closing(_Report(strict=found.strict)) as report:
        paths = _sources(found.sources, target, report)
        files = _files_of(paths)
        with gate.protected(*dict.fromkeys(files)):
            if not paths or not _is_ready(target, report):
                return FAILED
            written = _batch(Batch(paths, files, target, options, report), report)
    if written:
        say(trn("{count} source written to {out}", "{count} sources written to {out}", written, out=target.path))
    return report.status()


def _batch(batch: Batch, report: _Report) -> int:
    """How many sources were read and written."""
    from reviewer.reading.crew import CrewError
    from reviewer.workers.supervisor import WorkersError

    try:
        return batch.run()
    except CrewError as error:
        report.fail(str(error))
        return 0
    except WorkersError as error:
        report.fail(tr("No process for reading could be started ({why}); please install the program again.", why=error))
        return 0


def _check_scheduler(address: str, insecure: bool) -> None:
    from reviewer.reading.cluster import AddressError, check_address

    try:
        check_address(address, insecure)
    except AddressError as error:
        raise UsageError(str(error)) from error


def _files_of(paths: Iterable[Path]) -> list[Path]:
    """The file on disk that holds each source."""
    from reviewer.sources.registry import file_of

    return [file_of(path) for path in paths]


def _is_ready(target: Target, report: _Report) -> bool:
    """Whether the output can be written as far as one can tell beforehand. Raises UsageError."""
    try:
        target.make_ready()
    except WriteError as error:
        report.fail(str(error))
        return False
    return True


def _begin() -> None:
    """Begin as the window does: with the user's own vocabulary, and without what an earlier run left behind.

    What of the data folder cannot be used is said and left alone.
    """
    private.sweep()
    with suppress(OSError):
        private.make_folder(data_path())
    if not os.access(data_path(), os.W_OK | os.X_OK):
        complain(
            tr("The data folder {folder} cannot be used; the program will ask before it replaces its own outputs. Make the folder "
               "writable, or name another one in REVIEWER_DATA_DIR.", folder=str(data_path()))
        )  # fmt: skip
    try:
        words.use(words.load(fixed_vocabulary() or data_path() / VOCABULARY))
    except words.VocabularyError as error:
        words.use(words.Words())
        complain(str(error))


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise UsageError(tr("--jobs takes a number from 1 to 256, not “{text}”.", text=text))
    return int(text)


def _seconds(text: str | None) -> float | None:
    if text is None:
        return None
    with suppress(ValueError):
        seconds = float(text)
        if 0 < seconds < 1e6:
            return seconds
    raise UsageError(tr("--timeout takes a number of seconds above 0, not “{text}”.", text=text))


class _Report:
    """What is said while the sources are read: failures line by line, and a progress bar where someone watches."""

    def __init__(self, stream: TextIO | None = None, strict: bool = False) -> None:
        """With `strict` a source counts as failed also where it was read and something is to be said of it."""
        self._strict = strict
        self._stream = stream or sys.stderr
        self._watched = self._stream is not None and self._stream.isatty()
        self._shown = ""
        self.failures = 0
        self._refused = False
        """Whether something was not written because of what lies there."""

    def fail(self, sentence: str) -> None:
        self.failures += 1
        self._clear()
        complain(sentence)

    def note(self, sentence: str) -> None:
        """Of a source that was read: no table in it, or only a part of it could be read."""
        self.failures += self._strict
        self._clear()
        complain(sentence)

    def renamed(self, wanted: str, name: str) -> None:
        """An output has got another name."""
        self._clear()
        say(tr("{file} is in the way and stays as it is; written as {other} instead.", file=wanted, other=name))

    def refused(self) -> None:
        """The gate refuses an output."""
        self._refused = True

    def progress(self, share: float, text: str) -> None:
        """Draw the bar; `share` is 0 to 1. Nothing where standard error is no terminal."""
        filled = round(24 * share)
        bar = f"[{'#' * filled}{'-' * (24 - filled)}] {text}"
        if self._watched and bar != self._shown:
            self._clear()
            self._stream.write(bar)
            self._stream.flush()
            self._shown = bar

    def _clear(self) -> None:
        if self._shown:
            self._stream.write("\r\x1b[2K")
            self._shown = ""

    def close(self) -> None:
        self._clear()

    def status(self) -> int:
        if self._refused:
            return WRONG_USAGE
        return FAILED if self.failures else ALL_WELL


def _sources(names: Iterable[str], target: Target, report: _Report) -> list[Path]:
    """The files that the arguments name, each once, in order: files, patterns, and what folders hold."""
    from reviewer.sources.registry import files_in

    found: dict[object, Path] = {}
    for name in names:
        path = Path(name)
        if path.is_dir():
            inside, ours = not_ours(files_in(path), target.path)
            if ours:
                _say_left_out(name, ours)
            if not inside:
                report.fail(tr("{folder} holds nothing that can be opened; please choose another.", folder=name))
        elif not path.exists() and glob.has_magic(name):  # a Windows prompt leaves patterns to the program
            inside = sorted(Path(match) for match in glob.glob(name)) or [path]
        else:
            inside = [path]
        for file in _unpacked(inside, report):
            if gate.is_same(file, target.path):
                raise UsageError(tr("{file} cannot be both the source and the output.", file=file.name))
            found.setdefault(_identity(file), file)
    return list(found.values())


def _identity(source: Path) -> object:
    """What a source is known by, under whatever name: its file, and for one in a zip its place in there."""
    from reviewer.sources.registry import file_of

    file = file_of(source)
    with suppress(OSError):
        seen = gate.look(file)
        if seen is not None:
            return seen.identity, str(source)[len(str(file)) :]
    return source.resolve()


def _say_left_out(folder: str, count: int) -> None:
    complain(
        trn(
            "{count} file in {folder} was written by this program and is not read as a source.",
            "{count} files in {folder} were written by this program and are not read as sources.",
            count,
            folder=folder,
        )
    )


def _unpacked(files: Iterable[Path], report: _Report) -> list[Path]:
    """The files, with what a zip holds in its place."""
    from reviewer.sources.registry import SourceError, files_of

    found: list[Path] = []
    for file in files:
        try:
            found += files_of(file)
        except SourceError as error:
            report.fail(str(error))
    return found


# -- writing ------------------------------------------------------------------------------------------------------


def _write(items: Sequence[tuple[Review, History]], target: Target, report: _Report) -> bool:
    """Write the reviews of a session in the form that the suffix says, a single one as one object."""
    path = target.path
    try:
        writer(path.suffix.lower(), (), (), target.consent)(items, path, len(items) == 1)
    except (ForbiddenError, UnaskedError) as error:
        report.refused()
        report.fail(refusal(path, error))
        return False
    except WriteError as error:
        report.fail(str(error))
        return False
    except Exception as error:
        report.fail(_mistake(path, error))
        return False
    return True


def _export(argv: Sequence[str]) -> int:
    from reviewer.session.codec import SessionError
    from reviewer.session.store import load_session, origins

    parser = Parser(help_text())
    parser.add_argument("session", nargs="?")
    parser.add_argument("-o", "--out")
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--overwrite", action="store_true")
    found = parser.read(argv)
    if found is None:
        return ALL_WELL
    if not found.session or not found.out:
        raise UsageError(tr("Say which session to write and where: reviewer export SESSION -o OUT"))
    target = Target(found.out, FILE_SUFFIXES[:4], folder_allowed=False, overwrite=found.overwrite)
    session = Path(found.session)
    if gate.is_same(session, target.path):
        raise UsageError(tr("{file} cannot be both the source and the output.", file=session.name))
    report = _Report(strict=found.strict)
    try:
        items = load_session(session)
    except SessionError as error:
        report.fail(str(error))
        return FAILED
    for review, _ in items:  # its sources may have been moved since: they are known by their bytes too
        gate.protect_content(review.source.sha256)
    places = [Path(origin) if origin else None for origin in origins(session)]
    if len(places) == len(items):
        tell_apart([review for review, _ in items], places)
    near = (place for place in places if place and not is_on_another_computer(place, session))
    with gate.protected(session, *_files_of(near)):
        if _is_ready(target, report) and _write(items, target, report):
            for sentence in _not_done(items):
                report.note(sentence)
            say(trn("{count} source written to {out}", "{count} sources written to {out}", len(items), out=target.path))
    return report.status()


def _not_done(items: Iterable[tuple[Review, History]]) -> Iterator[str]:
    """What is to be said of the sources of a session that were not read whole or never looked at."""
    from reviewer.model.unread import Standing, not_read, standing

    for review, history in items:
        match standing(review, history):
            case Standing.NOTHING | Standing.PART:
                yield tr("{file} was not read whole, and nobody has settled that: {said}", file=review.label,
                         said=" ".join(not_read(review)))  # fmt: skip
            case Standing.UNSEEN:
                yield tr("{file}: nothing in it is doubtful, and nobody has looked at it.", file=review.label)
