"""What of a template openpyxl cannot keep, found beforehand: the user is to know before anything is lost."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from reviewer.base.i18n import mark, tr

_CONTROLS = mark("buttons and other controls")
_PARTS = {
    r"xl/media/": mark("pictures"),
    r"xl/(ctrlProps|activeX)/": _CONTROLS,
    r"xl/(slicers|timelines)/": mark("slicers"),
    r"xl/threadedComments/": mark("threads of comments"),
    r"xl/diagrams/": mark("diagrams"),
    r"_xmlsignatures/": mark("the digital signature"),
}
"""Parts of the file that are lost as a whole, by their names."""
_INSIDE = {
    r"xl/drawings/drawing\d+\.xml": {r"<xdr:(sp|grpSp|cxnSp)[ >]": mark("shapes and text boxes")},
    r"xl/drawings/vmlDrawing\d+\.vml": {r'ObjectType="(?!Note)': _CONTROLS},
    r"xl/worksheets/sheet\d+\.xml": {
        r"<x14:sparklineGroup[ >]": mark("sparklines"),
        r"<x14:dataValidation[ >]": mark("lists to choose from that stand on another sheet"),
        r"<x14:conditionalFormatting[ >]": mark("newer kinds of conditional formatting"),
    },
}
"""What is lost inside of parts, by what stands in them."""
_CHARTS = "xl/charts/chart"


def losses(path: Path) -> tuple[str, ...]:
    """What a filled copy of this template will not have, in sentences; nothing for a file that is no workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            lost = dict.fromkeys((*_whole(names), *_inside(archive, names)))
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError):  # said where it is opened
        return ()
    sentences = []
    if lost:
        listed = "、".join(tr(what) for what in lost)
        sentences.append(tr("The filled copy will lack what this program cannot keep: {things}.", things=listed))
    if any(name.startswith(_CHARTS) for name in names):
        sentences.append(tr("Charts are kept, but some of their formatting may change."))
    return tuple(sentences)


def _whole(names: list[str]) -> Iterator[str]:
    for pattern, what in _PARTS.items():
        if any(re.match(pattern, name) for name in names):
            yield what


def _inside(archive: zipfile.ZipFile, names: list[str]) -> Iterator[str]:
    for pattern, signs in _INSIDE.items():
        for name in names:
            if re.fullmatch(pattern, name):
                text = archive.read(name).decode("utf-8", "replace")
                yield from (what for sign, what in signs.items() if re.search(sign, text))
