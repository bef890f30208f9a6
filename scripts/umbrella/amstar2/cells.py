"""From the text of anyone's table of answers to its answer cells.

Wide tables have a row per review and a column per item, long ones a row per
answer. Both become one row per answer cell; what does not fit is a `Problem`,
so that nothing is dropped silently.
"""

import re

import pandas as pd

from umbrella.amstar2.items import Items, refusal
from umbrella.amstar2.rule import TWO_PART_ITEMS
from umbrella.tables.delimited import BLANK, read_rows
from umbrella.tables.identity import first_spellings
from umbrella.tables.problems import Problem

HEADER_ITEM = re.compile(r"item[\s_-]*0*(\d+)[\s_-]*(a|b|rcts?|nrsi)?", re.IGNORECASE)
# In a long table "item" may be left out, and a spreadsheet may write 7 as 7.0.
CELL_ITEM = re.compile(r"(?:item)?[\s_-]*0*(\d+)(?:\.0)?[\s_-]*(a|b|rcts?|nrsi)?", re.IGNORECASE)
PARTS = {"": "", "a": "rct", "rct": "rct", "rcts": "rct", "b": "nrsi", "nrsi": "nrsi"}

HEADER_ROW = 1
WANTED = "the header needs 'review' and either 'item1' to 'item16' or 'item' and 'answer'"


def cells_of(text: str | bytes, items: Items) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the answer cells of a CSV text and what is wrong with its layout.

    In: a wide or long table separated by commas, semicolons or tabs. Out: one
    row per cell in reading order: `row` and `column` (where it stands),
    `review`, `rater` (if the table names any), `item` (number), `part` ("",
    "rct" or "nrsi") and `text`; empty when the layout cannot be read.
    """
    table, problems = _table(text)
    review = _named(table, "review", "review_id")
    if review is None:
        return _no_cells(), problems or [Problem("", HEADER_ROW, "", WANTED)]
    long = _named(table, "item") is not None and _named(table, "answer") is not None
    cells, misplaced = (_long_cells if long else _wide_cells)(table, _frame(table, review), items)
    nameless = [Problem("", row, str(review.name), "is empty") for row in table.index[review == ""]]
    if not (len(cells) or problems or misplaced):
        nameless.append(Problem("", HEADER_ROW, "", "the table has no answers to rate"))
    return cells[cells["review"] != ""], [*problems, *misplaced, *nameless]


def _no_cells() -> pd.DataFrame:
    return pd.DataFrame(columns=["row", "column", "review", "item", "part", "text"])


def _table(text: str | bytes) -> tuple[pd.DataFrame, list[Problem]]:
    """The cells as text, indexed by row number, blank rows left out."""
    rows, problems = read_rows(text)
    header, *rows = [[cell.strip(BLANK) for cell in row] for row in rows] or [[]]
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


def _frame(table: pd.DataFrame, review: pd.Series) -> pd.DataFrame:
    """Row number, review and (if the table names any) rater of every row."""
    # A name is one name however it is written, and is shown as it was written first.
    frame = pd.DataFrame({"row": table.index, "review": review.map(first_spellings(review))}, index=table.index)
    rater = _named(table, "rater")
    return frame.assign(rater=rater.map(first_spellings(rater))) if rater is not None and rater.any() else frame


def _wide_cells(table: pd.DataFrame, frame: pd.DataFrame, items: Items) -> tuple[pd.DataFrame, list[Problem]]:
    blocks, problems = [], []
    for position, column in enumerate(table.columns):
        if not (match := HEADER_ITEM.fullmatch(column)):
            continue
        number, part, why = _item(match, items)
        if why:
            problems.append(Problem("", HEADER_ROW, column, why))
            continue
        text = table.iloc[:, position]
        blocks.append(frame.assign(column=column, item=number, part=part, text=text))
    if not blocks:
        return _no_cells(), [*problems, Problem("", HEADER_ROW, "", WANTED)]
    # Back from column after column to the order in which one reads a table.
    return pd.concat(blocks).sort_index(kind="stable").reset_index(drop=True), problems


def _long_cells(table: pd.DataFrame, frame: pd.DataFrame, items: Items) -> tuple[pd.DataFrame, list[Problem]]:
    written, text = _named(table, "item"), _named(table, "answer")
    known = {name: _item(CELL_ITEM.fullmatch(name), items, name) for name in written.unique()}
    number, part, why = (written.map({n: f[i] for n, f in known.items()}) for i in range(3))
    problems = [Problem("", row, "item", why[row]) for row in table.index[why != ""]]
    cells = frame.assign(column="answer", item=number, part=part, text=text)[why == ""]
    return cells.reset_index(drop=True), problems


def _item(match: re.Match | None, items: Items, written: str = "") -> tuple[int, str, str]:
    """Number and part of an item, and why it is refused ("" when it is not)."""
    if match is None:
        return 0, "", f"{written!r} is not an item from {min(items)} to {max(items)}"
    number, part = int(match[1]), PARTS[(match[2] or "").lower()]
    if number not in items:
        return number, part, refusal(items, number, "")
    if part and number not in TWO_PART_ITEMS:
        return number, part, f"item {number} is not answered in parts"
    return number, part, ""
