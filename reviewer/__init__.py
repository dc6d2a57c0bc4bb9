"""A clerk's desk: the original of a performance-target document beside the editable tree that was read out of it.

For scripts: `reviewer.read(path)` and what it returns; all of it is described in `reviewer.api`, which is imported when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reviewer.api import (
        DocumentReview,
        FieldView,
        PasswordNeededError,
        SessionError,
        SourceError,
        UnreadableSourceWarning,
        WriteError,
        agreement,
        compare,
        error_bounds,
        quality_sample,
        read,
        read_many,
        read_session,
        totals,
        use_language,
    )

__version__ = "0.1.0"

__all__ = [
    "DocumentReview",
    "FieldView",
    "PasswordNeededError",
    "SessionError",
    "SourceError",
    "UnreadableSourceWarning",
    "WriteError",
    "__version__",
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


def __getattr__(name: str) -> Any:
    """The names of `reviewer.api`, imported when the first of them is asked for: neither the window nor --help waits for them."""
    if name in __all__:
        from reviewer import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """What a person is offered who types `reviewer.` and Tab: also the names that have not been asked for yet."""
    return __all__
