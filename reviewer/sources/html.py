"""HTML, saved web pages and what Excel calls .xls but is HTML inside: tables as grids, the rest as lines, in reading order.

Nothing is fetched or run: scripts, styles, frames and pictures are passed over, as is what the page hides. Menus and other
navigation are left out, and said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from reviewer.base.i18n import tr, trn
from reviewer.model.source import Grid, Note, Page
from reviewer.sources.encodings import decode
from reviewer.sources.html_blocks import Blocks
from reviewer.sources.html_css import as_tables
from reviewer.sources.html_generated import add_generated
from reviewer.sources.html_hidden import without_hidden
from reviewer.sources.html_looks import as_shown
from reviewer.sources.html_styles import without_white, write_in
from reviewer.sources.reader import Given, Reading, SourceError, Watch
from reviewer.sources.word_notes import hidden_note, picture_note, struck_note, white_note

_HEAD = 4096
_TAG_AT_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|style|link|base)\b",
    re.IGNORECASE | re.DOTALL,
)
_TABLE = re.compile(rb"<t(?:able|r)[\s>].*<t[dh][\s>]", re.IGNORECASE | re.DOTALL)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)
_CONTROL = {code: None for code in range(32) if chr(code) not in "\t\n\r\f"}
_WBR = re.compile(r"</?wbr\b[^<>]*>", re.IGNORECASE)
"""Where a word may be broken; the parser takes it for an element that holds the rest of the page."""
MOST_CHARACTERS = 60_000_000
"""A page of more characters than this is no document."""


def knows(data: bytes) -> bool:
    """Whether a file is HTML: it begins like one, or shows a table early on."""
    head = data[:_HEAD]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = data[: 2 * _HEAD].decode("utf-16", "ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf")
    return bool(_TAG_AT_START.match(head)) or (head.lstrip()[:1] == b"<" and bool(_TABLE.search(head)))


def read(given: Given, watch: Watch) -> Reading:
    """Read a page. Raises SourceError."""
    text, encoding = decoded(given.data)
    watch.progress(0.2)
    return reading(given, "html", encoding, [("", text)])


def decoded(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text of a page and its encoding: by byte order mark, by what it states if that works, else as any text.

    GB 2312 and GBK are read as GB 18030, which they are part of: pages state the one and use the other.
    """
    marked = decode(data) if data[:3] == b"\xef\xbb\xbf" or data[:2] in (b"\xff\xfe", b"\xfe\xff") else None
    if marked:
        return marked
    stated = declared or _stated(data[:_HEAD])
    for encoding in dict.fromkeys((stated, "utf-8", "gb18030")):
        if encoding:
            try:
                return data.decode(encoding), encoding
            except (UnicodeDecodeError, LookupError):
                continue
    encoding = stated if stated in ("utf-8", "gb18030", "big5") else "utf-8"  # a few broken characters do not matter
    broken = {
        name: data.decode(name, "replace").count("\ufffd") for name in dict.fromkeys((encoding, "utf-8", "gb18030"))
    }
    best = min(broken, key=lambda name: broken[name])
    return data.decode(best, "replace"), best


def _stated(head: bytes) -> str:
    found = _CHARSET.search(head) or _XML_ENCODING.search(head)
    return usual_name(found[1].decode("ascii", "replace")) if found else ""


def usual_name(encoding: str) -> str:
    """The name of an encoding as this program uses it."""
    name = encoding.strip().lower()
    if name in ("gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "gb18030", "gb_2312", "chinese", "936"):
        return "gb18030"
    return (
        "utf-8" if name in ("utf8", "utf-8", "unicode", "utf-16", "utf-7", "ascii", "us-ascii", "iso-8859-1") else name
    )


def reading(
    given: Given,
    format_name: str,
    encoding: str | None,
    parts: list[tuple[str, str]],
    sheets: Mapping[str, str] | None = None,
) -> Reading:
    """The pages of documents, each given as (label, HTML), with the style sheets that came along by their names.

    Raises SourceError where there is no text in any.
    """
    pages: list[Page] = []
    notes: list[str] = []
    struck: list[str] = []
    white: list[str] = []
    hidden: list[str] = []
    pictures, framed, folded, scripts = 0, 0, 0, False
    skipped = 0
    for label, html in parts:
        if len(html) > MOST_CHARACTERS:
            raise SourceError(tr("{file} holds more than can be reviewed; please split it.", file=given.name))
        root = parsed(html)
        if root is None:
            continue
        html += _whole(root, sheets or {})
        write_in(root, html)
        white += without_white(root, html)
        hidden += without_hidden(root, html)
        add_generated(root, html)
        struck += as_shown(root, html)
        as_tables(root, html)
        folded += _folded(root)
        found = Blocks(len(pages))
        found.read(root)
        skipped += found.skipped
        page = found.page(label)
        if page.text.strip():
            pages.append(page)
        has_table = any(isinstance(block, Grid) for block in page.blocks)
        pictures += sum(_is_picture(image, has_table) for image in root.iter("img", "canvas"))
        if not has_table:
            framed += _framed(root)
            scripts = scripts or (len(page.text) < _LITTLE and any(_draws(script) for script in root.iter("script")))
    if skipped:
        notes.append(
            trn("{count} menu or other navigation of the web page was left out.",
                "{count} menus and other navigation of the web page were left out.", skipped)
        )  # fmt: skip
    if not pages:
        raise _without_text(given, "".join(html for _, html in parts), pictures)
    more = (
        *struck_note(struck),
        *white_note(white),
        *hidden_note(hidden),
        *picture_note(pictures),
        *_frame_note(framed),
        *_folded_note(folded),
        *_script_note(scripts),
    )
    return Reading(format_name, tuple(pages), encoding, (*notes, *more))


def _without_text(given: Given, html: str, pictures: int) -> SourceError:
    """Why a page has no text."""
    if re.search(r"<i?frame", html, re.IGNORECASE):
        return SourceError(
            tr("{file} only frames other files and holds no text itself; open those files.", file=given.name)
        )
    if re.search(r"<script", html, re.IGNORECASE):
        return SourceError(
            tr("{file} is a web page whose content is drawn by a script, so the file itself holds none; open the page in a "
               "browser, print it as PDF or copy its table into Excel, and open that.", file=given.name)
        )  # fmt: skip
    if pictures:
        return SourceError(
            tr(
                "{file} holds pictures and no text; save it as PDF and open that, to have its text recognised.",
                file=given.name,
            )
        )
    return SourceError(tr("{file} is empty; please choose another file.", file=given.name))


_LITTLE = 300
"""So few characters are the frame of a page, and not what it is about."""
_WIDE, _HIGH = 300, 150
"""Pixels: 8 by 4 centimetres on a screen. Smaller pictures are signs and stamps."""


def _is_picture(image: Any, has_table: bool) -> bool:
    """Whether a picture may hold a table: a large one, or one of unknown size in a page that has no table itself."""
    if image.tag == "canvas":
        return False
    sizes = [re.match(r"\s*(\d+)", image.get(name) or "") for name in ("width", "height")]
    style = image.get("style") or ""
    sizes = [
        found or re.search(rf"(?:^|;)\s*{name}\s*:\s*(\d+)\s*px", style)
        for found, name in zip(sizes, ("width", "height"), strict=True)
    ]
    if not all(sizes):
        return not has_table and not any(sizes) and (image.get("src") or "").startswith("data:")
    return int(sizes[0][1]) >= _WIDE and int(sizes[1][1]) >= _HIGH  # type: ignore[index]


def _draws(script: Any) -> bool:
    """Whether a script may draw a part of the page: one that the page brings along, with some length, or of a file."""
    kind = (script.get("type") or "").lower()
    return kind in ("", "module", "text/javascript", "application/javascript") and (
        bool(script.get("src")) or len(script.text or "") > 20
    )


def _whole(root: Any, sheets: Mapping[str, str]) -> str:
    """Put what a page keeps elsewhere in the places where it shows; the style sheets that were put in."""
    _open_frames(root)
    _open_shadows(root)
    return _with_sheets(root, sheets)


def _open_frames(root: Any) -> None:
    """Put pages that are written out in a frame's attribute in its place."""
    for frame in list(root.iter("iframe")):
        inner = parsed(frame.get("srcdoc") or "")
        if inner is not None:
            frame.tag = "div"
            frame.text = None
            body = inner.find("body")
            frame.extend(list(inner if body is None else body))
            frame.text = None if body is None else body.text


def _open_shadows(root: Any) -> None:
    """Show what stands in a template that browsers put in the place of the element around it."""
    for template in list(root.iter("template")):
        if template.get("shadowrootmode") or template.get("shadowroot"):
            template.tag = "div"


def _with_sheets(root: Any, sheets: Mapping[str, str]) -> str:
    """Put style sheets that came along in the places where the page names them; what was put in."""
    used: list[str] = []
    for link in list(root.iter("link")) if sheets else ():
        words = (link.get("rel") or "").lower().split()
        text = (
            sheets.get(sheet_name(link.get("href") or ""))
            if "stylesheet" in words and "alternate" not in words
            else None
        )
        if text is not None:
            link.tag = "style"
            link.text = text
            used.append(text)
    return "\n".join(("", *used)) if used else ""


def sheet_name(place: str) -> str:
    """The name of a file behind its folders, by which a page and what came along with it are held together."""
    return unquote(place.split("?")[0].split("#")[0].removeprefix("cid:")).rpartition("/")[2].lower()


def _frame_note(count: int) -> tuple[Note, ...]:
    text = tr(
        "A part of the page is another file that it shows in a frame, and that is not in it; please open that file too."
    )
    return (Note(text, "part not read"),) if count else ()


def _framed(root: Any) -> int:
    """How many other files a page shows in frames."""
    return sum(bool(part.get("src") or part.get("data")) for part in root.iter("iframe", "embed", "object", "frame"))


def _folded(root: Any) -> int:
    """How many parts with a table a page shows only when somebody opens them."""
    parts = (part for part in root.iter("details") if part.get("open") is None)
    return sum(next(part.iter("table"), None) is not None for part in parts)


def _folded_note(count: int) -> tuple[Note, ...]:
    text = trn(
        "{count} part of the page with a table is folded away until somebody opens it; it was read all the same.",
        "{count} parts of the page with tables are folded away until somebody opens them; they were read all the same.",
        count,
    )
    return (Note(text, "folded parts"),) if count else ()


def _script_note(is_likely: bool) -> tuple[Note, ...]:
    text = tr(
        "The page has scripts and little text: what they draw, perhaps its table, is not in the file. Open the page in a browser, "
        "print it as PDF or copy its table into Excel, and open that."
    )
    return (Note(text, "part not read"),) if is_likely else ()


def parsed(html: str) -> Any:
    """The elements of a page; None where there are none. However broken, a page has some reading."""
    from lxml import etree

    html = html.translate(_CONTROL) if not html.isprintable() else html
    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html)  # its encoding is that of the bytes, not of the text
    html = _WBR.sub("", html)
    if not html.strip():
        return None
    parser = etree.HTMLParser(recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        return etree.fromstring(html, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
