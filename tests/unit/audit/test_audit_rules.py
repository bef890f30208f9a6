"""Each rule of the audit: data where it holds, data where it does not, in both ways it can fail."""

from __future__ import annotations

import pytest
from audit_cases import SmallTables
from umbrella.audit import DIFFERS, HOLDS, OPEN, RULES, UNSUPPORTED, VERDICTS, judged

T = SmallTables
# Rule, stated, arguments, tables, verdict, recomputed.
CASES = [
    ("databases_add_up", "100", "", T(), HOLDS, "100"),
    ("databases_add_up", "100", "", T().set("selection", 0, n=59), DIFFERS, "99"),
    ("databases_add_up", "1,100", "", T(), DIFFERS, "100"),
    ("box_follows", "20", "box=reports assessed", T(), HOLDS, "20"),
    ("box_follows", "20", "box=reports assessed", T().drop("selection", 4, 6, 7), HOLDS, "20"),
    ("box_follows", "20", "box=reports assessed", T().drop("selection", 4, 6, 7).set("selection", 3, n=29), DIFFERS, "21"),
    ("box_follows", "70", "box=records screened", T().set("selection", 3, n=31), DIFFERS, "69"),
    ("box_follows", "20", "box=reports assessed", T().drop("selection", 2, 3, 4, 5, 6, 7), OPEN, "not computable"),
    ("flow_is_complete", "PRISMA", "", T(), HOLDS, "all boxes stated"),
    ("flow_is_complete", "PRISMA", "", T().drop("selection", 9), OPEN, "8 of 9 boxes stated"),
    ("reviews_counted", "2", "", T(), HOLDS, "2"),
    ("reviews_counted", "3", "", T(), DIFFERS, "2"),
    ("reviews_counted", "2", "", T().set("selection", 10, n=3), DIFFERS, "2"),
    ("reviews_counted", "1 of a kind and 1 of another", "parts=yes", T(), HOLDS, "2"),
    ("reviews_counted", "2 and 1", "parts=yes", T(), DIFFERS, "2"),
    ("reviews_with_fact", "1", "fact=guideline; value=G", T(), HOLDS, "1"),
    ("reviews_with_fact", "2", "fact=guideline; value=G", T(), DIFFERS, "1"),
    ("reviews_with_fact", "1", "fact=guideline; value=G", T().set("review-facts", 4, value="H"), DIFFERS, "0"),
    ("patients_add_up", "over 100", "fact=n_people; wider=n_wider", T(), HOLDS, "People: 110 in 2 reviews; Wider: 70 in 1 review"),
    ("patients_add_up", "over 110", "fact=n_people", T(), DIFFERS, "People: 110 in 2 reviews"),
    ("patients_add_up", "over 100", "fact=n_people", T().drop("review-facts", 1), OPEN, "People: 60 in 1 review"),
    ("ratings_add_up", "1 and 1", "", T(), HOLDS, "1 low, 1 high"),
    ("ratings_add_up", "2 and 1", "", T(), DIFFERS, "1 low, 1 high"),
    ("ratings_add_up", "2 and 1", "", T().set("published-ratings", 0, n=2), DIFFERS, "2 low, 1 high"),
    ("values_occur", "2 designs", "fact=design; values=cross-sectional | longitudinal", T(), HOLDS, "2 of 2 found"),
    ("values_occur", "2 designs", "fact=design; values=cross-sectional | case reports", T(), OPEN, "1 of 2 found"),
    ("patients_are_of_scope", "patients", "population=patients; scope=whole", T(), HOLDS, "0 of 2 findings rest on reviews of wider scope"),
    ("patients_are_of_scope", "patients", "population=patients; scope=whole", T().set("reviews", 1, scope="wide"), OPEN, "1 of 2 findings rest on reviews of wider scope"),
    ("facts_are_confirmed", "1", "fact=guideline; value=G", T(), HOLDS, "1 of 1 confirmed"),
    ("facts_are_confirmed", "1", "fact=guideline; value=G", T().set("review-facts", 4, value="H"), DIFFERS, "0 of 1 confirmed, 1 says otherwise"),
    ("facts_are_confirmed", "1", "fact=guideline; value=G; confirmed_by=any", T().set("review-facts", 4, value="H"), HOLDS, "1 of 1 confirmed"),
    ("facts_are_confirmed", "1", "fact=guideline; value=G", T().drop("review-facts", 4), OPEN, "0 of 1 confirmed"),
    # Of a fact with several values another one denies nothing.
    ("facts_are_confirmed", "1", "fact=tool; value=T", T().set("review-facts", 6, value="U"), OPEN, "0 of 1 confirmed"),
    ("no_fact_says_otherwise", "snapshots", "review=one; fact=design; value=longitudinal", T(), HOLDS, "nothing against it"),
    ("no_fact_says_otherwise", "snapshots", "review=two; fact=design; value=longitudinal", T(), DIFFERS, "longitudinal"),
    ("no_fact_says_otherwise", "snapshots", "review=two; fact=tool; value=longitudinal", T(), OPEN, "nothing read"),
    ("every_review_states", "all", "fact=design; values=cross-sectional | longitudinal", T(), HOLDS, "2 of 2 reviews"),
    ("every_review_states", "all", "fact=design; values=longitudinal", T(), DIFFERS, "1 of 2 reviews"),
    ("every_review_states", "all", "fact=tool; values=T", T(), OPEN, "1 of 2 reviews"),
    ("raters_are_not_authors", "independent", "raters=Black, D. | White, E.", T(), HOLDS, "none of 2 reviews"),
    ("raters_are_not_authors", "independent", "raters=Miller, Anna | White, E.", T(), OPEN, "a rater is an author of 1 of 2 reviews"),
    ("raters_are_not_authors", "independent", "raters=Miller, A.; claimed=yes", T(), DIFFERS, "a rater is an author of 1 of 2 reviews"),
    ("instrument_is_described", "2 items in 2 critical domains", "", T(), HOLDS, "2 items, 2 of them critical"),
    ("instrument_is_described", "3 items in 2 critical domains", "", T(), DIFFERS, "2 items, 2 of them critical"),
    ("instrument_is_described", "2 items in 1 critical domain", "", T().set("amstar2-items", 1, critical="no"), DIFFERS, "2 items, 1 of them critical"),
    ("nothing_eligible_was_met", "all", "until=2024", T(), HOLDS, "none met"),
    ("nothing_eligible_was_met", "all", "until=2024", T().add("candidate-reviews", candidate_id="K1", year=2020), OPEN, "1 further review met"),
    ("nothing_eligible_was_met", "all", "until=2024", T().add("candidate-reviews", candidate_id="K1", year=2024), OPEN, "1 further review met"),
    ("nothing_eligible_was_met", "all", "until=2024", T().add("candidate-reviews", candidate_id="K1", year=2025), HOLDS, "none met"),
    ("credit_fits_own_text", "volume", "findings=F1; against=metric; only=design", T(), HOLDS, "own text: volume"),
    ("credit_fits_own_text", "volume", "findings=F1; against=metric; only=design", T().set("findings", 1, metric="thickness"), UNSUPPORTED, "own text: thickness"),
    ("credit_fits_own_text", "volume", "findings=F1; against=metric", T().set("findings", 1, metric="thickness"), UNSUPPORTED, "own text: thickness"),
    ("credit_fits_own_text", "volume", "findings=F1; against=modality; only=design", T().set("findings", 1, modality="diffusion"), UNSUPPORTED, "own text: diffusion"),
    ("credit_fits_own_text", "volume", "findings=F3; against=metric; only=design", T(), OPEN, "own text: no finding read"),
    # A part agrees with its whole, in both directions; a neighbour does not.
    ("credit_fits_own_text", "front", "findings=F1; against=region; only=design", T().set("findings", 1, region="tip"), HOLDS, "own text: tip"),
    ("credit_fits_own_text", "tip", "findings=F1; against=region; only=design", T().set("findings", 0, region="tip"), HOLDS, "own text: front"),
    ("credit_fits_own_text", "front", "findings=F1; against=region; only=design", T().set("findings", 1, region="back"), UNSUPPORTED, "own text: back"),
    ("every_review_is_credited", "all", "", T(), HOLDS, "2 of 2 reviews"),
    ("every_review_is_credited", "all", "", T().drop("findings", 2), UNSUPPORTED, "1 of 2 reviews"),
    ("every_review_is_credited", "two", "reviews=two", T(), HOLDS, "1 result"),
    ("every_review_is_credited", "two", "reviews=two", T().set("findings", 2, origin="two:abstract"), UNSUPPORTED, "no result"),
    ("estimates_stand_in_source", "all", "", T(), HOLDS, "1 of 1 estimates"),
    ("estimates_stand_in_source", "all", "reviews=one", T().drop("estimates", 1), UNSUPPORTED, "0 of 1 estimates"),
    ("estimates_stand_in_source", "all", "reviews=two", T(), OPEN, "none read"),
    ("only_included_reviews_are_cited", "only these", "", T(), HOLDS, "none"),
    ("only_included_reviews_are_cited", "only these", "", T().add("outside-findings", outside_id="X1", citation_key="other"), DIFFERS, "1 finding of 1 other work"),
    ("section_keeps_to_modality", "structural", "section=section 3; modality=structural", T(), HOLDS, "2 of 2 findings"),
    ("section_keeps_to_modality", "structural", "section=section 3; modality=structural", T().set("findings", 0, modality="diffusion"), DIFFERS, "1 of 2 findings"),
    ("section_keeps_to_modality", "structural", "section=section 33; modality=structural", T(), OPEN, "0 of 0 findings"),
    ("reviews_are_cited_in_number", "11", "locator=section 3, sentence 1; metric=volume; region=front", T(), HOLDS, "11"),
    ("reviews_are_cited_in_number", "11, 12", "locator=section 3, sentence 1; metric=volume; region=front", T(), DIFFERS, "11"),
    ("results_hold_finding", "smaller", "metric=volume; region=front; direction=decreased", T(), HOLDS, "1 finding"),
    ("results_hold_finding", "smaller", "metric=volume; region=brain; direction=decreased", T(), HOLDS, "2 findings"),
    ("results_hold_finding", "larger", "metric=volume; region=front; direction=increased", T(), UNSUPPORTED, "no finding"),
    ("results_hold_finding", "naming", "technique=volumetry; context=naming", T(), HOLDS, "1 finding"),
    ("results_hold_finding", "an own text is support too", "region=front", T().drop("findings", 0), HOLDS, "1 finding"),
    ("results_hold_finding", "a new technique", "technique=kurtosis", T(), UNSUPPORTED, "no finding"),
    ("results_hold_link", "survival", "metric=volume; measure=survival; sign=positive", T(), HOLDS, "1 link"),
    ("results_hold_link", "memory", "metric=volume; measure=memory", T(), UNSUPPORTED, "no link"),
    ("region_is_of_tissue", "grey", "region=front; tissue=grey matter", T(), HOLDS, "grey matter"),
    ("region_is_of_tissue", "grey", "region=tract; tissue=grey matter", T(), DIFFERS, "white matter"),
]  # fmt: skip


@pytest.mark.parametrize(
    "rule, stated, arguments, tables, verdict, recomputed", CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)]
)
def test_verdict(rule, stated, arguments, tables, verdict, recomputed):
    found = judged(tables, rule, stated, arguments or None)
    assert (found.verdict, found.recomputed) == (verdict, recomputed)
    assert found.explanation.endswith(".")


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_case_where_it_holds_and_one_where_it_does_not(rule):
    verdicts = {case[4] for case in CASES if case[0] == rule}
    assert HOLDS in verdicts and verdicts - {HOLDS}
    assert RULES[rule].__doc__.splitlines()[0].endswith(".")


def test_every_verdict_occurs():
    assert {case[4] for case in CASES} == set(VERDICTS)


@pytest.mark.parametrize("rule, stated, arguments, message", [
    ("databases_add_upp", "1", None, "is not a rule"),
    ("databases_add_up", "1", "box=x", "'box' is not an argument"),
    ("databases_add_up", "many", None, "holds no number"),
    ("box_follows", "1", None, "argument box is missing"),
    ("box_follows", "1", "box=a | b", "argument box must have one value"),
    ("box_follows", "1", "box=records found", "does not follow"),
    ("box_follows", "1", "box", "is not one name=value"),
    ("box_follows", "1", "box=a; box=b", "is not one name=value"),
    ("credit_fits_own_text", "x", "findings=F9; against=metric", "'F9' is not a finding"),
    ("credit_fits_own_text", "x", "findings=F1 | F3; against=metric", "of one review"),
    ("every_review_is_credited", "x", "reviews=three", "'three' is not a review"),
    ("results_hold_finding", "x", "region=fromt", "'fromt' is not a region"),
    ("results_hold_link", "x", "measure=survivall", "'survivall' is not a measure"),
    ("region_is_of_tissue", "x", "region=fromt; tissue=grey matter", "'fromt' is not a region"),
])  # fmt: skip
def test_wrong_rows_are_refused(rule, stated, arguments, message):
    with pytest.raises(ValueError, match=message):
        judged(SmallTables(), rule, stated, arguments)


def test_nearest_rows_are_offered_where_none_matches():
    found = judged(SmallTables(), "results_hold_finding", "larger", "region=front; direction=increased")
    assert [row.key for row in found.rows] == ["F1", "F2"] and "another direction" in found.explanation
