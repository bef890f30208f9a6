"""The pages on agreement, overlap and gaps: a change of one row changes what they say."""

from __future__ import annotations

import re

from lxml import html

ROW = "F0101,ghaderi2023,functional,task-based fMRI,hippocampus,,novelty,task activation,increased"


def rows(book, name: str, table: str) -> list[str]:
    """Rows of a table on a built page, as text."""
    root = html.fromstring(book.html(f"chapters/{name}"))
    return [re.sub(r"\s+", " ", row.text_content()) for row in root.xpath(f"//table[@id='{table}']/tbody/tr")]


def built(book) -> None:
    result = book.build()
    assert result.returncode == 0, result.stderr


def test_one_finding_flips_a_category_on_the_rebuilt_page(small_book):
    """Of two reviews that say increased, one is made to say decreased: the conflict is on every page."""
    small_book.page("functional", "claims_table()", set_up='modality("functional")')
    small_book.page("agreement", "contested_reasons()", prose='{eval}`quote("hippocampus", "task activation")`')
    built(small_book)
    assert not any(row.startswith("hippocampus") for row in rows(small_book, "agreement", "tab-contested"))
    assert "task activation: increased according to two reviews" in small_book.html("chapters/agreement")
    small_book.edit("data/findings.csv", ROW, ROW.replace("increased", "decreased"))
    built(small_book)
    assert any(row.startswith("hippocampus") for row in rows(small_book, "agreement", "tab-contested"))
    assert "task activation: opposite directions according to two reviews" in small_book.html("chapters/agreement")
    claim = next(row for row in rows(small_book, "functional", "tab-claims") if row.startswith("hippocampus task activation"))
    assert "contested, two reviews" in claim


def test_each_category_links_to_its_rule_and_each_claim_has_a_line(small_book):
    small_book.page("functional", "claims_table()", set_up='modality("functional")')
    built(small_book)
    root = html.fromstring(small_book.html("chapters/functional"))
    body = root.xpath("//table[@id='tab-claims']/tbody/tr")
    assert body and all(row.xpath(".//a[@href='methods.html#certainty']") for row in body)
    assert all(row.xpath("td[last()]/details")[0].text_content().endswith(".") for row in body)


def test_an_inclusion_moves_the_bounds_and_a_rating_closes_a_gap(small_book):
    small_book.page("gaps", "gap_rules()", "gap_map()", "agenda()")
    small_book.page("overlap", "overlap_bounds()", "overlap_pairs()", "study_lists()", "author_network()", "independent_claims()")  # fmt: skip
    built(small_book)
    pair = rows(small_book, "overlap", "tab-overlap-pairs")[0]
    assert "21 of 116 and 12 of 151" in pair
    small_book.edit("data/inclusions.csv", "kocar2021,S0006,", "kocar2021,S0005,included,kocar2021:table1,\"Table 1\",\nkocar2021,S0006,")  # fmt: skip
    built(small_book)
    changed = rows(small_book, "overlap", "tab-overlap-pairs")[0]
    assert "21 of 116 and 13 of 151" in changed and changed != pair
    lowest = float(re.search(r"([\d.]+)% \(", changed)[1])
    assert lowest > 0
