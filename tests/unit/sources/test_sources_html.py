"""Web pages: tables as grids wherever they stand, menus left out, nothing run or fetched."""

from __future__ import annotations

import pytest

from reviewer.base.i18n import use_language
from reviewer.extract.pipeline import extract
from reviewer.model.source import Grid, Line, Source
from reviewer.sources.registry import SourceError, source_from_bytes


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def opened(html: str | bytes, name: str = "页.html") -> Source:
    return source_from_bytes(name, html.encode() if isinstance(html, str) else html)


def grids(source: Source) -> list[Grid]:
    return [block for _, block in source.blocks() if isinstance(block, Grid)]


def lines(source: Source) -> list[str]:
    return [source.text([block.span]) for _, block in source.blocks() if isinstance(block, Line)]


def table(source: Source, which: int = 0) -> dict[tuple[int, int], tuple[str, int, int]]:
    return {(c.row, c.column): (source.text(c.spans), c.row_span, c.column_span) for c in grids(source)[which].cells}


TABLE = """<table border=1><thead><tr><th rowspan=2>项目
名称<th colspan=2>金额<tr><th>总计<th>财政</thead><tbody>
<tr><td>河道<br>清淤<td>2,035.87&nbsp;<td>1<tr><td colspan=100>备注：无</table>"""


def test_a_table_with_merges_and_without_end_tags() -> None:
    source = opened(f"<html><body><h2>目标表</h2>{TABLE}<p>注：完。</body>")
    assert source.pages[0].text == "目标表\n项目名称\t金额\n\t总计\t财政\n河道\n清淤\t2,035.87\t1\n备注：无\n注：完。\n"
    found = table(source)
    assert found[0, 0] == ("项目名称", 2, 1)
    assert found[0, 1] == ("金额", 1, 2)
    assert found[2, 0] == ("河道\n清淤", 1, 1)
    assert found[3, 0] == ("备注：无", 1, 3)
    assert lines(source) == ["目标表", "注：完。"]


SAVED = f"""<!DOCTYPE html><html><head><title>青柳区门户网站</title><style>.gone{{display:none}}</style>
<script>document.write("脚本")</script></head><body><div class="nav"><ul><li><a href=a>首页</a><li><a href=b>绩效目标表</a></ul></div>
<table width=100%><tr><td colspan=2><table><tr><td><a href=1>单位简介</a><td><a href=2>预算绩效</a><tr><td><a href=3>通知公告</a>
<td><a href=4>项目支出绩效目标表</a></table><tr><td><ul><li><a href=5>水利</a><li><a href=6>农业</a><li><a href=7>交通</a></ul></td>
<td><h1>青柳区水利站2024年项目支出绩效目标表</h1><p>附件：<a href=x.pdf>目标表.pdf</a></p>{TABLE}
<p class=gone>看不见</p><p style="display: none">也看不见</p><!-- 注释 --></td></tr><tr><td>主办：青柳区</td></tr></table></body></html>"""


def test_a_saved_web_page() -> None:
    source = opened(SAVED)
    assert lines(source) == ["青柳区水利站2024年项目支出绩效目标表", "附件：目标表.pdf", "主办：青柳区"]
    assert len(grids(source)) == 1
    assert table(source)[0, 0] == ("项目名称", 2, 1)
    assert any("menus" in note and "left out" in note for note in source.notes)
    review = extract(source)
    assert review.root.value("title") == "青柳区水利站2024年项目支出绩效目标表"


def test_a_table_within_a_row_of_a_form_keeps_both() -> None:
    inner = "<table><tr><td>一级指标<td>指标值<tr><td>产出指标<td>≥3</table>"
    source = opened(
        f"<table><tr><td>项目名称<td>清淤<tr><td>单位<td>水利站<tr><td>绩效指标<td>{inner}<tr><td>备注<td>无</table>"
    )
    assert [grid.rows for grid in grids(source)] == [2, 2, 1]
    assert table(source, 1)[1, 1][0] == "≥3"
    assert lines(source) == ["绩效指标"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("declared", ["", "gb2312", "GBK", "utf-8", "iso-8859-1", "nonsense"])
def test_encodings_declared_rightly_wrongly_or_not(encoding: str, declared: str) -> None:
    if encoding == "gb18030" and declared in ("utf-8", "iso-8859-1", "nonsense"):
        pass  # what is stated does not fit and gives way to what does
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    body = "<table><tr><td>项目名称<td>㐂镕㙍<tr><td>清淤<td>≥3公里</table>"
    source = opened(f"<html><head>{meta}</head><body>{body}".encode(encoding))
    if encoding != "utf-8" or declared not in ("gb2312", "GBK"):
        assert table(source)[0, 1][0] == "㐂镕㙍"


def test_excel_calls_html_xls() -> None:
    data = ("<html xmlns:x='urn:schemas-microsoft-com:office:excel'><meta charset=gb2312><table><col width=96 style='width:72pt'>"
            "<tr height=20 style='height:15.0pt'><td width=96>总计<td width=48>1<tr height=20><td>a<td x:num>2</table>")  # fmt: skip
    source = opened(data.encode("gb18030"), "表.xls")
    assert (source.format, source.encoding) == ("html", "gb18030")
    assert grids(source)[0].widths == (72.0, 36.0)
    assert grids(source)[0].heights == (15.0, 15.0)


def test_a_page_saved_in_one_file_with_its_sheets() -> None:
    root = ('<html><x:ExcelWorkbook><x:ExcelWorksheet><x:Name>表一</x:Name><x:WorksheetSource HRef="s.files/sheet001.htm"/>'
            "</x:ExcelWorksheet></x:ExcelWorkbook><frameset><frame src=s.files/sheet001.htm></frameset></html>")  # fmt: skip
    parts = [
        ("s.htm", root),
        ("s.files/sheet001.htm", f"<html>{TABLE}</html>"),
        ("s.files/tab.htm", "<html><p>签</p></html>"),
    ]
    body = "".join(
        f"--b\r\nContent-Location: file:///C:/{name}\r\nContent-Type: text/html; charset=gb2312\r\n\r\n{text}\r\n"
        for name, text in parts
    )
    data = f"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n{body}--b--\r\n".encode("gb18030")
    source = opened(data, "表.mht")
    assert [page.label for page in source.pages] == ["表一"]
    assert table(source)[0, 0][0] == "项目名称"


def test_frames_of_other_files_say_so() -> None:
    with pytest.raises(SourceError, match="frames other files"):
        opened("<html><frameset><frame src=sheet001.htm></frameset></html>")


def test_what_is_typed_into_a_form_is_text() -> None:
    typed = '<input value="清淤"><input type=hidden value=7>'
    source = opened(f"<table><tr><td>项目名称<td>{typed}<tr><td>单位<td><textarea>水利站</textarea></table>")
    assert source.pages[0].text == "项目名称\t清淤\n单位\t水利站\n"


def test_wrapped_source_lines_leave_no_blank_between_chinese_characters() -> None:
    assert opened("<p>开展河道\r\n   清淤 three\n words</p>").pages[0].text == "开展河道清淤 three words\n"
