"""A real screen reader's bus and a real input method under Xvfb: REVIEWER_TEST_DESKTOP=1 asks for it.

apt-get install xvfb openbox xdotool dbus at-spi2-core python3-pyatspi fcitx5 fcitx5-pinyin
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.base.resources import resource

HERE = Path(__file__).resolve().parent
NEEDED = ("Xvfb", "openbox", "xdotool", "dbus-run-session")
ASKED = os.environ.get("REVIEWER_TEST_DESKTOP") == "1"
pytestmark = pytest.mark.skipif(
    not ASKED or not all(map(shutil.which, NEEDED)),
    reason="REVIEWER_TEST_DESKTOP=1 asks for it; needs " + ", ".join(NEEDED),
)

DESKTOP = """
Xvfb $DISPLAY -screen 0 1366x768x24 >/dev/null 2>&1 & screen=$!
trap 'kill $screen $desk $other 2>/dev/null' EXIT
sleep 2
openbox >/dev/null 2>&1 & desk=$!
"""
SCREEN_READER = (
    DESKTOP
    + """
/usr/libexec/at-spi-bus-launcher --launch-immediately >/dev/null 2>&1 & other=$!
sleep 2
dbus-send --session --dest=org.a11y.Bus /org/a11y/bus org.freedesktop.DBus.Properties.Set \
    string:org.a11y.Status string:IsEnabled variant:boolean:true
QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 $PYTHON -m reviewer & desk="$desk $!"
sleep 10
/usr/bin/python3 "$@"
"""
)
INPUT_METHOD = (
    DESKTOP
    + """
mkdir -p $HOME/.config/fcitx5
printf '[Groups/0]\\nName=Default\\nDefault Layout=us\\nDefaultIM=pinyin\\n[Groups/0/Items/0]\\nName=keyboard-us\\n
[Groups/0/Items/1]\\nName=pinyin\\n[GroupOrder]\\n0=Default\\n' > $HOME/.config/fcitx5/profile
fcitx5 --disable=wayland -D >/dev/null 2>&1 & other=$!
sleep 5
QT_IM_MODULE=ibus IBUS_USE_PORTAL=0 $PYTHON "$@"
"""
)


def on_a_desktop(script: str, tmp_path: Path, display: str, *arguments: str) -> str:
    """What a script prints that runs on a screen and a bus of its own."""
    env = {
        **os.environ, "DISPLAY": display, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / ".config"),
        "QT_QPA_PLATFORM": "xcb", "REVIEWER_DATA_DIR": str(tmp_path / "data"), "REVIEWER_LANG": "zh_CN",
        "PYTHON": sys.executable, "PYTHONPATH": str(HERE.parent.parent), "LANG": "C.UTF-8",
    }  # fmt: skip
    call = ["dbus-run-session", "--", "bash", "-c", script, "desktop", *arguments]
    return subprocess.run(call, env=env, capture_output=True, text=True, timeout=240, check=False).stdout


def test_a_screen_reader_hears_every_stop_from_opening_to_export(tmp_path: Path) -> None:
    source = Path(shutil.copy(resource("samples", "forms.txt"), tmp_path / "forms.txt"))
    steps = ["ctrl+o", f"type {source}", "Return", "wait 6", "Return", "Tab", "F2", "Escape", "Return", "Return", "Return",
             "ctrl+e", "Return", "wait 1", "Return", "wait 3"]  # fmt: skip
    told = on_a_desktop(SCREEN_READER, tmp_path, ":91", str(HERE / "at_spi_listener.py"), *steps)
    assert "announced: 已打开 forms.txt，待核" in told
    assert "，属于“" in told, "the row and its entry"
    assert "把握 " in told
    assert "同一原因的" in told
    assert "建议（F5 采用）" in told
    assert "候选：1: " in told, "the list, with the editor"
    assert "announced: 接受“" in told
    assert "announced: 已没有待核字段" in told
    assert "announced: 已导出到" in told
    assert (tmp_path / "forms.xlsx").is_file()


def test_a_real_input_method_and_the_list_of_candidates_go_together(tmp_path: Path) -> None:
    if shutil.which("fcitx5") is None:
        pytest.skip("needs fcitx5 and fcitx5-pinyin")
    source = Path(shutil.copy(resource("samples", "wide.md"), tmp_path / "wide.md"))
    lines = on_a_desktop(INPUT_METHOD, tmp_path, ":92", str(HERE / "composing_window.py"), str(source)).splitlines()
    told = json.loads(next(line for line in lines if line.startswith("{")))
    assert told["list while composing"]
    assert told["list after a word"] == ["满意度指标"]
    assert told["level 1"] == "满意度指标"
    assert told["list in the cell"]
    assert told["level 3"] == "水"
    for editor in ("find", "filter", "replace", "new field"):
        assert told[editor] == {"still there": True, "text": "水"}, editor
