"""The small list of the fields that claim one place of the original."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from reviewer.base.i18n import tr
from reviewer.model.fields import FieldRef
from reviewer.model.naming import field_name, place_of, short
from reviewer.model.review import Review
from reviewer.model.spans import Spans, share_text
from reviewer.ui.desk import Desk
from reviewer.ui.theme import status_sign

_MOST = 20
"""More entries than this are no small list."""


def claimants(review: Review, spans: Spans) -> list[FieldRef]:
    """The fields that were read from any of these characters, doubtful ones first, then in document order."""
    found = [
        FieldRef(node.id, key)
        for node in review.root.walk()
        for key in node.ordered_keys()
        if share_text(node.fields[key].spans, spans)
    ]
    return sorted(found, key=lambda ref: not review.is_doubtful(ref))


def claims_menu(desk: Desk, refs: Sequence[FieldRef], parent: QWidget) -> QMenu:
    """A menu of fields, each with its value and its row; choosing one takes it in hand. The one in hand is active already."""
    menu = QMenu(parent)
    menu.setObjectName("claimsMenu")
    menu.setAccessibleName(tr("Fields at this place"))
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    review = desk.review
    for ref in refs[:_MOST] if review is not None else ():
        assert review is not None
        text = tr("{field}: {value} ({place})", field=field_name(ref.key), value=short(review.field(ref).value, 16) or "-",
                  place=place_of(review, ref.node))  # fmt: skip
        action = menu.addAction(f"{status_sign(review, ref)} {text}".strip().replace("&", "&&"))
        action.triggered.connect(lambda _checked=False, ref=ref: desk.choose_field(ref))
        if ref == desk.field:
            menu.setActiveAction(action)
    if len(refs) > _MOST:
        menu.addAction(tr("… {count} more", count=len(refs) - _MOST)).setEnabled(False)
    if menu.activeAction() is None and menu.actions():
        menu.setActiveAction(menu.actions()[0])
    return menu


def show_claims(desk: Desk, refs: Sequence[FieldRef], parent: QWidget, at: QPoint) -> None:
    """Show the list at a point of the screen."""
    menu = claims_menu(desk, refs, parent)
    active = menu.activeAction()
    menu.popup(at)
    menu.setActiveAction(active)
