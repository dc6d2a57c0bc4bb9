"""Tool tips that hold what somebody else has written: shown as it is written, whatever it looks like."""

from __future__ import annotations

import html


def as_it_is(text: str) -> str:
    """`text` as a tool tip. Left alone, Qt would take what looks like HTML for it: a file's name or a note could show something else, and a
    picture that it names would be fetched, over the network too.
    """
    if "<" not in text:
        return text
    return f"<qt>{html.escape(text).replace(chr(10), '<br>')}</qt>"
