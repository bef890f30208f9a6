"""Rules on credit: which review is credited with what, and whether its own text speaks of it.

An own text here is an abstract, a record or part of a table. It can show that
a review is about something else; it can hardly show that a review does not
mention a thing. A mismatch therefore means no more than that no support was
found in what was read.
"""

from __future__ import annotations

import pandas as pd

from umbrella import synthesis
from umbrella.audit.arguments import Arguments, figures
from umbrella.audit.verdict import (
    DIFFERS,
    HOLDS,
    OPEN,
    UNSUPPORTED,
    Tables,
    Verdict,
    first_hand,
    rows_of,
    rule,
    second_hand,
)
from umbrella.nouns import counted


def _findings(tables: Tables, ids: tuple[str, ...]) -> pd.DataFrame:
    """Findings by id; refuses an id that does not exist, which would be judged without a word."""
    findings = tables["findings"].set_index("finding_id", drop=False)
    if unknown := [key for key in ids if key not in findings.index]:
        raise ValueError(f"{unknown[0]!r} is not a finding")
    return findings.loc[list(ids)]


@rule
def credit_fits_own_text(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """What a review is credited with agrees with the findings and the limits in its own text.

    Arguments: ``findings`` (credited ids, all of one review), ``against``
    (the column compared: modality, metric or region), ``only`` (the fact of
    the review's own text that says what it is limited to). Regions agree when
    one is part of the other.
    """
    arguments.allow("findings", "against", "only")
    credited, column = _findings(tables, arguments.many("findings")), arguments.one("against")
    if column not in ("modality", "metric", "region") or credited["review_id"].nunique() != 1:
        raise ValueError("findings must be of one review, against one of modality, metric, region")
    review = credited["review_id"].iloc[0]
    own = first_hand(tables, "findings")
    own = own[own["review_id"] == review]
    rows = (*rows_of("findings", [*credited["finding_id"], *own["finding_id"]]), *rows_of("reviews", [review]))
    spoken = list(dict.fromkeys(own[column]))
    limits = first_hand(tables, "review-facts")
    limits = limits[(limits["review_id"] == review) & limits["fact"].isin(arguments.get("only", ()))]
    missing = [value for value in dict.fromkeys(credited[column]) if not _spoken_of(tables, column, value, spoken)]
    text = f"own text: {', '.join(spoken) or 'no finding read'}"
    if not spoken:
        return Verdict(OPEN, text, rows, "No finding was read in the review's own text.")
    if not missing:
        return Verdict(HOLDS, text, rows, "The review's own text speaks of it too.")
    bound = f" It limits the review to: {'; '.join(limits['value'])}." if len(limits) else ""
    explanation = (
        f"As far as the abstract shows, the review's own text speaks of {', '.join(spoken)}, not of {', '.join(missing)}.{bound}"
    )  # fmt: skip
    return Verdict(UNSUPPORTED, text, rows, explanation)


def _spoken_of(tables: Tables, column: str, value: str, spoken: list[str]) -> bool:
    if column != "region":
        return value in spoken
    chains = synthesis.ancestors(tables["regions"])
    return any(value == other or value in chains[other] or other in chains[value] for other in spoken)


@rule
def every_review_is_credited(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """Each included review, or the ones named, is credited with a result in the source.

    Results are findings, links with clinical measures and estimates.
    Arguments: ``reviews`` (ids; all by default).
    """
    arguments.allow("reviews")
    known = list(tables["reviews"]["review_id"])
    asked = list(arguments.get("reviews", known))
    if unknown := [key for key in asked if key not in known]:
        raise ValueError(f"{unknown[0]!r} is not a review")
    credits = pd.concat([second_hand(tables, name)["review_id"] for name in ("findings", "correlations", "estimates")])
    heard = set(credits)
    silent = [key for key in asked if key not in heard]
    labels = tables["reviews"].set_index("review_id")["label"]
    n = len(asked) - len(silent)
    explanation = f"Credited with no result in the text of the source: {', '.join(labels[silent]) or 'none'}."
    text = f"{n} of {len(asked)} reviews" if len(asked) > 1 else counted(int((credits == asked[0]).sum()), "result")
    return Verdict(UNSUPPORTED if silent else HOLDS, text, rows_of("reviews", silent or asked), explanation)


@rule
def estimates_stand_in_source(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """Each pooled estimate with an interval in a review's own text stands in the source too.

    Arguments: ``reviews`` (ids; all by default).
    """
    arguments.allow("reviews")
    own = first_hand(tables, "estimates")
    own = own[own["ci_low"].notna() & own["review_id"].isin(arguments.get("reviews", tuple(own["review_id"])))]
    there = second_hand(tables, "estimates")
    told = set(zip(there["review_id"], there["measure"], there["outcome"]))
    missing = own.loc[[key not in told for key in zip(own["review_id"], own["measure"], own["outcome"])]]
    if own.empty:
        return Verdict(OPEN, "none read", (), "No pooled estimate was read in the reviews' own texts.")
    labels = tables["reviews"].set_index("review_id")["label"]
    read_in = ", ".join(dict.fromkeys(labels[list(own["review_id"])]))
    return Verdict(
        UNSUPPORTED if len(missing) else HOLDS, f"{len(own) - len(missing)} of {len(own)} estimates",
        rows_of("estimates", own["estimate_id"]), f"Read in the own texts of {read_in}.",
    )  # fmt: skip


@rule
def only_included_reviews_are_cited(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """No result is credited to a work that is not an included review."""
    arguments.allow()
    outside = tables["outside-findings"]
    works = sorted(set(outside["citation_key"]))
    text = f"{counted(len(outside), 'finding')} of {counted(len(works), 'other work')}"
    explanation = f"Credited beside the included reviews: {', '.join(works) or 'no other work'}."
    return Verdict(
        DIFFERS if len(outside) else HOLDS, text if len(outside) else "none",
        rows_of("outside-findings", outside["outside_id"]), explanation,
    )  # fmt: skip


@rule
def section_keeps_to_modality(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """Findings read in a section of the source belong to the section's modality.

    Arguments: ``section`` (beginning of the locator), ``modality``.
    """
    arguments.allow("section", "modality")
    here = second_hand(tables, "findings")
    here = here[here["locator"].str.startswith(f"{arguments.one('section')},")]
    other = here[here["modality"] != arguments.one("modality")]
    metrics = ", ".join(dict.fromkeys(other["metric"]))
    explanation = f"Measures of another modality in this section: {metrics or 'none'}."
    return Verdict(
        DIFFERS if len(other) else HOLDS if len(here) else OPEN, f"{len(here) - len(other)} of {len(here)} findings",
        rows_of("findings", other["finding_id"]), explanation,
    )  # fmt: skip


@rule
def reviews_are_cited_in_number(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """As many reviews are credited with a finding as the source cites for it.

    Arguments: ``locator`` (of the sentence), ``metric``, ``region``. It keeps the
    book's own rows in step with the sentence they come from.
    """
    arguments.allow("locator", "metric", "region")
    here = second_hand(tables, "findings")
    here = here[
        (here["locator"] == arguments.one("locator"))
        & (here["metric"] == arguments.one("metric"))
        & (here["region"] == arguments.one("region"))
    ]
    numbers = tables["reviews"].set_index("review_id")["source_number"]
    cited = sorted(int(numbers[key]) for key in set(here["review_id"]))
    agrees = cited == sorted(figures(stated))
    explanation = f"The tables credit references {', '.join(map(str, cited)) or 'none'}."
    return Verdict(
        HOLDS if agrees else DIFFERS, ", ".join(map(str, cited)) or "none",
        rows_of("findings", here["finding_id"]), explanation,
    )  # fmt: skip
