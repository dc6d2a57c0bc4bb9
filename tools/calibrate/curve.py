"""The plot of the curve: what is silent against what is marked, a point for each target. Plain SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_SIZE, _LEFT, _TOP, _WIDE = 320, 60, 24, 420
_COLOURS = ("#1b6ca8", "#c8553d", "#5b8c5a", "#7d5ba6", "#8a6d3b")

Points = Sequence[tuple[float, float, float]]
"""(target, alarms, silent), the shares between 0 and 1."""


def curve(lines: Mapping[str, Points]) -> str:
    """The plot of some groups of documents by name; both axes begin at 0 and end a little beyond the furthest point."""
    points = [point for found in lines.values() for point in found]
    right = max([0.01, *(alarms for _, alarms, _ in points)]) * 1.05
    top = max([0.001, *(silent for _, _, silent in points)]) * 1.05
    parts = [f'<rect x="{_LEFT}" y="{_TOP}" width="{_WIDE}" height="{_SIZE}" fill="none" stroke="#999"/>']
    for step in range(5):
        x, y = _LEFT + _WIDE * step / 4, _TOP + _SIZE * (1 - step / 4)
        parts.append(_text(x, _TOP + _SIZE + 18, f"{right * step / 4:.1%}", "middle"))
        parts.append(_text(_LEFT - 6, y + 4, f"{top * step / 4:.2%}", "end"))
    parts.append(_text(_LEFT + _WIDE / 2, _TOP + _SIZE + 38, "right fields that are marked", "middle"))
    parts.append(_text(_LEFT, _TOP - 8, "wrong among the fields that are not marked", "start"))
    for place, (name, found) in enumerate(lines.items()):
        colour = _COLOURS[place % len(_COLOURS)]
        at = [
            (_LEFT + _WIDE * alarms / right, _TOP + _SIZE * (1 - silent / top), target)
            for target, alarms, silent in found
        ]
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in at)
        parts.append(f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"><title>{name}, {target:.2%}</title></circle>'
            for x, y, target in at
        ]
        down = _TOP + 20 + 18 * place
        parts.append(f'<rect x="{_LEFT + _WIDE - 96}" y="{down - 9}" width="10" height="10" fill="{colour}"/>')
        parts.append(_text(_LEFT + _WIDE - 80, down, name, "start"))
    body = "\n".join(parts)
    width, height = _LEFT + _WIDE + 30, _TOP + _SIZE + 54
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="12">\n<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'
