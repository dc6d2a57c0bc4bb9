"""Commands that carry a correction further: to the same value elsewhere, over all fields, to the next document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from PySide6.QtWidgets import QWidget

from reviewer.base import words
from reviewer.base.files import WriteError
from reviewer.base.gate import OVERWRITE, free_name
from reviewer.base.i18n import tr, trn
from reviewer.base.paths import VOCABULARY, fixed_vocabulary
from reviewer.base.words import LEVELS, Words
from reviewer.model import acts, reshaping
from reviewer.model.edits import Act
from reviewer.model.fields import Field, FieldRef
from reviewer.model.history import Entry, History
from reviewer.model.naming import field_name, place_of, short
from reviewer.model.review import Review
from reviewer.model.spans import Spans
from reviewer.model.taxonomy import is_level
from reviewer.ui.desk import Desk, OpenSource
from reviewer.ui.same_bar import SameBar

if TYPE_CHECKING:
    from reviewer.ui.dialogs.replace_dialog import ReplaceDialog

_CORRECTS = ("set_value", "fill", "ditto")


@dataclass
class _Offer:
    """A correction that could be made elsewhere too, or with `alike` fields that could be accepted together with that one.

    `made_by` is the act that it follows from: it goes with that act, and with any other that comes after. An offer of what an
    earlier document taught follows from none; it stands as long as that is in the vocabulary and a place is left.
    """

    opened: OpenSource
    refs: list[FieldRef]
    before: str
    after: str
    made_by: Act | None = None
    alike: FieldRef | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What learning asks of the rest of the window; without a window nothing is done."""

    go_on: Callable[[], object] = lambda: None
    """Goes to the next doubtful field."""
    kept: Callable[[Words, Words], object] = lambda _before, _now: None
    """Hears what the vocabulary was and is, when it is changed."""
    columns_taught: Callable[[str], object] = lambda _sentence: None
    """Says that the columns of the table in hand were taught."""
    ask_replace: Callable[[str], bool] = lambda _question: False
    """Asks before values are replaced that nobody may mean."""
    key_of: Callable[[str], str] = lambda _name: ""
    """The key of an action as a person reads it."""


class LearnCommands:
    """Watches what is corrected, offers the same elsewhere, keeps names of levels and headings for the next document."""

    def __init__(
        self,
        desk: Desk,
        bar: SameBar,
        original: Callable[[], tuple[str, Spans]],
        folder: Path,
        window: QWidget,
        asked: Asked | None = None,
    ) -> None:
        """`asked` is what is asked of the rest of the window."""
        self._desk, self._bar, self._original, self._window = desk, bar, original, window
        named = fixed_vocabulary()
        self.is_fixed = named is not None
        """Whether an administrator has said which words are used: then none is added."""
        self.file = named or folder / VOCABULARY
        self._seen: WeakKeyDictionary[History, int] = WeakKeyDictionary()
        """How long the record of each history was when it was looked at last."""
        self._offer: _Offer | None = None
        self._learnt: list[tuple[Act, str, str, str]] = []
        """What was kept because of which act: level, printed name, and what it stands for. Undo takes the word back too."""
        self._replacing: ReplaceDialog | None = None
        self._asked = asked or Asked(columns_taught=desk.said.emit)
        desk.review_changed.connect(self._act_done)
        desk.current_changed.connect(self._arrived)
        desk.field_chosen.connect(self._field_chosen)
        bar.correct_wanted.connect(self.correct_alike)
        bar.dismissed.connect(self.leave_alike)

    # -- the same correction elsewhere ----------------------------------------------------------------------------

    def correct_alike(self) -> None:
        """Make the correction that is offered, where it is ticked; one step of undo."""
        offer, review = self._offer, self._desk.review
        if offer is not None and offer.alike is not None:
            self.accept_alike()
            return
        if offer is None or review is None or offer.opened is not self._desk.current:
            self._desk.said.emit(tr("Correct a field first; the same value elsewhere is then offered here."))
            return
        refs = [offer.refs[row] for row in self._bar.ticked() if row < len(offer.refs)]
        refs = [ref for ref in refs if ref.node in review and review.field(ref).value == offer.before]
        self._offer = None
        self._bar.withdraw()
        if refs:
            self._desk.do(reshaping.correct_alike(review, refs, offer.after))
            self._offer_taught(review)

    def accept_alike(self) -> None:
        """Show the doubtful fields that are like the one in hand; once they are in view, accept those that are ticked.

        One that is like no other is accepted at once: it is in hand.
        """
        review, ref, offer = self._desk.review, self._desk.field, self._offer
        if review is None or ref is None:
            return
        if offer is not None and offer.alike == ref and offer.opened is self._desk.current:
            chosen = [offer.refs[row] for row in self._bar.ticked() if row < len(offer.refs)]
        else:
            chosen = acts.alike(review, ref)
            if len(chosen) > 1:
                self._show_alike(review, ref, chosen)
                return
        self.leave_alike()
        if self._desk.do(acts.accept_alike(review, ref, chosen)):
            self._asked.go_on()

    def _show_alike(self, review: Review, ref: FieldRef, refs: list[FieldRef]) -> None:
        current, value, name = self._desk.current, review.field(ref).value, field_name(ref.key)
        if current is None:
            return
        self._offer = _Offer(current, refs, "", "", alike=ref)
        count = len(refs)
        sentence = trn("{field}: “{value}”. {count} doubtful field like this.",
                       "{field}: “{value}”. {count} doubtful fields like this.", count, field=name, value=short(value)) if value \
            else trn("{field}: empty. {count} doubtful field like this.",
                     "{field}: empty. {count} doubtful fields like this.", count, field=name)  # fmt: skip
        accept = tr("Accept what is ticked ({key})", key=self._asked.key_of("actionAcceptAlike"))
        self._bar.offer(sentence, [place_of(review, one.node) for one in refs], accept, tr("Choose…"))
        self._bar.open_list()

    def choose_alike(self) -> None:
        """Go to the list of places of the correction that is offered."""
        if self._offer is not None:
            self._bar.open_list()
        else:
            self.correct_alike()

    def leave_alike(self) -> None:
        """The others stay as they are."""
        self._offer = None
        self._bar.withdraw()

    def _act_done(self) -> None:
        history = self._desk.history
        if history is None:
            return
        seen = self._seen.get(history, 0)
        self._seen[history] = len(history.record)
        fresh = history.record[seen:]
        if fresh and self._offer is not None and (self._offer.made_by is not None or self._offer.alike is not None):
            self.leave_alike()
        if fresh and fresh[-1].way == "do" and fresh[-1].act.name in _CORRECTS:
            self._corrected(fresh[-1])
            return
        if fresh and fresh[-1].way == "undo":
            self._unlearn(fresh[-1].act)
        elif fresh and fresh[-1].way == "redo" and fresh[-1].act.name in _CORRECTS:
            for ref, before, after in reshaping.changed_values(fresh[-1].act):
                self._learn_level(fresh[-1].act, ref.key, before, after)
        if self._offer is not None:
            self._follow()

    def _corrected(self, entry: Entry) -> None:
        review, changed = self._desk.review, reshaping.changed_values(entry.act)
        if review is None or len(changed) != 1:
            return
        ref, before, after = changed[0]
        self._learn_level(entry.act, ref.key, before, after)
        if before.value and after.value:
            refs = reshaping.same_value(review, ref, before.value)
            if refs:
                self._show(refs, before.value, after.value, entry.act)
                return
        if self._offer is not None:
            self._follow()

    def _show(self, refs: list[FieldRef], before: str, after: str, made_by: Act | None = None) -> None:
        current, review = self._desk.current, self._desk.review
        if current is None or review is None:
            return
        self._offer = _Offer(current, refs, before, after, made_by)
        sentence = trn(
            "{field}: “{before}” became “{after}”. {count} more field holds “{before}”.",
            "{field}: “{before}” became “{after}”. {count} more fields hold “{before}”.",
            len(refs), field=field_name(refs[0].key), before=short(before), after=short(after),
        )  # fmt: skip
        correct = tr("Correct all ({key})", key=self._asked.key_of("actionCorrectAlike"))
        choose = tr("Choose… ({key})", key=self._asked.key_of("actionChooseAlike"))
        self._bar.offer(sentence, [place_of(review, ref.node) for ref in refs], correct, choose)

    def _follow(self) -> None:
        """Something else was done: what was taught stands as long as it is kept and there is a place left for it."""
        offer, review = self._offer, self._desk.review
        if offer is None or review is None:
            return
        if not any(words.in_use().levels.get(level, {}).get(offer.before) == offer.after for level in LEVELS):
            self.leave_alike()
            return
        left = [ref for ref in offer.refs if ref.node in review and review.field(ref).value == offer.before]
        if not left or offer.opened is not self._desk.current:
            self.leave_alike()
        elif len(left) != len(offer.refs):
            self._show(left, offer.before, offer.after)

    def _field_chosen(self, ref: FieldRef | None) -> None:
        """Another field is in hand: what is like the one before is none of its business."""
        if self._offer is not None and self._offer.alike is not None and self._offer.alike != ref:
            self.leave_alike()

    def _arrived(self, opened: OpenSource | None) -> None:
        """Another source is in hand: what was offered for the one before goes; what was taught before is offered."""
        if self._offer is not None and self._offer.opened is not opened:
            self.leave_alike()
        if opened is None or opened.review is None or opened.history is None:
            return
        if opened.history not in self._seen:
            self._seen[opened.history] = len(opened.history.record)
            self._offer_taught(opened.review)

    def _offer_taught(self, review: Review) -> None:
        """Names of levels that were corrected in an earlier document: one after the other."""
        for level in LEVELS:
            names = words.in_use().levels.get(level, {})
            places: dict[str, list[FieldRef]] = {}
            for node in review.root.walk() if names else ():
                printed, ref = node.value(level) or "", FieldRef(node.id, level)
                if names.get(printed, printed) != printed and review.is_doubtful(ref):
                    places.setdefault(printed, []).append(ref)
            if places:
                printed, refs = next(iter(places.items()))
                self._show(refs, printed, names[printed])
                return

    # -- find and replace -----------------------------------------------------------------------------------------

    def replace(self) -> None:
        """Find a text in the fields and put another in its place."""
        from reviewer.ui.dialogs.replace_dialog import ReplaceDialog

        if self._replacing is None:
            self._replacing = ReplaceDialog(
                self._desk, lambda question: self._asked.ask_replace(question), self._window
            )
        self._replacing.come()

    # -- the vocabulary -------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Use the words in the data folder; a file that cannot be read is put aside, and that is said."""
        if self.is_fixed and not self.file.is_file():
            self._desk.troubled.emit(
                tr("{file}, where the administrator keeps the vocabulary of all, is not there; please tell the administrator.",
                   file=str(self.file))
            )  # fmt: skip
        try:
            words.use(words.load(self.file))
        except words.VocabularyError as error:
            words.use(Words())
            if not self.is_fixed:
                self.file.replace(free_name(self.file.with_suffix(".damaged.json")))
            self._desk.troubled.emit(str(error))

    def keep(self, kept: Words) -> bool:
        """Use these words from now on, and write them to the data folder; False where that failed (it is said), or where an
        administrator has said which words are used.
        """
        if self.is_fixed:
            return False
        before = words.own()
        words.use(kept)
        self._asked.kept(before, kept)
        try:
            words.save(kept, self.file, OVERWRITE)  # its own place: the file is read again at each start
        except WriteError as error:
            self._desk.troubled.emit(str(error))
            return False
        return True

    def _learn_level(self, act: Act, key: str, before: Field, after: Field) -> None:
        """A level's printed name that is none was corrected to one: the next document will know it."""
        printed, name = before.read or before.value, after.value
        if key not in LEVELS or not printed or not name or len(printed) > 40:
            return
        number = int(key[-1])
        if is_level(printed, number) or not is_level(name, number):
            return
        if self.keep(words.own().with_level(key, printed, name)):
            self._learnt = [*self._learnt[-200:], (act, key, printed, name)]
            self._desk.said.emit(
                tr("“{printed}” is kept in your vocabulary as “{name}”.", printed=short(printed), name=short(name))
            )

    def _unlearn(self, undone: Act) -> None:
        """A correction was taken back: the word that was kept because of it goes, unless it has been given another meaning."""
        for learnt in [each for each in self._learnt if each[0] is undone]:
            self._learnt.remove(learnt)
            _, level, printed, name = learnt
            kept = words.own()
            if kept.levels.get(level, {}).get(printed) == name:
                self.keep(kept.without_level(level, printed))

    def teach_heading(self) -> None:
        """Say what the heading marked in the original means; the next document is read with it."""
        if self.is_fixed:
            self._desk.said.emit(tr("The vocabulary is set by the administrator; no words can be added to it."))
            return
        text, _ = self._original()
        from reviewer.extract.labels import plain_label
        from reviewer.ui.dialogs.heading import ask_heading

        label = plain_label(text)
        if not label or len(label) > 24:
            self._desk.said.emit(tr("Mark the words of one heading in the original first."))
            return
        role = ask_heading(self._window, text.strip(), words.in_use().labels.get(label, ""))
        if role and self.keep(words.own().with_label(label, role)):
            self._desk.said.emit(
                tr("“{label}” is kept in your vocabulary; it helps with the next document.", label=short(label))
            )

    def teach_columns(self) -> None:
        """Say what the columns of the table are whose header is marked in the original; tables with that header are read so."""
        review = self._desk.review
        if self.is_fixed:
            self._desk.said.emit(tr("The vocabulary is set by the administrator; no words can be added to it."))
            return
        text, spans = self._original()
        from reviewer.extract.teaching import header_at, taught_text
        from reviewer.ui.dialogs.columns import ask_columns

        found = header_at(review.source, spans) if review is not None else None
        if found is None:
            self._desk.said.emit(tr("Mark a heading in the header of a table in the original first."))
            return
        header, headings = found
        chosen = ask_columns(self._window, headings, text.strip())
        if chosen is None:
            return
        roles = taught_text(chosen)
        if not roles:
            self._desk.said.emit(
                tr("This table has more columns than can be kept; please explain its headings one by one.")
            )
        elif self.keep(words.own().with_layout(header, roles)):
            self._asked.columns_taught(
                tr("What the columns of this table are is kept in your vocabulary; it helps with the next document.")
            )
