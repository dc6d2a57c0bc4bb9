r"""RTF: paragraphs and tables as Word, WPS and other programs write them. Pictures, objects and macros are never touched.

A file is groups in braces, control words (`\par`, `\cell`) and text in the code page of its font; what a reader does not know
it passes over, as the format asks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from reviewer.base.i18n import tr
from reviewer.sources import word_eq
from reviewer.sources.raised import capitals, lowered, raised
from reviewer.sources.reader import Given, Reading, SourceError, Watch
from reviewer.sources.word_notes import damaged, equation_note, picture_note, struck_note, white_note
from reviewer.sources.word_page import PageWriter
from reviewer.sources.word_pictures import is_large
from reviewer.sources.word_rows import Row, TableBuilder
from reviewer.sources.word_symbols import is_symbolic, symbols

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^A-Za-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL
)
_LEFT_OUT = frozenset(
    b"fonttbl colortbl stylesheet info pict header footer headerl headerr headerf footerl footerr footerf listtable "
    b"listoverridetable revtbl rsidtbl themedata colorschememapping datastore latentstyles generator xmlnstbl fldinst "
    b"nonshppict objdata bkmkstart bkmkend filetbl mmathPr pgdsctbl annotation atnid atnauthor footnote template sp nonesttables".split()
)
"""Groups whose text is none of the page; `fonttbl` and `fldinst` are read apart."""
_SIGNS = {b"tab": "\t", b"line": "\n", b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’",
          b"ldblquote": "“", b"rdblquote": "”", b"page": "\n", b"softline": "\n"}  # fmt: skip
_CHARSETS = {
    0: "cp1252",
    2: "symbol",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "big5",
    161: "cp1253",
    204: "cp1251",
}
_PAGES = {936: "gb18030", 950: "big5", 932: "cp932", 949: "cp949", 65001: "utf-8", 54936: "gb18030"}
_DEEPEST, _DEEPEST_TABLE, _MOST_CELLS = 2000, 30, 500_000


@dataclass(slots=True)
class _Field:
    code: list[str] = field(default_factory=list)
    has_result: bool = False


@dataclass(slots=True)
class _State:
    """What holds within a group."""

    left_out: bool = False
    in_code: bool = False
    font: int = -1
    skip: int = 1
    """Characters that stand behind one given by its number, for programs that do not know that."""
    hidden: bool = False
    struck: bool = False
    caps: bool = False
    height: int = 0
    field: _Field | None = None
    in_result: bool = False
    in_fonts: bool = False
    colour: int = 0
    aside: bool = False
    """Whether this is the number of a paragraph or a text box: what it says of paragraphs holds for none around it."""


def read(given: Given, watch: Watch) -> Reading:
    """Read an RTF file. Raises SourceError."""
    reader = _Rtf(given.data)
    try:
        reader.run(watch.progress)
    except (_DamagedError, ValueError, IndexError) as error:
        raise SourceError(damaged(given.name)) from error
    if not reader.page.has_text:
        if b"\\pict" in given.data:
            raise SourceError(
                tr(
                    "{file} holds pictures and no text; save it as PDF and open that, to have its text recognised.",
                    file=given.name,
                )
            )
        raise SourceError(tr("{file} is empty; please choose another file.", file=given.name))
    notes = (*struck_note(reader.struck), *white_note(reader.white), *picture_note(_pictures(given.data)))
    return Reading("rtf", (reader.page.page(),), notes=(*notes, *equation_note(reader.equations)))


_PICTURE = re.compile(rb"\\pict\b[^{}]{0,400}?\\picwgoal(\d{1,6})[^{}]{0,100}?\\pichgoal(\d{1,6})")


def _pictures(data: bytes) -> int:
    """How many pictures are large enough to hold a table; those for other programs are the same once more."""
    return sum(
        is_large(int(found[1]) / 20, int(found[2]) / 20)
        for found in _PICTURE.finditer(data)
        if b"\\nonshppict" not in data[max(0, found.start() - 20) : found.start()]
    )


_CODED = re.compile(rb"\\'[89a-fA-F][0-9a-fA-F]")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


_COLOURS = re.compile(rb"\{\\colortbl([^{}]*)\}")
_WHITE = re.compile(rb"(?=.*\\red255\b)(?=.*\\green255\b)(?=.*\\blue255\b)", re.DOTALL)
_GROUND = re.compile(rb"\\(?:clcbpat|clcfpat|clshdng|trcbpat|highlight|chcbpat|chshdng|cbpat|cb|shading)[1-9]")
"""What may give text another ground than white paper."""


def _whites(data: bytes) -> frozenset[int]:
    """The numbers of the colours that are white; none where any text may stand on another ground."""
    table = _COLOURS.search(data)
    if table is None or _GROUND.search(data):
        return frozenset()
    return frozenset(number for number, colour in enumerate(table[1].split(b";")) if _WHITE.match(colour))


class _DamagedError(Exception):
    """The groups do not fit together, or there is more of them than anybody writes."""


class _Rtf:
    """Reads one file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.page = PageWriter()
        self.struck: list[str] = []
        self.white: list[str] = []
        self._whites = _whites(data)
        self._is_utf8 = not data.isascii() and not _CODED.search(data) and _is_utf8(data)
        """Whether the text stands there in UTF-8, which RTF does not know; some programs write it all the same."""
        self.equations: list[str] = []
        """What stands before equations of an equation editor."""
        self._stack: list[_State] = []
        self._now = _State()
        self._bytes = bytearray()
        self._fonts: dict[int, tuple[str, str]] = {}
        self._font_name: list[str] = []
        self._default = "cp1252"
        self._text: list[str] = []
        self._tables: list[TableBuilder] = []
        """Those that are open, each in a cell of the one before."""
        self._in_table, self._depth = False, 1
        self._inner = False
        """Whether what is said of rows is said of a table in a cell."""
        self._rows = {inner: Row([0], [], []) for inner in (False, True)}
        self._merge = (0, 0)
        self._to_skip = self._cells = 0
        self._words: dict[bytes, Callable[[int | None], None]] = {
            b"par": lambda _n: self._paragraph(), b"sect": lambda _n: self._paragraph(), b"cell": lambda _n: self._end_cell(),
            b"row": lambda _n: self._end_row(), b"trowd": lambda _n: self._begin_row(), b"cellx": self._edge,
            b"intbl": lambda _n: self._set_table(True), b"pard": lambda _n: self._set_table(False), b"u": self._unicode,
            b"itap": self._deeper, b"nestcell": lambda _n: self._end_inner_cell(), b"nestrow": lambda _n: self._end_inner_row(),
            b"nesttableprops": lambda _n: self._inner_row(), b"plain": lambda _n: self._plain(),
            b"f": self._font, b"fcharset": self._charset, b"ansicpg": self._code_page,
        }  # fmt: skip

    def run(self, progress: Callable[[float], None]) -> None:
        """Take in the whole file."""
        size = len(self._data)
        for number, token in enumerate(_TOKEN.finditer(self._data)):
            word, value, code, sign, brace, text = token.groups()
            if text is not None:
                self._take(text)
            elif code is not None:
                self._take(bytes((int(code, 16),)))
            elif word is not None:
                self._flush()
                if word == b"objclass" and self._data.startswith(b"Equation", token.end()):
                    self.equations.append("".join(self._text))
                self._word(word, None if value is None else int(value))
            elif brace is not None:
                self._flush()
                self._group(brace == b"{")
            elif sign is not None:
                self._sign(sign)
            if number % 50_000 == 0:
                progress(token.end() / size)
        self._flush()
        self._paragraph()
        self._fit(0)

    # -- groups and words -----------------------------------------------------------------------------------------

    def _group(self, opens: bool) -> None:
        self._to_skip = 0
        if opens:
            if len(self._stack) > _DEEPEST:
                raise _DamagedError
            self._stack.append(self._now)
            self._now = replace(self._now)
            return
        ended = self._now
        self._now = self._stack.pop() if self._stack else _State()
        if ended.field is not None and ended.field is not self._now.field and not ended.field.has_result:
            self._put(word_eq.shown("".join(ended.field.code)))

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._flush()
            self._now.left_out = True
        elif sign in b"~_\\{}":
            self._take({b"~": b" ", b"_": b"-"}.get(sign, sign))
        elif sign in b"\r\n":
            self._flush()
            self._paragraph()

    def _word(self, word: bytes, value: int | None) -> None:
        now = self._now
        if word in _LEFT_OUT:
            now.left_out, now.in_fonts = True, word == b"fonttbl"
            now.in_code = word == b"fldinst" and now.field is not None
            return
        if word in (b"listtext", b"pntext", b"shptxt"):
            now.aside = True
        if word == b"field":
            now.field = _Field()
        elif word == b"fldrslt":
            now.left_out = now.in_code = False
            now.in_result = True
        elif word in (b"shptxt", b"shprslt"):
            now.left_out = word == b"shprslt"
        elif word == b"uc":
            now.skip = max(0, min(value if value is not None else 1, 10))
        elif word in (b"v", b"deleted"):
            now.hidden = value != 0
        elif word in (b"strike", b"striked"):
            now.struck = value != 0
        elif word == b"cf":
            now.colour = value or 0
        elif word in (b"caps", b"scaps"):
            now.caps = value != 0
        elif word in (b"super", b"sub", b"nosupersub"):
            now.height = {b"super": 1, b"sub": -1}.get(word, 0)
        elif word in (b"clmgf", b"clmrg", b"clvmgf", b"clvmrg"):
            across, down = self._merge
            self._merge = (
                (across, {b"clvmgf": 3, b"clvmrg": 1}[word])
                if word[2:3] == b"v"
                else (1 if word == b"clmgf" else 2, down)
            )
        elif word in _SIGNS:
            self._put(_SIGNS[word])
        elif (done := self._words.get(word)) is not None:
            done(value)

    def _plain(self) -> None:
        self._now.hidden = self._now.struck = self._now.caps = False
        self._now.height = self._now.colour = 0

    # -- text -----------------------------------------------------------------------------------------------------

    def _take(self, data: bytes) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(data))
            self._to_skip -= skipped
            data = data[skipped:]
        self._bytes += data

    def _flush(self) -> None:
        """Text so far, in the code page of its font."""
        if not self._bytes:
            return
        data, self._bytes = bytes(self._bytes), bytearray()
        if self._now.in_fonts:
            self._name_font(data)
            return
        name, encoding = self._fonts.get(self._now.font, ("", self._default))
        if encoding == "symbol" or is_symbolic(name):
            self._put(symbols(data.decode("latin-1"), name or "symbol"))
            return
        if self._is_utf8 and max(data) > 0x7F:
            self._put(data.decode("utf-8", "replace"))
            return
        text = data.decode(encoding if encoding != "" else self._default, "replace")
        if "\ufffd" in text and encoding != self._default:
            text = data.decode(self._default, "replace")
        self._put(text)

    def _unicode(self, value: int | None) -> None:
        code = (value or 0) & 0xFFFF
        name, encoding = self._fonts.get(self._now.font, ("", ""))
        char = chr(code)
        if 0xF020 <= code <= 0xF0FF or encoding == "symbol":
            char = symbols(char, name)
        self._put(char)
        self._to_skip = self._now.skip

    def _put(self, text: str) -> None:
        now = self._now
        if now.in_code and now.field is not None:
            now.field.code.append(text)
        elif not (now.left_out or now.hidden or not text):
            if now.in_result and now.field is not None and text.strip():
                now.field.has_result = True
            if now.struck:
                self.struck.append(text)
                return
            if now.colour in self._whites:
                self.white.append(text.strip())
                return
            if now.caps:
                text = capitals(text)
            self._text.append((raised(text) if now.height > 0 else lowered(text)) if now.height else text)

    # -- fonts ----------------------------------------------------------------------------------------------------

    def _code_page(self, value: int | None) -> None:
        self._default = _PAGES.get(value or 0, f"cp{value}" if value in range(1250, 1259) else "cp1252")

    def _font(self, value: int | None) -> None:
        self._now.font = value or 0
        if self._now.in_fonts:
            self._fonts[self._now.font] = ("", self._default)

    def _charset(self, value: int | None) -> None:
        if self._now.in_fonts and self._now.font in self._fonts:
            self._fonts[self._now.font] = (self._fonts[self._now.font][0], _CHARSETS.get(value or 0, self._default))

    def _name_font(self, data: bytes) -> None:
        name, encoding = self._fonts.get(self._now.font, ("", self._default))
        self._fonts[self._now.font] = (name + data.decode("latin-1").rstrip(";").strip(), encoding)

    # -- paragraphs and tables ------------------------------------------------------------------------------------

    def _said(self) -> str:
        text = _whole("".join(self._text))
        self._text = []
        return text

    def _set_table(self, inside: bool) -> None:
        if not self._now.left_out and not self._now.aside:
            self._in_table = inside
            self._depth = self._depth if inside else 1

    def _deeper(self, value: int | None) -> None:
        """A paragraph says how many tables it stands in."""
        if not self._now.left_out:
            self._depth = max(1, min(value or 0, _DEEPEST_TABLE))
            self._in_table = self._in_table or bool(value)

    def _paragraph(self) -> None:
        if self._now.left_out:
            return
        text = self._said()
        if self._in_table and self._tables:
            self._fit(self._depth)
            self._tables[-1].parts.append(text.replace("\t", " "))
            return
        self._fit(0)
        self.page.line(text)

    def _fit(self, depth: int) -> None:
        """Close the tables deeper than `depth`, and begin new ones down to it."""
        while len(self._tables) > depth:
            table = self._tables.pop().table()
            if table.cells and self._tables:
                self._tables[-1].parts.append(table)
            elif table.cells:
                self.page.table(table)
        while len(self._tables) < depth:
            self._tables.append(TableBuilder())

    def _begin_row(self) -> None:
        self._rows[self._inner] = Row([0], [], [])
        self._merge = (0, 0)
        if not self._tables and not self._now.left_out:
            if "".join(self._text).strip():
                self.page.line(self._said())
            self._fit(1)

    def _edge(self, value: int | None) -> None:
        row = self._rows[self._inner]
        row.edges.append(max(row.edges[-1], min(value or 0, 1 << 20)))
        across, down = self._merge
        row.across.append(across)
        row.down.append(down)
        self._merge = (0, 0)

    def _end_cell(self, depth: int = 1) -> None:
        if self._now.left_out:
            return
        self._fit(depth)
        self._tables[-1].parts.append(self._said().replace("\t", " "))
        self._tables[-1].end_cell()
        self._cells += 1
        if self._cells > _MOST_CELLS:
            raise _DamagedError

    def _end_inner_cell(self) -> None:
        self._end_cell(max(2, self._depth))

    def _inner_row(self) -> None:
        """What follows in this group defines a row of a table in a cell; the outer row's definition stays."""
        self._now.left_out, self._inner = False, True

    def _end_inner_row(self) -> None:
        if len(self._tables) > 1 and not self._now.left_out:
            self._close_row(self._rows[True])
        self._inner = False

    def _end_row(self) -> None:
        if self._tables and not self._now.left_out:
            self._fit(1)
            self._close_row(self._rows[False])
            self._in_table = True

    def _close_row(self, row: Row) -> None:
        edges = Row(list(row.edges), list(row.down), list(row.across))
        self._tables[-1].end_row(edges if len(row.edges) > 1 else None)


def _whole(text: str) -> str:
    """The text with characters outside of the basic plane put together from their halves."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
