"""Bricks that the layouts share: styles, level names, indicator rows, money, truth entries."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tools.corpus import content, words
from tools.corpus.content import Office, Project
from tools.corpus.paper import Cell, Paper, Row, Style
from tools.corpus.truth import Entry, Indicator, Truth

LEVELS3 = ("一级指标", "二级指标", "三级指标")


def heads(rng: Random) -> list[str]:
    """Headers of the three level columns."""
    if rng.random() < 0.75:
        return list(LEVELS3)
    return rng.choice(
        [
            ["一级绩效指标", "二级绩效指标", "三级绩效指标"],
            ["一级指标", "二级指标", "指标内容"],
            ["一级指标", "二级指标", "指标名称"],
            ["一级指标", "二级指标", "三级指标名称"],
            ["一级 指标", "二级 指标", "三级 指标"],
            ["一级指标名称", "二级指标名称", "三级指标名称"],
        ]
    )


@dataclass
class Made:
    """A layout's work: the paper, what it says, and its projects."""

    paper: Paper
    truth: Truth


def style(rng: Random, forms: tuple[str, ...] = ("md", "tab")) -> Style:
    """How a document is printed."""
    form = rng.choice(forms)
    suffix = {"md": rng.choice(["md", "txt"]), "tab": rng.choice(["tsv", "txt"]), "spaced": "txt"}[form]
    wrap = rng.choice(["<br>", "<br>", " ", ""]) if form == "md" else rng.choice([" ", "", " "])
    return Style(form, suffix, wrap, pad=rng.random() < 0.4, repeat=rng.random() < 0.3)


def year_of(rng: Random) -> int:
    """A budget year."""
    return rng.randint(2018, 2026)


def level_names(rng: Random, projects: list[Project]) -> None:
    """Print the levels as one office prints them: 经济效益 or 经济效益指标, 满意度 in its variants."""
    bare = rng.random() < 0.35
    whom = rng.choice(["服务对象满意度指标", "服务对象满意度指标", "服务对象满意度", "满意度指标"])
    eco = rng.choice(["生态效益指标", "生态效益指标", "环境效益指标"])
    last = rng.choice(["可持续影响指标", "可持续影响指标", "可持续发展指标"])
    for ind in (i for p in projects for i in p.indicators):
        if ind.level1 == "满意度指标":
            ind.level2 = whom
        elif ind.level2 == "生态效益指标":
            ind.level2 = eco
        elif ind.level2 == "可持续影响指标":
            ind.level2 = last
        if bare and ind.level1 == "效益指标" and ind.level2:
            ind.level2 = ind.level2.removesuffix("指标")


def keep(inds: list[Indicator], *, codes: bool = False, period: bool = False, annual: bool = True) -> None:
    """Drop from the truth what the layout does not print."""
    for ind in inds:
        if not codes:
            ind.code1 = ind.code2 = None
        if not period:
            ind.period = None
        if not annual:
            ind.annual = None


def in_parts(ind: Indicator, order: tuple[str, ...] = ("sign", "number", "unit")) -> None:
    """Make the annual value the join of its printed parts; the words 定性/定量 are no part of it."""
    parts = [text_of(ind, name) for name in order]
    natural = "".join(p for p in (ind.sign, ind.number, ind.unit) if p not in ("定性", "定量", "/"))
    ind.annual = "".join(p for p in parts if p not in ("定性", "定量", "/")) or None
    if natural and natural != ind.annual:
        ind.accept("annual_value", natural)


def text_of(ind: Indicator, name: str) -> str:
    """What a column prints of an indicator."""
    if name.startswith("extra:"):
        return ind.extra.get(name[6:], "")
    if name == "signed":
        return ind.number if ind.sign in ("定性", "定量") else ind.sign + ind.number
    if name in ("level1", "level2", "level3", "period", "annual", "sign", "number", "unit"):
        return getattr(ind, name) or ""
    return ""


def indicator_rows(inds: list[Indicator], columns: list[str], lead: list[Cell] | None = None) -> list[Row]:
    """A row an indicator; `lead` cells stand before the columns (the first row prints them, the others are blank)."""
    rows = []
    for n, ind in enumerate(inds):
        front = [Cell(c.text, c.owner, c.field) if n == 0 else Cell("", c.owner, c.field) for c in lead or []]
        rows.append(Row(front + [Cell(text_of(ind, c), ind, c) for c in columns], "indicator"))
    return rows


def merge(rows: list[Row], names: tuple[str, ...] = ("level1", "level2")) -> None:
    """Blank the cells that a vertical merge would hold: the same level under the same higher level."""
    last: dict[str, str] = {}
    for r in rows:
        changed = False
        for name in names:
            at = r.find(name)
            if at is None:
                continue
            text = r.cells[at].text
            if text == last.get(name) and not changed:
                r.cells[at].text = ""
            else:
                changed = True
                last[name] = text


def entry_of(project: Project, amounts: dict[str, str | None], unit: str | None = None) -> Entry:
    """The truth of a project: its goal with the line breaks undone."""
    return Entry(
        kind="project",
        name=project.name,
        unit=unit,
        amounts=amounts,
        goal="".join(project.goal),
        indicators=project.indicators,
    )


def goal_cell(project: Project, entry: Entry) -> Cell:
    """The cell of the goal, its lines parted."""
    return Cell("\n".join(project.goal), entry, "goal")


def start(rng: Random, n: int, low: int = 4, high: int = 9) -> tuple[Office, int, list[Project]]:
    """An office, a year and `n` projects, their levels named alike."""
    owner = content.office(rng)
    year = year_of(rng)
    made = content.projects(rng, owner, year, n, low, high)
    level_names(rng, made)
    return owner, year, made


def split_money(project: Project, money: str = "comma") -> tuple[str, str, str | None]:
    """Total, from the budget, from elsewhere (None where nothing is)."""
    places = 1 if money == "short" else 2
    rest = round(round(project.amount, places) - round(project.other, places), places)
    other = words.money(project.other, money) if project.other else None
    return words.money(project.amount, money), words.money(rest, money), other


def weights(rng: Random, inds: list[Indicator], label: str, total: int = 100) -> None:
    """Give the indicators points that sum to `total`, in the extra column `label`."""
    n = len(inds)
    base = max(1, total // max(n, 1))
    points = [base] * n
    for _ in range(total - base * n):
        points[rng.randrange(n)] += 1
    for ind, point in zip(inds, points, strict=True):
        ind.extra[label] = str(point)
