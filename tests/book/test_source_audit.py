"""The audit on the book's own data, and on the rebuilt page."""

from __future__ import annotations

import re
import shutil

import pytest
from umbrella.audit import DIFFERS, HOLDS, OPEN, RULES, UNSUPPORTED, audited, judged
from umbrella.book import Book
from umbrella.prose import Prose
from umbrella.tables import Tables, load
from umbrella.tables.contract import read_contract


@pytest.fixture(scope="module")
def checks(tables):
    return {check.check_id: check for check in audited(tables)}


def test_every_row_names_a_rule_that_exists_and_every_rule_is_used(tables):
    assert set(tables.audit["rule"]) == set(RULES)


def test_an_unknown_rule_is_named_with_its_row(tables):
    spoilt = dict(tables)
    spoilt["audit"].loc[0, "rule"] = "databases_add_upp"
    with pytest.raises(ValueError, match="A001: 'databases_add_upp' is not a rule"):
        audited(spoilt)


# What a reader of the source finds by hand.
@pytest.mark.parametrize("rule, arguments, stated, verdict, recomputed", [
    ("databases_add_up", None, "16,781", DIFFERS, "16,421"),
    ("box_follows", "box=reports assessed", "185", HOLDS, "185"),
    ("reviews_counted", None, "18", HOLDS, "18"),
    ("reviews_counted", "parts=yes", "13 systematic reviews and 6 meta-analyses", DIFFERS, "18"),
    ("reviews_with_fact", "fact=meta_analysis; value=yes", "6", DIFFERS, "5"),
    ("patients_add_up", "fact=n_als; wider=n_mnd", "over 29,000", OPEN, "Patients with ALS: 364 in 2 reviews; Patients with motor neuron disease: 3,009 in 1 review"),
    ("instrument_is_described", None, "16 items across 7 critical domains", DIFFERS, "16 items, 7 of them critical"),
    ("every_review_is_credited", None, "18", UNSUPPORTED, "16 of 18 reviews"),
])  # fmt: skip
def test_known_answers(tables, rule, arguments, stated, verdict, recomputed):
    found = judged(tables, rule, stated, arguments)
    assert (found.verdict, found.recomputed) == (verdict, recomputed)


def test_the_statements_the_issue_names_are_there(checks):
    by_rule = {(check.rule, check.verdict.verdict) for check in checks.values()}
    assert {
        ("databases_add_up", DIFFERS), ("reviews_with_fact", DIFFERS), ("patients_add_up", OPEN), ("facts_are_confirmed", DIFFERS),
        ("every_review_is_credited", UNSUPPORTED), ("estimates_stand_in_source", UNSUPPORTED), ("credit_fits_own_text", UNSUPPORTED),
        ("only_included_reviews_are_cited", DIFFERS), ("instrument_is_described", DIFFERS), ("raters_are_not_authors", OPEN),
        ("nothing_eligible_was_met", OPEN), ("results_hold_finding", UNSUPPORTED), ("results_hold_link", UNSUPPORTED),
    } <= by_rule  # fmt: skip
    guideline = next(
        c for c in checks.values() if c.rule == "facts_are_confirmed" and c.verdict.verdict == DIFFERS
    )
    assert "STROBE" in guideline.verdict.explanation


def test_every_verdict_rests_on_rows_that_exist(tables, checks):
    keys = {"reviews": "review_id", "review-facts": "review_id", "regions": "region", "published-ratings": "rating"}
    for check in checks.values():
        for row in check.verdict.rows:
            if row.table == "selection":
                assert row.key in set(tables.selection["box"]) | set(tables.selection["label"])
                continue
            column = keys.get(row.table, tables.contract.tables[row.table].key[0])
            assert row.key in set(tables[row.table][column].astype(str)), (check.check_id, row)


def test_the_order_of_rows_never_matters(tables, checks):
    turned = {name: tables[name].iloc[::-1].reset_index(drop=True) for name in tables}
    turned["audit"] = tables.audit

    class Turned(dict):
        references = tables.references

    for check in audited(Turned(turned)):
        assert check.verdict.verdict == checks[check.check_id].verdict.verdict, check.check_id


# The book's own rows, judged by the same rules

SENTENCES = [
    ("section 3.3, paragraph 1, sentence 2", "grey matter volume", "precentral gyrus", "29, 30, 33, 35"),
    ("section 3.3, paragraph 1, sentence 3", "grey matter volume", "anterior cingulate cortex", "24, 29, 31, 33, 39"),
    ("section 3.3, paragraph 1, sentence 4", "grey matter volume", "hippocampus", "22, 24, 33, 35"),
    ("section 3.4, paragraph 1, sentence 2", "NAA", "motor cortex", "26, 33, 35"),
    ("section 3.5, paragraph 2, sentence 2", "functional connectivity", "motor network", "23, 24, 28, 33, 35"),
    ("section 3.6, paragraph 1, sentence 2", "fractional anisotropy", "white matter", "23, 28, 33, 35, 39"),
    ("section 3.6, paragraph 2, sentence 1", "fractional anisotropy", "corticospinal tract", "27, 33, 39"),
    ("section 3.6, paragraph 3, sentence 2", "fractional anisotropy", "corpus callosum", "24, 31, 33, 35"),
    ("section 3.8, paragraph 1, sentence 6", "cerebral blood flow", "thalamus", "23"),
]


@pytest.mark.parametrize("locator, metric, region, cited", SENTENCES)
def test_rows_credit_the_references_their_sentence_cites(tables, locator, metric, region, cited):
    arguments = f"locator={locator}; metric={metric}; region={region}"
    found = judged(tables, "reviews_are_cited_in_number", cited, arguments)
    assert found.verdict == HOLDS, found.recomputed


@pytest.mark.parametrize("section, modality", [
    ("section 3.3", "structural"), ("section 3.4", "spectroscopy"), ("section 3.5", "functional"), ("section 3.7", "susceptibility"), ("section 3.8", "perfusion"),
])  # fmt: skip
def test_rows_stand_in_the_modality_of_their_section(tables, section, modality):
    found = judged(tables, "section_keeps_to_modality", modality, f"section={section}; modality={modality}")
    assert found.verdict == HOLDS, found.explanation


def test_the_counts_of_the_book_add_up(tables):
    for box, n in (("records screened", "9,031"), ("reports sought", "185"), ("reports assessed", "185")):
        assert judged(tables, "box_follows", n, f"box={box}").verdict == HOLDS
    assert judged(tables, "ratings_add_up", "9, 6 and 3", None).verdict == HOLDS


# What it must not do


def test_absence_is_no_contradiction(tables, checks):
    """Only a figure or a text that says something else makes a statement differ."""
    absences = {"results_hold_finding", "results_hold_link", "credit_fits_own_text", "every_review_is_credited", "estimates_stand_in_source"}
    assert [c.check_id for c in checks.values() if c.rule in absences and c.verdict.verdict == DIFFERS] == []


def test_one_fact_is_one_check(tables):
    """No two rows ask the same rule the same thing, nor of one place what another row there contains."""
    asked = tables.audit.assign(arguments=tables.audit["arguments"].fillna(""))
    assert not asked.duplicated(["rule", "arguments"]).any()
    assert not asked[asked["rule"].isin(["every_review_is_credited", "estimates_stand_in_source"])].duplicated("rule").any()


def test_the_abstract_of_the_source_is_an_origin(tables, checks):
    read = tables.audit[tables.audit["origin"] == "umbrella:abstract"]
    assert len(read) == 5 and Book(tables).main_source == "umbrella"
    told = {check_id: checks[check_id].verdict for check_id in read["check_id"]}
    assert told["A055"].verdict == HOLDS and ("findings", "F0246") in told["A055"].rows


# What readers see


def test_phrases(tables, checks):
    prose = Prose(Book(tables))
    assert prose.audited() == f"{len(checks)} statements"
    each = [sum(check.verdict.verdict == verdict for check in checks.values()) for verdict in (HOLDS, DIFFERS, UNSUPPORTED, OPEN)]
    assert each == [16, 8, 19, 10] and prose.audited(UNSUPPORTED) == "19 statements"
    assert (prose.stated("A001"), prose.recomputed("A001")) == ("16,781", "16,421")
    assert prose.stated("A008") == "over 29,000 patients with ALS"
    with pytest.raises(ValueError, match="'A999' is not a row of data/audit.csv"):
        prose.stated("A999")
    with pytest.raises(ValueError, match="'true' is not one of"):
        prose.audited("true")


def test_one_finding_flips_a_verdict(tmp_path, tables):
    """A finding credited by the source where it was read in the review's own text."""
    shutil.copytree(tables.folder, tmp_path / "data")
    path = tmp_path / "data" / "findings.csv"
    text = path.read_text("utf-8")
    assert "foerster2013:abstract,abstract" in text
    text = text.replace("foerster2013:abstract,abstract", 'umbrella,"section 3.6, paragraph 1"')
    path.write_text(text, "utf-8")
    changed = Tables(read_contract(tmp_path / "data"))
    before = judged(tables, "every_review_is_credited", "x", "reviews=foerster2013")
    after = judged(changed, "every_review_is_credited", "x", "reviews=foerster2013")
    assert (before.verdict, after.verdict) == (UNSUPPORTED, HOLDS)


def test_one_number_in_the_selection_flips_the_verdict_on_the_rebuilt_page(small_book):
    """Embase as the stated total would have it."""
    small_book.page("study-selection", "selection_table()")
    small_book.page(
        "source-audit", 'audit_table(None, "A001", "A002")',
        prose='The databases give {eval}`recomputed("A001")`.',
    )  # fmt: skip
    result = small_book.build()
    assert result.returncode == 0, result.stderr
    before = small_book.html("chapters/source-audit")
    small_book.edit("data/selection.csv", "Embase,6952", "Embase,7312")
    result = small_book.build()
    assert result.returncode == 0, result.stderr
    after = small_book.html("chapters/source-audit")
    assert "The databases give 16,421." in before
    assert "The databases give 16,781." in after
    for page, verdict in ((before, "differs"), (after, "holds")):
        row = re.search(r'<tr id="A001">.*?</tr>', page, re.S)[0]
        assert f"</span> {verdict}</span>" in row
    assert load(small_book.root / "data").selection["n"].max() == 16781
