"""From anyone's table of answers to its answer cells.

Wide tables have a row per review and a column per item, long ones a row per
answer, upright ones a column per review and a row per item. All become one
row per answer cell; what does not fit is a `Problem` and what was taken for
something a note, so that nothing is dropped or guessed silently.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from umbrella.amstar2.items import Items, refusal
from umbrella.amstar2.rule import TWO_PART_ITEMS
from umbrella.amstar2.words import rating_of, readings
from umbrella.tables.delimited import BLANK, rows_of
from umbrella.tables.identity import first_spellings
from umbrella.tables.problems import Problem, note

# "item7", "Q 7: RoB", "AMSTAR item 9a"; without a word "7", "9b", "1. PICO".
HEADER_ITEM = re.compile(
    r"(?P<word>(?:amstar\W*(?:2\W+)?)?(?:item|question|q)[\s._-]*)?0*(?P<number>\d{1,2})[\s_(-]*"
    r"(?P<part>a|b|rcts?|nrsi)?\)?(?:\.0)?(?P<rest>(?(word)\W|\s*[.:)]).*)?",
    re.IGNORECASE | re.DOTALL,
)
# In a long table "item" may be left out, and a spreadsheet may write 7 as 7.0.
CELL_ITEM = re.compile(r"(?:item)?[\s_-]*0*(?P<number>\d+)(?:\.0)?[\s_-]*(?P<part>a|b|rcts?|nrsi)?", re.IGNORECASE)
PARTS = {"": "", "a": "rct", "rct": "rct", "rcts": "rct", "b": "nrsi", "nrsi": "nrsi"}
REVIEW = ("review", "review_id", "study")
# An overall rating that stands in the table, in the column or row of one of these names.
OVERALL = (
    "overall", "overall rating", "overall confidence", "overall quality", "overall appraisal", "published_overall",
    "published rating", "confidence", "amstar 2 rating", "rating", "quality",
)  # fmt: skip

HEADER_ROW = 1
WANTED = "the header needs a column for each item (item1 to item16, Q1, 1. ...) or 'item' and 'answer'"
NOT_A_RATING = "{!r} is not a rating of AMSTAR 2 and is not compared"


@dataclass(frozen=True)
class Head:
    """What a heading or a name says: number and part of an item, and why it is refused ("" when it is not)."""

    item: int
    part: str
    why: str
    exact: bool = True


def cells_of(raw: str | bytes, items: Items) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the answer cells of a table and what is wrong with its layout.

    In: a wide, long or upright table: a workbook, or a text separated by commas, semicolons or tabs. Out: one row per
    cell in reading order: `row` and `column` (where it stands), `review`, `rater` (if the table names any), `overall`
    (the rating of the review that the table states, if any), `item` (number), `part` ("", "rct" or "nrsi") and
    `text`; empty when the layout cannot be read.
    """
    table, problems = _table(raw)
    if table.columns.empty:
        return _no_cells(), problems or [Problem("", HEADER_ROW, "", WANTED)]
    if _named(table, "item") is not None and _named(table, "answer") is not None:
        cells, misplaced = _long_cells(table, items)
    else:
        cells, misplaced = _wide_or_upright(table, items)
    if not (len(cells) or problems or any(problem.fatal for problem in misplaced)):
        misplaced.append(Problem("", HEADER_ROW, "", "the table has no answers to rate"))
    return cells[cells["review"] != ""], [*problems, *misplaced]


def _no_cells() -> pd.DataFrame:
    return pd.DataFrame(columns=["row", "column", "review", "item", "part", "text"])


def _table(raw: str | bytes) -> tuple[pd.DataFrame, list[Problem]]:
    """The cells as text, indexed by row number, blank rows left out."""
    rows, problems = rows_of(raw)
    header, *rows = [[" ".join(cell.strip(BLANK).split()) for cell in row] for row in rows] or [[]]
    width = len(header)
    filled = {n: row for n, row in enumerate(rows, start=HEADER_ROW + 1) if any(row)}
    problems += [
        Problem("", n, "", f"has {len(row)} cells, the header has {width}")
        for n, row in filled.items()
        if any(row[width:])
    ]
    padded = [(row + [""] * width)[:width] for row in filled.values()]
    return pd.DataFrame(padded, columns=header, index=list(filled), dtype=object), problems


def _named(table: pd.DataFrame, *names: str) -> pd.Series | None:
    """The first column that has one of these names, in any case."""
    for name in names:
        for position, column in enumerate(table.columns):
            if column.lower() == name:
                return table.iloc[:, position]
    return None


def _frame(table: pd.DataFrame, review: pd.Series) -> tuple[pd.DataFrame, list[Problem]]:
    """Row number, review, and if the table tells them rater and overall rating, of every row."""
    # A name is one name however it is written, and is shown as it was written first.
    frame = pd.DataFrame({"row": table.index, "review": review.map(first_spellings(review))}, index=table.index)
    problems = [Problem("", row, str(review.name), "is empty") for row in table.index[review == ""]]
    rater, overall = _named(table, "rater"), _named(table, *OVERALL)
    if rater is not None and rater.any():
        frame = frame.assign(rater=rater.map(first_spellings(rater)))
    if overall is not None and (ratings := overall.map(rating_of)).notna().any():
        frame = frame.assign(overall=ratings)
        problems += [
            note("", row, str(overall.name), NOT_A_RATING.format(overall[row]))
            for row in table.index[ratings.isna() & (overall != "")]
        ]
    return frame, problems


def _wide_or_upright(table: pd.DataFrame, items: Items) -> tuple[pd.DataFrame, list[Problem]]:
    """The cells of a table that names its items in the header, in the first column, or nowhere."""
    heads = _heads(table.columns, items)
    if heads:
        return _wide_cells(table, heads)
    names = table.iloc[:, 0]
    if len(_heads(names, items)) > len(names) / 2:
        return _upright_cells(table, items)
    answers = [place for place in _others(table) if _holds_answers(table.iloc[:, place])]
    if len(answers) != len(items):
        return _no_cells(), [Problem("", HEADER_ROW, "", WANTED)]
    said = f"has no number, nor have the {len(items) - 1} after it: they are taken for items {min(items)} to {max(items)} in order"
    cells, problems = _wide_cells(
        table, {place: Head(item, "", "") for place, item in zip(answers, sorted(items), strict=True)}
    )
    return cells, [note("", HEADER_ROW, table.columns[answers[0]], said), *problems]


def _others(table: pd.DataFrame) -> list[int]:
    """Places of the columns that are neither names of reviews nor of their overall rating."""
    own = (*OVERALL, *REVIEW, "rater")
    return [place for place, column in enumerate(table.columns) if place and column.lower() not in own]


def _holds_answers(column: pd.Series) -> bool:
    texts = set(column) - {""}
    return bool(texts) and texts <= set(readings(texts, {}))


def _heads(names: Iterable[str], items: Items) -> dict[int, Head]:
    """Place and item of each name that is one of an item; of "item 1" and "item 1 note" the first."""
    found = {}
    for place, name in enumerate(names):
        if (match := HEADER_ITEM.fullmatch(name)) and (match["word"] or int(match["number"]) in items):
            found[place] = _item(match, items)
    exact = {(head.item, head.part) for head in found.values() if head.exact}
    return {place: head for place, head in found.items() if head.exact or (head.item, head.part) not in exact}


def _wide_cells(table: pd.DataFrame, heads: dict[int, Head]) -> tuple[pd.DataFrame, list[Problem]]:
    review = _named(table, *REVIEW)
    if review is None and 0 in heads:
        return _no_cells(), [Problem("", HEADER_ROW, "", "no column names the reviews")]
    frame, problems = _frame(table, table.iloc[:, 0] if review is None else review)
    if "rater" not in frame:
        frame, doubled = _apart(frame)
        problems += doubled
    blocks = []
    for place, head in heads.items():
        if head.why:
            problems.append(Problem("", HEADER_ROW, table.columns[place], head.why))
            continue
        blocks.append(
            frame.assign(column=table.columns[place], item=head.item, part=head.part, text=table.iloc[:, place])
        )
    if not blocks:
        return _no_cells(), problems
    # Back from column after column to the order in which one reads a table.
    return pd.concat(blocks).sort_index(kind="stable").reset_index(drop=True), problems


def _apart(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows of a wide table, each one review: a name that stands twice gets its row."""
    doubled = frame["review"].duplicated() & (frame["review"] != "")
    first = frame.groupby("review", sort=False)["row"].transform("first")
    problems = [
        note(
            "",
            row,
            "",
            f"{frame['review'][row]!r} stands in row {first[row]} too; each row is rated as a review of its own",
        )
        for row in frame.index[doubled]
    ]
    names = frame["review"].where(
        ~doubled, [f"{name} (row {row})" for name, row in zip(frame["review"], frame["row"], strict=True)]
    )
    return frame.assign(review=names), problems


def _upright_cells(table: pd.DataFrame, items: Items) -> tuple[pd.DataFrame, list[Problem]]:
    """The cells of a table that has its items one below another: turned, read as wide, told by their own places."""
    names, heads = list(table.columns[1:]), list(table.iloc[:, 0])
    turned = table.iloc[:, 1:].T.set_axis(heads, axis=1).set_axis(range(2, len(names) + 2))
    turned.insert(0, "review", names, allow_duplicates=True)
    turned = turned[turned.any(axis=1)]
    cells, problems = _wide_cells(turned, _heads(turned.columns, items))
    rows = {"": HEADER_ROW, "review": HEADER_ROW} | dict(zip(reversed(heads), reversed(table.index), strict=True))

    def column(place: int) -> str:
        return table.columns[place - 1] if place > HEADER_ROW else ""

    said = f"items stand one below another: the columns are read as reviews, {len(turned)} in all"
    moved = [replace(problem, row=rows[problem.column], column=column(problem.row)) for problem in problems]
    placed = cells.assign(row=cells["column"].map(rows), column=cells["row"].map(column))
    return placed, [note("", HEADER_ROW, "", said), *moved]


def _long_cells(table: pd.DataFrame, items: Items) -> tuple[pd.DataFrame, list[Problem]]:
    written, text = _named(table, "item"), _named(table, "answer")
    review = _named(table, *REVIEW)
    if review is None:
        return _no_cells(), [Problem("", HEADER_ROW, "", "the header needs 'review' beside 'item' and 'answer'")]
    frame, problems = _frame(table, review)
    known = {name: _item(CELL_ITEM.fullmatch(name), items, name) for name in written.unique()}
    number, part, why = (
        written.map({n: getattr(h, name) for n, h in known.items()}) for name in ("item", "part", "why")
    )
    problems += [Problem("", row, "item", why[row]) for row in table.index[why != ""]]
    cells = frame.assign(column="answer", item=number, part=part, text=text)[why == ""]
    return cells.reset_index(drop=True), problems


def _item(match: re.Match | None, items: Items, written: str = "") -> Head:
    """Number and part of an item, and why it is refused."""
    if match is None:
        return Head(0, "", f"{written!r} is not an item from {min(items)} to {max(items)}")
    number, part = int(match["number"]), PARTS[(match["part"] or "").lower()]
    exact = not match.groupdict().get("rest")
    if number not in items:
        return Head(number, part, refusal(items, number, ""), exact)
    if part and number not in TWO_PART_ITEMS:
        return Head(number, part, f"item {number} is not answered in parts", exact)
    return Head(number, part, "", exact)
