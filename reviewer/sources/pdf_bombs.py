"""Whether a PDF holds a stream that unpacks to more than a machine can bear; looked at before PDFium unpacks it whole."""

from __future__ import annotations

import zlib

MOST = 300 * 1024 * 1024
"""Bytes that one stream may unpack to; a page printed in full colour for a poster has less."""
_WORTH_A_LOOK = MOST // 1100
"""Bytes: what is packed smaller cannot become too much, for the packing saves at most a factor of about 1,030."""
_PIECE = 1 << 16
_MOST_NAMES = 1 << 23


def unpacks_to_too_much(data: bytes) -> bool:
    """Whether any packed stream is larger than MOST when it is unpacked."""
    place = data.find(b"stream")
    while place >= 0:
        start = place + 6
        start += 2 if data[start : start + 2] == b"\r\n" else 1
        end = data.find(b"endstream", start)
        if end < 0:
            return _is_too_much(data, start, len(data))
        if end - start > _WORTH_A_LOOK and _is_too_much(data, start, end):
            return True
        place = data.find(b"stream", end + 9)
    return False


def has_name(data: bytes, name: bytes) -> bool:
    """Whether a PDF has a name in any of its objects, those that are packed together included. Encrypted ones always have."""
    if name in data or b"/Encrypt" in data:
        return True
    place = data.find(b"/ObjStm")
    while place >= 0:
        start = data.find(b"stream", place)
        end = data.find(b"endstream", start)
        if start < 0 or end < 0:
            return False
        start += 8 if data[start + 6 : start + 8] == b"\r\n" else 7
        try:
            if name in zlib.decompressobj().decompress(data[start:end], _MOST_NAMES):
                return True
        except zlib.error:
            return True
        place = data.find(b"/ObjStm", end)
    return False


def _is_too_much(data: bytes, start: int, end: int) -> bool:
    """Unpack bit by bit and count; stops at the first bit that is no packed stream, or packed no more than usual."""
    unpacker = zlib.decompressobj()
    total = 0
    try:
        for place in range(start, end, _PIECE):
            rest = data[place : min(end, place + _PIECE)]
            while rest:
                total += len(unpacker.decompress(rest, 1 << 24))
                rest = unpacker.unconsumed_tail
                if total > MOST:
                    return True
            read = min(end, place + _PIECE) - start
            if unpacker.eof or total / read * (end - start) < MOST / 4:
                return False
    except zlib.error:
        pass
    return False
