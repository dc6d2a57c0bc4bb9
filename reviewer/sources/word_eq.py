r"""What fields of Word show that have no stored result: EQ (`eq \o\ac(□,√)`), SYMBOL, MACROBUTTON.

An EQ field is worked out by Word each time: ticks in boxes, digits in circles, fractions, raised text, pinyin above text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reviewer.sources.raised import lowered, raised
from reviewer.sources.word_symbols import symbols

_KIND = re.compile(r"\s*(eq|advance|symbol|macrobutton)\b\s*", re.IGNORECASE)
_BOXES = frozenset("□☐◻▢口■")
_CIRCLES = frozenset("○◯〇⭕◎O")
_TICKS = frozenset("√✓✔V∨")
_CROSSES = frozenset("×✗✘X")
_GENERAL = re.compile(r'\\\*\s*(?:"[^"]*"|\S+)\s*')
_HAN = dict(zip("一二三四五六七八九十", "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉", strict=True))
_SYMBOL_FIELD = re.compile(r'(0x[0-9a-f]+|\d+)\b(?:.*?\\f\s*(?:"([^"]*)"|(\S+)))?', re.IGNORECASE)
_DEEPEST = 12


def shown(instruction: str) -> str:
    """What a field without a stored result shows; nothing where it is none that shows text of its own."""
    kind = _KIND.match(instruction)
    if kind is None:
        return ""
    rest = _GENERAL.sub("", instruction[kind.end() :])
    name = kind[1].lower()
    if name == "symbol":
        return _symbol(rest)
    if name == "macrobutton":
        return rest.partition(" ")[2].strip()
    return _text(_Reader(rest).parts(0)).strip() if name == "eq" else ""


def _symbol(rest: str) -> str:
    found = _SYMBOL_FIELD.match(rest)
    if found is None:
        return ""
    code = int(found[1], 16) if found[1].lower().startswith("0x") else int(found[1])
    return symbols(chr(code), found[2] or found[3] or "") if 0x20 <= code < 0xD800 else ""


@dataclass(slots=True)
class _Switch:
    """A switch with what stands in its brackets: one list of parts for each argument."""

    name: str
    options: str
    arguments: list[list[str | _Switch]] = field(default_factory=list)


class _Reader:
    """Takes an instruction apart."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0

    def parts(self, depth: int) -> list[str | _Switch]:
        """The parts up to the end of an argument or of the instruction."""
        found: list[str | _Switch] = []
        inner = 0
        while self._at < len(self._text):
            char = self._text[self._at]
            if char == "\\" and self._at + 1 < len(self._text):
                after = self._text[self._at + 1]
                if after.isascii() and after.isalpha() and depth < _DEEPEST:
                    found.append(self._switch(depth))
                    continue
                found.append(after)
                self._at += 2
                continue
            if depth and not inner and char in ",;)，；":
                break
            inner += (char in "(（") - (char in ")）")
            found.append(char)
            self._at += 1
        return found

    def _switch(self, depth: int) -> _Switch:
        """A switch with its options, as `\\s\\up 5`, and the arguments behind it, if there are any."""
        options: list[str] = []
        while (match := re.compile(r"\\([a-z]+)\s*(-?\d+)?\s*", re.IGNORECASE).match(self._text, self._at)) is not None:
            options.append(match[1].lower())
            self._at = match.end()
            if match[1].lower() in ("bc", "lc", "rc") and self._text[self._at : self._at + 1] == "\\":
                self._at += 2
        made = _Switch(options[0], " ".join(options[1:]))
        if self._text[self._at : self._at + 1] == "(":
            self._at += 1
            while True:
                made.arguments.append(self.parts(depth + 1))
                end = self._text[self._at : self._at + 1]
                self._at += 1
                if end in (")", ""):
                    break
        return made


def _text(parts: list[str | _Switch]) -> str:
    return "".join(part if isinstance(part, str) else _of_switch(part) for part in parts)


def _of_switch(switch: _Switch) -> str:
    texts = [_text(argument).strip() for argument in switch.arguments]
    if switch.name == "o":
        return _overlaid(switch, texts)
    if switch.name == "s":
        text = " ".join(texts)
        return lowered(text) if "do" in switch.options.split() else raised(text)
    if switch.name == "f":
        return "/".join(_bracketed(text) for text in texts)
    if switch.name == "r":
        return f"{raised(texts[0]) if len(texts) > 1 else ''}√{_bracketed(texts[-1])}" if texts else ""
    if switch.name == "b":
        return f"({', '.join(texts)})"
    return (", " if switch.name == "l" else " ").join(text for text in texts if text)


def _bracketed(text: str) -> str:
    return f"({text})" if re.search(r".[+＋×*/-]", text) else text


def _overlaid(switch: _Switch, texts: list[str]) -> str:
    """Characters printed one over the other: a tick in a box, a digit in a circle, pinyin above its characters."""
    scripts = [_is_script(argument) for argument in switch.arguments]
    if any(scripts) and not all(scripts):
        return "".join(text for text, script in zip(texts, scripts, strict=True) if not script)
    if all(scripts):
        return "".join(_bare(argument) for argument in switch.arguments)
    frame = next((text for text in texts if text in _BOXES or text in _CIRCLES), "")
    inside = "".join(_without_one(texts, frame)) if frame else ""
    if frame and not inside:
        return frame
    if frame in _BOXES:
        return "☑" if inside in _TICKS else "☒" if inside in _CROSSES else inside
    if frame:
        return _circled(inside)
    return "".join(texts)


def _without_one(texts: list[str], gone: str) -> Iterator[str]:
    for text in texts:
        if text == gone:
            gone = ""
        else:
            yield text


def _circled(text: str) -> str:
    if text.isdecimal() and 1 <= int(text) <= 20:
        return chr(0x2460 + int(text) - 1)
    return _HAN.get(text) or ("⊗" if text in _CROSSES else f"({text})")


def _is_script(argument: list[str | _Switch]) -> bool:
    """Whether an argument is nothing but raised or lowered text."""
    filled = [part for part in argument if not isinstance(part, str) or part.strip()]
    return len(filled) == 1 and isinstance(filled[0], _Switch) and filled[0].name == "s"


def _bare(argument: list[str | _Switch]) -> str:
    """The text of raised or lowered text, as plain text."""
    return "".join(_text(inner) for part in argument if isinstance(part, _Switch) for inner in part.arguments).strip()
