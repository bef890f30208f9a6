"""The page of one review: what it is, how good its methods are as far as read, and every row it stands behind."""

from __future__ import annotations

import re

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from umbrella.book import Book
from umbrella.book.places import anchor
from umbrella.book.ratings import item_label
from umbrella.html_tables import EMPTY, link
from umbrella.markup import doi_address, from_latex, unescaped
from umbrella.prose import counted, inside, listed, start
from umbrella.prose.quality import rating_told
from umbrella.prose.words import dated
from umbrella.show.review import UNNAMED, ReviewParts
from umbrella.show.shared_tables import estimates_table

FINDING = "finding_id region metric comparator direction effect grade modality population technique context source note"
LINK = "correlation_id metric region measure sign modality population context source note"
# Tables whose rows carry a note that asks about the review.
NOTED = {"findings": "finding_id", "correlations": "correlation_id", "estimates": "estimate_id"}

# A revision of a repository, told by its first signs as people do; the data have it in full.
REVISION, SHORT = re.compile(r"\b([0-9a-f]{7})[0-9a-f]{33}\b"), r"\1"


def _short_name(person) -> str:
    """An author as reference lists have it: ``Müller HP``; ``et al`` for the rest of a list cut short."""
    family = " ".join(person.prelast_names + person.last_names)
    if family == "others":
        return "et al"
    given = [part for name in person.first_names + person.middle_names for part in re.split("[-‐]", name)]
    return f"{family} {''.join(part[0] for part in given if part)}".strip()


class ReviewPage(ReviewParts):
    """One included review: every table is restricted to its rows.

    Attributes:
        review_id: its key.
        label: its name, as readers see it.
    """

    def __init__(self, book: Book, review_id: str):
        super().__init__(book)
        if review_id not in book.labels:
            raise ValueError(f"{review_id!r} is not one of the included reviews: {', '.join(book.labels)}")
        self.review_id, self.label = review_id, book.labels[review_id]

    def rows(self, table: str) -> pd.DataFrame:
        """Rows of a table that are about this review."""
        return self.tables.rows(table, review_id=self.review_id)

    def _split(self, table: str, own: bool) -> pd.DataFrame:
        """Rows read in a text of the review itself, or those that the umbrella review credits to it."""
        rows = self.rows(table)
        return rows[self.book.second_hand(rows) != own]

    def identity(self) -> HTML:
        """Reference, scope, and how much of this book rests on it."""
        review = self.rows("reviews").iloc[0]
        counts = {name: len(self.rows(name)) for name in NOTED}
        held = [
            self._counted(counts["findings"], "finding"), self._counted(counts["correlations"], "link", f"with {self.several('outcome')}"),
            self._counted(counts["estimates"], "pooled estimate"),
        ]  # fmt: skip
        facts = {
            "Reference": self._reference(),
            "Scope": review["scope"],
            "Subject": review["focus"],
            "Included": self._included(review),
            "In this book": listed(held),
            "Read for this book": self._texts(),
        }
        if address := self.explorer(review=self.review_id):
            facts["All its rows"] = link(address, "filter, sort and download them in the evidence explorer")
        if pd.notna(review["note"]):
            facts["Note"] = review["note"]
        items = Markup("").join(
            Markup("<div><dt>{}</dt>\n<dd>{}</dd></div>\n").format(name, value) for name, value in facts.items()
        )
        return HTML(Markup('<dl class="umb-card">{}</dl>').format(items))

    def _included(self, review: pd.Series) -> str:
        """In which search it was found, and its number there."""
        round = review["round"]
        if not self.book.is_of_source(self.review_id):
            return f"in the search of {dated(round)}"
        number = review["source_number"]
        return f"in the umbrella review{f', as reference {number}' if pd.notna(number) else ''} (search of {dated(round)})"

    @staticmethod
    def _counted(n: int, thing: str, more: str = "") -> str:
        return f"{counted(n, thing)} {more}".strip()

    def _reference(self) -> Markup:
        """The reference as the bibliography has it, with its DOI."""
        entry = self.tables.references.entries[self.review_id]
        fields = {name: value if name == "doi" else from_latex(value) for name, value in entry.fields.items()}
        people = ", ".join(map(_short_name, entry.persons.get("author", [])))
        place = " ".join(filter(None, (f"{fields.get('journal', '').rstrip('.')}.", fields.get("year", ""))))
        numbers = ":".join(filter(None, (fields.get("volume"), fields.get("pages", "").replace("--", "–"))))
        text = Markup("{}. {}. {}{}. ").format(
            people, fields.get("title", "").rstrip("."), place, f";{numbers}" if numbers else ""
        )
        doi = fields.get("doi")
        return text + (link(doi_address(doi), f"doi:{unescaped(doi)}") if doi else Markup("No DOI was seen."))

    def _texts(self) -> Markup | str:
        """The texts of the review that were read."""
        sources = self.rows("sources")
        if sources.empty:
            return "none of its own texts; only what the umbrella review says of it"
        return Markup("; ").join(
            Markup("{}{}").format(
                self.place(f"data.html#{anchor('sources', row.source_id)}", row.kind),
                f" ({inside(REVISION.sub(SHORT, row.read))})" if pd.notna(row.read) else "",
            )
            for row in sources.itertuples()
        )

    def facts(self) -> HTML:
        """Every fact with its place; values that conflict stand side by side and are marked."""
        labels = self.tables.facts.set_index("fact")
        frame = self.with_links(self.rows("review-facts"))
        disputed = set(self._disputed()["fact"])
        frame["order"] = frame["fact"].map(labels["order"])
        frame["agree"] = ["sources differ" if fact in disputed else "" for fact in frame["fact"]]
        frame["fact"] = frame["fact"].map(labels["label"])
        columns = f"fact value source {'agree' if disputed else ''} note"
        headings = self.headings("review-facts", columns, agree="Agreement")
        return self.table(frame.sort_values(["order", "value"]), "facts", f"What was read about {self.label}.", headings,
                          nothing="No fact about this review was found in the sources read.")  # fmt: skip

    def _disputed(self) -> pd.DataFrame:
        """Rows of facts that can have one value only and are given several."""
        facts = self.rows("review-facts")
        single = self.tables.facts.set_index("fact")["many"] != "yes"
        facts = facts[facts["fact"].map(single) & (facts["value"] != UNNAMED)]
        return facts[facts.groupby("fact")["value"].transform("nunique") > 1]

    def appraisal(self) -> HTML:
        """AMSTAR 2 answers with reasons, open items included."""
        items = pd.DataFrame(
            [(item.number, item_label(item)) for item in self.book.items.values()], columns=["item", "label"]
        )
        frame = items.merge(self.with_links(self.rows("appraisals")), on="item", how="left")
        frame["answer"] = [
            Markup('<span class="umb-empty">not answered</span>') if pd.isna(answer) else answer
            for answer in frame["answer"]
        ]
        frame[["reason", "source"]] = frame[["reason", "source"]].where(frame["source"].notna(), "–")
        rater = "rater" if frame["rater"].nunique() > 1 else ""
        headings = self.headings("appraisals", f"label answer reason source {rater}", label="Item")
        caption = Markup("AMSTAR 2 item by item (* critical). {}").format(self._bounds())
        return self.table(frame, "appraisal", caption, headings)

    def _bounds(self) -> str:
        """What rating the answers so far leave open."""
        answers, rating, total = self.rows("appraisals"), self.book.rating_of(self.review_id), len(self.book.items)
        if answers.empty:
            return f"None of the {total} items is answered, so every rating is still possible."
        raters = sorted(answers["rater"].unique())
        answered = "answered" if len(raters) == 1 else "answered alike"
        return (
            f"{start(listed(raters))}: {rating.answered} of {total} items {answered}; the overall confidence is "
            f"{rating_told(rating)}. An item without an answer is not a weakness found."
        )

    def findings(self, own: bool) -> HTML:
        """Findings read in the review's own texts, or those that the umbrella review credits to it."""
        order = ["modality", "region", "metric", "finding_id"]
        return self._read_in("findings", own, "Findings", "finding", order, FINDING)

    def links(self, own: bool) -> HTML:
        """Links with clinical measures read in the review's own texts, or those that the umbrella review credits to it."""
        order = ["modality", "measure", "correlation_id"]
        return self._read_in(
            "correlations", own, f"Links with {self.several('outcome')}", f"link with a {self.book.called('outcome')}", order, LINK
        )

    def _read_in(self, table: str, own: bool, title: str, thing: str, order: list[str], columns: str) -> HTML:
        """The rows of a table that were read in the review's own texts, or those that are credited to it."""
        if own:
            caption = f"{title} read in texts of {self.label} itself."
            nothing = f"No {thing} was read in a text of the review itself."
        elif self.book.is_of_source(self.review_id):
            caption = f"{title} that the umbrella review credits to {self.label}, and where."
            nothing = f"The umbrella review credits no {thing} to this review."
        else:
            return HTML("")
        frame = self._with_chapter(self._split(table, own).sort_values(order))
        name = f"{'own' if own else 'credited'}-{'findings' if table == 'findings' else 'links'}"
        return self.table(frame, name, caption, self.headings(table, columns), columns.split()[0], nothing)

    def _with_chapter(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows as readers see them, the modality leading to its chapter and the row's number to its place there."""
        frame, labels = self.with_links(rows), self.book.modality_labels
        key = frame.columns[0]
        frame["modality"] = [
            self.place(f"{name}.html#{row_id}", labels[name])
            for name, row_id in zip(frame["modality"], frame[key])
        ]
        return frame

    def estimates(self) -> HTML:
        """Its pooled estimates."""
        if self.rows("estimates").empty:
            return HTML(Markup('<p class="umb-nothing">No pooled estimate of this review was read.</p>'))
        return estimates_table(self, self.rows("estimates"))

    def shared_authors(self) -> HTML:
        """Included reviews that have an author in common with this one."""
        rows = [
            {"review": self.review_link(other), "shared": listed(pair.shared)}
            for pair in self.book.author_pairs().itertuples()
            for one, other in ((pair.first, pair.second), (pair.second, pair.first))
            if one == self.review_id
        ]
        caption = f"Included reviews that share an author with {self.label}, by surname and first initial; namesakes are not told apart."
        return self.table(pd.DataFrame(rows), "authors", caption, {"review": "Review", "shared": "Shared authors"},
                          nothing="No other included review has an author of the same surname and first initial.")  # fmt: skip

    def primary_studies(self) -> HTML:
        """The primary studies it is known to include, with the other reviews known to include them."""
        inclusions, studies = (
            self.tables.inclusions,
            self.tables["primary-studies"].drop(columns=["origin", "locator", "note"]),
        )
        frame = self.with_links(self.rows("inclusions")).merge(studies, on="study_id", how="left")
        frame["study"] = [
            f"{row.first_author} {row.year}" if pd.notna(row.year) else row.first_author for row in frame.itertuples()
        ]
        frame["doi"] = [EMPTY if pd.isna(doi) else link(doi_address(doi), doi) for doi in frame["doi"]]
        frame["others"] = [
            self.review_links(ids) if ids else "none known"
            for ids in (
                sorted(set(inclusions.loc[inclusions["study_id"] == study, "review_id"]) - {self.review_id})
                for study in frame["study_id"]
            )
        ]
        headings = self.headings("inclusions", "study doi status others source note", study="Study", doi="DOI", others="Also in")
        return self.table(frame, "studies", f"Primary studies that {self.label} is known to include. The list is not complete.", headings,
                          nothing="The list of its primary studies was not in the texts read, so overlap with other reviews is unknown.")  # fmt: skip

    def questions(self) -> HTML:
        """What the sources leave open, as questions of fact: facts that conflict and the notes of its rows."""
        labels = self.tables.facts.set_index("fact")["label"]
        rows = [
            {
                "about": labels[fact],
                "question": Markup("Which value holds: {}?").format(self.fact_cell(self.review_id, fact)),
            }
            for fact in dict.fromkeys(self._disputed()["fact"])
        ]
        for table, key in NOTED.items():
            noted = self.rows(table).dropna(subset=["note"])
            for note, group in noted.groupby("note", sort=False):
                ids = Markup(", ").join(Markup('<a href="#{0}">{0}</a>').format(row_id) for row_id in group[key])
                rows.append({"about": Markup("Row {}").format(ids) if len(group) == 1 else Markup("Rows {}").format(ids), "question": note})  # fmt: skip
        return self.table(pd.DataFrame(rows), "questions", "What a reading of the full text would have to settle.",
                          {"about": "About", "question": "Question or remark"},
                          nothing="No row about this review carries a remark, and no two sources differ on it.")  # fmt: skip
