"""Tables of a web page that are made of other elements: by what its style sheets lay out as a table, a grid or boxes in a row.

Such elements become those of a table before the page is read. Only the page's own styles are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reviewer.sources.html_media import sheets_of
from reviewer.sources.html_select import Finder, Selector, keys_of, selectors_of

_ANY = re.compile(
    r"display\s*:\s*(?:inline-)?(?:table|grid|flex)|role\s*=\s*[\"']?(?:table|grid|treegrid)\b", re.IGNORECASE
)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_PROPERTY = re.compile(
    r"(?:^|;)\s*(display|grid-template-columns|flex-direction|flex-flow|order|grid-column|grid-row)\s*:\s*([^;]+)",
    re.IGNORECASE,
)
_TAGS = {
    "table": "table", "inline-table": "table", "table-row": "tr", "table-cell": "td", "table-row-group": "tbody",
    "table-header-group": "thead", "table-footer-group": "tfoot", "table-caption": "caption",
}  # fmt: skip
_ROLES = {
    "table": "table", "grid": "table", "treegrid": "table", "row": "tr", "cell": "td", "gridcell": "td", "columnheader": "th",
    "rowheader": "th", "rowgroup": "tbody",
}  # fmt: skip
_OWN = frozenset(("table", "tr", "td", "th", "tbody", "thead", "tfoot", "caption", "html", "body", "head"))
_MOST_RULES, _MOST_COLUMNS, _LEAST_ROWS = 3000, 60, 2
_Style = dict[str, str]
_Rules = dict[str, list[tuple[int, Selector, _Style]]]
"""Selectors with their order and what they say, by their keys."""


def as_tables(root: Any, html: str) -> None:
    """Turn what a page lays out as tables into tables."""
    if not _ANY.search(html):
        return
    rules: _Rules = {}
    for order, (selector, style) in enumerate(_rules(root)):
        rules.setdefault(selector.key, []).append((order, selector, style))
    finder = Finder()
    styles = {element: style for element in root.iter() if (style := _style(element, rules, finder))}
    boxes: list[Any] = []
    for element, style in styles.items():
        shown = style.get("display", "").lower()
        if element.tag in _OWN:
            continue
        if shown in _TAGS:
            element.tag = _TAGS[shown]
        elif shown in ("grid", "inline-grid"):
            _grid(element, style, styles)
        elif shown in ("flex", "inline-flex"):
            way = f"{style.get('flex-flow', '')} {style.get('flex-direction', '')}".lower()
            _as_drawn(element, "-reverse" in way, styles)
            if "column" not in way:
                boxes.append(element)
    _boxes(boxes)
    for element in root.iter():
        role = (element.get("role") or "").lower() if isinstance(element.tag, str) else ""
        if role in _ROLES and element.tag not in _OWN and _is_within_table(element, role):
            element.tag = _ROLES[role]
    _whole(root)


# -- style sheets -------------------------------------------------------------------------------------------------


def _rules(root: Any) -> Iterator[tuple[Selector, _Style]]:
    count = 0
    for sheet in sheets_of(root):
        for selectors, body in _RULE.findall(sheet):
            style = {name.lower(): value.strip() for name, value in _PROPERTY.findall(body)}
            if not style:
                continue
            for selector in selectors_of(selectors):
                count += 1
                if selector.is_exact and count <= _MOST_RULES:
                    yield selector, style


def _style(element: Any, rules: _Rules, finder: Finder) -> _Style:
    """What styles say of an element, its own last."""
    if not isinstance(element.tag, str):
        return {}
    found: _Style = {}
    fitting: list[tuple[int, Selector, _Style]] = []
    for key in () if finder.is_spent else keys_of(element):
        fitting += [rule for rule in rules.get(key, ()) if finder.names(rule[1], element)]
    for _, _, style in sorted(fitting, key=lambda rule: rule[0]):
        found.update(style)
    own = element.get("style")
    if own:
        found.update({name.lower(): value.strip() for name, value in _PROPERTY.findall(own)})
    return found


# -- tables -------------------------------------------------------------------------------------------------------


def _is_within_table(element: Any, role: str) -> bool:
    return role in ("table", "grid", "treegrid") or any(
        around.tag == "table" or around.get("role") in ("table", "grid", "treegrid")
        for around in element.iterancestors()
    )


def _columns(template: str) -> int:
    """How many columns a grid's template has."""
    text, count = template, 0
    for times, inside in re.findall(r"repeat\(\s*(\d{1,3})\s*,((?:[^()]|\([^()]*\))*)\)", template):
        count += int(times) * max(1, len(_words(inside)))
    text = re.sub(r"repeat\((?:[^()]|\([^()]*\))*\)", " ", text)
    return count + len(_words(text))


def _words(text: str) -> list[str]:
    return re.findall(r"[\w.%-]+(?:\([^()]*\))?", re.sub(r"\[[^\]]*\]", " ", text))


def _grid(element: Any, style: _Style, styles: dict[Any, _Style]) -> None:
    """A grid's children as the cells of a table, row by row."""
    columns = _columns(style.get("grid-template-columns", ""))
    children = [child for child in element if isinstance(child.tag, str)]
    if not 2 <= columns <= _MOST_COLUMNS or len(children) < 2 * columns or any(child.tag in _OWN for child in children):
        return
    children = _in_stated_order(children, styles)
    places = _cells_of_grid(children, styles, columns)
    if places is None:
        return
    lines = [element.makeelement("tr", {}) for _ in range(max(row for row, _, _ in places) + 1)]
    for child, (row, wide, high) in zip(children, places, strict=True):
        child.tail = None
        child.tag = "td"
        child.set("colspan", str(wide))
        child.set("rowspan", str(high))
        lines[row].append(child)
    for line in lines:
        element.append(line)
    element.tag = "table"


def _cells_of_grid(children: list[Any], styles: dict[Any, _Style], columns: int) -> list[tuple[int, int, int]] | None:
    """The row of each of a grid's children, and how many columns and rows it takes; None where that is past telling."""
    taken: dict[int, int] = {}
    found: list[tuple[int, int, int]] = []
    row = column = steps = 0
    for child in children:
        own = styles.get(child, {})
        wide, high = _span(own.get("grid-column", "")) or 1, _span(own.get("grid-row", "")) or 1
        wide = min(wide, columns)
        while column + wide > columns or any(taken.get(place, 0) > row for place in range(column, column + wide)):
            steps += wide
            column += 1
            if column + wide > columns:
                row, column = row + 1, 0
        if steps > _MOST_STEPS:
            return None
        for place in range(column, column + wide):
            taken[place] = row + high
        found.append((row, wide, high))
        column += wide
    return found


_MOST_STEPS = 5_000_000


def _as_drawn(element: Any, is_reversed: bool, styles: dict[Any, _Style]) -> None:
    """Put the boxes of a flexible row or column in the order in which they are drawn."""
    children = [child for child in element if isinstance(child.tag, str)]
    orders = [
        int(found[0]) if (found := _ORDER.match(styles.get(child, {}).get("order", ""))) else 0 for child in children
    ]
    if len(children) < 2 or not (is_reversed or any(orders)):
        return
    places = sorted(range(len(children)), key=orders.__getitem__)
    for place in reversed(places) if is_reversed else places:
        element.append(children[place])


_ORDER = re.compile(r"-?\d{1,6}")


def _in_stated_order(children: list[Any], styles: dict[Any, _Style]) -> list[Any]:
    """A grid's children in reading order where each says in which row and column it stands, else as they come."""
    places: list[tuple[int, int]] = []
    for child in children:
        stated = [
            re.match(r"\s*(\d{1,4})\b", styles.get(child, {}).get(name, "")) for name in ("grid-row", "grid-column")
        ]
        if not all(stated):
            return children
        places.append((int(stated[0][1]), int(stated[1][1])))  # type: ignore[index]
    order = sorted(range(len(children)), key=places.__getitem__)
    for number in order:
        children[number].getparent().append(children[number])
    return [children[number] for number in order]


def _span(value: str) -> int:
    found = re.search(r"span\s+(\d{1,2})", value)
    if found:
        return int(found[1])
    ends = re.fullmatch(r"\s*(\d{1,2})\s*/\s*(\d{1,2})\s*", value)
    return max(1, int(ends[2]) - int(ends[1])) if ends else 0


def _boxes(rows: list[Any]) -> None:
    """Boxes in a row, of which several stand one beneath the other with as many parts each, as the rows of a table."""
    by_parent: dict[Any, list[Any]] = {}
    for row in rows:
        by_parent.setdefault(row.getparent(), []).append(row)
    for parent, group in by_parent.items():
        counts = [sum(isinstance(child.tag, str) for child in row) for row in group]
        usual = max(set(counts), key=counts.count)
        if (
            parent is None
            or usual < 2
            or counts.count(usual) < max(_LEAST_ROWS, 0.6 * len(group))
            or len(group) < _LEAST_ROWS
        ):
            continue
        if any(child.tag in _OWN or _is_block_of_text(child) for row in group for child in row):
            continue
        for row in group:
            row.tag = "tr"
            for child in row:
                if isinstance(child.tag, str):
                    child.tag = "td"


def _is_block_of_text(element: Any) -> bool:
    """Whether a part of a row is a part of the page and no cell: it holds tables or headings."""
    return any(next(element.iter(tag), None) is not None for tag in ("table", "h1", "h2", "nav", "article"))


def _whole(root: Any) -> None:
    """Put what stands like rows and cells without a table or a row around it into one."""
    for cells, tag, within in (("tr", "table", ("table", "tbody", "thead", "tfoot")), ("td", "tr", ("tr",))):
        for element in list(root.iter(cells)):
            parent = element.getparent()
            if parent is None or parent.tag in within or element.getparent() is None:
                continue
            run = [element]
            for other in element.itersiblings():
                if other.tag != cells or (run[-1].tail or "").strip():
                    break
                run.append(other)
            around = element.makeelement(tag, {})
            parent.replace(element, around)
            around.tail, run[-1].tail = run[-1].tail, None
            for each in run:
                around.append(each)
