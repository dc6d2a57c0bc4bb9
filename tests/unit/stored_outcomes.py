"""What is said of invented reviews, a file a topic: written by a script, held by a test against what is said now."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from invented_reviews import settled

from reviewer.base import i18n


def told(tell: Callable[..., Iterator[str]], count: int, *more: object) -> str:
    """The whole of a topic: what `tell` says of each of so many reviews; `more` is handed to it behind their numbers."""
    i18n.use_language("en")
    with settled():
        return "\n".join(f"=== {seed}\n" + "\n".join(tell(seed, *more)) for seed in range(1, count + 1)) + "\n"


def in_a_folder(said: Callable[[str, Path], str]) -> Callable[[str], str]:
    """`said` of a topic, with a folder to write in that is gone afterwards."""

    def said_there(topic: str) -> str:
        with tempfile.TemporaryDirectory() as place:
            return said(topic, Path(place))

    return said_there


def hold(folder: Path, topic: str, now: str) -> None:
    """Fail where a topic's file says something else; the first three lines that differ are shown, with their numbers."""
    before, after = (folder / f"{topic}.txt").read_text(encoding="utf-8").splitlines(), now.splitlines()
    differing = [(at + 1, *pair) for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]]
    assert differing[:3] == []
    assert len(after) == len(before)


def write(folder: Path, topics: Iterable[str], said: Callable[[str], str]) -> None:
    """Make the files of all topics what is said now."""
    folder.mkdir(exist_ok=True)
    for topic in topics:
        (folder / f"{topic}.txt").write_text(said(topic), encoding="utf-8")
