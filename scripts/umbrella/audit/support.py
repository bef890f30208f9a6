"""Rules on conclusions: whether what a discussion or conclusion names rests on a row of the results."""

from __future__ import annotations

import pandas as pd

from umbrella import synthesis
from umbrella.audit.arguments import Arguments
from umbrella.audit.verdict import DIFFERS, HOLDS, UNSUPPORTED, Tables, Verdict, first_hand, rows_of, rule, second_hand
from umbrella.nouns import counted

FINDING = ("review_id", "modality", "technique", "region", "metric", "direction", "population", "context")
# More rows than this are no help to a reader who wants to see what is there instead.
FEW = 20
LINK = ("review_id", "modality", "region", "metric", "measure", "sign", "population")

# A misspelt term would find nothing and deny support without cause. Techniques are
# left out: the source may speak of one that no finding has brought into the vocabulary.
VOCABULARY = {
    "modality": "modalities", "region": "regions", "metric": "metrics", "direction": "directions",
    "population": "populations", "measure": "clinical-measures",
}  # fmt: skip


def _matching(frame: pd.DataFrame, arguments: Arguments, regions: pd.DataFrame) -> pd.DataFrame:
    """Rows with one of the values asked for in each column; a region with its parts, a context by a word in it."""
    for column, values in arguments.items():
        if column == "region":
            frame = pd.concat([synthesis.within(frame, value, regions) for value in values])
        elif column == "context":
            told = frame["context"].fillna("")
            frame = frame.loc[[any(word in text for word in values) for text in told]]
        else:
            frame = frame[frame[column].isin(values)]
    return frame.drop_duplicates()


def _support(tables: Tables, table: str, key: str, arguments: Arguments, thing: str) -> Verdict:
    for column, vocabulary in VOCABULARY.items():
        if unknown := sorted(set(arguments.get(column, ())) - set(tables[vocabulary][column])):
            raise ValueError(f"{unknown[0]!r} is not a {column} of the vocabulary")
    credited = _matching(second_hand(tables, table), arguments, tables["regions"])
    own = _matching(first_hand(tables, table), arguments, tables["regions"])
    n = len(credited)
    if n:
        reviews = credited["review_id"].nunique()
        explanation = f"The results of the source credit {counted(reviews, 'review')} with it."
    else:
        explanation = f"The results of the source hold no such {thing}."
    if not n and not len(own):
        credited, dropped = _nearest(tables[table], arguments, tables["regions"])
        if len(credited):
            explanation += f" The rows shown are the nearest in the tables, with another {' and '.join(dropped)}."
    if len(own):
        explanation += f" Own texts of reviews give {counted(len(own), f'such {thing}')}."
    rows = rows_of(table, [*credited[key], *own[key]])
    return Verdict(HOLDS if n or len(own) else UNSUPPORTED, counted(n or len(own), thing), rows, explanation)


def _nearest(frame: pd.DataFrame, arguments: Arguments, regions: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Rows that match when the last arguments are left out one after the other, if they are few; and which were."""
    left, dropped = Arguments(arguments), []
    while len(left) > 1:
        dropped.insert(0, left.popitem()[0])
        if len(found := _matching(frame, left, regions)):
            return (found, dropped) if len(found) <= FEW else (found.iloc[:0], dropped)
    return frame.iloc[:0], dropped


@rule
def results_hold_finding(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """What is concluded rests on a finding in the results of the source, or in the own text of a review.

    Arguments: columns of ``findings`` with the values asked for.
    """
    arguments.allow(*FINDING)
    return _support(tables, "findings", "finding_id", arguments, "finding")


@rule
def results_hold_link(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """A link with a clinical measure that is concluded stands in the results of the source, or in the own text of a review.

    Arguments: columns of ``correlations`` with the values asked for.
    """
    arguments.allow(*LINK)
    return _support(tables, "correlations", "correlation_id", arguments, "link")


@rule
def region_is_of_tissue(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """A region is made of the tissue the source speaks of, by the vocabulary of regions.

    Arguments: ``region``, ``tissue``.
    """
    arguments.allow("region", "tissue")
    regions = tables["regions"].set_index("region")
    region = arguments.one("region")
    if region not in regions.index:
        raise ValueError(f"{region!r} is not a region")
    tissue = regions.at[region, "tissue"]
    return Verdict(
        HOLDS if tissue == arguments.one("tissue") else DIFFERS, tissue, rows_of("regions", [region]),
        f"The vocabulary of regions lists the {region} as {tissue}.",
    )  # fmt: skip
