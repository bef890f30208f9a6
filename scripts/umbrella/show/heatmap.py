"""What heatmaps of evidence are drawn from: rows by system with parts set in, columns by family, words for each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

import pandas as pd

from umbrella import synthesis
from umbrella.figures.heatmap import Line
from umbrella.prose import counted, listed, start
from umbrella.prose.words import in_own_text
from umbrella.show.page import Page
from umbrella.tables.vocabulary import Vocabulary

# A heatmap of more rows than this folds those that one review alone reports, and those of more until few enough are left.
OPEN, MOST = 16, 45


def region_lines(page: Page, claims: pd.DataFrame) -> tuple[list[Line], dict[str, str]]:
    """Rows of a heatmap: regions by system, parts set in beneath their wholes, those of one review folded where there are many.

    Args:
        page: the page they stand on.
        claims: with ``region``, ``subject`` (what a row is called) and ``reviews``.

    Returns:
        The rows, and the row of each subject: its own, or that which gathers the folded ones of its system.
    """
    reviews = {region: set(chain(*group)) for region, group in claims.groupby("region")["reviews"]}
    fold = _fold(claims, reviews)
    kept = {region: len(who) for region, who in reviews.items() if len(who) > fold}
    regions, systems = page.tables.regions, page.tables.vocabulary("systems")
    system = dict(zip(regions["region"], regions["system"]))
    depth = synthesis.nested(kept, regions, page.book.region_ranks())
    lines, row_of = [], {}
    for name in systems.terms:
        group = start(systems.labels[name])
        for region in (region for region in depth if system[region] == name):
            for subject in sorted(claims.loc[claims["region"] == region, "subject"].unique()):
                lines.append(Line(subject, subject, depth[region], group))
                row_of[subject] = subject
        folded = claims[[region not in kept and system[region] == name for region in claims["region"]]]
        if len(folded):
            n, key = folded["subject"].nunique(), f"{name}: more"
            lines.append(Line(key, f"{n} more, each by {_at_most(fold)}", 0, group, aside=True))
            row_of |= dict.fromkeys(folded["subject"], key)
    return lines, row_of


def _fold(claims: pd.DataFrame, reviews: Mapping[str, set[str]]) -> int:
    """The number of reviews up to which regions are folded; 0 where all stand open."""
    subjects = claims.groupby("region")["subject"].nunique().to_dict()
    sizes = sorted({len(who) for who in reviews.values()})
    for fold in (0, *sizes):
        if sum(n for region, n in subjects.items() if len(reviews[region]) > fold) <= (MOST if fold else OPEN):
            return fold
    return 0


def _at_most(n: int) -> str:
    return counted(n, "review") if n == 1 else f"{counted(n, 'review')} at most"


def metric_lines(page: Page, claims: pd.DataFrame) -> list[Line]:
    """Columns of a heatmap: metrics in words, those of a family together, most reported first."""
    family = page.tables.metrics.set_index("metric")["family"].dropna().to_dict()
    total = claims.groupby("metric")["n_reviews"].sum().to_dict()
    share: dict[str, int] = {}
    for metric, n in total.items():
        name = family.get(metric, f"\0{metric}")
        share[name] = share.get(name, 0) + n
    order = sorted(total, key=lambda metric: (-share[(name := family.get(metric, f"\0{metric}"))], name, -total[metric], metric))
    members = [family.get(metric) for metric in order]
    # A heading over a single column would say its name twice.
    return [Line(metric, metric, 0, own if own and members.count(own) > 1 else "") for metric, own in zip(order, members)]


def claim_words(page: Page, what: str, claim: object, looks: Vocabulary) -> str:
    """A cell in words: ``a gyrus, a metric: decreased, two reviews (A 2021, B 2016), one in its own text``."""
    labels, directions = page.book.labels, dict(claim.directions)
    agree = directions.get(claim.direction, ())
    if len(agree) != claim.n_agree:  # contested: reviews report either way
        agree = sorted({review for name, ids in directions.items() if name not in claim.others for review in ids})
    count, _, own = in_own_text(claim.n_agree, claim.n_own).partition(", ")
    told = [f"{what}: {looks.words[claim.direction]}, {count} ({listed(labels[review] for review in agree)}), {own}"]
    for name in claim.others:
        further = listed(labels[review] for review in directions[name] if review not in agree)
        told.append(f"{looks.words[name]} in {further}")
    return "; ".join(told)


def change_words(
    page: Page, what: str, reviews: Sequence[str], own: Sequence[str], unchanged: Sequence[str] = (), none: str = ""
) -> str:
    """Reports of a change of any direction in words: ``a tract: a change in two reviews (A 2021, B 2016), one in its own text``.

    Args:
        page: the page that shows them.
        what: what changes.
        reviews: reviews that report it.
        own: those of them whose own text does.
        unchanged: reviews that found no difference.
        none: how that is said.
    """
    named = lambda ids: listed(page.book.labels[review] for review in ids)  # noqa: E731
    told = []
    if reviews:
        count, _, shown = in_own_text(len(reviews), len(own)).partition(", ")
        told.append(f"a change in {count} ({named(reviews)}), {shown}")
    told += [f"{none} in {named(unchanged)}"] if unchanged else []
    return f"{what}: {'; '.join(told)}"


def folded_cells(cells: pd.DataFrame, row_of: Mapping[str, str], link: str) -> pd.DataFrame:
    """Cells put into their rows; those of rows that are folded gathered, with their number in place of reviews.

    Args:
        cells: cells of single subjects: ``row`` (the subject), ``column``, ``direction``, ``told`` and others.
        row_of: row by subject.
        link: where the gathered cells lead: to the list of all.
    """
    row = cells["row"].map(row_of)
    own = row == cells["row"]
    gathered = [
        {
            "row": key, "column": column, "direction": "", "n_reviews": len(group), "n_shade": 0, "n_own": 0, "link": link,
            "told": f"{column}, {counted(len(group), 'row')} folded: {listed(group['row'])}",
        }
        for (key, column), group in cells[~own].groupby([row[~own], "column"], sort=False)
    ]  # fmt: skip
    shown = cells.assign(n_shade=cells["n_reviews"])[own]
    return pd.concat([shown, pd.DataFrame(gathered, columns=shown.columns)], ignore_index=True) if gathered else shown
