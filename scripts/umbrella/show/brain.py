"""Brain maps of a chapter and of the book: who reports a change in what can be drawn, and what cannot be drawn."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from umbrella import synthesis
from umbrella.book.outlines import ITSELF, WHOLE, outline_key
from umbrella.figures import outlines
from umbrella.figures.brain import Reported, Told, brain_map
from umbrella.prose import counted, inside, listed, start
from umbrella.show.heatmap import change_words, claim_words
from umbrella.show.page import Page

HEADINGS = {
    "structure": "Outline",
    "named": "Named",
    "count": "Reviews",
    "way": "Direction",
    "regions": "Reported as",
    "who": "Which",
}
NAMED = {ITSELF: "itself", WHOLE: "with a wider region"}


class BrainParts(Page):
    """The brain map of a page, from the findings that the page counts as evidence."""

    def draw_map(self, subject: str, with_directions: bool) -> HTML:
        """The map with its caption, its table, and what could not be drawn.

        Args:
            subject: what the map is of, as in "MR spectroscopy".
            with_directions: whether to mark directions; over all modalities they have no common meaning.
        """
        if self.tables.regions["atlas"].isna().all():  # a book on what no map shows
            return HTML("")
        _, missing = self.book.placed(**self.where)
        structures = self.book.outlined(**self.where)
        reported = self._reported(structures, with_directions)
        directions, both = self.tables.vocabulary("directions"), self.book.terms.directions.both_ways
        words = directions.words | {both: f"{directions.words[both]}, or measures differ"}
        marks = (
            "The sign gives the direction; where measures differ (one lower, another higher) it says so. "
            if with_directions
            else ""
        )
        caption = (
            f"Where the reviews report a change in {subject}. The shade gives the number of distinct reviews that report one in the structure itself. "
            f"Hatched: it is named only with a wider region, such as a lobe. A dot: a part too small to draw. It counts reviews, not effects, and reviews overlap. {marks}"
            f"Grey: no review that was read reports a change by that name, which does not mean that there is none. A report on one side is shaded on that side, one without a side on both. "
            f"{outlines.plan()['credit']}"
        )
        twin = structures.assign(
            structure=[start(outlines.labels()[name]) for name in structures["outline"]],
            named=[NAMED.get(name, "a part") for name in structures["named"]],
            regions=[listed(names) for names in structures["regions"]],
            way=[self.direction_cell(name) for name in structures["direction"]],
            who=[self.review_links(ids) for ids in structures["reviews"]],
            count=[
                self.explorer_link(
                    row.n_reviews,
                    outlines.labels()[row.outline],
                    **self.where,
                    outline=outline_key(row.outline, row.named),
                )
                for row in structures.itertuples()
            ],
        )
        headings = {key: words for key, words in HEADINGS.items() if key != "way" or with_directions}
        figure = self.figure(
            lambda width: brain_map(reported, directions.symbols, words, width),
            "brain-map",
            caption,
            map_alt(structures, subject),
            twin,
            headings,
            blank=True,
        )
        return HTML(figure.data + not_drawn(missing))


    def _reported(self, structures: pd.DataFrame, with_directions: bool) -> dict[str, Reported]:
        """What the map draws of each outline."""
        reported: dict[str, Reported] = {}
        looks = self.tables.vocabulary("directions")
        for row in structures.itertuples():
            what = outlines.labels()[row.outline] if row.named == ITSELF else listed(row.regions)
            words = claim_words(self, what, row, looks) if with_directions else change_words(self, what, row.reviews, row.own)
            told = Told(
                row.left, row.right, row.direction if with_directions else None,
                self.explorer(**self.where, outline=outline_key(row.outline, row.named)), words,
            )  # fmt: skip
            each = reported.get(row.outline, Reported())
            if row.named == ITSELF:
                reported[row.outline] = replace(each, itself=told)
            elif row.named == WHOLE:
                reported[row.outline] = replace(each, whole=told)
            else:
                reported[row.outline] = replace(each, parts=(*each.parts, told))
        return reported


class ModalityBrain(BrainParts):
    """The brain map of one modality.

    Attributes:
        label: the modality's name, as readers see it.
    """

    label: str

    def brain_map(self) -> HTML:
        """Where the reviews of this modality report a change, and which way."""
        return self.draw_map(inside(self.label), True)


class BookBrain(BrainParts):
    """The brain map over all modalities."""

    def brain_map(self) -> HTML:
        """Where the reviews report a change in any modality."""
        return self.draw_map(f"any {self.book.called('modality')}", False)


def map_alt(structures: pd.DataFrame, subject: str) -> str:
    """What the map shows and where most reviews report a change."""
    names = outlines.labels()
    if structures.empty:
        return f"Brain map of {subject}: no structure that can be drawn is reported."
    itself = structures[structures["named"] == ITSELF]
    reported = [
        f"{listed(names[name] for name in group['outline'])}, {counted(int(n), 'review')}"
        for n, group in (itself if len(itself) else structures).groupby("n_reviews", sort=False)
    ]
    return (
        f"Schematic map of the brain for {subject}: {structures['outline'].nunique()} of {len(names)} outlines are reported by at least one review. "
        f"Most reported: {'; '.join(reported[:2])}."
    )


def not_drawn(missing: pd.DataFrame) -> Markup:
    """A sentence on the reported regions without an outline, with their reviews; nothing where there are none."""
    if missing.empty:
        return Markup("")
    counts = synthesis.region_counts(missing)
    items = listed(f"{region} ({n})" for region, n in counts.items())
    return Markup('<p class="umb-undrawn"><strong>Not on the map</strong>, with the number of reviews: {}.</p>').format(
        items
    )
