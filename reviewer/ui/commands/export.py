"""Commands on what leaves the window and comes back: the workbook, a template filled, corrections made in Excel."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from reviewer.base import gate
from reviewer.base.collecting import without_collecting
from reviewer.base.files import WriteError, sentence_of, write_whole
from reviewer.base.gate import NOBODY, Consent, UnaskedError
from reviewer.base.i18n import tr, trn
from reviewer.base.lines import file_stem
from reviewer.model.fields import FieldRef
from reviewer.model.history import Entry, History
from reviewer.model.review import NodeData, Review
from reviewer.model.unread import Standing
from reviewer.ui.commands.files import FileCommands
from reviewer.ui.commands.writing import Writing
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.dialogs.prompts import Prompts
from reviewer.ui.jobs import Jobs, Report
from reviewer.ui.messages import MessageBar
from reviewer.ui.settings import Settings, data_folder

if TYPE_CHECKING:
    from reviewer.export.choices import Choices
    from reviewer.export.next_system import Finding
    from reviewer.export.read_back import ReadBack
    from reviewer.export.tables import Item
    from reviewer.export.template import Plan

log = logging.getLogger(__name__)

_Taken = Callable[[], tuple[Review, History]]
CHOICES = "export"
"""The name under which the choices of the export are remembered."""


class ExportCommands:
    """Export, and take corrections back; the questions go through the prompts of the file commands, problems to the bar."""

    def __init__(
        self, desk: Desk, jobs: Jobs, settings: Settings, files: FileCommands, bar: MessageBar, window: QWidget
    ) -> None:
        self._desk, self._jobs, self._settings = desk, jobs, settings
        self._files, self._bar, self._window = files, bar, window
        self.writing = Writing(desk, jobs)

    @property
    def prompts(self) -> Prompts:
        """Who asks the questions."""
        return self._files.prompts

    # -- exporting ----------------------------------------------------------------------------------------------

    def export(self, also: str = "") -> None:
        """Ask what and where, and write the workbook of every source on the desk there, in the background.

        `also` is a sheet that is wanted this time whatever was chosen the last time.
        """
        from reviewer.export.choices import choices_of
        from reviewer.export.next_system import use_own_profiles

        ready = self._files.ready()
        if not ready:
            return
        use_own_profiles(data_folder() / "profiles")
        remembered = choices_of(self._settings.remembered(CHOICES))
        if also:
            remembered = replace(remembered, sheets=tuple(dict.fromkeys((*remembered.sheets, also))))
        self.prompts.show_findings = lambda found: self._list_findings(ready, found)
        choices = self.prompts.choose_export(_items(ready), remembered)
        if choices is None:
            return
        self._settings.keep_remembered(CHOICES, choices.text())
        if choices.one_file or len(ready) == 1:
            path = self.prompts.save_workbook(self._files.suggested(ready, ".xlsx"))
            if path is not None:
                self._export(ready, path, choices, gate.asked(path))
            return
        folder = self.prompts.open_folder(self._files.folder())
        if folder is not None:
            self._export_each(ready, folder, choices)

    def _list_findings(self, ready: list[OpenSource], found: Sequence[Finding]) -> None:
        """What the next system would refuse, beside the work: each line leads to the field that is to be put right."""
        from reviewer.export.choices import IMPORT
        from reviewer.ui.dialogs.places_dialog import Place, PlacesDialog

        places = []
        for finding in found:
            item, ref = finding.place or (0, None)
            places.append(Place(finding.text(), partial(self._go, ready[item], ref)))
        heading = tr(
            "What the next system would refuse, by row and column of “{sheet}”; put it right, then export again",
            sheet=IMPORT,
        )
        PlacesDialog(heading, places, self._window).show()

    def _go(self, opened: OpenSource, ref: FieldRef | None) -> None:
        if self._desk.go_to(opened, ref):
            self._window.activateWindow()

    def _export_each(self, ready: list[OpenSource], folder: Path, choices: Choices) -> None:
        """A workbook a source; where somebody's file is in the way a free name is taken, and said."""
        from reviewer.ui.dialogs.list_dialog import ListDialog

        paths: list[Path] = []
        others: list[str] = []
        for name in _names_apart(ready):
            wanted = folder / f"{name}.xlsx"
            try:
                path = gate.free_name(wanted, paths)
            except OSError as error:
                self._bar.say(sentence_of(wanted, error))
                return
            paths.append(path)
            if path != wanted:
                others.append(tr("{file} stays as it is; exported as {other}", file=wanted.name, other=path.name))
        for opened, path in zip(ready, paths, strict=True):
            self._export([opened], path, choices)
        if len(others) == 1:
            self._bar.say(others[0])
        elif others:
            said = trn("{count} workbook got another name, for other files are in the way.",
                       "{count} workbooks got other names, for other files are in the way.", len(others))  # fmt: skip
            self._bar.say(said, [(tr("Show them"), lambda: ListDialog(said, others, self._window).open())])

    def _export(self, ready: list[OpenSource], path: Path, choices: Choices, consent: Consent = NOBODY) -> None:
        from reviewer.export.next_system import ProfileError
        from reviewer.export.workbook import write_workbook

        taken = [_taken(s.review, s.history) for s in ready if s.review and s.history]
        failures = [(s.name, s.message or tr("{file} is still being read.", file=s.name))
                    for s in self._desk.sources if s.review is None and len(ready) == len(self._files.ready())]  # fmt: skip
        left = [opened.name for opened in ready if opened.standing in (Standing.NOTHING, Standing.PART)]

        def work(report: Report) -> None:
            items = [again() for again in taken]
            write_workbook(items, path, choices=choices, failures=failures, progress=report, consent=consent)

        def failed(error: BaseException) -> None:
            if isinstance(error, UnaskedError) and self.prompts.ask_overwrite(path):
                self._export(ready, path, choices, gate.asked(path))
                return
            if not isinstance(error, WriteError | ProfileError):
                log.error("exporting %s failed", path, exc_info=error)
            text = str(error) if isinstance(error, WriteError | ProfileError) else tr(
                "{file} could not be written because of a fault in this program; the details are in its log.",
                file=path.name,
            )  # fmt: skip
            self._bar.say(text, [(tr("Try again"), lambda: self._export(ready, path, choices, consent)),
                                 (tr("Save as a copy…"), lambda: self._export_copy(ready, path, choices))])  # fmt: skip

        def done(_nothing: object) -> None:
            unread = [*left, *(name for name, _why in failures)]
            self._desk.said.emit(
                tr("Exported to {file}", file=str(path)) if not unread
                else trn("Exported to {file}; {count} source was not read whole: {names}",
                         "Exported to {file}; {count} sources were not read whole: {names}", len(unread),
                         file=str(path), names="、".join(unread[:3]))
            )  # fmt: skip

        self.writing.start(path.name, work, done, failed)

    def _export_copy(self, ready: list[OpenSource], path: Path, choices: Choices) -> None:
        chosen = self.prompts.save_workbook(_free_name(path))
        if chosen is not None:
            self._export(ready, chosen, choices, gate.asked(chosen))

    def may_close(self) -> bool:
        """Whether the window may go; not before a workbook is whole, unless the user wants it."""
        if not self.writing.is_busy:
            return True

        def leave() -> None:
            self.writing.stop()
            self._jobs.wait(60_000)
            self._window.close()

        text = tr("A workbook is still being written; please close the window when it is whole, or stop the export.")
        self._bar.say(text, [(tr("Stop it and close"), leave)])
        return False

    # -- looking before leaving -----------------------------------------------------------------------------------

    def show_summary(self) -> None:
        """Counts, sums and charts of what is on the desk."""
        from reviewer.ui.dialogs.summary_dialog import SummaryDialog

        if self._files.ready():
            SummaryDialog(self._desk, self._save_picture, self._export_with_charts, self._window).show()

    def _save_picture(self, picture: QPixmap) -> None:
        path = self.prompts.save_picture(self._files.suggested(self._files.ready(), ".png"))
        if path is None:
            return
        data = QBuffer()
        data.open(QBuffer.OpenModeFlag.WriteOnly)
        picture.save(data, "PNG")

        def write(temporary: Path) -> None:
            temporary.write_bytes(data.data().data())

        try:
            write_whole(path, write, gate.asked(path))
        except WriteError as error:
            self._bar.say(str(error), [(tr("Try again"), lambda: self._save_picture(picture))])
        else:
            self._desk.said.emit(tr("Saved as {file}", file=path.name))

    def _export_with_charts(self) -> None:
        from reviewer.export.choices import CHARTS

        self.export(CHARTS)

    # -- filling a template -------------------------------------------------------------------------------------

    def fill_template(self) -> None:
        """Ask for a workbook of the user's own and write a copy of it with the reviews filled in."""
        from reviewer.export.template import look_at, parts_of

        ready = self._files.ready()
        path = self.prompts.open_workbook(self._files.folder(), tr("Fill a template")) if ready else None
        if path is None:
            return
        taken = [_taken(s.review, s.history) for s in ready if s.review and s.history]

        def look(_report: Report) -> tuple[Plan, dict[str, str]]:
            items = [again() for again in taken]
            return look_at(path, items), parts_of(items)

        self._jobs.start(
            look, lambda found: self._map(ready, taken, path, *found), lambda e: self._fill_failed(e, path)
        )

    def _map(self, ready: list[OpenSource], taken: list[_Taken], path: Path, plan: Plan, parts: dict[str, str]) -> None:
        from reviewer.export.template import fill
        from reviewer.ui.dialogs.list_dialog import ListDialog

        name = f"template-{crc32(plan.signature().encode()):08x}"
        chosen = self.prompts.choose_mapping(
            plan.mapped(_mapping(self._settings.remembered(name), parts)), parts, path.name
        )
        if chosen is None:
            return
        self._settings.keep_remembered(name, json.dumps({column.letter: column.part for column in chosen.columns}))
        suggested = self._files.suggested(ready, path.suffix.lower())
        out = self.prompts.save_workbook(suggested.with_stem(f"{path.stem}-{suggested.stem}"))
        if out is None:
            return
        if gate.is_same(out, path):
            self._bar.say(tr("{file} is the template itself; please choose another name.", file=path.name))
            return

        def done(notes: list[str]) -> None:
            self._desk.said.emit(tr("Exported to {file}", file=str(out)))
            if notes:
                ListDialog(tr("Not everything has room in {file}", file=out.name), notes, self._window).open()

        consent = gate.asked(out)
        self.writing.start(
            out.name,
            lambda report: fill(path, out, chosen, [again() for again in taken], report, consent),
            done,
            lambda error: self._fill_failed(error, path),
        )

    def _fill_failed(self, error: BaseException, path: Path) -> None:
        from reviewer.export.template import TemplateError

        known = isinstance(error, TemplateError | WriteError)
        if not known:
            log.error("filling %s failed", path, exc_info=error)
        text = str(error) if known else tr(
            "{file} could not be filled because of a fault in this program; the details are in its log.", file=path.name
        )  # fmt: skip
        self._bar.say(text, [(tr("Choose another template…"), self.fill_template)])

    # -- back from Excel ----------------------------------------------------------------------------------------

    def read_back(self) -> None:
        """Ask for a workbook that was exported here and corrected, and take over what the user accepts of it."""
        from reviewer.export.read_back import ReadBackError, read_back
        from reviewer.sources.typed_sheets import typed_sheets

        ready = self._files.ready()
        path = None
        if ready:
            title = tr("Take corrections back from Excel")
            path = self.prompts.open_workbook(self._files.folder(), title, "*.xls *.et *.ods *.xlsb")
        if path is None:
            return
        if self._desk.current in ready:  # the same source opened twice: the one in hand counts
            ready.sort(key=lambda opened: opened is not self._desk.current)
        taken = [_taken(s.review, s.history) for s in ready if s.review and s.history]

        def work(report: Report) -> ReadBack:
            return read_back(path, [again() for again in taken], report, shown_as, typed_sheets)

        def failed(error: BaseException) -> None:
            if not isinstance(error, ReadBackError):
                log.error("reading %s back failed", path, exc_info=error)
            text = str(error) if isinstance(error, ReadBackError) else tr(
                "{file} could not be read back because of a fault in this program; the details are in its log.",
                file=path.name,
            )  # fmt: skip
            self._bar.say(text, [(tr("Choose another workbook…"), self.read_back)])

        self._desk.said.emit(tr("Comparing {file} …", file=path.name))
        self._jobs.start(work, lambda found: self._compared(ready, found, path.name), failed)

    def _compared(self, ready: list[OpenSource], found: ReadBack, file: str) -> None:
        from reviewer.export.differences import act_of
        from reviewer.ui.dialogs.list_dialog import ListDialog

        if not found.count:
            said = tr("{file} says nothing else than the review.", file=file)
            if found.notes:
                said = tr("What could be read of {file} says nothing else than the review.", file=file)
                ListDialog(said, found.notes, self._window).open()
            self._desk.said.emit(said)
            return
        reviews = [opened.review for opened in ready if opened.review is not None]
        chosen = self.prompts.choose_differences(reviews, found, file)
        if chosen is None:
            return
        count = 0
        for place, differences in chosen.items():
            opened = ready[place]
            if differences and opened in self._desk.sources and opened.review is not None:
                self._desk.choose(opened)
                if self._desk.do(act_of(opened.review, differences, file)):
                    count += len(differences)
        if count:
            self._desk.said.emit(trn("{count} change taken over from {file}", "{count} changes taken over from {file}",
                                     count, file=file))  # fmt: skip


def shown_as(value: Any, code: str, number: int) -> str:
    """How a spreadsheet shows a cell; formats that a file names by number only are those of a Chinese Excel."""
    from reviewer.sources import number_format

    return number_format.shown(value, number_format.BUILT_IN.get(number, code) if code == "General" else code)


def _mapping(text: str, parts: dict[str, str]) -> dict[str, str]:
    """A remembered mapping, without what is not there any more."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {k: v for k, v in found.items() if v == "" or v in parts} if isinstance(found, dict) else {}


def _items(ready: Sequence[OpenSource]) -> list[Item]:
    return [(opened.review, opened.history) for opened in ready if opened.review is not None]


def _names_apart(ready: Sequence[OpenSource]) -> list[str]:
    """A name for each source's workbook: its own, numbered where two would be alike."""
    names: list[str] = []
    for opened in ready:
        stem = file_stem(opened.path.stem)
        number, name = 2, stem
        while name.casefold() in (other.casefold() for other in names):
            name, number = f"{stem} ({number})", number + 1
        names.append(name)
    return names


def _taken(review: Review, history: History) -> _Taken:
    """The review and its record as they stand now, to be written by a worker while the work goes on."""
    with without_collecting():  # on the thread of the window
        root = review.root.data()
    first, record, who = history.first, list(history.record), history.who
    made, label = (review.source, root, review.target_accuracy, review.layout, review.loose), review.label

    def again() -> tuple[Review, History]:
        again = Review(*made)
        again.label = label
        return _rebuilt(again, first, record, who)

    return again


def _rebuilt(review: Review, first: NodeData, record: list[Entry], who: str) -> tuple[Review, History]:
    history = History(review, who)
    history.first, history.record = first, record
    return review, history


def _free_name(path: Path) -> Path:
    """A name beside `path` that no file has yet."""
    number = 2
    while (free := path.with_stem(f"{path.stem} ({number})")).exists():
        number += 1
    return free
