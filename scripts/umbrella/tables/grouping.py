"""Problems as a curator reads them: many of one kind in a column are one line, with what has probably happened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from umbrella.tables.problems import Problem

# As many of one kind are told one by one.
FEW = 5
SUGGESTS = "; did you mean"
QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\b[0-9][0-9,.]*\b")
DAY = re.compile(r"'(?:[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}|[0-9]{1,2}-[A-Za-z]{3}-[0-9]{2,4}|[A-Za-z]{3}-[0-9]{2}|[0-9]{5})(?: [0-9:]+)?'")
REMEDY = (
    "It looks as if a spreadsheet rewrote dates. `umbrella check --tidy` puts back those that can be read in one way only; "
    "else take the file back (git restore {file}) and edit a workbook made by `umbrella sheet`, which keeps them"
)


def grouped(problems: Iterable[Problem]) -> list[str]:
    """Problems as lines, those of one kind in one column of a file as one line with a hint where one is known."""
    def of(one: Problem) -> tuple[str, str]:
        return one.file, one.column

    groups = [list(group) for _, group in groupby(sorted(problems, key=lambda one: (of(one), one)), key=of)]
    # As they stand in the file, the column that shows something first before the others.
    return [line for group in sorted(groups, key=lambda group: group[0]) for line in _lines(group)]


def _lines(group: list[Problem]) -> Iterator[str]:
    column = group[0].column
    kinds: dict[str, list[Problem]] = {}
    for problem in group:
        kinds.setdefault(_kind(problem), []).append(problem)
    for alike in kinds.values():
        hint = _hint(alike)
        if len(alike) <= FEW or not column:
            yield from (f"{problem}{hint if problem is alike[-1] else ''}" for problem in alike)
            continue
        first, last = alike[0], alike[-1]
        if len({problem.message for problem in alike}) == 1 and SUGGESTS in first.message:
            # Nobody mistypes a term so often in one way: it was a term once.
            hint = "; was the term removed or renamed there? umbrella rename changes it everywhere"
            first = replace(first, message=first.message.partition(SUGGESTS)[0])
        yield f"{first.file}, rows {first.row} to {last.row}, {column}: {len(alike)} cells; in row {first.row}, {first.message}{hint}"


def _kind(problem: Problem) -> str:
    """A message without what differs from row to row, and without the suggestion at its end."""
    return QUOTED.sub("…", problem.message.partition(SUGGESTS)[0])


def _hint(alike: list[Problem]) -> str:
    """What has probably happened; empty where that is not known."""
    if any(DAY.search(problem.message) and "is not" in problem.message for problem in alike):
        return ". " + REMEDY.format(file=alike[0].file)
    return ""
