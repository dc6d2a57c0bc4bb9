"""The recognition of characters: rapidocr with the models that come inside its wheel. Nothing is fetched from a network."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
"""A picture in shades of grey, 0 black to 255 white, line by line."""
Quad = NDArray[np.float64]
"""The four corners of a piece of text in pixels, from its upper left one clockwise: an array of 4 by 2."""

_FIND_AT = 0.55
"""Pictures are made smaller by this to find text: at 200 dots an inch nothing is lost, and it takes a quarter of the time."""
_HEIGHT = 48
"""The height in pixels of the lines that the model was trained on."""
_LEAST_WIDTH = 8
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Recognised:
    """The characters of one line: for each its left and right edge, in pixels of the line's picture, and 0 to 1 how
    sure recognition is of it.
    """

    text: str
    edges: tuple[tuple[float, float], ...]
    certainty: tuple[float, ...]

    @property
    def mean(self) -> float:
        """How sure recognition is of the whole line; 0 where nothing was found."""
        return sum(self.certainty) / len(self.certainty) if self.certainty else 0.0


NOTHING = Recognised("", (), ())


def find_text(grey: Grey) -> list[Quad]:
    """Where text stands in a picture: one piece a line, wider gaps cut it."""
    small = cv2.resize(grey, None, fx=_FIND_AT, fy=_FIND_AT, interpolation=cv2.INTER_AREA)
    if min(small.shape) < 32:
        return []
    with _LOCK:
        found = _finder()(_three(small), use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return []
    return [np.asarray(box, dtype=np.float64) / _FIND_AT for box in found.boxes]


def recognise(line: Grey) -> Recognised:
    """Read the picture of one line of text."""
    height, width = line.shape
    if height < 2 or width < 2:
        return NOTHING
    scale = _HEIGHT / height
    method = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    sized = cv2.resize(line, (max(_LEAST_WIDTH, round(width * scale)), _HEIGHT), interpolation=method)
    with _LOCK:
        found = _reader()(_three(sized), use_det=False, use_cls=False, use_rec=True, return_word_box=True)
    text = found.txts[0] if found.txts else ""
    if not text.strip():
        return NOTHING
    info = found.word_results[0]
    columns = [column for word in info.word_cols for column in word]
    return _trimmed(text, _edges(text, columns, max(1.0, float(info.line_txt_len)), width, height), list(info.confs))


def _trimmed(text: str, edges: list[tuple[float, float]], certainty: list[float]) -> Recognised:
    """Without blanks at either end."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return Recognised(text[start:end], tuple(edges[start:end]), tuple(certainty[start:end]))


def _edges(text: str, columns: list[int], across: float, width: int, height: int) -> list[tuple[float, float]]:
    """The edges of characters from where the model saw them: half way to the neighbours, and no wider than they can be.

    `columns` counts characters that are no blanks, `across` is how many columns the line has.
    """
    seen = iter(columns)
    middles: list[float | None] = [
        None if char.isspace() else (next(seen, 0) + 0.5) / across * width for char in text
    ]  # a blank is put between its neighbours below
    last = 0.0
    for index, middle in enumerate(middles):
        if middle is None:
            after = next((m for m in middles[index:] if m is not None), float(width))
            middles[index] = (last + after) / 2
        last = middles[index] or 0.0
    found = [middle or 0.0 for middle in middles]
    edges = []
    for index, (char, middle) in enumerate(zip(text, found, strict=True)):
        half = height * (0.3 if char.isascii() else 0.5)
        left = (found[index - 1] + middle) / 2 if index else 0.0
        right = (middle + found[index + 1]) / 2 if index + 1 < len(found) else float(width)
        edges.append((max(left, middle - half), min(right, middle + half)))
    return edges


def _three(grey: Grey) -> Any:
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)


def _engine() -> Any:
    from rapidocr import RapidOCR

    threads = max(1, min(4, (os.cpu_count() or 2) - 1))  # one core is left for the window
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,  # the angle classifier lets whole lines vanish
            "Global.use_preprocess_img": False,  # pictures come in the right size
            "Global.text_score": 0.0,  # what is hard to read is marked, not dropped
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        }
    )


@cache
def _finder() -> Any:
    """One engine for finding and one for reading: each call leaves its flags behind in the engine."""
    return _engine()


@cache
def _reader() -> Any:
    return _engine()
