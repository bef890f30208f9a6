"""The parts of a modality chapter, in the order of its plan."""

from __future__ import annotations

from functools import cached_property

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from umbrella import amstar2
from umbrella.book import Book
from umbrella.figures.heatmap import evidence_heatmap
from umbrella.figures.spans import span_chart
from umbrella.prose import counted, inside, listed, number, start
from umbrella.prose.quality import rating_told
from umbrella.prose.words import in_own_text, noun
from umbrella.show.brain import ModalityBrain
from umbrella.show.claims import apart_key, contested, drawn_apart, told_claims
from umbrella.show.heatmap import claim_words, folded_cells, metric_lines, region_lines
from umbrella.show.quality import BOUNDS_HEADINGS, RatingParts
from umbrella.show.shared_tables import estimates_table, forest, links_table
from umbrella.synthesis import APART
from umbrella.synthesis.views import seen_elsewhere


class ModalityPage(ModalityBrain, RatingParts):
    """One modality: every figure and table is restricted to its rows.

    Attributes:
        modality: key of the modality.
        label: its name, as readers see it.
    """

    def __init__(self, book: Book, modality: str):
        super().__init__(book)
        labels = book.modality_labels
        if modality not in labels:
            raise ValueError(f"{modality!r} is not one of {', '.join(labels)}")
        self.modality, self.label = modality, labels[modality]
        self.where = {"modality": modality}

    @property
    def rows(self) -> pd.DataFrame:
        """The findings of this modality."""
        return self.tables.rows("findings", modality=self.modality)

    @cached_property
    def claims(self) -> pd.DataFrame:
        """Its claims, firmest first, with the verdict in words and links to the reviews."""
        frame = told_claims(self, self.book.supported_claims(**self.where))
        frame["count"] = [
            self.explorer_link(row.n_reviews, f"{row.subject}, {row.metric}", **self._behind(row))
            for row in frame.itertuples()
        ]
        return frame

    def _behind(self, claim) -> dict[str, str]:
        """What the explorer must be filtered to, to show the rows a claim counts."""
        return {
            "kind": "finding", "modality": self.modality, "region": claim.region, "metric": claim.metric,
            "counted": "yes", "exact": "1",
            **{name: value for name in APART if (value := getattr(claim, name))},
        }  # fmt: skip

    @property
    def claim_headings(self) -> dict[str, str]:
        """Columns of a table of claims with their headings."""
        return {
            "subject": self.one("region"),
            "metric": self.one("metric"),
            "verdict": "Direction and certainty",
            "count": "Reviews",
            "who": "Which",
            "behind": "What stands behind it",
        }

    def claims_table(self) -> HTML:
        """Every claim with its certainty, firmest first."""
        rules = Markup("The categories are defined in {}.").format(self.place("methods.html#certainty", "the methods"))
        what = f"What the reviews report in {inside(self.label)}, by {self.book.called('region')} and {self.book.called('metric')}. "
        caption = Markup("{}{}").format(what, rules if self.has_chapter("methods") else "")
        return self.table(self.claims, "claims", caption, self.claim_headings)

    def evidence_heatmap(self) -> HTML:
        """Region by metric: direction, number of reviews."""
        claims, directions = self.claims, self.tables.vocabulary("directions")
        rows, row_of = region_lines(self, claims)
        columns = metric_lines(self, claims)
        cells = claims[["direction", "n_own"]].assign(
            row=claims["subject"], column=claims["metric"], n_reviews=claims["n_agree"],
            beside=[drawn_apart(directions, others) for others in claims["others"]],
            link=[self.explorer(**self._behind(row)) for row in claims.itertuples()],
            told=[claim_words(self, f"{row.subject}, {row.metric}", row, directions) for row in claims.itertuples()],
        )  # fmt: skip
        cells = folded_cells(cells, row_of, "#fig-evidence-heatmap-data")
        caption = (
            f"{self._firmest(claims)}A cell gives the direction most reviews report and how many report it; further ones stand "
            "apart. It counts reviews, not effects, and reviews overlap."
        )
        return self.figure(
            lambda width: evidence_heatmap(
                cells, rows, columns, directions.symbols, directions.words, directions.colours, width,
                apart_key(directions),
            ),
            "evidence-heatmap", caption, self._heatmap_alt(claims), claims, self.claim_headings,
        )  # fmt: skip

    def _firmest(self, claims: pd.DataFrame) -> str:
        """The sentence on the firmest claim with a direction, own texts first; empty where no claim has one."""
        known = self.book.terms.certainty
        stated = claims[claims["direction"].isin(self.book.terms.directions.stated) & (claims["certainty"] != known.contested)]
        if stated.empty:
            return ""
        order = stated.assign(firm=stated["certainty"].map(list(known).index)).sort_values(
            ["firm", "n_own", "n_agree"], ascending=[True, False, False], kind="stable"
        )
        first = order.iloc[0]
        words = self.tables.vocabulary("directions").words[first.direction]
        behind = in_own_text(first.n_agree, first.n_own)
        return f"Firmest in {inside(self.label)} is the {first.subject}, {first.metric}: {words}, {behind}. "

    def _heatmap_alt(self, claims: pd.DataFrame) -> str:
        """What the heatmap shows and its main result."""
        top = listed(f"{row.subject}, {row.metric}: {self.prose.verdict(row)}" for row in claims.head(3).itertuples())
        contested = int((claims["certainty"] == self.book.terms.certainty.contested).sum())
        return (
            f"Heatmap of {self.prose.named(claims['region'].nunique(), 'region')} by {self.prose.named(claims['metric'].nunique(), 'metric')} in "
            f"{self.label}, from {self.prose.reviews(modality=self.modality)}. Most reported: {top}. "
            f"{start(counted(contested, 'claim'))} contested."
        )

    def quality_bars(self) -> HTML:
        """Ratings still possible for each review behind this modality, how much is answered, and what rests on it."""
        findings = self.rows.groupby("review_id").size().to_dict()
        if not findings:
            return self.nothing()
        frame, items = self.bounds_frame(list(findings)), len(self.book.items)
        frame["findings"] = [findings[key] for key in frame["review_id"]]
        place = {rating: rank for rank, rating in enumerate(amstar2.RATINGS)}
        order = pd.DataFrame({"best": frame["best"].map(place), "worst": frame["worst"].map(place), "n": -frame["findings"]})
        frame = frame.loc[order.sort_values(["best", "worst", "n"], kind="stable").index]
        rows = pd.DataFrame({
            "label": frame["label"], "possible": frame["possible"],
            "note": [f"{row.answered} of {items} answered · {row.findings} {noun(row.findings, 'finding')}" for row in frame.itertuples()],
        })  # fmt: skip
        low = frame[frame["best"].map(place) <= place["low"]]
        total = sum(findings.values())
        resting = f"{start(counted(len(low), 'review'))} of {number(len(frame))} can be low at best; {number(int(low['findings'].sum()))} of {counted(total, 'finding')} rest on {'it' if len(low) == 1 else 'them'}."
        caption = Markup(
            "{} A block stands for each AMSTAR 2 rating that some completion of the open items would give, solid where "
            "one is left; unanswered items are no weakness. The rule stands in {}."
        ).format(
            resting if len(low) else "No rating is ruled out yet for any of the reviews.",
            self.place("methodological-quality.html#recomputed-bounds", "Methodological quality"),
        )
        told = listed(f"{rating_told(row)} for {row.label}" for row in frame.itertuples())
        alt = f"Chart of the AMSTAR 2 ratings still possible for {counted(len(frame), 'review')}: {told}."
        colours = self.tables.vocabulary("ratings").colours
        return self.figure(
            lambda width: span_chart(rows, amstar2.RATINGS, colours, width), "quality", caption, alt, frame, BOUNDS_HEADINGS
        )

    def findings_table(self) -> HTML:
        """Every finding of the modality, one row each."""
        frame = self.with_links(self.rows.sort_values(["region", "metric", "direction", "finding_id"]))
        caption = Markup(
            "All {} in {}. Each row is one review credited with one finding; its number is its address."
        ).format(self.prose.findings(modality=self.modality), inside(self.label))
        frame["id"] = [Markup('<a href="#{0}">{0}</a>').format(id_) for id_ in frame["finding_id"]]
        columns = "id region metric comparator direction effect grade population technique context review source note"
        headings = self.headings("findings", columns, id="Row")
        return self.table(frame, "findings", caption, headings, "finding_id")

    def outside_findings(self) -> HTML:
        """Findings credited to works that are not among the included reviews; never counted."""
        frame = self.with_links(self.tables.rows("outside-findings", modality=self.modality))
        frame["work"] = [self.work_link(key) for key in frame["citation_key"]]
        headings = self.headings("outside-findings", "outside_id region metric direction work source note", work="Credited to")
        caption = "Findings the umbrella review credits to a primary study; shown for completeness and counted nowhere."
        nothing = "The source credits no finding here to a work outside the included reviews."
        return self.table(frame, "outside", caption, headings, "outside_id", nothing)

    def clinical_links(self) -> HTML:
        """Links between imaging and clinical measures."""
        return links_table(self, self.modality)

    def estimates(self) -> HTML:
        """Pooled estimates as a table."""
        return estimates_table(self, self.tables.rows("estimates", modality=self.modality))

    def estimates_plot(self) -> HTML:
        """Pooled estimates of this modality as a forest plot."""
        return forest(self, self.tables.rows("estimates", modality=self.modality), inside(self.label))

    def conflicts(self) -> HTML:
        """Contested claims with the reviews on each side."""
        frame = contested(self)
        caption = f"Claims in {inside(self.label)} on which opposite directions are reported."
        headings = {
            "subject": self.one("region"),
            "metric": self.one("metric"),
            "sides": "Who reports what",
            "circumstances": "Side, task, population",
        }
        one, other, kind = (self.book.called(term) for term in ("region", "metric", "modality"))
        nothing = f"No {one} and {other} of this {kind} is reported in opposite directions by the reviews."
        return self.table(frame, "conflicts", caption, headings, nothing=nothing)

    def gaps(self) -> HTML:
        """Regions that other modalities report in two or more reviews and this one in none."""
        labels = self.book.modality_labels
        frame = self.tables.view(seen_elsewhere, self.modality)
        frame["elsewhere"] = [listed(inside(labels[name]) for name in names) for names in frame["modalities"]]
        caption = f"{start(self.several('region'))} that at least {number(2)} reviews report in other {self.several('modality')} and no included review reports in {inside(self.label)}."
        headings = {"region": self.one("region"), "n_reviews": "Reviews elsewhere", "elsewhere": "Reported in"}
        nothing = f"Every {self.book.called('region')} that two or more reviews report elsewhere is reported here too."
        return self.table(frame, "gaps", caption, headings, nothing=nothing)
