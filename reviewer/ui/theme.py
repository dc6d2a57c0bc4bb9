"""Colours and signs of the data. Chrome comes from the system; what a field's state looks like is fixed here.

The colours are from the Okabe-Ito set, which people with every common kind of colour blindness tell apart; each state has
a sign as well, so that colour alone never says anything. Source: Okabe and Ito, Color Universal Design (2008).
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette

from reviewer.base.i18n import mark, tr
from reviewer.model.fields import Field, FieldRef, Status
from reviewer.model.review import Review

DOUBTFUL, ACCEPTED, EDITED, BLANK, UNREADABLE = "⚠", "✓", "✎", "∅", "?"

_BY_STATUS = {Status.ACCEPTED: ACCEPTED, Status.EDITED: EDITED, Status.BLANK: BLANK, Status.UNREADABLE: UNREADABLE}


@dataclass(frozen=True, slots=True)
class DataColours:
    """The colours of one palette: light, dark or high contrast."""

    claimed: QColor
    doubtful: QColor
    doubtful_line: QColor
    edited: QColor
    in_hand: QColor
    unclaimed: QColor
    gone: QColor
    """What would be taken out."""
    quiet: QColor
    """Text of what is less important: confidence, snippets."""


_LIGHT = DataColours(
    claimed=QColor("#e4eef7"),
    doubtful=QColor("#ffe3a3"),
    doubtful_line=QColor("#965400"),
    edited=QColor("#dff0e6"),
    in_hand=QColor("#0060a8"),
    unclaimed=QColor("#b0527a"),
    gone=QColor("#f8dcdc"),
    quiet=QColor("#5f6670"),
)
_DARK = DataColours(
    claimed=QColor("#22384a"),
    doubtful=QColor("#5c4310"),
    doubtful_line=QColor("#f0a830"),
    edited=QColor("#1f4233"),
    in_hand=QColor("#6cb8f0"),
    unclaimed=QColor("#d98ab0"),
    gone=QColor("#54272c"),
    quiet=QColor("#a8b0ba"),
)


_CONTRAST = DataColours(
    claimed=QColor("#003a5c"),
    doubtful=QColor("#6b4a00"),
    doubtful_line=QColor("#ffd54a"),
    edited=QColor("#00502c"),
    in_hand=QColor("#1aebff"),
    unclaimed=QColor("#ff9fd0"),
    gone=QColor("#7a0a1c"),
    quiet=QColor("#ffffff"),
)


def data_colours(palette: QPalette) -> DataColours:
    """The colours that fit a palette: by how light its windows are, and whether it is white on black."""
    if palette.color(QPalette.ColorRole.Base) == QColor("black") and palette.color(QPalette.ColorRole.Text) == QColor(
        "white"
    ):
        return _CONTRAST
    return _LIGHT if palette.color(QPalette.ColorRole.Base).lightness() >= 128 else _DARK


def paper_colours() -> DataColours:
    """The colours on a picture of paper, which stays white in every palette."""
    return _LIGHT


_SIGN_WORDS = {
    DOUBTFUL: mark("Doubtful"), ACCEPTED: mark("Accepted"), EDITED: mark("Changed"), BLANK: mark("Blank"),
    UNREADABLE: mark("Unreadable"),
}  # fmt: skip


def sign_words(sign: str) -> str:
    """A sign in words, for who cannot see it; empty for none."""
    return tr(_SIGN_WORDS[sign]) if sign in _SIGN_WORDS else ""


def field_sign(field: Field, doubtful: bool) -> str:
    """The sign of a field's state; empty for one that is sure."""
    return DOUBTFUL if doubtful else _BY_STATUS.get(field.status, "")


def status_sign(review: Review, ref: FieldRef) -> str:
    """The sign of the field that `ref` names."""
    return field_sign(review.field(ref), review.is_doubtful(ref))
