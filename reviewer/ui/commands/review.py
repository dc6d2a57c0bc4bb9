"""Commands on the field in hand and on the rows: every one an act of reviewer.model.acts, done by the desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from reviewer.base.i18n import tr, trn
from reviewer.model import acts, reshaping
from reviewer.model.edits import Act
from reviewer.model.fields import FieldRef, Status
from reviewer.model.naming import node_title, short
from reviewer.model.review import KEYS, Kind, Node, Review
from reviewer.model.spans import Spans
from reviewer.model.stops import accept_stop, next_stop, stop_of
from reviewer.model.suggesting import suggest, take
from reviewer.model.unread import Standing, not_read, settle
from reviewer.model.walking import next_field
from reviewer.ui.desk import Desk, OpenSource, State


class Editor(Protocol):
    """What the commands need of the field panel."""

    def passing(self) -> AbstractContextManager[None]: ...
    def edit_current(self, select_all: bool = True) -> None: ...
    def cursor_position(self) -> int: ...
    def seen(self) -> set[FieldRef]: ...


class Original(Protocol):
    """What the commands need of the source view."""

    def selected_spans(self) -> tuple[str, Spans]: ...


class ReviewCommands:
    """Walk the doubtful fields, accept and correct them, put rows right."""

    def __init__(
        self, desk: Desk, editor: Editor, original: Original, key_of: Callable[[str], str] = lambda _name: ""
    ) -> None:
        """`key_of` gives the key of an action as a person reads it."""
        self._desk, self._editor, self._original = desk, editor, original
        self._trail: list[tuple[OpenSource, FieldRef]] = []
        desk.source_removed.connect(self._forget)
        self._key_of = key_of

    def _forget(self, removed: OpenSource) -> None:
        """A source that was closed is no place to go back to, and leaves memory."""
        self._trail = [step for step in self._trail if step[0] is not removed]

    # -- walking ------------------------------------------------------------------------------------------------

    def next_doubtful(self) -> None:
        """Go to the next doubtful field."""
        self._step(1)

    def previous_doubtful(self) -> None:
        """Go to the previous doubtful field."""
        self._step(-1)

    def _step(self, step: int) -> None:
        """The next doubtful field here; where none is left, the first (the last) one of the next source that has any."""
        if self._desk.step_doubtful(step):
            return
        current = self._desk.current
        if current is not None and current.standing in (Standing.NOTHING, Standing.PART):
            self._stop_at(current)
            return
        others = self._unfinished()
        if others:
            self._go_over(others[0 if step > 0 else -1], step)
            return
        put_off = sum(s.is_open and s.postponed is not None for s in self._desk.sources)
        if put_off:
            self._desk.said.emit(
                trn("Only {count} postponed file is left.", "Only {count} postponed files are left.", put_off)
            )
            return
        waiting = sum(s.state not in (State.READY, State.FAILED) for s in self._desk.sources)
        if waiting:
            self._desk.said.emit(
                trn("Nothing is doubtful so far; {count} file is still being read.",
                    "Nothing is doubtful so far; {count} files are still being read.", waiting)
            )  # fmt: skip
        else:
            key = self._key_of("actionExportExcel")
            told = tr("Nothing is doubtful any more; {key} exports the workbook.", key=key)
            self._desk.said.emit(told if key else tr("Nothing is doubtful any more."))

    def _unfinished(self) -> list[OpenSource]:
        """The other sources in which something is to be done and that are not put off, from the one after that in hand."""
        ready = (State.READY, State.FAILED)
        return [s for s in self._around() if s.is_open and s.state in ready and s.postponed is None]

    def go_to_other(self) -> bool:
        """Leave the source in hand as it is and go on in the next unfinished one; False where there is none."""
        others = self._unfinished()
        if others:
            self._desk.choose(others[0])
        return bool(others)

    def _go_over(self, opened: OpenSource, step: int) -> None:
        """Nothing is doubtful here any more: on to another source."""
        done = self._desk.current.name if self._desk.current is not None else ""
        self._desk.choose(opened)
        ref = next_stop(opened.review, None, step) if opened.review is not None else None
        if ref is not None:
            self._desk.choose_field(ref)
        count = opened.review.count_doubtful() if opened.review is not None else 0
        if not count:
            self._stop_at(opened)
            return
        self._desk.said.emit(
            trn("{done} is done; {file} goes on with {count} doubtful field.",
                "{done} is done; {file} goes on with {count} doubtful fields.", count, done=done, file=opened.name)
        )  # fmt: skip

    def _stop_at(self, opened: OpenSource) -> None:
        """A source without doubts that is not done: say why the walk stops here, and what leads on."""
        file, key = opened.name, self._key_of("actionSettleSource")
        if opened.review is None:
            self._desk.said.emit(opened.message)
        elif opened.standing is Standing.UNSEEN:
            self._desk.said.emit(
                tr("Nothing in {file} is doubtful, and nobody has looked at it: look through it; {key} accepts and goes on.",
                   file=file, key=self._key_of("actionAccept"))
            )  # fmt: skip
        else:
            why = " ".join(not_read(opened.review)).rstrip("。.")
            self._desk.said.emit(
                tr("{file}: {why}. Put in by hand what is missing; {key} says that nothing more is to be taken from it.",
                   file=file, why=why, key=key)
            )  # fmt: skip

    def settle_source(self) -> None:
        """Nothing more is to be taken from the source in hand, though it was not read whole: on record, and on to the next."""
        review = self._desk.review
        if review is None:
            return
        if not not_read(review):
            self._desk.said.emit(tr("This source was read whole; accept its fields one by one."))
        elif self._desk.do(settle(review)):
            self._step(1)

    def next_field(self, step: int) -> None:
        """Go to the field after (+1) or before (-1) the one in hand, doubtful or not."""
        if self._desk.review is not None:
            self._desk.choose_field(next_field(self._desk.review, self._desk.field, step))

    def back(self) -> None:
        """Go back to the field from which the last Enter came; failing that, to the previous doubtful one."""
        while self._trail:
            opened, ref = self._trail.pop()
            if opened in self._desk.sources and opened.review is not None and ref.node in opened.review:
                self._desk.choose(opened)
                self._desk.choose_field(ref)
                return
        self._step(-1)

    def next_source(self) -> None:
        """Go to the next source on the desk that is ready, round the end; to what is put off only where nothing else is left."""
        others = self._others()
        if others:
            self._desk.choose(others[0])

    def _others(self) -> list[OpenSource]:
        ready = [s for s in self._around() if s.state is State.READY]
        return [s for s in ready if s.postponed is None] or ready

    def _around(self) -> list[OpenSource]:
        """The other sources, from the one after that in hand round the end."""
        sources, current = self._desk.sources, self._desk.current
        at = sources.index(current) if current in sources else -1
        return sources[at + 1 :] + sources[: max(at, 0)]

    # -- the field in hand --------------------------------------------------------------------------------------

    def accept(self) -> None:
        """The value is right: accept it and go to the next doubtful field."""
        review, ref = self._desk.review, self._desk.field
        if review is None or ref is None:
            self.next_doubtful()
            return
        with self._editor.passing():
            self._desk.do(accept_stop(review, ref, self._editor.seen()))
            self.go_on()

    def take_suggestion(self) -> None:
        """Take what would settle the stop in hand, and go on."""
        review, ref = self._desk.review, self._desk.field
        refs = stop_of(review, ref) if review is not None and ref is not None else ()
        offered = suggest(review, refs) if review is not None else None
        if review is None or offered is None:
            self._desk.said.emit(tr("Nothing is suggested here."))
            return
        seen = self._editor.seen()
        if self._desk.do(take(review, [one for one in refs if one == ref or one in seen], offered)):
            self.go_on()

    def go_on(self) -> None:
        """The field in hand is done with: remember it for `back` and go to the next doubtful one."""
        current, ref, review = self._desk.current, self._desk.field, self._desk.review
        if current is None or ref is None or review is None:
            return
        self._trail = [*self._trail[-200:], (current, ref)]
        if current.standing is Standing.UNSEEN:
            self._desk.remark(current, Act("looked_at", ()))
        self._step(1)

    def accept_entry(self) -> None:
        """Accept everything doubtful in the entry in hand (or of the document itself), and go to the next doubtful field."""
        review, node = self._desk.review, self._desk.node()
        if review is None or node is None:
            return
        entry = node.entry() or node
        if self._desk.do(acts.accept_entry(review, entry, self._desk.is_hidden)):
            self.go_on()
        hidden = [ref for ref in review.doubtful(entry) if self._desk.is_hidden(review.node(ref.node))]
        if hidden:
            self._desk.said.emit(
                trn("{count} doubtful field in rows that the filter hides was not accepted.",
                    "{count} doubtful fields in rows that the filter hides were not accepted.", len(hidden))
            )  # fmt: skip

    def alike(self) -> int:
        """How many doubtful fields have the key and value of the one in hand."""
        review, ref = self._desk.review, self._desk.field
        return len(acts.alike(review, ref)) if review is not None and ref is not None else 0

    def edit(self) -> None:
        """Edit the value in hand."""
        self._editor.edit_current(select_all=True)

    def ditto(self) -> None:
        """Take the value of the row above; with several rows selected, that of the first of them goes into the others."""
        above = self._row_above()
        if self._act(acts.ditto, reshaping.ditto_rows) and above is not None and self._desk.is_hidden(above):
            self._desk.said.emit(tr("Taken from “{name}”, which the filter hides.", name=short(node_title(above), 16)))

    def _row_above(self) -> Node | None:
        """The row from which a ditto takes its value; None where several rows are filled from the first of them."""
        node = self._desk.node()
        if node is None or node.parent is None or len(self._desk.selected) > 1:
            return None
        above = [row for row in node.parent.children[: node.index()] if row.kind is node.kind]
        return above[-1] if above else None

    def mark_blank(self) -> None:
        """The original has nothing here, in any of the selected rows."""
        self._act(acts.mark_blank, lambda review, refs: reshaping.mark_rows(review, refs, Status.BLANK))

    def mark_unreadable(self) -> None:
        """The original has something here that cannot be read, in any of the selected rows."""
        self._act(acts.mark_unreadable, lambda review, refs: reshaping.mark_rows(review, refs, Status.UNREADABLE))

    def fill_from_source(self) -> None:
        """Put the text that is marked in the original into the field in hand."""
        text, spans = self._original.selected_spans()
        if not text.strip():
            self._desk.said.emit(tr("Mark the words in the original first, then fill the field from them."))
            return
        self._act(lambda review, ref: acts.set_value(review, ref, text.strip(), spans))

    def _act(
        self,
        make: Callable[[Review, FieldRef], Act],
        many: Callable[[Review, Sequence[FieldRef]], Act] | None = None,
    ) -> bool:
        """Do an act on the field in hand, or with `many` on that field of all selected rows; False where nothing was done.

        Why it makes no sense is said in the status bar.
        """
        review, ref = self._desk.review, self._desk.field
        if review is None or ref is None:
            return False
        refs = self._in_selected_rows(review, ref) if many is not None else []
        try:
            return self._desk.do(many(review, refs) if many is not None and len(refs) > 1 else make(review, ref))
        except ValueError as error:
            self._desk.said.emit(str(error))
            return False

    def _in_selected_rows(self, review: Review, ref: FieldRef) -> list[FieldRef]:
        """The field in hand in every selected row that has it, in the order of the rows; none where its own is not selected."""
        chosen = set(self._desk.selected)
        if len(chosen) < 2 or ref.node not in chosen:
            return []
        kind = review.node(ref.node).kind
        rows = [node for node in review.root.walk() if node.id in chosen and node.kind is kind]
        return [FieldRef(node.id, ref.key) for node in rows if ref.key in node.fields]

    def undo(self) -> None:
        """Take the last act back."""
        with self._editor.passing():
            self._desk.undo()

    def redo(self) -> None:
        """Do again what was taken back."""
        with self._editor.passing():
            self._desk.redo()

    # -- rows ---------------------------------------------------------------------------------------------------

    def insert_indicator(self) -> None:
        """A new indicator after the one in hand, or the last of the entry in hand; after a task in hand a new task."""
        review, node = self._desk.review, self._desk.node()
        entry = node.entry() if node is not None else None
        if review is None or node is None or entry is None:
            return
        kind = Kind.TASK if node.kind is Kind.TASK else Kind.INDICATOR
        at = node.index() + 1 if node.kind is kind else len(entry.children)
        self._insert(acts.insert(review, entry, at, kind))

    def insert_entry(self) -> None:
        """A new project after the entry in hand; the first of all where the document itself is in hand."""
        review, node = self._desk.review, self._desk.node()
        if review is None:
            return
        entry = node.entry() if node is not None else None
        at = entry.index() + 1 if entry is not None else 0 if node is not None else len(review.entries)
        self._insert(acts.insert(review, review.root, at, Kind.PROJECT))

    def _insert(self, act: Act) -> None:
        if self._desk.do(act):
            self._editor.edit_current(select_all=True)

    def delete(self) -> None:
        """Remove the selected rows; the row that follows comes to hand."""
        review, nodes = self._desk.review, acts.outermost(self._desk.selected_nodes())
        if review is None or not nodes:
            return
        gone = {node.id for node in nodes}
        beside = _beside(nodes[-1], gone, self._desk.is_hidden)
        unseen = [row for node in nodes for row in node.walk() if self._desk.is_hidden(row)]
        if not self._desk.do(acts.delete(review, nodes)):
            return
        if beside is not None:
            self._desk.choose_field(FieldRef(beside.id, _first_key(beside)))
        if unseen:
            names = "、".join(short(node_title(row), 12) for row in unseen[:3])
            self._desk.said.emit(
                trn("Deleted, with {count} row that the filter hides: {names}",
                    "Deleted, with {count} rows that the filter hides: {names}", len(unseen), names=names)
            )  # fmt: skip

    def move(self, step: int) -> None:
        """Move the selected rows up (-1) or down (+1)."""
        review = self._desk.review
        if review is None:
            return
        try:
            act = acts.move(review, self._desk.selected_nodes(), step, self._desk.is_hidden)
            if act.edits:
                self._desk.do(act)
            else:
                self._desk.said.emit(tr("There is no further place in this direction."))
        except ValueError as error:
            self._desk.said.emit(str(error))

    def split(self) -> None:
        """Split the row in hand where the cursor stands in its value."""
        review, ref = self._desk.review, self._desk.field
        if review is None or ref is None:
            return
        cut = self._editor.cursor_position()
        tail = (review.field(ref).value or "")[max(cut, 0) :]
        from reviewer.extract import packed  # what reads is imported when something is read: the window starts without

        rest = packed.read_rest(tail) if review.node(ref.node).kind is Kind.INDICATOR and cut > 0 else {}
        try:
            done = self._desk.do(acts.split(review, ref, cut, rest or None))
        except ValueError as error:
            self._desk.said.emit(str(error))
            self._editor.edit_current(select_all=False)
            return
        if done:
            self._desk.said.emit(tr("Split; please look at both parts"))


def _beside(node: Node, gone: set[int], is_hidden: Callable[[Node], bool]) -> Node | None:
    """The node to go to when `node` and the others in `gone` are removed: the next one seen, the previous, the parent."""
    siblings = node.parent.children if node.parent else []
    at = node.index()
    left = [n for n in (*siblings[at + 1 :], *reversed(siblings[:at])) if n.id not in gone and not is_hidden(n)]
    return left[0] if left else node.parent


def _first_key(node: Node) -> str:
    return "level3" if node.kind is Kind.INDICATOR else KEYS[node.kind][0]
