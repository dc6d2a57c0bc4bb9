"""Draws the part of a sheet that is in view."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPalette, QPen, QRegion, QTextCharFormat

from reviewer.sources.sheet import column_name
from reviewer.ui.source.grid_canvas import GridCanvas
from reviewer.ui.source.grid_sheet import At, Table
from reviewer.ui.source.grid_text import format_range
from reviewer.ui.theme import data_colours


def paint(view: GridCanvas, painter: QPainter, part: QRegion) -> None:
    """Draw a part of the viewport: the sheet, the frame around the field in hand, the caret and the headings."""
    palette, room = view.palette(), view.viewport().rect()
    painter.fillRect(room, palette.color(QPalette.ColorRole.Base))
    sheet = view.sheet
    if sheet is None or not sheet.rows:
        painter.setPen(data_colours(palette).quiet)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(room.adjusted(6, 6, -6, -6), flags, view.placeholder())
        return
    seen, corner = view.view_box(), view.corner()
    moved = corner - seen.topLeft()
    first, last = sheet.row_at(seen.top()), sheet.row_at(seen.bottom())
    painter.save()
    painter.setClipRect(QRectF(corner, seen.size()))
    painter.translate(moved)
    _draw_lattices(view, painter, first, last, seen)
    boxes = ((at, sheet.box(at)) for at in sheet.in_rows(first, last))
    shown = {
        at: box
        for at, box in boxes
        if box.intersects(seen) and part.intersects(box.translated(moved).toAlignedRect().adjusted(-2, -2, 2, 2))
    }
    needed = QRectF(part.boundingRect()).translated(-moved).adjusted(-2, -2, 2, 2)
    for at, box in shown.items():
        _draw_cell(view, painter, at, box, seen, needed)
    _draw_frames(view, painter, shown)
    _draw_caret(view, painter, shown)
    painter.restore()
    if view.headings:
        _draw_headings(view, painter, first, last)


def _between(palette: QPalette, share: float) -> QColor:
    """A colour between the letters' (1) and the paper's (0)."""
    ink, paper = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base)
    parts = ((ink.red(), paper.red()), (ink.green(), paper.green()), (ink.blue(), paper.blue()))
    return QColor(*(int(a * share + b * (1 - share)) for a, b in parts))


def _draw_lattices(view: GridCanvas, painter: QPainter, first: int, last: int, seen: QRectF) -> None:
    sheet = view.sheet
    assert sheet is not None
    painter.setPen(QPen(_between(view.palette(), 0.28), 0))
    for block in range(sheet.block_of(first), sheet.block_of(last) + 1):
        table = sheet.table(block)
        if table is None or not table.rows:
            continue
        start = sheet.starts[block]
        top, bottom = max(first, start), min(last, start + table.rows - 1)
        y1, y2 = sheet.tops[top] + sheet.gap_above(top), sheet.tops[bottom + 1]
        left, right = 0.0, table.edges[-1]
        lines = [sheet.tops[row] + sheet.gap_above(row) for row in range(top, bottom + 1)] + [y2]
        for y in lines:
            painter.drawLine(QPointF(left, y), QPointF(right, y))
        for x in table.edges:
            if seen.left() - 1 <= x <= seen.right() + 1:
                painter.drawLine(QPointF(x, y1), QPointF(x, y2))


def _draw_cell(view: GridCanvas, painter: QPainter, at: At, box: QRectF, seen: QRectF, needed: QRectF) -> None:
    sheet = view.sheet
    assert sheet is not None
    palette = view.palette()
    table = sheet.table(at.block)
    if table is not None and (table.cells[at.number].row_span > 1 or table.cells[at.number].column_span > 1):
        painter.fillRect(box.adjusted(0.5, 0.5, -0.5, -0.5), palette.color(QPalette.ColorRole.Base))
        painter.drawRect(box)
    chosen = view.selection.within(sheet, at)
    if chosen == (0, -1):
        tint = QColor(palette.color(QPalette.ColorRole.Highlight))
        tint.setAlpha(60)
        painter.fillRect(box, tint)
    if not sheet.spans(at):
        return
    laid = view.laid(at)
    selections = []
    if chosen is not None:
        look = QTextCharFormat()
        look.setBackground(palette.color(QPalette.ColorRole.Highlight))
        look.setForeground(palette.color(QPalette.ColorRole.HighlightedText))
        start, end = chosen
        selections.append(format_range(start, laid.text.length if end < 0 else end, look))
    grid_pen = painter.pen()
    painter.setPen(palette.color(QPalette.ColorRole.Text))
    laid.layout.draw(painter, view.origin_in(box, laid, seen), selections, box & needed)  # lines out of it: no letter
    painter.setPen(grid_pen)


def _draw_frames(view: GridCanvas, painter: QPainter, shown: Collection[At]) -> None:
    painter.setPen(QPen(data_colours(view.palette()).in_hand, 2))
    for at, boxes in view.frames(shown):
        del at
        outline = QPainterPath()
        for box in boxes:
            outline.addRect(QRectF(box.toAlignedRect()))
        painter.drawPath(outline.simplified())  # one line around all, where a value goes on in the next line of text


def _draw_caret(view: GridCanvas, painter: QPainter, shown: Collection[At]) -> None:
    caret = view.selection.caret
    if caret is not None and view.hasFocus() and caret.at in shown:
        place = view.laid(caret.at).caret(caret.unit).translated(view.text_origin(caret.at))
        painter.fillRect(place, view.palette().color(QPalette.ColorRole.Text))


def _draw_headings(view: GridCanvas, painter: QPainter, first: int, last: int) -> None:
    sheet, palette, seen, corner = view.sheet, view.palette(), view.view_box(), view.corner()
    assert sheet is not None
    room = view.viewport().rect()
    painter.setFont(view.font())
    strip = palette.color(QPalette.ColorRole.Button)
    painter.fillRect(QRectF(0, 0, room.width(), corner.y()), strip)
    painter.fillRect(QRectF(0, 0, corner.x(), room.height()), strip)
    block = sheet.block_of(first)
    while block <= sheet.block_of(last) and not isinstance(sheet.blocks[block], Table):
        block += 1
    table = sheet.table(block) if block <= sheet.block_of(last) else None
    caret = view.selection.caret
    held = table.cells[caret.at.number] if table and caret is not None and caret.at.block == block else None
    line, middle = _between(palette, 0.28), Qt.AlignmentFlag.AlignCenter
    painter.setClipRect(QRectF(corner.x(), 0, room.width(), corner.y()))
    for column in range(table.columns if table else 0):
        left = table.edges[column] - seen.left() + corner.x()  # type: ignore[union-attr]
        right = table.edges[column + 1] - seen.left() + corner.x()  # type: ignore[union-attr]
        if right >= corner.x() and left <= room.width():
            _draw_heading(painter, QRectF(left, 0, right - left, corner.y()), column_name(column), line, palette,
                          held is not None and held.column <= column < table.right(held), middle)  # type: ignore[union-attr]  # fmt: skip
    painter.setClipRect(QRectF(0, corner.y(), corner.x(), room.height()))
    for row in range(first, last + 1):
        at_block = sheet.block_of(row)
        inside = sheet.table(at_block)
        if inside is None:
            continue
        number = row - sheet.starts[at_block]
        top = sheet.tops[row] + sheet.gap_above(row) - seen.top() + corner.y()
        bottom = sheet.tops[row + 1] - seen.top() + corner.y()
        strong = held is not None and inside is table and held.row <= number < inside.bottom(held)
        _draw_heading(painter, QRectF(0, top, corner.x(), bottom - top), str(number + 1), line, palette, strong, middle)
    painter.setClipping(False)


def _draw_heading(
    painter: QPainter, box: QRectF, text: str, line: QColor, palette: QPalette, strong: bool, how: Qt.AlignmentFlag
) -> None:
    if strong:
        painter.fillRect(box, palette.color(QPalette.ColorRole.Midlight))
    painter.setPen(QPen(line, 0))
    painter.drawRect(box)
    painter.setPen(palette.color(QPalette.ColorRole.ButtonText))
    painter.drawText(box, how, text)
