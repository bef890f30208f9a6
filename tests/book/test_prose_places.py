"""Phrases that gather places: known answers on a handful of findings."""

from __future__ import annotations

import pandas as pd
import pytest
from tables_with import tables_with
from umbrella.book import Book
from umbrella.prose import Prose

OWN = {"grolez2016": "grolez2016:table1", "kocar2021": "kocar2021:table1", "ghaderi2023": "ghaderi2023:abstract"}
# Region, review, direction, read in a text of the review.
ROWS = [
    ("hippocampus", "grolez2016", "decreased", True), ("hippocampus", "kocar2021", "decreased", False),
    ("thalamus", "grolez2016", "decreased", True), ("thalamus", "ghaderi2023", "decreased", False),
    ("insula", "grolez2016", "decreased", False), ("insula", "kocar2021", "decreased", False),
    ("amygdala", "kocar2021", "decreased", True),
    ("putamen", "kocar2021", "altered", False), ("cerebellum", "kocar2021", "increased", False),
]  # fmt: skip
WHERE = {"modality": "structural", "metric": "grey matter volume"}


@pytest.fixture(scope="module")
def prose(tables) -> Prose:
    template = tables.findings[tables.findings["finding_id"] == "F0003"]
    rows = [
        template.assign(
            finding_id=f"F{number:04}", region=region, review_id=review, direction=direction, origin=OWN[review] if own else "umbrella"
        )
        for number, (region, review, direction, own) in enumerate(ROWS, start=1)
    ]
    return Prose(Book(tables_with(tables, findings=pd.concat(rows, ignore_index=True))))


@pytest.mark.parametrize("asked, told", [
    ({}, "hippocampus, insula and thalamus (two reviews each) and amygdala (one)"),
    ({"at_least": 2, "leaving": ["insula"]}, "hippocampus and thalamus (two reviews each)"),
    ({"own": True}, "hippocampus and thalamus (two reviews each, one in its own text), amygdala (one review, in its own text) "
                    "and insula (two reviews, none in its own text)"),
    ({"within": "temporal lobe", "own": True},
     "hippocampus (two reviews, one in its own text) and amygdala (one review, in its own text)"),
])  # fmt: skip
def test_places_are_grouped_by_what_stands_behind_them_best_supported_first(prose, asked, told):
    found = prose.found("decreased", **asked, **WHERE)
    assert sorted(found.split()) == sorted(told.split()) and found.split("(")[1:] == told.split("(")[1:]


def test_a_sentence_that_would_name_no_place_is_refused(prose):
    with pytest.raises(ValueError, match="nothing is decreased in 3 reviews or more"):
        prose.found("decreased", at_least=3, **WHERE)
    with pytest.raises(ValueError, match="'less' is not one of"):
        prose.found("less", **WHERE)


def test_support_of_one_claim_and_how_many_own_texts_bear_out(prose):
    assert prose.backing("hippocampus", **WHERE) == "two reviews, one in its own text"
    with pytest.raises(ValueError, match="no claim on precuneus"):
        prose.backing("precuneus", **WHERE)
    assert (prose.n_claims("repeated"), prose.shown_by_own_texts("repeated")) == (3, "no claim")
    assert prose.least("consistent") == "three reviews"


def test_what_conditions_compare(prose):
    assert prose.most_reported() in {f"{region}, grey matter volume" for region in ("hippocampus", "thalamus", "insula")}
    assert (prose.most("region"), prose.most("direction")) == ("hippocampus", "decreased")
    assert prose.of_claims("region", "single review") == {"amygdala", "cerebellum"}
    assert prose.count(region="insula").rows == ("F0005", "F0006") and prose.count(region="insula") == 2
    assert prose.distinct("review_id", region="insula") == {"grolez2016", "kocar2021"}
    assert prose.latest_search(region="insula") == 2021
