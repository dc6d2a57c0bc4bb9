"""What a program without a window says: a line at a time, and never a mistake because of who listens."""

from __future__ import annotations

import errno
import os
import sys
from typing import TextIO

from reviewer.base.lines import visible


def never_fail_on_encoding() -> None:
    """A terminal that lacks a character shows “?” for it. (A program without a console has no streams at all.)"""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def complain(sentence: str) -> None:
    """One line on standard error."""
    _print(" ".join(visible(sentence).split()), sys.stderr)


def say(sentence: str) -> None:
    """A sentence or more on standard output."""
    _print("\n".join(map(visible, sentence.split("\n"))), sys.stdout)


def _print(sentence: str, stream: TextIO | None) -> None:
    """Say it, unless nobody listens any more (`reviewer --help | head`), which is no mistake."""
    try:
        print(sentence, file=stream, flush=True)
    except OSError as error:
        if stream is None or error.errno not in (errno.EPIPE, errno.EINVAL):  # the latter on Windows
            raise
        nowhere = os.open(os.devnull, os.O_WRONLY)  # what is still in the stream is written when Python ends
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
