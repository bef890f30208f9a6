"""The audit of the source: what it states, what the tables give, and what that changes."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from umbrella.audit import GROUPS, RULES, VERDICTS, Check, Row
from umbrella.figures.bars import stacked_bars
from umbrella.html_tables import link
from umbrella.prose import counted, listed, start
from umbrella.show.page import Page

# Links shown at once; the others open on request.
SHOWN = 5


class AuditParts(Page):
    """What shows the audit."""

    def audit_summary(self) -> HTML:
        """Bars of verdicts by what the checks look at."""
        checks, colours = self.book.audited(), self.tables.vocabulary("verdicts").colours
        counts = pd.DataFrame(0, index=list(GROUPS.values()), columns=list(VERDICTS))
        for check in checks:
            counts.loc[check.group, check.verdict.verdict] += 1
        totals = listed(f"{int(n)} {verdict}" for verdict, n in counts.sum().items())
        return self.figure(
            lambda width: stacked_bars(counts, colours, width, "statements"),
            "audit",
            "Statements of the source by what they are about and by what recomputation gives. The selection is that of careful readers, not a sample: the shares say nothing about the source as a whole.",
            f"Stacked bars of {len(checks)} audited statements: {totals}.",
            counts.reset_index(names="about"),
            {"about": "Statements about"} | {verdict: start(verdict) for verdict in VERDICTS},
        )

    def audit_table(self, verdict: str | None = None, *checks: str) -> HTML:
        """Statements with what is recomputed; of one verdict, or the checks named, or all."""
        rows = [
            check
            for check in self.book.audited()
            if check.verdict.verdict == (verdict or check.verdict.verdict) and (not checks or check.check_id in checks)
        ]
        frame = pd.DataFrame([self._audit_row(check) for check in rows])
        if verdict and rows:  # which the caption gives
            frame["id"] = [link(f"#{check.check_id}", check.check_id) for check in rows]
        headings = {
            "id": "Row" if verdict else "Row and verdict", "says": "The source says", "stated": "Stated", "recomputed": "Recomputed",
            "matters": "What it changes for a reader", "rests": "Rows it rests on",
        }  # fmt: skip
        name = f"audit-{(verdict or 'all').replace(' ', '-')}"
        caption = self.tables.vocabulary("verdicts").column("meaning")[verdict] if verdict else "Statements of the source and what the tables give."
        return self.table(frame, name, caption, headings, "key", "No statement belongs here.")

    def _audit_row(self, check: Check) -> dict[str, object]:
        found = check.verdict
        small = Markup('{}<br><small class="umb-aside">{}</small>')
        return {
            "key": check.check_id,
            "id": Markup('{}<br><span class="umb-verdict"><span aria-hidden="true">{}</span> {}</span>').format(
                link(f"#{check.check_id}", check.check_id), self.tables.vocabulary("verdicts").symbols[found.verdict], found.verdict
            ),
            "says": small.format(check.statement, self.source_cell(check.origin, check.locator)),
            "stated": check.stated,
            "recomputed": small.format(found.recomputed, found.explanation),
            "matters": small.format(check.matters, check.note) if check.note else check.matters,
            "rests": self._row_links(found.rows),
        }

    def _row_links(self, rows: tuple[Row, ...]) -> Markup:
        """Links to the rows, those beyond the first few behind a summary."""
        if not rows:
            return Markup('<span class="umb-empty">no row</span>')
        links = [link(self.chapter(self.book.place_of(row.table, row.key)), self._row_text(row)) for row in rows]
        shown, rest = links[:SHOWN], links[SHOWN:]
        text = Markup(", ").join(shown)
        if rest:
            text += Markup("<details><summary>{}</summary>{}</details>").format(
                f"{len(rest)} more", Markup(", ").join(rest)
            )
        return text

    def _row_text(self, row: Row) -> str:
        if row.table in ("reviews", "review-facts"):
            return self.book.labels[row.key]
        return f"item {row.key}" if row.table == "amstar2-items" else row.key

    def candidate_reviews(self) -> HTML:
        """Reviews that look eligible and were met while reading; those included since lead to their pages."""
        table = self.tables["candidate-reviews"]
        frame = self.with_links(table.drop(columns="review_id"))
        frame["review_id"] = [self.review_link(key) if pd.notna(key) else "waits" for key in table["review_id"]]
        included = int(table["review_id"].notna().sum())
        frame["id"] = [link(f"#{key}", key) for key in frame["candidate_id"]]
        frame["year"] = [str(year) if pd.notna(year) else None for year in frame["year"]]
        frame["modality"] = frame["modality"].map(self.book.modality_labels)
        became = " review_id" if included else ""
        columns = f"id label{became} year modality focus n_studies n_patients n_controls source note"
        headings = self.headings("candidate-reviews", columns, id="Row")
        caption = f"{start(counted(len(frame), 'review'))} met while reading and not included. They count nowhere in this book."
        if included:
            caption = f"{start(counted(len(frame), 'review'))} met while reading, {counted(included, 'review')} of them included since; the others count nowhere in this book."
        return self.table(frame, "candidates", caption, headings, "candidate_id", "No such review was met.")

    def audit_rules(self) -> HTML:
        """The rules, what each asks, and how often it is used."""
        used = self.tables.audit["rule"].value_counts()
        frame = pd.DataFrame([
            {"rule": start(name.replace("_", " ")), "asks": function.__doc__.splitlines()[0], "n": int(used.get(name, 0))}
            for name, function in RULES.items()
        ])  # fmt: skip
        return self.table(frame, "audit-rules", "The rules by which statements are judged.",
                          {"rule": "Rule", "asks": "It holds when", "n": "Statements"})  # fmt: skip
