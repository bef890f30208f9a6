"""Tables and figures that pages of different kinds share."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from umbrella.figures.forest import forest_plot
from umbrella.prose import counted, start
from umbrella.show.page import Page


def filled(headings: dict[str, str], frame: pd.DataFrame) -> dict[str, str]:
    """Headings without the columns that are empty throughout, except those a reader expects."""
    return {
        column: heading
        for column, heading in headings.items()
        if column not in ("note", "technique", "context") or frame[column].notna().any()
    }


def links_table(page: Page, modality: str | None = None) -> HTML:
    """Links with clinical measures, of one modality or of all."""
    rows = page.tables.rows("correlations", modality=modality) if modality else page.tables.correlations
    frame = page.with_links(rows.sort_values(["modality", "measure", "region", "correlation_id"]))
    frame["modality"] = frame["modality"].map(page.book.modality_labels)
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
