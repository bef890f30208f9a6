"""Read anyone's AMSTAR 2 answers and write their ratings.

Wide: `review,item1,...,item16`; items 9 and 11 may be split into `item9_rct`
and `item9_nrsi` (or `item9a`, `item9b`). Long: `review,item,answer[,rater]`.
Upright: a row per item, a column per review.
"""

import json
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from umbrella.amstar2.cells import cells_of
from umbrella.amstar2.items import ANSWERS, NO_META_ANALYSIS, Items, official_items, refusal
from umbrella.amstar2.rule import NOT_APPLICABLE, worse
from umbrella.amstar2.words import readings
from umbrella.tables.delimited import csv_text
from umbrella.tables.problems import Problem, further

HALF = "the other part of item {} is empty, so the item counts as missing; write n/a where a review has no such studies"
TWICE = "item {} is answered both as a whole and in parts"
REPEATED = "{!r}, item {} was already answered in row {}"
NEITHER = "item {} cannot be n/a for every kind of study"


def read_ratings(
    raw: str | bytes, file: str = "", items: Items | None = None, meanings: Mapping[str, str] | None = None
) -> tuple[pd.DataFrame, list[Problem]]:
    """The answers in a table in long form, and what is wrong with it.

    Args:
        raw: a wide, long or upright table (see the module): a workbook, or a
            text separated by commas, semicolons or tabs; answers Y, PY, N, NM,
            in words, or as published tables write them (see `words`); an empty
            cell is a missing answer; other columns are not read.
        file: the name to use in messages.
        items: the items of the instrument; the official ones by default.
        meanings: what further words mean, by word: an answer or "missing".

    Returns:
        Columns `review`, `item` (number), `answer` (in words or None), `rater`
        if the table names any and `overall` if it states ratings of its own;
        and the problems by row. With a fatal
        problem the frame is what could be read, not fit to be rated. Two-part
        items are merged by `worse`.
    """
    items = official_items() if items is None else items
    cells, layout = cells_of(raw, items)
    answered, unreadable, taken = _answered(cells, items, meanings or {})
    once, repeats = _once(answered)
    whole, parts = _whole(once)
    columns = [name for name in ("review", "item", "answer", "rater", "overall") if name in whole]
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


def _answered(
    cells: pd.DataFrame, items: Items, meanings: Mapping[str, str]
) -> tuple[pd.DataFrame, list[Problem], list[Problem]]:
    """The cells with the answer they give, those that give none, and a note on each word that was taken for another."""
    read = readings(cells["text"].unique(), meanings)
    unknown = ~cells["text"].isin(read.keys())
    # However long a table is, it has few distinct pairs of item, part and text.
    kinds = list(zip(*(cells.loc[~unknown, name].tolist() for name in ("item", "part", "text")), strict=True))
    meant = {kind: _answer(*kind, *read[kind[2]], items) for kind in set(kinds)}
    answer, why, taken = (
        pd.Series([meant[kind][place] for kind in kinds], index=cells.index[~unknown], dtype=object)
        for place in range(3)
    )
    problems = [
        # The header of a wide table names the item; for a long one the message must.
        Problem("", c.row, c.column, f"item {c.item}: {c.why}" if c.column == "answer" else c.why)
        for c in cells[~unknown].assign(why=why)[why != ""].itertuples()
    ]
    never = f" is not one of {', '.join(ANSWERS)}"
    problems += _once_each(cells[unknown], cells.loc[unknown, "text"].map(lambda text: f"{text!r}{never}"), fatal=True)
    notes = _once_each(cells[~unknown], taken, fatal=False)
    good = why[why == ""].index
    return cells.loc[good].assign(answer=answer[good]), problems, notes


def _once_each(cells: pd.DataFrame, said: pd.Series, fatal: bool) -> list[Problem]:
    """What is said of cells, each thing once, where it stands first and with how often."""
    return [
        Problem("", alike["row"].iloc[0], alike["column"].iloc[0], words + further(len(alike)), fatal)
        for words, alike in cells.groupby(said, sort=False)
        if words
    ]


def _answer(
    item: int, part: str, text: str, answer: str | None, loosely: bool, items: Items
) -> tuple[str | None, str, str]:
    """The answer that counts; why the item does not take it, or what the text is taken for ("" when neither)."""
    if answer == NOT_APPLICABLE and not part and not refusal(items, item, NO_META_ANALYSIS):
        # What published tables write where a review pooled nothing.
        answer, loosely = NO_META_ANALYSIS, True
    if answer is None or (part and answer == NOT_APPLICABLE):
        return answer, "", ""
    why = refusal(items, item, answer) and refusal(items, item, text)
    return answer, why, f"{text!r} is taken for {answer}" if loosely and not why else ""


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
