r"""Inline numbers: replaces ``{eval}`expression` `` in the text of a chapter by its value.

The value is put into the source before it is parsed: markup of the package's
own, such as a citation, as it is, and anything else as text that the parser
finds no markup in. Only text is touched, never a code cell.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO

from umbrella.markup import Myst
from umbrella.prose.guard import NoLongerSo, condition_told

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)
INLINE = re.compile(r"\{eval\}`([^`]+)`")
FENCE = re.compile(r"^(```+|~~~+|:::+)\{code-cell\}.*?^\1\s*$", re.S | re.M)
# A sentence ends with a stop, what closes after it, and whatever stands there without a blank, such as its guard.
END = re.compile(r"(?<=[.?!])(?:[*_)\"]|\{eval\}`[^`]+`)*\s+(?=\S)")
# Full stops that end none.
SHORT = re.compile(r"\b(?:e\.g|i\.e|al|vs|approx|[A-Z])\.$")
LIST_ITEM = re.compile(r"^\s*(?:[-*]|\d+\.)\s+")
GUARD, CITATION = re.compile(r"\{eval\}`holds\([^`]*`"), re.compile(r"\s*\{cite:\w\}`[^`]*`")
KEPT_SHORT = 300


class InlineError(Exception):
    """An inline expression could not be evaluated, or a sentence no longer holds.

    Attributes:
        faults: lines of the source, from 1, each with what is wrong there.
    """

    def __init__(self, faults: list[tuple[int, str]]):
        self.faults = faults
        super().__init__("\n".join(told for _, told in faults))


@dataclass(frozen=True)
class Sentence:
    """A sentence of a chapter.

    Attributes:
        line: its line, from 1.
        text: its source.
    """

    line: int
    text: str

    @property
    def expressions(self) -> list[str]:
        """The inline expressions in it."""
        return INLINE.findall(self.text)

    def told(self, value: Callable[[str], str] = lambda expression: "…") -> str:
        """The sentence as a message gives it: guards and citations gone, cut when long.

        Args:
            value: what stands for an expression.
        """
        text = INLINE.sub(lambda match: value(match[1]), GUARD.sub("", self.text))
        text = CITATION.sub("", text).strip()
        return text if len(text) <= KEPT_SHORT else f"{text[:KEPT_SHORT].rsplit(' ', 1)[0]} …"


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


def sentences(text: str) -> list[Sentence]:
    """The sentences of a chapter, in order; a line of its source holds whole ones."""
    found, line = [], 1
    for part, prose in parts(FRONT_MATTER.sub(lambda match: "\n" * match[0].count("\n"), text)):
        for row in part.split("\n") if prose else ():
            found += [Sentence(line, sentence) for sentence in _cut(LIST_ITEM.sub("", row))]
            line += 1
        # The last row of a piece goes on in the next piece.
        line += part.count("\n") if not prose else -1
    return found


def _cut(row: str) -> Iterator[str]:
    begin = 0
    for match in END.finditer(row):
        if not SHORT.search(row[: match.start()]):
            yield row[begin : match.end()].strip()
            begin = match.end()
    if row[begin:].strip():
        yield row[begin:].strip()


def evaluated(text: str, names: Mapping[str, object]) -> str:
    """The chapter with every inline expression replaced by its value.

    Args:
        text: source of the chapter.
        names: what expressions may use.

    Raises:
        InlineError: an expression fails or gives nothing to print, or the condition of a sentence is not so; all
            sentences that no longer hold are told at once.
    """
    result, broken, line = [], [], 1
    for part, prose in parts(text):
        result.append(_filled(part, line, names, broken) if prose else part)
        line += part.count("\n")
    if broken:
        said = sentences(text)
        raise InlineError([(place, _no_longer(place, expression, said, names)) for place, expression in broken])
    return "".join(result)


def value_of(expression: str, names: Mapping[str, object]) -> str | int:
    """The value of an inline expression.

    Raises:
        TypeError: it gives nothing to print.
        RuntimeError: it writes to a stream, as warnings do.
    """
    with _silence():
        result = eval(expression, {"__builtins__": {}}, names)  # noqa: S307 - chapters are our own code
    if not isinstance(result, str | int):
        raise TypeError(f"gives a {type(result).__name__}, not text or a number")
    return result


@contextmanager
def _silence() -> Iterator[None]:
    """What is evaluated may say nothing: neither by a stream, nor by a warning that Python would show there.

    Raises:
        RuntimeError: it writes to a stream.
        Warning: it warns.
    """
    with warnings.catch_warnings(), redirect_stderr(StringIO()) as said, redirect_stdout(said):
        warnings.simplefilter("error")
        for kind in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
            warnings.simplefilter("ignore", kind)
        yield
    if said.getvalue().strip():
        raise RuntimeError(f"writes to a stream, which no page shows: {said.getvalue().strip()}")


def _filled(part: str, line: int, names: Mapping[str, object], broken: list[tuple[int, str]]) -> str:
    def value(match: re.Match) -> str:
        place = line + part.count("\n", 0, match.start())
        try:
            return Myst.escape(value_of(match[1], names))
        except NoLongerSo:
            broken.append((place, match[1]))
            return ""
        except Exception as error:
            told = f"inline expression {match[1]!r} failed: {type(error).__name__}: {error}"
            raise InlineError([(place, told)]) from error

    return INLINE.sub(value, part)


def _no_longer(line: int, expression: str, said: list[Sentence], names: Mapping[str, object]) -> str:
    sentence = next(one for one in said if one.line == line and expression in one.expressions)
    return f'a sentence no longer holds: "{sentence.told()}" It rests on {condition_told(expression, names)}'
