"""Where the reviews agree, where they conflict, and where related measures part."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from umbrella import synthesis
from umbrella.figures.bars import stacked_bars
from umbrella.html_tables import EMPTY
from umbrella.prose import counted, listed, start
from umbrella.show.claims import sides_cell
from umbrella.show.page import Page


class AgreementParts(Page):
    """Agreement and conflicts over all modalities."""

    def certainty_bars(self) -> HTML:
        """Claims per modality and category of certainty."""
        labels = self.book.modality_labels
        claims = self.book.claims()
        counts = claims.groupby(["modality", "certainty"]).size().unstack(fill_value=0)
        counts = counts.reindex(index=list(labels), columns=list(self.book.terms.certainty), fill_value=0).astype(int)
        counts.index = [labels[name] for name in counts.index]
        counts.columns.name = None
        alt = f"Stacked bars of the claims of each {self.book.called('modality')} by category of certainty. " + "; ".join(
            f"{name}: {', '.join(f'{category} {n}' for category, n in row.items() if n)}" for name, row in counts.iterrows()
        ) + "."  # fmt: skip
        rules = self.place("methods.html#certainty", "the methods")
        firm = self.book.terms.certainty.firm
        alone = listed(f"{counted(len(self.book.shown_by_own_texts(name)), 'claim')} {name}" for name in firm)
        caption = Markup("Claims by {} and category of certainty. The categories are rules on counts and directions, defined in {}. By the reviews' own texts alone: {}.").format(self.book.called("modality"), rules, alone)  # fmt: skip
        twin, colours = counts.reset_index(names="modality"), self.tables.vocabulary("certainty").colours
        return self.figure(lambda width: stacked_bars(counts, colours, width, "claims"), "certainty-by-modality", caption, alt,
                           twin, {column: start(column) for column in twin} | {"modality": self.one("modality")})  # fmt: skip

    def claim_cell(self, claim: object) -> Markup:
        """A claim's region, metric and modality, the last leading to its chapter."""
        return Markup("{}, {} ({})").format(self.book.subject(claim), claim.metric, self.modality_cell(claim.modality))

    def contested_reasons(self) -> HTML:
        """Contested claims: who reports what, how the sides differ, what they have in common."""
        frame, reasons = self.book.contested(), list(self.book.reasons().values())
        frame["claim"] = [self.claim_cell(row) for row in frame.itertuples()]
        frame["sides"] = [sides_cell(self, sides) for sides in frame["directions"]]
        shares = (synthesis.agreeing_share(row, self.book.terms.directions) for row in frame.itertuples())
        frame["share"] = [f"{100 * share:.0f}%" for share in shares]
        frame["differs"] = [self._reasons(found, "differs") for found in reasons]
        frame["same"] = [self._reasons(found, "overlaps", "same") for found in reasons]
        caption = (
            "Contested claims. The larger side is given as a share of all reports of a direction; a review that reports both "
            "ways makes two reports. A difference between the sides is a possible reason, not a proven one."
        )
        headings = {
            "claim": "Claim", "sides": "Who reports what", "share": "Larger side",
            "differs": "What differs", "same": "What does not",
        }  # fmt: skip
        return self.table(frame, "contested", caption, headings, nothing="No claim is contested.")

    def _reasons(self, reasons: tuple[synthesis.Reason, ...], *kinds: str) -> str:
        """Reasons of some kinds in words."""
        told = []
        for reason in (reason for reason in reasons if reason.kind in kinds):
            if reason.about == "reviews":
                names = sorted({review for ids in reason.values.values() for review in ids})
                told.append(
                    f"reported both ways by {', '.join(self.book.labels[name] for name in names)}: their primary studies differ"
                )
            elif reason.kind == "same":
                told.append(f"{reason.about} ({', '.join(next(iter(reason.values.values())))})")
            else:
                sides = "; ".join(
                    f"{self.book.direction(name)}: {', '.join(values)}" for name, values in reason.values.items()
                )
                told.append(f"{reason.about} ({sides})")
        return start("; ".join(told)) if told else "Nothing that the rows state"

    def region_contrasts(self) -> HTML:
        """Families of metrics that go one way in some regions and the opposite way in others."""
        frame = self.book.contrasts()
        frame["family"] = [
            Markup("{} ({})").format(row.family, self.modality_cell(row.modality)) for row in frame.itertuples()
        ]
        for place, column in enumerate(("one", "other")):
            frame[column] = [self._way(*list(ways.items())[place]) for ways in frame["ways"]]
        frame["measured"] = [", ".join(metrics) for metrics in frame["metrics"]]
        headings = {"family": "Family", "one": "One way", "other": "The other way", "measured": "Measured as"}
        places, kinds = self.several("region"), self.several("metric")
        caption = (
            f"Related {kinds} that are reported to go one way in some {places} and the opposite way in others. "
            f"{start(places)} that are part of one another are not set against each other."
        )
        nothing = f"No family of {kinds} goes one way in a {self.book.called('region')} and the opposite way in another."
        return self.table(frame, "contrasts", caption, headings, nothing=nothing)

    def _way(self, direction: str, regions: Mapping[str, tuple[str, ...]]) -> Markup:
        """A direction with the regions that go this way, most reported first."""
        ranked = sorted(regions.items(), key=lambda item: (-len(item[1]), item[0]))
        places = (Markup("{} ({})").format(region, self.review_links(ids)) for region, ids in ranked)
        return Markup("{}: {}").format(start(self.book.direction(direction)), Markup("; ").join(places))

    def unclear_directions(self, kind: str) -> HTML:
        """Claims whose rows say of some (``direction in part``) or no finding (``no direction``) which way."""
        frame = self.book.unclear_directions()
        frame = frame[frame["kind"] == kind].copy()
        frame["claim"] = [self.claim_cell(row) for row in frame.itertuples()]
        frame["sides"] = [sides_cell(self, sides) for sides in frame["directions"]]
        caption = {
            "no direction": "Claims that something changes, of which no row says which way.",
            "direction in part": "Claims of which some rows give a direction and others none.",
        }[kind]
        headings = {"claim": "Claim", "sides": "Who reports what"}
        return self.table(frame, kind.replace(" ", "-"), caption, headings, nothing="There is none.")

    def agreement_by_region(self, at_least: int = 3) -> HTML:
        """Regions over all modalities: how firm their claims are and which share of the reports agrees."""
        frame = self.book.region_agreement()
        if frame.empty:
            return self.nothing()
        frame = frame[frame["n_reviews"] >= at_least].copy()
        frame["share"] = [EMPTY if pd.isna(share) else f"{100 * share:.0f}%" for share in frame["share"]]
        headings = {
            "region": self.one("region"), "n_reviews": "Reviews", "n_modalities": start(self.several("modality")), "n_claims": "Claims",
            **{name: start(name) for name in self.book.terms.certainty}, "n_directed": "Reports of a direction", "share": "Of these agree",
        }  # fmt: skip
        caption = (
            f"{start(self.several('region'))} that at least {counted(at_least, 'review')} report, over all {self.several('modality')}. Directions of different {self.several('metric')} are not added up: "
            "a report is one review giving one direction for one claim, and it agrees when that is the direction most reported for the claim."
        )
        return self.table(frame, "regions", caption, headings)
