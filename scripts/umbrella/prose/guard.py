"""Conditions of sentences: a sentence that states an absence, an order or a quantifier says what it rests on.

A chapter writes ``No finding concerns it.{eval}`holds(count(region="it") == 0)` ``.
The page shows the sentence alone; the build stops when the tables say otherwise.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping


class NoLongerSo(ValueError):
    """The condition of a sentence is not borne out by the tables."""


class Count(int):
    """A number of rows that remembers which they are.

    Attributes:
        rows: their ids.
    """

    rows: tuple[str, ...]

    @classmethod
    def of(cls, rows: Iterator[str]) -> Count:
        """The number of some rows."""
        ids = tuple(rows)
        count = cls(len(ids))
        count.rows = ids
        return count


SHOWN = 5


def holds(*conditions: object) -> str:
    """Nothing to print, as long as every condition is true.

    Raises:
        NoLongerSo: one is not.
    """
    if not all(conditions):
        raise NoLongerSo
    return ""


def condition_told(expression: str, names: Mapping[str, object]) -> str:
    """What a broken ``holds(...)`` asks for, and what the tables give for each thing it counts.

    Args:
        expression: a call of ``holds`` that raised :class:`NoLongerSo`.
        names: what it was evaluated with.
    """
    call = ast.parse(expression, mode="eval").body
    failed = [argument for argument in call.args if not _value(argument, names)]
    told = [
        f"{ast.unparse(argument)}; now {', '.join(_asked(argument, names)) or 'it is not so'}" for argument in failed
    ]
    return f"{'; and on '.join(told)}."


def _asked(condition: ast.expr, names: Mapping[str, object]) -> Iterator[str]:
    """Each call within a condition with its value."""
    calls = [node for node in ast.walk(condition) if isinstance(node, ast.Call)]
    inner = {id(node) for call in calls for node in ast.walk(call) if node is not call}
    for call in calls:
        if id(call) not in inner:
            yield f"{ast.unparse(call)} is {_shown(_value(call, names))}"


def _value(node: ast.expr, names: Mapping[str, object]) -> object:
    return eval(compile(ast.Expression(node), "", "eval"), {"__builtins__": {}}, names)  # noqa: S307 - our own code


def _shown(value: object) -> str:
    if isinstance(value, Count) and value.rows:
        more = f" and {len(value.rows) - SHOWN} more" if len(value.rows) > SHOWN else ""
        return f"{int(value)} ({', '.join(value.rows[:SHOWN])}{more})"
    if isinstance(value, frozenset | set):
        return ", ".join(sorted(map(str, value))) or "empty"
    return str(value)
