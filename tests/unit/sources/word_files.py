"""Word documents made for tests: zip files of XML."""

from __future__ import annotations

import io
import zipfile

from reviewer.model.source import Grid, Source
from reviewer.sources.registry import source_from_bytes

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    f'xmlns:r="{_OFFICE}"'
)


def document(inside: str, root: str = "document", space: str = TRANSITIONAL) -> str:
    """A part of a Word document around its content."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{space}" {_SPACES}>{inside}</w:{root}>'


def docx(
    body: str, *, space: str = TRANSITIONAL, main: str | None = None, more: dict[str, bytes] | None = None, **parts: str
) -> bytes:
    """A package with this body; `parts` are the insides of styles, numbering, header, footer, footnotes."""
    files: dict[str, bytes] = dict(more or {})
    links = ""
    roots = {"styles": "styles", "numbering": "numbering", "header": "hdr", "footer": "ftr", "footnotes": "footnotes"}
    for kind, inside in parts.items():
        files[f"word/{kind}1.xml"] = document(inside, roots[kind], space).encode()
        links += f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{kind}1.xml"/>'
    files["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'.encode()
    files["_rels/.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="a" Type="{_OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    ).encode()
    whole = document(f"<w:body>{body}<w:sectPr/></w:body>", space=space) if main is None else main
    files["word/document.xml"] = whole.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


def t(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; a run without markup is its text."""
    inside = "".join(run if run.startswith("<") else t(run) for run in runs if run)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def tc(inside: str = "", properties: str = "") -> str:
    """A cell; content without markup is the text of its one paragraph."""
    content = inside if inside.startswith("<") else p(inside)
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{content}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row; a cell without markup is its text."""
    inside = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inside}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    """A table; widths in twentieths of a point."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def opened(body: str, name: str = "表.docx", **parts: str) -> Source:
    """What the program makes of a package with this body."""
    return source_from_bytes(name, docx(body, **parts))


def cells(grid: Grid, source: Source) -> list[tuple[int, int, int, int, str]]:
    """Every cell of a grid: row, column, row span, column span, text."""
    return [(c.row, c.column, c.row_span, c.column_span, source.text(c.spans)) for c in grid.cells]


def blocks(source: Source) -> list[str | list[tuple[int, int, int, int, str]]]:
    """Every line as its text, every grid as its cells."""
    return [cells(b, source) if isinstance(b, Grid) else source.text([b.span]) for _, b in source.blocks()]


def grids(source: Source) -> list[Grid]:
    """Every grid of a source."""
    return [block for _, block in source.blocks() if isinstance(block, Grid)]
