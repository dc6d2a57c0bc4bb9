"""What is open on the desk is never written over: its files are at work for the gate as long as they are open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from reviewer.base import gate, written
from reviewer.sources.registry import file_of
from reviewer.ui.desk import Desk, OpenSource


class Guard(QObject):
    """Holds the source and the session of everything on the desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._held: dict[OpenSource, dict[tuple[Path, bool], gate.Hold]] = {}
        self._contents: dict[OpenSource, str] = {}
        desk.source_added.connect(self.look)
        desk.source_changed.connect(self.look)
        desk.source_removed.connect(self._removed)
        desk.destroyed.connect(lambda _gone, held=self._held, contents=self._contents: _let_go(held, contents))

    def look(self, opened: OpenSource) -> None:
        """Hold what `opened` is made of now, and let go of what it was."""
        self._hold_contents(opened)
        wanted = _files(opened)
        held = self._held.setdefault(opened, {})
        if held.keys() == wanted:
            return
        for key in held.keys() - wanted:
            gate.release(held.pop(key))
        for path, is_session in wanted - held.keys():
            hold = held[path, is_session] = gate.protect(path, is_session, tell_others=not is_session)
            if hold.seen is not None and not is_session and written.known(hold.name, hold.seen.identity):
                written.forget(hold.name, hold.seen.identity)  # a source of somebody's, whoever wrote it once

    def _hold_contents(self, opened: OpenSource) -> None:
        """A source of a session may have been moved since: it is known by its bytes too."""
        if opened.review is None:
            return
        sha256 = opened.review.source.sha256
        is_there = opened.session is None and opened.origin is not None and file_of(opened.origin).exists()
        before = self._contents.get(opened)
        if before == sha256 or is_there:
            return
        if before is not None:
            gate.release_content(before)
        self._contents[opened] = sha256
        gate.protect_content(sha256)

    def _removed(self, opened: OpenSource) -> None:
        for hold in self._held.pop(opened, {}).values():
            gate.release(hold)
        if opened in self._contents:
            gate.release_content(self._contents.pop(opened))

    def close(self) -> None:
        """The window goes."""
        _let_go(self._held, self._contents)


def _files(opened: OpenSource) -> set[tuple[Path, bool]]:
    found = set()
    if opened.origin is not None:
        found.add((file_of(opened.origin), False))
    if opened.session is not None:
        found.add((opened.session, True))
    elif opened.live is not None:
        found.add((opened.live.path, True))
    return found


def _let_go(held: dict[OpenSource, dict[tuple[Path, bool], gate.Hold]], contents: dict[OpenSource, str]) -> None:
    for holds in held.values():
        for hold in holds.values():
            gate.release(hold)
    held.clear()
    for sha256 in contents.values():
        gate.release_content(sha256)
    contents.clear()
