"""Which outlines of a map the reports of change fall on, by the vocabulary of regions, and on which side."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from umbrella import synthesis
from umbrella.book.answers import answer
from umbrella.book.evidence import Evidence

# How a report names what is drawn: the structure itself, or a wider region that it belongs to. A report on a part that
# has no outline of its own is named by that part.
ITSELF, WHOLE = "", "whole"
# The kind of tissues that are a whole by themselves, and the sides a map can show.
WHOLE_KIND = "whole"
HALVES = ("left", "right")


class Outlines(Evidence):
    """Where on a map the reviews report a change."""

    @answer
    def placed(self, **where: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Reports of a change that match: those that can be drawn, and those that cannot; see :func:`placed`."""
        tissues = self.tables.vocabulary("tissues").of_kind(WHOLE_KIND)
        return placed(self.changes(**where), self.tables.regions, synthesis.regions_of(self.tables.regions, tissues))

    @answer
    def outlined(self, **where: str) -> pd.DataFrame:
        """The same by outline, how it is named, and side; see :func:`by_outline`."""
        return by_outline(self.placed(**where)[0], self.terms)

    @answer
    def outlines_of(self) -> dict[str, tuple[str, ...]]:
        """What each report of a change falls on, by its id; findings on nothing that is drawn are absent."""
        drawn, _ = self.placed()
        keys = [outline_key(*pair) for pair in zip(drawn["outline"], drawn["named"])]
        return drawn.assign(key=keys).groupby("finding_id")["key"].agg(tuple).to_dict()


def outline_key(outline: str, named: str) -> str:
    """What the explorer calls the rows on an outline that are named in one way: ``atlas:name`` or ``atlas:name/whole``."""
    return f"{outline}/{named}" if named else outline


def placed(
    findings: pd.DataFrame, regions: pd.DataFrame, wholes: Collection[str] = ()
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Findings that can be drawn, with the outlines they fall on, and those that cannot.

    A finding falls on the outlines of its region. A region is a whole when it
    is listed as one, or when a part of it has fewer of its outlines for itself.
    A region without outlines is marked on the first outline of the nearest
    region it is part of that has some, if that is no whole.

    Args:
        findings: columns ``region`` and any others.
        regions: the vocabulary, with ``region``, ``parent`` and ``atlas``.
        wholes: regions that are wholes by what they are.

    Returns:
        The findings with a row per ``outline`` and how the region is ``named``
        (:data:`ITSELF`, :data:`WHOLE`, or the part that has no outline), and the findings without any.
    """
    atlas = {region: names.split() for region, names in regions.set_index("region")["atlas"].dropna().items()}
    chains = synthesis.ancestors(regions)
    gathering = {
        above for region, names in atlas.items() for above in chains[region] if set(names) < set(atlas.get(above, ()))
    } | set(wholes)
    spots: dict[str, list[tuple[str, str]]] = {}
    for region, chain in chains.items():
        above = next((name for name in chain if name in atlas), None)
        if region in atlas:
            spots[region] = [(outline, WHOLE if region in gathering else ITSELF) for outline in atlas[region]]
        elif above and above not in gathering:
            spots[region] = [(atlas[above][0], region)]
    known = findings["region"].isin(spots)
    drawn = findings[known].assign(spot=findings.loc[known, "region"].map(spots)).explode("spot", ignore_index=True)
    return drawn.assign(outline=drawn["spot"].str[0], named=drawn["spot"].str[1]).drop(columns="spot"), findings[~known]


def by_outline(drawn: pd.DataFrame, terms: synthesis.Terms) -> pd.DataFrame:
    """One row per outline and way it is named: a claim on it.

    Args:
        drawn: findings as :func:`placed` gives them; ``side`` where they have one.
        terms: the terms of the book, with what a side covers.

    Returns:
        ``outline``, ``named`` and the columns of :func:`umbrella.synthesis.claims`, ``regions`` (as reported) and,
        for each half of a map, the number of reviews that speak of that side or of none. Structures named
        themselves first, then by number of reviews and name.
    """
    keys = ["outline", "named"]
    claims = synthesis.claims(drawn, terms, by=keys)
    groups = drawn.groupby(keys)
    told = {half: _reviews_on(drawn, half, terms.covers) for half in HALVES}
    claims = claims.assign(
        regions=[sorted(set(groups.get_group(key)["region"])) for key in zip(claims["outline"], claims["named"])],
        **{half: [told[half].get(key, 0) for key in zip(claims["outline"], claims["named"])] for half in HALVES},
    )
    first = claims["named"].map({ITSELF: 0, WHOLE: 1}).fillna(2)
    return (
        claims.assign(_first=first)
        .sort_values(["_first", "n_reviews", *keys], ascending=[True, False, True, True], ignore_index=True)
        .drop(columns="_first")
    )


def _reviews_on(drawn: pd.DataFrame, half: str, covers: Mapping[str, frozenset[str]]) -> dict[tuple[str, str], int]:
    """Reviews by outline and name that speak of a side, or of no side that a map can show."""
    sides = drawn["side"] if "side" in drawn else pd.Series(None, drawn.index, dtype="object")
    halves = {side: covers.get(side, frozenset({side})) & set(HALVES) for side in sides.dropna().unique()}
    here = sides.map(lambda side: pd.isna(side) or not halves[side] or half in halves[side]).astype(bool)
    return drawn[here].groupby(["outline", "named"])["review_id"].nunique().to_dict()
