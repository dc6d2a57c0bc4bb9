"""What is exported of invented reviews, and what comes back, told a line each: held against what it was by test_export_outcomes."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from invented_reviews import NAMES, VALUES, Dice, worked_on
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from reviewer.export import next_system, sign_off, tables, template, workbook
from reviewer.export.choices import SHEETS, Choices
from reviewer.export.csv_form import write_csv_zip
from reviewer.export.differences import act_of, describe, is_conflict
from reviewer.export.json_form import document_json, field_path
from reviewer.export.read_back import ReadBackError, read_back
from reviewer.export.record import about_sheet
from reviewer.export.row_keys import ROW_TITLE
from reviewer.export.tables import Item, Sheet
from reviewer.export.template_rows import moved_formula
from reviewer.export.totals import figures
from reviewer.export.workbook import write_workbook
from reviewer.model.labels import tell_apart

Lines = Iterator[str]
NOW = datetime(2024, 5, 6, 7, 8, 9)


def items_of(seed: int) -> list[Item]:
    """Two reviews that were worked on, the second by nobody where the seed is even."""
    first, second = worked_on(seed), worked_on(seed + 400, "李敏")
    tell_apart([first[0], second[0]], [Path("甲/a.txt"), Path("乙/a.txt")])
    return [first, second if seed % 2 else (second[0], None)]


def _cell(cell: tables.Cell) -> str:
    value = cell.value
    said = (
        value.strftime("%H:%M")
        if isinstance(value, datetime)
        else f"{value:.5g}"
        if isinstance(value, float)
        else str(value)
    )
    form = "" if cell.form.value == "text" else f"<{cell.form.value}>"
    return (
        f"{said[:70]}{form}{'{' + cell.doubt[:60] + '}' if cell.doubt else ''}".replace("\n", "⏎")
        if value is not None or cell.doubt
        else ""
    )


def _sheet(sheet: Sheet, most: int = 14) -> Lines:
    yield f"[{sheet.title}] {'|'.join(sheet.columns)}"
    for number, row in enumerate(sheet.rows):
        if number < most:
            yield "|".join(map(_cell, row))
    yield f"{number if list(sheet.rows) else 0} {len(sheet.nodes)} {sheet.keys[:6]}"


def sheets(seed: int) -> Lines:
    """The rows of every sheet."""
    items, notes = items_of(seed), list[tuple[str, str]]()
    choices = Choices(
        SHEETS,
        ("指标/置信度", "项目/来源文件") if seed % 3 == 0 else (),
        codes=seed % 2 == 0,
        split_targets=seed % 3 != 1,
        only_accepted=seed % 4 == 3,
    )
    failures = [("坏.pdf", "坏.pdf 读不了。")] if seed % 2 else []
    given = [items[0]] if seed % 5 == 0 else items
    for sheet in workbook.workbook_sheets(given, choices, failures, notes):
        yield from _sheet(sheet)
    yield from _sheet(about_sheet(given, NOW, notes))
    for sheet in workbook.preview(given, choices, 3):
        yield f"preview {sheet.title} {sum(1 for _ in sheet.rows)} {len(sheet.columns)}"


def _plain(value: Any) -> str:
    return str(value)[:46].replace("\n", "⏎")


def written(seed: int, folder: Path) -> Lines:
    """The workbook as a file: widths, heights, merges, what is printed, how cells look."""
    items = items_of(seed)
    path = folder / f"{seed}.xlsx"
    told: list[float] = []
    choices = Choices(SHEETS, codes=seed % 2 == 1)
    write_workbook(items, path, NOW, choices, [("坏.pdf", "坏.pdf 读不了。")], told.append)
    yield f"progress {len(told)} {told == sorted(told)} {told[-1]:.2f}"
    book = load_workbook(path)
    for page in book.worksheets:
        widths = " ".join(
            f"{name}{dimension.width:.1f}{'h' * dimension.hidden}"
            for name, dimension in sorted(page.column_dimensions.items())
        )
        heights = " ".join(
            f"{row}:{page.row_dimensions[row].height}"
            for row in range(1, min(page.max_row, 30) + 1)
            if page.row_dimensions[row].height
        )
        yield f"[{page.title}] {page.dimensions} {page.freeze_panes} {page.auto_filter.ref} {page.print_title_rows} {sorted(page.tables)} {page.sheet_state}"
        yield f"widths {widths} heights {heights}"
        setup = page.page_setup
        yield f"{setup.orientation} {setup.paperSize} {setup.scale} {setup.fitToWidth} {setup.fitToHeight} {page.oddHeader.center.text} {page.oddFooter.center.text}"
        yield f"merged {' '.join(sorted(map(str, page.merged_cells.ranges))[:40])}"
        looks = [
            f"{cell.coordinate} {cell.number_format} {cell.alignment.horizontal} {cell.alignment.wrap_text} {cell.font.b} {cell.fill.fgColor.rgb if cell.fill.fill_type else ''}"
            + (f" «{_plain(cell.comment.text)}»" if cell.comment else "") + (f" →{cell.hyperlink.location}" if cell.hyperlink else "")
            for row in page.iter_rows(max_row=5) for cell in row
        ]  # fmt: skip
        yield " / ".join(looks[:60])
        if page.title in ("打印表", "统计图"):
            for row in page.iter_rows(max_row=40):
                yield "|".join(_plain(cell.value) if cell.value is not None else "" for cell in row).rstrip("|")
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if "charts/chart" in name:
                text = archive.read(name).decode("utf-8")
                yield f"{name} {' '.join(re.findall(r'<c:f>([^<]*)</c:f>', text))} {' '.join(re.findall(r'<a:t>([^<]*)</a:t>', text))} {' '.join(re.findall(r'<c:(?:barDir|grouping|gapWidth) val=.([a-zA-Z0-9]+)', text))}"


def texts(seed: int, folder: Path) -> Lines:
    """JSON, CSV, the sign-off page, sums, what the next system would refuse."""
    items = items_of(seed)
    for review, _ in items[:1]:
        whole = document_json(review)
        for key, value in whole.items():
            if key not in ("entries", "pages"):
                yield f"{key} {json.dumps(value, ensure_ascii=False)[:400]}"
        for entry in whole["entries"][:2]:
            for key, value in entry.items():
                yield f"  {key} {json.dumps(value, ensure_ascii=False)[:300]}"
        yield " ".join(str(field_path(review, ref)) for ref in list(review.refs())[::7])
    write_csv_zip(items, folder / f"{seed}.zip", NOW)
    with zipfile.ZipFile(folder / f"{seed}.zip") as archive:
        for name in archive.namelist():
            rows = list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            yield f"{name} {len(rows)} {[value[:20] for value in rows[-1]]}"
    page = sign_off.sign_off_html(items, NOW, [("坏.pdf", "坏.pdf 读不了。")] if seed % 2 else ())
    yield from (
        line.strip()[:200]
        for line in re.sub(r"<style>.*?</style>|<[^>]+>", "\n", page, flags=re.S).splitlines()
        if line.strip()
    )
    yield str(figures(review for review, _ in items))[:900]
    profile = next_system.load_profile()
    if seed % 3 == 1:
        profile = replace(profile, longest=6, totals=(1.0,), weights={"产出指标": 50.0, "效益指标": 30.0})
    for finding in next_system.preflight(items, profile)[:40]:
        yield f"{finding.text()} ({finding.source}, {finding.place[1].key if finding.place else '-'})"
    yield from _sheet(next_system.import_sheet(items, profile), 8)


def _edit(page: Any, dice: Dice) -> None:
    """What somebody does to a sheet in Excel."""
    titles = {cell.value: cell.column for cell in page[1]}
    free = [name for name in titles if name not in (ROW_TITLE,) and name is not None]
    for _ in range(6):
        row, title = 2 + dice.below(max(1, page.max_row - 1)), dice.of(free)
        page.cell(row, titles[title]).value = dice.of((*VALUES[:12], *NAMES[:4], 12, 0.5, None, "=1+1", "  空 格 "))
    if dice.hits(50) and page.max_row > 3:
        page.delete_rows(2 + dice.below(page.max_row - 2))
    if dice.hits(50):
        at = 2 + dice.below(page.max_row)
        page.insert_rows(at)
        for title in ("三级指标", "项目名称", "一级指标", "年度指标值", "计算符号", "数值"):
            if title in titles and dice.hits(80):
                page.cell(at, titles[title]).value = dice.of(("新", "≥9次", "产出指标", "堤防巡查", "≥", "9"))
    if dice.hits(40) and page.max_row > 4:
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
        for at, values in enumerate(reversed(rows) if dice.hits(50) else [*rows[1:], rows[0]], start=2):
            for column, value in enumerate(values, start=1):
                page.cell(at, column).value = value
    if dice.hits(20):
        page.insert_rows(1)
        page.cell(1, 1).value = "核对稿"
    if dice.hits(20):
        page.delete_cols(titles[dice.of(free)])
    if dice.hits(15) and ROW_TITLE in titles:
        page.cell(2, titles[ROW_TITLE]).value = dice.of((None, "乱", page.cell(3, titles[ROW_TITLE]).value))


def come_back(seed: int, folder: Path) -> Lines:
    """A workbook changed by somebody and read back: the differences, what they are called, and what taking them over does."""
    items, dice = items_of(seed), Dice(seed + 3)
    path = folder / f"{seed}.xlsx"
    write_workbook(items, path, NOW, Choices(codes=seed % 2 == 1, split_targets=seed % 3 != 0))
    book = load_workbook(path)
    for name in ("指标", "项目"):
        if name in book.sheetnames and dice.hits(85):
            _edit(book[name], dice)
    book.save(path)
    yield from _brought_back(path, items)


def _brought_back(path: Path, items: list[Item]) -> Lines:
    """What a workbook says that the reviews do not, and what becomes of them when most of it is taken over."""
    try:
        found = read_back(path, items)
    except ReadBackError as error:
        yield f"refused {str(error).replace(path.name, 'the file')}"
        return
    yield f"{found.count} differences {sorted(found.differences)}"
    yield from (f"  note {note[:240]}" for note in found.notes)
    for place, differences in sorted(found.differences.items()):
        review, history = items[place]
        for each in differences:
            what = "|".join(part[:40] for part in describe(review, each)).replace("\n", "⏎")
            yield f"  {place} {type(each).__name__} {what}{' !' * is_conflict(review, each)}"
        act = act_of(review, [each for at, each in enumerate(differences) if at % 5 != 4], path.name)
        yield f"  act {len(act.edits)} {dict(act.gaps)}"
        if history is not None:
            history.do(act)
            yield (
                "  "
                + " ".join(
                    f"{node.kind.value[:3]}{node.value('level3') or node.value('name')}" for node in review.root.walk()
                )[:500]
            )


_OTHER_TITLES = {
    "年度指标值": "全年指标值",
    "三级指标": "指标名称",
    "项目名称": "项目",
    "总计": "合计金额",
    "绩效目标": "目标",
}


def _column(page: Any, title: str) -> int:
    """The number of a column, 0 where there is none of this title."""
    return next((cell.column for cell in page[1] if cell.value == title), 0)


def _put(cell: Any, value: Any) -> None:
    """A text stays one, also one that looks like a formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _row(page: Any, dice: Dice) -> int:
    return 2 + dice.below(max(1, page.max_row - 1))


def _other_title(book: Any, page: Any, dice: Dice) -> None:
    """A column has another title, and a cell that holds an error."""
    title = dice.of([title for title in _OTHER_TITLES if _column(page, title)])
    column = _column(page, title)
    page.cell(1, column).value = _OTHER_TITLES[title]
    page.cell(_row(page, dice), column).value = dice.of(("#REF!", "≥77次", None))


def _other_name(book: Any, page: Any, dice: Dice) -> None:
    """The sheet has another name, or is there twice with a row that only the copy has."""
    if dice.hits(50):
        page.title = f"{page.title}（已核）"
        return
    other = book.copy_worksheet(page)
    other.title = f"{page.title} (2)"
    if dice.hits(60):
        page.delete_rows(_row(page, dice))
    if dice.hits(50):
        other.cell(_row(other, dice), 3).value = "只在副本里改"


def _merged(book: Any, page: Any, dice: Dice) -> None:
    """Cells are merged, down or across."""
    row, column = _row(page, dice), 2 + dice.below(6)
    down, across = dice.of(((1, 0), (2, 0), (0, 1), (1, 1)))
    page.merge_cells(start_row=row, end_row=row + down, start_column=column, end_column=column + across)


def _looking_like(book: Any, page: Any, dice: Dice) -> None:
    """Numbers and dates that look like something else."""
    for title in ("年度指标值", "实施周期指标值", "总计", "分值"):
        column = _column(page, title)
        if column and dice.hits(70):
            cell = page.cell(_row(page, dice), column)
            cell.value, cell.number_format = dice.of(
                ((0.95, "0%"), (3000, '#,##0"份"'), (datetime(2024, 1, 2), 'm"月"d"日"'), (12.5, "0.00"), ("１２.5", "@"), (12, "General"))
            )  # fmt: skip


def _sorted_without_keys(book: Any, page: Any, dice: Dice) -> None:
    """The rows are turned about, but their hidden keys stay."""
    own = _column(page, ROW_TITLE)
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    turned = rows[1:] + rows[:1] if dice.hits(50) else rows[::-1]
    for at, values in enumerate(turned, start=2):
        for column, value in enumerate(values, start=1):
            if column != own:
                _put(page.cell(at, column), value)


def _cut_out(book: Any, page: Any, dice: Dice) -> None:
    """A row is cut and put elsewhere, without a header; or all of it is cleared but the key."""
    row = _row(page, dice)
    own = _column(page, ROW_TITLE)
    if dice.hits(50):
        other = book.create_sheet("移出")
        other.append(["先放这里"])
        for cell in page[row]:
            _put(other.cell(2, cell.column), cell.value)
        page.delete_rows(row)
    else:
        for cell in page[row]:
            if cell.column != own:
                cell.value = None


def _own_column(book: Any, page: Any, dice: Dice) -> None:
    """A column is added: of the user's own, or with a title that there is already."""
    at = page.max_column + 1
    page.cell(1, at).value = dice.of(("科室意见", "三级指标", "项目名称", None))
    page.cell(_row(page, dice), at).value = dice.of(("同意", "改过的名称"))


def _other_owner(book: Any, page: Any, dice: Dice) -> None:
    """Rows are put under another project, or under one that is new."""
    column, name = _column(page, "项目名称"), _column(page, "三级指标")
    if not name:
        return
    names = [page.cell(row, column).value for row in range(2, page.max_row + 1)]
    page.cell(_row(page, dice), column).value = dice.of([*names, "全新项目"])
    if dice.hits(60) and "项目" in book.sheetnames:
        others = book["项目"]
        at = others.max_row + 1
        others.cell(at, _column(others, "项目名称")).value = "全新项目"
        others.cell(at, _column(others, "总计") or 2).value = "1,200.50"
        new = page.max_row + 1
        page.cell(new, column).value = "全新项目"
        page.cell(new, name).value = "新指标"


def _no_list(book: Any, page: Any, dice: Dice) -> None:
    """The sheet that tells which rows were written is changed or gone, and a row with it."""
    if dice.hits(50):
        del book["说明"]
    else:
        book["说明"].delete_cols(3, 8)
    page.delete_rows(_row(page, dice))


_HANDS = (_other_title, _other_name, _merged, _looking_like, _sorted_without_keys, _cut_out, _own_column, _other_owner, _no_list)  # fmt: skip


def handled(seed: int, folder: Path) -> Lines:
    """A workbook that was handled roughly, in one or two ways, and read back with all sources open, one of them, or turned about."""
    items, dice = items_of(seed), Dice(seed + 17)
    path = folder / f"{seed}.xlsx"
    write_workbook(items, path, NOW, Choices(codes=seed % 2 == 0, split_targets=seed % 3 == 0))
    book = load_workbook(path)
    for hand in {_HANDS[seed % len(_HANDS)]: None, dice.of(_HANDS): None}:
        page = book[
            dice.of([name for name in ("指标", "指标", "项目") if name in book.sheetnames] or book.sheetnames[:1])
        ]
        if _column(page, ROW_TITLE) and page.max_row > 2:
            yield f"{hand.__name__} {page.title}"
            hand(book, page, dice)
    book.save(path)
    yield from _brought_back(path, dice.of((items, items, items[:1], items[::-1])))


def _template(dice: Dice) -> Workbook:
    """A user's own workbook: a title, headers some rows down or places in curly brackets, rows to fill, sums beneath."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "填报"
    page["A1"] = dice.of(("{{部门}}{{年度}}年", "填报表", None))
    heads = [dice.of(("序号", "项目名称*", "预算单位", "一级指标", "二级指标名称", "三级指标", "指标值（必填）", "计算符号", "数值", "计量单位", "总计", "分值", "备注栏", "合计数", "绩效目标"))
             for _ in range(4 + dice.below(5))]  # fmt: skip
    top = 2 + dice.below(3)
    places = dice.hits(30)
    for column, head in enumerate(heads, start=1):
        page.cell(top, column).value = f"{{{{{head}}}}}" if places else head
    if dice.hits(30) and not places:
        page.merge_cells(start_row=top, end_row=top + 1, start_column=1, end_column=1)
    free = dice.below(4)
    last = len(heads) + 1
    for row in range(top + 1, top + 1 + free):
        page.cell(row, last).value = f"=A{row}*2"
    under = top + 1 + max(free, 1) + dice.below(2)
    page.cell(under, 1).value = "合计"
    page.cell(under, last).value = f"=SUM({get_column_letter(last)}{top + 1}:{get_column_letter(last)}{under - 1})"
    if dice.hits(50):
        page.merge_cells(start_row=under, end_row=under, start_column=1, end_column=3)
    cover = book.create_sheet("封面")
    cover["A1"] = f"=填报!{get_column_letter(last)}{under}"
    cover["A2"] = f"=SUM(填报!A{top}:A{under + 3})+填报!$B${under}"
    return book


def filled(seed: int, folder: Path) -> Lines:
    """A user's own workbook filled."""
    items, dice = items_of(seed), Dice(seed + 11)
    path, out = folder / f"v{seed}.xlsx", folder / f"o{seed}.xlsx"
    _template(dice).save(path)
    try:
        plan = template.look_at(path, items)
    except template.TemplateError as error:
        yield f"refused {error}"
        return
    yield f"{plan.sheet} {plan.header} {plan.first} {[(column.letter, column.name, column.part) for column in plan.columns]} {plan.signature()}"
    told: list[float] = []
    yield f"cut {template.fill(path, out, plan, items, told.append)} {len(told)} {told == sorted(told)}"
    book = load_workbook(out)
    page = book["填报"]
    for row in page.iter_rows(max_row=14):
        yield "|".join(_plain(cell.value) if cell.value is not None else "" for cell in row)
    yield f"{page.max_row} {sorted(map(str, page.merged_cells.ranges))} {book['封面']['A1'].value} {book['封面']['A2'].value}"
    for _ in range(6):
        row = 1 + dice.below(12)
        formula = dice.of(
            (f"=A{row}+$B${row + 2}", f"=SUM(C{row}:C{row + 4})", f"=填报!D{row}*2", f'="A{row}"&A{row}', f"=别!A{row}")
        )
        yield f"{formula} → {moved_formula(formula, '填报', '填报', 1 + dice.below(9), 1 + dice.below(5), 1 + dice.below(6))} {moved_formula(formula, '封面', '填报', 5, 3, 3)}"
    for name in ("指标值", "单位：", "三级 指标", "指标名", "分 值", "？", "年度绩效目标（必填）", "数量"):
        yield f"{name} → {template.suggest(name, template.parts_of(items))}"
