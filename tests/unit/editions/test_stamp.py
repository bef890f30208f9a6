"""Stamping edits two files of text, and nothing in them but what it should."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from books import ROOT
from hypothesis import given
from hypothesis import strategies as st
from umbrella.editions.stamp import recorded, stamped

DAY = date(2028, 2, 29)
SETTINGS = (ROOT / "data" / "edition.toml").read_text("utf-8")
RECORD = (ROOT / "data" / "changes.toml").read_text("utf-8")
ENTRY = {"version": "9.0.0", "date": DAY, "doi": "", "kept": True, "summary": "New.", "changes": ""}


def test_only_version_date_and_doi_change():
    new = stamped(SETTINGS, "9.0.0", DAY, "10.1/x")
    own = tomllib.loads(new)["edition"]
    assert (own["version"], own["date"], own["doi"]) == ("9.0.0", DAY, "10.1/x")
    differing = [pair for pair in zip(SETTINGS.splitlines(), new.splitlines(), strict=True) if pair[0] != pair[1]]
    assert len(differing) == 3 and [old.split(" = ")[0] for old, _ in differing] == ["version", "date", "doi"]


def test_a_file_without_doi_gets_one():
    text = '[edition]\nversion = "1.0.0" # now\ndate = 2026-01-01\n\n[search]\nversion = "x"\n'
    new = stamped(text, "1.1.0", DAY)
    assert tomllib.loads(new) == {
        "edition": {"version": "1.1.0", "date": DAY, "doi": ""}, "search": {"version": "x"},
    }  # fmt: skip
    assert "# now" in new


@pytest.mark.parametrize("text", ["", '[edition]\nversion = "1.0.0"\n', '[other]\nversion = "1"\ndate = 2026-01-01\n'])
def test_a_file_without_version_or_date_is_refused(text):
    with pytest.raises(ValueError, match="under \\[edition\\]"):
        stamped(text, "1.1.0", DAY)


def test_an_edition_goes_to_the_top_of_the_record():
    new = recorded(RECORD, ENTRY)
    assert tomllib.loads(new)["edition"] == [ENTRY, *tomllib.loads(RECORD)["edition"]]
    assert new.startswith(RECORD[: RECORD.index("\n\n")])  # the words at its head stay


def test_an_edition_takes_the_place_of_one_with_its_version():
    first = tomllib.loads(RECORD)["edition"][0]
    new = tomllib.loads(recorded(RECORD, {**ENTRY, "version": first["version"]}))["edition"]
    assert [entry["version"] for entry in new] == [first["version"]] and new[0]["date"] == DAY


def test_a_doi_that_came_later_reaches_its_edition():
    one = recorded(RECORD, ENTRY)
    two = tomllib.loads(recorded(one, {**ENTRY, "version": "9.1.0"}, {"9.0.0": "10.1/later"}))["edition"]
    assert [entry["doi"] for entry in two[:2]] == ["", "10.1/later"]
    again = tomllib.loads(
        recorded(recorded(one, ENTRY | {"doi": "10.1/own"}), {**ENTRY, "version": "9.1.0"}, {"9.0.0": "10.1/x"})
    )
    assert again["edition"][1]["doi"] == "10.1/own"


def test_errata_stay():
    erratum = '[[erratum]]\nedition = "0.1.0"\ndate = 2027-01-31\nplace = "p"\nwrong = "w"\nright = "r"\n'
    new = tomllib.loads(recorded(f"{RECORD}\n{erratum}", ENTRY))
    assert len(new["erratum"]) == 1 and len(new["edition"]) == 2


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=60))
def test_any_text_comes_back_as_it_was(text):
    clean = "".join(letter for letter in text if letter == "\n" or letter.isprintable())
    entry = {**ENTRY, "summary": clean, "changes": f"{clean}\n- 'x'\n"}
    assert tomllib.loads(recorded("", entry))["edition"] == [entry]
