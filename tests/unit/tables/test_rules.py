"""Each rule across tables: a case it accepts, a case it refuses, in its own words.

The sound case of every rule is the repository's data, changed only as the case says.
"""

from __future__ import annotations

import json
import re

import pytest
from spoiled import Data
from umbrella.tables.rules import rules

RULES = [*rules(), *rules(asking=True)]
BY_NAME = {rule.__name__: rule for rule in RULES}
HOLDS, FAILS = {}, {}


def holds(case):
    """A change after which the rule, named before the two underscores, still holds."""
    HOLDS[case.__name__] = case
    return case


def fails(case):
    """A change that breaks the rule; the function returns the problems expected."""
    FAILS[case.__name__] = case
    return case


def rule_of(case):
    return BY_NAME[case.__name__.split("__")[0]]


def said(case, data: Data) -> list[str]:
    """What the rule alone says of the data."""
    return [str(problem) for problem in rule_of(case)(data.tables())]


# -- rows -----------------------------------------------------------------------------------------


@holds
def reviews_are_in_the_bibliography__all(data):
    assert len(data.rows("reviews.csv")) > 1


@fails
def reviews_are_in_the_bibliography__a_review_is_not(data):
    data.set("reviews.csv", 2, review_id="qqqqqq1901")
    return ["data/reviews.csv, row 2, review_id: 'qqqqqq1901' is not in data/references.bib"]


@fails
def reviews_are_in_the_bibliography__an_outside_work_is_not(data):
    data.set("outside-findings.csv", 2, citation_key="qqqqqq1900")
    return ["data/outside-findings.csv, row 2, citation_key: 'qqqqqq1900' is not in data/references.bib"]


@fails
def reviews_are_in_the_bibliography__a_guideline_is_not(data):
    data.set("reporting.csv", 2, guideline="qqqqqq1900")
    return ["data/reporting.csv, row 2, guideline: 'qqqqqq1900' is not in data/references.bib"]


@holds
def reviews_are_in_the_bibliography__in_a_book_without_guidelines(data):
    (data.folder / "reporting.csv").unlink()
    contract = json.loads((data.folder / "datapackage.json").read_text("utf-8"))
    contract["resources"] = [table for table in contract["resources"] if table["name"] != "reporting"]
    (data.folder / "datapackage.json").write_text(json.dumps(contract), "utf-8")


@holds
def origins_belong_to_the_review__shared_and_own(data):
    data.set("findings.csv", 2, review_id="kocar2021", origin="umbrella")
    data.set("findings.csv", 3, review_id="kocar2021", origin="kocar2021:abstract")


@fails
def origins_belong_to_the_review__text_of_another(data):
    data.set("findings.csv", 2, review_id="kocar2021", origin="zejlon2022:abstract")
    data.set("estimates.csv", 2, review_id="kocar2021", origin="zejlon2022:abstract")
    told = "origin: 'zejlon2022:abstract' is a text of zejlon2022, the row is about kocar2021"
    return [f"data/findings.csv, row 2, {told}", f"data/estimates.csv, row 2, {told}"]


@holds
def metrics_belong_to_the_modality__of_its_own(data):
    data.set("findings.csv", 2, modality="spectroscopy", technique="MR spectroscopy", metric="Cho/Cr")


@fails
def metrics_belong_to_the_modality__metric_of_another(data):
    data.set("findings.csv", 2, modality="diffusion", technique="", metric="Cho/Cr")
    return ["data/findings.csv, row 2, metric: 'Cho/Cr' belongs to modality spectroscopy, the row says diffusion"]


@fails
def metrics_belong_to_the_modality__technique_of_another(data):
    data.set("findings.csv", 2, modality="structural", technique="MR spectroscopy", metric="grey matter volume")
    return [
        "data/findings.csv, row 2, technique: 'MR spectroscopy' belongs to modality spectroscopy, the row says structural"
    ]


def same_row(data: Data, table: str, **changed: str) -> int:
    """Add row 2 of a table again, with some cells changed."""
    rows = data.rows(table)
    return data.append(table, **(dict(zip(rows[0], rows[1])) | changed))


@holds
def findings_stand_once__the_same_from_another_place(data):
    same_row(data, "findings.csv", finding_id="F9999", locator="another place")


@holds
def findings_stand_once__the_same_on_another_side(data):
    data.set("findings.csv", 2, side="left")
    same_row(data, "findings.csv", finding_id="F9999", side="right")


@fails
def findings_stand_once__the_same_with_another_note(data):
    row = same_row(data, "findings.csv", finding_id="F9999", note="Seen twice.", added="2027-01-01")
    return [
        f"data/findings.csv, row {row}, finding_id: says the same as {data.get('findings.csv', 2, 'finding_id')}; one row per fact"
    ]


@fails
def findings_stand_once__a_link_with_a_new_id(data):
    row = same_row(data, "correlations.csv", correlation_id="C9999")
    first = data.get("correlations.csv", 2, "correlation_id")
    return [f"data/correlations.csv, row {row}, correlation_id: says the same as {first}; one row per fact"]


@holds
def regions_form_a_tree__a_new_leaf(data):
    data.append("vocabularies/regions.csv", region="zone", parent="brain", system="motor", tissue="lobe")


@fails
def regions_form_a_tree__its_own_parent(data):
    row = data.append("vocabularies/regions.csv", region="zone", parent="zone", system="motor", tissue="lobe")
    return [f"data/vocabularies/regions.csv, row {row}, parent: 'zone' is, over its parents, a part of itself"]


@fails
def regions_form_a_tree__a_leaf_on_a_circle_is_not_blamed(data):
    name = "vocabularies/regions.csv"
    one = data.append(name, region="zone one", parent="zone two", system="motor", tissue="lobe")
    two = data.append(name, region="zone two", parent="zone one", system="motor", tissue="lobe")
    data.append(name, region="zone three", parent="zone one", system="motor", tissue="lobe")
    return [
        f"data/{name}, row {row}, parent: 'zone {which}' is, over its parents, a part of itself"
        for row, which in ((one, "one"), (two, "two"))
    ]


# -- numbers --------------------------------------------------------------------------------------


@holds
def intervals_hold_their_estimate__at_its_limit_or_none(data):
    data.set("estimates.csv", 2, value="2", ci_low="2", ci_high="3", ci_level="95")
    data.set("estimates.csv", 3, value="2", ci_low="", ci_high="", ci_level="")


@fails
def intervals_hold_their_estimate__outside(data):
    data.set("estimates.csv", 2, value="2", ci_low="2.5", ci_high="3", ci_level="95")
    return ["data/estimates.csv, row 2, value: 2.0 is outside its interval 2.5 to 3.0"]


@fails
def intervals_hold_their_estimate__level_missing(data):
    data.set("estimates.csv", 2, value="2", ci_low="1", ci_high="3", ci_level="")
    return ["data/estimates.csv, row 2, ci_low: ci_low, ci_high and ci_level stand together or not at all"]


@holds
def estimates_stay_in_the_range_of_their_measure__one_itself_and_ratios(data):
    data.set("estimates.csv", 2, measure="AUC", value="1", ci_low="0.9", ci_high="1.0")
    data.set("estimates.csv", 3, measure="odds ratio", value="10", ci_low="9", ci_high="11")


@fails
def estimates_stay_in_the_range_of_their_measure__limit_above(data):
    data.set("estimates.csv", 2, measure="sensitivity", value="0.9", ci_low="0.8", ci_high="90")
    return ["data/estimates.csv, row 2, ci_high: 90 is more than 1, the largest possible sensitivity"]


@holds
def sources_have_web_addresses__of_every_kind(data):
    data.set("sources.csv", 2, address="http://a.org/b c?d#e")
    data.set("sources.csv", 3, address="mailto:a@b.org")
    data.set("sources.csv", 4, address="")


@fails
def sources_have_web_addresses__a_script(data):
    data.set("sources.csv", 2, address="javascript:stop()")
    return [
        "data/sources.csv, row 2, address: 'javascript:stop()' is no address that begins with "
        "https://, http:// or mailto:"
    ]


def add_work(data: Data, fields: str) -> None:
    data.spoil("references.bib", lambda raw: raw + f"\n@misc{{added, {fields}}}\n".encode())


@holds
def the_bibliography_is_text__accents_and_escaped_signs(data):
    add_work(data, r"author = {Jos{\'e} {\L}}, title = {5\% \& \$2}, url = {https://a.org/b\_c}")


@fails
def the_bibliography_is_text__commands_and_a_script(data):
    add_work(data, r"title = {\textit{a} of $x$}, url = {javascript:stop()}")
    return [
        r"data/references.bib, added, title: \textit, $ cannot be read; write the words or signs themselves",
        "data/references.bib, added, url: 'javascript:stop()' is no address that begins with "
        "https://, http:// or mailto:",
    ]


@holds
def answers_are_allowed_for_their_item__partial_yes_for_item_2(data):
    data.set("appraisals.csv", 2, item="2", answer="partial yes")


@fails
def answers_are_allowed_for_their_item__partial_yes_for_item_1(data):
    data.set("appraisals.csv", 2, item="1", answer="partial yes")
    return ["data/appraisals.csv, row 2, answer: 'partial yes' is not one of yes, no, the answers to item 1"]


@holds
def facts_have_their_type__of_each_kind(data):
    data.set("review-facts.csv", 2, fact="n_studies", value="21")
    data.set("review-facts.csv", 3, fact="search_to", value="2024-12")


@fails
def facts_have_their_type__not_a_number(data):
    data.set("review-facts.csv", 2, fact="n_studies", value="about 20")
    return [
        "data/review-facts.csv, row 2, value: 'about 20' is not a whole number of at most nine digits, which n_studies must be"
    ]


@fails
def facts_have_their_type__not_a_date(data):
    data.set("review-facts.csv", 2, fact="search_to", value="December 2024")
    return [
        "data/review-facts.csv, row 2, value: 'December 2024' is not a date (YYYY, YYYY-MM or YYYY-MM-DD) since 1950"
    ]


@fails
def facts_have_their_type__days_that_do_not_exist_or_lie_ahead(data):
    data.set("review-facts.csv", 2, fact="search_to", value="2023-02-29")
    data.set("review-facts.csv", 3, fact="search_to", value="2024-13")
    data.set("review-facts.csv", 4, fact="search_to", value="2098-01")
    data.set("review-facts.csv", 5, fact="n_studies", value="4" * 12)
    at = "data/review-facts.csv, row"
    return [
        f"{at} 2, value: '2023-02-29' is a day or month that does not exist",
        f"{at} 3, value: '2024-13' is a day or month that does not exist",
        f"{at} 4, value: '2098-01' is after the edition, which is of 2026-11-22",
        f"{at} 5, value: '{'4' * 12}' is not a whole number of at most nine digits, which n_studies must be",
    ]


@holds
def works_are_described__without_a_journal(data):
    data.spoil("references.bib", lambda raw: raw + b"\n@misc{note1999, title = {A note}}\n")


@fails
def works_are_described__a_work_without_a_year(data):
    key = data.get("reviews.csv", 2, "review_id")
    data.spoil(
        "references.bib",
        lambda raw: re.sub(rb"(@\w+\{%s,.*?)\n  year = [^\n]*" % key.encode(), rb"\1", raw, flags=re.S),
    )
    return [f"data/references.bib, {key}, year: the field is missing; rows of the tables name this work"]


@fails
def works_are_described__odd_entries(data):
    extra = b"\n@misc{a1, year = {soon}}\n@misc{a/2, doi = {nowhere}}\n@misc{a3, doi = {10.5555/ABC}}"
    data.spoil("references.bib", lambda raw: raw + extra + b"\n@misc{a4, doi = {10.5555/abc}}\n")
    return [
        "data/references.bib, a1, year: 'soon' is not a year of four digits",
        "data/references.bib, 'a/2': is not a key of letters, digits and . _ : + -",
        "data/references.bib, a/2, doi: 'nowhere' is not a DOI, such as 10.1000/182",
        "data/references.bib, a4, doi: is the DOI of a3 too; one work has one entry",
    ]


@holds
def databases_have_an_origin__none_given(data):
    data.spoil("edition.toml", lambda raw: raw.replace(b'origin = "umbrella"\n', b"", 1))


@fails
def databases_have_an_origin__unknown(data):
    data.spoil("edition.toml", lambda raw: raw.replace(b'origin = "umbrella"', b'origin = "hearsay"', 1))
    return ["data/edition.toml, search.databases[1].origin: 'hearsay' is not in data/sources.csv"]


def _with_editor(data: Data, orcid: str) -> None:
    entry = f'[[editors]]\nname = "A Name"\norcid = "{orcid}"\n\n[licence]'
    data.spoil("edition.toml", lambda raw: raw.replace(b"[licence]", entry.encode()))


@holds
def orcid_ids_check__right_empty_and_with_an_x(data):
    # The examples of ORCID's own documentation.
    for orcid in ("0000-0002-1825-0097", "0000-0002-1694-233X", ""):
        _with_editor(data, orcid)


@fails
def orcid_ids_check__an_author(data):
    people = b'[{name = "A Group"}, {family = "Doe", given = "Jo", orcid = "0000-0002-1825-0098"}]'
    data.spoil("edition.toml", lambda raw: re.sub(rb'(?m)^book = ".*"$', b"book = " + people, raw))
    return ["data/edition.toml, authors.book[2].orcid: '0000-0002-1825-0098' is mistyped: its last digit does not fit the others"]


@fails
def orcid_ids_check__digits_changed_places(data):
    _with_editor(data, "0000-0002-1825-0079")
    return ["data/edition.toml, editors[1].orcid: '0000-0002-1825-0079' is mistyped: its last digit does not fit the others"]


@holds
def names_are_written_one_way__other_names(data):
    data.set("appraisals.csv", 2, rater="second rater")


@fails
def names_are_written_one_way__in_capitals(data):
    rater = data.get("appraisals.csv", 2, "rater")
    data.set("appraisals.csv", 3, rater=rater.upper())
    return [f"data/appraisals.csv, row 3, rater: {rater.upper()!r} is {rater!r} in another spelling"]


@holds
def studies_stand_once__without_identifiers(data):
    data.set("primary-studies.csv", 2, doi="", pmid="")
    data.set("primary-studies.csv", 3, doi="", pmid="")


@fails
def studies_stand_once__doi_in_capitals(data):
    data.set("primary-studies.csv", 2, doi="10.5555/one.two", pmid="")
    data.set("primary-studies.csv", 3, doi="10.5555/ONE.TWO", pmid="")
    first = data.get("primary-studies.csv", 2, "study_id")
    return [f"data/primary-studies.csv, row 3, doi: '10.5555/ONE.TWO' is that of study {first} too"]


@holds
def counting_facts_are_numbers__other_kinds(data):
    data.set("vocabularies/facts.csv", data.row_of("vocabularies/facts.csv", fact="country"), type="text")


@fails
def counting_facts_are_numbers__a_text(data):
    row = data.row_of("vocabularies/facts.csv", fact="n_studies")
    data.set("vocabularies/facts.csv", row, type="text")
    at = f"data/vocabularies/facts.csv, row {row}, type"
    return [f"{at}: 'text' is not integer, the type of what is counted (n_studies)"]


def fact(data, name, value, row=2):
    values = {"review_id": data.get("reviews.csv", 2, "review_id"), "origin": "umbrella", "fact": name, "value": value}
    data.set("review-facts.csv", row, **values)


@holds
def single_facts_stand_once__two_origins(data):
    fact(data, "country", "Norway")
    fact(data, "country", "Chile", 3)
    data.set("review-facts.csv", 3, origin="another")


@fails
def single_facts_stand_once__two_values(data):
    fact(data, "country", "Norway")
    fact(data, "country", "Chile", 3)
    words = "country is 'Norway' in an earlier row of the same origin; it has one value"
    return [f"data/review-facts.csv, row 3, value: {words}"]


@holds
def searches_end_after_they_begin__in_one_year(data):
    fact(data, "search_from", "2011")
    fact(data, "search_to", "2011-04", 3)


@fails
def searches_end_after_they_begin__before(data):
    data.write("review-facts.csv", data.rows("review-facts.csv")[:3])
    fact(data, "search_from", "January 2011")
    fact(data, "search_to", "2009", 3)
    return ["data/review-facts.csv, row 3, value: '2009' is before 2011, from when on the review searched"]


@holds
def parts_are_no_more_than_the_whole__all(data):
    data.write("review-facts.csv", data.rows("review-facts.csv")[:3])
    fact(data, "n_studies", "12")
    fact(data, "n_studies_als", "12", 3)


@fails
def parts_are_no_more_than_the_whole__more(data):
    data.write("review-facts.csv", data.rows("review-facts.csv")[:3])
    fact(data, "n_studies", "12")
    fact(data, "n_studies_als", "13", 3)
    return ["data/review-facts.csv, row 3, value: 13 is more than 12, all studies of the review (n_studies)"]


@holds
def counted_estimates_are_whole__three(data):
    data.set("estimates.csv", 2, measure="count", value="3", ci_low="", ci_high="", ci_level="")


@fails
def counted_estimates_are_whole__and_a_half(data):
    data.set("estimates.csv", 2, measure="count", value="3.5", ci_low="", ci_high="", ci_level="")
    return ["data/estimates.csv, row 2, value: 3.5 is not a whole number, which a count must be"]


def pooling(data, *answers):
    review = data.get("reviews.csv", 2, "review_id")
    return [
        data.append(
            "appraisals.csv",
            review_id=review,
            item=item,
            rater="other",
            answer=answer,
            origin="umbrella",
            locator="x",
            reason="x",
            date="2026-01-01",
        )
        for item, answer in zip(("11", "12", "15"), answers)
    ]


@holds
def pooling_is_answered_once__not_pooled(data):
    pooling(data, *["no meta-analysis"] * 3)


@fails
def pooling_is_answered_once__both(data):
    row = pooling(data, "yes", "no meta-analysis", "no")[1]
    return [f"data/appraisals.csv, row {row}, answer: 'no meta-analysis', but item 11 is answered 'yes'"]


@holds
def statements_can_be_audited__all(data):
    assert len(data.rows("audit.csv")) > 1


@fails
def statements_can_be_audited__not(data):
    data.write("audit.csv", data.rows("audit.csv")[:4])
    data.set("audit.csv", 2, rule="no_such_rule", arguments="")
    data.set("audit.csv", 3, rule="box_follows", arguments="", stated="5")
    data.set("audit.csv", 4, rule="databases_add_up", arguments="", stated="many")
    return [
        "data/audit.csv, row 2, rule: 'no_such_rule' is not in the rules of the audit",
        "data/audit.csv, row 3, arguments: rule box_follows: argument box is missing",
        "data/audit.csv, row 4, arguments: rule databases_add_up: 'many' holds no number",
    ]


@holds
def flows_leave_no_less_than_nothing__nothing_left(data):
    data.set("selection.csv", data.row_of("selection.csv", box="duplicates removed"), n="7935")


@fails
def flows_leave_no_less_than_nothing__less(data):
    data.set("selection.csv", data.row_of("selection.csv", box="duplicates removed"), n="16791")
    words = "the counts of 2024-12 leave -10 for records screened; one before it is wrong"
    return [f"data/selection.csv, row 2, n: {words}"]


@fails
def flows_leave_no_less_than_nothing__more_than_there_were(data):
    for box, n in (("records identified", "10"), ("records excluded", "99999")):
        row = data.append("selection.csv", round="2026-11", stage="screening", box=box, label="x", n=n, origin="umbrella", locator="log")
    return [f"data/selection.csv, row {row}, n: 99999 is more than 10, all records identified in 2026-11"]


@holds
def days_are_not_far_ahead__the_year_after(data):
    data.set("findings.csv", 2, added="2027-12-31")


@fails
def days_are_not_far_ahead__mistyped(data):
    data.set("findings.csv", 2, added="2062-11-22")
    data.set("primary-studies.csv", 2, year="2051")
    return [
        "data/findings.csv, row 2, added: '2062-11-22' is more than 10 years after the edition",
        "data/primary-studies.csv, row 2, year: '2051' is more than 10 years after the edition",
    ]


SECOND = {"round": "2026-11", "origin": "book", "locator": "log"}


def second_round(data, assessed):
    """A round of the book: 100 records, 30 doubled, 65 excluded, and what is said to be assessed."""
    for box, label, n in (("records identified", "All", 100), ("duplicates removed", "Doubled", 30), ("records excluded", "Title", 65), ("reports assessed", "Text", assessed)):  # fmt: skip
        data.append("selection.csv", stage="screening", box=box, label=label, n=str(n), **SECOND)


def exchanged(file, one, other):
    """Exchange two headings."""

    def change(data):
        rows = data.rows(file)
        names = {one: other, other: one}
        data.write(file, [[names.get(name, name) for name in rows[0]], *rows[1:]])

    return change


@holds
def headings_stand_over_their_own_cells__one_cell_is_wrong(data):
    data.set("findings.csv", 2, region="elbow")


@fails
def headings_stand_over_their_own_cells__exchanged(data):
    exchanged("correlations.csv", "origin", "locator")(data)
    words = "no cell holds a term of data/sources.csv, and all cells of locator do; were the headings exchanged?"
    return [f"data/correlations.csv, row 1, origin: {words}"]


@holds
def flows_of_the_book_add_up__they_do(data):
    second_round(data, 5)


@holds
def flows_of_the_book_add_up__one_box_alone(data):
    data.append("selection.csv", stage="identification", box="records from database", label="PubMed", n="7", **SECOND)


@fails
def flows_of_the_book_add_up__they_do_not(data):
    second_round(data, 6)
    rows = len(data.rows("selection.csv"))
    return [f"data/selection.csv, row {rows}, n: 6 reports assessed are stated for 2026-11; the other boxes give 5"]


@holds
def umbrella_reviews_have_a_round__the_source(data):
    assert data.get("sources.csv", data.row_of("sources.csv", kind="umbrella review"), "round")


@fails
def umbrella_reviews_have_a_round__none(data):
    row = data.row_of("sources.csv", kind="umbrella review")
    data.set("sources.csv", row, round="")
    return [f"data/sources.csv, row {row}, round: the cell is empty; an umbrella review needs the round of its search"]


@fails
def umbrella_reviews_have_a_round__another(data):
    row = data.row_of("sources.csv", kind="abstract")
    data.set("sources.csv", row, round="2024-12")
    return [f"data/sources.csv, row {row}, round: '2024-12' stands at a source that is no umbrella review"]


@holds
def reviews_are_of_a_round_that_was_searched__a_later_one(data):
    data.append("selection.csv", stage="identification", box="records identified", label="All", n="7", **SECOND)
    data.set("reviews.csv", 2, round="2026-11", source_number="")


@fails
def reviews_are_of_a_round_that_was_searched__nobody_did(data):
    data.set("reviews.csv", 2, round="2042-12", source_number="")
    words = "'2042-12' is not one of 2024-12; did you mean '2024-12'?; a round stands in edition.toml, [[search.databases]]"
    return [f"data/reviews.csv, row 2, round: {words}"]


@fails
def reviews_are_of_a_round_that_was_searched__a_number_of_the_source(data):
    data.append("selection.csv", stage="identification", box="records identified", label="All", n="7", **SECOND)
    number = data.get("reviews.csv", 2, "source_number")
    data.set("reviews.csv", 2, round="2026-11")
    words = f"{number} is a number in the umbrella review, whose round is not 2026-11"
    return [f"data/reviews.csv, row 2, source_number: {words}"]


@holds
def outlines_are_known__several(data):
    data.set("vocabularies/regions.csv", 2, atlas="dk:precentral dk:postcentral")


@fails
def outlines_are_known__one_is_not(data):
    data.set("vocabularies/regions.csv", 2, atlas="dk:precentral dk:elbow")
    return ["data/vocabularies/regions.csv, row 2, atlas: 'dk:elbow' is not in the outlines of the package"]


# -- the vocabularies -----------------------------------------------------------------------------

SIDES = "vocabularies/sides.csv"
DIRECTIONS, CERTAINTY, MEASURES = (f"vocabularies/{name}.csv" for name in ("directions", "certainty", "measures"))


@fails
def estimates_stay_in_the_range_of_their_measure__correlation_below_minus_one(data):
    data.set("estimates.csv", 2, measure="correlation", value="-0.4", ci_low="-1.4", ci_high="0.2")
    return ["data/estimates.csv, row 2, ci_low: -1.4 is less than -1, the smallest possible correlation"]


@fails
def estimates_stay_in_the_range_of_their_measure__ratio_of_nothing(data):
    data.set("estimates.csv", 2, value="0", ci_low="0")
    return ["data/estimates.csv, row 2, value: 0 is not above 0, as a value on a logarithmic axis (odds ratio) must be"]


@holds
def estimates_stay_in_the_range_of_their_measure__negative_difference_and_limit_of_nothing(data):
    data.set("estimates.csv", 2, measure="SMD", value="-0.8", ci_low="-1.1", ci_high="-0.5")
    data.set("estimates.csv", 3, ci_low="0")


@holds
def vocabularies_have_the_kinds_they_need__with_a_further_direction(data):
    data.append(DIRECTIONS, direction="absent", label="absent", words="absent", kind="sign", symbol="∅", colour="#123456", order="7", meaning="Not seen")  # fmt: skip


@fails
def vocabularies_have_the_kinds_they_need__none_or_two(data):
    data.set(DIRECTIONS, data.row_of(DIRECTIONS, direction="mixed"), kind="sign")
    row = data.row_of(CERTAINTY, certainty="repeated")
    data.set(CERTAINTY, row, kind="contested")
    return [
        "data/vocabularies/directions.csv, kind: no term is of the kind 'both ways'; one is needed",
        f"data/vocabularies/certainty.csv, row {row}, kind: a term of the kind 'contested' stands above; there is one only",
    ]


@holds
def opposites_name_each_other__as_they_are(data):
    pass


@fails
def opposites_name_each_other__none_wrong_and_too_many(data):
    rows = {name: data.row_of(DIRECTIONS, direction=name) for name in ("decreased", "increased", "present")}
    data.set(DIRECTIONS, rows["decreased"], opposite="")
    data.set(DIRECTIONS, rows["present"], opposite="increased")
    file = "data/vocabularies/directions.csv"
    return [
        f"{file}, row {rows['decreased']}, opposite: the cell is empty; a term of the kind 'one way' has an opposite",
        f"{file}, row {rows['increased']}, opposite: 'decreased' does not name 'increased' as its opposite",
        f"{file}, row {rows['present']}, opposite: a term of the kind 'sign' has no opposite",
    ]


@holds
def sides_cover_sides__as_they_are(data):
    pass


@fails
def sides_cover_sides__one_that_is_none(data):
    row = data.row_of(SIDES, side="bilateral")
    data.set(SIDES, row, covers="left middle")
    return [
        f"data/vocabularies/sides.csv, row {row}, covers: 'middle' is no side that covers itself; there are left, right"
    ]


@holds
def agreement_begins_with_one_review__with_a_further_category(data):
    data.append(CERTAINTY, certainty="strong", kind="agreement", at_least="5", colour="#123456", order="6", meaning="five")


@fails
def agreement_begins_with_one_review__none_for_one(data):
    row = data.row_of(CERTAINTY, certainty="single review")
    data.set(CERTAINTY, row, at_least="")
    file = "data/vocabularies/certainty.csv"
    return [
        f"{file}, row {row}, at_least: the cell is empty; a category of agreement asks for a number of reviews",
        f"{file}, at_least: no category is for a single review (1)",
    ]


@holds
def fixed_terms_are_all_there__as_they_are(data):
    pass


@fails
def fixed_terms_are_all_there__rating_gone(data):
    name = "vocabularies/ratings.csv"
    data.write(name, [row for row in data.rows(name) if row[0] != "low"])
    return ["data/vocabularies/ratings.csv, rating: 'low' is missing"]


@holds
def axes_hold_their_null__further_measure(data):
    data.append(MEASURES, measure="z score", kind="difference", scale="linear", null="0", null_meaning="no difference", order="99", meaning="A z score")  # fmt: skip


@fails
def axes_hold_their_null__outside_and_unexplained(data):
    rows = {name: data.row_of(MEASURES, measure=name) for name in ("odds ratio", "AUC", "SMD")}
    data.set(MEASURES, rows["odds ratio"], null="0")
    data.set(MEASURES, rows["AUC"], minimum="2")
    data.set(MEASURES, rows["SMD"], null_meaning="")
    file = "data/vocabularies/measures.csv"
    return [
        f"{file}, row {rows['AUC']}, maximum: 1 is not above the minimum, 2",
        f"{file}, row {rows['AUC']}, null: 0.5 is not on the axis of the measure",
        f"{file}, row {rows['SMD']}, null_meaning: null and null_meaning stand together or not at all",
        f"{file}, row {rows['odds ratio']}, null: 0 is not on the axis of the measure",
    ]


@holds
def one_meaning_of_null_is_one_value__all(data):
    assert len(data.rows("vocabularies/measures.csv")) > 5


@fails
def one_meaning_of_null_is_one_value__one_differs(data):
    row = data.row_of("vocabularies/measures.csv", measure="mean difference")
    data.set("vocabularies/measures.csv", row, null="-1")
    words = "-1 is not 0, as other measures have it for 'no difference between the groups'"
    return [f"data/vocabularies/measures.csv, row {row}, null: {words}"]


# -- rounds of search -----------------------------------------------------------------------------

ROUND = "searches/2026-11"


def with_round(data) -> None:
    """A round of two records that nobody has decided on."""
    (data.folder / ROUND).mkdir(parents=True)
    head = "record_id,title,first_author,year,doi,pmid,databases,read_in,known_as".split(",")
    records = [["R2611-0001", "One work", "Doe, J.", "2026", "10.5555/a.1", "", "Embase", "a.ris:1", ""],
               ["R2611-0002", "Another", "Roe, R.", "2025", "10.5555/a.2", "", "Embase", "a.ris:8", ""]]  # fmt: skip
    data.write(f"{ROUND}/records.csv", [head, *records])
    data.write(f"{ROUND}/decisions.csv", [["record_id", "stage", "rater", "decision", "reason", "date"]])
    data.write(f"{ROUND}/doubtful.csv", [["record_id", "other_id", "why", "title", "other_title", "same"]])
    data.write(f"{ROUND}/unreadable.csv", [["file", "line", "why", "settled"]])
    data.write(f"{ROUND}/exports.csv", [["file", "database", "n"], ["a.ris", "Embase", "2"]])
    settings = 'raters = ["AB", "CD"]\nsettles = "EF"\nwho = ""\n\n[[databases]]\nname = "Embase"\nstring = ""\nlimits = ""\n'
    (data.folder / ROUND / "search.toml").write_text(settings, "utf-8")


@holds
def records_of_a_search_are_all_there__a_round(data):
    with_round(data)


@fails
def records_of_a_search_are_all_there__one_is_lost(data):
    with_round(data)
    data.set(f"{ROUND}/exports.csv", 2, n="3")
    words = "3 records are told of a.ris, and 2 stand in records.csv and unreadable.csv"
    return [f"data/{ROUND}/exports.csv, row 2, n: {words}"]


@holds
def decisions_are_those_of_raters__a_rater_and_who_settles(data):
    with_round(data)
    for rater in ("AB", "EF"):
        data.append(f"{ROUND}/decisions.csv", record_id="R2611-0001", stage="title", rater=rater, decision="include", date="2026-11-02")


@fails
def decisions_are_those_of_raters__a_stranger(data):
    with_round(data)
    data.append(f"{ROUND}/decisions.csv", record_id="R2611-0001", stage="title", rater="ZZ", decision="include", date="2026-11-02")
    return [f"data/{ROUND}/decisions.csv, row 2, rater: 'ZZ' is not one of AB, CD, EF, whom search.toml names"]


@holds
def known_works_are_known__a_review(data):
    with_round(data)
    data.set(f"{ROUND}/records.csv", 2, known_as="zejlon2022")


@fails
def known_works_are_known__nobody_knows_it(data):
    with_round(data)
    data.set(f"{ROUND}/records.csv", 2, known_as="nobody1901")
    return [f"data/{ROUND}/records.csv, row 2, known_as: 'nobody1901' is nothing that the book knows"]


@holds
def closed_searches_are_settled__one_that_is_open(data):
    with_round(data)


@fails
def closed_searches_are_settled__a_count_is_typed(data):
    with_round(data)
    row = data.append("selection.csv", **dict(zip(data.rows("selection.csv")[0], data.rows("selection.csv")[1])) | {"round": "2026-11"})
    return [f"data/selection.csv, row {row}, round: the counts of 2026-11 follow from its records; delete the row"]


@pytest.mark.parametrize("case", HOLDS.values(), ids=HOLDS)
def test_the_rule_holds(data: Data, case):
    case(data)
    assert said(case, data) == []


@pytest.mark.parametrize("case", FAILS.values(), ids=FAILS)
def test_the_rule_speaks(data: Data, case):
    expected = case(data)
    assert expected
    assert said(case, data) == expected


@pytest.mark.parametrize("rule", RULES, ids=BY_NAME)
def test_every_rule_has_its_cases_and_says_what_it_asks(rule):
    assert any(rule_of(case) is rule for case in HOLDS.values()), "no case that holds"
    assert any(rule_of(case) is rule for case in FAILS.values()), "no case that fails"
    assert rule.__doc__ and rule.__doc__.strip().endswith(".")


def test_a_rule_keeps_silent_on_what_the_contract_reports(data: Data):
    """Empty, unknown and doubled values reach the rules too; each is told once, by the contract."""
    data.set("findings.csv", 12, finding_id="", review_id="", metric="nonsense", modality="", origin="nowhere")
    data.set("reviews.csv", 2, review_id="")
    data.set("estimates.csv", 2, value="", measure="", k_studies="many")
    data.set("review-facts.csv", 2, fact="", value="5")
    data.set("review-facts.csv", 3, fact="n_studies", value="")
    data.set("review-facts.csv", 4, fact="search_to", value="")
    data.set("appraisals.csv", 2, item="", answer="")
    data.set("sources.csv", 3, source_id=data.get("sources.csv", 2, "source_id"))
    data.set("vocabularies/metrics.csv", 3, metric=data.get("vocabularies/metrics.csv", 2, "metric"))
    data.set("vocabularies/regions.csv", 3, region="", parent="")
    lines = data.problems()
    assert not [line for line in lines if "nan" in line or "None" in line]
    assert len({line.split(": ")[0] for line in lines}) == len(lines), lines


def test_no_rule_stumbles_over_a_table_without_rows(data: Data):
    for name, table in data.tables().contract.tables.items():
        whole = (data.folder / table.path).read_text("utf-8")
        (data.folder / table.path).write_text(whole.split("\n")[0] + "\n", "utf-8")
        tables = data.tables()
        for rule in rules():
            # Only that it comes to an end: what it says is tested rule by rule.
            for problem in rule(tables):
                assert problem.message, (rule.__name__, name)
        (data.folder / table.path).write_text(whole, "utf-8")
