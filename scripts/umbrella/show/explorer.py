"""The evidence explorer: every finding, link and estimate in one table that can be filtered, sorted and downloaded.

The page is complete without a script: the rows are plain HTML and the form
stays hidden. The script (``explorer.js``) stands in the page itself, since
Jupyter Book would put a file of its own on every page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from umbrella import html_tables, synthesis
from umbrella.book.outlines import WHOLE
from umbrella.figures import outlines
from umbrella.html_tables import link
from umbrella.markup import in_script
from umbrella.prose import counted, start
from umbrella.show.page import Page

# The search page reads words in the same way.
WORDS = Path(__file__).with_name("words.js")
SCRIPTS = (WORDS, Path(__file__).with_name("explorer.js"))
# Columns and facets with their headings; in braces what the data have a label for.
HEADINGS = {
    "link": "Row", "region": "{region}", "metric": "{metric}", "result": "Result", "review": "Review", "modality": "{modality}",
    "population": "Population", "certainty": "Certainty", "source": "Read in", "details": "Details", "kind": "Kind",
}  # fmt: skip
FINDING, LINK, ESTIMATE = "finding", "link", "pooled estimate"
# The facets: all but the kind stand under a heading that opens them, so that rows are in sight at once.
FACETS = {
    "kind": "Kind", "modality": "{modality}", "region": "{region}", "metric": "{metric}", "direction": "Direction or sign",
    "measure": "{outcome}", "certainty": "Certainty of the claim", "review": "Review", "origin": "Shown by",
    "population": "Population", "task": "Task", "side": "Side", "counted": "Counted as evidence", "outline": "Structure on the maps",
}  # fmt: skip
OWN, CREDITED = "the review's own text", "another text's word"
FORM = Markup("""<form class="umb-filters" id="explorer-form" role="search" aria-label="Filter the evidence" hidden>
<p class="umb-field umb-words"><label for="explorer-q">Words</label><input type="search" id="explorer-q" name="q" autocomplete="off" spellcheck="false"></p>
<details class="umb-more"><summary>Filter by {kinds}, direction, {outcome}, review and more</summary><div class="umb-filters-more">{facets}
<p class="umb-field umb-check"><label><input type="checkbox" name="exact" value="1"> the {region} itself, without its parts</label></p></div></details>
<p class="umb-actions"><output id="explorer-count" aria-live="polite">{count}</output> <span id="explorer-chips" class="umb-chips" hidden></span>
<button type="reset">Clear filters</button> <button type="button" id="explorer-download">Download these rows (CSV)</button></p>
<p id="explorer-near" aria-live="polite" hidden></p>
</form>
<script type="application/json" id="explorer-wording">{wording}</script>
<script>document.getElementById("explorer-form").hidden = false;</script>""")


def _outline_label(key: str) -> str:
    """What a structure on a map is called, with how it is named there if not by itself."""
    outline, _, named = key.partition("/")
    label = start(outlines.labels()[outline])
    return f"{label}, with a wider region" if named == WHOLE else f"{label}: {named}" if named else label


REST = Markup('<p class="umb-rest" hidden><button type="button" id="explorer-rest">Show all rows</button></p>')


class ExplorerParts(Page):
    """What lets readers look at any row."""

    def evidence_explorer(self) -> HTML:
        """All rows with a form to filter them, and the script that does it."""
        rows = self.explorer_rows()
        if rows.empty:
            return self.nothing()
        facets = Markup("\n").join(self._facet(name, label, rows) for name, label in self._called(FACETS).items())
        called = self.book.called
        form = FORM.format(
            facets=facets,
            count=counted(len(rows), "row"),
            wording=Markup(in_script(self.book.wording)),
            kinds=", ".join(called(term) for term in ("modality", "region", "metric")),
            outcome=called("outcome"),
            region=called("region"),
        )
        caption = f"Every finding, every link with a {called('outcome')} and every pooled estimate, one row each. The number of a row is its address."
        table = html_tables.table(rows, caption, "tab-explorer", self._called(HEADINGS), "id", row_data="data")
        script = Markup("<script>\n{}</script>").format(Markup("\n".join(script.read_text("utf-8") for script in SCRIPTS)))
        return HTML(Markup('<div class="umb-explorer">{}{}{}{}</div>').format(form, table, REST, script))

    def _called(self, headings: Mapping[str, str]) -> dict[str, str]:
        """Headings with the labels of the book in their places."""
        labels = self.tables.vocabulary("labels").column("singular")
        return {name: start(heading.format(**labels)) for name, heading in headings.items()}

    @cached_property
    def _kinds(self) -> dict[str, str]:
        """What the kinds of rows are called."""
        return {FINDING: FINDING, LINK: self.book.called("link"), ESTIMATE: ESTIMATE}

    def explorer_rows(self) -> pd.DataFrame:
        """All rows: the columns of the table, ``id``, and ``data`` with what each facet knows of the row."""
        return pd.DataFrame([*self._finding_rows(), *self._link_rows(), *self._estimate_rows()])

    def _finding_rows(self) -> Iterator[dict]:
        unchanged = self.book.terms.directions.of_kind(synthesis.NO_CHANGE)
        contrasts = self.tables.vocabulary("contrasts").words
        claims = {row_id: claim for claim in self.book.claims().itertuples() for row_id in claim.findings}
        support = {claim.Index: self.prose.support(claim) for claim in claims.values()}
        outlined = self.book.outlines_of()
        for row in self.tables.findings.itertuples():
            claim = claims.get(row.finding_id)
            sure = claim.certainty if claim else None
            details = (f"GRADE: {row.grade}" if pd.notna(row.grade) else None, row.comparator, row.side, row.technique, row.context, contrasts.get(row.contrast))
            yield self._row(
                FINDING, row.finding_id, row, self._direction[row.direction], details,
                direction=row.direction, certainty=sure or "not counted", task=row.task, side=row.side,
                support=f"{sure}: {support[claim.Index]}" if claim else "not counted", counted="yes" if sure else "no",
                change="yes" if sure and row.direction not in unchanged else "no",
                outline="|".join(outlined.get(row.finding_id, ())) or None,
            )  # fmt: skip

    def _link_rows(self) -> Iterator[dict]:
        signs = self.tables.vocabulary("signs")
        for row in self.tables.correlations.itertuples():
            unstated = signs.kinds[row.sign] == synthesis.NOT_STATED
            result = "link with" if unstated else f"{signs.labels[row.sign]} link with"
            yield self._row(LINK, row.correlation_id, row, f"{result} {row.measure}", (row.context,),
                            direction=f"link: {row.sign}", measure=row.measure)  # fmt: skip

    def _estimate_rows(self) -> Iterator[dict]:
        for row in self.tables.estimates.itertuples():
            result = f"{row.measure} {self.prose.estimate(row.estimate_id)}"
            yield self._row(ESTIMATE, row.estimate_id, row, result, (row.outcome, row.comparison))

    def _row(self, kind: str, row_id: str, row, result: str | Markup, details: tuple, support: str = "", **facets: str) -> dict:
        """A row of the table, with certainty and support of its claim; a facet that says nothing of it is left out of its data."""
        population = getattr(row, "population", None)
        data = {
            "kind": kind, "modality": row.modality, "region": self._upward(row.region), "metric": row.metric, "population": population,
            "review": row.review_id, "origin": CREDITED if row.origin == self.book.main_source else OWN,
            "also": self._short.get(row.metric), **facets,
        }  # fmt: skip
        return {
            "id": row_id, "link": link(f"#{row_id}", row_id), "kind": self._kinds[kind], "region": row.region, "metric": row.metric, "result": result,
            "modality": self.place(f"{row.modality}.html#{row_id}", self.book.modality_labels[row.modality]),
            "population": self.book.population_labels.get(population), "review": self._review[row.review_id],
            "source": self.source_cell(row.origin, row.locator), "certainty": support or Markup(""),
            "details": "; ".join(part for part in (*details, row.note) if pd.notna(part)) or Markup(""),
            "data": {name: value for name, value in data.items() if pd.notna(value)},
        }  # fmt: skip

    def _upward(self, region: str) -> str | None:
        """A region with all it is part of, nearest first."""
        return "|".join((region, *self._chains[region])) if pd.notna(region) else None

    def _facet(self, name: str, label: str, rows: pd.DataFrame) -> Markup:
        """A choice of one value of a facet; values in the order a reader expects."""
        used = {value for data in rows["data"] for value in str(data.get(name, "")).split("|") if value}
        if name == "review":
            used |= set(self.book.labels)  # one without a row is in the book too
        if not used:
            return Markup("")
        options = Markup("").join(
            Markup('<option value="{}">{}</option>').format(value, text)
            for value, text in self._labels(name, used).items()
            if value in used
        )
        return Markup(
            '<p class="umb-field"><label for="explorer-{0}">{1}</label><select id="explorer-{0}" name="{0}">'
            '<option value="">all</option>{2}</select></p>'
        ).format(name, label, options)

    def _labels(self, name: str, used: set[str]) -> Mapping[str, str]:
        """Label by value of a facet, in order."""
        known = {
            "kind": self._kinds,
            "modality": self.book.modality_labels,
            "region": self._indented,
            "direction": self.tables.vocabulary("directions").labels,
            "certainty": dict.fromkeys((*self.book.terms.certainty, "not counted")),
            "review": self.book.labels,
            "task": self.tables.vocabulary("tasks").labels,
            "origin": dict.fromkeys((OWN, CREDITED)),
            "population": self.book.population_labels,
            "outline": dict(sorted(((key, _outline_label(key)) for key in used), key=lambda item: item[1])) if name == "outline" else {},
        }.get(name, {})
        rest = sorted(used - set(known), key=str.casefold)
        return {value: text or value for value, text in {**known, **dict.fromkeys(rest)}.items()}

    # What many rows share, worked out once

    @cached_property
    def _review(self) -> dict[str, Markup]:
        return {review_id: self.review_link(review_id) for review_id in self.book.labels}

    @cached_property
    def _direction(self) -> dict[str, Markup]:
        return {direction: self.direction_cell(direction) for direction in self.tables.vocabulary("directions").terms}

    @cached_property
    def _short(self) -> dict[str, str]:
        metrics = self.tables.metrics
        return dict(zip(metrics["metric"], metrics["abbreviation"]))

    @cached_property
    def _chains(self) -> dict[str, tuple[str, ...]]:
        return synthesis.ancestors(self.tables.regions)

    @cached_property
    def _indented(self) -> dict[str, str]:
        """Regions with their parts below them, each part set in under its whole."""
        paths = {region: (*reversed(chain), region) for region, chain in self._chains.items()}
        return {
            region: "\u2003" * (len(path) - 1) + region
            for region, path in sorted(paths.items(), key=lambda item: item[1])
        }
