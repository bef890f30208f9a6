"""Which records are one work: certain pairs linked, likely ones told, others left alone."""

from __future__ import annotations

import pytest
from umbrella.searches.linking import Item, linked, surname

TITLE = "Structural imaging of motor neuron disorders: a systematic review"


def item(title: str = TITLE, author: str = "Li, Fei", year: str = "2020", doi: str = "", pmid: str = "", **more) -> Item:
    return Item(title, author, year, doi, pmid, **more)


def pairs(*items: Item, **answers) -> tuple[bool, bool]:
    """Whether two items are linked, and whether they are told to a person."""
    works, doubts = linked(list(items), **answers)
    return len(works) < len(items), bool(doubts)


LINKED, ASKED, APART = (True, False), (False, True), (False, False)


@pytest.mark.parametrize(
    "one, other, expected",
    [
        (item(doi="10.1/A", author="Li F."), item("Structural imaging of motor-neuron disorders", doi="10.1/a", author="LI, F"), LINKED),
        (item(pmid="7"), item("Other words altogether, in another language", pmid="7", author=""), LINKED),
        (item(), item(TITLE.upper() + ".", author="LI F", year="2021"), LINKED),
        (item(doi="10.1/a"), item(doi=""), LINKED),
        # A preprint and its paper, two parts of one series, a title used again, a short title: a person looks.
        (item(doi="10.1/a"), item(doi="10.1/b"), ASKED),
        (item(), item(year="2015"), ASKED),
        (item(), item(author="Okafor B."), ASKED),
        (item(doi="10.1/a"), item("Quite another title of the same supplement, abstract 12", doi="10.1/a"), ASKED),
        (item(), item(TITLE.replace("Structural", "Structural-")[:-1] + "s"), ASKED),
        (item("In reply"), item("In reply"), ASKED),
        # Sister reviews, an erratum, nothing in common.
        (item("Volumes of the thalamus in motor neuron disorders"), item("Volumes of the hippocampus in motor neuron disorders"), APART),
        (item(doi="10.1/a"), item(f"Erratum to: {TITLE}", doi="10.1/b"), APART),
        (item(), item("Something else that nobody confuses", author="Khan"), APART),
    ],
)  # fmt: skip
def test_two_records(one, other, expected):
    assert pairs(one, other) == expected
    assert pairs(other, one) == expected


def test_a_record_without_doi_does_not_make_one_work_of_two_that_have_different_ones():
    works, doubts = linked([item(doi="10.1/a"), item(), item(doi="10.1/b")])
    assert works == [[0, 1], [2]] and len(doubts) == 1


def test_a_person_has_the_last_word():
    one, other = item(doi="10.1/a", id="R2001-0001"), item(doi="10.1/b", id="R2001-0002")
    assert pairs(one, other) == ASKED
    assert pairs(one, other, same=[("R2001-0001", "R2001-0002")]) == LINKED
    assert pairs(one, other, apart=[("R2001-0002", "R2001-0001")]) == APART
    assert pairs(item(id="R2001-0001"), item(id="R2001-0002"), apart=[("R2001-0001", "R2001-0002")]) == APART


def test_two_permanent_ids_become_one_by_a_person_only():
    assert pairs(item(pmid="7", id="R2001-0001"), item(pmid="7", id="R2001-0002")) == ASKED


def test_works_that_the_book_knows_are_linked_to_and_not_with_each_other():
    known = [item(id="li2020", known=True), item(id="K001", known=True)]
    works, doubts = linked([item(), *known])
    assert works == [[0, 1, 2]] and doubts == []
    assert linked(known) == ([[0], [1]], [])


@pytest.mark.parametrize("name", ["Li Hi Shing, S.", "Li Hi Shing S.", "Li Hi Shing S.L.", "LI HI SHING SL"])
def test_surnames_are_one_however_databases_write_them(name):
    assert surname(name) == "lihishing"
