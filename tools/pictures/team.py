"""The window of a team as it comes up, with invented documents and people, and no server."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from reviewer.base.i18n import tr
from reviewer.model.fields import FieldRef
from reviewer.model.review import Kind, Review
from reviewer.ui.main_window import MainWindow
from reviewer.ui.team.clash_page import Clash
from reviewer.ui.team.put_in_dialog import PutInDialog
from reviewer.ui.team.team_window import TeamWindow
from reviewer.workspace.address import Address
from reviewer.workspace.figures import Attention, Counted
from reviewer.workspace.lessons import Lesson
from reviewer.workspace.putting_in import PutIn
from reviewer.workspace.schema import VERSION
from reviewer.workspace.terms import Differing, Hello, Row
from reviewer.workspace.transport import path_text

_ROWS = (
    Row(1, "青禾区司法局绩效目标表.docx", "青禾区司法局", "2031", "docx", "ready", 12, 180, "王五", 3, 117.0, None, "", None, None, 4),
    Row(2, "青禾区水务局整体表.xls", "青禾区水务局", "2031", "xls", "ready", 3, 90, "李四", 1, 42.0, None, "缺第二页", "张三", None, 9),
    Row(3, "云溪市文化馆申报表.pdf", "云溪市文化馆", "2031", "pdf", "ready", 0, 60, None, 0, None, "王五", "金额不符", "赵六", None, 20),
    Row(4, "云溪市气象局绩效目标表.pdf", "云溪市气象局", "2030", "pdf", "ready", 41, 420, "孙七", 2, -5.0, None, "", None, None, 0),
    Row(5, "云溪市档案馆绩效目标表.pdf", "云溪市档案馆", "2030", "pdf", "ready", 7, 75, None, 0, None, None, "", None, None, 0),
)  # fmt: skip
_TOTALS = {
    "documents": 4210,
    "waiting": 118,
    "open": 2904,
    "held": 46,
    "done": 1139,
    "failed": 3,
    "acts": 91_220,
    "clerks": 50,
    "hour": 212,
}


def queue(window: MainWindow) -> TeamWindow:
    """The queue as a checker sees it."""
    made = connect(window)
    link = window.team.link
    link.address = Address("amt.example", "", "season", "王五")
    link.hello = Hello(VERSION, 1, "", "王五", "checker", 120)
    link.is_online = True
    link._sender = _Silent()  # type: ignore[assignment]
    made.queue.model.me = "王五"
    made.queue.model.show(_ROWS)
    made.queue._say_totals(_TOTALS)
    made.queue._asked = True  # nobody is there to be asked
    link.changed.emit()
    made.queue.table.selectRow(2)
    return made


def deleted(window: MainWindow) -> TeamWindow:
    """What a lead has just deleted, and can bring back."""
    made = queue(window)
    window.team.link.hello = Hello(VERSION, 1, "", "赵六", "lead", 120)
    window.team.link.changed.emit()
    made.queue.where.setCurrentIndex(made.queue.where.findData("deleted"))
    made.queue.model.show(
        [replace(row, deleted_by="赵六", days=days) for row, days in zip(_ROWS[:3], (30, 12, 0), strict=True)]
    )
    made.queue.table.selectRow(0)
    made.queue.told.emit(
        tr("{file} is deleted; for 30 days it stands under “Deleted” and can be brought back.", file=_ROWS[0].name)
    )
    return made


def putting_in(window: MainWindow) -> TeamWindow:
    """What a lead has just put in, and could take back."""
    made = queue(window)
    window.team.link.hello = Hello(VERSION, 1, "", "赵六", "lead", 120)
    window.team.link.changed.emit()
    new = [(number, f"甲局{number}.docx") for number in range(12)]
    done = PutIn(new, 3, ["青禾区水务局整体表.xls"], ["乙局.zip 已损坏。", "丙局.docx 无法读取。"])
    made.putting_in._made = done
    made.putting_in._done(done, 0, "")
    return made


def putting_in_long(window: MainWindow) -> TeamWindow:
    """One file of several could not be put in, and its name is as long as a name may be."""
    made = putting_in(window)
    made.putting_in._tell(
        f"已放入 12 份。 {'2031_performance_target_table_final_version_' * 5}.docx 无法读取。", made.putting_in._made
    )
    return made


def ask_put_in(window: MainWindow) -> PutInDialog:
    """The question before files are put in."""
    folder = Path("D:/收到/第一批")
    files = [
        folder / f"{name}绩效目标表.docx" for name in ("青禾区水务局", "青禾区司法局", "云溪市文化馆", "云溪市气象局")
    ]
    told = ["汇总.xlsx 是本程序导出的文件，不是来源文件；请放入读取它所用的原文件。"]
    return PutInDialog("season", files, told, queue(window))


def clashes(window: MainWindow) -> TeamWindow:
    """Late acts of somebody, field by field."""
    made = queue(window)
    made.pages.setCurrentIndex(1)
    made.clashes.show_drafts(
        [(1, "青禾区水务局整体表.xls", "李四", 2, 3), (4, "云溪市气象局绩效目标表.pdf", "孙七", 2, 12)]
    )
    ref = FieldRef(5, "annual_value")
    made.clashes.show_clashes([
        Clash(ref, "河道清淤 › 清淤长度 · 年度指标值", "≥12公里", "≥12.5公里"),
        Clash(ref, "河道清淤 · 绩效目标", "汛期前完成城区河道清淤，消除积水点", "汛期前完成城区主要河道清淤，消除六处易涝积水点"),
        Clash(ref, "节水宣传 › 宣传场次 · 年度指标值", None, "≥24场次"),
    ])  # fmt: skip
    made.clashes.model.ticks[1] = True
    return made


def quality(window: MainWindow) -> TeamWindow:
    """Figures of second readings, and a field to read once more."""
    made = queue(window)
    window.team.link.hello = Hello(VERSION, 1, "", "赵六", "lead", 120)
    window.team.link.changed.emit()
    made.pages.setCurrentWidget(made.quality)
    made.quality.show_all([
        Counted("王五", "annual_value", "青禾区司法局", "docx · targets", True, 212, 205, 4),
        Counted("王五", "goal", "青禾区司法局", "docx · targets", False, 40, 40, 0),
        Counted("王五", "amounts", "云溪市文化馆", "pdf · targets", False, 118, 117, 1),
    ], [Attention("李四", 31, 25_200.0, 1912, 8, 5, 5), Attention("王五", 44, 31_680.0, 3105, 12, 11, 11)])  # fmt: skip
    review, history = window.desk.review, window.desk.history
    if review is not None and history is not None:
        made.quality.show_field(1, FieldRef(_indicator(review), "annual_value"), review, history)
    return made


def differences(window: MainWindow) -> TeamWindow:
    """Two readings of a field, and the original that decides."""
    made = queue(window)
    made.pages.setCurrentWidget(made.differences)
    review, history = window.desk.review, window.desk.history
    if review is not None and history is not None:
        ref = FieldRef(_indicator(review), "annual_value")
        found = [Differing(7, 1, review.source.name, path_text(review, ref), "annual_value", ("≥12公里", "≥12.5公里")),
                 Differing(9, 2, "云溪市文化馆申报表.pdf", "1#1:goal", "goal", ("免费开放全年不少于300天", None))]  # fmt: skip
        made.differences.show_differing(found)
        made.differences.show_difference(found[0], review, history)
    return made


def _indicator(review: Review) -> int:
    return next(node for node in review.root.walk() if node.kind is Kind.INDICATOR).id


def words(window: MainWindow) -> TeamWindow:
    """What members taught, as the lead sees it."""
    made = queue(window)
    window.team.link.hello = Hello(VERSION, 1, "", "赵六", "lead", 120)
    window.team.link.changed.emit()
    made.pages.setCurrentWidget(made.words)
    then = datetime(2031, 3, 4, 9, 30, tzinfo=UTC)
    made.words.which.setCurrentIndex(2)
    made.words.show_lessons([
        Lesson(5, "layout", "绩效指标|一级指标|二级指标|三级指标|目标甲|目标乙", "-|level1|level2|level3|period_value|annual_value",
               "李四", then, "proposed", None, None),
        Lesson(4, "level2", "社会公益指标", "社会效益指标", "王五", then, "proposed", None, None),
        Lesson(3, "label", "考核要点", "level3", "李四", then, "proposed", None, None),
        Lesson(2, "level1", "产出类指标", "产出指标", "王五", then, "accepted", "赵六", then),
        Lesson(1, "label", "备注说明", "goal", "孙七", then, "undone", "赵六", then),
    ])  # fmt: skip
    made.words.table.selectRow(0)
    made.words.show_history([])
    return made


def connect(window: MainWindow) -> TeamWindow:
    """The form that asks where the workspace is."""
    link = window.team.link
    assert window.team._learning is not None
    assert window.team._idle is not None
    return TeamWindow(link, window.team._learning, window.team._idle, window.desk, window.settings, window.jobs, window)


class _Silent:
    """A line on which nothing is said."""

    waiting = 3

    def ask(self, _question: object) -> Future[object]:
        """Nobody answers."""
        return Future()

    def told(self) -> None:
        """Nobody hears of acts."""

    def stop(self, seconds: float) -> None:
        """There is nothing to stop."""
