"""What is said once, after the window is up: that a driver crashed, what is new in this version, that there is a newer one."""

from __future__ import annotations

from pathlib import Path

from reviewer import __version__
from reviewer.base.i18n import tr
from reviewer.ui import updates
from reviewer.ui.jobs import Jobs
from reviewer.ui.messages import MessageBar
from reviewer.ui.outside import open_outside
from reviewer.ui.setting_values import SOFTWARE_DRAWING
from reviewer.ui.settings import Settings


def is_upgrade(settings: Settings) -> bool:
    """Whether this is the first start of this version after another one; counts as seen from then on."""
    before = settings.seen_version
    settings.seen_version = __version__
    return before not in ("", __version__)


def say_crashed(bar: MessageBar, settings: Settings) -> None:
    """The last start broke off; from now on nothing is asked of the graphics driver."""

    def again() -> None:
        settings.software_drawing = False

    again_way = (tr("Use the driver again from the next start on"), again)
    bar.say(
        tr("The program did not start properly last time, so the window is now drawn without the graphics driver."),
        [] if settings.is_fixed(SOFTWARE_DRAWING) else [again_way],
    )


def look_for_newer(jobs: Jobs, bar: MessageBar) -> None:
    """Look in the administrator's folder, where one is named; say what is there."""
    folder = updates.named_folder()
    if folder is None:
        return

    def found(version: str | None) -> None:
        if version:
            bar.say(
                tr("Version {version} of the program is ready in {folder}.", version=version, folder=str(folder)),
                [(tr("Show the folder"), lambda: show_folder(folder))],
            )

    jobs.start(lambda _report: updates.newer(folder, __version__), found, lambda _error: None)


def show_folder(folder: Path) -> None:
    """Open a folder in the system's file manager."""
    open_outside(folder)
