"""Where the reviews agree, where they conflict, and where related measures part."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from umbrella import synthesis
from umbrella.figures.bars import stacked_bars
from umbrella.figures.style import CERTAINTY
from umbrella.html_tables import EMPTY, link
from umbrella.prose import counted, start
from umbrella.show.claims import sides_cell
from umbrella.show.page import Page


class AgreementParts(Page):
    """Agreement and conflicts over all modalities."""

    def certainty_bars(self) -> HTML:
        """Claims per modality and category of certainty."""
        labels = self.book.modality_labels
        claims = self.book.claims()
        counts = claims.groupby(["modality", "certainty"]).size().unstack(fill_value=0)
        counts = counts.reindex(index=list(labels), columns=list(CERTAINTY), fill_value=0).astype(int)
        counts.index = [labels[name] for name in counts.index]
        counts.columns.name = None
        alt = "Stacked bars of the claims of each modality by category of certainty. " + "; ".join(
            f"{name}: {', '.join(f'{category} {n}' for category, n in row.items() if n)}" for name, row in counts.iterrows()
        ) + "."  # fmt: skip
        rules = link(self.chapter("methods.html#certainty"), "the methods")
        caption = Markup("Claims by modality and category of certainty. The categories are rules on counts and directions, defined in {}.").format(rules)  # fmt: skip
        twin = counts.reset_index(names="modality")
        return self.figure(lambda width: stacked_bars(counts, CERTAINTY, width, "claims"), "certainty-by-modality", caption, alt,
                           twin, {column: start(column) for column in twin})  # fmt: skip

    def claim_cell(self, claim: object) -> Markup:
        """A claim's region, metric and modality, the last leading to its chapter."""
        return Markup("{}, {} ({})").format(claim.region, claim.metric, self.modality_cell(claim.modality))

    def contested_reasons(self) -> HTML:
        """Contested claims: who reports what, how the sides differ, what they have in common."""
        frame, reasons = self.book.contested(), list(self.book.reasons().values())
        frame["claim"] = [self.claim_cell(row) for row in frame.itertuples()]
        frame["sides"] = [sides_cell(self, sides) for sides in frame["directions"]]
        frame["share"] = [f"{100 * synthesis.agreeing_share(row):.0f}%" for row in frame.itertuples()]
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
                sides = "; ".join(f"{direction}: {', '.join(values)}" for direction, values in reason.values.items())
                told.append(f"{reason.about} ({sides})")
        return start("; ".join(told)) if told else "Nothing that the rows state"

    def region_contrasts(self) -> HTML:
        """Families of metrics that fall in some regions and rise in others."""
        frame = self.book.contrasts()
        frame["family"] = [
            Markup("{} ({})").format(row.family, self.modality_cell(row.modality)) for row in frame.itertuples()
        ]
        for way in ("lower", "higher"):
            frame[way] = [self._regions(regions) for regions in frame[way]]
        frame["measured"] = [", ".join(metrics) for metrics in frame["metrics"]]
        headings = {"family": "Family", "lower": "Lower in", "higher": "Higher in", "measured": "Measured as"}  # fmt: skip
        return self.table(frame, "contrasts", "Related metrics that are reported as lower in some regions and as higher in others. Regions that are part of one another are not set against each other.",
                          headings, nothing="No family of metrics falls in one region and rises in another.")  # fmt: skip

    def _regions(self, regions: Mapping[str, tuple[str, ...]]) -> Markup:
        ranked = sorted(regions.items(), key=lambda item: (-len(item[1]), item[0]))
        return Markup("; ").join(Markup("{} ({})").format(region, self.review_links(ids)) for region, ids in ranked)

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
        frame = frame[frame["n_reviews"] >= at_least].copy()
        frame["share"] = [EMPTY if pd.isna(share) else f"{100 * share:.0f}%" for share in frame["share"]]
        headings = {
            "region": "Region", "n_reviews": "Reviews", "n_modalities": "Modalities", "n_claims": "Claims",
            **{name: start(name) for name in synthesis.CERTAINTY}, "n_directed": "Reports of a direction", "share": "Of these agree",
        }  # fmt: skip
        caption = (
            f"Regions that at least {counted(at_least, 'review')} report, over all modalities. Directions of different metrics are not added up: "
            "a report is one review giving one direction for one claim, and it agrees when that is the direction most reported for the claim."
        )
        return self.table(frame, "regions", caption, headings)
