"""Every state of the window itself, by name: what is on the desk, the bars, the panes, the menus."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from reviewer.base.resources import resource
from reviewer.model import acts
from reviewer.model.coverage import unclaimed
from reviewer.model.fields import FieldRef
from reviewer.model.postponing import postpone
from reviewer.model.review import Kind
from reviewer.session.recovery import Leftover
from reviewer.sources.registry import open_source
from reviewer.ui.commands.files import _said_of
from reviewer.ui.desk import OpenSource
from reviewer.ui.desk import State as Stage
from reviewer.ui.main_window import MainWindow
from reviewer.ui.menus import MENUS
from reviewer.ui.source.claims import claims_menu
from tools.pictures.shown import Look, State, sample, settle, wait

_STRAY = "另行安排青禾区档案数字化抢救工作，相关指标在执行中补充报送\n\n请于收到之日起另行报送书面材料\n"
_LONG = "云溪市青禾区人民代表大会常务委员会办公室2031年部门整体支出绩效目标申报表（公开稿）"


def _stray(folder: Path) -> list[Path]:
    """A sample with two sentences that no field claims."""
    path = folder / "青禾区司法局2031年绩效目标.md"
    path.write_text(f"{resource('samples', 'wide.md').read_text(encoding='utf-8')}\n\n{_STRAY}", encoding="utf-8")
    return [path]


def _long(folder: Path) -> list[Path]:
    """Values as long as offices write them."""
    value = "按照年度计划分批次组织各街道司法所、公共法律服务站开展业务培训，培训覆盖率不低于百分之九十五"
    text = resource("samples", "wide.md").read_text(encoding="utf-8").replace("全年保洁河道长度不少于126公里", value)
    path = folder / f"{_LONG}.md"
    path.write_text(text, encoding="utf-8")
    return [path]


def _as_it_is(window: MainWindow, look: Look) -> None:
    look(window)


def _next(window: MainWindow, look: Look) -> None:
    """At the first doubtful field."""
    window.actions_table["actionNextDoubtful"].trigger()
    wait(250)  # the original scrolls
    look(window)


def _recent(window: MainWindow, look: Look) -> None:
    here = Path("D:/预算绩效/2031年/公开文本（各区县报送）")
    names = (
        "青禾区司法局绩效目标.docx",
        f"{_LONG}.pdf",
        "水务局.xls",
        "R&D项目.html",
        "教育局_目标表_终稿.xlsx",
        "扫描件.png",
    )
    window.start_page.show_recent([here / name for name in names])
    settle()
    look(window)


def _recovery(window: MainWindow, look: Look) -> None:
    for number, name in enumerate((f"{_LONG}.docx", "水务局.xls"), start=1):
        left = Leftover(
            Path(f"/nowhere/{number}.review"), (name,), number * 7, datetime(2031, 3, number, 9, 30, tzinfo=UTC)
        )
        window.files._offer(_said_of(left), [left])
    settle()
    look(window)


def _messages(window: MainWindow, look: Look) -> None:
    from reviewer.base.i18n import tr

    for text in (
        tr("{file} cannot be written; it can be read here, but not changed.", file=f"{_LONG}.review"),
        tr(
            "{file} could not be read back because of a fault in this program; the details are in its log.",
            file="目标.xlsx",
        ),
    ):
        window.message_bar.say(text, [(tr("Try again"), lambda: None), (tr("Save under another name…"), lambda: None)])
    settle()
    look(window)


def _same(window: MainWindow, look: Look, unfolded: bool) -> None:
    review = window.desk.review
    assert review is not None
    values: dict[str, list[FieldRef]] = {}
    for node in review.root.walk():
        if node.kind is Kind.INDICATOR and node.value("level2"):
            values.setdefault(str(node.value("level2")), []).append(FieldRef(node.id, "level2"))
    ref = max(values.values(), key=len)[0]
    window.desk.choose_field(ref)
    window.desk.do(acts.set_value(review, ref, "社会效益指标"))
    settle()
    assert window.same_bar.isVisible()
    if unfolded:
        window.same_bar.open_list()
        settle()
    look(window)


def _coverage(window: MainWindow, look: Look) -> None:
    assert window.desk.review is not None
    assert unclaimed(window.desk.review)
    window.actions_table["actionShowUnclaimed"].trigger()
    window.actions_table["actionNextUnclaimed"].trigger()
    wait(250)
    assert window.coverage_bar.isVisible()
    look(window)


def _find(window: MainWindow, look: Look, text: str) -> None:
    window.actions_table["actionFind"].trigger()
    window.find_bar.edit.setText(text)
    window.find_bar.search(True)
    wait(250)
    look(window)


def _issues(window: MainWindow, look: Look, filters: bool) -> None:
    window._issues.fold(False)
    if filters:
        window.issue_list._more.click()
    window.actions_table["actionNextDoubtful"].trigger()
    wait(250)
    look(window)


def _edit(window: MainWindow, look: Look) -> None:
    window.actions_table["actionNextDoubtful"].trigger()
    window.actions_table["actionEdit"].trigger()
    wait(250)
    look(window)


def _edit_cell(window: MainWindow, look: Look) -> None:
    window.actions_table["actionNextDoubtful"].trigger()
    settle()
    window.review_tree.edit_current()
    wait(250)
    look(window)


def _another_project(window: MainWindow, look: Look) -> None:
    """From a row on it is another project: its name is asked for where it was made."""
    window.actions_table["actionNextDoubtful"].trigger()
    settle()
    window.actions_table["actionSplitEntry"].trigger()
    wait(250)
    look(window)
    window.actions_table["actionUndo"].trigger()
    settle()


def _states(window: MainWindow, look: Look) -> None:
    """Fields accepted, changed, blank and unreadable beside doubtful ones."""
    review = window.desk.review
    assert review is not None
    nodes = [node for node in review.root.walk() if node.kind is Kind.INDICATOR]
    refs = [FieldRef(node.id, "annual_value") for node in nodes]
    window.desk.do(acts.accept(review, refs[0]))
    window.desk.do(acts.set_value(review, refs[1], "≥31期"))
    window.desk.do(acts.mark_blank(review, refs[2]))
    window.desk.do(acts.mark_unreadable(review, refs[3]))
    window.desk.choose_field(FieldRef(nodes[1].id, "annual_value"))
    wait(250)
    look(window)


def _broken(window: MainWindow) -> OpenSource:
    """A source that could not be read."""
    broken = OpenSource(Path("损坏的文件.docx"))
    window.desk.add(broken)
    broken.state = Stage.FAILED
    broken.message = "损坏的文件.docx 已损坏，无法打开；请换一份再试。"
    window.desk.updated(broken)
    return broken


def _reading(window: MainWindow, look: Look) -> None:
    """A source that is being read, and one that could not be read."""
    _broken(window)
    busy = OpenSource(Path(f"{_LONG}.pdf"))
    window.desk.add(busy)
    busy.state, busy.progress = Stage.READING, 0.4
    busy.source = open_source(resource("selftest", "form.pdf"))
    window.desk.updated(busy)
    window.desk.choose(busy)
    window.desk.said.emit("正在导出到 目标.xlsx：40%")
    wait(250)
    look(window)


def _failed(window: MainWindow, look: Look) -> None:
    broken = _broken(window)
    window.desk.choose(broken)
    window.desk.troubled.emit(broken.message)
    settle()
    look(window)


def _claims(window: MainWindow, look: Look) -> None:
    review = window.desk.review
    assert review is not None
    nodes = [node for node in review.root.walk() if node.kind is Kind.INDICATOR]
    refs = [FieldRef(node.id, "level1") for node in nodes[:7]]
    window.desk.choose_field(refs[1])
    menu = claims_menu(window.desk, refs, window.source_view)
    menu.popup(window.mapToGlobal(window.rect().center()))
    settle()
    look(menu)
    menu.close()


def _menu(window: MainWindow, look: Look, name: str) -> None:
    menu = window.findChild(QMenu, f"{name}Menu")
    assert isinstance(menu, QMenu)
    menu.popup(window.mapToGlobal(window.menuBar().rect().bottomLeft()))
    settle()
    look(menu)
    menu.close()


def _folded(window: MainWindow, look: Look) -> None:
    """Nothing but the original and the tree."""
    for action in window._pane_actions:
        action.setChecked(False)
    settle()
    look(window)


def _doubtful_only(window: MainWindow, look: Look) -> None:
    window.review_tree._only.setChecked(True)
    settle()
    look(window)


def _focus(window: MainWindow, look: Look, pane: str) -> None:
    """Where the focus is has to be seen."""
    window._issues.fold(False)
    getattr(window, pane).setFocus(Qt.FocusReason.TabFocusReason)
    settle()
    assert window.isAncestorOf(QApplication.focusWidget())
    look(window)


def _guide(window: MainWindow, look: Look, stop: int) -> None:
    """A stop of the guide, counted from 0; the last says that it is over."""
    guide = window.whole.guide
    guide.start()
    for _ in range(200):  # the sample is read
        if guide.bar is not None and guide.bar.isVisible():
            break
        wait(50)
    for _ in range(stop):
        guide._go_on()
    wait(250)
    assert guide.bar is not None
    assert guide.bar.isVisible()
    look(window)


def _postponed(window: MainWindow, look: Look) -> None:
    current = window.desk.current
    assert current is not None
    window.desk.remark(current, postpone("附件缺第3页，已请水务局补报"))
    wait(250)
    look(window)


def _misread(folder: Path) -> list[Path]:
    """A sample in which recognition took letters for digits."""
    path = folder / "青禾区水务局2031年绩效目标.md"
    text = resource("samples", "wide.md").read_text(encoding="utf-8")
    path.write_text(text.replace("不少于3000份", "不少于3OOO份"), encoding="utf-8")
    return [path]


_WIDE = sample("samples/wide.md")
_THREE = sample("samples/wide.md", "samples/forms.txt", "samples/department.txt")
_NONE: Callable[[Path], list[Path]] = lambda _folder: []  # noqa: E731

WINDOWS: dict[str, State] = {
    "start-empty": State(_NONE, _as_it_is),
    "start-recent": State(_NONE, _recent),
    "start-recovery": State(_NONE, _recovery),
    "text": State(_WIDE, _next),
    "grid": State(sample("samples/workbook.xlsx"), _next),
    "page": State(sample("selftest/form.pdf"), _next),
    "web-page": State(sample("samples/web-page.html"), _next),
    "department": State(sample("samples/department.txt"), _next),
    "several": State(_THREE, _next),
    "reading": State(_THREE, _reading),
    "failed": State(_WIDE, _failed),
    "long-values": State(_long, _next),
    "states-of-fields": State(_WIDE, _states),
    "editing-panel": State(_WIDE, _edit),
    "editing-cell": State(_long, _edit_cell),
    "another-project": State(_WIDE, _another_project),
    "message-bar": State(_WIDE, _messages),
    "same-bar": State(_WIDE, partial(_same, unfolded=False)),
    "same-bar-list": State(_WIDE, partial(_same, unfolded=True)),
    "coverage-bar": State(_stray, _coverage),
    "find-bar": State(_WIDE, partial(_find, text="指标")),
    "find-bar-not-found": State(sample("samples/workbook.xlsx"), partial(_find, text="没有的词")),
    "issues": State(_WIDE, partial(_issues, filters=False)),
    "issues-filtered": State(_WIDE, partial(_issues, filters=True)),
    "folded": State(_THREE, _folded),
    "doubtful-only": State(_WIDE, _doubtful_only),
    "focus-documents": State(_THREE, partial(_focus, pane="document_list")),
    "focus-original": State(_THREE, partial(_focus, pane="source_view")),
    "focus-tree": State(_THREE, partial(_focus, pane="review_tree")),
    "focus-issues": State(_THREE, partial(_focus, pane="issue_list")),
    "claims": State(_WIDE, _claims),
    **{f"guide-{stop + 1}": State(_NONE, partial(_guide, stop=stop)) for stop in range(6)},
    "postponed": State(_THREE, _postponed),
    "doubted-characters": State(_misread, _as_it_is),
    **{f"menu-{name}": State(_THREE, partial(_menu, name=name)) for name in MENUS},
}
"""Every state of the window; a new bar, pane or menu belongs here."""
