"""Forms that print long-term and annual indicators: side by side, or as two blocks."""

from __future__ import annotations

from random import Random

from tools.corpus import build, content, forms
from tools.corpus.build import LEVELS3, Made
from tools.corpus.content import Project
from tools.corpus.forms import wide
from tools.corpus.paper import Cell, Line, Row, Table, fill, row
from tools.corpus.truth import Entry, Indicator


def _long_term(rng: Random, project: Project, entry: Entry, label: str) -> str:
    text = "；".join(content.sentences(rng, project.topic, rng.randint(1, 3), project.year)) + "。"
    entry.attributes[label] = text
    return text


def _head_rows(rng: Random, project: Project, entry: Entry, p: forms.Plan, width: int) -> list[Row]:
    rows = [wide("项目名称", Cell(project.name, entry, "name"), width)]
    rows.append(wide(p.unit_label, Cell(project.office, entry, "unit"), width))
    rows += forms.pair_rows(rng, project, entry, p.pairs, width)
    return rows + forms.money_rows(project, entry, p, width)


def side_by_side(rng: Random) -> Made:
    """Long-term columns on the left, annual ones on the right of the same rows, two goal cells."""
    paper, truth, year, projects = forms.sheet_of_forms(
        rng, ("项目支出绩效目标表", "项目绩效目标申报表", "项目支出绩效目标申报表")
    )
    long, short = rng.choice(
        [
            ("实施期目标", "年度目标"),
            ("实施期目标", f"年度目标（{year}年）"),
            ("中期目标", "年度目标"),
        ]
    )
    right_levels = rng.random() < 0.6
    for project in projects:
        for text in paper.masthead:
            paper.lines(text, "")
        p = forms.plan(rng)
        entry = build.entry_of(project, {}, project.office)
        width = 8 if right_levels else 7
        rows = _head_rows(rng, project, entry, p, width)
        right = 5
        band = ["总体目标", long, "", "", "", short]
        text = _long_term(rng, project, entry, long)
        rows.append(row("form", *band))
        rows.append(row("form", "", Cell(text, entry, long), "", "", "", build.goal_cell(project, entry)))
        heads = ["绩效指标", *LEVELS3, "指标值", *(["二级指标"] if right_levels else []), "三级指标", "指标值"]
        head = row("header", *heads)
        rows.append(head)
        pairs = _pairs(rng, project)
        entry.indicators = [i for a, b in pairs for i in ((a,) if a is b else (a, b))]
        body = [_pair_row(a, b, right_levels) for a, b in pairs]
        _merge_sides(body, right)
        table = Table([*rows, *body], running=[row("header", *heads)])
        fill(table.rows, width)
        paper.blocks += [table, Line("")]
        truth.entries.append(entry)
    return Made(paper, truth)


def _pairs(rng: Random, project: Project) -> list[tuple[Indicator, Indicator]]:
    """Left and right of every row: one indicator on both sides, or two of the same level."""
    found: list[tuple[Indicator, Indicator]] = []
    used = {i.level3 for i in project.indicators}
    for ind in project.indicators:
        build.keep([ind], period=True)
        if rng.random() < 0.7 or not ind.kind:
            found.append((ind, ind))
            continue
        other = content.indicators(rng, project.topic, [ind.kind], project.amount, project.year)[0]
        if other.level3 in used:
            found.append((ind, ind))
            continue
        used.add(other.level3)
        other.level1, other.level2, other.code1, other.code2 = ind.level1, ind.level2, None, None
        other.period, ind.annual = None, None
        found.append((ind, other))
    return found


def _pair_row(left: Indicator, right: Indicator, right_levels: bool) -> Row:
    cells = [Cell()]
    cells.append(Cell(left.level1 or "", left, "level1"))
    cells += [Cell(build.text_of(left, f), left, f) for f in ("level2", "level3", "period")]
    wanted = ("level2", "level3", "annual") if right_levels else ("level3", "annual")
    cells += [Cell(build.text_of(right, f), right, f) for f in wanted]
    return Row(cells, "pair")


def _merge_sides(rows: list[Row], right: int) -> None:
    """Blank merged levels on both sides."""
    for columns in ([1, 2], [1, right]):
        last: dict[int, str] = {}
        shown = [[r.cells[i].text for i in range(len(r.cells))] for r in rows]
        for r, texts in zip(rows, shown, strict=True):
            changed = False
            for at in columns:
                if r.cells[at].field not in ("level1", "level2"):
                    continue
                if at == 1 and columns[1] == right:
                    changed = bool(texts[1])
                    continue
                if texts[at] == last.get(at) and not changed:
                    r.cells[at].text = ""
                else:
                    changed = True
                    last[at] = texts[at]


def two_blocks(rng: Random) -> Made:
    """A block of long-term indicators, and one of annual ones below it."""
    paper, truth, year, projects = forms.sheet_of_forms(
        rng, ("项目支出绩效目标申报表", "项目支出绩效目标表", "预算项目绩效目标申报表")
    )
    names = rng.choice([("长期绩效指标", "年度绩效指标"), ("实施期绩效指标", "年度绩效指标"), ("中期指标", "年度指标")])
    goals = rng.choice([("长期目标", "年度目标"), ("实施期目标", "年度目标"), ("中期目标", "年度目标")])
    for project in projects:
        for text in paper.masthead:
            paper.lines(text, "")
        p = forms.plan(rng)
        entry = build.entry_of(project, {}, project.office)
        rows = _head_rows(rng, project, entry, p, 5)
        rows.append(wide(goals[0], Cell(_long_term(rng, project, entry, goals[0]), entry, goals[0]), 5))
        rows.append(wide(goals[1], build.goal_cell(project, entry), 5))
        used = {i.level3 for i in project.indicators}
        kinds = content.plan(rng, rng.randint(4, 6))
        long = [i for i in content.indicators(rng, project.topic, kinds, project.amount, year) if i.level3 not in used]
        for ind in long:
            ind.annual, ind.code1, ind.code2 = None, None, None
            ind.period = ind.period or "长期"
        shell = content.Project("", project.topic, 1, 0, [], long + project.indicators, "", year)
        build.level_names(rng, [shell])
        build.keep(project.indicators)
        entry.indicators = long + project.indicators
        for block, label, value in ((long, names[0], "period"), (project.indicators, names[1], "annual")):
            rows.append(row("header", label, *LEVELS3, "指标值"))
            body = build.indicator_rows(block, ["side", "level1", "level2", "level3", value])
            for r in body:
                r.cells[0].text, r.cells[0].owner = "", None
            build.merge(body)
            rows += body
        fill(rows, 5)
        paper.blocks += [Table(rows), Line("")]
        truth.entries.append(entry)
    return Made(paper, truth)
