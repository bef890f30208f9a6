"""Rows and columns of heatmaps: motor first, parts beneath wholes, families together, nothing lost where rows are folded."""

from __future__ import annotations

import re
from html import unescape

import pandas as pd
import pytest
from umbrella.book import Book
from umbrella.show import BookPage, ModalityPage
from umbrella.show.heatmap import MOST, OPEN, claim_words, folded_cells, metric_lines, region_lines


@pytest.fixture(scope="module")
def book(tables) -> Book:
    return Book(tables)


@pytest.fixture(scope="module", params=["structural", "functional", "diffusion", "spectroscopy", "perfusion"])
def page(book, request) -> ModalityPage:
    return ModalityPage(book, request.param)


def test_each_subject_has_one_row_and_rows_of_a_system_stand_together(page, book, tables):
    claims = page.claims
    lines, row_of = region_lines(page, claims)
    keys = [line.key for line in lines]
    assert set(row_of) == set(claims["subject"]) and set(row_of.values()) == set(keys) and len(set(keys)) == len(keys)
    assert tables.vocabulary("systems").terms[0] == "motor"
    systems = [tables.vocabulary("systems").labels[name].capitalize() for name in tables.vocabulary("systems").terms]
    groups = list(dict.fromkeys(line.group for line in lines))
    assert groups == [name for name in systems if name in groups]
    assert [line.group for line in lines] == sorted((line.group for line in lines), key=groups.index)


def test_only_what_one_review_reports_is_folded_and_only_where_there_is_much(page):
    claims = page.claims
    lines, row_of = region_lines(page, claims)
    folded = [subject for subject, row in row_of.items() if subject != row]
    assert bool(folded) == (claims["subject"].nunique() > OPEN) and len(lines) <= MOST
    for subject in folded:
        region = claims.loc[claims["subject"] == subject, "region"].iloc[0]
        everyone = {review for ids in claims.loc[claims["region"] == region, "reviews"] for review in ids}
        assert len(everyone) == 1, subject
    assert sum(int(line.label.split()[0]) for line in lines if line.aside) == len(folded)


def test_no_claim_is_lost_between_the_table_and_the_cells(page):
    claims = page.claims
    _, row_of = region_lines(page, claims)
    cells = claims[["direction"]].assign(row=claims["subject"], column=claims["metric"], n_reviews=1, n_own=0, link="", told="")
    shown = folded_cells(cells, row_of, "#all")
    aside = shown["link"] == "#all"
    assert (~aside).sum() + shown.loc[aside, "n_reviews"].sum() == len(claims)
    assert not shown.duplicated(["row", "column"]).any()


def test_metrics_of_a_family_stand_together_under_its_name(page, tables):
    family = tables.metrics.set_index("metric")["family"]
    lines = metric_lines(page, page.claims)
    assert {line.key for line in lines} == set(page.claims["metric"])
    groups = [line.group for line in lines if line.group]
    assert len(set(groups)) == sum(one != other for one, other in zip(groups, ["", *groups]))
    assert all(family[line.key] == line.group for line in lines if line.group)


def test_a_cell_says_region_metric_direction_reviews_and_own_texts(book, tables):
    claims = book.supported_claims(modality="structural")
    claim = next(c for c in claims.itertuples() if (c.region, c.metric) == ("precentral gyrus", "cortical thickness"))
    words = claim_words(ModalityPage(book, "structural"), "precentral gyrus, cortical thickness", claim, tables.vocabulary("directions"))
    pattern = r"precentral gyrus, cortical thickness: decreased, two reviews \((.*) and (.*)\), (both|one|none) in (its|their) own texts?"
    assert {*re.fullmatch(pattern, words).groups()[:2]} == {book.labels[review] for review in claim.reviews}


def test_every_cell_of_every_heatmap_tells_what_it_is(book):
    drawn = [ModalityPage(book, name).evidence_heatmap().data for name in book.modality_labels]
    overview = BookPage(book)
    drawn += [overview.evidence_matrix().data, overview.link_matrix().data, overview.gap_map().data]
    for figure in drawn:
        svg = figure.partition("<svg")[2].partition("</svg>")[0]
        titles = re.findall(r'<a tabindex="-1" href="[^"]+">(?:<title>(.*?)</title>)?', svg)
        assert titles and all(": " in unescape(title) for title in titles)
        assert "n.s." not in svg


def test_rows_that_are_all_folded_leave_no_cell_behind():
    cells = pd.DataFrame(
        {"row": ["one", "two"], "column": ["m", "m"], "direction": "decreased", "n_reviews": [1, 1], "n_own": 0, "link": "#x", "told": "x"}
    )
    (line,) = folded_cells(cells, {"one": "more", "two": "more"}, "#all").to_dict("records")
    assert (line["row"], line["n_reviews"], line["told"]) == ("more", 2, "m, two rows folded: one and two")
