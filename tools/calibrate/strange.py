"""Documents made strange: words and damage for which no rule of the extraction was made.

The rules grew up with the generator's documents, so that their errors there say little about a layout that nobody has
seen. Here its tables are altered without it: header words that the vocabulary lacks, headers lost, rows moved by a cell,
broken in two, cut by a page. The truth of a document stays as it is.
"""

from __future__ import annotations

import re
from random import Random

_WORDS = {
    "项目名称": ("事项", "支出事项名称", "预算事项"),
    "单位名称": ("经办机构", "机构"),
    "实施单位": ("经办机构", "落实主体"),
    "主管部门": ("归口管理机构", "上级机构"),
    "年度目标": ("拟达成的成效", "本年要求"),
    "绩效目标": ("拟达成的成效", "工作要求"),
    "总体目标": ("拟达成的成效", "全年要求"),
    "年度总体目标": ("拟达成的成效", "全年要求"),
    "一级指标": ("大类", "指标大类", "第一层级"),
    "二级指标": ("中类", "指标中类", "第二层级"),
    "三级指标": ("考核事项", "小类", "第三层级", "评价要点"),
    "指标值": ("考核标杆", "要求达到", "应达水平"),
    "年度指标值": ("本年应达水平", "本年标杆"),
    "目标值": ("应达水平", "要求达到"),
    "实施周期指标值": ("全程应达水平", "整个周期标杆"),
    "中长期指标值": ("全程应达水平", "远期标杆"),
    "计量单位": ("量纲", "单位名"),
    "度量单位": ("量纲", "单位名"),
    "计算符号": ("比较方式", "大小关系"),
    "指标性质": ("比较方式", "大小关系"),
    "预算数": ("安排数额", "核定数额"),
    "预算金额": ("安排数额", "核定数额"),
    "总计": ("全部数额", "总盘子"),
    "财政拨款": ("公共财政安排", "财政投入数"),
    "其他资金": ("别的来源", "自行解决"),
    "年度资金总额": ("全年全部数额", "当年总盘子"),
}
_BLANKS = re.compile(r"\s+")
_RULE = re.compile(r"^[\s|:-]+$")
_HEADS = frozenset(_WORDS)


def strange(text: str, rng: Random) -> tuple[str, dict[str, str]]:
    """The text of a document with a few strange things done to it, and the labels that were renamed throughout.

    Tables whose cells nothing separates stay whole.
    """
    mark = next((mark for mark in ("|", "\t") if sum(mark in line for line in text.splitlines()) >= 3), None)
    lines = text.split("\n")
    if mark is None:
        return text, {}
    table = Table(lines, mark, rng)
    for act in rng.sample((table.rename, table.shift, table.tear, table.page), 2):
        act()
    if rng.random() < 0.05:
        table.unhead()
    return "\n".join(table.lines), table.renamed


class Table:
    """The rows of a document, as they are altered; `mark` separates their cells."""

    def __init__(self, lines: list[str], mark: str, rng: Random) -> None:
        self.lines = lines
        self.renamed: dict[str, str] = {}
        self._mark = mark
        self._rng = rng

    def rename(self) -> None:
        """Give some printed labels names that the vocabulary does not have, the same ones throughout."""
        words = {word: self._rng.choice(others) for word, others in _WORDS.items() if self._rng.random() < 0.08}
        whole = {_plain(cell) for _, cells in self._rows() for cell in cells}
        parts = {word for word in words for cell in whole if word in cell and word != cell and len(cell) < 20}
        self.renamed = {word: new for word, new in words.items() if word in whole and word not in parts}
        for place, cells in self._rows():
            found = [words.get(_plain(cell)) for cell in cells]
            if any(found):
                self._put(place, [new or cell for new, cell in zip(found, cells, strict=True)])

    def shift(self) -> None:
        """Move the cells of a few rows by one."""
        for place, cells in self._body(0.05):
            blank = [at for at, cell in enumerate(cells) if not cell.strip()]
            if blank and self._rng.random() < 0.5:
                del cells[self._rng.choice(blank)]
                cells.append(" ")
            else:
                cells.insert(self._rng.randrange(len(cells)), " ")
                if not cells[-1].strip():
                    cells.pop()
            self._put(place, cells)

    def tear(self) -> None:
        """Break a few rows in two: the rest of one cell stands in a row of its own beneath."""
        for place, cells in reversed(list(self._body(0.04))):
            long = [at for at, cell in enumerate(cells) if len(cell.strip()) > 6 and "<" not in cell]
            if not long:
                continue
            at = self._rng.choice(long)
            cell = cells[at].strip()
            cut = self._rng.randrange(3, len(cell) - 2)
            rest = [" "] * len(cells)
            cells[at], rest[at] = f" {cell[:cut]} ", f" {cell[cut:]} "
            self._put(place, cells)
            self.lines.insert(place + 1, "")
            self._put(place + 1, rest)

    def unhead(self) -> None:
        """Lose the header of one table."""
        heads = [p for p, cells in self._rows() if sum(_plain(cell) in _HEADS for cell in cells) >= 3]
        if heads:
            self.lines[self._rng.choice(heads)] = ""

    def page(self) -> None:
        """Cut tables by a page's end, with its number."""
        for place, _ in reversed(list(self._body(0.02))):
            self.lines[place:place] = ["", f"— {self._rng.randrange(2, 60)} —", ""]

    def _rows(self) -> list[tuple[int, list[str]]]:
        found = []
        for place, line in enumerate(self.lines):
            if self._mark in line and not _RULE.match(line):
                body = line.strip().strip("|") if self._mark == "|" else line
                found.append((place, body.split(self._mark)))
        return found

    def _body(self, share: float) -> list[tuple[int, list[str]]]:
        """Some of the rows that hold no header."""
        rows = [row for row in self._rows() if not any(_plain(cell) in _HEADS for cell in row[1])]
        return [row for row in rows if self._rng.random() < share]

    def _put(self, place: int, cells: list[str]) -> None:
        row = self._mark.join(cells)
        self.lines[place] = f"|{row}|" if self._mark == "|" else row


def _plain(cell: str) -> str:
    return _BLANKS.sub("", cell).strip(":：")
