"""What the documents say is there: files they point to, keys of the window, commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [path for pattern in ("*.md", "docs/**/*.md", "packaging/*.md") for path in sorted(ROOT.glob(pattern))]
KEY_NAMES = {"Ins": "Insert", "Alt+Ins": "Alt+Insert", "Alt+Shift+Ins": "Alt+Shift+Insert",
             "Del": "Delete", "Alt+Up": "Alt+↑", "Alt+Down": "Alt+↓",
             "Alt+Left": "Alt+←", "Alt+Right": "Alt+→"}  # fmt: skip


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize(
    ("name", "begin", "end"), [("manual.md", "## 六、按键", "## 七"), ("manual.en.md", "## 6 Keys", "## 7")]
)
def test_manual_knows_every_key(name: str, begin: str, end: str) -> None:
    from reviewer.ui.actions import ACTIONS

    table = (ROOT / "docs" / name).read_text(encoding="utf-8").split(begin)[1].split(end)[0]
    listed = {key for line in table.splitlines() for key in line.split("|")[2:3] for key in key.strip().split(" / ")}
    keys = {KEY_NAMES.get(spec.keys[0], spec.keys[0]) for spec in ACTIONS if spec.keys}
    assert listed - {"按键", "key", "---", "Esc"} == keys


def _outline(name: str) -> list[str]:
    """What a text is made of, whatever its language: levels of headings, lines of lists and tables, pictures, commands."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    shape = []
    for line in text.splitlines():
        found = re.match(r"#+ |- |\d+\. |\| |!\[|```|reviewer \w+", line)
        if found and not (shape and shape[-1] == found[0] == "```"):
            shape.append(found[0])
    return shape


@pytest.mark.parametrize("name", ["manual", "reasons", "administrators"])
def test_the_english_help_is_the_chinese_one_translated(name: str) -> None:
    chinese, english = _outline(f"{name}.md"), _outline(f"{name}.en.md")
    assert english == chinese
    said = [
        set(re.findall(r"(?<![\w+])(?:(?:Ctrl|Shift|Alt)\+)+[A-Za-z0-9←→↑↓+-]+|(?<![A-Za-z+])F\d+", text))
        for text in ((ROOT / "docs" / f"{name}{end}").read_text(encoding="utf-8") for end in (".md", ".en.md"))
    ]
    assert said[0] == said[1], "the same keys"


def test_every_chapter_of_the_manual_has_a_picture_and_pictures_stay_small() -> None:
    pictures = set()
    for name in ("manual.md", "manual.en.md"):
        chapters = re.split(r"(?m)^## ", (ROOT / "docs" / name).read_text(encoding="utf-8"))
        missing = [text.splitlines()[0] for text in chapters[1:] if "](images/" not in text]
        assert [title for title in missing if not title.startswith(("二", "2 "))] == []
        assert "](images/" in chapters[0], "that of chapter 2 stands on top"
        pictures |= set(re.findall(r"\]\((images/[^)]+)\)", "".join(chapters)))
    assert len(pictures) <= 12
    for picture in pictures:
        assert (ROOT / "docs" / picture).stat().st_size <= 120_000, picture


def test_the_help_goes_into_every_installation_and_no_link_of_it_leads_out() -> None:
    """The wheel, the setup and the Debian package hold the same texts, and every text and picture that these point to."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wheel = set(re.findall(r'"docs/([\w.]+\.md)" = "reviewer/resources/docs/\1"', project))
    spec = (ROOT / "packaging" / "windows" / "reviewer.spec").read_text(encoding="utf-8")
    setup = set(re.findall(r'"([\w.]+\.md)"', spec.split("HELP = (")[1].split(")")[0]))
    assert wheel == setup
    assert {f"{name}{end}" for name in ("manual", "reasons", "administrators") for end in (".md", ".en.md")} <= wheel
    for name in wheel:
        links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / "docs" / name).read_text(encoding="utf-8"))
        assert {link for link in links if not link.startswith("images/")} <= wheel, name


@pytest.mark.parametrize(("name", "chapter"), [("administrators.md", "## 六"), ("administrators.en.md", "## 6")])
def test_administrators_are_told_every_setting_that_can_be_fixed(name: str, chapter: str) -> None:
    from reviewer.base import policy
    from reviewer.ui import updates
    from reviewer.ui.setting_values import FIXABLE, KEYS

    text = (ROOT / "docs" / name).read_text(encoding="utf-8").split(chapter)[1]
    told = set(re.findall(r"(?m)^\| `([^`]+)` \|", text))
    assert told == {*FIXABLE, f"{KEYS}…", policy.VOCABULARY, updates.KEY}
    assert policy.WINDOWS_KEY in text
    assert str(policy.FILE) in text
    for setting, choices in re.findall(r"(?m)^\| `([\w/]+)` \|[^|]+\| ((?:`[^`…]+`(?:、|, )?)+) \|$", text):
        for choice in re.findall(r"`([^`]+)`", choices):
            assert FIXABLE[setting](choice), f"{setting}={choice}"


@pytest.mark.parametrize("name", ["administrators.md", "administrators.en.md"])
def test_the_policy_that_administrators_are_shown_is_one(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reviewer.base import policy
    from reviewer.ui.setting_values import fixed

    (example,) = re.findall(r"(?ms)^```\n(language=.*?)^```", (ROOT / "docs" / name).read_text(encoding="utf-8"))
    (tmp_path / "policy.ini").write_text(example, encoding="utf-8")
    monkeypatch.setattr(policy, "FILE", tmp_path / "policy.ini")
    monkeypatch.setattr(policy.sys, "platform", "linux")
    found, odd = fixed()
    assert odd == []
    assert set(found) == {"language", "target_accuracy", "keys/actionDitto", "window/raw_text"}
    assert policy.value("UpdateFolder") == "/srv/软件/reviewer"


ROOMS = "|".join(
    sorted(path.name for path in (ROOT / "reviewer").iterdir() if path.is_dir() and path.name.isidentifier())
)
NAMED = re.compile(
    rf"(?<![\w/.…-])((?:reviewer|{ROOMS}|tools|tests|docs|packaging|resources|benchmarks|findings)/[\w/.*-]*[\w*])"
)
PLACES = ("", "reviewer", "tests", "packaging/windows")
"""Where a path may be meant to begin."""


def _is_there(named: str) -> bool:
    """Whether a path is there; `model/source.PARTS` names something in a module, `docs/adr/0001` a number, NAME and ROOM any name."""
    if re.search(r"\b(NAME|ROOM|THING|FOLDER)\b|^reviewer/1$", named.replace("_", " ")):
        return True
    module, _, inside = named.rpartition(".")
    return any(
        (ROOT / place / f"{named}{ending}").exists() or any((ROOT / place).glob(f"{named}{ending}"))
        for place in PLACES
        for ending in ("", ".py", "-*.md")
    ) or any(
        re.search(rf"^(def |class )?{inside}\b", path.read_text(encoding="utf-8"), re.M)
        for place in PLACES
        for path in [ROOT / place / f"{module}.py"]
        if module and path.is_file()
    )


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_paths_that_are_named_are_there(document: Path) -> None:
    if document.name == "CHANGELOG.md" or document.parent.name == "adr":
        pytest.skip("tells what was then")
    named = set(NAMED.findall(document.read_text(encoding="utf-8")))
    assert sorted(each for each in named if not _is_there(each)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_names_in_capitals_and_functions_are_in_the_code(document: Path) -> None:
    if document.name == "CHANGELOG.md" or document.parent.name == "adr":
        pytest.skip("tells what was then")
    text = document.read_text(encoding="utf-8")
    quoted = {each.strip() for each in re.findall(r"`([^`\n]+)`", text)}
    names = {each for each in quoted if re.fullmatch(r"[A-Z][A-Z]+_?[A-Z_]+", each)}
    names |= {each.split("(")[0].split(".")[-1] for each in quoted if re.fullmatch(r"[a-z_.]+\w\([^)]*\)", each)}
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("reviewer", "tools", "tests", "packaging")
        for path in (ROOT / folder).rglob("*.py")
    )
    assert sorted(name for name in names if not re.search(rf"\b{name}\b", code)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_are_those_of_the_program(document: Path) -> None:
    if document.name == "CHANGELOG.md" or document.parent.name == "adr":
        pytest.skip("tells what was then")
    text = document.read_text(encoding="utf-8")
    modules = re.findall(r"python3? -m (tools(?:\.\w+)+)", text)
    assert [each for each in modules if not _is_there(each.replace(".", "/"))] == []
    spoken = [
        line
        for line in text.splitlines()
        if re.search(r"\breviewer (?:extract|export|deal|collect|work|workspace)\b", line)
    ]
    options = {option for line in spoken for option in re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", line)}
    modules = [*(ROOT / "reviewer").glob("*.py"), *(ROOT / "reviewer" / "workspace").glob("*.py")]
    said = "\n".join(path.read_text(encoding="utf-8") for path in modules)
    assert sorted(option for option in options if f'"{option}"' not in said) == []


def test_the_worked_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert len(blocks) == 7
    for number, block in enumerate(blocks, 1):
        exec(compile(block, f"example {number}", "exec"), names)
