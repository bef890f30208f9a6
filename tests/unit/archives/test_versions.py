"""Versions: numbered in one way, each newer than the last."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from umbrella.archives.versions import CALENDAR, SEMANTIC, order, refuse_unfit, scheme

DAY = date(2027, 11, 22)
NUMBERS = st.tuples(*[st.integers(0, 300)] * 3)


@pytest.mark.parametrize(
    "version, kind",
    [
        ("0.1.0", SEMANTIC),
        ("10.20.30", SEMANTIC),
        ("2027.11", CALENDAR),
        ("2027.04.2", CALENDAR),
        ("2027.1.0", CALENDAR),
    ],
)
def test_the_scheme_shows_in_the_version(version, kind):
    assert scheme(version) == kind


@pytest.mark.parametrize(
    "version", ["", "1", "1.2", "1.2.3.4", "v1.2.3", "01.2.3", "1.2.3-rc1", "2027.13", "2027.0", "1.2.x", "1.2.3\n"]
)
def test_what_is_no_version_is_refused(version):
    with pytest.raises(ValueError, match="is no version"):
        scheme(version)


@given(NUMBERS, NUMBERS)
def test_versions_are_ordered_by_their_numbers(one, other):
    versions = [".".join(map(str, numbers)) for numbers in (one, other)]
    assert (order(versions[0]) < order(versions[1])) == (one < other)


def test_a_calendar_version_without_its_last_number_is_the_first_of_its_month():
    assert order("2027.4") == order("2027.04.0") < order("2027.4.1") < order("2027.10")


@pytest.mark.parametrize(
    "version, present, last",
    [
        ("0.1.0", "0.1.0", None),  # the first edition, which the book bears already
        ("0.2.0", "0.1.0", None),
        ("0.1.1", "0.1.0", ("0.1.0", DAY)),
        ("0.10.0", "0.9.0", ("0.9.0", DAY)),
        ("2027.11", "2026.5", ("2026.5", date(2026, 5, 1))),
        ("2027.11.1", "2027.11", ("2027.11", DAY)),
    ],
)
def test_an_edition_may_follow(version, present, last):
    refuse_unfit(version, DAY, present, last)


@pytest.mark.parametrize(
    "version, day, present, last, why",
    [
        ("0.1.0", DAY, "0.1.0", ("0.1.0", DAY), "never made again"),
        ("0.1.0", DAY, "0.2.0", ("0.2.0", DAY), "not newer than 0.2.0"),
        ("0.1.5", DAY, "0.2.0", ("0.1.0", DAY), "the version in edition.toml"),
        ("0.2.0", date(2027, 11, 21), "0.1.0", ("0.1.0", DAY), "before the date of the last edition"),
        ("2027.11", DAY, "0.1.0", None, "versions are semantic"),
        ("1.0.0", DAY, "2026.5", None, "versions are calendar"),
        ("2027.12", DAY, "2027.11", None, "does not name the month of its date"),
        ("1.0", DAY, "0.1.0", None, "is no version"),
    ],
)
def test_an_edition_is_refused(version, day, present, last, why):
    with pytest.raises(ValueError, match=why):
        refuse_unfit(version, day, present, last)
