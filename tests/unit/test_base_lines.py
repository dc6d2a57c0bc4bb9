"""One clean line out of anything, and figures as an input method writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.base.lines import file_stem, has_stray_signs, is_reserved, one_line
from reviewer.model.checks.amounts import number
from reviewer.model.entering import entered, plain_figure


@given(st.text())
def test_whatever_is_pasted_is_one_line_without_hidden_signs(text: str) -> None:
    line = one_line(text)
    assert not has_stray_signs(line)
    assert line == line.strip()
    assert one_line(line) == line


@given(st.text(alphabet=st.characters(categories=["Lo", "Nd", "Lu"]), min_size=1))
def test_letters_and_digits_are_never_lost(text: str) -> None:
    assert one_line(text) == text


@pytest.mark.parametrize(("text", "line"), [
    ("全年\n  开展\r\n宣传", "全年开展宣传"), ("first\nsecond", "first second"), ("95\n%", "95%"), ("甲\t\t乙", "甲  乙"),
])  # fmt: skip
def test_lines_are_joined_as_a_wrap_in_the_original_is(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(("text", "figure"), [
    ("１２", "12"), ("３．５", "3.5"), ("12。5", "12.5"), ("−4", "-4"), ("约12", None), ("1。2。3", None), ("", None),
])  # fmt: skip
def test_figures_in_the_signs_of_an_input_method(text: str, figure: str | None) -> None:
    assert plain_figure(text) == figure
    assert entered("amounts[总计]", text) == (text if figure is None else figure)
    assert entered("annual_value", text) == text
    assert (number(text) is not None) == (figure is not None)


@pytest.mark.parametrize("name", ["CON", "nul.md", "com1", "LPT9.2026", "conin$", "aux ", "COM²"])
def test_no_output_has_the_name_of_a_device(name: str) -> None:
    assert is_reserved(name)
    assert not is_reserved(file_stem(name))


@pytest.mark.parametrize("name", ["console", "com10", "null", "预算", "a.con"])
def test_other_names_stay(name: str) -> None:
    assert file_stem(name) == name
