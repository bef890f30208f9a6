"""Columns that say what stands behind a claim, for every table of claims."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from umbrella.html_tables import link
from umbrella.prose import start
from umbrella.show.frame import Page


def told_claims(page: Page, claims: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Claims with what a reader wants beside them.

    Args:
        page: the page they stand on.
        claims: rows of :func:`umbrella.synthesis.claims`.
        findings: the findings they were made from.

    Returns:
        The same rows with ``verdict`` (the category links to its rule),
        ``who`` (links to the reviews) and ``behind``, which folds in a line to quote.
    """
    frame = claims.copy()
    plain = page.prose.support(claims, findings)
    frame["verdict"] = [linked_verdict(page, row) for row in claims.itertuples()]
    frame["who"] = [page.review_links(ids) for ids in frame["reviews"]]
    frame["behind"] = [
        Markup('{}<details class="umb-quote"><summary>To quote</summary>{}</details>').format(
            start("; ".join(page.prose.standing(claim, own))), line
        )
        for claim, own, line in zip(claims.itertuples(), plain.itertuples(), page.prose.quotes(claims, findings))
    ]
    return frame


def linked_verdict(page: Page, claim: object) -> Markup:
    """Direction and certainty of a claim, the category leading to the rule."""
    before, category, after = page.prose.verdict(claim).partition(claim.certainty)
    return Markup("{}{}{}").format(before, link(page.chapter("methods.html#certainty"), category), after)
