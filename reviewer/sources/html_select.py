"""Which elements of a web page the selectors of its style sheets name: tags, classes, ids, attributes, places among siblings,
`:not()`, `:is()`, `:where()` and `:has()`.

What depends on the mouse or the keyboard, or names what is no element, names nothing. Of what is not worked out (`:checked`, for a
saved page does not keep what a person ticked) the selector names at most what its rest names: it is not exact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

_Test = Callable[[Any, "Finder"], bool]
_NAME = r"(?:[\w-]|[^\x00-\x7f]|\\.)+"
_PART = re.compile(
    rf"(?P<mark>[.#])(?P<name>{_NAME})|\[\s*(?P<attribute>[\w:-]+)\s*(?:(?P<operator>[~|^$*]?=)\s*"
    rf"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\]]+))\s*(?P<flag>[iIsS])?)?\s*\]|(?P<pseudo>::?[\w-]+)(?P<opens>\()?"
)
_TAG = re.compile(rf"\*|{_NAME}")
_JOINT = re.compile(r"\s*([>+~])\s*|\s+")
_NTH = re.compile(r"\s*(?:(odd|even)|([+-]?\d*)n\s*(?:([+-])\s*(\d+))?|([+-]?\d+))\s*", re.IGNORECASE)
_LISTS = frozenset((":not", ":is", ":where", ":matches", ":-webkit-any", ":-moz-any"))
_NTHS = {f":nth-{last}{what}": (bool(last), what == "of-type") for last in ("", "last-") for what in ("child", "of-type")}  # fmt: skip
_UNKNOWN = frozenset((":checked", ":lang", ":dir", ":enabled", ":disabled", ":read-only", ":required", ":optional"))
_LONGEST, _MOST_PARTS, _DEEPEST = 2000, 40, 4
_MOST_STEPS = 5_000_000
"""So many elements are tried: a page of many thousand, with thousands of rules, would else take minutes. Then no more are named."""


@dataclass(frozen=True)
class Compound:
    """What one element has to be: its tag (empty for any), classes, id, what else; `joint` is how it stands to the one before."""

    tag: str
    classes: frozenset[str]
    name: str
    tests: tuple[_Test, ...] = ()
    joint: str = " "
    attribute: str = ""
    """The name of an attribute that it has to have; empty for none."""

    @property
    def key(self) -> str:
        """One thing that an element has to have for this to fit it."""
        if self.name or self.classes:
            return f"#{self.name}" if self.name else f".{min(self.classes)}"
        return f"[{self.attribute}]" if self.attribute and not self.tag else self.tag

    def holds(self, element: Any, finder: Finder) -> bool:
        """Whether an element is this."""
        if (self.tag and element.tag != self.tag) or (self.name and element.get("id") != self.name):
            return False
        if self.classes and not self.classes <= frozenset((element.get("class") or "").split()):
            return False
        return all(test(element, finder) for test in self.tests)


@dataclass(frozen=True)
class Selector:
    """Compounds from the outside in, how particular they are (ids, classes, tags), and whether they say all that is asked for."""

    compounds: tuple[Compound, ...]
    rank: tuple[int, int, int] = (0, 0, 0)
    is_exact: bool = True

    @property
    def key(self) -> str:
        """One thing that an element has to have for the selector to name it."""
        return self.compounds[-1].key


def keys_of(element: Any) -> Iterator[str]:
    """The keys of all selectors that may name an element, each once."""
    yield element.tag
    yield ""
    for name, value in element.attrib.items():
        yield f"[{name}]"
        if name == "id":
            yield f"#{value}"
        elif name == "class":
            yield from dict.fromkeys(f".{one}" for one in value.split())


class Finder:
    """Tells whether selectors name elements of one page, which does not change meanwhile."""

    def __init__(self) -> None:
        self._places: dict[Any, dict[Any, tuple[int, int, int, int]]] = {}
        self._among: dict[tuple[tuple[Selector, ...], Any], dict[Any, tuple[int, int]]] = {}
        self._room = _MOST_STEPS

    def names(self, selector: Selector, element: Any) -> bool:
        """Whether a selector names an element."""
        last = len(selector.compounds) - 1
        self._room -= 1
        if self.is_spent or not selector.compounds[last].holds(element, self):
            return False
        return not last or self._names(selector.compounds, last, element, {})

    @property
    def is_spent(self) -> bool:
        """Whether no more elements are named, for too many were tried."""
        return self._room < 0

    def _names(self, compounds: tuple[Compound, ...], last: int, element: Any, known: dict[Any, bool]) -> bool:
        told = known.get((last, element))
        self._room -= 1
        if self.is_spent:
            return False
        if told is None:
            known[last, element] = told = compounds[last].holds(element, self) and (
                not last
                or any(
                    self._names(compounds, last - 1, other, known) for other in self._before(element, compounds[last])
                )
            )
        return told

    def _before(self, element: Any, compound: Compound) -> Iterator[Any]:
        """The elements of which one has to be what stands before a compound."""
        if compound.joint == " ":
            yield from element.iterancestors()
        elif compound.joint == ">":
            parent = element.getparent()
            if parent is not None:
                yield parent
        else:
            for other in element.itersiblings(preceding=True):
                self._room -= 1
                if self.is_spent:
                    return
                if isinstance(other.tag, str):
                    yield other
                    if compound.joint == "+":
                        return

    def has(self, element: Any, joint: str, selector: Selector) -> bool:
        """Whether one that a selector names stands within an element (joint " ", or ">" for its children), or behind it ("+", "~")."""
        others = {" ": element.iterdescendants, ">": element.iterchildren}.get(joint, element.itersiblings)()
        for other in others:
            if isinstance(other.tag, str):
                if self.names(selector, other):
                    return True
                if joint == "+" or self.is_spent:
                    return False
        return False

    def place(self, element: Any) -> tuple[int, int, int, int]:
        """Which child of its parent an element is, from the first and from the last, and which of those with its tag; from 1."""
        parent = element.getparent()
        if parent is None:
            return 1, 1, 1, 1
        if parent not in self._places:
            self._places[parent] = _numbered([child for child in parent if isinstance(child.tag, str)])
        return self._places[parent][element]

    def place_among(self, element: Any, among: tuple[Selector, ...]) -> tuple[int, int] | None:
        """Which of those children of its parent that a list names an element is, from the first and from the last; None for no such."""
        parent = element.getparent()
        if parent is None:
            return None
        if (among, parent) not in self._among:
            named = [
                child
                for child in parent
                if isinstance(child.tag, str) and any(self.names(selector, child) for selector in among)
            ]
            self._among[among, parent] = {child: (at + 1, len(named) - at) for at, child in enumerate(named)}
        return self._among[among, parent].get(element)


def _numbered(children: list[Any]) -> dict[Any, tuple[int, int, int, int]]:
    counts: dict[str, int] = {}
    found: dict[Any, tuple[int, int, int]] = {}
    for number, child in enumerate(children):
        counts[child.tag] = counts.get(child.tag, 0) + 1
        found[child] = (number + 1, len(children) - number, counts[child.tag])
    return {child: (*place, counts[child.tag] - place[2] + 1) for child, place in found.items()}


# -- what a style sheet writes ------------------------------------------------------------------------------------


def selectors_of(text: str, depth: int = 0) -> list[Selector]:
    """The selectors of a list, parted by commas; those that name nothing, or are not understood, are left out."""
    if len(text) > _LONGEST * 10 or depth > _DEEPEST:
        return []
    found = (_selector(part.strip(), depth) for part in parted(text))
    return [selector for selector in found if selector is not None]


def parted(text: str) -> list[str]:
    """A list of selectors, cut at the commas that stand within no brackets and quotes."""
    parts, start, depth, quote = [], 0, 0, ""
    for place, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == "," and not depth:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]


@dataclass
class _Reading:
    """A compound that is being read."""

    tag: str = ""
    classes: tuple[str, ...] = ()
    name: str = ""
    attribute: str = ""
    tests: tuple[_Test, ...] = ()
    rank: tuple[int, int, int] = (0, 0, 0)
    is_exact: bool = True

    def add(self, test: _Test | None, rank: tuple[int, int, int] = (0, 1, 0)) -> None:
        self.tests += (test,) if test else ()
        self.rank = _sum(self.rank, rank)


def _sum(one: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[int, int, int]:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _selector(text: str, depth: int) -> Selector | None:
    compounds: list[Compound] = []
    rank, is_exact, at, joint = (0, 0, 0), True, 0, " "
    if not text or len(text) > _LONGEST:
        return None
    while at < len(text):
        read = _Reading()
        end = _compound(text, at, read, depth)
        if end is None or end == at or len(compounds) >= _MOST_PARTS:
            return None
        compounds.append(Compound(read.tag, frozenset(read.classes), read.name, read.tests, joint, read.attribute))
        rank, is_exact, at = _sum(rank, read.rank), is_exact and read.is_exact, end
        between = _JOINT.match(text, at)
        if between is None and at < len(text):
            return None
        if between is not None:
            joint, at = between[1] or " ", between.end()
            if at == len(text):
                return None
    return Selector(tuple(compounds), rank, is_exact)


def _compound(text: str, at: int, read: _Reading, depth: int) -> int | None:
    """Read one compound; where it ends, None where it names nothing or is not understood."""
    tag = _TAG.match(text, at)
    if tag is not None:
        at = tag.end()
        if tag[0] != "*":
            read.tag, read.rank = _unescaped(tag[0]).lower(), (0, 0, 1)
    while part := _PART.match(text, at):
        at = part.end()
        if part["mark"] == ".":
            read.classes += (_unescaped(part["name"]),)
            read.add(None)
        elif part["mark"]:
            read.name = _unescaped(part["name"])
            read.add(None, (1, 0, 0))
        elif part["attribute"]:
            read.attribute = part["attribute"].lower()
            read.add(_attribute(part))
        else:
            inside = ""
            if part["opens"]:
                end = _closing(text, at)
                if end is None:
                    return None
                inside, at = text[at:end], end + 1
            if not _pseudo(part["pseudo"].lower(), inside, read, depth):
                return None
    return at


def _unescaped(name: str) -> str:
    return re.sub(r"\\(.)", r"\1", name)


def _closing(text: str, at: int) -> int | None:
    depth = 1
    for place in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if not depth:
            return place
    return None


def _attribute(part: re.Match[str]) -> _Test:
    name, operator = part["attribute"].lower(), part["operator"]
    wanted = next((part[kind] for kind in ("double", "single", "bare") if part[kind] is not None), "")
    folds = (part["flag"] or "").lower() == "i" or name == "type"
    wanted = wanted.lower() if folds else wanted

    def test(element: Any, _finder: Finder) -> bool:
        value = element.get(name)
        if value is None or not operator:
            return value is not None
        value = value.lower() if folds else value
        if operator == "=":
            return bool(value == wanted)
        if operator == "|=":
            return bool(value == wanted or value.startswith(f"{wanted}-"))
        if operator == "~=":
            return wanted in value.split()
        fits = {"^=": value.startswith, "$=": value.endswith, "*=": value.__contains__}[operator]
        return bool(wanted) and bool(fits(wanted))

    return test


def _pseudo(name: str, inside: str, read: _Reading, depth: int) -> bool:
    """Take what stands behind a colon; False where it names nothing or is not understood."""
    if name in _LISTS:
        return _take_list(name, inside, read, depth)
    if name == ":has":
        return _take_has(inside, read, depth)
    if name in _NTHS:
        return _take_nth(inside, read, depth, *_NTHS[name])
    if name in _SIMPLE:
        read.add(_SIMPLE[name])
        return True
    read.is_exact = False
    read.add(None)
    return name in _UNKNOWN


def _take_list(name: str, inside: str, read: _Reading, depth: int) -> bool:
    parts = parted(inside)
    selectors = selectors_of(inside, depth + 1)
    is_not = name == ":not"
    if is_not and len(selectors) < len(parts):
        return _is_of_the_mouse(inside) and depth < _DEEPEST and _without_mouse(selectors, read)
    if not selectors:
        return False
    if is_not and not all(selector.is_exact for selector in selectors):
        read.is_exact = False
        return True
    read.is_exact = read.is_exact and all(selector.is_exact for selector in selectors)
    rank = (0, 0, 0) if name == ":where" else max(selector.rank for selector in selectors)
    read.add(lambda element, finder: any(finder.names(one, element) for one in selectors) != is_not, rank)
    return True


def _take_has(inside: str, read: _Reading, depth: int) -> bool:
    """Elements that have one of a list within them, beside or behind them; of longer selectors only the last part is looked for."""
    wanted: list[tuple[str, Selector]] = []
    for part in parted(inside):
        joint = part.strip()[:1]
        found = selectors_of(part.strip().lstrip(">+~"), depth + 1)
        if len(found) != 1:
            return False
        read.is_exact = read.is_exact and found[0].is_exact and len(found[0].compounds) == 1
        wanted.append((joint if joint in (">", "+", "~") else " ", found[0]))
    rank = max(selector.rank for _, selector in wanted)
    read.add(lambda element, finder: any(finder.has(element, *one) for one in wanted), rank)
    return True


def _take_nth(inside: str, read: _Reading, depth: int, is_from_last: bool, is_of_type: bool) -> bool:
    """Elements by their number among their siblings, or among those of them that a list behind `of` names."""
    number, between, of = inside.partition(" of ")
    among = selectors_of(of, depth + 1) if of else []
    count = _count(number)
    if count is None or (between and (is_of_type or not among)):
        return False
    if not between:
        read.add(lambda element, finder: count(finder.place(element)[2 * is_of_type + is_from_last]))
        return True
    read.is_exact = read.is_exact and all(selector.is_exact for selector in among)

    def test(element: Any, finder: Finder) -> bool:
        place = finder.place_among(element, tuple(among))
        return place is not None and count(place[is_from_last])

    read.add(test, _sum((0, 1, 0), max(selector.rank for selector in among)))
    return True


def _is_of_the_mouse(text: str) -> bool:
    return bool(re.search(r":(?:hover|focus|active|target|visited)", text))


def _without_mouse(selectors: list[Selector], read: _Reading) -> bool:
    """Nothing is under the mouse: `:not(:hover)` names all that the rest of the list does not."""
    read.add(lambda element, finder: not any(finder.names(one, element) for one in selectors))
    return True


def _count(text: str) -> Callable[[int], bool] | None:
    """Which numbers `odd`, `3` or `2n + 1` name; None where it is none of these."""
    found = _NTH.fullmatch(text)
    if found is None:
        return None
    if found[1]:
        step, first = 2, int(found[1].lower() == "odd")
    elif found[5]:
        step, first = 0, int(found[5])
    else:
        step = int(found[2] + "1") if found[2] in ("", "+", "-") else int(found[2])
        first = int((found[3] or "") + (found[4] or "0"))

    def is_named(number: int) -> bool:
        beyond = number - first
        return beyond == 0 if step == 0 else beyond % step == 0 and beyond // step >= 0

    return is_named


def _first(*kinds: int) -> _Test:
    return lambda element, finder: all(finder.place(element)[kind] == 1 for kind in kinds)


def _is_empty(element: Any, _finder: Finder) -> bool:
    return not element.text and not any(isinstance(child.tag, str) for child in element)


_SIMPLE: dict[str, _Test] = {
    ":first-child": _first(0), ":last-child": _first(1), ":only-child": _first(0, 1), ":first-of-type": _first(2),
    ":last-of-type": _first(3), ":only-of-type": _first(2, 3), ":empty": _is_empty,
    ":root": lambda element, _finder: element.getparent() is None,
    ":link": lambda element, _finder: element.tag == "a" and element.get("href") is not None,
    ":any-link": lambda element, _finder: element.tag == "a" and element.get("href") is not None,
}  # fmt: skip
