"""Rules of ``umbrella check`` on rounds of search: nothing is lost, nothing is decided by a stranger, closed means settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from umbrella.searches.decisions import EXCLUDE, FULL_TEXT, INCLUDE
from umbrella.searches.flow import Search, open_points
from umbrella.searches.folder import SEARCHES, SETTINGS, read_search
from umbrella.searches.known import known_works
from umbrella.tables.problems import Problem, not_one_of, shown
from umbrella.tables.rules import at, rule

if TYPE_CHECKING:
    from umbrella.tables import Tables


@rule
def records_of_a_search_are_all_there(tables: Tables) -> Iterator[Problem]:
    """Each record of an export stands in one work of the round, or among those that could not be read."""
    for name in tables.contract.searched:
        search, table = read_search(tables, name), f"search-records-{name}"
        found: Counter[str] = Counter(search.unreadable["file"])
        first: dict[str, str] = {}
        for index, key, places in zip(search.records.index, search.records["record_id"], search.records["read_in"]):
            for place in places.split("; "):
                found[place.rpartition(":")[0]] += 1
                if (earlier := first.setdefault(place, key)) != key:
                    yield at(tables, table, index, "read_in", f"{shown(place)} stands at {earlier} too; a record is part of one work")
        files = dict(zip(search.exports["file"], search.exports["n"]))
        for index, (file, n) in enumerate(files.items()):
            if found[file] != n:
                words = f"{n} records are told of {file}, and {found[file]} stand in records.csv and unreadable.csv"
                yield at(tables, f"search-exports-{name}", index, "n", words)
        for file in sorted(set(found) - set(files)):
            yield Problem(tables.file_of(table), 0, "read_in", f"{shown(file)} is not in {tables.file_of(f'search-exports-{name}')}")


@rule
def decisions_are_those_of_raters(tables: Tables) -> Iterator[Problem]:
    """Who decides on a record screens in the round; a full text is excluded for a reason."""
    for name in tables.contract.searched:
        search, table = read_search(tables, name), f"search-decisions-{name}"
        allowed = search.deciders
        if search.settles in search.raters:
            words = f"{shown(search.settles)} is a rater; who settles conflicts is another"
            yield Problem(f"{tables.folder.name}/{SEARCHES}/{name}/{SETTINGS}", 0, "settles", words)
        for row in search.decisions.itertuples():
            if row.rater not in allowed:
                yield at(tables, table, row.Index, "rater", f"{not_one_of(row.rater, allowed, SETTINGS)}, whom {SETTINGS} names")
            if row.stage == FULL_TEXT and row.decision == EXCLUDE and pd.isna(row.reason):
                yield at(tables, table, row.Index, "reason", "the cell is empty; a full text is excluded for a reason")


@rule
def known_works_are_known(tables: Tables) -> Iterator[Problem]:
    """What a record of a search is known as is a review, a candidate, a work cited, a source or an earlier record."""
    for name in tables.contract.searched:
        known = {item.id for item in known_works(tables, name)}
        records = tables[f"search-records-{name}"].dropna(subset=["known_as"])
        for index, cell in records["known_as"].items():
            for key in cell.split("; "):
                if key not in known:
                    yield at(tables, f"search-records-{name}", index, "known_as", f"{shown(key)} is nothing that the book knows")


@rule
def closed_searches_are_settled(tables: Tables) -> Iterator[Problem]:
    """Of a round that is closed nothing is open, none of its counts is typed, and its reviews are records included in it."""
    for name in tables.contract.searched:
        search = read_search(tables, name)
        for index in tables.selection.index[tables.selection["round"] == name]:
            yield at(tables, "selection", index, "round", f"the counts of {name} follow from its records; delete the row")
        if "closed" in search.settings:
            file = f"{tables.folder.name}/{SEARCHES}/{name}/{SETTINGS}"
            yield from (Problem(file, 0, "closed", f"the round is closed, and open is: {point}") for point in open_points(search))
        included = _included(search)
        for index, key in tables.reviews.loc[tables.reviews["round"] == name, "review_id"].items():
            if key not in included:
                words = f"no record included in {name} is known as {key}; umbrella add review says it in column known_as"
                yield at(tables, "reviews", index, "round", words)


def _included(search: Search) -> set[str]:
    """What the records included in a round are known as."""
    texts = search.outcomes(FULL_TEXT)
    kept = set(texts.loc[texts["outcome"] == INCLUDE, "record_id"])
    rows = search.records[search.records["record_id"].isin(kept)]
    return {key for cell in rows["known_as"].dropna() for key in cell.split("; ")}
