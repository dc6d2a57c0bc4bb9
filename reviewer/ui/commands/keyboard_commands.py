"""Commands on the keys themselves: the sheet of keys, the settings of keys and words, going from pane to pane."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.base import words
from reviewer.base.i18n import tr
from reviewer.ui.commands.learn import LearnCommands
from reviewer.ui.key_choice import yielding
from reviewer.ui.panels.editor import ValueEditor
from reviewer.ui.settings import Settings

if TYPE_CHECKING:
    from reviewer.ui.dialogs.keys_page import Row
    from reviewer.ui.dialogs.settings_dialog import Page


@dataclass(frozen=True, slots=True)
class Reach:
    """What the keys reach in the window; asked when a key is pressed."""

    panes: Callable[[], Sequence[QWidget]]
    """The panes that can be walked, in the order in which they stand."""
    rows: Callable[[], Sequence[Row]]
    keys: Callable[[], Mapping[str, Sequence[str]]]
    use_keys: Callable[[Mapping[str, Sequence[str]]], Any]
    manual: Callable[[], object]
    next_field: Callable[[int], object]
    """Takes the next field (or the one before) in hand."""
    to_rows: Callable[[], object]
    """Gives the keys to the rows of the tree."""


class KeyboardCommands:
    """What the hands do besides reviewing."""

    def __init__(self, settings: Settings, learn: LearnCommands, window: QWidget, reach: Reach) -> None:
        self._settings, self._learn, self._window = settings, learn, window
        self.panes, self.rows, self.keys, self.use_keys = reach.panes, reach.rows, reach.keys, reach.use_keys
        self.manual, self.next_field, self.to_rows = reach.manual, reach.next_field, reach.to_rows

    def key_sheet(self) -> None:
        """Every key on one sheet, beside the work."""
        from reviewer.ui.dialogs.keys_page import KeySheet

        KeySheet(self.rows(), self.keys(), self.manual, self._window).show()

    def next_pane(self, step: int) -> None:
        """Give the focus to the pane after (+1) or before (-1) the one that has it."""
        panes = [pane for pane in self.panes() if pane.isVisible() and pane.isEnabled()]
        focus = QApplication.focusWidget()
        here = next((place for place, pane in enumerate(panes) if focus is not None and _holds(pane, focus)), -1)
        if panes:
            panes[(here + step) % len(panes) if here >= 0 or step > 0 else -1].setFocus(Qt.FocusReason.TabFocusReason)

    def next_control(self, forward: bool) -> None:
        """Give the keys to the next control of the window (or the one before), whatever it is.

        By hand: QWidget.focusNextPrevChild() stays in the value in hand, to which its pane hands the focus.
        """
        here = QApplication.focusWidget() or self._window
        one: QWidget | None = here
        while one is not None:
            one = one.nextInFocusChain() if forward else one.previousInFocusChain()
            if one is None or one is here:
                return
            by_tab = one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None
            if by_tab and one.isEnabled() and one.isVisibleTo(self._window) and one.window() is self._window:
                one.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
                return

    def walk_fields(self, step: int) -> None:
        """The next field (+1) or the one before (-1); the keys go to the rows, unless the value in hand is being written."""
        self.next_field(step)
        if not isinstance(QApplication.focusWidget(), ValueEditor):
            self.to_rows()

    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The keys of the actions that have other ones than they come with: those that an administrator has fixed, and the user's."""
        usual = {name: keys for _, name, _, keys in self.rows()}
        own = self._settings.own_keys
        keys = yielding({name: own.get(name, keys) for name, keys in usual.items()}, self._settings.fixed_keys)
        return {name: chosen for name, chosen in keys.items() if chosen != tuple(usual[name])}

    def pages(self) -> list[Page]:
        """The pages of the settings that are about keys and words."""
        from reviewer.ui.dialogs.keys_page import KeysPage
        from reviewer.ui.dialogs.settings_dialog import Page
        from reviewer.ui.dialogs.vocabulary_page import VocabularyPage

        keys = KeysPage(self.rows(), self.chosen(), self._settings.fixed_keys)
        vocabulary = VocabularyPage(words.own())
        if self._learn.is_fixed:
            vocabulary.lock()

        def store_keys() -> None:
            stored, before = self._settings.own_keys, self.chosen()
            # what an action lost to a key that is fixed is not the user's choice
            self._settings.own_keys = {
                n: chosen for n, chosen in keys.chosen().items() if n in stored or chosen != before.get(n)
            }
            self.use_keys(self.chosen())

        def store_words() -> None:
            if vocabulary.words != words.own():
                self._learn.keep(vocabulary.words)

        return [Page(tr("Keys"), keys, store_keys), Page(tr("Vocabulary"), vocabulary, store_words)]


def _holds(pane: QWidget, widget: QWidget) -> bool:
    proxy = pane.focusProxy()
    return (
        pane is widget
        or pane.isAncestorOf(widget)
        or (proxy is not None and (proxy is widget or proxy.isAncestorOf(widget)))
    )
