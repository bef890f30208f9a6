"""Read anyone's AMSTAR 2 answers and write their ratings.

Wide: `review,item1,...,item16`; items 9 and 11 may be split into `item9_rct`
and `item9_nrsi` (or `item9a`, `item9b`). Long: `review,item,answer[,rater]`.
"""

import json
from dataclasses import replace

import pandas as pd

from umbrella.amstar2.cells import cells_of
from umbrella.amstar2.items import ANSWERS, NO_META_ANALYSIS, Items, official_items, refusal
from umbrella.amstar2.rule import NOT_APPLICABLE, worse
from umbrella.tables.delimited import csv_text
from umbrella.tables.problems import Problem

SHORT_FORMS = {
    "y": "yes",
    "py": "partial yes",
    "n": "no",
    "nm": "no meta-analysis",
    "nma": "no meta-analysis",
    "no ma": "no meta-analysis",
    "no meta analysis": "no meta-analysis",
    "no meta-analysis conducted": "no meta-analysis",
} | dict.fromkeys(("n/a", "na", "n.a.", "-", "\N{EN DASH}", "\N{EM DASH}"), NOT_APPLICABLE)
SHORT_FORMS |= {
    "includes only rcts": NOT_APPLICABLE,
    "includes only nrsi": NOT_APPLICABLE,
}
WORDS = {"": None, NOT_APPLICABLE: NOT_APPLICABLE} | {a: a for a in ANSWERS} | SHORT_FORMS

HALF = "the other part of item {} is empty, so the item counts as missing; write n/a where a review has no such studies"
TWICE = "item {} is answered both as a whole and in parts"
REPEATED = "{!r}, item {} was already answered in row {}"
NEITHER = "item {} cannot be n/a for every kind of study"


def read_ratings(raw: str | bytes, file: str = "", items: Items | None = None) -> tuple[pd.DataFrame, list[Problem]]:
    """The answers in a CSV text in long form, and what is wrong with it.

    Args:
        raw: a wide or long table (see the module), separated by commas,
            semicolons or tabs; answers Y, PY, N, NM or in words, in any case;
            an empty cell is a missing answer; other columns are not read.
        file: the name to use in messages.
        items: the items of the instrument; the official ones by default.

    Returns:
        Columns `review`, `item` (number), `answer` (in words or None) and
        `rater` if the table names any; and the problems by row. With a fatal
        problem the frame is what could be read, not fit to be rated. Two-part
        items are merged by `worse`.
    """
    items = official_items() if items is None else items
    cells, layout = cells_of(raw, items)
    answered, unreadable, taken = _answered(cells, items)
    once, repeats = _once(answered)
    whole, parts = _whole(once)
    columns = [name for name in ("review", "item", "answer", "rater") if name in whole]
    problems = [replace(found, file=file) for found in (*layout, *unreadable, *taken, *repeats, *parts)]
    long = whole[columns].astype({"item": int}).reset_index(drop=True)
    return long, sorted(problems, key=lambda problem: problem.row)


def to_csv(ratings: pd.DataFrame) -> str:
    """Return ratings as CSV text; the items and warnings of a review joined by "; "."""
    flat = ratings.assign(
        deciding_items=["; ".join(map(str, items)) for items in ratings["deciding_items"]],
        warnings=["; ".join(warnings) for warnings in ratings["warnings"]],
    )
    return csv_text(flat)


def to_json(ratings: pd.DataFrame) -> str:
    """Return ratings as a JSON list of objects; items and warnings as lists."""
    return json.dumps(ratings.to_dict("records"), ensure_ascii=False, indent=2) + "\n"


def _answered(cells: pd.DataFrame, items: Items) -> tuple[pd.DataFrame, list[Problem], list[Problem]]:
    """The cells with the answer they give, those that give none, and a note on each word that was taken for another."""
    # However long a table is, it has few distinct pairs of item, part and text.
    kinds = list(zip(*(cells[name].tolist() for name in ("item", "part", "text")), strict=True))
    read = {kind: _answer(*kind, items) for kind in set(kinds)}
    found = [read[kind] for kind in kinds]
    answers, why, taken = (
        pd.Series([one[place] for one in found], index=cells.index, dtype=object) for place in range(3)
    )
    problems = [
        # The header of a wide table names the item; for a long one the message must.
        Problem("", c.row, c.column, f"item {c.item}: {c.why}" if c.column == "answer" else c.why)
        for c in cells.assign(why=why)[why != ""].itertuples()
    ]
    notes = [
        Problem("", alike["row"].iloc[0], alike["column"].iloc[0], said + _in_all(len(alike)), fatal=False)
        for said, alike in cells.groupby(taken, sort=False)
        if said
    ]
    return cells.assign(answer=answers)[why == ""], problems, notes


def _in_all(n: int) -> str:
    return f", here and in {n - 1} further cell{'s' if n > 2 else ''}" if n > 1 else ""


def _answer(item: int, part: str, text: str, items: Items) -> tuple[str | None, str, str]:
    """The answer in words; why the text is refused, or what it is taken for ("" when neither)."""
    answer = WORDS.get(" ".join(text.lower().replace("_", " ").split()), text)
    if answer is None or (part and answer == NOT_APPLICABLE):
        return answer, "", ""
    if answer == NOT_APPLICABLE and not refusal(items, item, NO_META_ANALYSIS):
        # What published tables write where a review pooled nothing.
        return NO_META_ANALYSIS, "", f"{text!r} is taken for {NO_META_ANALYSIS}"
    return answer, refusal(items, item, answer) and refusal(items, item, text), ""


def _keys(cells: pd.DataFrame) -> list[str]:
    return [name for name in ("review", "rater", "item") if name in cells]


def _index(cells: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(cells[_keys(cells)])


def _once(cells: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """The first cell for each item and part, and one problem for each row that repeats any."""
    by = [*_keys(cells), "part"]
    repeated = cells.duplicated(by)
    if not repeated.any():
        return cells, []
    first = cells.groupby(by, sort=False)["row"].transform("first")
    problems = [
        Problem("", c.row, c.column, REPEATED.format(c.review, c.item, c.first))
        for c in cells.assign(first=first)[repeated].drop_duplicates("row").itertuples()
    ]
    return cells[~repeated], problems


def _whole(cells: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """The cells with the two parts of an item made one, and what is wrong with parts."""
    split, whole = cells[cells["part"] != ""], cells[cells["part"] == ""]
    if split.empty:
        return cells, []
    merged = _merged(split)
    problems = _part_problems(merged, split, whole)
    # Gaps last, so that of a whole item and its parts the one that says nothing goes.
    both = pd.concat([whole, merged])
    both = both.iloc[both["answer"].isna().to_numpy().argsort(kind="stable")]
    return both[~both.duplicated(_keys(both))].sort_index(), problems


def _merged(split: pd.DataFrame) -> pd.DataFrame:
    """One cell for the two parts of an item; a part without a twin stands for both."""
    repeated = split.duplicated(_keys(split))
    first, second = split[~repeated], split[repeated]
    twins, others = _index(second).get_indexer(_index(first)), second["answer"].to_numpy()
    answers = [
        worse(answer, others[twin]) if twin >= 0 else answer
        for answer, twin in zip(first["answer"], twins, strict=True)
    ]
    return first.assign(answer=pd.Series(answers, index=first.index, dtype=object))


def _part_problems(merged: pd.DataFrame, split: pd.DataFrame, whole: pd.DataFrame) -> list[Problem]:
    """Items answered as a whole and in parts, for no kind of study, or by half."""
    written = _index(split[split["answer"].notna()])
    twice = whole[_index(whole).isin(written) & whole["answer"].notna().to_numpy()]
    neither = merged[(merged["answer"] == NOT_APPLICABLE).to_numpy()]
    half = merged[_index(merged).isin(written) & merged["answer"].isna().to_numpy()]
    kinds = ((twice, TWICE, True), (neither, NEITHER, True), (half, HALF, False))
    return [
        Problem("", cell.row, cell.column, message.format(cell.item), fatal)
        for cells, message, fatal in kinds
        for cell in cells.itertuples()
    ]
