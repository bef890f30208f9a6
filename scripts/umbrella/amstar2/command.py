"""The command `umbrella rate`: anyone's answers in, their ratings out."""

import click
import pandas as pd

from umbrella.amstar2.rate import rate_table
from umbrella.amstar2.read_answers import read_ratings, to_csv, to_json
from umbrella.amstar2.rule import CANNOT_BE_RATED, RATINGS
from umbrella.tables.command import given, table_argument, tell

CONVENTION = (
    "Rule: Shea 2017, 10.1136/bmj.j4008. Partial yes counts as met, no meta-analysis as "
    "not applicable; a missing answer is never a no."
)


@click.command("rate")
@table_argument("table")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of CSV.")
def rate(table: str, as_json: bool) -> None:
    """Rate the reviews in TABLE after AMSTAR 2 (- reads standard input).

    TABLE is a CSV file with one row per review (review,item1,...,item16) or
    one per answer (review,item,answer[,rater]). Answers: Y, PY, N, NM or yes,
    partial yes, no, no meta-analysis; empty means missing. Items 9 and 11 may
    be split: item9_rct, item9_nrsi. Other columns are not read.

    Prints review,rating,best,worst,deciding_items,answered,warnings, and
    rater at the end when there are several raters.
    """
    answers, problems = read_ratings(*given(table))
    tell(problems, "Nothing was rated: the table has errors.")
    ratings = rate_table(answers)
    click.echo((to_json if as_json else to_csv)(ratings), nl=False)
    click.echo(f"{_summary(ratings)}\n{CONVENTION}", err=True)


def _summary(ratings: pd.DataFrame) -> str:
    counts = ratings["rating"].value_counts()
    found = [f"{counts[name]} {name}" for name in (*RATINGS, CANNOT_BE_RATED) if name in counts]
    return f"{len(ratings)} rated: {', '.join(found)}."
