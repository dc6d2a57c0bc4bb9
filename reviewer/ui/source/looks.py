"""How the marks of fields look in the text of an original."""

from __future__ import annotations

from PySide6.QtGui import QColor, QTextCharFormat

from reviewer.ui.source.marks import Mark
from reviewer.ui.theme import DataColours


def looks_of(colours: DataColours) -> dict[Mark, QTextCharFormat]:
    """How each mark is drawn; a colour never says anything alone."""

    def tinted(colour: QColor) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setBackground(colour)
        return made

    doubtful = tinted(colours.doubtful)
    doubtful.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    doubtful.setUnderlineColor(colours.doubtful_line)
    loose = QTextCharFormat()
    loose.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    loose.setUnderlineColor(colours.unclaimed)
    loose.setForeground(colours.unclaimed)
    return {
        Mark.CLAIMED: tinted(colours.claimed),
        Mark.EDITED: tinted(colours.edited),
        Mark.DOUBTFUL: doubtful,
        Mark.UNCLAIMED: loose,
    }
