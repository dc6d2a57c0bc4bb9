"""The desk: what is open, and the field in hand. Panes listen to it and never to each other."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from reviewer.base.i18n import tr
from reviewer.model import acts
from reviewer.model.edits import Act, RemoveNode, SetField
from reviewer.model.fields import FieldRef
from reviewer.model.history import History
from reviewer.model.labels import labels
from reviewer.model.postponing import note_of
from reviewer.model.review import Kind, Node, Review, ReviewListener
from reviewer.model.source import Source
from reviewer.model.stops import head_of, next_stop, stop_of
from reviewer.model.unread import Standing, standing

if TYPE_CHECKING:
    from reviewer.session.live import LiveSession


class State(Enum):
    """How far an opened source is."""

    WAITING = "waiting"
    READING = "reading"
    EXTRACTING = "extracting"
    READY = "ready"
    FAILED = "failed"


class OpenSource:
    """One source on the desk, from the moment it is asked for.

    `source` is there once it is read, `review` and `history` once it is extracted; `message` says in one sentence why it
    FAILED; `progress` runs from 0 to 1; `first_doubtful` counts the doubtful fields when it was opened; `session` is the
    session file it was saved to, None for new work; `origin` is where the source lies, None where
    a session does not say; `said_origin` is where a session says that it lies, on another computer, where nobody has
    looked; `live` is where its acts are written, None before the first one;
    `read_only` says in one sentence why it cannot be changed, empty where it can; `ready` is what the thread that read it
    has made ready for the view of its source (kinds.made_ready).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.origin: Path | None = path
        self.said_origin: Path | None = None
        self.state = State.WAITING
        self.progress = 0.0
        self.message = ""
        self.source: Source | None = None
        self.review: Review | None = None
        self.history: History | None = None
        self.first_doubtful = 0
        self.session: Path | None = None
        self.live: LiveSession | None = None
        self.read_only = ""
        self.ready: Any = None
        self.field: FieldRef | None = None
        """The field that was in hand here last, to come back to."""

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def standing(self) -> Standing | None:
        """How the source stands; None where it is not read, or could not be."""
        return standing(self.review, self.history) if self.review is not None else None

    @property
    def postponed(self) -> str | None:
        """The note with which it is put off (it may be empty); None where it is not."""
        return note_of(self.history)

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do: doubts, something that was not read, or nobody has looked at it."""
        return self.standing is not Standing.DONE

    @property
    def is_modified(self) -> bool:
        """Whether there is work that closing would lose: new work without a name, or acts that could not be written."""
        if self.history is None:
            return False
        if self.session is None:
            return self.history.is_modified
        return self.live is not None and not self.live.is_safe


class Desk(QObject, ReviewListener):
    """Everything that is open. Panes call its methods and listen to its signals; only it talks to the histories."""

    source_added = Signal(object)
    source_removed = Signal(object)
    source_changed = Signal(object)
    """State, progress, message or number of doubtful fields of an OpenSource changed."""
    current_changed = Signal(object)
    """Another OpenSource (or None) is in hand, or the one in hand got its text or its review."""
    field_chosen = Signal(object)
    """Another FieldRef (or None) is in hand."""
    review_changed = Signal()
    """An act is through (or undone): values, statuses, issues of the current review may differ."""
    said = Signal(str)
    """A sentence for the status bar."""
    troubled = Signal(str)
    """A sentence for the bar above the view: something went wrong, the work goes on."""
    rows_wanted = Signal()
    """Rows were moved about, or an act was taken back: the keys belong to the rows now, wherever they were."""
    leaving = Signal()
    """Another source or field is about to come to hand: what is being written belongs to the one that still is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sources: list[OpenSource] = []
        self._labels: dict[OpenSource, str] | None = None
        self.current: OpenSource | None = None
        self.field: FieldRef | None = None
        self._stop: tuple[FieldRef, ...] = ()
        """The stop that was come to: until another one is, what is left of it comes next."""
        self.selected: list[int] = []
        """Ids of the nodes selected in the tree; kept by the tree, used by acts on several rows."""
        self.is_hidden: Callable[[Node], bool] = lambda _node: False
        """Whether the filter of the tree hides a row; the tree says."""
        self.reviewer_name = ""

    def label(self, opened: OpenSource) -> str:
        """What a source is called among all that are open: its name, with its folder where several have that name."""
        if self._labels is None:
            made = labels(
                [s.name for s in self.sources], [s.origin or s.said_origin or s.session for s in self.sources]
            )
            self._labels = dict(zip(self.sources, made, strict=True))
            for each, text in self._labels.items():
                if each.review is not None:
                    each.review.label = text
        return self._labels.get(opened, opened.name)

    # -- what is open -------------------------------------------------------------------------------------------

    @property
    def review(self) -> Review | None:
        """The review in hand."""
        return self.current.review if self.current else None

    @property
    def history(self) -> History | None:
        """The history in hand."""
        return self.current.history if self.current else None

    def add(self, opened: OpenSource) -> None:
        """A source was asked for; the first one comes to hand at once."""
        self.sources.append(opened)
        self._labels = None
        self.source_added.emit(opened)
        if self.current is None:
            self.choose(opened)

    def remove(self, opened: OpenSource) -> None:
        """Take a source off the desk."""
        place = self.sources.index(opened)
        self.sources.remove(opened)
        self._labels = None
        if opened is self.current:
            rest = self.sources[place : place + 1] or self.sources[-1:]
            self.choose(rest[0] if rest else None)
        self.source_removed.emit(opened)

    def choose(self, opened: OpenSource | None) -> None:
        """Take another source in hand, with the field that was in hand there last."""
        if opened is self.current:
            return
        self.leaving.emit()
        if self.current is not None:
            self.current.field = self.field
        self.current, self.field, self.selected, self._stop = (
            opened,
            None,
            [],
            (),
        )  # a field of the other source is none of this one
        self.current_changed.emit(opened)
        self.choose_field(opened.field if opened else None)
        if self.field is None:
            self.field_chosen.emit(None)

    def updated(self, opened: OpenSource) -> None:
        """A job changed `opened`: it was read, extracted, or failed."""
        self.source_changed.emit(opened)
        if opened is self.current:
            self.current_changed.emit(opened)

    def reviewed(self, opened: OpenSource, review: Review, history: History) -> None:
        """The extraction (or a stored session) of `opened` is here."""
        opened.review, opened.history, opened.source = review, history, review.source
        self._labels = None
        self.label(opened)
        opened.state, opened.progress = State.READY, 1.0
        opened.first_doubtful = review.count_doubtful()
        history.who = self.reviewer_name
        review.listeners.append(self)
        self.updated(opened)
        if opened is self.current and self.field is None:
            self.choose_field(review.next_doubtful(None))

    # -- the field in hand --------------------------------------------------------------------------------------

    def choose_field(self, ref: FieldRef | None) -> None:
        """Take a field in hand; one whose node is gone counts as none."""
        if ref is not None and (self.review is None or ref.node not in self.review):
            ref = None
        if ref == self.field:
            return
        self.leaving.emit()
        self.field = ref
        if ref not in self._stop:
            self._stop = stop_of(self.review, ref) if self.review is not None and ref is not None else ()
        self.field_chosen.emit(ref)

    def go_to(self, opened: OpenSource, ref: FieldRef | None) -> bool:
        """Take a field of any open source in hand; False, and said, where its row or the source is there no more."""
        there = opened in self.sources and opened.review is not None and ref is not None and ref.node in opened.review
        if there:
            self.choose(opened)
            self.choose_field(ref)
        else:
            self.said.emit(tr("That row is not there any more."))
        return there

    def node(self) -> Node | None:
        """The node of the field in hand."""
        return self.review.node(self.field.node) if self.review and self.field else None

    def selected_nodes(self) -> list[Node]:
        """The nodes selected in the tree, or the one in hand."""
        review = self.review
        if review is None:
            return []
        chosen = [review.node(node_id) for node_id in self.selected if node_id in review]
        one = self.node()
        return chosen or ([one] if one else [])

    def step_doubtful(self, step: int) -> bool:
        """Go to the next (+1) or previous (-1) stop, round the end; False where none is left.

        A stop of which only a part is settled comes first.
        """
        review = self.review
        if review is None:
            return False
        left = self._left_of_stop(review) if step > 0 else None
        ref = left or next_stop(review, self.field, step)
        if ref is None:
            return False
        self.choose_field(ref)
        return True

    def _left_of_stop(self, review: Review) -> FieldRef | None:
        """What is still doubtful of the stop in hand, where the field in hand is settled."""
        if self.field is None or review.is_doubtful(self.field):
            return None
        left = next((ref for ref in self._stop if review.is_doubtful(ref)), None)
        return head_of(review, left) if left is not None else None

    # -- acts ---------------------------------------------------------------------------------------------------

    def do(self, act: Act) -> bool:
        """Do an act on the review in hand; False where there was nothing to do. Problems are said, never raised."""
        if self.current is None or not self.do_in(self.current, act):
            return False
        self.said.emit(acts.act_title(act))
        self._settle(act.focus)
        if not all(isinstance(edit, SetField) for edit in act.edits):
            self.rows_wanted.emit()
        return True

    def do_in(self, opened: OpenSource, act: Act) -> bool:
        """Do an act on the review of any open source, and leave in hand what is; False where there was nothing to do.

        Every act of a person goes through here, so that one that may not be changed is not, and that is said.
        """
        if opened.history is None or not act.edits or not self.may_change(opened):
            return False
        try:
            opened.history.do(act)
        except (KeyError, ValueError) as error:
            self.troubled.emit(str(error))
            return False
        if opened is not self.current:
            self.source_changed.emit(opened)
        return True

    def remark(self, opened: OpenSource, act: Act) -> bool:
        """Put on record what a person did without changing a value; False where the source may not be written to (it is said)."""
        if opened.history is None or not self.may_change(opened):
            return False
        opened.history.remark(act)
        if opened is not self.current:
            self.source_changed.emit(opened)
        return True

    def may_change(self, opened: OpenSource | None) -> bool:
        """Whether the review of a source may be changed; where not, it is said."""
        if opened is not None and opened.read_only:
            self.troubled.emit(opened.read_only)
            return False
        return True

    def say_entered(self, written: str, value: str | None) -> None:
        """Say what a sum of money that was written otherwise was taken for."""
        if value is not None and value != written:
            self.said.emit(tr("“{written}” was entered as {value}.", written=written, value=value))

    def undo(self) -> None:
        """Take the last act back."""
        act = self.history.undo() if self.history and self.may_change(self.current) else None
        if act is not None:
            self._arrive(act, tr("Undone: {act}", act=acts.act_title(act)))

    def redo(self) -> None:
        """Do the act that was taken back last again."""
        act = self.history.redo() if self.history and self.may_change(self.current) else None
        if act is not None:
            self._arrive(act, tr("Done again: {act}", act=acts.act_title(act)))

    def _arrive(self, act: Act, sentence: str) -> None:
        """An act was taken back or done again: say so, and go to where it can be seen; what was done at many places leaves one be."""
        self.said.emit(sentence)
        is_bulk = len(act.edits) > 1 and all(isinstance(edit, SetField) for edit in act.edits)
        stays = is_bulk and act.focus is None and self.field is not None
        self._settle(None if stays else act.focus or _first_field(act, self.review))
        self.rows_wanted.emit()

    def _settle(self, focus: FieldRef | None) -> None:
        review = self.review
        if focus is not None and review is not None and focus.node in review:
            self.choose_field(focus)
        elif self.field is not None and (review is None or self.field.node not in review):
            self.choose_field(None)

    def act_done(self) -> None:
        """Heard from the review in hand: an act is through."""
        if self.field is not None and (self.review is None or self.field.node not in self.review):
            self.choose_field(None)  # before anybody looks for it
        self.review_changed.emit()
        if self.current is not None:
            self.source_changed.emit(self.current)


def _first_field(act: Act, review: Review | None) -> FieldRef | None:
    """Where to look after an act was taken back or done again: a field that it set, else the name of a row it brought back."""
    for edit in act.edits:
        if isinstance(edit, SetField):
            return edit.ref
    back = [edit.node for edit in act.edits if isinstance(edit, RemoveNode) and review and edit.node.id in review]
    if not back:
        return None
    name = {Kind.INDICATOR: "level3", Kind.DOCUMENT: "title"}.get(back[-1].kind, "name")  # rows are removed from below
    return FieldRef(back[-1].id, name)
