"""Rules across rows and tables that the Table Schema of the contract cannot state.

Each rule is a function from the tables to problems; its name and docstring are
what ``umbrella check --rules`` lists. Rules also see tables that break the
contract elsewhere, so that all problems come at once: a rule says nothing of a
missing, unknown or doubled value, which is reported already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

import pandas as pd

from umbrella.markup import unread_latex, web_address
from umbrella.tables.identity import identity
from umbrella.tables.problems import Problem, not_one_of, shown

if TYPE_CHECKING:
    from umbrella.tables import Tables

Rule = Callable[["Tables"], Iterator[Problem]]
RULES: list[Rule] = []
# Fields that are no running text.
ADDRESS_FIELDS = ("doi", "url", "file")
# Modules that register rules when they are imported; those of the second kind ask engines, and need sound tables.
HOMES, ASKING = ("umbrella.tables.rules", "umbrella.tables.consistency", "umbrella.tables.vocabulary_rules"), ("umbrella.soundness", "umbrella.searches.rules")
# No review searched a database before there were any.
DATE = re.compile(r"(19[5-9][0-9]|20[0-9]{2})(-[0-9]{2}(-[0-9]{2})?)?")


def rules(asking: bool = False) -> list[Rule]:
    """All rules, in the order they stand in: those on tables, or those that ask what a book will ask."""
    homes = ASKING if asking else HOMES
    for name in homes:
        import_module(name)
    return [rule for rule in RULES if rule.__module__ in homes]


def rule(function: Rule) -> Rule:
    """Register a rule; rules run in the order they stand in."""
    RULES.append(function)
    return function


def at(tables: Tables, table: str, index: int, column: str, message: str) -> Problem:
    """A problem at a DataFrame row (row 0 of the frame is row 2 of the file)."""
    return Problem(tables.file_of(table), index + 2, column, message)


@rule
def reviews_are_in_the_bibliography(tables: Tables) -> Iterator[Problem]:
    """Every included review, every outside work and every reporting guideline is a key of references.bib."""
    keys = tables.references.entries
    named = (("reviews", "review_id"), ("outside-findings", "citation_key"), ("reporting", "guideline"))
    for table, column in (pair for pair in named if pair[0] in tables):
        for index, key in tables[table][column].dropna().items():
            if key not in keys:
                yield at(
                    tables, table, index, column, not_one_of(key, list(keys), f"{tables.folder.name}/references.bib")
                )


@rule
def origins_belong_to_the_review(tables: Tables) -> Iterator[Problem]:
    """A text that belongs to one review is the origin of that review's rows only."""
    owned = tables.sources.dropna(subset=["source_id", "review_id"])
    owner = dict(zip(owned["source_id"], owned["review_id"]))
    for name, table in tables.contract.tables.items():
        if not {"review_id", "origin"} <= set(table.fields):
            continue
        frame = tables[name].dropna(subset=["review_id", "origin"])
        for index, review, origin in zip(frame.index, frame["review_id"], frame["origin"]):
            if owner.get(origin, review) != review:
                yield at(
                    tables,
                    name,
                    index,
                    "origin",
                    f"{shown(origin)} is a text of {owner[origin]}, the row is about {review}",
                )


@rule
def metrics_belong_to_the_modality(tables: Tables) -> Iterator[Problem]:
    """A row's metric and technique belong to the modality the row names."""
    for column, vocabulary in (("metric", "metrics"), ("technique", "techniques")):
        terms = tables[vocabulary].dropna(subset=[column, "modality"])
        home = dict(zip(terms[column], terms["modality"]))
        for name in ("findings", "outside-findings", "correlations", "estimates"):
            if column not in tables.contract.tables[name].fields:
                continue
            frame = tables[name].dropna(subset=[column, "modality"])
            for index, value, modality in zip(frame.index, frame[column], frame["modality"]):
                if home.get(value, modality) != modality:
                    yield at(
                        tables,
                        name,
                        index,
                        column,
                        f"{shown(value)} belongs to modality {home[value]}, the row says {modality}",
                    )


@rule
def findings_stand_once(tables: Tables) -> Iterator[Problem]:
    """No two findings (or links) say the same of the same review from the same place."""
    for name in ("findings", "outside-findings", "correlations"):
        frame = tables[name]
        key = list(tables.contract.tables[name].fields)[0]
        content = [column for column in frame if column not in (key, "added", "note")]
        # One place is one place, however it is capitalised and spaced.
        alike = frame.assign(locator=[identity(text) if isinstance(text, str) else text for text in frame["locator"]])
        first = alike.groupby(content, dropna=False)[key].transform("first")
        for index in frame.index[first.notna() & (first != frame[key])]:
            yield at(tables, name, index, key, f"says the same as {first[index]}; one row per fact")


@rule
def regions_form_a_tree(tables: Tables) -> Iterator[Problem]:
    """Following a region's parents never leads back to the region."""
    parent = tables.regions.set_index("region")["parent"].dropna().to_dict()
    for index, region in tables.regions["region"].items():
        seen, step = {region}, parent.get(region)
        while step is not None and step not in seen:
            seen.add(step)
            step = parent.get(step)
        if step == region:
            yield at(tables, "regions", index, "parent", f"{shown(region)} is, over its parents, a part of itself")


@rule
def intervals_hold_their_estimate(tables: Tables) -> Iterator[Problem]:
    """A confidence interval has both limits and its level, and encloses the estimate."""
    for index, row in tables.estimates.iterrows():
        limits = [pd.notna(row[column]) for column in ("ci_low", "ci_high", "ci_level")]
        if any(limits) and not all(limits):
            yield at(tables, "estimates", index, "ci_low", "ci_low, ci_high and ci_level stand together or not at all")
        elif all(limits) and pd.notna(row["value"]) and not row["ci_low"] <= row["value"] <= row["ci_high"]:
            yield at(
                tables,
                "estimates",
                index,
                "value",
                f"{row['value']} is outside its interval {row['ci_low']} to {row['ci_high']}",
            )


@rule
def answers_are_allowed_for_their_item(tables: Tables) -> Iterator[Problem]:
    """An AMSTAR 2 answer is one that its item allows."""
    items = tables["amstar2-items"].dropna(subset=["item", "answers"])
    allowed = {item: answers.split("; ") for item, answers in zip(items["item"], items["answers"])}
    frame = tables.appraisals.dropna(subset=["item", "answer"])
    for index, item, answer in zip(frame.index, frame["item"], frame["answer"]):
        if answer not in allowed.get(item, [answer]):
            yield at(
                tables,
                "appraisals",
                index,
                "answer",
                f"{shown(answer)} is not one of {', '.join(allowed[item])}, the answers to item {item}",
            )


@rule
def sources_have_web_addresses(tables: Tables) -> Iterator[Problem]:
    """The address of a source is one that a browser follows: https, http or mailto."""
    for index, address in tables.sources["address"].dropna().items():
        for problem in _unfollowed(address):
            yield at(tables, "sources", index, "address", problem)


def _unfollowed(address: str) -> Iterator[str]:
    """Why an address cannot be followed, if so."""
    try:
        web_address(address)
    except ValueError as error:
        yield str(error)


@rule
def the_bibliography_is_text(tables: Tables) -> Iterator[Problem]:
    """A field of the bibliography holds no LaTeX but accents, braces and escaped signs; its address can be followed."""
    file = f"{tables.folder.name}/references.bib"
    for key, entry in tables.references.entries.items():
        people = {role: " and ".join(map(str, persons)) for role, persons in entry.persons.items()}
        for name, value in {**entry.fields, **people}.items():
            if name == "url":
                yield from (Problem(file, 0, f"{key}, url", words) for words in _unfollowed(value))
            elif name not in ADDRESS_FIELDS and (unread := unread_latex(value)):
                words = f"{', '.join(unread)} cannot be read; write the words or signs themselves"
                yield Problem(file, 0, f"{key}, {name}", words)
