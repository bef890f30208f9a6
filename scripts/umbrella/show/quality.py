"""Methodological quality: ratings as published, answers item by item, bounds, and what both say together."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from umbrella import amstar2
from umbrella.book.places import anchor
from umbrella.book.ratings import NOT_ANSWERED
from umbrella.figures import style
from umbrella.figures.bars import stacked_bars
from umbrella.figures.spans import span_chart
from umbrella.html_tables import grid
from umbrella.prose import counted, listed, start
from umbrella.prose.quality import rating_told
from umbrella.show.page import Page
from umbrella.tables.vocabulary import Vocabulary

BOUNDS_HEADINGS = {
    "review": "Review", "bounds": "Rating so far", "weak": "No to items", "open": "Critical items open",
    "answered": "Answered", "findings": "Findings",
}  # fmt: skip
HALF = 8  # columns of the grid that stand side by side on a phone


class RatingParts(Page):
    """A page that shows how far the answers settle the rating of reviews."""

    @property
    def answer_colours(self) -> dict[str, str]:
        """Colour by answer, and that of items without one."""
        return self.tables.vocabulary("answers").colours | {NOT_ANSWERED: style.EMPTY}

    def items_cell(self, numbers: Iterable[int]) -> Markup:
        """Items by number, each leading to its row in the table of items."""
        return Markup(", ").join(self.place(f"methodological-quality.html#item-{number}", str(number)) for number in numbers)

    def bounds_frame(self, reviews: list[str]) -> pd.DataFrame:
        """The ratings of some reviews with cells for a table, in the order of the included reviews."""
        ratings = self.book.ratings
        frame = ratings[ratings["review_id"].isin(reviews)].copy()
        frame["review"] = [self.review_link(key) for key in frame["review_id"]]
        frame["bounds"] = [rating_told(row) for row in frame.itertuples()]
        frame["weak"] = [self.items_cell(numbers) if numbers else Markup("none") for numbers in frame["weak_items"]]
        critical = self.book.critical
        frame["open"] = [
            self.items_cell(n for n in numbers if n in critical) or Markup("none") for numbers in frame["missing"]
        ]
        return frame


class QualityParts(RatingParts):
    """Figures and tables of the chapter on methodological quality."""

    def quality_bars(self) -> HTML:
        """AMSTAR 2 answers by item over all reviews."""
        if not self.book.labels:
            return self.nothing()
        counts, colours = self.book.answer_counts(*self.book.labels), self.answer_colours
        share = self.prose.share_answered()
        rest = "" if share == "100%" else "; the rest is unknown, which is not the same as unmet"
        alt = f"Stacked bars of AMSTAR 2 answers by item over {counted(len(self.book.labels), 'review')}; {share} of the items are answered."
        return self.figure(lambda width: stacked_bars(counts, colours, width), "quality",
                           f"AMSTAR 2 answers that the sources read support, item by item over all reviews (* critical item). {share} of the items are answered{rest}.",
                           alt, counts.reset_index(names="item"))  # fmt: skip

    def amstar2_items(self) -> HTML:
        """The items in own wording, with domain, weight and the answers each allows."""
        frame = self.tables["amstar2-items"].sort_values("item")
        frame["id"] = [anchor("amstar2-items", item) for item in frame["item"]]
        headings = self.headings("amstar2-items", "item short critical question answers")
        return self.table(frame, "items", "The items of AMSTAR 2.", headings, "id")

    def answer_grid(self) -> HTML:
        """Review by item: each answer as a letter on its colour, leading to its reason."""
        self._tables += 1
        items, labels, looks = self.book.items, self.book.labels, self.tables.vocabulary("answers")
        cells = {
            (review, item): _answer_cell(review, item, answer, labels[review], looks)
            for review, answers in self.book.answers.items()
            for item, answer in answers.items()
        }
        rows = {key: self.review_link(key) for key in self.book.answers}
        blank = Markup(
            '<td class="umb-open"><span aria-hidden="true">·</span><span class="umb-hidden">open</span></td>'
        )
        panels, numbers = [], sorted(items)
        for first in range(0, len(numbers), HALF):
            chosen = numbers[first : first + HALF]
            heads = {number: _item_head(items[number]) for number in chosen}
            title = f"Items {chosen[0]} to {chosen[-1]}"
            panels.append(grid(rows, heads, cells, title, f"grid-{chosen[0]}", blank))
        key = Markup("").join(
            Markup('<span><b style="{}">{}</b> {}</span>').format(_fill(looks.colours[answer]), letters, answer)
            for answer, letters in looks.symbols.items()
        )
        caption = Markup(
            "<strong>Table {}.</strong> {} over {}. A letter leads to the reason for the answer and to the place where it was "
            "read; the number of an item leads to what it asks. An asterisk marks a critical item, a dot an open one."
        ).format(self._tables, start(counted(len(cells), "answer")), counted(len(rows), "review"))
        return HTML(Markup(
            '<div class="umb-grids" id="tab-grid" role="group" aria-label="Answers by review and item"><p class="umb-grid-caption">{}</p>'
            '<p class="umb-grid-key">{}<span><b>·</b> open</span></p><div class="umb-panels">{}</div></div>'
        ).format(caption, key, Markup("").join(panels)))  # fmt: skip

    def reasons_table(self) -> HTML:
        """Every answer with its reason, the place it was read, its rater and its date."""
        frame = self.with_links(self.tables.appraisals)
        numbers = frame.groupby(["review_id", "item"]).cumcount()
        # The grid leads to the first rater's row; the others follow it.
        frame["id"] = [
            answer_id(row.review_id, row.item) + (f"-{n + 1}" if n else "")
            for row, n in zip(frame.itertuples(), numbers)
        ]
        frame["rater"] = [f"{who}, {when}" for who, when in zip(frame["rater"], frame["date"])]
        frame["what"] = [Markup('<a href="#item-{0}">{0}</a>').format(item) for item in frame["item"]]
        order = {key: place for place, key in enumerate(self.book.answers)}
        frame = frame.assign(order=frame["review_id"].map(order)).sort_values(["order", "item"], kind="stable")
        caption = Markup(
            "All {} with their reasons. R and a number name the {}."
        ).format(
            counted(len(frame), "answer"),
            self.place("methods.html#tab-appraisal-rules", "rule by which a fact became an answer"),
        )
        own = {"what": "Item", "rater": "Rater and date"}
        headings = self.headings("appraisals", "review what answer reason source rater", **own)
        return self.table(frame, "reasons", caption, headings, "id", "No answer has been entered yet.")

    def rating_spans(self) -> HTML:
        """Ratings still possible per review, worst to best, with the items answered no."""
        everything = self.book.ratings
        frame = everything.assign(
            note=[listed(map(str, numbers)) if numbers else "" for numbers in everything["weak_items"]]
        )
        low, rated = self.prose.low_at_best(), self.prose.rateable()
        caption = (
            "Overall confidence recomputed from the answers: a block for each rating that some completion of the open items would give, "
            "with the items answered no at the right. Nothing is assumed about open items. A review with a single block is rated."
        )
        alt = (
            f"Span chart of the AMSTAR 2 ratings still possible for {counted(len(frame), 'review')}. {start(rated)} can be rated; "
            f"{low} cannot be better than low; {self.prose.unbounded()} may still have any rating from critically low to high."
        )
        twin = self.bounds_frame(list(everything["review_id"]))
        headings = {name: text for name, text in BOUNDS_HEADINGS.items() if name != "findings"}
        colours = self.tables.vocabulary("ratings").colours
        draw = partial(span_chart, frame, amstar2.RATINGS, colours, note="no to items")
        return self.figure(draw, "spans", caption, alt, twin, headings)


def answer_id(review: str, item: int) -> str:
    """Id of the row that gives the reason of an answer."""
    return anchor("appraisals", f"{review}/{item}")


def _answer_cell(review: str, item: int, answer: str, label: str, looks: Vocabulary) -> Markup:
    cell = Markup(
        '<td style="{}"><a href="#{}" title="{}">{}<span class="umb-hidden"> ({}, {}, item {})</span></a></td>'
    )
    fill, letters = _fill(looks.colours[answer]), looks.symbols[answer]
    return cell.format(fill, answer_id(review, item), answer, letters, answer, label, item)


def _item_head(item: amstar2.Item) -> Markup:
    mark = Markup('*<span class="umb-hidden">, critical</span>') if item.critical else Markup("")
    return Markup('<a href="#{0}" title="{1}">{2}<span class="umb-hidden"> {1}</span></a>{3}').format(
        anchor("amstar2-items", item.number), item.short, item.number, mark
    )


def _fill(colour: str) -> str:
    """Colours of a cell; the same in both themes, so that the contrast is too."""
    return f"background:{colour};color:{style.readable_on(colour)}"
