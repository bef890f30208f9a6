"""Rows by what they say, the claims they make, and what stands behind a claim."""

from __future__ import annotations

import pandas as pd

from umbrella import synthesis
from umbrella.audit import Check, audited
from umbrella.book.answers import answer
from umbrella.book.ratings import Ratings

# Kind of the scopes that reach past the subject of the book.
MIXED = "mixed"


class Evidence(Ratings):
    """What the reviews report.

    Filters (``where``) are columns of the table asked, or of a table its rows
    refer to, with the value asked for; ``within="temporal lobe"`` takes a
    region with all its parts.
    """

    def chosen(self, table: str = "findings", within: str | None = None, **where: str) -> pd.DataFrame:
        """Rows of a table that match the filters.

        Raises:
            KeyError: a filter names no column of the table.
            ValueError: a filter asks for a term its vocabulary does not know.
        """
        for column, value in where.items():
            self._refuse_unknown(table, column, value)
        # Asking for some rows only leaves the page alone when others change.
        fields = self.tables.contract.tables[table].fields
        equal = {column: where.pop(column) for column in list(where) if fields.get(column, {}).get("type") == "string"}
        frame = self.tables.rows(table, **equal) if equal else self.tables[table]
        for column, value in where.items():
            frame = frame[self._column(table, frame, column, value) == value]
        if within:
            self._refuse_unknown(table, "region", within)
            frame = synthesis.within(frame, within, self.tables.regions)
        return frame

    def _refuse_unknown(self, table: str, column: str, value: str) -> None:
        """Refuse a misspelt filter, which would count nothing without a word."""
        for key in self.tables.contract.tables[table].foreign_keys:
            if key.field == column and value not in set(self.tables[key.table][key.target]):
                raise ValueError(f"{value!r} is not a {column} of {self.tables.file_of(key.table)}")

    def _column(self, table: str, frame: pd.DataFrame, column: str, value: object) -> pd.Series:
        """A column of a table or, failing that, of the table its rows refer to that has it (``system`` of the region).

        Raises:
            KeyError: no such table has the column.
            ValueError: several have it (``origin_kind`` then says which ``kind`` is meant), or it never has the value.
        """
        if column in frame:
            return frame[column]
        found = {
            key.field: self.tables[key.table].set_index(key.target)[name]
            for key in self.tables.contract.tables[table].foreign_keys
            for name in (column, column.removeprefix(f"{key.field}_"))
            if name in self.tables.contract.tables[key.table].fields
        }
        if not found:
            raise KeyError(column)
        if len(found) > 1:
            names = " or ".join(f"{field}_{column}" for field in found)
            raise ValueError(f"{column!r} of {table} can mean several things; say {names}")
        [(field, values)] = found.items()
        if value not in set(values):
            raise ValueError(f"{value!r} is no {column} of the {field} of any row of {table}")
        return frame[field].map(values)

    @property
    @answer
    def terms(self) -> synthesis.Terms:
        """The directions and the categories of certainty of the book."""
        return synthesis.Terms.of(self.tables)

    @answer
    def evidence(self, **where: str) -> pd.DataFrame:
        """Findings that match and count as evidence of a change; see :func:`umbrella.synthesis.evidence`.

        ``own_text`` says whether a row was read in a text of the review itself.
        """
        rows = synthesis.evidence(self.chosen(**where))
        return rows.assign(own_text=self.own_text(rows))

    @answer
    def changes(self, **where: str) -> pd.DataFrame:
        """Those of them that report a change; see :func:`umbrella.synthesis.changes`."""
        return synthesis.changes(self.evidence(**where), self.terms.directions)

    @answer
    def claims(self, **where: str) -> pd.DataFrame:
        """The claims that the matching findings make, best supported first; see :func:`umbrella.synthesis.claims`."""
        return synthesis.claims(self.evidence(**where), self.terms, first=self.region_ranks())

    def subject(self, claim: object) -> str:
        """The region a claim speaks of, with the task and the side that tell it apart: ``a lobe (language tasks, left)``."""
        return self.told_apart(claim.region, *(getattr(claim, name) for name in synthesis.APART))

    def told_apart(self, region: str, *values: str) -> str:
        """A region with the values of :data:`umbrella.synthesis.APART` that a claim on it has."""
        named = [self.tables.vocabulary(f"{n}s").labels[value] for n, value in zip(synthesis.APART, values) if value]
        return f"{region} ({', '.join(named)})" if named else region

    @answer
    def region_ranks(self) -> dict[str, int]:
        """Rank of each region by the order of its system in the vocabulary."""
        systems, regions = self.tables.vocabulary("systems").terms, self.tables.regions
        return {region: systems.index(system) for region, system in zip(regions["region"], regions["system"])}

    @answer
    def supported_claims(self, **where: str) -> pd.DataFrame:
        """The same claims with what stands behind each; see :func:`umbrella.synthesis.support`."""
        claims, reviews = self.claims(**where), self.tables.reviews
        behind = synthesis.support(
            claims,
            self.evidence(**where),
            self.author_lists(),
            set(reviews.loc[reviews["scope"].isin(self.tables.vocabulary("scopes").of_kind(MIXED)), "review_id"]),
            self.main_source,
            {row.review_id: (row.best, row.worst) for row in self.ratings.itertuples()},
            {review: int(date[:4]) for review, date in self.search_ends().items()},
        )
        return claims.join(behind)

    @answer
    def shown_by_own_texts(self, category: str, **where: str) -> pd.DataFrame:
        """The claims in a category of certainty that would have it if the reviews' own texts were all there is."""
        claims = self.claims(**where)
        findings = self.evidence(**where)
        alone = synthesis.claims(findings[findings["own_text"]], self.terms)
        keys = list(synthesis.CLAIM)
        same = alone.loc[alone["certainty"] == category, keys]
        return claims[claims["certainty"] == category].merge(same, on=keys)

    @answer
    def contested(self, **where: str) -> pd.DataFrame:
        """The contested claims among them."""
        claims = self.claims(**where)
        return claims[claims["certainty"] == self.terms.certainty.contested].reset_index(drop=True)

    @answer
    def reported(self, at_least: int) -> pd.DataFrame:
        """Regions in which enough reviews report a change, by modality; see :func:`umbrella.synthesis.reported`.

        A number is that of statements on the region itself. Regions stand as
        :func:`umbrella.synthesis.nested` has them, with their ``depth``.
        """
        findings, counts = self.evidence(), self.region_reviews()
        kept = {region: n for region, n in counts.items() if n >= at_least and region not in self.gathering_regions()}
        depth = synthesis.nested(kept, self.tables.regions, self.region_ranks())
        cells = synthesis.reported(
            findings[findings["region"].isin(kept)], self.terms.directions, ("region", "modality")
        )
        order = {region: place for place, region in enumerate(depth)}
        cells = cells.sort_values("region", key=lambda names: names.map(order), kind="stable", ignore_index=True)
        return cells.assign(depth=cells["region"].map(depth))

    @answer
    def region_reviews(self) -> dict[str, int]:
        """Reviews that report a change in each region itself, over all modalities."""
        return {region: int(n) for region, n in synthesis.region_counts(self.changes()).items()}

    @answer
    def gathering_regions(self) -> set[str]:
        """Regions that gather structures of every kind."""
        return synthesis.regions_of(
            self.tables.regions, self.tables.vocabulary("tissues").of_kind(synthesis.GATHERING)
        )

    @answer
    def link_claims(self) -> pd.DataFrame:
        """Links between measures as claims on measure and modality, their signs as directions."""
        rows = self.tables.correlations
        signed = rows.assign(own_text=self.own_text(rows)).rename(
            columns={"correlation_id": "finding_id", "sign": "direction"}
        )
        return synthesis.claims(signed, synthesis.Terms.of(self.tables, "signs"), by=("measure", "modality"))

    @answer
    def contrasts(self) -> pd.DataFrame:
        """Families of metrics that go one way in some regions and the opposite way in others."""
        return synthesis.contrasts_between_regions(self.evidence(), self.terms, self.tables.metrics, self.tables.regions)

    @answer
    def systems_covered(self) -> pd.DataFrame:
        """Reviews that report a change by modality and system; see :func:`umbrella.synthesis.systems_covered`."""
        modalities = self.tables.modalities.sort_values("order")["modality"].tolist()
        systems = self.tables.vocabulary("systems").terms
        return synthesis.systems_covered(self.changes(), self.tables.regions, modalities, systems)

    @answer
    def region_agreement(self) -> pd.DataFrame:
        """How firm the claims on each region are; see :func:`umbrella.synthesis.region_agreement`."""
        return synthesis.region_agreement(self.evidence(), self.terms)

    @answer
    def audited(self) -> list[Check]:
        """Every statement of the audit with its verdict."""
        return audited(self.tables)

    @answer
    def unclear_directions(self, **where: str) -> pd.DataFrame:
        """Claims of which some or all rows say no direction; see :func:`umbrella.synthesis.unclear_directions`."""
        return synthesis.unclear_directions(self.claims(**where), self.terms.directions)

    @answer
    def reasons(self) -> dict[tuple[str, ...], tuple[synthesis.Reason, ...]]:
        """What may explain each contested claim, by the columns of :data:`umbrella.synthesis.CLAIM`."""
        findings = self.evidence()
        dated = findings.assign(year=findings["review_id"].map(self.publication_years())).set_index("finding_id")
        return {
            tuple(getattr(row, name) for name in synthesis.CLAIM): synthesis.likely_reasons(
                dated.loc[list(row.findings)], self.terms.directions
            )
            for row in self.contested().itertuples()
        }

    # When the reviews looked

    @answer
    def search_ends(self) -> dict[str, str]:
        """Date of the last search of each review for which one was read."""
        rows = self.tables.rows("review-facts", fact="search_to")
        rows = rows[rows["value"].str.match(r"\d{4}")]
        return rows.groupby("review_id")["value"].max().to_dict()

    @answer
    def publication_years(self) -> dict[str, int]:
        """Year of publication of each included review."""
        entries = self.tables.references.entries
        return {review: int(entries[review].fields["year"]) for review in self.tables.reviews["review_id"]}

    @answer
    def latest_dates(self) -> dict[str, str]:
        """The latest date at which each review can have searched: its last search or, failing that, its publication."""
        published = self.tables.rows("review-facts", fact="published").groupby("review_id")["value"].max().to_dict()
        return {review: str(year) for review, year in self.publication_years().items()} | published | self.search_ends()
