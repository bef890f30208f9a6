"""The flow of a round, computed from its records and decisions; no number is typed (Page 2021, 10.1136/bmj.n71)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from umbrella.nouns import counted
from umbrella.searches.decisions import CONFLICT, EXCLUDE, FULL_TEXT, INCLUDE, OPEN, TITLE, outcomes

COLUMNS = ("round", "stage", "box", "label", "n")
INCLUDED, SCREENED, SOURCE = "Already included", "Screened in an earlier round", "The source itself"
UNREAD = "Could not be read"
NOT_RETRIEVED, AWAITING = "not retrieved", "awaiting"


@dataclass(frozen=True)
class Search:
    """One round of search: its settings (``search.toml``) and its tables.

    Attributes:
        name: the round.
        settings: ``raters``, ``settles``, ``databases``, and ``closed`` once it is.
        exports: ``file``, ``database``, ``n``.
        records: one row for each work.
        decisions: one row for each decision.
        doubts: pairs that may be one work.
        unreadable: records that could not be read.
        removed: why a record is not screened, by its id; only those that are not.
        reasons: kinds of the reasons for exclusion.
    """

    name: str
    settings: dict
    exports: pd.DataFrame
    records: pd.DataFrame
    decisions: pd.DataFrame
    doubts: pd.DataFrame
    unreadable: pd.DataFrame
    removed: dict[str, str]
    reasons: dict[str, str]

    @property
    def raters(self) -> list[str]:
        """Who decides on each record."""
        return self.settings["raters"]

    @property
    def settles(self) -> str:
        """Who settles conflicts; empty if nobody does."""
        return self.settings.get("settles", "")

    @property
    def deciders(self) -> list[str]:
        """Whoever may decide on a record."""
        return [*self.raters, *filter(None, [self.settles])]

    def outcomes(self, stage: str) -> pd.DataFrame:
        """What became of the records that come to a stage; see :func:`umbrella.searches.decisions.outcomes`."""
        keys = [key for key in self.records["record_id"] if key not in self.removed]
        titles = outcomes(keys, self.decisions, self.raters, self.settles, TITLE)
        if stage == TITLE:
            return titles
        kept = titles.loc[titles["outcome"] == INCLUDE, "record_id"]
        return outcomes(kept, self.decisions, self.raters, self.settles, FULL_TEXT)


def removals(
    records: pd.DataFrame, reviews: Collection[str], sources: Collection[str], candidates: Collection[str], earlier: Collection[str]
) -> dict[str, str]:
    """Why records are not screened: they are reviews of earlier rounds, were screened then, or are the source.

    Args:
        records: ``record_id``, ``known_as``.
        reviews: reviews included in earlier rounds.
        sources: the umbrella reviews that the book implements.
        candidates: candidates, which are screened again whatever else they are.
        earlier: records of earlier rounds.

    Returns:
        The reason by record, for those that have one.
    """
    found = {}
    for key, known in records.dropna(subset=["known_as"]).set_index("record_id")["known_as"].items():
        names = set(known.split("; "))
        kinds = ((reviews, INCLUDED), (sources, SOURCE), (() if names & set(candidates) else earlier, SCREENED))
        if label := next((words for ids, words in kinds if names & set(ids)), None):
            found[key] = label
    return found


def open_points(search: Search) -> list[str]:
    """What keeps a round from being closed, in words; empty when nothing does."""
    points = [
        f"search.toml, {entry['name']}: {what} is missing"
        for entry in search.settings["databases"]
        for name, what in (("searched", "the day of the search (searched)"), ("string", "the search string"))
        if not entry.get(name)
    ]
    if n := int(search.doubts["same"].isna().sum()):
        points.append(f"doubtful.csv: {counted(n, 'pair')} without an answer in column same")
    if n := len(unapplied(search)):
        points.append(f"doubtful.csv: {counted(n, 'answer')} not carried out yet; run umbrella search add {search.name}")
    if n := int(search.unreadable["settled"].isna().sum()):
        points.append(f"unreadable.csv: {counted(n, 'record')} without words in column settled")
    for stage in (TITLE, FULL_TEXT):
        counts = search.outcomes(stage)["outcome"].value_counts()
        if n := counts.get(OPEN, 0):
            points.append(f"{stage}: {counted(n, 'record')} without all decisions")
        if n := counts.get(CONFLICT, 0):
            points.append(f"{stage}: {counted(n, 'record')} in conflict")
    return points


def unapplied(search: Search) -> pd.DataFrame:
    """Pairs that a person found to be one work, and that still are two."""
    known = dict(zip(search.records["record_id"], search.records["known_as"].fillna("").str.split("; ")))
    same = search.doubts[search.doubts["same"] == "yes"]
    own = id_prefix(search.name)
    still = [
        one in known and (other in known or not (other.startswith(own) or other in known[one]))
        for one, other in zip(same["record_id"], same["other_id"])
    ]
    return same.loc[still]


def id_prefix(name: str) -> str:
    """How ids of records of a round begin: year and month."""
    return f"R{name[2:4]}{name[5:7]}-"


def flow_rows(search: Search) -> pd.DataFrame:
    """The boxes of a round of which nothing is open, as rows of ``selection.csv``.

    Returns:
        Columns :data:`COLUMNS`, in the order of the diagram.
    """
    titles, texts = search.outcomes(TITLE), search.outcomes(FULL_TEXT)
    excluded = texts[texts["outcome"] == EXCLUDE]
    kinds = excluded["reason"].map(lambda reason: search.reasons.get(reason, ""))
    missing = int((kinds == NOT_RETRIEVED).sum())
    read, unread = int(search.exports["n"].sum()), len(search.unreadable)
    removed = pd.Series(list(search.removed.values()), dtype="object").value_counts()
    reasons = excluded.loc[kinds != NOT_RETRIEVED, "reason"].value_counts()
    databases = search.exports.groupby("database", sort=True)["n"].sum()
    rows = [
        *(("identification", "records from database", name, n) for name, n in databases.items()),
        ("identification", "records identified", "All databases", read),
        ("identification", "duplicates removed", "Duplicates", read - unread - len(search.records)),
        *(("identification", "other removals", label, removed[label]) for label in sorted(removed.index)),
        *([("identification", "other removals", UNREAD, unread)] if unread else []),
        ("screening", "records screened", "Title and abstract", len(titles)),
        ("screening", "records excluded", "Title and abstract", int((titles["outcome"] == EXCLUDE).sum())),
        ("screening", "reports sought", "Full text", len(texts)),
        ("screening", "reports not retrieved", "Full text", missing),
        ("screening", "reports assessed", "Full text", len(texts) - missing),
        *(("screening", "reports excluded", reason, reasons[reason]) for reason in sorted(reasons.index)),
        ("included", "reviews included", "Reviews", int((texts["outcome"] == INCLUDE).sum())),
    ]
    return pd.DataFrame([(search.name, *row) for row in rows], columns=list(COLUMNS)).astype({"n": "Int64"})
