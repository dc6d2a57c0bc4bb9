"""Regular expressions that are compiled when they are first used: a start-up does not wait for those of a file that is not open yet."""

from __future__ import annotations

import re
from typing import Any, cast


class _Later:
    """Stands for a compiled pattern until somebody asks something of it, and from then on hands it over."""

    def __init__(self, text: str, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._text, self._flags)
        for method in ("match", "search", "fullmatch", "finditer", "findall", "sub", "subn", "split", "pattern"):
            self.__dict__[method] = getattr(compiled, method)  # found at once from now on, without this function
        return getattr(compiled, name)


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """re.compile(), put off. A pattern that is wrong is an error where it is used, not where it stands."""
    return cast("re.Pattern[str]", _Later(text, flags))
