"""Tables and figures that pages of different kinds share."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from umbrella.figures.forest import forest_plot
from umbrella.prose import counted, start
from umbrella.show.page import Page
from umbrella.tables.vocabulary import Vocabulary


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


# One axis for each kind of measure, and the name of its figure on the page.
AXES = {
    ("ratio",): ("forest-ratios", "Ratios, on a logarithmic axis"),
    ("difference",): ("forest-differences", "Differences"),
    ("correlation",): ("forest-correlations", "Correlations"),
    ("accuracy", "proportion"): ("forest-accuracy", "Diagnostic accuracy and other proportions"),
}


def forest(page: Page, rows: pd.DataFrame, where: str, *kinds: str) -> HTML:
    """Forest plots of estimates with intervals: one for each kind of measure present, as kinds never share an axis.

    Args:
        page: the page they stand on.
        rows: rows of ``estimates``.
        where: what the estimates are of, as captions say it.
        kinds: kinds of ``measures`` to draw; all by default.
    """
    measures = page.tables.vocabulary("measures")
    rows = rows[rows["ci_low"].notna() & rows["ci_high"].notna()]
    figures = []
    for group, (name, title) in AXES.items():
        of_kind = measures.of_kind(*(kind for kind in group if not kinds or kind in kinds))
        frame = rows[rows["measure"].isin(of_kind)]
        if not frame.empty:
            figures.append(_forest(page, frame, where, name, title).data)
    return HTML(Markup("").join(figures))


def _forest(page: Page, rows: pd.DataFrame, where: str, name: str, title: str) -> HTML:
    """One forest plot; its measures have one scale."""
    measures, frame = page.tables.vocabulary("measures"), rows.copy()
    present = list(dict.fromkeys(frame["measure"]))
    scale, null = measures.column("scale")[present[0]], next(iter(_of(measures, "null", present)), None)
    lows, highs = _of(measures, "minimum", present), _of(measures, "maximum", present)
    limits = (min(lows), max(highs)) if len(lows) == len(highs) == len(present) else None
    several = len(present) > 1 or name == "forest-accuracy"
    frame["label"] = [f"{row.measure}: {row.outcome}" if several else row.outcome for row in frame.itertuples()]
    frame["estimate"] = [page.prose.estimate(id_) for id_ in frame["estimate_id"]]
    shown = frame.astype({column: "float64" for column in ("value", "ci_low", "ci_high")})
    meaning = next((measures.column("null_meaning")[each] for each in present if each in measures.column("null")), None)
    line = f" The dashed line marks {meaning}." if meaning else ""
    caption = f"{title}: pooled estimates in {where} with their confidence intervals.{line}"
    alt = f"Forest plot. {'; '.join(f'{row.label}: {row.estimate}' for row in frame.itertuples())}."
    headings = {"outcome": "Outcome", "measure": "Measure", "estimate": "Estimate", "k_studies": "Studies"}
    return page.figure(
        lambda width: forest_plot(shown, width, scale, null, limits), name, caption, alt, frame, headings
    )


def _of(measures: Vocabulary, column: str, terms: list[str]) -> list[float]:
    """The values that some measures have in a column of numbers."""
    values = measures.column(column)
    return [float(values[term]) for term in terms if term in values]
