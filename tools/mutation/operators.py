"""Places in a source file where one operator can be exchanged for another."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARED: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip
_COUNTED: dict[type[ast.operator], str] = {
    ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*", ast.FloorDiv: "*", ast.Mod: "*",
    ast.BitOr: "&", ast.BitAnd: "|",
}  # fmt: skip
_WORDS = {"<", "<=", ">", ">=", "==", "!=", "in", "not", "is", "+", "-", "*", "/", "//", "%", "|", "&", "and", "or"}


@dataclass(frozen=True, slots=True)
class Mutation:
    """One exchange: line and columns are those of the operator (from 1 and 0, columns in characters)."""

    line: int
    start: int
    end: int
    old: str
    new: str

    def apply(self, text: str) -> str:
        """The file's text with the operator exchanged."""
        lines = text.splitlines(keepends=True)
        line = lines[self.line - 1]
        lines[self.line - 1] = line[: self.start] + self.new + line[self.end :]
        return "".join(lines)


def mutations(text: str) -> list[Mutation]:
    """Every mutation of a file, in its order; annotations and what only type checkers read are left out."""
    tree = ast.parse(text)
    tokens = [
        token
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type in (tokenize.OP, tokenize.NAME) and token.string in _WORDS
    ]
    lines = text.splitlines()
    found = {each for node in _code(tree) for each in _of(node, tokens, lines)}
    return sorted(found, key=lambda each: (each.line, each.start))


def _code(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run: no annotations, no `if TYPE_CHECKING`."""
    yield tree
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
                continue
            if isinstance(child, ast.AST):
                yield from _code(child)


def _of(node: ast.AST, tokens: list[tokenize.TokenInfo], lines: list[str]) -> Iterator[Mutation]:
    if isinstance(node, ast.Compare):
        operands = [node.left, *node.comparators]
        for left, operator, right in zip(operands, node.ops, operands[1:], strict=False):
            yield from _between(left, right, _COMPARED.get(type(operator)), tokens, lines)
    elif isinstance(node, ast.BoolOp):
        new = "or" if isinstance(node.op, ast.And) else "and"
        for left, right in zip(node.values, node.values[1:], strict=False):
            yield from _between(left, right, new, tokens, lines)
    elif isinstance(node, ast.BinOp) and not _is_text(node):
        yield from _between(node.left, node.right, _COUNTED.get(type(node.op)), tokens, lines)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        start = _column(node, lines)
        yield Mutation(node.lineno, start, start + 4, "not ", "")


def _is_text(node: ast.BinOp) -> bool:
    """Texts that are put together or filled in: no figures."""
    return any(isinstance(side, ast.JoinedStr | ast.Constant) and not isinstance(getattr(side, "value", None), int | float)
               for side in (node.left, node.right))  # fmt: skip


def _between(
    left: ast.expr, right: ast.expr, new: str | None, tokens: list[tokenize.TokenInfo], lines: list[str]
) -> Iterator[Mutation]:
    """The operator between two operands; "not in" and "is not" are one."""
    if new is None:
        return
    after = (left.end_lineno or 0, _column(left, lines, at_end=True))
    before = (right.lineno, _column(right, lines))
    inside = [token for token in tokens if after <= token.start and token.end <= before]
    if inside and len({token.start[0] for token in inside}) == 1:
        line, start, end = inside[0].start[0], inside[0].start[1], inside[-1].end[1]
        yield Mutation(line, start, end, lines[line - 1][start:end], new)


def _column(node: ast.AST, lines: list[str], at_end: bool = False) -> int:
    """A column in characters (ast counts bytes)."""
    line: int = getattr(node, "end_lineno" if at_end else "lineno")
    offset: int = getattr(node, "end_col_offset" if at_end else "col_offset")
    return len(lines[line - 1].encode()[:offset].decode())
