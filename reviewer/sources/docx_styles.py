"""What styles and lists of a Word document add to its paragraphs: numbers before them, and text that is hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reviewer.sources.word_numbers import Level, Lists
from reviewer.sources.word_symbols import is_symbolic

_SPECK, _SMALL, _OFF_LINE = 3, 16, 4
"""Half points: what is no larger than the first nobody can read; text up to the second that stands as far off its line as the
third says is raised or lowered, and not only moved for its looks."""
_MOST_LOOKS = 2000
_OFF = frozenset(("0", "false", "off"))
_FOLLOW = {"nothing": "", "space": " ", "tab": " "}


_MARKS = (
    *(
        b"vanish",
        b"trike",
        b"vertAlign",
        b"dings",
        b"Symbol",
        b":caps",
        b"Caps",
        b'"FFFFFF"',
        b'"ffffff"',
        b"w:position ",
    ),
    *(b'sz w:val="1"', b'sz w:val="2"', b'sz w:val="3"'),
)
"""What stands in a part whose text is not all shown as it is written."""


def is_plain(*parts: bytes) -> bool:
    """Whether no part says of any text that it is hidden, struck out, raised, lowered, in capitals or in a symbol font."""
    return not any(mark in part for part in parts for mark in _MARKS)


_STYLE = re.compile(rb"<(?:\w+:)?style\s[^>]*>")
_STYLE_ID = re.compile(rb'styleId="([^"]*)"')
_USED = re.compile(rb'Style\s[^>]*?val="([^"]*)"')
_BASE = re.compile(rb'basedOn\s[^>]*?val="([^"]*)"')


def of_used(styles: bytes, *parts: bytes) -> bytes:
    """Of a part of styles those that the parts use, and what these are based on; programs write hundreds that nobody uses."""
    starts = list(_STYLE.finditer(styles))
    ends = [start.start() for start in starts[1:]] + [len(styles)]
    found: dict[bytes, bytes] = {}
    waiting = {name for part in parts for name in _USED.findall(part)}
    if not starts or any(b"Style" in part and not _USED.search(part) for part in parts):
        return styles
    for start, end in zip(starts, ends, strict=True):
        name = _STYLE_ID.search(start[0])
        if name is None:
            return styles
        found[name[1]] = styles[start.start() : end]
        if b'default="1"' in start[0] or b'default="true"' in start[0]:
            waiting.add(name[1])
    used: list[bytes] = []
    while waiting:
        chunk = found.pop(waiting.pop(), b"")
        used.append(chunk)
        waiting.update(_BASE.findall(chunk))
    return b"".join(used)


@dataclass(frozen=True, slots=True)
class Look:
    """How text is shown, as far as that changes what it says; None where it follows the style beneath.

    `raised` is 1 above the line, -1 below it, 0 on it. `low` and `high` are symbol fonts for characters up to U+007F and
    above, empty for ordinary ones.
    """

    hidden: bool | None = None
    struck: bool | None = None
    raised: int | None = None
    low: str | None = None
    high: str | None = None
    white: bool | None = None
    caps: bool | None = None
    """In capitals, large or small, whatever was written."""

    def over(self, below: Look) -> Look:
        """This look, with what it leaves open as `below` has it."""
        return Look(
            below.hidden if self.hidden is None else self.hidden,
            below.struck if self.struck is None else self.struck,
            below.raised if self.raised is None else self.raised,
            below.low if self.low is None else self.low,
            below.high if self.high is None else self.high,
            below.white if self.white is None else self.white,
            below.caps if self.caps is None else self.caps,
        )


PLAIN = Look()


def _matters(look: Look) -> bool:
    return bool(look.hidden or look.struck or look.raised or look.low or look.high or look.white or look.caps)


_RAISED = {"superscript": 1, "subscript": -1}


class Styles:
    """Looks up what a paragraph's or run's properties mean; `lists` is None where the document has no lists."""

    def __init__(
        self, namespace: str, styles: Any, numbering: Any, plain: bool = True, plain_styles: bool = True
    ) -> None:
        self.is_plain = plain
        """Whether all text is shown as it is written, so that nobody need ask for its look."""
        self._has_looks = not (plain and plain_styles)
        self._w = f"{{{namespace}}}"
        self._val = self._w + "val"
        self._looks: dict[str, Look] = {}
        self._known: dict[Any, tuple[Look, Look]] = {}
        """Looks of runs by what their properties say: most runs of a document say one of a few things."""
        self._numbered: dict[str, tuple[str, int]] = {}
        self._default = ""
        self._root = styles
        self._style, self._numbers = self._w + "pStyle", self._w + "numPr"
        self.lists: Lists | None = self._lists(numbering) if numbering is not None else None
        if styles is not None:
            self._read_styles(styles)
        self.is_plain = plain and not any(map(_matters, self._looks.values()))

    def of_paragraph(self, properties: Any) -> Look:
        """The look of a paragraph's text by its style; `properties` may be None."""
        style = None if properties is None else properties.find(self._style)
        return self._looks.get(self._default if style is None else style.get(self._val, ""), PLAIN)

    def look(self, properties: Any, paragraph: Look) -> Look:
        """The look of a run with these properties in a paragraph of that look."""
        said = (id(paragraph), *[(child.tag, *child.items()) for child in properties])
        known = self._known.get(said)
        if known is None or known[0] is not paragraph:
            style, own = self._own(properties)
            found = own.over(self._looks.get(style, PLAIN)).over(paragraph)
            if len(self._known) > _MOST_LOOKS:
                self._known.clear()
            known = self._known[said] = (paragraph, found)
        return known[1]

    def _own(self, properties: Any) -> tuple[str, Look]:
        """The style that a run's properties name, and the look that they state themselves."""
        style, hidden, struck, raised, low, high, white, caps = "", None, None, None, None, None, None, None
        size = above = 0
        coloured = False
        for child in properties:
            name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if name == "rStyle":
                style = child.get(self._val, "")
            elif name == "vanish":
                hidden = child.get(self._val, "1") not in _OFF
            elif name in ("strike", "dstrike"):
                struck = bool(struck) or child.get(self._val, "1") not in _OFF
            elif name in ("caps", "smallCaps"):
                caps = bool(caps) or child.get(self._val, "1") not in _OFF
            elif name == "vertAlign":
                raised = _RAISED.get(child.get(self._val, ""), 0)
            elif name == "rFonts":
                low, high = self._fonts(child)
            elif name == "color":
                white = child.get(self._val, "").upper() == "FFFFFF"
            elif name in ("shd", "highlight"):
                coloured = coloured or is_coloured(child, self._w)
            elif name == "sz":
                size = _integer(child.get(self._val), 0)
            elif name == "position":
                above = _signed(child.get(self._val))
        if 0 < size <= _SPECK:
            hidden = True
        if raised is None and 0 < size <= _SMALL and abs(above) >= _OFF_LINE:
            raised = 1 if above > 0 else -1
        return style, Look(hidden, struck, raised, low, high, False if coloured else white, caps)

    def _fonts(self, fonts: Any) -> tuple[str | None, str | None]:
        """The symbol fonts of the letters up to U+007F and of those above; empty for an ordinary font, None for none."""
        low, high = fonts.get(self._w + "ascii"), fonts.get(self._w + "hAnsi")
        eastern = fonts.get(self._w + "hint") == "eastAsia" and fonts.get(self._w + "eastAsia")
        if eastern and not is_symbolic(eastern):
            high = eastern
        return _symbolic(low), _symbolic(high)

    @cached_property
    def _coloured(self) -> frozenset[str]:
        """Styles of tables that colour cells; asked for only where some text is white."""
        return frozenset(
            style.get(self._w + "styleId", "")
            for style in (self._root.iterchildren(self._w + "style") if self._root is not None else ())
            if any(is_coloured(shade, self._w) for shade in style.iter(self._w + "shd"))
        )

    def is_on_colour(self, run: Any) -> bool:
        """Whether something behind a run may make the paper another colour than white: its paragraph, cell, table, box."""
        w = self._w
        for around in run.iterancestors():
            name = around.tag
            if name == w + "txbxContent" or any(is_coloured(shade, w) for shade in around.iterfind(f"{name}Pr/{w}shd")):
                return True
            if name == w + "tbl":
                style = around.find(f"{w}tblPr/{w}tblStyle")
                if style is not None and style.get(self._val, "") in self._coloured:
                    return True
            if name == w + "document" and around.find(w + "background") is not None:
                return True
        return False

    def number(self, properties: Any) -> str:
        """The number before a paragraph with these properties; counts it."""
        style = properties.find(self._style)
        of_style = self._numbered.get(self._default if style is None else style.get(self._val, ""))
        own = properties.find(self._numbers)
        if own is None and of_style is None:
            return ""
        list_id, depth = of_style or ("0", 0)
        if own is not None:
            list_id, depth = self._reference(own, list_id, depth)
        return self.lists.next(list_id, depth) if self.lists is not None and list_id != "0" else ""

    def _reference(self, element: Any, list_id: str, depth: int) -> tuple[str, int]:
        number, level = element.find(self._w + "numId"), element.find(self._w + "ilvl")
        if number is not None:
            list_id = number.get(self._val, "0")
        if level is not None:
            depth = _integer(level.get(self._val), 0)
        return list_id, depth

    def _read_styles(self, root: Any) -> None:
        """Which styles hide text, and which number their paragraphs, themselves or by the style they are based on."""
        based: dict[str, str] = {}
        for style in root.iterchildren(self._w + "style"):
            name = style.get(self._w + "styleId", "")
            if style.get(self._w + "default") in ("1", "true") and style.get(self._w + "type") == "paragraph":
                self._default = name
            base = style.find(self._w + "basedOn")
            if base is not None:
                based[name] = base.get(self._val, "")
            run = style.find(self._w + "rPr")
            if run is not None and self._has_looks:
                self._looks[name] = self._own(run)[1]
            own = style.find(f"{self._w}pPr/{self._w}numPr")
            if own is not None and self.lists is not None:
                list_id, depth = self._reference(own, "", 0)
                if list_id:
                    depth = self._linked.get((list_id, name), depth)
                    self._numbered[name] = (list_id, depth)
        self._looks = {name: self._inherited(name, based) for name in (*self._looks, *based)}
        for name in based:
            base_name, steps = based[name], 0
            while name not in self._numbered and base_name and steps < 20:
                if base_name in self._numbered:
                    self._numbered[name] = self._numbered[base_name]
                base_name, steps = based.get(base_name, ""), steps + 1

    def _inherited(self, name: str, based: dict[str, str]) -> Look:
        look, steps = self._looks.get(name, PLAIN), 0
        while (name := based.get(name, "")) and steps < 20:
            look, steps = look.over(self._looks.get(name, PLAIN)), steps + 1
        return look

    def _lists(self, root: Any) -> Lists | None:
        w = self._w
        self._linked: dict[tuple[str, str], int] = {}
        abstract: dict[str, dict[int, Level]] = {}
        by_style: dict[str, str] = {}
        refers: dict[str, str] = {}
        styled: dict[str, dict[str, int]] = {}
        for element in root.iterchildren(w + "abstractNum"):
            key = element.get(w + "abstractNumId", "")
            abstract[key] = {_integer(e.get(w + "ilvl"), 0): self._level(e) for e in element.iterchildren(w + "lvl")}
            for level in element.iterchildren(w + "lvl"):
                linked = level.find(w + "pStyle")
                if linked is not None:
                    styled.setdefault(key, {})[linked.get(self._val, "")] = _integer(level.get(w + "ilvl"), 0)
            for tag, found in (("styleLink", by_style), ("numStyleLink", refers)):
                link = element.find(w + tag)
                if link is not None:
                    if tag == "styleLink":
                        found[link.get(self._val, "")] = key
                    else:
                        found[key] = link.get(self._val, "")
        lists = Lists()
        for element in root.iterchildren(w + "num"):
            list_id, link = element.get(w + "numId", ""), element.find(w + "abstractNumId")
            key = link.get(self._val, "") if link is not None else ""
            key = by_style.get(refers.get(key, ""), key)
            levels = dict(abstract.get(key, {}))
            for override in element.iterchildren(w + "lvlOverride"):
                self._override(override, levels, lists, list_id)
            lists.levels[list_id], lists.counts_with[list_id] = levels, f"abstract {key}"
            for style, depth in styled.get(key, {}).items():
                self._linked[list_id, style] = depth
        return lists if lists.levels else None

    def _override(self, element: Any, levels: dict[int, Level], lists: Lists, list_id: str) -> None:
        depth = _integer(element.get(self._w + "ilvl"), 0)
        own, start = element.find(self._w + "lvl"), element.find(self._w + "startOverride")
        if own is not None:
            levels[depth] = self._level(own)
        level = levels.get(depth)
        if start is not None and level is not None:
            first = _integer(start.get(self._val), 1)
            levels[depth] = Level(level.style, level.text, first, level.follow, level.restarts_after, level.legal)
            lists.restarting.add((list_id, depth))

    def _level(self, element: Any) -> Level:
        def value(name: str, missing: str) -> str:
            found = element.find(self._w + name)
            return missing if found is None else str(found.get(self._val, missing))

        restart = value("lvlRestart", "")
        legal = element.find(self._w + "isLgl")
        style = value("numFmt", "decimal")
        other = element.find(f".//{self._w}numFmt") if style == "decimal" else None
        if other is not None:
            style = other.get(self._val, style)
        hidden = element.find(f"{self._w}rPr/{self._w}vanish")
        is_hidden = hidden is not None and hidden.get(self._val, "1") not in _OFF
        return Level(
            style,
            "" if is_hidden else value("lvlText", ""),
            _integer(value("start", "0"), 0),
            _FOLLOW.get(value("suff", "tab"), " "),
            int(restart) if restart.isdecimal() else None,
            legal is not None and legal.get(self._val, "1") not in _OFF,
        )


def _symbolic(font: str | None) -> str | None:
    return font if font is None or is_symbolic(font) else ""


def is_coloured(shade: Any, w: str) -> bool:
    """Whether a shading or a highlight makes the paper beneath a text another than white."""
    if shade.tag == w + "highlight":
        return shade.get(w + "val") not in ("none", "white", None)
    pattern, fill = shade.get(w + "val", "clear"), shade.get(w + "fill", "auto").upper()
    return fill not in ("AUTO", "FFFFFF", "") or pattern not in ("clear", "nil") or bool(shade.get(w + "themeFill"))


def _signed(text: str | None) -> int:
    return int(text) if text and text.lstrip("-").isdecimal() and len(text) < 9 else 0


def _integer(text: str | None, missing: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else missing
