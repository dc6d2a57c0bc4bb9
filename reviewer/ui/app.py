"""The program with a window: the application in its language and font, the window, the log."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtGui import QFontDatabase, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from reviewer import __version__
from reviewer.base import private
from reviewer.base.i18n import language, mark, tr, trn, use_language, wanted_language
from reviewer.base.resources import resource
from reviewer.ui import appearance
from reviewer.ui.faults import LOG_NAME, fault_details, start_log
from reviewer.ui.first_start import is_upgrade, look_for_newer, say_crashed
from reviewer.ui.main_window import MainWindow
from reviewer.ui.settings import Settings, data_folder, folder_troubles
from reviewer.ui.software_rendering import STEADY, Start

log = logging.getLogger(__name__)

HAN_FONTS = (
    "Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimSun", "Droid Sans Fallback",
)  # fmt: skip
"""Fonts with simplified forms of Han characters, the best first: left to itself the system may pick Japanese ones."""

_IN_FILE_DIALOGS = {"&Look in:": mark("&Look in:"), "Files of &type:": mark("Files of &type:")}
"""What file dialogs of Qt's own say (those of Windows are its own)."""
SWITCH_SECONDS = 0.001
"""So long Python lets one thread work while another waits. With its 5 ms, every word that Qt has with Python while a source
is extracted waits 5 ms, and a frame takes several (benchmarks/pages.py: 19 ms, a tenth over 50; with 1 ms 7 ms and none)."""
_ONE_THREAD_DRAWS = "QT_NO_GUI_THREADPOOL"
"""Has Qt fill an area by the thread that draws. Left alone it shares out all but the smallest, and waking the other threads
and waiting for them is a tenth to a quarter of the work between a key and its picture; by the clock no gain, also at 3840 × 2100."""


def create_application(argv: Sequence[str]) -> QApplication:
    """The QApplication, made where there is none yet, in the user's language."""
    sys.setswitchinterval(SWITCH_SECONDS)
    os.environ.setdefault(_ONE_THREAD_DRAWS, "1")
    present = QApplication.instance()
    application = present if isinstance(present, QApplication) else QApplication(list(argv))
    _name_program()
    settings = Settings()
    is_fixed = settings.is_fixed("language")  # then no variable of the environment changes it either
    use_language((settings.language if is_fixed else None) or wanted_language(settings.language))
    application.setApplicationDisplayName(tr("Performance-target review desk"))
    application.setWindowIcon(QIcon(str(resource("icons", "reviewer.svg"))))
    _translate_qt(application)
    _add_han_font(application)
    appearance.apply(application, settings.appearance, settings.font_points)
    return application


def _translate_qt(application: QApplication) -> None:
    """Qt's own words (file dialogs, keys, context menus) in the language in use."""
    QLocale.setDefault(QLocale(language()))
    if application.findChild(QTranslator) is not None or language() == "en":
        return
    translator = QTranslator(application)
    if translator.load(f"qtbase_{language()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
        application.installTranslator(_QtWords(application))


class _QtWords(QTranslator):
    """Words of Qt's that have another English since its translations were made: they have a letter to reach them by now."""

    def isEmpty(self) -> bool:
        """See QTranslator; an empty one is not asked."""
        return False

    def translate(self, context: str, text: str, _which: str | None = None, _count: int = -1) -> str | None:
        """See QTranslator."""
        return tr(_IN_FILE_DIALOGS[text]) if context == "QFileDialog" and text in _IN_FILE_DIALOGS else None


def _add_han_font(application: QApplication) -> None:
    present = set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
    fallback = next((name for name in HAN_FONTS if name in present), None)
    font = application.font()
    if fallback and fallback not in font.families():
        font.setFamilies([*font.families(), fallback])
        application.setFont(font)


def create_window(paths: Iterable[Path | str]) -> MainWindow:
    """The window with these sources or sessions in it, not shown yet."""
    private.sweep()
    window = MainWindow()
    for sentence in folder_troubles():
        window.message_bar.say(sentence)
    strange = window.settings.not_understood()
    if strange:
        window.message_bar.say(
            trn("{count} setting could not be understood and counts as usual: {names}. OK in the settings writes it anew.",
                "{count} settings could not be understood and count as usual: {names}. OK in the settings writes them anew.",
                len(strange), names=", ".join(strange[:4]))
        )  # fmt: skip
    if window.settings.policy_not_understood:
        names = ", ".join(window.settings.policy_not_understood[:4])
        window.message_bar.say(
            tr("What the administrator has set for this program cannot be understood here and is left out: {names}. "
               "Please tell the administrator.", names=names)
        )  # fmt: skip
    window.files.offer_recovery()
    window.open_paths(Path(path) for path in paths)
    return window


def run(argv: Sequence[str], paths: Iterable[Path | str]) -> int:
    """Show the window and stay until it is closed; the exit status."""
    start = _watched_start()
    application = create_application(argv)
    start_log(data_folder())
    private.close_whole(data_folder())
    window = create_window(paths)
    _catch_mistakes(window)
    if window.settings.state("geometry") is None:
        window.showMaximized()  # the first time: the desk wants all the room there is
    else:
        window.show()
    QTimer.singleShot(0, lambda: threading.Thread(target=preload, daemon=True).start())
    QTimer.singleShot(STEADY, start.over)
    QTimer.singleShot(0, lambda: _say_once(window, start.crashed))
    try:
        return int(application.exec())
    finally:
        start.over()


def _name_program() -> None:
    """The names by which Qt finds the folder of the settings."""
    QCoreApplication.setOrganizationName("reviewer")
    QCoreApplication.setApplicationName("reviewer")
    QCoreApplication.setApplicationVersion(__version__)


def _watched_start() -> Start:
    """The start under watch: its settings are read before there is an application, which is when drawing is settled."""
    _name_program()
    return Start(data_folder(), Settings())


def _say_once(window: MainWindow, crashed: bool) -> None:
    if crashed:
        say_crashed(window.message_bar, window.settings)
    if is_upgrade(window.settings):
        window.actions_table["actionNews"].trigger()
    look_for_newer(window.jobs, window.message_bar)


def preload() -> None:
    """Have at hand what the first PDF needs; may run on any thread. It takes a tenth of a second, and nobody waits for it."""
    from reviewer.sources import pdf, pdfium
    from reviewer.ui import reader_service
    from reviewer.ui.source import page_view

    reader_service.make_ready(Settings().reading_memory)
    pdfium.raw()
    log.debug("at hand: %s, %s", pdf.__name__, page_view.__name__)


def _catch_mistakes(window: MainWindow) -> None:
    """An exception that nobody caught goes to the log and is said in one sentence; the window goes on."""

    def said(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        log.error("a fault that nobody caught", exc_info=(kind, error, trace))
        details = fault_details(kind, error, trace)
        window.message_bar.say(
            tr("The program has made a mistake; your work is safe and goes on. The details are in {file}.",
               file=str(data_folder() / LOG_NAME)),
            [(tr("Copy details"), lambda: QGuiApplication.clipboard().setText(details))],
        )  # fmt: skip

    sys.excepthook = said
