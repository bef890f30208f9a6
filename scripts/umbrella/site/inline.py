r"""Inline numbers: replaces ``{eval}`expression` `` in the text of a chapter by its value.

The value is put into the source before it is parsed: markup of the package's
own, such as a citation, as it is, and anything else as text that the parser
finds no markup in. Only text is touched, never a code cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from umbrella.markup import Myst

INLINE = re.compile(r"\{eval\}`([^`]+)`")
FENCE = re.compile(r"^(```+|~~~+|:::+)\{code-cell\}.*?^\1\s*$", re.S | re.M)


class InlineError(Exception):
    """An inline expression could not be evaluated.

    Attributes:
        line: line of the source, from 1.
    """

    def __init__(self, line: int, expression: str, error: Exception):
        self.line = line
        super().__init__(f"inline expression {expression!r} failed: {type(error).__name__}: {error}")


def expressions(text: str) -> list[str]:
    """The inline expressions of a chapter, in order."""
    return [match[1] for part, prose in parts(text) if prose for match in INLINE.finditer(part)]


def parts(text: str) -> list[tuple[str, bool]]:
    """A chapter cut into (text, is prose) pieces; code cells are not prose."""
    pieces, position = [], 0
    for cell in FENCE.finditer(text):
        pieces += [(text[position : cell.start()], True), (cell[0], False)]
        position = cell.end()
    return [*pieces, (text[position:], True)]


def evaluated(text: str, names: Mapping[str, object]) -> str:
    """The chapter with every inline expression replaced by its value.

    Args:
        text: source of the chapter.
        names: what expressions may use.

    Raises:
        InlineError: an expression fails or gives nothing to print.
    """
    result, line = [], 1
    for part, prose in parts(text):
        result.append(_filled(part, line, names) if prose else part)
        line += part.count("\n")
    return "".join(result)


def _filled(part: str, line: int, names: Mapping[str, object]) -> str:
    def value(match: re.Match) -> str:
        try:
            result = eval(match[1], {"__builtins__": {}}, names)  # noqa: S307 - chapters are our own code
            if not isinstance(result, str | int):
                raise TypeError(f"gives a {type(result).__name__}, not text or a number")
            return Myst.escape(result)
        except Exception as error:
            raise InlineError(line + part.count("\n", 0, match.start()), match[1], error) from error

    return INLINE.sub(value, part)
