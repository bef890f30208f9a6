"""Parts of tables: what is given out, under which name, and when its digest changes."""

from __future__ import annotations

import pandas as pd
import pytest
from books import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from reads import recorded
from umbrella.synthesis.views import rows_by_review, seen_elsewhere
from umbrella.tables import Tables, load
from umbrella.tables.contract import read_contract
from umbrella.tables.parts import frame_digest, parsed_rows, parsed_view, rows_name, told, view_name
from umbrella.tables.reading import read_cells

CONTRACT = read_contract(ROOT / "data")
FINDINGS = CONTRACT.tables["findings"]
CELLS = read_cells(ROOT / "data" / "findings.csv", FINDINGS, "findings.csv")[0]
MODALITY, REVIEW, REGION = (list(FINDINGS.fields).index(name) for name in ("modality", "review_id", "region"))
PERFUSION = rows_name("findings.csv", {"modality": "perfusion"})
PREAMBLE = "from umbrella.synthesis.views import seen_elsewhere; from umbrella.tables import load; tables = load(); "


def changed(row: int, column: int, value: str) -> Tables:
    """The tables with another cell in the findings."""
    cells = [list(own) for own in CELLS]
    cells[row][column] = value
    return Tables(CONTRACT, {"findings": cells})


def test_rows_are_those_with_the_value_numbered_from_0():
    rows = load(ROOT / "data").rows("findings", modality="perfusion", review_id="zejlon2022")
    expected = [own[0] for own in CELLS if own[MODALITY] == "perfusion" and own[REVIEW] == "zejlon2022"]
    assert list(rows["finding_id"]) == expected and list(rows.index) == list(range(len(expected)))


def test_rows_of_an_unknown_column_are_refused():
    with pytest.raises(KeyError):
        load(ROOT / "data").rows("findings", modalty="perfusion")


def test_names_can_be_read_back():
    name = rows_name("findings.csv", {"region": "a & b?=", "modality": "x y"})
    assert parsed_view(name) is None and parsed_rows(name) == ("findings.csv", {"modality": "x y", "region": "a & b?="})
    assert parsed_view(view_name(seen_elsewhere, ("diffusion",))) == (seen_elsewhere, ("diffusion",))


def test_names_as_people_read_them():
    assert told("findings.csv") == "findings.csv"
    assert told(PERFUSION) == "findings.csv (modality perfusion)"
    assert told(view_name(rows_by_review, ("estimates",))) == "rows by review (estimates)"


@settings(max_examples=60, deadline=None)
@given(row=st.integers(0, len(CELLS) - 1), column=st.integers(0, len(FINDINGS.fields) - 1))
def test_the_digest_of_rows_changes_exactly_when_one_of_them_does(row, column):
    before, after = Tables(CONTRACT, {"findings": CELLS}), changed(row, column, "2001-01-01")
    touched = CELLS[row][MODALITY] == "perfusion" and CELLS[row][column] != "2001-01-01"
    assert (before.part_digest(PERFUSION) != after.part_digest(PERFUSION)) == touched


def test_the_digest_of_a_view_stays_while_its_answer_does():
    name = view_name(rows_by_review, ("findings",))
    before = load(ROOT / "data").part_digest(name)
    assert changed(0, REGION, "thalamus").part_digest(name) == before
    assert changed(0, REVIEW, "li2012").part_digest(name) != before


def test_a_view_is_given_out_as_a_copy():
    tables = load(ROOT / "data")
    given_out = tables.view(rows_by_review, "findings")
    given_out.loc[:, "n"] = 0
    assert tables.view(rows_by_review, "findings")["n"].sum() == len(CELLS)


def test_missing_empty_and_types_are_told_apart():
    frames = [pd.DataFrame({"a": values}) for values in (["1"], [1], [None], [""], ["1", "1"])]
    assert len({frame_digest(frame) for frame in frames}) == len(frames)


@pytest.mark.parametrize(
    ("asked", "noted"),
    [
        ("tables.rows('findings', modality='perfusion')", [PERFUSION]),
        ("tables.view(seen_elsewhere, 'perfusion')", [view_name(seen_elsewhere, ("perfusion",))]),
        ("tables.rows('findings', modality='perfusion'); tables.findings", [PERFUSION, "findings.csv"]),
        ("tables.rows('findings', modality='perfusion'); open('data/findings.csv')", [PERFUSION, "findings.csv"]),
        ("tables.view(seen_elsewhere, 'perfusion'); tables['findings']",
         [view_name(seen_elsewhere, ("perfusion",)), "findings.csv"]),
    ],
)  # fmt: skip
def test_what_is_asked_for_is_noted_and_no_more(asked, noted, tmp_path):
    assert recorded(PREAMBLE + asked, tmp_path) == sorted(["datapackage.json", *noted])


def test_rows_have_a_digest_when_a_view_read_their_table_first():
    tables = Tables(CONTRACT)
    tables.view(rows_by_review, "findings")
    assert tables.part_digest(PERFUSION) == Tables(CONTRACT).part_digest(PERFUSION)
