"""Read anyone's citation matrix: rows are studies, columns are reviews.

Cells are 0, 1 or X (structurally impossible). An empty cell counts as 0, since
many matrices mark inclusions only, and is reported, because it may be a gap.
"""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from umbrella.tables.delimited import read_rows
from umbrella.tables.identity import identity, look_alikes
from umbrella.tables.problems import Problem

HEADER_ROW = 1
CELLS = {"0": 0, "1": 1, "0.0": 0, "1.0": 1, "x": pd.NA, "": 0}
WANTED = "the header needs a column for the study and one for each review"


def read_matrix(raw: str | bytes, file: str = "") -> tuple[pd.DataFrame, list[Problem]]:
    """The citation matrix in a CSV text, and what is wrong with it.

    Names that are one (see :mod:`umbrella.tables.identity`) are refused where
    they stand twice; names that look alike and are counted apart are a note.

    Args:
        raw: a header line (its first cell is free, the others name the
            reviews) and a line per study, separated by commas, semicolons or
            tabs; cells 0, 1, X or empty (0). Blank rows and nameless empty
            columns are skipped.
        file: the name to use in messages.

    Returns:
        Int64 cells 0, 1 and pd.NA, as `corrected_covered_area` wants them, and
        the problems by row. With a fatal problem the matrix is empty.
    """
    rows, problems = read_rows(raw, file)
    if problems and not rows:
        return pd.DataFrame(), problems
    header, *rows = [[" ".join(cell.split()) for cell in row] for row in rows] or [[]]
    columns, misnamed = _reviews(header)
    studies = {n: row for n, row in enumerate(rows, start=HEADER_ROW + 1) if any(row)}
    problems += [*misnamed, *_row_problems(studies, header, columns), *_repeats(studies)]
    if not (studies or problems):
        problems.append(Problem("", HEADER_ROW, "", "there is no study below the header"))
    cells, bad = _cells(studies, columns)
    problems = sorted(
        (replace(problem, file=file) for problem in [*problems, *bad, *_alike(studies, columns)]),
        key=lambda problem: problem.row,
    )
    if any(problem.fatal for problem in problems):
        return pd.DataFrame(), problems
    index = pd.Index([row[0] for row in studies.values()], name="study")
    names = pd.Index(columns.values(), name="review")
    return pd.DataFrame(cells, index=index, columns=names, dtype="Int64"), problems


def _alike(studies: Mapping[int, list[str]], columns: Mapping[int, str]) -> list[Problem]:
    """A note on each name that a reader may take for an earlier one."""
    first = {row[0]: n for n, row in reversed(studies.items())}
    notes = [(first[name], earlier, name) for earlier, name in look_alikes(row[0] for row in studies.values())]
    notes += [(HEADER_ROW, earlier, name) for earlier, name in look_alikes(columns.values())]
    return [
        Problem("", row, "", f"{name!r} looks like {earlier!r} and is counted apart from it", fatal=False)
        for row, earlier, name in notes
    ]


def _reviews(header: list[str]) -> tuple[dict[int, str], list[Problem]]:
    """Position and name of each review, and what is wrong with the names."""
    columns = {place: name for place, name in enumerate(header) if place and name}
    if not columns:
        return {}, [Problem("", HEADER_ROW, "", WANTED)]
    first: dict[str, int] = {}
    problems = []
    for place, name in columns.items():
        earlier = first.setdefault(identity(name), place)
        if earlier != place:
            message = f"column {place + 1} names a review that column {earlier + 1} has already"
            problems.append(Problem("", HEADER_ROW, name, message))
    return columns, problems


def _row_problems(studies: dict[int, list[str]], header: list[str], columns: dict[int, str]) -> list[Problem]:
    """Rows of the wrong length, nameless studies, cells below no name."""
    if not columns:
        return []
    needed, problems = max(columns) + 1, []
    for n, row in studies.items():
        if not row[0]:
            problems.append(Problem("", n, header[0], "the study has no name"))
        if len(row) < needed:
            problems.append(Problem("", n, "", f"has {len(row)} cells, the header has {needed}"))
        for place, cell in enumerate(row):
            if place and cell and place not in columns:
                message = f"{cell!r} stands in column {place + 1}, which the header does not name"
                problems.append(Problem("", n, "", message))
    return problems


def _repeats(studies: dict[int, list[str]]) -> list[Problem]:
    first: dict[str, int] = {}
    problems = []
    for n, (name, *_) in studies.items():
        earlier = first.setdefault(identity(name), n)
        if name and earlier != n:
            same = "" if studies[earlier][0] == name else f", where it is written {ascii(studies[earlier][0])}"
            problems.append(Problem("", n, "", f"study {name!r} stands already in row {earlier}{same}"))
    return problems


def _cells(studies: dict[int, list[str]], columns: dict[int, str]) -> tuple[list[list], list[Problem]]:
    """The cells as numbers, a problem for each that is none, one note on all that are empty."""
    cells, problems, empty = [], [], []
    for n, row in studies.items():
        values = []
        for place, name in columns.items():
            text = row[place] if place < len(row) else ""
            values.append(CELLS.get(text.lower()))
            if values[-1] is None:
                problems.append(Problem("", n, name, f"{text!r} is not 0, 1 or X"))
            elif not text and place < len(row):
                empty.append((n, name))
        cells.append(values)
    if empty:
        more = f"; empty cells in all: {len(empty)}" if len(empty) > 1 else ""
        problems.append(Problem("", *empty[0], f"is empty and counts as 0{more}", fatal=False))
    return cells, problems
