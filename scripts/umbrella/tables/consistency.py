"""Rules on what cannot be true together: dates, counts, names that are one, answers that exclude each other."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from umbrella.tables.bibliography import entry_problems
from umbrella.tables.identity import doi_identity, identity
from umbrella.tables.problems import Problem, not_one_of, shown
from umbrella.tables.rules import DATE, at, rule

if TYPE_CHECKING:
    from umbrella.tables import Tables

COUNT = re.compile("[0-9]{1,9}")
SOME_YEAR = re.compile(r"\b(19|20)[0-9]{2}\b")
# Years after the edition within which rows are added to a book that lives.
AHEAD = 10
NOT_POOLED = "no meta-analysis"
UMBRELLA = "umbrella review"


@rule
def works_are_described(tables: Tables) -> Iterator[Problem]:
    """Each entry of the bibliography has a readable key, year and DOI; a work that rows name has author, title, year."""
    needed = {
        key
        for table, column in (("reviews", "review_id"), ("outside-findings", "citation_key"))
        for key in tables[table][column].dropna()
    }
    yield from entry_problems(tables.references, f"{tables.folder.name}/references.bib", needed)


@rule
def databases_have_an_origin(tables: Tables) -> Iterator[Problem]:
    """The origin of a database in edition.toml is a source."""
    known = set(tables.sources["source_id"].dropna())
    for number, database in enumerate(tables.edition["search"]["databases"], start=1):
        if (origin := database.get("origin")) and origin not in known:
            place = f"search.databases[{number}].origin"
            file = f"{tables.folder.name}/edition.toml"
            yield Problem(file, 0, place, f"{shown(origin)} is not in {tables.file_of('sources')}")


@rule
def orcid_ids_check(tables: Tables) -> Iterator[Problem]:
    """The last digit of an ORCID iD is the one that the others give (ISO 7064, mod 11-2)."""
    authors = tables.edition["authors"]["book"]
    people = {"editors": tables.edition.get("editors", ()), "authors.book": () if isinstance(authors, str) else authors}
    for entry, listed in people.items():
        for number, person in enumerate(listed, start=1):
            digits = person.get("orcid", "").replace("-", "")
            if digits and _check_digit(digits[:-1]) != digits[-1]:
                words = f"{shown(person['orcid'])} is mistyped: its last digit does not fit the others"
                yield Problem(f"{tables.folder.name}/edition.toml", 0, f"{entry}[{number}].orcid", words)


def _check_digit(digits: str) -> str:
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2 % 11
    return "0123456789X"[(12 - total) % 11]


@rule
def headings_stand_over_their_own_cells(tables: Tables) -> Iterator[Problem]:
    """The terms that belong under one heading do not stand under another."""
    for name, table in tables.contract.tables.items():
        keys = {key.field: key for key in table.foreign_keys}
        frame = tables[name].dropna(how="all")
        for column, key in keys.items():
            known = set(tables[key.table][key.target].dropna())
            own = frame[column].dropna()
            if len(own) < 2 or own.isin(known).any():
                continue
            for other in (other for other in table.fields if keys.get(other, key).table != key.table or other not in keys):
                values = frame[other].dropna()
                if len(values) and values.isin(known).all():
                    words = f"no cell holds a term of {tables.file_of(key.table)}, and all cells of {other} do; were the headings exchanged?"
                    yield Problem(tables.file_of(name), 1, column, words)


@rule
def names_are_written_one_way(tables: Tables) -> Iterator[Problem]:
    """No two ids, names or raters differ only in case, in unseen signs or in how a letter is put together."""
    for name, table in tables.contract.tables.items():
        pointing = {key.field for key in table.foreign_keys}
        own = {*(table.key if len(table.key) == 1 else ()), *({"rater"} & set(table.fields))} - pointing
        for column in sorted(own):
            if table.fields[column]["type"] != "string":
                continue
            first: dict[str, str] = {}
            for index, value in tables[name][column].dropna().items():
                if (earlier := first.setdefault(identity(value), value)) != value:
                    yield at(tables, name, index, column, f"{shown(value)} is {shown(earlier)} in another spelling")


@rule
def studies_stand_once(tables: Tables) -> Iterator[Problem]:
    """No two primary studies have one DOI or one PubMed id, however it is written."""
    frame = tables["primary-studies"]
    for column, form in (("doi", doi_identity), ("pmid", lambda pmid: pmid.lstrip("0"))):
        first: dict[str, str] = {}
        for index, value in frame[column].dropna().items():
            study = frame.at[index, "study_id"]
            if pd.notna(study) and (earlier := first.setdefault(form(value), study)) != study:
                yield at(tables, "primary-studies", index, column, f"{shown(value)} is that of study {earlier} too")


@rule
def facts_have_their_type(tables: Tables) -> Iterator[Problem]:
    """A fact that counts is a whole number, one that dates is a day, month or year that exists and lies behind the edition."""
    types = dict(zip(tables.facts["fact"], tables.facts["type"]))
    today = tables.edition["edition"]["date"]
    frame = tables.review_facts.dropna(subset=["fact", "value"])
    for index, fact, value in zip(frame.index, frame["fact"], frame["value"]):
        kind = types.get(fact)
        if kind == "integer" and not COUNT.fullmatch(value):
            words = f"{shown(value)} is not a whole number of at most nine digits, which {fact} must be"
            yield at(tables, "review-facts", index, "value", words)
        if kind == "date" and (words := _date_problem(value, today)):
            yield at(tables, "review-facts", index, "value", f"{shown(value)} {words}")


@rule
def days_are_not_far_ahead(tables: Tables) -> Iterator[Problem]:
    """No day and no year lies more than ten years after the edition."""
    last = tables.edition["edition"]["date"].year + AHEAD
    for name, table in tables.contract.tables.items():
        for column, field in table.fields.items():
            if field["type"] == "date" or column == "year":
                for index, value in tables[name][column].dropna().items():
                    if str(value)[:4].isdecimal() and int(str(value)[:4]) > last:
                        yield at(tables, name, index, column, f"{shown(str(value)[:10])} is more than {AHEAD} years after the edition")


def _date_problem(value: str, today: datetime.date) -> str | None:
    if not DATE.fullmatch(value):
        return "is not a date (YYYY, YYYY-MM or YYYY-MM-DD) since 1950"
    try:
        begin = datetime.date(*map(int, [*value.split("-"), "1", "1"][:3]))
    except ValueError:
        return "is a day or month that does not exist"
    return f"is after the edition, which is of {today}" if begin > today else None


@rule
def counting_facts_are_numbers(tables: Tables) -> Iterator[Problem]:
    """A kind of fact whose name begins with n_ counts, so that its type is integer."""
    frame = tables.facts.dropna(subset=["fact", "type"])
    for index, fact, kind in zip(frame.index, frame["fact"], frame["type"]):
        if fact.startswith("n_") and kind != "integer":
            yield at(
                tables, "facts", index, "type", f"{shown(kind)} is not integer, the type of what is counted ({fact})"
            )


@rule
def single_facts_stand_once(tables: Tables) -> Iterator[Problem]:
    """A fact that can have one value has one in each text."""
    single = set(tables.facts.loc[tables.facts["many"] == "no", "fact"])
    frame = tables.review_facts.dropna(subset=["review_id", "fact", "value", "origin"])
    first: dict[tuple[str, ...], str] = {}
    for index, row in frame[frame["fact"].isin(single)].iterrows():
        earlier = first.setdefault((row["review_id"], row["fact"], row["origin"]), row["value"])
        if earlier != row["value"]:
            words = f"{row['fact']} is {shown(earlier)} in an earlier row of the same origin; it has one value"
            yield at(tables, "review-facts", index, "value", words)


@rule
def searches_end_after_they_begin(tables: Tables) -> Iterator[Problem]:
    """A search does not end in a year before it began."""
    frame = tables.review_facts.dropna(subset=["review_id", "fact", "value"])
    begins = frame[frame["fact"] == "search_from"].drop_duplicates("review_id").set_index("review_id")["value"]
    for index, row in frame[frame["fact"] == "search_to"].iterrows():
        begin = SOME_YEAR.search(begins.get(row["review_id"], ""))
        if begin and row["value"][:4].isdecimal() and int(row["value"][:4]) < int(begin[0]):
            words = f"{shown(row['value'])} is before {begin[0]}, from when on the review searched"
            yield at(tables, "review-facts", index, "value", words)


@rule
def parts_are_no_more_than_the_whole(tables: Tables) -> Iterator[Problem]:
    """What is counted of a part of the studies (n_studies_x) is no more than all of them (n_studies)."""
    counts = tables.review_facts.dropna(subset=["review_id", "fact", "value"])
    counts = counts.loc[[bool(COUNT.fullmatch(value)) for value in counts["value"]]]
    whole = counts[counts["fact"] == "n_studies"]
    most = whole.assign(n=whole["value"].map(int)).groupby("review_id")["n"].max()
    for index, row in counts[counts["fact"].str.startswith("n_studies_")].iterrows():
        if row["review_id"] in most.index and int(row["value"]) > most[row["review_id"]]:
            words = f"{row['value']} is more than {most[row['review_id']]}, all studies of the review (n_studies)"
            yield at(tables, "review-facts", index, "value", words)


@rule
def counted_estimates_are_whole(tables: Tables) -> Iterator[Problem]:
    """An estimate that is a count is a whole number."""
    frame, counts = tables.estimates, tables.vocabulary("measures").of_kind("counts")
    for index, value in frame.loc[frame["measure"].isin(counts), "value"].dropna().items():
        if value % 1:
            yield at(tables, "estimates", index, "value", f"{value} is not a whole number, which a count must be")


@rule
def pooling_is_answered_once(tables: Tables) -> Iterator[Problem]:
    """A review either pooled results or did not: its items on pooling all say "no meta-analysis", or none does."""
    items = tables["amstar2-items"].dropna(subset=["item", "answers"])
    pooling = {item for item, answers in zip(items["item"], items["answers"]) if NOT_POOLED in answers.split("; ")}
    frame = tables.appraisals.dropna(subset=["review_id", "item", "rater", "answer"])
    for _, rows in frame[frame["item"].isin(pooling)].groupby(["review_id", "rater"], sort=False):
        said = rows["answer"] == NOT_POOLED
        if said.any() and not said.all():
            other = rows[~said].iloc[0]
            words = f"{shown(NOT_POOLED)}, but item {other['item']} is answered {shown(other['answer'])}"
            yield at(tables, "appraisals", rows.index[said][0], "answer", words)


@rule
def umbrella_reviews_have_a_round(tables: Tables) -> Iterator[Problem]:
    """A published umbrella review says which round its search is, and no other source does."""
    for index, row in tables.sources.dropna(subset="kind").iterrows():
        if row["kind"] == UMBRELLA and pd.isna(row["round"]):
            yield at(tables, "sources", index, "round", "the cell is empty; an umbrella review needs the round of its search")
        if row["kind"] != UMBRELLA and pd.notna(row["round"]):
            yield at(tables, "sources", index, "round", f"{shown(row['round'])} stands at a source that is no {UMBRELLA}")


@rule
def reviews_are_of_a_round_that_was_searched(tables: Tables) -> Iterator[Problem]:
    """The round of a review has counts in the study selection or a database in edition.toml; a numbered one is the source's."""
    searched = {entry["round"] for entry in tables.edition["search"]["databases"]}
    known = sorted({*searched, *tables.selection["round"].dropna(), *tables.sources["round"].dropna()})
    of_source = set(tables.sources["round"].dropna())
    for index, row in tables.reviews.dropna(subset="round").iterrows():
        if row["round"] not in known:
            words = not_one_of(row["round"], known, "the rounds")
            yield at(tables, "reviews", index, "round", f"{words}; a round stands in edition.toml, [[search.databases]]")
        elif pd.notna(row["source_number"]) and row["round"] not in of_source:
            words = f"{row['source_number']} is a number in the umbrella review, whose round is not {row['round']}"
            yield at(tables, "reviews", index, "source_number", words)
