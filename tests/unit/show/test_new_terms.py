"""A direction or a category of certainty that only the vocabulary names is drawn, counted and told like the others."""

from __future__ import annotations

import pandas as pd
import pytest
from lxml import html
from tables_with import tables_with
from umbrella.book import Book
from umbrella.figures import style
from umbrella.prose import Prose
from umbrella.show import BookPage, ModalityPage
from umbrella.tables import Tables

LOOK = {"colour": "#123456", "order": 9, "meaning": "what it means"}


def with_row(tables: Tables, name: str, **cells: object) -> pd.DataFrame:
    """A table of the book with one more row, its last one with other cells."""
    frame = tables[name].astype("object")
    row = frame.iloc[[-1]].assign(**dict.fromkeys(set(frame) & {"opposite", "at_least"}, pd.NA)).assign(**cells)
    return pd.concat([frame, row], ignore_index=True)


@pytest.fixture(scope="module")
def stronger(tables) -> Tables:
    """The book's tables with a category for claims of five reviews."""
    return tables_with(tables, certainty=with_row(tables, "certainty", certainty="strong", kind="agreement", at_least=5, **LOOK))


def test_a_new_category_takes_no_claim_out_of_the_bars(stronger, tables):
    claims = Book(stronger).claims()
    strong = int((claims["certainty"] == "strong").sum())
    assert strong > 0
    twin = html.fromstring(BookPage(Book(stronger)).certainty_bars().data).xpath("//table")[0]
    heads = [cell.text_content() for cell in twin.xpath(".//thead//th")]
    cells = [[int(cell.text_content()) for cell in row.xpath("./td")] for row in twin.xpath(".//tbody/tr")]
    assert sum(map(sum, cells)) == len(claims) == len(Book(tables).claims())
    assert sum(row[heads.index("Strong") - 1] for row in cells) == strong


def test_a_new_category_is_told_by_its_name_and_counts_as_firm(stronger):
    book = Book(stronger)
    claim = next(claim for claim in book.supported_claims().itertuples() if claim.certainty == "strong")
    assert "strong" in Prose(book).verdict(claim)
    assert "strong" in book.terms.certainty.firm


@pytest.fixture(scope="module")
def vanished(tables) -> Tables:
    """The book's tables with a sign that is not seen, and one finding of it in perfusion."""
    new = {"direction": "absent", "label": "absent", "words": "no longer seen", "kind": "sign", "symbol": "∅", **LOOK}
    findings = tables.findings.astype("object")
    like = findings[findings["modality"] == "perfusion"].iloc[[0]]
    row = like.assign(finding_id="F9001", region="cerebellum", direction="absent")
    return tables_with(
        tables, directions=with_row(tables, "directions", **new), findings=pd.concat([findings, row], ignore_index=True)
    )


def test_a_new_direction_is_drawn_in_its_colour_with_its_sign_and_told_in_its_words(vanished):
    book = Book(vanished)
    (claim,) = [claim for claim in book.supported_claims(modality="perfusion").itertuples() if "F9001" in claim.findings]
    assert claim.direction == "absent"
    assert Prose(book).verdict(claim).startswith("absent, ")
    drawn = ModalityPage(book, "perfusion").evidence_heatmap().data
    assert f"fill: #123456; fill-opacity: {style.strength(1)}" in drawn and "∅" in drawn and "no longer seen" in drawn


def test_the_book_calls_what_it_speaks_of_as_its_data_do(tables):
    labels = tables.labels
    labels.loc[labels["term"] == "modality", ["singular", "plural"]] = ["assay", "assays"]
    labels.loc[labels["term"] == "region", ["singular", "plural"]] = ["tissue", "tissues"]
    book = Book(tables_with(tables, labels=labels))
    assert Prose(book).modalities().endswith(" assays") and Prose(book).regions().endswith(" tissues")
    assert " assays" in BookPage(book).gap_map().data
    assert "Heatmap of" in (alt := ModalityPage(book, "perfusion").evidence_heatmap().data) and " tissues by " in alt
