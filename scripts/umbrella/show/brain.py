"""Brain maps of a chapter and of the book: who reports a change in what can be drawn, and what cannot be drawn."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from umbrella import synthesis
from umbrella.book.outlines import by_outline
from umbrella.figures import outlines
from umbrella.figures.brain import brain_map
from umbrella.prose import counted, inside, listed, start
from umbrella.show.page import Page

HEADINGS = {
    "structure": "Outline",
    "count": "Reviews",
    "way": "Direction",
    "regions": "Reported as",
    "who": "Which",
}


class BrainParts(Page):
    """The brain map of a page, from the findings that the page counts as evidence."""

    def draw_map(self, subject: str, with_directions: bool) -> HTML:
        """The map with its caption, its table, and what could not be drawn.

        Args:
            subject: what the map is of, as in "MR spectroscopy".
            with_directions: whether to mark directions; over all modalities they have no common meaning.
        """
        drawn, missing = self.book.placed(**self.where)
        structures = by_outline(drawn, self.book.terms)
        counts = dict(zip(structures["outline"], structures["n_reviews"]))
        ways = dict(zip(structures["outline"], structures["direction"])) if with_directions else {}
        directions, both = self.tables.vocabulary("directions"), self.book.terms.directions.both_ways
        words = directions.words | {both: f"{directions.words[both]}, or measures differ"}
        marks = (
            "The mark gives the direction; where measures differ (one lower, another higher) it says so. "
            if with_directions
            else ""
        )
        links = {name: self.explorer(**self.where, outline=name) for name in counts}
        caption = (
            f"Where the reviews report a change in {subject}. The shade gives the number of distinct reviews that report one in the structure, in a part of it, "
            f"or in a region named as a whole that it belongs to, such as a lobe. It counts reviews, not effects, and reviews overlap. {marks}"
            f"Grey: no review that was read reports a change by that name, which does not mean that there is none. Both sides are shaded alike. "
            f"{outlines.plan()['credit']}"
        )
        twin = structures.assign(
            structure=[start(outlines.labels()[name]) for name in structures["outline"]],
            regions=[listed(names) for names in structures["regions"]],
            way=[self.direction_cell(name) for name in structures["direction"]],
            who=[self.review_links(ids) for ids in structures["reviews"]],
            count=[
                self.explorer_link(
                    row.n_reviews, outlines.labels()[row.outline], **self.where, outline=row.outline
                )
                for row in structures.itertuples()
            ],
        )
        headings = {key: words for key, words in HEADINGS.items() if key != "way" or with_directions}
        figure = self.figure(
            lambda width: brain_map(counts, ways, directions.symbols, words, width, links),
            "brain-map",
            caption,
            map_alt(structures, subject),
            twin,
            headings,
        )
        return HTML(figure.data + not_drawn(missing))


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
        return self.draw_map("any modality", False)


def map_alt(structures: pd.DataFrame, subject: str) -> str:
    """What the map shows and where most reviews report a change."""
    names = outlines.labels()
    if structures.empty:
        return f"Brain map of {subject}: no structure that can be drawn is reported."
    reported = [
        f"{listed(names[name] for name in group['outline'])}, {counted(int(n), 'review')}"
        for n, group in structures.groupby("n_reviews", sort=False)
    ]
    return (
        f"Schematic map of the brain for {subject}: {len(structures)} of {len(names)} outlines are reported by at least one review. "
        f"Most reported: {'; '.join(reported[:2])}."
    )


def not_drawn(missing: pd.DataFrame) -> Markup:
    """A sentence on the reported regions without an outline, with their reviews."""
    if missing.empty:
        return Markup('<p class="umb-nothing">Every region that is reported here can be drawn.</p>')
    counts = synthesis.region_counts(missing)
    items = listed(f"{region} ({n})" for region, n in counts.items())
    return Markup('<p class="umb-undrawn"><strong>Not on the map</strong>, with the number of reviews: {}.</p>').format(
        items
    )
