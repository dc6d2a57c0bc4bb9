"""What an administrator has fixed, as it is written in files and in the registry of Windows."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from reviewer.base import policy


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a machine that is no Windows."""
    monkeypatch.setattr(policy.sys, "platform", "linux")
    monkeypatch.setattr(policy, "FILE", tmp_path / "policy.ini")
    return tmp_path / "policy.ini"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("appearance=dark\n", {"appearance": "dark"}),
        ("[General]\nappearance = dark\n; a note\n# another\n", {"appearance": "dark"}),
        (
            "[keys]\nactionUndo=Ctrl+K\n[window]\nraw_text=true",
            {"keys/actionUndo": "Ctrl+K", "window/raw_text": "true"},
        ),
        ("UpdateFolder=\\\\server\\共享 文件夹\n", {"UpdateFolder": "\\\\server\\共享 文件夹"}),
        ('[keys]\nactionUndo="Ctrl+K\\nCtrl+,"\n', {"keys/actionUndo": "Ctrl+K\\nCtrl+,"}),  # as settings.ini has it
        ("workspace=postgresql://u@h/d?sslmode=verify-full", {"workspace": "postgresql://u@h/d?sslmode=verify-full"}),
        ("reviewer_name=100%\nreviewer_name=王%d\n", {"reviewer_name": "王%d"}),
        ("appearance\n[\nlanguage=en\n", {"language": "en"}),
        ("", {}),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_as_it_is_written(file: Path, text: str, found: dict[str, str], encoding: str) -> None:
    file.write_text(text, encoding=encoding)
    assert policy.values() == found


def test_no_file_fixes_nothing_and_a_name_may_be_spelt_otherwise(file: Path) -> None:
    assert policy.values() == {}
    assert policy.value("UpdateFolder") == ""
    file.write_text("updatefolder=/a", encoding="utf-8")
    assert policy.value("UpdateFolder") == "/a"


def test_the_file_beside_the_program_says_only_what_the_machine_leaves_open(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = tmp_path / "program" / "policy.ini"
    beside.parent.mkdir()
    beside.write_text("Appearance=light\nlanguage=en\n", encoding="utf-8")
    file.write_text("appearance=dark\n", encoding="utf-8")
    monkeypatch.setattr(sys, "executable", str(beside.with_name("reviewer")))
    assert policy.values() == {"appearance": "dark"}, "a Python beside which something lies is no program of ours"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert policy.values() == {"appearance": "dark", "language": "en"}


class _Key:
    def __init__(self, values: list[tuple[str, object, int]], **groups: _Key) -> None:
        self.values, self.groups = values, groups

    def __enter__(self) -> _Key:
        return self

    def __exit__(self, *_error: object) -> None:
        pass


def test_the_registry_is_read_with_its_subkeys(monkeypatch: pytest.MonkeyPatch) -> None:
    text, expand, binary, dword = 1, 2, 3, 4
    keys = _Key([("actionUndo", "Ctrl+K", text)])
    top = _Key(
        [("FontPoints", 12, dword), ("reviewer_name", "%NAME%", expand), ("x", b"\0", binary), ("y", "z", text)],
        Keys=keys,
    )

    def opened(parent: object, name: str) -> _Key:
        if isinstance(parent, _Key):
            return parent.groups[name]
        if (parent, name) != ("machine", r"Software\Policies\reviewer"):
            raise FileNotFoundError
        return top

    fake = SimpleNamespace(
        HKEY_LOCAL_MACHINE="machine", REG_EXPAND_SZ=expand, OpenKey=opened,
        QueryInfoKey=lambda key: (len(key.groups), len(key.values), 0),
        EnumValue=lambda key, place: key.values[place], EnumKey=lambda key, place: list(key.groups)[place],
        ExpandEnvironmentStrings=lambda stored: stored.replace("%NAME%", "张三"),
    )  # fmt: skip
    monkeypatch.setattr(policy.sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "winreg", fake)
    wanted = {"FontPoints": "12", "reviewer_name": "张三", "y": "z", "Keys/actionUndo": "Ctrl+K"}
    assert policy.values() == wanted
    fake.HKEY_LOCAL_MACHINE = "nobody's"
    assert policy.values() == {}
