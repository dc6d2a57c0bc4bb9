"""For scripts and notebooks: read sources without a window, and take what was read as fields, tables, JSON or a workbook.

>>> import reviewer
>>> review = reviewer.read("resources/samples/wide.md")
>>> review.title
'临江县水务局2024年项目支出绩效目标表（含转移支付项目）'

Nothing here imports Qt; pandas is imported by the first table that is asked for.
"""

from reviewer.api.comparing import compare
from reviewer.api.reading import DocumentReview, FieldView, UnreadableSourceWarning, read, read_many, read_session
from reviewer.api.statistics import agreement, error_bounds, quality_sample, totals
from reviewer.base.gate import WriteError
from reviewer.base.i18n import choose_language, use_language
from reviewer.session.codec import SessionError
from reviewer.sources.reader import PasswordNeededError, SourceError

choose_language()

__all__ = [
    "DocumentReview",
    "FieldView",
    "PasswordNeededError",
    "SessionError",
    "SourceError",
    "UnreadableSourceWarning",
    "WriteError",
    "agreement",
    "compare",
    "error_bounds",
    "quality_sample",
    "read",
    "read_many",
    "read_session",
    "totals",
    "use_language",
]
