"""Tables and figures that pages of different kinds share."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from umbrella.figures.forest import forest_plot
from umbrella.prose import counted, listed, start
from umbrella.show.page import Page
from umbrella.tables.vocabulary import Vocabulary


def links_table(page: Page, modality: str | None = None) -> HTML:
    """Links with clinical measures, of one modality or of all."""
    rows = page.tables.rows("correlations", modality=modality) if modality else page.tables.correlations
    frame = page.with_links(rows.sort_values(["modality", "measure", "region", "correlation_id"]))
    frame["modality"] = frame["modality"].map(page.book.modality_labels)
    columns = f"correlation_id {'' if modality else 'modality'} metric region measure sign population context review source note"
    headings = page.headings("correlations", columns)
    caption = f"{start(counted(len(frame), 'link'))} between {page.several('exposure')} and {page.several('outcome')}. Positive means that both rise together; the sign is given only where the source states it."
    nothing = f"No included review is credited with a link to a {page.book.called('outcome')} in this {page.book.called('modality')}."
    return page.table(frame, "links", caption, headings, "correlation_id", nothing)


def estimates_table(page: Page, rows: pd.DataFrame) -> HTML:
    """Pooled estimates with what stands behind them."""
    frame = page.with_links(rows)
    frame["estimate"] = [page.prose.estimate(id_) for id_ in frame["estimate_id"]]
    frame["effect"] = [_favours(page, row) for row in rows.itertuples()]
    columns = "estimate_id outcome measure estimate effect comparison k_studies n_patients n_controls i2 review source note"
    headings = page.headings("estimates", columns, estimate="Estimate", effect="Favours")
    caption = "Pooled estimates, as the reviews report them."
    nothing = f"No pooled estimate of this {page.book.called('modality')} was found in the sources read."
    return page.table(frame, "estimates", caption, headings, "estimate_id", nothing)


def forest(page: Page, rows: pd.DataFrame, where: str, kinds: tuple[str, ...] = (), but: tuple[str, ...] = ()) -> HTML:
    """Forest plots of estimates with intervals: one for each kind, axis and null value, which measures of a figure share.

    Args:
        page: the page they stand on.
        rows: rows of ``estimates``.
        where: what the estimates are of, as captions say it.
        kinds: kinds of ``measures`` to draw; all by default.
        but: kinds to leave out, as they stand elsewhere.

    Raises:
        ValueError: an estimate's measure, or a kind asked for, is not in the vocabulary.
    """
    measures = page.tables.vocabulary("measures")
    if unknown := sorted({*rows["measure"]} - {*measures.terms} | {*kinds, *but} - {*measures.kinds.values()}):
        raise ValueError(f"{', '.join(unknown)}: no measure or kind of measure is called so")
    rows = rows[rows["ci_low"].notna() & rows["ci_high"].notna()]
    shared: dict[tuple, list[str]] = {}
    for measure in measures.terms:
        kind = measures.kinds[measure]
        if (kind in kinds or not kinds) and kind not in but and (rows["measure"] == measure).any():
            null = measures.column("null").get(measure)
            # Where more is good and where more is bad, the same side of the null means opposite things.
            for meaning in dict.fromkeys(_meaning(page, row, null) for row in rows[rows["measure"] == measure].itertuples()):
                axis = (kind, measures.column("scale")[measure], null, meaning)
                shared.setdefault(axis, []).append(measure)
    names, figures = [], []
    for (kind, scale, null, meaning), together in shared.items():
        names.append(kind)
        name = f"forest-{kind}" + (f"-{names.count(kind)}" if names.count(kind) > 1 else "")
        own = [row.measure in together and _meaning(page, row, null) == meaning for row in rows.itertuples()]
        figures.append(_forest(page, rows[own], where, name, scale, null, meaning).data)
    return HTML(Markup("").join(figures)) if figures else page.nothing()


def _meaning(page: Page, row, null: float | None) -> str | None:
    """What more of the outcome of an estimate means for people; None where that, or a null value, is not known."""
    return None if null is None or pd.isna(row.region) else page.book.higher_is(row.region)


def _sides(page: Page, meaning: str | None) -> tuple[str, str] | None:
    """What lies below and above the null value."""
    thing = page.book.called("modality")
    sides = (f"against the {thing}", f"favours the {thing}")
    return None if meaning is None else sides if meaning == "benefit" else sides[::-1]


def _favours(page: Page, row) -> str | None:
    """Whom an estimate favours, where its interval leaves the null value on one side; None where no vocabulary says so."""
    null = page.tables.vocabulary("measures").column("null").get(row.measure)
    sides = _sides(page, _meaning(page, row, null))
    if sides is None or pd.isna(row.ci_low) or pd.isna(row.ci_high):
        return None
    if row.ci_low <= null <= row.ci_high:
        return "neither, by its interval"
    return sides[int(row.ci_low > null)].replace("favours the ", "the ")


def _forest(page: Page, rows: pd.DataFrame, where: str, name: str, scale: str, null: float | None, meaning: str | None) -> HTML:
    """One forest plot; its measures have one axis, and more of its outcomes means one thing."""
    measures, frame = page.tables.vocabulary("measures"), rows.copy()
    present = [measure for measure in measures.terms if measure in set(frame["measure"])]
    lows, highs = _of(measures, "minimum", present), _of(measures, "maximum", present)
    limits = (min(lows), max(highs)) if len(lows) == len(highs) == len(present) else None
    frame["label"] = frame["outcome"] if len(present) == 1 else frame["measure"] + ": " + frame["outcome"]
    frame["estimate"] = [page.prose.estimate(id_) for id_ in frame["estimate_id"]]
    frame["told"] = [page.prose.estimate(id_, level=False) for id_ in frame["estimate_id"]]
    shown = frame.astype({column: "float64" for column in ("value", "ci_low", "ci_high")})
    line = "" if null is None else f" The dashed line marks {measures.column('null_meaning')[present[0]]}."
    sides = _sides(page, meaning)
    if sides:
        line += f" Values below it are {sides[0].replace('favours', 'in favour of')}, those above it {sides[1].replace('favours', 'in favour of')}."
    axis = ", on a logarithmic axis" if scale == "log" else ""
    caption = f"{start(listed(present))}: pooled estimates in {where} with their confidence intervals{axis}.{line}"
    alt = f"Forest plot. {'; '.join(f'{row.measure}, {row.outcome}: {row.estimate}' for row in frame.itertuples())}."
    headings = page.headings("estimates", "outcome measure estimate k_studies", estimate="Estimate")
    return page.figure(
        lambda width: forest_plot(shown, width, scale, null, limits, sides), name, caption, alt, frame, headings
    )


def _of(measures: Vocabulary, column: str, terms: list[str]) -> list[float]:
    """The values that some measures have in a column of numbers."""
    values = measures.column(column)
    return [float(values[term]) for term in terms if term in values]
