"""A problem in the data, worded for the person who edits the table."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 1000
MARKS = re.compile(r"[\s_-]+")


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong at one place.

    Attributes:
        file: path as the curator knows it, such as ``data/findings.csv``; empty for a text of no file.
        row: row as a spreadsheet counts it (the header is row 1); 0 for the whole file.
        column: column name, empty for the whole row.
        message: value found and what is allowed.
        fatal: whether it must be mended; else it is a note on what was read, and how.
    """

    file: str
    row: int
    column: str
    message: str
    fatal: bool = True

    def __str__(self) -> str:
        place = (self.file, f"row {self.row}" if self.row else "", self.column)
        # Whatever a message quotes, it may not flood what is told beside it.
        message = self.message if len(self.message) <= LONGEST else f"{self.message[:LONGEST]} ..."
        return visible(f"{', '.join(filter(None, place))}: {message}")


def note(file: str, row: int, column: str, message: str) -> Problem:
    """What was read, and how: told, and no fault."""
    return Problem(file, row, column, message, fatal=False)


def further(n: int) -> str:
    """Where else a thing told once is found, of n cells in all: words to put behind it."""
    return f", here and in {n - 1} further cell{'s' if n > 2 else ''}" if n > 1 else ""


class DataError(Exception):
    """The tables do not keep the contract.

    Attributes:
        problems: everything found, sorted by place.
    """

    def __init__(self, problems: Iterable[Problem]):
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


def visible(text: str) -> str:
    """A text with the codes of those signs that would act on a terminal or not be seen; ends of lines stay."""
    return "".join(sign if sign.isprintable() or sign == "\n" else repr(sign)[1:-1] for sign in text)


def shown(value: object) -> str:
    """A value in quotes, cut where it would flood a message."""
    text = str(value)
    return repr(text if len(text) <= 60 else text[:57] + "...")


def _bare(term: str) -> str:
    return MARKS.sub(" ", term.casefold()).strip()


def not_one_of(value: object, allowed: Iterable[str], what: str) -> str:
    """Say that a value is not among the allowed ones.

    Short lists are given whole; of a long one the nearest terms are offered.
    """
    allowed = sorted(set(map(str, allowed))) if not isinstance(allowed, list) else allowed
    # A term in another case, or with other marks between its words, is nearer than any other.
    bare = {_bare(term): term for term in allowed}
    near = [bare[found] for found in difflib.get_close_matches(_bare(str(value)), bare, n=3, cutoff=0.6)]
    near = near[:1] if near and _bare(near[0]) == _bare(str(value)) else near
    hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
    if len(allowed) <= 12:
        return f"{shown(value)} is not one of {', '.join(allowed)}{hint}"
    return f"{shown(value)} is not in {what}{hint}"
