"""The model of a book: one answer for all who ask, and with it the parts of the data it rests on."""

from __future__ import annotations

import pandas as pd
import pytest
from tables_with import tables_with
from umbrella import amstar2, synthesis
from umbrella.book import Book
from umbrella.book.places import CHAPTERS, MODALITY, WHOLE, anchor
from umbrella.tables import Tables
from umbrella.tables.contract import read_contract


@pytest.fixture
def fresh(root) -> Tables:
    """The repository's tables, of which nothing was asked yet."""
    return Tables(read_contract(root / "data"))


def second_rater(tables: Tables, review: str, answer: str) -> Tables:
    """The tables with a second rater who gives one answer to every item about a review."""
    rows = tables.appraisals
    like = rows[rows["review_id"] == review].iloc[[0]]
    new = [like.assign(item=item, answer=answer, rater="second") for item in range(1, 17)]
    return tables_with(tables, appraisals=pd.concat([rows, *new], ignore_index=True))


class TestAnswers:
    def test_who_asks_later_depends_on_the_same(self, fresh):
        book, asked = Book(fresh), []
        for _ in range(2):
            with fresh.gathering() as parts:
                book.supported_claims(modality="diffusion")
            asked.append(set(parts))
        assert asked[0] == asked[1] and "findings.csv?modality=diffusion" in asked[0] and "appraisals.csv" in asked[0]

    def test_what_rests_on_some_rows_asks_for_no_others(self, fresh):
        Book(fresh).claims(modality="diffusion")
        Book(fresh).rating_of("li2012")
        assert not {"findings.csv", "appraisals.csv"} & fresh.files_read
        assert "appraisals.csv?review_id=li2012" in fresh.files_read

    def test_files_that_are_no_tables_are_noted_each_time(self, fresh):
        book = Book(fresh)
        asked = {"references.bib": lambda: book.authors_of("li2012"), "edition.toml": lambda: book.last_search}
        for name, ask in asked.items():
            for _ in range(2):
                with fresh.gathering() as parts:
                    ask()
                assert parts == {name}

    def test_an_answer_is_computed_once(self, fresh, monkeypatch):
        calls, plain = [], synthesis.support
        monkeypatch.setattr(synthesis, "support", lambda *given: calls.append(1) or plain(*given))
        book = Book(fresh)
        one, other = book.supported_claims(modality="diffusion"), book.supported_claims(modality="diffusion")
        assert len(calls) == 1 and one.equals(other)

    def test_nobody_changes_what_others_are_told(self, fresh):
        book = Book(fresh)
        taken = book.claims()
        taken["certainty"] = "none"
        assert set(book.claims()["certainty"]) <= set(book.terms.certainty)


class TestRatings:
    def test_the_table_and_the_rating_of_each_review_agree(self, tables):
        for book in (Book(tables), Book(second_rater(tables, "kocar2021", "yes"))):
            for row in book.ratings.itertuples():
                own = vars(book.rating_of(row.review_id))
                assert own == {name: getattr(row, name) for name in own}

    def test_a_rating_out_of_reach_is_not_possible_though_it_lies_between_the_bounds(self, tables):
        """With sixteen yes of a second rater only critical items are disputed, and none of them makes it moderate."""
        found = Book(second_rater(tables, "kocar2021", "yes")).rating_of("kocar2021")
        assert (found.worst, found.best) == ("critically low", "high")
        assert found.possible == ("critically low", "low", "high")

    def test_what_stands_behind_a_claim_is_of_the_same_bounds(self, tables):
        book = Book(second_rater(tables, "kocar2021", "yes"))
        bounds = book.ratings.set_index("review_id")
        for row in book.supported_claims().itertuples():
            behind = bounds.loc[list(row.reviews)]
            assert row.best == max(behind["best"], key=amstar2.RATINGS.index)
            assert row.worst == min(behind["worst"], key=amstar2.RATINGS.index)

    def test_answers_are_counted_once_for_each_review_and_item(self, tables):
        book = Book(tables)
        counts = book.answer_counts(*tables.reviews["review_id"])
        assert (counts.sum(axis=1) == len(tables.reviews)).all()
        assert counts.drop(columns="not answered").to_numpy().sum() == len(tables.appraisals)


class TestSources:
    def test_a_book_without_an_umbrella_review_has_no_second_hand_rows(self, tables):
        sources = tables.sources
        book = Book(tables_with(tables, sources=sources[sources["kind"] != "umbrella review"]))
        assert book.main_source is None and book.umbrella_key is None and book.shared_with_umbrella() == {}
        rows = tables.findings
        assert not book.second_hand(rows[rows["origin"].isin(book.tables.sources["source_id"])]).any()

    def test_authors_are_matched_by_one_rule_whatever_their_accents(self, data):
        """The source's author with an accent: pairs and those shared with the umbrella review still agree."""
        path = data.folder / "references.bib"
        text = path.read_text("utf-8")
        start = text.index("{ghaderi2025umbrella,")
        assert "Ghaderi" in text[start : start + 900]
        path.write_text(text[:start] + text[start:].replace("Ghaderi", "Ghadéri", 1), "utf-8")
        book = Book(Tables(read_contract(data.folder)))
        assert any("Ghaderi, S." in names for names in book.shared_with_umbrella().values())
        pairs = book.author_pairs(with_umbrella=True)
        assert set(book.shared_with_umbrella()) == set(pairs.loc[pairs["second"] == "ghaderi2025umbrella", "first"])


class TestPlaces:
    def test_every_row_that_an_audit_rests_on_has_a_place(self, tables):
        from umbrella.audit import audited

        book = Book(tables)
        rows = {row for check in audited(tables) for row in check.verdict.rows}
        assert rows and all(".html#" in book.place_of(row.table, row.key) for row in rows)

    def test_places_are_chapters_and_tables_there_are(self, root, tables):
        for name in {*CHAPTERS.values(), *(place.partition(".html")[0] for place in WHOLE.values())}:
            assert (root / "chapters" / f"{name}.md").is_file()
        assert {*CHAPTERS, *WHOLE, *MODALITY} <= set(tables)

    @pytest.mark.parametrize(
        ("table", "key", "expected"),
        [
            ("glossary", "Tract-based statistics", "term-tract-based-statistics"),
            ("sources", "li2012:abstract", "source-li2012-abstract"),
            ("appraisals", "li2012/4/curator", "answer-li2012-4"),
            ("findings", "F0001", "F0001"),
        ],
    )
    def test_anchors(self, table, key, expected):
        assert anchor(table, key) == expected
