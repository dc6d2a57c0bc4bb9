"""Of a scan single characters are doubted: where they stand in the original, and which they are in the value."""

from __future__ import annotations

from dataclasses import replace

from model_building import source_of

from reviewer.model.doubted import in_original, in_value, is_recognised
from reviewer.model.fields import Status, read_field
from reviewer.model.source import Picture, Source
from reviewer.model.spans import Span


def scanned(text: str, unsure: str) -> Source:
    """A page of this text on which the characters of `unsure` were recognised badly."""
    source = source_of(text)
    certainty = bytes(100 if char in unsure else 250 for char in text)
    return replace(source, pages=(replace(source.pages[0], picture=Picture(100, 100, certainty=certainty)),))


def test_the_unsure_characters_are_marked_in_original_and_value() -> None:
    source = scanned("名称 普法宜传 值", "宜")
    field = read_field("普法宜传", (Span(0, 3, 7),))
    assert in_original(source, field) == (Span(0, 5, 6),)
    assert in_value(source, field) == [(2, 3)]
    assert in_original(source, replace(field, status=Status.ACCEPTED)) == (), "a person has looked"
    assert in_value(source, field.with_value("普法宣传")) == []


def test_over_a_line_break_and_a_character_that_was_put_right() -> None:
    source = scanned("宣传\n小册 1O0份", "册")
    field = read_field("宣传小册100份", (Span(0, 0, 2), Span(0, 3, 5), Span(0, 6, 10)))
    assert in_value(source, field) == [(3, 4), (5, 6)], "册 was unsure, O was put right"


def test_text_that_the_format_gave_itself_has_no_doubted_characters() -> None:
    source = source_of("1O0份")
    assert not is_recognised(source)
    assert in_value(source, read_field("100份", (Span(0, 0, 4),))) == []
    assert in_original(source, read_field("1O0份", (Span(0, 0, 4),))) == ()
