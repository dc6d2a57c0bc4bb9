"""Every text of the program has its Chinese, and the compiled catalogue that is shipped is the one that is kept."""

from __future__ import annotations

import ast
import gettext
import importlib.util
import io
import re
import string
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from reviewer.model.reasons import REASONS

ROOT = Path(__file__).resolve().parent.parent


def _load_translate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translate", ROOT / "tools" / "translate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


translate = _load_translate()

DATA_NAMES = {"项目", "指标", "工作任务", "待核", "校对记录", "说明"}
"""Names of sheets: they are the same in every language, so an English sentence may hold them."""


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    for path in sorted((ROOT / "reviewer").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in names:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_no_text_hides_in_an_f_string() -> None:
    """There the search for texts does not find it, so that nobody would be asked for its Chinese."""
    hidden = []
    for path in sorted((ROOT / "reviewer").rglob("*.py")):
        strings = (n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.JoinedStr))
        for text in strings:
            called = {getattr(n.func, "id", "") for n in ast.walk(text) if isinstance(n, ast.Call)}
            if called & {"tr", "trn", "mark"}:
                hidden.append(f"{path.relative_to(ROOT)}:{text.lineno}")
    assert hidden == []


@pytest.fixture(scope="module")
def kept() -> dict[Any, Any]:
    """The messages of the catalogue by their English text."""
    return {message.id: message for message in translate.texts(translate.read())}


def test_catalogue_holds_exactly_the_texts_of_the_program(kept: dict[Any, Any]) -> None:
    wanted = {message.id for message in translate.texts(translate.extract())}
    assert (wanted - kept.keys(), kept.keys() - wanted) == (set(), set()), "run: python tools/translate.py update"


def test_every_text_is_translated_and_none_is_a_guess(kept: dict[Any, Any]) -> None:
    assert [text for text, message in kept.items() if not translate.is_translated(message)] == []
    assert [text for text, message in kept.items() if message.fuzzy] == []


def test_translations_keep_the_places(kept: dict[Any, Any]) -> None:
    wrong = []
    for text, message in kept.items():
        places = _places(_forms(text)[-1])
        wrong += [text for form in _forms(message.string) if _places(form) != places]
    assert wrong == []


def test_compiled_catalogue_is_the_kept_one() -> None:
    """By content, not by bytes: another Babel may write the same messages in another header."""
    with translate.PO.with_suffix(".mo").open("rb") as file:
        shipped = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    fresh = gettext.GNUTranslations(io.BytesIO(translate.compiled(translate.read())))._catalog  # type: ignore[attr-defined]
    assert {k: v for k, v in shipped.items() if k} == {k: v for k, v in fresh.items() if k}


def test_source_texts_are_english(kept: dict[Any, Any]) -> None:
    chinese = {word for text in kept for form in _forms(text) for word in re.findall("[\u3400-\u9fff]+", form)}
    assert chinese - DATA_NAMES == set()


def test_translations_are_chinese(kept: dict[Any, Any]) -> None:
    """A translation without a Chinese character is a forgotten one, unless the text has no word to translate."""
    wordless = re.compile(r"(\{\w+\}|[^A-Za-z]|Ctrl|Shift|Alt|Enter|MB|JSON|CSV|Excel|SHA-256|Qt|PySide6|MIT|LGPL)*")
    untouched = [
        text
        for text, message in kept.items()
        if not re.search("[\u4e00-\u9fff]", _forms(message.string)[0]) and not wordless.fullmatch(_forms(text)[0])
    ]
    assert untouched == []


def test_no_text_is_put_together_before_it_is_translated() -> None:
    glued = [
        where
        for where, call in _calls("tr", "trn", "mark")
        if any(isinstance(arg, (ast.JoinedStr, ast.BinOp)) for arg in call.args)
    ]
    assert glued == []


def test_every_message_has_a_sentence() -> None:
    used = {
        (where, call.args[0].value)
        for where, call in _calls("message", "Message")
        if call.args and isinstance(call.args[0], ast.Constant)
    }
    assert used, "the search itself is broken"
    assert [(where, code) for where, code in sorted(used) if code not in REASONS] == []
