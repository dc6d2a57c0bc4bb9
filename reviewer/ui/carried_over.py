"""What became of corrections that were carried over to another version of a source: how many fit, and those that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from reviewer.base.i18n import tr, trn
from reviewer.model.naming import field_name
from reviewer.ui.desk import Desk
from reviewer.ui.messages import MessageBar

if TYPE_CHECKING:
    from reviewer.model.carry import Carried, Correction


def tell(carried: Carried, desk: Desk, bar: MessageBar, window: QWidget) -> None:
    """Say it; those that do not fit are listed on demand."""
    from reviewer.ui.dialogs.list_dialog import ListDialog

    if carried.count:
        desk.said.emit(
            trn("{count} correction was carried over.", "{count} corrections were carried over.", carried.count)
        )
    if carried.left:
        said = trn("{count} correction does not fit the changed source.",
                   "{count} corrections do not fit the changed source.", len(carried.left))  # fmt: skip
        sentences = [_sentence(each) for each in carried.left]
        bar.say(said, [(tr("Show them…"), lambda: ListDialog(said, sentences, window).show())])


def _sentence(left: Correction) -> str:
    """A correction that no longer applies, for a person."""
    if left.key is None:
        return tr(
            "The change to the row “{place}” does not fit the changed source.", place=left.place or left.before or "-"
        )
    return tr(
        "“{place}” · {field}: the correction “{before}” → “{after}” does not fit the changed source.",
        place=left.place,
        field=field_name(left.key),
        before=left.before or "",
        after=left.after or "",
    )
