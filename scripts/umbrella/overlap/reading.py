"""Read anyone's citation matrix: rows are studies, columns are reviews.

Cells are 0, 1 or X (structurally impossible), or what else people write for
them. An empty cell counts as 0, since many matrices mark inclusions only, and
is reported, because it may be a gap.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from umbrella.overlap.marks import OF_REVIEWS, YEAR, beside, meanings, totals
from umbrella.tables.delimited import rows_of
from umbrella.tables.identity import identity, look_alikes
from umbrella.tables.problems import Problem, further, note

HEADER_ROW = 1
WANTED = "the header needs a column for the study and one for each review"


def read_matrix(
    raw: str | bytes, file: str = "", crosses: str | None = None, turned: bool | None = None
) -> tuple[pd.DataFrame, list[Problem]]:
    """The citation matrix in a table, and what is wrong with it.

    Names that are one (see :mod:`umbrella.tables.identity`) are refused where
    they stand twice; names that look alike and are counted apart are a note.

    Args:
        raw: a workbook, or a text separated by commas, semicolons or tabs: a
            header line (its first cell is free, the others name the reviews)
            and a line per study; cells 0, 1, X, empty (0), or other marks (see
            :mod:`umbrella.overlap.marks`). Blank rows, nameless empty columns,
            totals and columns about the studies are skipped.
        file: the name to use in messages.
        crosses: "included" or "impossible": what x means, where the table does not tell.
        turned: whether its rows are the reviews; if not told, where its first heading says so.

    Returns:
        Int64 cells 0, 1 and pd.NA, as `corrected_covered_area` wants them, and
        the problems by row. With a fatal problem the matrix is empty.
    """
    rows, problems = rows_of(raw, file)
    if problems and not rows:
        return pd.DataFrame(), problems
    rows = [[" ".join(cell.split()) for cell in row] for row in rows] or [[]]
    turned = bool(rows[0] and OF_REVIEWS.fullmatch(rows[0][0])) if turned is None else turned
    matrix, found = _read(_turned(rows) if turned else rows, crosses)
    if turned:
        found = [_placed_back(problem, rows) for problem in found]
        found.append(note("", HEADER_ROW, "", "the rows are read as reviews, the columns as studies"))
    problems = sorted((replace(problem, file=file) for problem in [*problems, *found]), key=lambda problem: problem.row)
    return pd.DataFrame() if any(problem.fatal for problem in problems) else matrix, problems


def _read(rows: list[list[str]], crosses: str | None) -> tuple[pd.DataFrame, list[Problem]]:
    """The matrix in rows with a study each, and what is wrong with it."""
    header, *rows = rows
    filled = {n: row for n, row in enumerate(rows, start=HEADER_ROW + 1) if any(row)}
    studies = {n: row for n, row in filled.items() if n not in totals(filled)}
    try:
        marks, told = meanings((cell.lower() for row in studies.values() for cell in row[1:]), crosses)
    except ValueError as error:
        return pd.DataFrame(), [Problem("", HEADER_ROW, "", str(error))]
    aside = beside(header, studies, marks)
    columns, problems = _reviews(header, aside)
    left = [*aside.values(), *(filled[n][0] for n in filled if n not in studies)]
    if left:
        problems.append(note("", HEADER_ROW, "", f"left out, as no review or study: {', '.join(map(repr, left))}"))
    studies = _with_years(studies, next((place for place, name in aside.items() if YEAR.fullmatch(name)), 0))
    problems += [*_row_problems(studies, header, columns, aside), *_repeats(studies), *_alike(studies, columns)]
    if not (studies or problems):
        problems.append(Problem("", HEADER_ROW, "", "there is no study below the header"))
    cells, bad = _cells(studies, columns, marks, told)
    index = pd.Index([row[0] for row in studies.values()], name="study")
    names = pd.Index(columns.values(), name="review")
    return pd.DataFrame(cells, index=index, columns=names, dtype="Int64"), [*problems, *bad]


def _turned(rows: list[list[str]]) -> list[list[str]]:
    """Rows and columns exchanged."""
    width = max(map(len, rows))
    return [list(column) for column in zip(*((row + [""] * width)[:width] for row in rows), strict=True)]


def _placed_back(problem: Problem, rows: list[list[str]]) -> Problem:
    """A problem of turned rows, at the place it has in the table."""
    names = [row[0] if row else "" for row in rows]
    row = names.index(problem.column) + 1 if problem.column in names else HEADER_ROW
    return replace(problem, row=row, column=rows[0][problem.row - 1] if problem.row > HEADER_ROW else "")


def _with_years(studies: Mapping[int, list[str]], place: int) -> Mapping[int, list[str]]:
    """Studies told apart by their year, where names repeat and a column has the year."""
    names = Counter(identity(row[0]) for row in studies.values())
    if not place or max(names.values(), default=1) == 1:
        return studies
    return {n: [f"{row[0]} {row[place] if place < len(row) else ''}".strip(), *row[1:]] for n, row in studies.items()}


def _alike(studies: Mapping[int, list[str]], columns: Mapping[int, str]) -> list[Problem]:
    """A note on each name that a reader may take for an earlier one."""
    first = {row[0]: n for n, row in reversed(studies.items())}
    notes = [(first[name], earlier, name) for earlier, name in look_alikes(row[0] for row in studies.values())]
    notes += [(HEADER_ROW, earlier, name) for earlier, name in look_alikes(columns.values())]
    return [
        note("", row, "", f"{name!r} looks like {earlier!r} and is counted apart from it")
        for row, earlier, name in notes
    ]


def _reviews(header: list[str], aside: Mapping[int, str]) -> tuple[dict[int, str], list[Problem]]:
    """Position and name of each review, and what is wrong with the names."""
    columns = {place: name for place, name in enumerate(header) if place and name and place not in aside}
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


def _row_problems(
    studies: Mapping[int, list[str]], header: list[str], columns: Mapping[int, str], aside: Mapping[int, str]
) -> list[Problem]:
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
            if place and cell and place not in columns and place not in aside:
                message = f"{cell!r} stands in column {place + 1}, which the header does not name"
                problems.append(Problem("", n, "", message))
    return problems


def _repeats(studies: Mapping[int, list[str]]) -> list[Problem]:
    first: dict[str, int] = {}
    problems = []
    for n, (name, *_) in studies.items():
        earlier = first.setdefault(identity(name), n)
        if name and earlier != n:
            same = "" if studies[earlier][0] == name else f", where it is written {ascii(studies[earlier][0])}"
            problems.append(Problem("", n, "", f"study {name!r} stands already in row {earlier}{same}"))
    return problems


def _cells(
    studies: Mapping[int, list[str]], columns: Mapping[int, str], marks: Mapping[str, object], told: list[str]
) -> tuple[list[list], list[Problem]]:
    """The cells as numbers, a problem for each text that is no mark, and notes on marks taken for something."""
    cells, places = [], {}
    for n, row in studies.items():
        texts = {name: row[place] if place < len(row) else None for place, name in columns.items()}
        for name, text in texts.items():
            if text is not None:
                places.setdefault(text.lower(), []).append((n, name, text))
        cells.append([marks.get((text or "").lower(), pd.NA) for text in texts.values()])
    problems = []
    for mark, at in places.items():
        n, name, text = at[0]
        if mark not in marks:
            problems.append(Problem("", n, name, f"{text!r} is not 0, 1 or X{further(len(at))}"))
        elif mark in told:
            meant = "included" if marks[mark] == 1 else "not included"
            problems.append(note("", n, name, f"{text!r} is taken for {meant}{further(len(at))}"))
        elif not mark:
            more = f"; empty cells in all: {len(at)}" if len(at) > 1 else ""
            problems.append(note("", n, name, f"is empty and counts as 0{more}"))
    return cells, problems
