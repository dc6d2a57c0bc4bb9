"""The kinds of view that show a source, and what each of them can do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from reviewer.base.i18n import tr
from reviewer.model.review import Review
from reviewer.model.source import Grid, Source
from reviewer.model.spans import Spans

TEXT, GRID, PAGE = "text", "grid", "page"

_AS_TEXT = ("text", "markdown", "tsv")
"""Formats whose own text is the original; grids in them are a reading of it."""


class ViewOfSource(Protocol):
    """A widget that shows one source at a time. SourceView makes one of each kind, when the first source needs it.

    Its objectName is `textSourceView`, `gridSourceView` or `pageSourceView`; it also has an accessible name.
    """

    field_clicked: SignalInstance
    """Says the FieldRef that claims the character that was clicked; clicking on goes through all that claim it."""

    several_clicked: SignalInstance
    """Says the list of the FieldRefs that claim the character that was clicked, where it is more than one."""
    text_marked: SignalInstance
    """Text was marked by hand; says whether by a double click, whose first click has taken a field in hand."""

    def show_source(self, source: Source) -> None:
        """Show another source, without marks and frame, from its beginning; the same object again changes nothing.

        While a source is still being read it comes again and again, each time with more in it (`sha256` stays the same):
        what is in view stays in view then.
        """

    def clear_source(self) -> None:
        """Show nothing, and let go of the source."""

    def mark(self, review: Review, with_unclaimed: bool) -> None:
        """Mark the spans of the fields of `review`, a review of the source shown. Called again after every act."""

    def mark_on(self) -> bool:
        """Mark the next part of a long review, of which mark() does the first; whether there may be more."""

    def frame(self, spans: Spans, scroll: bool = True) -> None:
        """Frame the spans of the field in hand; with `scroll` bring them into view, into the upper third where anything moves."""

    def selected_spans(self) -> tuple[str, Spans]:
        """The selected text with its layout undone, and where it stands; ("", ()) where nothing is selected."""

    def find_text(self, text: str, forward: bool = True) -> bool:
        """Select the next (or previous) place of `text` and show it, round the end; False where it stands nowhere."""

    def zoom_in(self) -> None:
        """Larger by one step."""

    def zoom_out(self) -> None:
        """Smaller by one step."""

    def reset_zoom(self) -> None:
        """As large as at first."""

    def fit_width(self) -> None:
        """As large as the width of the pane allows; a text, which wraps, as at first."""

    def fit_in_passing(self) -> None:
        """Fit a table into the width by itself further than usual, for a view in which nobody works: no reading is done in it,
        but one place is looked up. What has pages or wraps is as usual.
        """

    def fit_page(self) -> None:
        """The page (the whole table) in view at once, as far as letters go; a text as at first."""

    def is_as_wide(self) -> bool:
        """Whether what is shown is as wide as the pane; never of a text."""

    def fit_from_now(self, how: str) -> None:
        """Fit every source that comes as `how` says: "width", "page", or "" as at first. A text is as ever."""

    def place(self) -> Any:
        """What is in view now, for go_to() when the same source is shown again. Opaque to everybody else."""

    def go_to(self, place: Any) -> None:
        """Bring back into view what was in view at place()."""

    def set_placeholder(self, text: str) -> None:
        """What to say while no source is shown."""

    def tools(self) -> Sequence[QWidget]:
        """Small widgets for the right end of the heading bar, made once: page number, zoom. Shown while the view is."""


def kind_of(source: Source, raw: bool = False) -> str:
    """Which kind of view shows a source as its user knows it; with `raw` tables drawn in text stay the text that they are."""
    if any(page.picture is not None for page in source.pages):
        return PAGE if source.data else TEXT
    if (source.format not in _AS_TEXT or not raw) and any(isinstance(block, Grid) for _, block in source.blocks()):
        return GRID
    return TEXT


def made_ready(source: Source) -> Any:
    """What the view of a source needs first and any thread can work out, for its show_source(); None where that is nothing.

    The view's modules are imported besides, or the window would wait for that.
    """
    kind = kind_of(source)
    _CLASSES[kind]()
    if kind != GRID:
        return None
    from reviewer.ui.source.grid_sheet import Sheet

    return Sheet.made_ready(source)


def why_not_pages(source: Source) -> tuple[str, ...]:
    """A sentence where a source has pages that cannot be drawn, because its bytes are not at hand (an old session)."""
    if source.data or all(page.picture is None for page in source.pages):
        return ()
    return (
        tr(
            "The pages of {file} cannot be drawn, because only their text is at hand; open the file itself to see them.",
            file=source.name,
        ),
    )


def make_view(kind: str) -> ViewOfSource:
    """A new view of this kind."""
    return _CLASSES[kind]()()


def _text() -> Callable[[], ViewOfSource]:
    from reviewer.ui.source.text_view import TextSourceView

    return TextSourceView


def _page() -> Callable[[], ViewOfSource]:
    from reviewer.ui.source.page_view import PageSourceView

    return PageSourceView


def _grid() -> Callable[[], ViewOfSource]:
    from reviewer.ui.source.grid_view import GridSourceView

    return GridSourceView


_CLASSES: dict[str, Callable[[], Callable[[], ViewOfSource]]] = {TEXT: _text, GRID: _grid, PAGE: _page}
"""Each from a function of its own, so that a view's modules are imported when the first source needs them."""


def has_view(kind: str) -> bool:
    """Whether there is a view of this kind."""
    return kind in _CLASSES
