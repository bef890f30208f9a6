"""The command `umbrella rate`: anyone's answers in, their ratings out."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pandas as pd

from umbrella.amstar2.items import ANSWERS, official_items
from umbrella.amstar2.rate import rate_table
from umbrella.amstar2.read_answers import read_ratings, to_csv, to_json
from umbrella.amstar2.rule import CANNOT_BE_RATED, RATINGS
from umbrella.amstar2.words import MISSING
from umbrella.anyones.paper import paper_options, write_figure, write_table
from umbrella.options import engine_version
from umbrella.tables.command import given, table_argument, tell, telling

if TYPE_CHECKING:
    from matplotlib.figure import Figure

METHODS = (
    "For the methods section: Confidence in the results of {n} was rated by the rule of AMSTAR 2 (Shea 2017, "
    "10.1136/bmj.j4008) with umbrella {version}; partial yes counted as met, no meta-analysis as not applicable, of two "
    "parts of an item the worse, and a missing answer, never taken for a no, left the rating open where it could change it."
)
UNKNOWN = "--map WORD=ANSWER tells what a word means, such as --map 'unclear=no'."


def _meanings(_context: click.Context, _parameter: click.Parameter, pairs: tuple[str, ...]) -> dict[str, str]:
    """What words mean, from WORD=ANSWER."""
    found = {}
    for pair in pairs:
        word, sign, answer = pair.partition("=")
        if not (word.strip() and sign and answer.strip().lower() in (*ANSWERS, MISSING)):
            raise click.BadParameter(f"{pair!r} is not WORD=ANSWER with one of {', '.join((*ANSWERS, MISSING))}")
        found[word.strip()] = answer.strip().lower()
    return found


@click.command("rate")
@table_argument("table")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of CSV.")
@click.option(
    "--map",
    "meanings",
    multiple=True,
    metavar="WORD=ANSWER",
    callback=_meanings,
    help="What a further word means; may be repeated.",
)
@paper_options
def rate(table: str, as_json: bool, meanings: dict[str, str], as_figure: Path | None, as_table: Path | None) -> None:
    """Rate the reviews in TABLE after AMSTAR 2 (- reads standard input).

    TABLE is a workbook (.xlsx) or a CSV file with one row per review and a
    column per item (item1, Q1, "1. PICO", or 16 columns in order), turned by a
    quarter, or with one row per answer (review,item,answer[,rater]). Answers:
    Y, PY, N, NM, in words, or as published tables write them; empty means
    missing. Items 9 and 11 may be split: item9_rct, item9_nrsi. What was taken
    for what is told.

    Prints review,rating,best,worst,deciding_items,answered,warnings; rater
    when there are several; stated when the table has ratings of its own.
    """
    answers, problems = read_ratings(*given(table), meanings=meanings)
    unknown = any(problem.fatal and "is not one of" in problem.message for problem in problems)
    tell(problems, "\n".join(filter(None, ["Nothing was rated: the table has errors.", UNKNOWN if unknown else ""])))
    ratings = rate_table(answers)
    if "overall" in answers:
        ratings["stated"] = ratings["review"].map(answers.drop_duplicates("review").set_index("review")["overall"])
    with telling():
        if as_figure:
            write_figure(_grid(answers, ratings), as_figure)
        if as_table:
            write_table(_for_readers(ratings), as_table, "Overall confidence by AMSTAR 2")
    click.echo((to_json if as_json else to_csv)(ratings), nl=False)
    n = f"{len(ratings)} review{'s' if len(ratings) > 1 else ''}"
    methods = METHODS.format(n=n, version=engine_version())
    click.echo("\n".join(filter(None, [_summary(ratings), _agreement(ratings), methods])), err=True)


def _summary(ratings: pd.DataFrame) -> str:
    counts = ratings["rating"].value_counts()
    found = [f"{counts[name]} {name}" for name in (*RATINGS, CANNOT_BE_RATED) if name in counts]
    return f"{len(ratings)} rated: {', '.join(found)}."


def _agreement(ratings: pd.DataFrame) -> str:
    """How the ratings that the table states compare with those by the rule, where both are there."""
    if "stated" not in ratings:
        return ""
    both = ratings[ratings["stated"].notna() & ratings["rating"].isin(RATINGS)]
    apart = both["stated"].map(RATINGS.index) - both["rating"].map(RATINGS.index)
    higher, lower = int((apart > 0).sum()), int((apart < 0).sum())
    return f"The table states a rating for {len(both)} of them: {len(both) - higher - lower} agree with the rule, {higher} higher, {lower} lower."


def _for_readers(ratings: pd.DataFrame) -> pd.DataFrame:
    """The ratings as a paper's table: words as headings, lists joined, empty columns left out."""
    joined = ratings.assign(
        deciding_items=[", ".join(map(str, items)) for items in ratings["deciding_items"]],
        warnings=["; ".join(warnings) for warnings in ratings["warnings"]],
    )
    if (joined["best"] == joined["worst"]).all():
        joined = joined.drop(columns=["best", "worst"])
    kept = joined.loc[:, [name for name in joined if name != "warnings" or joined[name].any()]]
    return kept.rename(columns=lambda name: name.replace("_", " ").capitalize())


def _grid(answers: pd.DataFrame, ratings: pd.DataFrame) -> Figure:
    """The answers of each review, item by item, and its rating."""
    # Loads matplotlib, which takes a while.
    from umbrella.figures.grid import coloured_grid

    looks, of_ratings = _vocabulary("answers"), _vocabulary("ratings")
    keys = [name for name in ("review", "rater") if name in ratings]
    frame = answers.assign(row=answers[keys].astype(str).agg(", ".join, axis=1))
    grid = frame.pivot(index="row", columns="item", values="answer").reindex(
        index=ratings[keys].astype(str).agg(", ".join, axis=1), columns=sorted(official_items())
    )
    texts = grid.map(lambda answer: looks["symbol"].get(answer, "")).assign(rating=ratings["rating"].tolist())
    rated = grid.assign(rating=ratings["rating"].where(ratings["rating"].isin(RATINGS)).tolist())
    return coloured_grid(rated, texts, {**looks["colour"], **of_ratings["colour"]})


def _vocabulary(name: str) -> dict[str, dict[str, str]]:
    """Columns of a vocabulary that comes with the package, by term, in its order."""
    with (resources.files(__package__) / f"{name}.csv").open(encoding="utf-8") as stream:
        table = pd.read_csv(stream, dtype=str).sort_values("order")
    return table.set_index(table.columns[0]).to_dict()
