"""Read anyone's citation matrix: rows are studies, columns are reviews.

Cells are 0, 1 or X (structurally impossible). An empty cell counts as 0, since
many matrices mark inclusions only, and is reported, because it may be a gap.
"""

import csv
import io
from dataclasses import dataclass

import pandas as pd

from umbrella.tables.delimited import separator_of

HEADER_ROW = 1
CELLS = {"0": 0, "1": 1, "0.0": 0, "1.0": 1, "x": pd.NA, "": 0}
WANTED = "the header needs a column for the study and one for each review"


@dataclass(frozen=True)
class Problem:
    """A fault of a matrix: where it is (row 1 is the header) and what it is.

    A problem that is not `fatal` is a note: the overlap can be computed.
    """

    row: int
    column: str
    message: str
    fatal: bool = True

    def __str__(self) -> str:
        place = f"row {self.row}, {self.column}" if self.column else f"row {self.row}"
        return f"{place}: {self.message}"


def read_matrix(text: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the citation matrix in a CSV text, and what is wrong with it.

    In: a header line (its first cell is free, the others name the reviews) and
    a line per study, separated by commas, semicolons or tabs; cells 0, 1, X or
    empty (0); blank rows and nameless empty columns are skipped. Out: Int64
    cells 0, 1 and pd.NA, as `corrected_covered_area` wants them; and the
    problems by row. With a fatal problem the matrix is empty. Names that
    differ in case or spaces only are taken for the same one and refused.
    """
    (header, *rows), problems = _rows(text.removeprefix("\ufeff"))
    columns, misnamed = _reviews(header)
    studies = {n: row for n, row in enumerate(rows, start=HEADER_ROW + 1) if any(row)}
    problems += [*misnamed, *_row_problems(studies, header, columns), *_repeats(studies)]
    if not (studies or problems):
        problems.append(Problem(HEADER_ROW, "", "there is no study below the header"))
    cells, bad = _cells(studies, columns)
    problems = sorted([*problems, *bad], key=lambda problem: problem.row)
    if any(problem.fatal for problem in problems):
        return pd.DataFrame(), problems
    index = pd.Index([row[0] for row in studies.values()], name="study")
    names = pd.Index(columns.values(), name="review")
    return pd.DataFrame(cells, index=index, columns=names, dtype="Int64"), problems


def read_matrix_bytes(raw: bytes) -> tuple[pd.DataFrame, list[Problem]]:
    """Return what `read_matrix` returns, for bytes; text that is not UTF-8 is a problem."""
    try:
        return read_matrix(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        problem = Problem(row, "", "is not UTF-8 text; save the table as CSV UTF-8")
        return pd.DataFrame(), [problem]


def _rows(text: str) -> tuple[list[list[str]], list[Problem]]:
    """The rows of a CSV text, the header at least, as far as they can be read."""
    separator = separator_of(text)
    # Strict: an unclosed quotation mark would swallow the rows after it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend([" ".join(cell.split()) for cell in row] for row in reader)
    except csv.Error as error:
        why = f"cannot be read as CSV, is a quotation mark out of place? ({error})"
        return rows or [[]], [Problem(len(rows) + 1, "", why)]
    return rows or [[]], []


def _reviews(header: list[str]) -> tuple[dict[int, str], list[Problem]]:
    """Position and name of each review, and what is wrong with the names."""
    columns = {place: name for place, name in enumerate(header) if place and name}
    if not columns:
        return {}, [Problem(HEADER_ROW, "", WANTED)]
    first: dict[str, int] = {}
    problems = []
    for place, name in columns.items():
        earlier = first.setdefault(name.casefold(), place)
        if earlier != place:
            message = f"column {place + 1} names a review that column {earlier + 1} has already"
            problems.append(Problem(HEADER_ROW, name, message))
    return columns, problems


def _row_problems(studies: dict[int, list[str]], header: list[str], columns: dict[int, str]) -> list[Problem]:
    """Rows of the wrong length, nameless studies, cells below no name."""
    if not columns:
        return []
    needed, problems = max(columns) + 1, []
    for n, row in studies.items():
        if not row[0]:
            problems.append(Problem(n, header[0], "the study has no name"))
        if len(row) < needed:
            problems.append(Problem(n, "", f"has {len(row)} cells, the header has {needed}"))
        for place, cell in enumerate(row):
            if place and cell and place not in columns:
                message = f"{cell!r} stands in column {place + 1}, which the header does not name"
                problems.append(Problem(n, "", message))
    return problems


def _repeats(studies: dict[int, list[str]]) -> list[Problem]:
    first: dict[str, int] = {}
    return [
        Problem(n, "", f"study {row[0]!r} stands already in row {first[row[0].casefold()]}")
        for n, row in studies.items()
        if row[0] and first.setdefault(row[0].casefold(), n) != n
    ]


def _cells(studies: dict[int, list[str]], columns: dict[int, str]) -> tuple[list[list], list[Problem]]:
    """The cells as numbers, a problem for each that is none, one note on all that are empty."""
    cells, problems, empty = [], [], []
    for n, row in studies.items():
        values = []
        for place, name in columns.items():
            text = row[place] if place < len(row) else ""
            values.append(CELLS.get(text.lower()))
            if values[-1] is None:
                problems.append(Problem(n, name, f"{text!r} is not 0, 1 or X"))
            elif not text and place < len(row):
                empty.append((n, name))
        cells.append(values)
    if empty:
        more = f"; empty cells in all: {len(empty)}" if len(empty) > 1 else ""
        problems.append(Problem(*empty[0], f"is empty and counts as 0{more}", fatal=False))
    return cells, problems
