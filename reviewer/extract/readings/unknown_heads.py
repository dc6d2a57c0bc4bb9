"""Heads of columns that nobody knows, in a table whose cells follow each other as text: 责任人, 佐证材料.

    一级指标 三级指标 牵头处室 指标值 责任人

One between two that are known is a head; one behind the last is, where the texts below suit the columns better with it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from reviewer.extract.labels import Role
from reviewer.extract.readings.tokens import Token
from reviewer.model.flow import is_han
from reviewer.model.taxonomy import levels_named

_LONGEST = 8
_NAMED = frozenset({Role.LEVEL1, Role.LEVEL2, Role.LEVEL3})


def may_be_head(token: Token) -> bool:
    """Whether a text can be the head of a column: short, all of it Chinese characters, no level."""
    return 2 <= len(token.text) <= _LONGEST and all(map(is_han, token.text)) and not levels_named(token.text)


def as_head(token: Token) -> Token:
    """A text as the head of a further column."""
    return replace(token, roles=frozenset({Role.EXTRA}))


def with_heads_between(tokens: Sequence[Token], heads: Collection[Role]) -> list[Token]:
    """The tokens, those as heads that stand alone between the heads of a table, the names of levels or indicators before them."""
    found = [*tokens]
    for place in range(1, len(tokens) - 1):
        token, before, after = tokens[place], tokens[place - 1], tokens[place + 1]
        if token.roles - {Role.ATTRIBUTE} or not may_be_head(token):
            continue
        if before.roles & _NAMED and after.roles & {*heads} and before.row == token.row == after.row:
            found[place] = as_head(token)
    return found
