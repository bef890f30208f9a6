"""The repository's data: one contract, canonical files, and what the issue asks them to hold."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from books import ROOT
from frictionless import Resource, Schema
from spoiled import Data
from umbrella.tables import DataError, Tables, check, digest, find_data, hand_down, load
from umbrella.tables.checking import contract_problems
from umbrella.tables.contract import Contract, read_contract
from umbrella.tables.frames import DTYPES
from umbrella.tables.reading import FORMS, read_cells

DATA = ROOT / "data"
CONTRACT = read_contract(DATA)
EACH = pytest.mark.parametrize("table", CONTRACT.tables.values(), ids=CONTRACT.tables)


@pytest.fixture
def tables() -> Tables:
    return Tables(CONTRACT)


# -- the contract ---------------------------------------------------------------------------------


def test_the_data_are_sound():
    assert check(DATA) == []


def test_frictionless_finds_the_package_valid():
    command = [str(Path(sys.executable).with_name("frictionless")), "validate", "data/datapackage.json"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-3000:]


@EACH
def test_what_breaks_a_column_is_found_where_frictionless_finds_it(table):
    rows = read_cells(DATA / table.path, table, table.name)[0][:20]
    for position in range(len(table.fields)):
        for value in ("", "0", "-1", "101", "2026-02-30", "perhaps!", rows[1][position]):
            rows.append([*rows[0][:position], value, *rows[0][position + 1 :]])
    schema = {**table.schema, "primaryKey": [], "foreignKeys": []}
    resource = Resource(name="x", data=[list(table.fields), *rows], schema=Schema.from_descriptor(schema))
    theirs = set(map(tuple, resource.validate(limit_errors=100_000).flatten(["rowNumber", "fieldName"])))
    contract = Contract(DATA, {}, {table.name: replace(table, schema=schema)})
    ours = {(at.row, at.column) for at in contract_problems(contract, {table.name: rows}, set())}
    # What is no number or date by its form is told when the file is read.
    ours |= {
        (number, name)
        for number, row in enumerate(rows, start=2)
        for (name, field), cell in zip(table.fields.items(), row)
        if cell and field["type"] in FORMS and not FORMS[field["type"]][0].fullmatch(cell)
    }
    assert ours == theirs


def test_every_csv_file_is_in_the_contract():
    files = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv")}
    assert files == {table.path for table in CONTRACT.tables.values()}


@EACH
def test_a_table_says_what_it_holds(table):
    assert table.title and table.description and table.key
    assert set(table.key) <= set(table.fields)
    for name, field in table.fields.items():
        assert field.get("description"), name
        assert field["type"] in DTYPES, name


@EACH
def test_foreign_keys_lead_to_keys(table):
    for key in table.foreign_keys:
        assert CONTRACT.tables[key.table].key == [key.target]


# -- what the tables hold -------------------------------------------------------------------------


def test_all_18_reviews_are_there_by_their_number_in_the_source(tables):
    assert sorted(tables.reviews["source_number"]) == list(range(22, 40))


def test_the_results_sections_of_the_source_are_whole(tables):
    rows = tables.findings[tables.findings["origin"] == "umbrella"]
    assert len(rows) >= 140
    assert rows["review_id"].nunique() == 16
    assert rows["modality"].nunique() == 6
    uncredited = set(tables.reviews["review_id"]) - set(rows["review_id"])
    assert uncredited == {"schuster2015", "foerster2013"}
    assert set(tables.reviews.set_index("review_id").loc[list(uncredited), "source_number"]) == {37, 38}


def test_rows_from_the_reviews_own_texts_are_added(tables):
    kind = tables.findings["origin"].map(tables.sources.set_index("source_id")["kind"])
    assert (kind == "abstract").sum() > 0
    assert (kind == "table").sum() > 0
    own = tables.findings[kind.isin(["abstract", "table"])]
    assert (own["origin"].str.partition(":")[0] == own["review_id"]).all()


def test_nothing_is_credited_to_the_work_that_is_no_included_review(tables):
    assert tables.references.entries["ghaderi2024uncinate"].fields["sourcenumber"] == "40"
    assert set(tables["outside-findings"]["citation_key"]) == {"ghaderi2024uncinate"}
    assert "ghaderi2024uncinate" not in set(tables.findings["review_id"])


def test_published_ratings_are_the_totals(tables):
    totals = tables.published_ratings[tables.published_ratings["review_id"].isna()]
    assert dict(zip(totals["rating"], totals["n"])) == {"moderate": 9, "low": 6, "critically low": 3}


def test_the_bibliography_holds_all_65_references(tables):
    numbers = [
        int(entry.fields["sourcenumber"])
        for entry in tables.references.entries.values()
        if "sourcenumber" in entry.fields
    ]
    assert sorted(numbers) == list(range(1, 66))
    for key, entry in tables.references.entries.items():
        assert re.fullmatch("[a-z][a-z0-9]*", key)
        assert entry.fields.get("title") and entry.fields.get("year") and entry.persons, key


def test_every_doi_that_was_looked_up_says_where_it_was_seen(tables):
    entries = {key: entry.fields for key, entry in tables.references.entries.items()}
    assert [key for key, fields in entries.items() if "doiseen" in fields and "doi" not in fields] == []
    # Those without stand in the records of the included reviews, in a table of the book, or in the source's own record.
    found = {key for key, fields in entries.items() if "doi" in fields and "doiseen" not in fields}
    named = set(tables.reviews["review_id"]) | {"shea2017", "adachi2015", "kocar2021multiparametric"}
    assert found <= named | {"ghaderi2025umbrella"}
    assert sum("doi" in fields for fields in entries.values() if "sourcenumber" in fields) >= 43


def test_a_title_that_was_not_seen_is_in_brackets_and_says_no_more(tables):
    """As the National Library of Medicine gives a title that the editors supply."""
    title = tables.references.entries["ghaderi2025umbrella"].fields["title"]
    assert title == "[{Umbrella} review of {MRI} biomarkers in amyotrophic lateral sclerosis]"


# -- Tables ---------------------------------------------------------------------------------------


def test_changing_a_frame_changes_nobody_elses(tables):
    frame = tables.findings
    frame.loc[0, "direction"] = "spoilt"
    frame.drop(columns="note", inplace=True)
    assert tables.findings.loc[0, "direction"] != "spoilt"
    assert "note" in tables["findings"]


def test_columns_have_the_types_of_the_contract(tables):
    for name, table in CONTRACT.tables.items():
        frame = tables[name]
        assert list(frame) == list(table.fields)
        for column, field in table.fields.items():
            assert frame[column].dtype == DTYPES[field["type"]], (name, column)


def test_empty_cells_are_missing_and_never_zero(tables):
    """Counted against the file itself, cell by cell."""
    for name, table in CONTRACT.tables.items():
        rows = list(csv.DictReader(io.StringIO((DATA / table.path).read_text("utf-8"))))
        frame = tables[name]
        assert len(frame) == len(rows)
        for column in table.fields:
            assert list(frame[column].isna()) == [row[column] == "" for row in rows], (name, column)


def test_words_that_look_missing_are_words(data: Data):
    for row, word in enumerate(("NA", "nan", "None", "null", "-1", "0"), start=2):
        data.set("findings.csv", row, note=word)
    assert list(data.tables().findings["note"][:6]) == ["NA", "nan", "None", "null", "-1", "0"]


def test_a_zero_is_a_zero(data: Data):
    data.set("estimates.csv", 2, n_controls="0", n_patients="")
    row = data.tables().estimates.iloc[0]
    assert row["n_controls"] == 0
    assert row["n_patients"] is pd.NA


def test_files_read_are_noted():
    fresh = Tables(read_contract(ROOT / "data"))
    assert fresh.files_read == set()
    fresh.findings, fresh["review-facts"], fresh.edition, fresh.references  # noqa: B018
    assert fresh.files_read == {"findings.csv", "review-facts.csv", "edition.toml", "references.bib"}


def test_an_unknown_table_is_no_attribute(tables):
    with pytest.raises(AttributeError):
        _ = tables.finding
    with pytest.raises(KeyError):
        tables["finding"]


def test_data_are_found_from_any_folder_of_the_book(tmp_path):
    assert find_data(ROOT / "chapters") == DATA
    with pytest.raises(FileNotFoundError):
        find_data(tmp_path)


def test_the_digest_follows_every_file(data: Data):
    seen = {digest(data.folder)}
    for name in ("datapackage.json", "references.bib", "edition.toml", "findings.csv", "vocabularies/regions.csv"):
        data.spoil(name, lambda raw: raw + b"\n")
        seen.add(digest(data.folder))
    assert len(seen) == 6


@pytest.fixture
def handed_down() -> Iterator[None]:
    """A test may hand tables down; afterwards none are."""
    yield
    hand_down(None)


def test_tables_handed_down_are_neither_read_nor_checked_again(data: Data, handed_down):
    given = load(data.folder)
    hand_down(given)
    data.set("findings.csv", 2, direction="decresed")
    assert load(data.folder) is given
    assert load(DATA) is not given
    hand_down(None)
    with pytest.raises(DataError):
        load(data.folder)
