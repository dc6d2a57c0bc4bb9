"""Form fields of an old Word file: boxes to tick and lists to choose from, whose state stands apart from the text.

After [MS-DOC]: the sign of a field (U+0001 with sprmCFData) names a place of the stream “Data”, where FFDATA stands behind a head.
"""

from __future__ import annotations

import struct

_BOX, _LIST, _UNSET = 1, 2, 25
_MOST_CHOICES = 200


def state(data: bytes, place: int) -> str:
    """What the form field at a place of the stream “Data” shows: ☑, ☐ or the text chosen; empty where it shows nothing."""
    try:
        (head,) = struct.unpack_from("<H", data, place + 4)
        at = place + head
        version, bits = struct.unpack_from("<IH", data, at)
        kind, chosen = bits & 3, bits >> 2 & 31
        if version != 0xFFFFFFFF or kind not in (_BOX, _LIST):
            return ""
        at = _behind(data, at + 10)  # its name
        (usual,) = struct.unpack_from("<H", data, at)
        chosen = usual if chosen == _UNSET else chosen
        if kind == _BOX:
            return "☑" if chosen == 1 else "☐"
        at += 2
        for _ in range(5):
            at = _behind(data, at)
        mark, count, extra = struct.unpack_from("<HHH", data, at)
        if mark != 0xFFFF or not chosen < count <= _MOST_CHOICES:
            return ""
        at += 6
        for _ in range(chosen):
            at += 2 + 2 * struct.unpack_from("<H", data, at)[0] + extra
        (length,) = struct.unpack_from("<H", data, at)
        return data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    except struct.error:
        return ""


def _behind(data: bytes, at: int) -> int:
    """The byte behind a text with its length before and a zero behind it."""
    return at + 4 + 2 * int(struct.unpack_from("<H", data, at)[0])
