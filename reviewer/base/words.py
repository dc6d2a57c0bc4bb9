"""The words that a user has added to the program's own: names of levels, headings with what they mean, and layouts of tables.

One set is in use at a time: the user's own (`use`), and over them those that a team shares (`share`).
Whoever keeps something worked out from the words says so with `depends`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from reviewer.base.files import write_whole
from reviewer.base.gate import NOBODY, Consent
from reviewer.base.i18n import tr

FORMAT = "reviewer-vocabulary/1"
LEVELS = ("level1", "level2")
MOST = 5_000
"""More words than this are no vocabulary that a person has made."""
LONGEST = 120
LONGEST_LAYOUT = 200
"""The words of a header, or its roles, in characters; a workspace keeps no more."""


class VocabularyError(Exception):
    """A file that is no vocabulary. Its text is one sentence for the user."""


@dataclass(frozen=True)
class Words:
    """`levels` says by level ("level1", "level2") what a printed name stands for; `labels` by heading which role it has.

    `layouts` says by the headings of a whole header (extract.taught) which role each of its columns has.
    """

    levels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    layouts: Mapping[str, str] = field(default_factory=dict)

    def digest(self) -> str:
        """A short text that is the same for the same words."""
        plain = {"levels": {level: dict(names) for level, names in self.levels.items()}, "labels": dict(self.labels)}
        if self.layouts:
            plain["layouts"] = dict(self.layouts)
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]

    def with_level(self, level: str, printed: str, name: str) -> Words:
        """These words and one more name of a level."""
        levels = {each: dict(self.levels.get(each, {})) for each in LEVELS}
        levels[level][printed] = name
        return replace(self, levels=levels)

    def without_level(self, level: str, printed: str) -> Words:
        """These words without what a printed name of a level stands for."""
        names = {key: name for key, name in self.levels.get(level, {}).items() if key != printed}
        return replace(self, levels={**self.levels, level: names})

    def with_label(self, printed: str, role: str) -> Words:
        """These words and one more heading."""
        return replace(self, labels={**self.labels, printed: role})

    def with_layout(self, header: str, roles: str) -> Words:
        """These words and one more layout of a table."""
        return replace(self, layouts={**self.layouts, header: roles})

    def joined(self, other: Words) -> Words:
        """These words and those of `other`, which wins where both have one."""
        levels = {each: {**self.levels.get(each, {}), **other.levels.get(each, {})} for each in LEVELS}
        return Words(levels, {**self.labels, **other.labels}, {**self.layouts, **other.layouts})

    @property
    def count(self) -> int:
        """How many words there are."""
        return sum(len(names) for names in self.levels.values()) + len(self.labels) + len(self.layouts)


_in_use = _own = _shared = Words()
_forget: list[Callable[[], object]] = []

_Cached = TypeVar("_Cached", bound=Any)


def depends(cached: _Cached) -> _Cached:
    """Decorates a cached function whose results depend on the words: it forgets them when other words are used."""
    _forget.append(cached.cache_clear)
    return cached


def in_use() -> Words:
    """The words in use."""
    return _in_use


def own() -> Words:
    """The words in use that are the user's own: what is kept, changed and exported."""
    return _own


def use(words: Words) -> None:
    """Use these words of the user's own from now on; what is extracted already stays as it is."""
    global _own
    _own = words
    _put_in_use()


def share(words: Words) -> None:
    """Use these words of a team besides; they win over the user's own where both have one."""
    global _shared
    _shared = words
    _put_in_use()


def _put_in_use() -> None:
    global _in_use
    words = _own.joined(_shared) if _shared.count else _own
    if words == _in_use:
        return
    _in_use = words
    for forget in _forget:
        forget()


def load(path: Path) -> Words:
    """The words of a file; none where there is no such file. Raises VocabularyError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return Words()
    except (OSError, ValueError) as error:
        raise VocabularyError(
            tr("{file} cannot be read as a vocabulary; please choose another file.", file=path.name)
        ) from error
    try:
        return _words(json.loads(text))
    except (ValueError, TypeError, RecursionError) as error:
        raise VocabularyError(
            tr("{file} is no vocabulary of this program; please choose another file.", file=path.name)
        ) from error


def _words(data: Any) -> Words:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError("another format")
    levels = {level: _texts(data.get(level, {})) for level in LEVELS}
    return Words(levels, _texts(data.get("labels", {})), _texts(data.get("layouts", {}), LONGEST_LAYOUT))


def _texts(data: Any, longest: int = LONGEST) -> dict[str, str]:
    if not isinstance(data, dict) or len(data) > MOST:
        raise ValueError("no words")
    for each in (*data, *data.values()):
        if not isinstance(each, str) or not each.strip() or len(each) > longest:
            raise ValueError("no words")
    return dict(data)


def save(words: Words, path: Path, consent: Consent = NOBODY) -> None:
    """Write words to a file, whole or not at all; `consent` says what may be replaced. Raises WriteError."""
    data = {
        "format": FORMAT,
        **{level: dict(words.levels.get(level, {})) for level in LEVELS},
        "labels": dict(words.labels),
        "layouts": dict(words.layouts),
    }
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"

    def write(temporary: Path) -> None:
        temporary.write_text(text, encoding="utf-8")

    write_whole(path, write, consent)
