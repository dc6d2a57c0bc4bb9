"""What extraction and checks say about a field: a reason's code and the texts for its sentence's gaps, shown translated."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.base.i18n import tr
from reviewer.model.reasons import REASONS


@dataclass(frozen=True, slots=True)
class Message:
    """One reason or finding: its code (a key of REASONS) and the texts for the gaps of its sentence, by their names."""

    code: str
    gaps: tuple[tuple[str, str], ...] = ()

    def text(self) -> str:
        """The sentence in the language in use."""
        reason = REASONS.get(self.code)
        return tr(reason.sentence if reason else self.code, **dict(self.gaps))


def message(code: str, /, **gaps: str) -> Message:
    """A Message; raises KeyError for a code that has no sentence."""
    REASONS[code]
    return Message(code, tuple(gaps.items()))
