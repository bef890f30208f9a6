"""Each rule across tables: a case it accepts, a case it refuses, in its own words.

The sound case of every rule is the repository's data, changed only as the case says.
"""

from __future__ import annotations

import pytest
from spoiled import Data
from umbrella.tables.rules import RULES

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


# -- the edition ----------------------------------------------------------------------------------


def edit_edition(data: Data, old: str, new: str) -> None:
    def change(raw: bytes) -> bytes:
        assert old.encode() in raw, old
        return raw.replace(old.encode(), new.encode(), 1)

    data.spoil("edition.toml", change)


@holds
def edition_is_complete__with_more_than_is_needed(data):
    data.spoil("edition.toml", lambda raw: raw + b'\n[house]\ncolour = "green"\n')


@fails
def edition_is_complete__entry_missing(data):
    edit_edition(data, 'version = "', 'wersion = "')
    return ["data/edition.toml, edition.version: the entry is missing"]


@fails
def edition_is_complete__section_missing(data):
    edit_edition(data, "[retirement]", "[retired]")
    return ["data/edition.toml, retirement.rule: the entry is missing"]


@fails
def edition_is_complete__section_is_a_word(data):
    (data.folder / "edition.toml").write_text(
        'edition = "first"\nsearch = 1\nauthors = {book = "A"}\nretirement = {rule = "R"}\n'
    )
    return [
        f"data/edition.toml, {entry}: the entry is missing"
        for entry in (
            "edition.version",
            "edition.date",
            "edition.title",
            "search.next_due",
            "search.rule",
            "search.databases",
        )
    ]


@fails
def edition_is_complete__date_in_quotes(data):
    edit_edition(data, "next_due = 2025-12-03", 'next_due = "soon"')
    return ["data/edition.toml, search.next_due: 'soon' is not a date as YYYY-MM-DD, without quotation marks"]


@fails
def edition_is_complete__database_without_a_day(data):
    edit_edition(data, "last = 2024-12-03\n", "")
    return ["data/edition.toml, search.databases[1].last: the entry is missing"]


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
def proportions_stay_below_one__one_itself_and_ratios(data):
    data.set("estimates.csv", 2, measure="AUC", value="1", ci_low="0.9", ci_high="1.0")
    data.set("estimates.csv", 3, measure="odds ratio", value="10", ci_low="9", ci_high="11")


@fails
def proportions_stay_below_one__limit_above(data):
    data.set("estimates.csv", 2, measure="sensitivity", value="0.9", ci_low="0.8", ci_high="90")
    return ["data/estimates.csv, row 2, ci_high: 90.0 is more than 1, the largest possible sensitivity"]


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
    return ["data/review-facts.csv, row 2, value: 'about 20' is not a whole number, which n_studies must be"]


@fails
def facts_have_their_type__not_a_date(data):
    data.set("review-facts.csv", 2, fact="search_to", value="December 2024")
    return ["data/review-facts.csv, row 2, value: 'December 2024' is not a date (YYYY, YYYY-MM or YYYY-MM-DD)"]


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
