"""Commands on all that is open together: the page that a head signs, projects that stand twice, putting a source off, who reviews."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from reviewer.base import gate
from reviewer.base.files import WriteError
from reviewer.base.i18n import tr, trn
from reviewer.model.fields import FieldRef
from reviewer.model.naming import apart, field_name, node_title, short
from reviewer.model.postponing import note_of, postpone, resume
from reviewer.model.review import Kind, Review
from reviewer.ui.commands.files import FileCommands
from reviewer.ui.commands.guide import GuideCommands
from reviewer.ui.commands.review import ReviewCommands
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.messages import MessageBar, Way
from reviewer.ui.settings import Settings

if TYPE_CHECKING:
    from reviewer.model.compared import Difference

_ASKED = "reviewer_asked"
"""Remembered once the name of the reviewer was asked for."""


class WholeCommands:
    """What is done with every source on the desk at once, or with one as a whole."""

    def __init__(
        self,
        desk: Desk,
        settings: Settings,
        files: FileCommands,
        reviewing: ReviewCommands,
        bar: MessageBar,
        guide: GuideCommands,
        window: QWidget,
    ) -> None:
        self.guide = guide
        self._desk, self._settings, self._files, self._bar, self._window = desk, settings, files, bar, window
        self._reviewing = reviewing
        if not settings.knows_reviewer and not settings.remembered(_ASKED):
            desk.review_changed.connect(self._ask_name)

    # -- who reviews ----------------------------------------------------------------------------------------------

    def _ask_name(self) -> None:
        """At the first act: the record will say this name, and here it can be put right. Asked once, and nobody has to answer."""
        if self._desk.history is None or not self._desk.history.record:
            return
        self._desk.review_changed.disconnect(self._ask_name)
        self._settings.keep_remembered(_ASKED, "yes")
        name = self._desk.reviewer_name
        ways: list[Way]
        if name:
            said = tr("The record of changes will name {name} as the reviewer.", name=name)
            ways = [(tr("That is right"), partial(self._name, name)), (tr("Another name…"), self._other_name)]
        else:
            said, ways = (
                tr("The record of changes has no name of a reviewer yet."),
                [(tr("Say who…"), self._other_name)],
            )
        self._bar.say(said, ways)

    def _other_name(self) -> None:
        name = self._files.prompts.ask_reviewer(self._desk.reviewer_name)
        if name:
            self._name(name)

    def _name(self, name: str) -> None:
        self._settings.reviewer_name = name
        self._desk.reviewer_name = name
        for opened in self._desk.sources:
            if opened.history is not None:
                opened.history.who = name

    # -- the page for the head ------------------------------------------------------------------------------------

    def sign_off(self) -> None:
        """The page that a head signs, of all that is open: looked at, printed, or kept as a file."""
        from reviewer.export.sign_off import sign_off_html
        from reviewer.ui.dialogs.sign_off_dialog import SignOffDialog

        ready = self._files.ready()
        if not ready:
            return
        items = [(one.review, one.history) for one in ready if one.review is not None]
        failures = [(self._desk.label(s), s.message or tr("{file} is still being read.", file=s.name))
                    for s in self._desk.sources if s.review is None]  # fmt: skip
        SignOffDialog(sign_off_html(items, datetime.now(), failures), self._save_page, self._window).show()

    def _save_page(self, dialog: QWidget, suffix: str) -> None:
        """Keep the page of `dialog` as .html or .pdf."""
        from reviewer.ui.dialogs.sign_off_dialog import SignOffDialog

        assert isinstance(dialog, SignOffDialog)
        suggested = self._files.suggested(self._files.ready(), suffix)
        name = tr("{name} sign-off", name=suggested.stem)
        path = self._files.prompts.save_page(suggested.with_name(f"{name}{suffix}"))
        if path is None:
            return
        try:
            dialog.write(path, gate.asked(path))
        except WriteError as error:
            self._bar.say(str(error), [(tr("Try again"), lambda: self._save_page(dialog, suffix))])
        else:
            self._desk.said.emit(tr("Saved as {file}", file=path.name))

    # -- fields side by side --------------------------------------------------------------------------------------

    def side_by_side(self) -> None:
        """All fields of one kind beside each other, over the source in hand or all that are open."""
        from reviewer.ui.dialogs.group_dialog import GroupDialog

        if self._files.ready():
            GroupDialog(self._desk, self._window).show()

    # -- projects that stand twice --------------------------------------------------------------------------------

    def twice(self) -> None:
        """The projects that stand twice over all that is open, each with the way to it."""
        from reviewer.model.twice import projects_twice
        from reviewer.ui.dialogs.places_dialog import Place, PlacesDialog

        ready = [(opened, opened.review) for opened in self._desk.sources if opened.review is not None]
        places = []
        found = projects_twice([review for _, review in ready])
        for twice in found:
            alike = tr("same amounts") if twice.same_amounts else tr("other amounts")
            for project in twice.projects:
                opened, _ = ready[project.review]
                unit = project.node.value("unit") or ""
                text = tr("{name} ({alike}) · {unit} · {file}", name=project.node.value("name") or "", alike=alike,
                          unit=unit or tr("no unit"), file=self._desk.label(opened))  # fmt: skip
                places.append(Place(text, partial(self._go, opened, FieldRef(project.node.id, "name"))))
        if not places:
            self._desk.said.emit(tr("No project stands twice in what is open."))
            return
        heading = trn(
            "{count} project stands twice in what is open", "{count} projects stand twice in what is open", len(found)
        )
        PlacesDialog(heading, places, self._window).show()

    def _go(self, opened: OpenSource, ref: FieldRef | None) -> None:
        if self._desk.go_to(opened, ref):
            self._window.activateWindow()

    # -- beside the year before -----------------------------------------------------------------------------------

    def compare_years(self) -> None:
        """What is new, gone and changed against the document of the same office of the year before, which is open too."""
        from reviewer.model.compared import compare, earlier_of, without_year
        from reviewer.ui.dialogs.places_dialog import Place, PlacesDialog

        current = self._desk.current
        sources = [(opened, opened.review) for opened in self._desk.sources if opened.review is not None]
        here = current.review if current is not None else None
        if current is None or here is None:
            return
        before = earlier_of([review for _, review in sources], here)
        lacking = without_year([review for _, review in sources], here) if before is None else None
        if lacking is not None:
            opened = next(opened for opened, review in sources if review is lacking)
            self._go(opened, FieldRef(lacking.root.id, "year"))
            self._desk.said.emit(tr("The year of {file} is not known. It is in hand now: fill it in, then compare again.",
                                    file=self._desk.label(opened)))  # fmt: skip
            return
        if before is None:
            self._desk.said.emit(tr("Open the document of the same office of the year before too; none is open."))
            return
        old = next(opened for opened, review in sources if review is before)
        places = [
            Place(_told_of(one, before, here),
                  partial(self._go, current if one.after is not None else old, one.after or one.before))
            for one in compare(before, here)
        ]  # fmt: skip
        if not places:
            self._desk.said.emit(tr("Nothing differs from {file}.", file=self._desk.label(old)))
            return
        heading = trn("{count} difference between {old} and {new}", "{count} differences between {old} and {new}", len(places),
                      old=self._desk.label(old), new=self._desk.label(current))  # fmt: skip
        PlacesDialog(heading, places, self._window).show()

    # -- putting a source off -------------------------------------------------------------------------------------

    def postpone(self) -> None:
        """Put the source in hand off with a note, and go on with the next; one that is put off is taken up again."""
        current = self._desk.current
        if current is None or current.history is None or not self._desk.may_change(current):
            return
        if note_of(current.history) is not None:
            self._desk.remark(current, resume())
            self._desk.said.emit(tr("{file} is taken up again.", file=current.name))
            return
        note = self._files.prompts.ask_note(current.name)
        if note is None:
            return
        self._desk.remark(current, postpone(note))
        if not self._reviewing.go_to_other():
            self._desk.said.emit(tr("{file} is postponed.", file=current.name))


def _told_of(one: Difference, before: Review, here: Review) -> str:
    """A difference between two years in a line: where, and what it says in either where both have it."""
    from reviewer.model.compared import How

    words = {How.NEW: tr("New"), How.GONE: tr("Gone"), How.CHANGED: tr("Differs")}
    nodes = [review.node(ref.node) for review, ref in ((here, one.after), (before, one.before)) if ref is not None]
    nameless = [node_title(node) for node in nodes[:1] if node.kind is Kind.INDICATOR and not one.indicator]
    row = " › ".join(short(part) for part in (one.project, one.indicator, *nameless) if part)
    ref = one.after or one.before
    if one.how is not How.CHANGED or ref is None:
        return tr("{how}: {row}", how=words[one.how], row=row)
    was, now = (
        review.field(each).value if each is not None else None
        for review, each in ((before, one.before), (here, one.after))
    )
    was, now = apart(was or tr("empty"), now or tr("empty"))
    return tr(
        "{how}: {row} · {field}: {was} → {now}",
        how=words[one.how],
        row=row,
        field=field_name(ref.key),
        was=was,
        now=now,
    )
