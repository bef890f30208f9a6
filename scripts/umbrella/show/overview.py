"""Figures and tables of the landing page and of the synthesis over all modalities."""

from __future__ import annotations

import re

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from umbrella import synthesis
from umbrella.figures import style
from umbrella.figures.bars import stacked_bars
from umbrella.figures.heatmap import SOFT, Line, evidence_heatmap
from umbrella.prose import counted, listed, number, start
from umbrella.prose.words import noun
from umbrella.show.claims import apart_key, contested, drawn_apart, told_claims
from umbrella.show.explorer import LINK
from umbrella.show.heatmap import change_words, claim_words
from umbrella.show.page import NOTHING, Page
from umbrella.show.shared_tables import estimates_table, forest, links_table
from umbrella.tables.vocabulary import Vocabulary


def shortened(label: str) -> str:
    """A modality's label to head a narrow column: its first word that is no short form, which may be parted after a vowel."""
    word = next((word for word in label.split() if not word.isupper()), label)
    breaks = [place for place in range(4, 9) if re.match("[aeiou][^aeiou]", word[place - 1 : place + 1])]
    return start(word if len(word) <= 10 or not breaks else f"{word[: breaks[-1]]}{SOFT}{word[breaks[-1] :]}")


class OverviewParts(Page):
    """What looks at all modalities at once."""

    def key_figures(self) -> HTML:
        """The size of the evidence in a line of large numbers."""
        findings = self.tables.findings
        claims, known = self.book.claims(), self.book.terms.certainty
        firmest = known.firmest
        firm, contested = ((claims["certainty"] == word).sum() for word in (firmest, known.contested))
        counts = {
            "included review": len(self.tables.reviews), "finding": len(findings),
            self.book.called("region"): findings["region"].nunique(), "claim": len(claims),
            f"{firmest} claim": firm,
            f"of these {firmest} by the reviews' own texts alone": len(self.book.shown_by_own_texts(firmest)),
            f"{known.contested} claim": contested,
        }  # fmt: skip
        items = Markup("").join(
            Markup("<div><dt>{}</dt><dd>{:,}</dd></div>").format(self._thing(int(n), name), int(n))
            for name, n in counts.items()
        )
        return HTML(Markup('<dl class="umb-figures">{}</dl>').format(items))

    def _thing(self, n: int, name: str) -> str:
        """What is counted, in the number that its count asks for; a 0 in digits stands before many."""
        n = n or 2
        if name == self.book.called("region"):
            return self.book.called("region", n)
        return name if name.startswith("of") else noun(n, name)

    def evidence_matrix(self, at_least: int = 3) -> HTML:
        """Regions by modality: how many reviews report a change."""
        claims, names = self.book.reported(at_least), self.book.modality_labels
        if claims.empty and len(self.tables.findings):
            return self.nothing(f"No {self.book.called('region')} is reported by {counted(at_least, 'review')} or more.")
        directions = self.tables.vocabulary("directions")
        none = directions.of_kind(synthesis.NO_CHANGE)
        depth = dict(zip(claims["region"], claims["depth"]))
        regions, systems = self.tables.regions, self.tables.vocabulary("systems")
        system = dict(zip(regions["region"], regions["system"]))
        rows = [Line(region, region, depth[region], start(systems.labels[system[region]])) for region in depth]
        columns = [Line(name, shortened(label)) for name, label in names.items()]
        filters = [
            {"kind": "finding", "region": row.region, "modality": row.modality, "counted": "yes", "exact": "1"}
            for row in claims.itertuples()
        ]
        cells = claims[["n_reviews", "n_own"]].assign(
            row=claims["region"], column=claims["modality"], direction="reported",
            beside=[drawn_apart(directions, {none[0]: n} if n else {}) for n in claims["n_unchanged"]],
            link=[self.explorer(**each) for each in filters],
            told=[
                change_words(
                    self, f"{row.region}, {names[row.modality]}", row.reviews, row.own, row.unchanged, directions.words[none[0]]
                )
                for row in claims.itertuples()
            ],
        )  # fmt: skip
        shown = claims.assign(
            modality=claims["modality"].map(names),
            region=["\u2003" * row.depth + row.region for row in claims.itertuples()],
            who=[self.review_links(ids) for ids in claims["reviews"]],
            none=[self.review_links(ids) for ids in claims["unchanged"]],
            count=[
                self.explorer_link(row.n_reviews, f"{row.region}, {names[row.modality]}", **each)
                for row, each in zip(claims.itertuples(), filters)
            ],
        )
        counts = self.book.region_reviews()
        first = sorted(depth, key=lambda region: (-counts[region], region))[:4]
        top = listed(f"{region}, {counted(counts[region], 'review')}" for region in first)
        caption = (
            f"Most reviews report a change in {top}. Rows are {self.several('region')} that at least {counted(at_least, 'review')} report, parts set in beneath "
            f"their whole; a number is that of the distinct reviews that report a change in the {self.book.called('region')} itself, and those that found no "
            f"difference stand apart. An empty cell means that none speaks of it. It counts reviews, not effects, and reviews overlap."
        )
        alt = f"Matrix of {self.prose.named(claims['region'].nunique(), 'region')} by {self.prose.named(len(names), 'modality')}, with the number of reviews in each cell. Most reported: {top}."
        headings = {"region": self.one("region"), "modality": self.one("modality"), "count": "Reviews", "who": "Which", "none": "No difference"}
        return self.figure(
            lambda width: evidence_heatmap(
                cells, rows, columns, {"reported": ""}, {"reported": ""}, {"reported": style.ACCENT}, width,
                apart_key(directions),
            ),
            "evidence-matrix",
            caption,
            alt,
            shown,
            headings,
        )

    def claims_table(self, *categories: str) -> HTML:
        """Claims over all modalities in some categories of certainty, firmest first."""
        claims = self.book.supported_claims()
        frame = told_claims(self, claims[claims["certainty"].isin(categories or list(self.book.terms.certainty))])
        frame["modality"] = [self.modality_cell(name) for name in frame["modality"]]
        headings = {
            "subject": self.one("region"),
            "metric": self.one("metric"),
            "modality": self.one("modality"),
            "verdict": "Direction and certainty",
            "who": "Reviews",
            "behind": "What stands behind it",
        }
        return self.table(
            frame,
            f"claims-{'-'.join(categories).replace(' ', '-') or 'all'}",
            f"Claims that are {listed(categories) if categories else 'made'}, over all {self.several('modality')}.",
            headings,
            nothing=f"No claim is {' or '.join(categories)}." if categories else NOTHING,
        )

    def certainty_rules(self) -> HTML:
        """The categories of certainty, what each means, and how many claims fall into it."""
        claims = self.book.claims()
        rows = [
            {
                "category": name, "meaning": start(meaning), "claims": int((claims["certainty"] == name).sum()),
                "own": int(((claims["certainty"] == name) & (claims["n_own"] > 0)).sum()),
                "alone": len(self.book.shown_by_own_texts(name)),
            }
            for name, meaning in self.book.terms.certainty.meanings.items()
        ]  # fmt: skip
        return self.table(
            pd.DataFrame(rows),
            "certainty",
            "Categories of certainty: how many claims have each, how many of these are shown by the own text of a review at least, and how many would have it by own texts alone.",
            {"category": "Category", "meaning": "Rule", "claims": "Claims", "own": "Some own text", "alone": "By own texts alone"},
        )

    def modality_overview(self) -> HTML:
        """Each modality with the size and the firmness of its evidence."""
        findings, rows = self.tables.findings, []
        every = self.book.claims()
        for modality in self.book.modality_labels:
            own, claims = findings[findings["modality"] == modality], every[every["modality"] == modality]
            count = claims["certainty"].value_counts()
            rows.append({
                "modality": self.modality_cell(modality), "reviews": int(own["review_id"].nunique()), "findings": len(own),
                "regions": int(own["region"].nunique()), "metrics": int(own["metric"].nunique()), "claims": len(claims),
                **{name: int(count.get(name, 0)) for name in self.book.terms.certainty},
            })  # fmt: skip
        frame = pd.DataFrame(rows)
        categories = number(len(self.book.terms.certainty))
        caption = f"The {self.several('modality')}: how much is reported and how firmly. The last {categories} columns count claims."
        return self.table(frame, "modalities", caption, {column: self._head(column) for column in frame})

    def _head(self, column: str) -> str:
        """Heading of a column that counts what the book speaks of."""
        own = {"modality": self.one("modality"), "regions": self.several("region"), "metrics": self.several("metric")}
        return start(own.get(column, column))

    def system_balance(self) -> HTML:
        """Reviews per modality and system, as bars."""
        labels, table = self.book.modality_labels, self.book.systems_covered()
        systems = self.tables.vocabulary("systems")
        table.index, table.columns = [labels[name] for name in table.index], [systems.labels[name] for name in table]
        colours = {systems.labels[name]: colour for name, colour in systems.colours.items()}
        told = (f"{name}: {', '.join(f'{system} {n}' for system, n in row.items())}" for name, row in table.iterrows())
        alt = f"Bars of the number of reviews per {self.book.called('modality')} and system. {'; '.join(told)}."
        *words, last = systems.words.values()
        where = f"{', '.join(words)}, or {last}" if words else last
        caption = f"Reviews that report a change {where}, by {self.book.called('modality')}. A review counts once in each."
        twin = table.reset_index(names="modality")
        return self.figure(lambda width: stacked_bars(table, colours, width), "systems", caption, alt, twin)

    def conflicts(self) -> HTML:
        """All contested claims."""
        frame = contested(self)
        frame["modality"] = frame["modality"].map(self.book.modality_labels)
        headings = {
            "subject": self.one("region"),
            "metric": self.one("metric"),
            "modality": self.one("modality"),
            "sides": "Who reports what",
            "circumstances": "Side, task, population",
        }
        return self.table(
            frame,
            "conflicts",
            "Claims on which opposite directions are reported.",
            headings,
            nothing="No claim is contested.",
        )

    def clinical_links(self) -> HTML:
        """All links with clinical measures."""
        return links_table(self)

    def link_matrix(self) -> HTML:
        """Imaging measures by clinical measures: how many reviews report a link."""
        grouped, labels = self.book.link_claims(), self.book.modality_labels
        if grouped.empty:
            return self.nothing()
        signs, used = self.tables.vocabulary("signs"), set(grouped["modality"])
        columns = [Line(name, shortened(label)) for name, label in labels.items() if name in used]
        total = grouped.groupby("measure")["n_reviews"].sum()
        rows = [Line(name, name) for name in sorted(total.index, key=lambda name: (-total[name], name))]
        filters = [{"kind": LINK, "measure": row.measure, "modality": row.modality} for row in grouped.itertuples()]
        cells = grouped[["direction"]].assign(
            row=grouped["measure"], column=grouped["modality"], n_reviews=grouped["n_agree"], n_own=grouped["n_own"],
            beside=[drawn_apart(signs, others) for others in grouped["others"]],
            link=[self.explorer(**each) for each in filters],
            told=[claim_words(self, f"{row.measure}, {labels[row.modality]}", row, signs) for row in grouped.itertuples()],
        )  # fmt: skip
        grouped = grouped.assign(
            count=[
                self.explorer_link(row.n_reviews, f"{row.measure}, {labels[row.modality]}", **each)
                for row, each in zip(grouped.itertuples(), filters)
            ],
            modality=grouped["modality"].map(labels),
            sign=[self._signs(row, signs) for row in grouped.itertuples()],
            who=[self.review_links(ids) for ids in grouped["reviews"]],
        )
        top = grouped.iloc[0]
        return self.figure(
            lambda width: evidence_heatmap(
                cells, rows, columns, signs.symbols, signs.words, signs.colours, width, apart_key(signs)
            ),
            "link-matrix",
            f"{start(self.several('outcome'))} by {self.book.called('modality')}: number of distinct reviews credited with a link of the sign shown; further reviews, which state none, stand apart.",
            f"Matrix of {self.prose.named(grouped['measure'].nunique(), 'outcome')} by {self.book.called('modality')}. Most reported: {top.measure} in {top.modality}, {counted(top.n_reviews, 'review')}.",
            grouped, {"measure": self.one("outcome"), "modality": self.one("modality"), "count": "Reviews", "sign": "Sign", "who": "Which"},
        )  # fmt: skip

    @staticmethod
    def _signs(link: object, signs: Vocabulary) -> str:
        """How many reviews state which sign of a link."""
        told = {link.direction: link.n_agree, **link.others}
        return listed(f"{signs.words[name]} in {n}" for name, n in told.items())

    def estimates(self) -> HTML:
        """All pooled estimates."""
        return estimates_table(self, self.tables.estimates)

    def forest(self, *kinds: str, but: tuple[str, ...] = ()) -> HTML:
        """Forest plots of all pooled estimates, or of those whose measures are of some kinds, or of all but some."""
        return forest(self, self.tables.estimates, f"all {self.several('modality')}", kinds, but)

    def gaps(self) -> HTML:
        """Claims that rest on one review or state no direction, per modality."""
        certainty = self.book.terms.certainty
        rows = [
            {"modality": self.modality_cell(name), "single": int((group["certainty"] == certainty.single).sum()),
             "unstated": int((group["certainty"] == certainty.not_stated).sum()), "claims": len(group)}
            for name, group in self.book.claims().groupby("modality")
        ]  # fmt: skip
        return self.table(pd.DataFrame(rows), "gaps", "Where the evidence is thin: claims that rest on a single review, or that say a change exists but not which way.",
                          {"modality": self.one("modality"), "claims": "Claims", "single": start(certainty.single), "unstated": start(certainty.not_stated)})  # fmt: skip
