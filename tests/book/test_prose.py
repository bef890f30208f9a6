"""Phrases: grammar on small counts, refusal of misspelt filters, agreement with the tables."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from umbrella import nouns
from umbrella.book import Book
from umbrella.prose import Prose, counted, dated, day, inside, listed, number, start


@pytest.fixture(scope="module")
def prose(tables):
    return Prose(Book(tables))


@pytest.mark.parametrize("n, text", [(0, "no"), (1, "one"), (9, "nine"), (10, "10"), (16781, "16,781")])
def test_number(n, text):
    assert number(n) == text


@pytest.mark.parametrize("n, thing, text", [
    (0, "review", "no review"), (1, "study", "one study"), (2, "study", "two studies"), (12, "clinical measure", "12 clinical measures"), (3, "modality", "three modalities"),
])  # fmt: skip
def test_counted(n, thing, text):
    assert counted(n, thing) == text


@pytest.mark.parametrize(
    "items, text", [([], "none"), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listed(items, text):
    assert listed(items) == text


def test_capitals_and_dates():
    assert start("three reviews") == "Three reviews"
    assert (inside("Diffusion MRI"), inside("MR spectroscopy")) == ("diffusion MRI", "MR spectroscopy")
    assert day(date(2024, 12, 3)) == "3 December 2024"


@pytest.mark.parametrize(
    "value, words", [("2010-12-25", "25 December 2010"), ("2011-04", "April 2011"), ("2010", "2010")]
)
def test_dates_are_as_exact_as_the_tables_give_them(value, words):
    assert dated(value) == words


def test_a_fact_that_dates_is_told_in_words(prose):
    assert prose.fact("foerster2013", "search_to") == "April 2011"


def test_counts_agree_with_the_table(prose, tables):
    rows = tables.findings[
        (tables.findings["modality"] == "diffusion") & (tables.findings["metric"] == "fractional anisotropy")
    ]
    assert prose.n_reviews(modality="diffusion", metric="fractional anisotropy") == rows["review_id"].nunique() > 3
    assert prose.findings() == f"{len(tables.findings)} findings"


def test_a_region_with_its_parts_counts_at_least_itself(prose):
    assert prose.n_reviews(within="temporal lobe") >= prose.n_reviews(region="hippocampus") > 0


@pytest.mark.parametrize(
    "where", [{"modality": "difusion"}, {"region": "precentral girus"}, {"within": "nowhere"}, {"direction": "down"}]
)
def test_a_misspelt_filter_is_refused(prose, where):
    with pytest.raises(ValueError, match="is not a"):
        prose.n_reviews(**where)


def test_an_unknown_column_is_refused(prose):
    with pytest.raises(KeyError):
        prose.n_reviews(smell="sweet")


def test_a_column_that_can_mean_several_things_is_refused(prose):
    with pytest.raises(ValueError, match="say .*direction_kind or .*origin_kind"):
        prose.findings(kind="umbrella review")
    assert prose.findings(origin_kind="umbrella review") not in ("no finding", prose.findings())


def test_a_value_that_a_column_never_has_is_refused(prose):
    with pytest.raises(ValueError, match="'abroad' is no system"):
        prose.findings(system="abroad")


def test_a_claim_in_words(prose):
    assert prose.claim("corticospinal tract", "fractional anisotropy", modality="diffusion").startswith(
        "decreased, consistent, "
    )
    assert prose.claim("brain", "task activation").startswith(
        "brain (motor tasks): contested, three reviews, none in its own text: decreased in three and increased in two / "
    )


def test_citations_come_from_the_rows(prose):
    sign = {"modality": "susceptibility", "metric": "zebra sign"}
    assert prose.cite(region="motor cortex", **sign) == "{cite:p}`kocar2021`" == prose.cite(region="any", **sign)
    with pytest.raises(ValueError, match="nothing to cite"):
        prose.cite(region="motor cortex", direction="increased", **sign)


@pytest.mark.parametrize("table, where, missing", [
    ("findings", {"modality": "perfusion"}, "region and metric"),
    ("findings", {"within": "temporal lobe", "metric": "tNAA"}, "modality"),
    ("correlations", {"measure": "functional disability"}, "modality and region"),
])  # fmt: skip
def test_a_citation_that_does_not_say_what_its_sentence_speaks_of_is_refused(prose, table, where, missing):
    with pytest.raises(ValueError, match=f"say of which {missing} the sentence speaks"):
        prose.cite(table, **where)


def test_estimates_facts_and_totals(prose):
    assert prose.estimate("E0001") == "2.21 (95% CI 1.40 to 3.49)"
    assert prose.fact("kocar2021", "n_studies") == "151"
    assert prose.fact("renga2022", "n_studies") == "not reported in the sources read"
    assert [prose.rated(rating) for rating in ("high", "moderate", "low", "critically low")] == [
        "no",
        "nine",
        "six",
        "three",
    ]


def test_selection_and_edition(prose):
    assert (prose.selected("records identified"), prose.from_databases(), prose.databases_short_by()) == (
        "16,781",
        "16,421",
        "360",
    )
    assert prose.source_searched_to() == "3 December 2024"
    assert prose.next_search() == '<time class="umb-due" datetime="2025-12-03">3 December 2025</time>'


def test_none_is_told_alike_by_prose_and_audit():
    for thing in ("review", "further study"):
        assert counted(0, thing) == nouns.counted(0, thing) == f"no {thing}"
    assert nouns.counted(2000, "study") == "2,000 studies" and counted(2, "further study") == "two further studies"


@pytest.mark.parametrize(
    "estimate, words",
    [("E0001", "2.21 (95% CI 1.40 to 3.49)"), ("E0005", "0.73 (95% CI 0.66 to 0.80)"), ("E0003", None)],
)
def test_estimates_keep_the_digits_they_were_published_with(prose, tables, estimate, words):
    written = tables.as_written("estimates", estimate_id=estimate).iloc[0]
    told = prose.estimate(estimate)
    assert told == words if words else told.startswith(written["value"])
    assert tables.estimates.set_index("estimate_id").at["E0001", "ci_low"] == 1.4


FILLED = """[statements]
contact = "desk@example.org"
funding = "None *at all*."

[[editors]]
name = "A Name"
orcid = "0000-0002-1825-0097"
role = "chair"

[[editors]]
name = "Another"
"""


def test_what_nobody_stated_is_said_once_and_what_a_person_did_stands_as_text(prose, data):
    everything = "editors, contact, funding, competing interests and peer review"
    assert unescape(prose.responsible()) == f"Not stated: {everything}."
    before, _, after = (data.folder / "edition.toml").read_text("utf-8").partition("[statements]")
    (data.folder / "edition.toml").write_text(f"{before}{FILLED}\n[licence]{after.partition('[licence]')[2]}", "utf-8")
    assert data.problems() == []
    words = Prose(Book(data.tables())).responsible()
    assert "*at" not in words  # no markup
    assert unescape(words).splitlines() == [
        "- **Editors.** A Name, chair ([0000-0002-1825-0097](https://orcid.org/0000-0002-1825-0097)); Another",
        "- **Contact.** [desk@example.org](mailto:desk@example.org)",
        "- **Funding.** None *at all*.",
        "- Not stated: competing interests and peer review.",
    ]


def test_what_an_editor_cannot_be_is_said_with_its_place(data):
    wrong = (
        FILLED.replace("desk@example.org", "by post").replace("-0097", "").replace('"Another"', '"Another"\nage = 3')
    )
    data.spoil(
        "edition.toml",
        lambda raw: raw.partition(b"[statements]")[0] + wrong.encode() + b'\n[licence]\ntext = "A"\ncode = "B"\n',
    )
    assert data.problems() == [
        'data/edition.toml, editors[1].orcid: \'0000-0002-1825\' is not an ORCID iD such as "0000-0002-1825-0097", or ""',
        "data/edition.toml, editors[2]: 'age' is not one of name, orcid, role",
        "data/edition.toml, statements.contact: 'by post' is not an e-mail address, an address that begins with "
        'https://, or ""',
    ]
