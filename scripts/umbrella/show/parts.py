"""Tables and figures that pages of different kinds share."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from umbrella import amstar2, synthesis
from umbrella.figures.forest import forest_plot
from umbrella.figures.style import ANSWER
from umbrella.prose import counted, start
from umbrella.show.frame import Page
from umbrella.tables import Tables


def filled(headings: dict[str, str], frame: pd.DataFrame) -> dict[str, str]:
    """Headings without the columns that are empty throughout, except those a reader expects."""
    return {
        column: heading
        for column, heading in headings.items()
        if column not in ("note", "technique", "context") or frame[column].notna().any()
    }


def answer_counts(tables: Tables, reviews: list[str]) -> pd.DataFrame:
    """AMSTAR 2 answers per item over some reviews.

    Returns:
        Index: items as labels (critical ones with an asterisk); columns: the
        answers of the instrument and ``not answered``; values: reviews.
    """
    items = tables["amstar2-items"].sort_values("item")
    # Answers on which raters differ count as not answered until they are settled.
    settled = amstar2.settled(tables.appraisals.rename(columns={"review_id": "review"}))
    chosen = settled[settled["review"].isin(reviews)]
    answers = [answer for answer in ANSWER if answer != "not answered"]
    counts = (
        chosen.groupby(["item", "answer"])
        .size()
        .unstack(fill_value=0)
        .reindex(index=items["item"], columns=answers, fill_value=0)
    )
    counts["not answered"] = len(reviews) - counts.sum(axis=1)
    counts.index = [f"{row.item} {row.short}{' *' if row.critical == 'yes' else ''}" for row in items.itertuples()]
    return counts.astype(int)


def links_table(page: Page, modality: str | None = None) -> HTML:
    """Links with clinical measures, of one modality or of all."""
    rows = page.tables.rows("correlations", modality=modality) if modality else page.tables.correlations
    frame = page.with_links(rows.sort_values(["modality", "measure", "region", "correlation_id"]))
    frame["modality"] = frame["modality"].map(page.tables.modalities.set_index("modality")["label"])
    headings = {
        "correlation_id": "Row", "modality": "Modality", "metric": "Imaging measure", "region": "Region", "measure": "Clinical measure", "sign": "Sign",
        "population": "Population", "context": "Context", "review": "Review", "source": "Read in", "note": "Note",
    }  # fmt: skip
    if modality:
        del headings["modality"]
    caption = f"{start(counted(len(frame), 'link'))} between imaging and clinical measures. Positive means that both rise together; the sign is given only where the source states it."
    return page.table(
        frame,
        "links",
        caption,
        filled(headings, frame),
        "correlation_id",
        "No included review is credited with a link to a clinical measure in this modality.",
    )


def estimates_table(page: Page, rows: pd.DataFrame) -> HTML:
    """Pooled estimates with what stands behind them."""
    frame = page.with_links(rows)
    frame["estimate"] = [page.prose.estimate(id_) for id_ in frame["estimate_id"]]
    headings = {
        "estimate_id": "Row", "outcome": "Outcome", "measure": "Measure", "estimate": "Estimate", "comparison": "Comparison", "k_studies": "Studies",
        "n_patients": "Patients", "n_controls": "Controls", "review": "Review", "source": "Read in", "note": "Note",
    }  # fmt: skip
    return page.table(
        frame,
        "estimates",
        "Pooled estimates, as the reviews report them.",
        headings,
        "estimate_id",
        "No pooled estimate of this modality was found in the sources read.",
    )


def forest(page: Page, rows: pd.DataFrame, where: str) -> HTML:
    """Forest plots: ratios and proportions never share an axis; the first kind present is drawn."""
    frame = rows[rows["ci_low"].notna()].copy()
    if frame.empty:
        return HTML("")
    ratio = bool((frame["measure"] == "odds ratio").any())
    frame = frame[(frame["measure"] == "odds ratio") == ratio]
    frame["label"] = [f"{row.measure}: {row.outcome}" if not ratio else row.outcome for row in frame.itertuples()]
    frame["estimate"] = [page.prose.estimate(id_) for id_ in frame["estimate_id"]]
    shown = frame.astype({column: "float64" for column in ("value", "ci_low", "ci_high")})
    kind = "Odds ratios, on a logarithmic axis" if ratio else "Diagnostic accuracy, as proportions"
    caption = f"{kind}: pooled estimates in {where} with their confidence intervals. The dashed line marks {'no difference between the groups' if ratio else 'the level of chance for the area under the curve'}."
    alt = f"Forest plot. {'; '.join(f'{row.label}: {row.estimate}' for row in frame.itertuples())}."
    headings = {"outcome": "Outcome", "measure": "Measure", "estimate": "Estimate", "k_studies": "Studies"}
    name = "forest-ratios" if ratio else "forest-accuracy"
    return page.figure(lambda width: forest_plot(shown, width, ratio), name, caption, alt, frame, headings)


def contested(page: Page, findings: pd.DataFrame) -> pd.DataFrame:
    """Contested claims with the reviews on each side, and on which task, side or population each speaks."""
    frame = synthesis.conflicts(findings)
    by_id = findings.set_index("finding_id")
    frame["sides"] = [
        Markup("; ").join(
            Markup("{}: {}").format(direction, page.review_links(ids)) for direction, ids in sorted(sides.items())
        )
        for sides in frame["directions"]
    ]
    frame["circumstances"] = [_circumstances(by_id.loc[list(ids)]) for ids in frame["findings"]]
    return frame


def _circumstances(rows: pd.DataFrame) -> str:
    """What the rows of a claim say of task, side and population, direction by direction."""
    words = []
    for direction, group in rows.groupby("direction"):
        parts = (
            dict.fromkeys(group["side"].dropna())
            | dict.fromkeys(group["context"].dropna())
            | dict.fromkeys(group["population"])
        )
        words.append(f"{direction}: {', '.join(parts)}")
    return "; ".join(words)
