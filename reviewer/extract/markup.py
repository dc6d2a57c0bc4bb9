"""What conversions leave around and within the text of a cell: tags, escapes, emphasis, quotes of number formats, lost signs.

A character that stands for another (&lt;) keeps its place; what is only markup goes.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from html.entities import name2codepoint

from reviewer.base.patterns import pattern
from reviewer.extract import latex
from reviewer.model.flow import Flow, undo_layout

_Edit = tuple[int, int, str]
"""From where to where a text is replaced, and what by: nothing, or a character that keeps the first place."""

_ENTITIES = {**{name: chr(code) for name, code in name2codepoint.items()}, "apos": "'", "nbsp": ""}
_ENTITY = pattern(r"&(?:#(?P<code>\d{1,6})|#[xX](?P<hex>[0-9a-fA-F]{1,5})|(?P<name>[A-Za-z]{2,8}\d?));")
_WRAP = pattern(r"(?:\\r)?\\n(?![A-Za-z])|\\t(?![A-Za-z])")
"""A line break as two characters, as programs print it within a string."""
_ESCAPE = pattern(r"\\(?=[\\`*_{}\[\]()#+\-.!|<>~%&$\"'^])")
_FOOTNOTE = pattern(r"\[\^[^\]\s]{1,12}\]")
_EMPHASIS = pattern(r"(?P<mark>\*{1,3}|_{1,3}|`+)(?=[^\s*_`])(?P<inside>(?:[^*_`\\]|\\.)*[^\s*_`\\]|\\[*_`])(?P=mark)")
"""Marks around a whole cell."""
_BOLD = pattern(
    r"(?<![^\s:：;；，,。、（(“|])\*\*([^\s*%％][^*]*[^\s*，,、；;])\*\*(?![^\s:：;；，,。、）)”|])|\*\*([^\s*%％][^*]*[:：])\*\*"
)
"""Marks of bold print around words. A form prints asterisks too where a figure goes (≥**%, ≤****元): those stay."""
_TAG = pattern(
    r"</?(?:p|br|div|span|b|i|u|em|strong|mark|small|big|font|a|ins|center|code|kbd|su[pb])(?:\s[^<>|]{0,200})?/?>|&nbsp;",
    re.I,
)
_STRUCK = pattern(r"~~(?=[^\s~])[^~\n|]{1,80}?(?<=[^\s~])~~|<(?P<tag>del|s|strike)>[^<>|]{0,80}</(?P=tag)>", re.I)
_SCRIPT = pattern(r"<(?P<tag>su[pb])>(?P<inside>[^<>|]{1,12})</(?P=tag)>|\^(?P<raised>[\d+\-−()]{1,4})\^", re.I)
"""Raised or lowered text, in HTML and as pandoc writes it."""
_RAISED = str.maketrans("0123456789+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾")
_LOWERED = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_LINK = pattern(
    r"!\[[^\[\]|]{0,200}\]\([^()\s|]{1,300}\)|\[(?P<inside>[^\[\]|]{1,200})\]"
    r"\((?:https?:|mailto:|ftp:|file:|[#/.])[^()\s|]{0,300}(?:\s\"[^\"|]*\")?\)"
)
_MARKED = pattern(r"(?<!=)==(?=[^\s=])(?P<inside>[^=|]{1,200})(?<=[^\s=])==(?!=)")
"""Words on a coloured ground."""
_QUOTED = pattern(r'"(?P<sign>[≥≤≧≦<>=＞＜＝￥¥约]{1,2})"(?=[\d.])|(?<=[\d%％])"(?P<unit>[^"\d\s]{1,8})"')
"""Quotes that a number format has around what it prints before and behind a number."""
_UNSEEN = pattern(r"<!--.{0,1000}?-->|\{--[^{}|\n]{1,200}?--\}|\{>>[^{}|\n]{0,200}?<<\}", re.DOTALL)
"""What is not shown: comments of HTML, and what CriticMarkup takes out or remarks."""
_ADDED = pattern(r"\{\+\+(?P<new>[^{}|\n]{1,200}?)\+\+\}|\{~~[^{}|\n]{0,200}?~>(?P<instead>[^{}|\n]{0,200}?)~~\}")
"""What CriticMarkup adds, or puts in the place of something else."""
_ANY = pattern(r'[<&*\\"`_\[$~]|==|\^\d|\{[-+>]')


def cell_text(flow: Flow) -> Flow:
    """The text of a cell, as it stands in the source, without its layout and without markup."""
    return clean(undo_layout(_signs_put_back(flow)))


def clean(flow: Flow) -> Flow:
    """A text without the markup that conversions leave in cells."""
    if not _ANY.search(flow.text):
        return flow
    whole = _EMPHASIS.fullmatch(flow.text)
    while whole is not None and any(char.isalnum() for char in whole["inside"]):
        flow = flow[slice(*whole.span("inside"))]
        whole = _EMPHASIS.fullmatch(flow.text)
    for edits in (_changes, _scripts, _links, latex.edits, _bold, _escapes, _entities, _quotes):
        flow = _edited(flow, edits(flow.text))
    return flow.strip()


def _changes(text: str) -> Iterable[_Edit]:
    """What is not shown goes, and the marks around what was added."""
    yield from ((found.start(), found.end(), "") for found in _UNSEEN.finditer(text))
    for found in _ADDED.finditer(text):
        start, end = found.span("new" if found["new"] is not None else "instead")
        yield found.start(), start, ""
        yield end, found.end(), ""


def _scripts(text: str) -> Iterable[_Edit]:
    """Raised and lowered characters become such; the marks around them go."""
    for found in _SCRIPT.finditer(text):
        name = "raised" if found["raised"] else "inside"
        moved = _RAISED if name == "raised" or found["tag"].lower() == "sup" else _LOWERED
        start, end = found.span(name)
        yield found.start(), start, ""
        for place in range(start, end):
            made = text[place].translate(moved)
            if made != text[place]:
                yield place, place + 1, made
        yield end, found.end(), ""


def _links(text: str) -> Iterable[_Edit]:
    """A link is the words that it is on, a picture is none; words that are marked stay."""
    for found in _LINK.finditer(text):
        if found[0].startswith("!"):
            yield found.start(), found.end(), ""
        else:
            yield found.start(), found.start("inside"), ""
            yield found.end("inside"), found.end(), ""
    for found in _MARKED.finditer(text):
        yield found.start(), found.start("inside"), ""
        yield found.end("inside"), found.end(), ""


def _bold(text: str) -> Iterable[_Edit]:
    for found in (*_BOLD.finditer(text), *()):
        yield found.start(), found.start() + 2, ""
        yield found.end() - 2, found.end(), ""
    for found in _STRUCK.finditer(text):
        yield found.start(), found.end(), ""
    for found in _TAG.finditer(text):
        yield found.start(), found.end(), ""


def _escapes(text: str) -> Iterable[_Edit]:
    for each in (_WRAP, _ESCAPE, _FOOTNOTE):
        yield from ((found.start(), found.end(), "") for found in each.finditer(text))


def _entities(text: str) -> Iterable[_Edit]:
    for found in _ENTITY.finditer(text):
        code = int(found["code"]) if found["code"] else int(found["hex"], 16) if found["hex"] else 0
        if code and 31 < code < 0x110000:
            yield found.start(), found.end(), chr(code)
        elif found["name"] in _ENTITIES:
            yield found.start(), found.end(), _ENTITIES[found["name"]]


def _quotes(text: str) -> Iterable[_Edit]:
    for found in _QUOTED.finditer(text):
        yield found.start(), found.start() + 1, ""
        yield found.end() - 1, found.end(), ""


def _edited(flow: Flow, edits: Iterable[_Edit]) -> Flow:
    """The text with some of it replaced; edits that overlap one before them are left out."""
    found = sorted(edits)
    if not found:
        return flow
    text: list[str] = []
    places = array("q")
    at = 0
    for start, end, char in found:
        if start < at:
            continue
        text.append(flow.text[at:start])
        places.extend(flow.places[at:start])
        if char:
            text.append(char)
            places.append(flow.places[start])
        at = end
    text.append(flow.text[at:])
    places.extend(flow.places[at:])
    return Flow("".join(text), places)


_SIGNS = pattern(r"[.,，。、；：;:·…\s]*[.,，。、；：;:·…][.,，。、；：;:·…\s]*")


def _signs_put_back(flow: Flow) -> Flow:
    """A text whose points and commas fell into a line of their own beneath it, each of them where its gap is.

        1 234 50⏎, .      ≥12 5公里⏎.

    As many signs as gaps (and one more for the end) leave no doubt; else the text stays as it is.
    """
    lines = list(flow.lines())
    if len(lines) < 2 or not any(_SIGNS.fullmatch(line.text) for line in lines[1:]):
        return flow
    whole: list[Flow] = []
    for line in lines:
        signs = [line[n : n + 1] for n, char in enumerate(line.text) if not char.isspace()]
        above = whole[-1].strip() if whole and _SIGNS.fullmatch(line.text) else None
        gaps = [n for n, char in enumerate(above.text) if char.isspace()] if above is not None else []
        if above is None or len(signs) - len(gaps) not in (0, 1):
            whole.append(line)
            continue
        joined, start = above[:0], 0
        for gap, sign in zip(gaps, signs, strict=False):
            joined, start = joined + above[start:gap] + sign, gap + 1
        joined = joined + above[start:]
        whole[-1] = joined + signs[-1] if len(signs) > len(gaps) else joined
    found = whole[0]
    for line in whole[1:]:
        found = found + Flow.loose("\n") + line
    return found
