"""Cells on claims: verdict, reviews, what stands behind them, who reports which side."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from umbrella.prose import start
from umbrella.show.page import Page
from umbrella.synthesis import NO_CHANGE, NOT_STATED
from umbrella.tables.vocabulary import Vocabulary

# Begins the number of reviews that state no direction, where it stands beside those that do.
UNSTATED = "+"


def told_claims(page: Page, claims: pd.DataFrame) -> pd.DataFrame:
    """Claims with what a reader wants beside them.

    Args:
        page: the page they stand on.
        claims: rows of :meth:`umbrella.book.Book.supported_claims`.

    Returns:
        The same rows with ``subject``, ``verdict`` (the category links to its rule),
        ``who`` (links to the reviews) and ``behind``, which folds in a line to quote.
    """
    frame = claims.copy()
    frame["subject"] = [page.book.subject(claim) for claim in claims.itertuples()]
    frame["verdict"] = [linked_verdict(page, claim) for claim in claims.itertuples()]
    frame["who"] = [page.review_links(ids) for ids in claims["reviews"]]
    frame["behind"] = [
        Markup('{}<details class="umb-quote"><summary>To quote</summary>{}</details>').format(
            start("; ".join(page.prose.standing(claim))), page.prose.quotation(claim)
        )
        for claim in claims.itertuples()
    ]
    return frame


def linked_verdict(page: Page, claim: object) -> Markup:
    """Direction and certainty of a claim, the category leading to the rule."""
    before, category, after = page.prose.verdict(claim).partition(claim.certainty)
    return Markup("{}{}{}").format(before, page.place("methods.html#certainty", category), after)


def drawn_apart(looks: Vocabulary, others: Mapping[str, int]) -> str | None:
    """What a cell of a heatmap says beside its number: ``+2`` that state no direction, ``○1`` that found no difference."""
    told = (f"{UNSTATED if looks.kinds[name] == NOT_STATED else looks.symbols[name]}{n}" for name, n in others.items())
    return " ".join(told) or None


def apart_key(looks: Vocabulary) -> dict[str, str]:
    """Words for what is drawn apart, by the sign it begins with."""
    unstated = f"{UNSTATED}n = further reviews, {looks.words[looks.of_kind(NOT_STATED)[0]]}"
    return {UNSTATED: unstated, **{looks.symbols[name]: f"{looks.symbols[name]}n = {looks.words[name]} in n" for name in looks.of_kind(NO_CHANGE)}}


def sides_cell(page: Page, sides: Mapping[str, tuple[str, ...]]) -> Markup:
    """Each direction with links to the reviews that report it."""
    return Markup("; ").join(
        Markup("{}: {}").format(page.book.direction(name), page.review_links(ids)) for name, ids in sorted(sides.items())
    )


def contested(page: Page) -> pd.DataFrame:
    """A page's contested claims: the reviews on each side, and on which task, side or population each speaks."""
    frame = page.book.contested(**page.where)
    by_id = page.book.evidence(**page.where).set_index("finding_id")
    frame["subject"] = [page.book.subject(claim) for claim in frame.itertuples()]
    frame["sides"] = [sides_cell(page, sides) for sides in frame["directions"]]
    frame["circumstances"] = [_circumstances(page, by_id.loc[list(ids)]) for ids in frame["findings"]]
    return frame


def _circumstances(page: Page, rows: pd.DataFrame) -> str:
    """What the rows of a claim say of task, side and population, direction by direction."""
    words = []
    for direction, group in rows.groupby("direction"):
        parts = (
            dict.fromkeys(group["side"].dropna())
            | dict.fromkeys(group["context"].dropna())
            | dict.fromkeys(group["population"])
        )
        words.append(f"{page.book.direction(direction)}: {', '.join(parts)}")
    return "; ".join(words)
