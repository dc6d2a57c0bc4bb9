"""The pages that explain every reason: an entry each, under the sentence that a clerk sees, with keys that there are."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.base.i18n import tr, use_language
from reviewer.extract.book import kind_of_row
from reviewer.extract.draft import Draft
from reviewer.extract.packed import odd_brackets, read_packed
from reviewer.extract.packed_plain import name_and_value
from reviewer.extract.plausible import is_odd
from reviewer.model.flow import Flow
from reviewer.model.reasons import REASONS
from reviewer.model.review import Kind
from reviewer.model.target import contradicts_itself
from reviewer.model.taxonomy import levels_named, parents_of
from reviewer.ui.actions import ACTIONS

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"zh_CN": "reasons.md", "en": "reasons.en.md"}
SHOWN = {"Ins": "Insert", "Alt+Ins": "Alt+Insert", "Del": "Delete", "Alt+Up": "Alt+↑", "Alt+Down": "Alt+↓",
         "Alt+Left": "Alt+←", "Alt+Right": "Alt+→"}  # fmt: skip
KEYS = {SHOWN.get(key, key) for spec in ACTIONS for key in spec.keys}


def entries(language: str) -> list[tuple[str, str, list[str]]]:
    """The code, the heading and the lines of each entry of a page."""
    text = (ROOT / "docs" / PAGES[language]).read_text(encoding="utf-8")
    found = []
    for part in text.split("\n### ")[1:]:
        heading, *lines = part.split("\n## ")[0].strip().splitlines()
        codes = re.findall(r"^<!-- ([a-z]+\.\w+) -->$", part, re.M)
        assert len(codes) == 1, heading
        found.append((codes[0], heading, [line for line in lines[1:] if line]))
    return found


@pytest.mark.parametrize("language", PAGES)
def test_every_reason_has_one_entry_and_no_entry_is_left_over(language: str) -> None:
    assert sorted(code for code, _, _ in entries(language)) == sorted(REASONS)


@pytest.mark.parametrize("language", PAGES)
def test_the_heading_is_the_sentence_that_a_clerk_sees(language: str) -> None:
    use_language(language)
    for code, heading, _ in entries(language):
        sentence = REASONS[code].sentence
        places = re.findall(r"\{(\w+)\}", sentence)
        shown = re.escape(tr(sentence, **{place: f"@{place}@" for place in places}))
        assert re.fullmatch(re.sub(r"@\w+@", "(.+)", shown), heading), f"{code}: {heading}"
        assert "{" not in heading


@pytest.mark.parametrize("language", PAGES)
def test_an_entry_says_what_is_meant_gives_an_example_and_what_to_do(language: str) -> None:
    labels = ["什么意思", "例", "怎么办"] if language == "zh_CN" else ["Means", "Example", "What to do"]
    for code, _, lines in entries(language):
        assert [line.split("**")[1] for line in lines] == labels, code
        assert all(len(line) > len(label) + 9 for line, label in zip(lines, labels, strict=True)), code


@pytest.mark.parametrize("language", PAGES)
def test_keys_that_are_named_are_keys_of_the_window(language: str) -> None:
    text = (ROOT / "docs" / PAGES[language]).read_text(encoding="utf-8")
    labels = {"什么意思", "例", "怎么办", "Means", "Example", "What to do"}
    named = set(re.findall(r"\*\*([^*]+)\*\*", text)) - labels
    assert len(named) > 15
    assert named <= KEYS, named - KEYS


def test_both_pages_name_the_same_keys_and_reasons_in_the_same_order() -> None:
    chinese, english = entries("zh_CN"), entries("en")
    assert [code for code, _, _ in chinese] == [code for code, _, _ in english]
    for (code, _, ours), (_, _, theirs) in zip(chinese, english, strict=True):
        keys = [set(re.findall(r"\*\*([^*]+)\*\*", lines[2])) & KEYS for lines in (ours, theirs)]
        assert keys[0] == keys[1], code


def _amount(text: str) -> set[str]:
    draft = Draft(Kind.PROJECT)
    draft.amount("总额", Flow.loose(text))
    return {reason.code for field in draft.fields.values() for reason in field.reasons}


def _packed(text: str) -> set[str]:
    drafts = read_packed(Flow.loose(text))
    return {reason.code for draft in drafts for field in draft.fields.values() for reason in field.reasons}


def _said(found: bool, code: str) -> set[str]:
    return {code} if found else set()


EXAMPLES: list[tuple[str, str, Callable[[str], set[str]]]] = [
    ("read.separator_odd", "开班时间，7月10日前", lambda text: {m.code for m in name_and_value(Flow.loose(text))[2]}),
    ("read.no_label", "做好汛期值守", lambda text: {m.code for m in name_and_value(Flow.loose(text))[2]}),
    ("read.kind_guess", "库房值守", lambda text: {m.code for m in kind_of_row(text, False)[1]}),
    ("read.bracket_open", "培训人次（含线上", lambda text: {m.code for m in odd_brackets(text)}),
    ("read.amount_text", "120万元（含上年结转20万元）", _amount),
    ("read.remark", "≥95%。（以年终考核为准）", lambda text: _packed(f"1、产出指标，质量指标，抽检，年度指标值：{text}")),
    ("read.implausible", "修缮库房≥3间", lambda text: _said(is_odd("level3", text), "read.implausible")),
    ("check.signs", "≥≤95%", lambda text: _said(contradicts_itself(text), "check.signs")),
    ("read.level_unknown", "数量指", lambda text: _said(not levels_named(text), "read.level_unknown")),
    ("check.level2_parent", "数量指标", lambda text: _said(
        "效益指标" not in parents_of(text) and parents_of(text)[0] == "产出指标", "check.level2_parent")),
    ("read.level_either", "成本指标", lambda text: _said(
        {level.level for level in levels_named(text)} == {1, 2}, "read.level_either")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "reasons"), EXAMPLES, ids=[example[0] for example in EXAMPLES])
def test_the_example_is_one(code: str, text: str, reasons: Callable[[str], set[str]]) -> None:
    for language in PAGES:
        entry = next(entry for entry in entries(language) if entry[0] == code)
        assert text in "\n".join([entry[1], *entry[2]])
    assert code in reasons(text)
