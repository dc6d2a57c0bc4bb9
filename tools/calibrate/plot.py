"""The reliability plot: how often fields are right, against how sure the program said it was. Plain SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log10

_SIZE, _LEFT, _TOP = 360, 70, 30
_TICKS = (0.5, 0.9, 0.99, 0.999, 0.9999)
_COLOURS = ("#1b6ca8", "#c8553d", "#5b8c5a", "#7d5ba6")

Points = Sequence[tuple[float, float, int]]


def reliability(curves: Mapping[str, Points]) -> str:
    """The plot of some curves by name; a point is (said, was, fields). Both axes are stretched towards 1, where fields are."""
    parts = [_frame()]
    for place, (name, points) in enumerate(curves.items()):
        colour = _COLOURS[place % len(_COLOURS)]
        line = " ".join(f"{_x(said):.1f},{_y(was):.1f}" for said, was, _ in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        parts += [
            f'<circle cx="{_x(said):.1f}" cy="{_y(was):.1f}" r="4" fill="{colour}">'
            f"<title>{name}: said {said:.4f}, was {was:.4f}, {fields} fields</title></circle>"
            for said, was, fields in points
        ]
        down = _TOP + 20 + 18 * place
        parts.append(f'<rect x="{_LEFT + 12}" y="{down - 9}" width="10" height="10" fill="{colour}"/>')
        parts.append(_text(_LEFT + 28, down, name, "start"))
    body = "\n".join(parts)
    width, height = _LEFT + _SIZE + 30, _TOP + _SIZE + 60
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="12">\n<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )


def _frame() -> str:
    right, bottom = _LEFT + _SIZE, _TOP + _SIZE
    parts = [
        f'<rect x="{_LEFT}" y="{_TOP}" width="{_SIZE}" height="{_SIZE}" fill="none" stroke="#999"/>',
        f'<line x1="{_LEFT}" y1="{bottom}" x2="{right}" y2="{_TOP}" stroke="#999" stroke-dasharray="4 4"/>',
        _text(_LEFT + _SIZE / 2, bottom + 42, "confidence: how sure the program said it was", "middle"),
        f'<g transform="rotate(-90 16 {_TOP + _SIZE / 2})">'
        + _text(16, _TOP + _SIZE / 2, "share of the fields that were right", "middle")
        + "</g>",
    ]
    for tick in _TICKS:
        parts.append(f'<line x1="{_x(tick):.1f}" y1="{bottom}" x2="{_x(tick):.1f}" y2="{bottom + 4}" stroke="#999"/>')
        parts.append(f'<line x1="{_LEFT - 4}" y1="{_y(tick):.1f}" x2="{_LEFT}" y2="{_y(tick):.1f}" stroke="#999"/>')
        parts.append(_text(_x(tick), bottom + 18, f"{tick:g}", "middle"))
        parts.append(_text(_LEFT - 8, _y(tick) + 4, f"{tick:g}", "end"))
    return "\n".join(parts)


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'


def _stretch(share: float) -> float:
    """0 to 1 as 0 to 1, a tenth of the distance from 1 taking as much room as the distance did (0.9 to 0.99 as 0.99 to 0.999)."""
    left = max(1 - share, 10**-4.5)
    return -log10(left) / 4.5


def _x(share: float) -> float:
    return _LEFT + _SIZE * _stretch(share)


def _y(share: float) -> float:
    return _TOP + _SIZE * (1 - _stretch(share))
