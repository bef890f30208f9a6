"""Rules of the vocabularies: a term means something to the engine by its kind, so the kinds must make sense."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from umbrella.tables.problems import Problem, shown
from umbrella.tables.rules import at, rule

if TYPE_CHECKING:
    from umbrella.tables import Tables

# Kinds of which a vocabulary needs exactly one term.
ONCE = {"directions": ("both ways",), "signs": ("both ways",), "certainty": ("contested", "not stated")}


@rule
def vocabularies_have_the_kinds_they_need(tables: Tables) -> Iterator[Problem]:
    """One direction, and one sign, goes both ways; one category of certainty is for contested claims, one for those without a direction."""
    for name, kinds in ONCE.items():
        for kind in kinds:
            found = tables[name].index[tables[name]["kind"] == kind]
            if len(found) == 0:
                yield Problem(tables.file_of(name), 0, "kind", f"no term is of the kind {shown(kind)}; one is needed")
            for index in found[1:]:
                yield at(tables, name, index, "kind", f"a term of the kind {shown(kind)} stands above; there is one only")


@rule
def opposites_name_each_other(tables: Tables) -> Iterator[Problem]:
    """A term of the kind "one way" has an opposite that names it in turn; no other term has one."""
    for name in ("directions", "signs"):
        frame = tables[name]
        key = frame.columns[0]
        opposite = dict(zip(frame[key], frame["opposite"]))
        for index, row in frame.iterrows():
            own, other = row[key], row["opposite"]
            if row["kind"] != "one way":
                if pd.notna(other):
                    yield at(tables, name, index, "opposite", f"a term of the kind {shown(row['kind'])} has no opposite")
            elif pd.isna(other):
                yield at(tables, name, index, "opposite", "the cell is empty; a term of the kind 'one way' has an opposite")
            elif own == other or (other in opposite and opposite[other] != own):
                yield at(tables, name, index, "opposite", f"{shown(other)} does not name {shown(own)} as its opposite")


@rule
def sides_cover_sides(tables: Tables) -> Iterator[Problem]:
    """A side covers itself, or several sides of the vocabulary that cover themselves."""
    frame = tables["sides"]
    single = set(frame.loc[frame["side"] == frame["covers"], "side"])
    for index, row in frame.dropna(subset="covers").iterrows():
        for name in set(row["covers"].split()) - single:
            yield at(tables, "sides", index, "covers", f"{shown(name)} is no side that covers itself; there are {', '.join(sorted(single))}")


@rule
def agreement_begins_with_one_review(tables: Tables) -> Iterator[Problem]:
    """Each category of agreement says how many reviews it asks for, one of them a single one; no other category does."""
    frame = tables["certainty"]
    for index, row in frame.iterrows():
        if (row["kind"] == "agreement") != pd.notna(row["at_least"]) and pd.notna(row["kind"]):
            wanted = "the cell is empty; a category of agreement asks for a number of reviews"
            other = f"a category of the kind {shown(row['kind'])} asks for no number of reviews"
            yield at(tables, "certainty", index, "at_least", wanted if row["kind"] == "agreement" else other)
    if not (frame["at_least"] == 1).any():
        yield Problem(tables.file_of("certainty"), 0, "at_least", "no category is for a single review (1)")


@rule
def fixed_terms_are_all_there(tables: Tables) -> Iterator[Problem]:
    """A vocabulary whose terms are those of an instrument holds all of them."""
    for name, table in tables.contract.tables.items():
        terms = table.fields[table.key[0]].get("constraints", {}).get("enum", ())
        if table.path.startswith("vocabularies/"):
            for term in [term for term in terms if term not in set(tables[name][table.key[0]])]:
                yield Problem(tables.file_of(name), 0, table.key[0], f"{shown(term)} is missing")


@rule
def axes_hold_their_null(tables: Tables) -> Iterator[Problem]:
    """A measure's null value has a meaning and lies in its range; on a logarithmic axis it is above 0."""
    for index, row in tables.measures.iterrows():
        if pd.isna(row["null"]) != pd.isna(row["null_meaning"]):
            yield at(tables, "measures", index, "null_meaning", "null and null_meaning stand together or not at all")
        low, high = row["minimum"], row["maximum"]
        if pd.notna(low) and pd.notna(high) and low >= high:
            yield at(tables, "measures", index, "maximum", f"{high:g} is not above the minimum, {low:g}")
        if pd.isna(row["null"]):
            continue
        outside = (pd.notna(low) and row["null"] < low) or (pd.notna(high) and row["null"] > high)
        if outside or (row["scale"] == "log" and row["null"] <= 0):
            yield at(tables, "measures", index, "null", f"{row['null']:g} is not on the axis of the measure")


@rule
def one_meaning_of_null_is_one_value(tables: Tables) -> Iterator[Problem]:
    """Null values that mean the same on axes of one scale are the same."""
    for (_, meaning), group in tables.measures.dropna(subset=["null"]).groupby(["scale", "null_meaning"]):
        common = group["null"].mode()[0]
        for index, row in group[group["null"] != common].iterrows():
            words = f"{row['null']:g} is not {common:g}, as other measures have it for {shown(meaning)}"
            yield at(tables, "measures", index, "null", words)


@rule
def estimates_stay_in_the_range_of_their_measure(tables: Tables) -> Iterator[Problem]:
    """An estimate and its limits lie in the range of their measure; on a logarithmic axis the estimate is above 0."""
    measures = tables.measures.drop_duplicates("measure").set_index("measure")
    for index, row in tables.estimates.iterrows():
        if row["measure"] not in measures.index:
            continue
        measure = measures.loc[row["measure"]]
        for column in ("value", "ci_low", "ci_high"):
            if problem := _out_of_range(row[column], measure, column == "value"):
                yield at(tables, "estimates", index, column, problem)


def _out_of_range(value: float, measure: pd.Series, drawn: bool) -> str | None:
    """What is wrong with a value of a measure; one that is drawn must have a place on the axis."""
    if pd.isna(value):
        return None
    if pd.notna(measure["maximum"]) and value > measure["maximum"]:
        return f"{value:g} is more than {measure['maximum']:g}, the largest possible {measure.name}"
    if pd.notna(measure["minimum"]) and value < measure["minimum"]:
        return f"{value:g} is less than {measure['minimum']:g}, the smallest possible {measure.name}"
    if drawn and measure["scale"] == "log" and value <= 0:
        return f"{value:g} is not above 0, as a value on a logarithmic axis ({measure.name}) must be"
    return None
