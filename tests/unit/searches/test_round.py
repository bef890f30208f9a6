"""A round from five exports to its flow and a new review, by the commands, on a copy of the book's data."""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from bench.exports import MadeWork, embase, nbib, ovid, scopus, web_of_science
from books import ROOT
from click.testing import CliRunner
from openpyxl import load_workbook
from umbrella.add_review import key_and_label
from umbrella.book import Book
from umbrella.cli import main
from umbrella.curating.reading import read_back
from umbrella.curating.tidy import tidy
from umbrella.curating.workbook import save
from umbrella.searches.exports import read_export
from umbrella.searches.flow import flow_rows
from umbrella.searches.folder import read_search
from umbrella.show import BookPage
from umbrella.tables import check, load
from umbrella.tables.contract import read_contract

NAME = "2026-11"
GOOD = MadeWork("Blood flow of the brain in a rare disorder: a review of evidence", ("Adeyemi, Tola", "Berg, Ida"), 2025, "10.1000/good", "101")
OTHER = MadeWork("Imaging of the cervical cord in a rare disorder, a meta-analysis", ("Costa, Rui",), 2025, "10.1000/other", "102")
STORY = MadeWork("A narrative overview of imaging in a rare disorder", ("Dahl, Eva",), 2024, "10.1000/story", "103")
EARLY = MadeWork("Thickness of the cortex in a rare disorder: preprint of a review", ("Endo, Ken",), 2026, "10.1000/early", "104")
# Known to the book: an included review, the source itself; and one that may be a candidate.
KNOWN = MadeWork(
    "A meta-analysis of diffusion tensor imaging studies in amyotrophic lateral sclerosis", ("Li, J.",), 2012, "10.1016/j.neurobiolaging.2011.04.007", "105"
)
SOURCE = MadeWork("Whatever its title", ("Ghaderi, S.",), 2025, "10.3390/brainsci15070715", "106")
TWIN = replace(STORY, doi="10.1000/story-again", pmid="")
EXPORTS = {
    "pubmed.nbib": nbib([GOOD, OTHER, STORY, EARLY, SOURCE]),
    "scopus.ris": scopus([GOOD, TWIN, EARLY]),
    "embase.ris": embase([replace(GOOD, doi=""), OTHER]) + b"\n\nTY  - JOUR\nVL  - 3\nER  - \n",
    "wos.txt": web_of_science([OTHER, replace(EARLY, year=2025)]),
    "psycinfo.ris": ovid([GOOD, STORY]),
}


class Curator:
    """Calls commands in a book."""

    def __init__(self, folder: Path, output: str = ""):
        self.root, self.exports, self.output = folder / "book", folder / "exports", output
        self.folder = self.root / "data" / "searches" / NAME

    def copied(self, folder: Path) -> Curator:
        """The same book and exports in another folder, with what the last command said."""
        shutil.copytree(self.root.parent, folder, dirs_exist_ok=True)
        return Curator(folder, self.output)

    def __call__(self, *words: object, status: int = 0) -> str:
        result = CliRunner().invoke(main, [*map(str, words), "--book", str(self.root)])
        assert result.exit_code == status, result.output
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.output

    def search(self, command: str, *words: object, status: int = 0) -> str:
        return self("search", command, NAME, *words, status=status)

    def files(self) -> list[Path]:
        return [self.exports / name for name in sorted(EXPORTS)]

    def table(self, name: str) -> pd.DataFrame:
        return pd.read_csv(self.folder / f"{name}.csv", dtype="str", keep_default_na=False)

    def write(self, name: str, frame: pd.DataFrame) -> None:
        frame.to_csv(self.folder / f"{name}.csv", index=False, lineterminator="\n")

    def bytes(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}

    def id_of(self, work: MadeWork) -> str:
        records = self.table("records")
        return records.loc[records["doi"] == work.doi, "record_id"].iloc[0]

    def settings(self, **changes: str) -> None:
        path = self.folder / "search.toml"
        text = path.read_text("utf-8")
        for old, new in changes.items():
            text = re.sub(rf"(?m)^{old} = .*$", new, text)
        path.write_text(text, "utf-8")

    def decide(self, rater: str, decisions: dict[str, tuple[str, str]], stage: str, day: str = "2026-11-30") -> str:
        """Decide as a rater does: take the sheet, fill it in, give it back."""
        sheet = self.exports / f"{rater}.xlsx"
        self.search("screen", "--rater", rater, "--stage", stage, "--out", sheet)
        book = load_workbook(sheet)
        page = book["records"]
        column = {cell.value: cell.column for cell in page[1]}
        for row in range(2, page.max_row + 1):
            decision, reason = decisions[page.cell(row, column["record_id"]).value]
            page.cell(row, column["decision"]).value, page.cell(row, column["reason"]).value = decision, reason
        book.save(sheet)
        return self.search("screen", "--rater", rater, "--stage", stage, "--take", sheet, "--date", day)


@pytest.fixture(scope="module")
def begun(tmp_path_factory) -> Curator:
    """A book and five exports."""
    folder = tmp_path_factory.mktemp("begun")
    shutil.copytree(ROOT / "data", folder / "book" / "data")
    for name in ("_config.yml", "_toc.yml", "addresses.txt"):
        shutil.copy(ROOT / name, folder / "book")
    (folder / "exports").mkdir()
    for name, raw in EXPORTS.items():
        (folder / "exports" / name).write_bytes(raw)
    return Curator(folder)


@pytest.fixture(scope="module")
def read_in(begun, tmp_path_factory) -> Curator:
    """A round with five exports."""
    own = begun.copied(tmp_path_factory.mktemp("searched"))
    own.search("add", *own.files())
    return own


@pytest.fixture
def curator(begun, tmp_path) -> Curator:
    return begun.copied(tmp_path)


@pytest.fixture
def searched(read_in, tmp_path) -> Curator:
    return read_in.copied(tmp_path)


class TestAdding:
    def test_every_record_is_read_merged_or_listed_with_its_place(self, searched):
        records, unread = searched.table("records"), searched.table("unreadable")
        places = [place for cell in records["read_in"] for place in cell.split("; ")]
        assert len(places) == len(set(places)) == 14
        assert unread[["file", "line", "why"]].to_numpy().tolist() == [["embase.ris", "30", "has no title, DOI or PubMed id"]]
        assert searched.table("exports").to_numpy().tolist() == [
            ["embase.ris", "Embase", "3"], ["psycinfo.ris", "PsycINFO", "2"], ["pubmed.nbib", "PubMed", "5"],
            ["scopus.ris", "Scopus", "3"], ["wos.txt", "Web of Science", "2"],
        ]  # fmt: skip
        assert len(records) == 6
        good = records[records["doi"] == GOOD.doi].iloc[0]
        assert (good["title"], good["pmid"], good["databases"]) == (GOOD.title, "101", "Embase; PsycINFO; PubMed; Scopus")
        assert check(searched.root / "data") == []

    def test_run_again_gives_the_same_bytes(self, searched):
        before = searched.bytes()
        assert searched.search("add", *searched.files()).count("was read before") == 5
        searched.search("add")
        assert searched.bytes() == before

    def test_one_by_one_finds_the_same_works_and_ids_stay(self, searched, tmp_path):
        other = searched.copied(tmp_path / "other")
        shutil.rmtree(other.folder)
        seen = pd.DataFrame(columns=["record_id", "title"])
        for file in other.files():
            other.search("add", file)
            records = other.table("records")
            assert records["record_id"].isin(seen["record_id"]).sum() == len(seen)
            seen = records
        columns = ["record_id", "doi", "read_in", "databases", "known_as"]
        assert seen[columns].equals(searched.table("records")[columns])

    def test_what_is_known_is_said_and_not_screened(self, searched):
        records = searched.table("records").set_index("doi")
        assert records.at[SOURCE.doi, "known_as"] == "umbrella"
        own = read_search(load(searched.root / "data"), NAME)
        assert own.removed == {searched.id_of(SOURCE): "The source itself"}

    def test_raw_exports_stay_out_of_git_and_their_checksums_do_not(self, searched):
        assert (searched.root / "exports" / ".gitignore").read_text() == "*\n"
        sums = (searched.folder / "SHA256SUMS").read_text().splitlines()
        assert sums == [f"{hashlib.sha256(EXPORTS[name]).hexdigest()}  {name}" for name in sorted(EXPORTS)]

    def test_a_doubtful_pair_is_one_work_once_a_person_says_so(self, searched):
        pairs = searched.table("doubtful")
        assert pairs["why"].tolist() == ["the same title, author and year, different DOIs"]
        searched.write("doubtful", pairs.assign(same="yes"))
        assert "not carried out" in searched.search("status")
        searched.search("add")
        records, before = searched.table("records"), searched.bytes()
        assert len(records) == 5 and records.loc[records["doi"] == STORY.doi, "read_in"].iloc[0].count("; ") == 2
        searched.search("add")
        assert searched.bytes() == before and "not carried out" not in searched.search("status")

    def test_a_pair_told_apart_is_not_asked_again(self, searched):
        searched.write("doubtful", searched.table("doubtful").assign(same="no"))
        (searched.exports / "more.ris").write_bytes(scopus([replace(STORY, doi="", title=STORY.title.upper())]))
        searched.search("add", searched.exports / "more.ris")
        assert searched.table("doubtful")["same"].tolist().count("no") == 1 and len(searched.table("records")) == 6

    @pytest.mark.parametrize(
        "name, raw, words",
        [
            ("a.pdf", b"%PDF-1.7", "holds no record of RIS"),
            ("b.ris", b"TY  - JOUR\nTI  - Whence\nER  - \n", "does not tell which database it comes from"),
            ("pubmed.nbib", nbib([OTHER]), "another export of this name was read before"),
            ("a;b.ris", scopus([OTHER]), "has a semicolon or a colon in its name"),
        ],
    )
    def test_a_file_that_cannot_be_read_writes_nothing(self, searched, name, raw, words, tmp_path):
        before = searched.bytes()
        (tmp_path / "more").mkdir()
        (tmp_path / "more" / name).write_bytes(raw)
        fine = searched.exports / "fine.ris"
        fine.write_bytes(scopus([KNOWN]))
        assert words in searched.search("add", fine, tmp_path / "more" / name, status=1)
        assert searched.bytes() == before

    @pytest.mark.parametrize("name, words", [("2026-13", "is not a year and a month"), ("2027-01", "name the exports to read")])
    def test_a_round_that_cannot_be_begun_is_refused(self, curator, name, words):
        assert words in curator("search", "add", name, *(curator.files() if "13" in name else ()), status=1)
        assert not (curator.root / "data" / "searches" / name).exists()


@pytest.mark.parametrize("day, status", [("2999-01-01", 0), ("2025-12-03", 1)])
def test_a_search_that_is_due_fails_the_weekly_check(curator, day, status):
    path = curator.root / "data" / "edition.toml"
    path.write_text(re.sub(r"(?m)^next_due = .*$", f"next_due = {day}", path.read_text("utf-8")), "utf-8")
    assert f"due on {day}" in curator("search", "due", status=status)


def test_what_is_spoilt_in_a_round_is_told_by_check(searched):
    decisions = [(searched.id_of(GOOD), "title", "AB", "perhaps", "", "2026-11-30"), ("R2611-9999", "title", "AB", "include", "", "2026-11-30")]
    searched.write("decisions", pd.DataFrame(decisions, columns=list(searched.table("decisions"))))
    (searched.folder / "SHA256SUMS").write_text("abc\n")
    searched.settings(settles="settled = 1")
    words = "\n".join(map(str, check(searched.root / "data")))
    assert "data/searches/2026-11/decisions.csv, row 2, decision: 'perhaps' is not one of include, exclude, unsure" in words
    assert "decisions.csv, row 3, record_id: 'R2611-9999' is not one of R2611-0001, R2611-0002" in words
    assert "SHA256SUMS, row 1: 'abc' is not a SHA-256 checksum" in words
    assert "search.toml: 'settled' is not one of" in words


TITLES = {GOOD: "include", OTHER: "unsure", STORY: "exclude", TWIN: "exclude", EARLY: "include"}


@pytest.fixture(scope="module")
def decided(read_in, tmp_path_factory) -> Curator:
    """A round of which titles are decided, with one conflict."""
    searched = read_in.copied(tmp_path_factory.mktemp("screened"))
    searched.settings(settles='settles = "EF"', string='string = "(disorder AND imaging)"\nsearched = 2026-11-24')
    searched.write("doubtful", searched.table("doubtful").assign(same="no"))
    searched.write("unreadable", searched.table("unreadable").assign(settled="No such volume."))
    first = {searched.id_of(work): (decision, "") for work, decision in TITLES.items()}
    searched.decide("AB", first, "title")
    searched.decide("CD", first | {searched.id_of(STORY): ("include", "")}, "title")
    return searched


@pytest.fixture
def screened(decided, tmp_path) -> Curator:
    return decided.copied(tmp_path)


class TestScreening:
    def test_raters_do_not_see_each_other(self, screened, tmp_path):
        for kind in ("xlsx", "csv", "ris"):
            file = tmp_path / f"sheet.{kind}"
            screened.search("screen", "--rater", "CD", "--stage", "title", "--out", file)
        text = (tmp_path / "sheet.csv").read_text()
        assert "AB" not in {cell for row in csv.reader(text.splitlines()) for cell in row}
        assert len(text.splitlines()) == 6 and screened.id_of(SOURCE) not in text
        assert (tmp_path / "sheet.ris").read_text().count("TY  -") == 5

    def test_status_tells_progress_agreement_with_its_base_and_conflicts(self, screened):
        """By hand: 4 of 5 agree; by chance (3/5)(4/5) + (2/5)(1/5) = 14/25; kappa (20 - 14) / (25 - 14) = 0.545."""
        text = screened.search("status")
        assert "title: AB and CD agree on 4 of 5; kappa 0.55" in text
        assert "open: title: 1 record in conflict" in text

    def test_who_settles_gets_the_conflicts_and_not_whose_they_are(self, screened, tmp_path):
        screened.search("screen", "--rater", "EF", "--out", tmp_path / "conflicts.csv")
        rows = list(csv.DictReader((tmp_path / "conflicts.csv").open()))
        assert [(row["record_id"], row["note"]) for row in rows] == [(screened.id_of(STORY), "exclude / include")]

    @pytest.mark.parametrize(
        "text, words",
        [
            ("record_id,decision\nR2611-9999,include\n", "R2611-9999: is no record that is screened by full text"),
            ("record_id,decision\n{good},exclude\n", "is excluded without a reason"),
            ("record_id,decision,reason\n{good},exclude,because\n", "'because' is not one of"),
        ],
    )
    def test_decisions_that_cannot_be_taken_write_nothing(self, screened, tmp_path, text, words):
        before = screened.bytes()
        (tmp_path / "back.csv").write_text(text.format(good=screened.id_of(GOOD)))
        assert words in screened.search("screen", "--rater", "AB", "--stage", "full text", "--take", tmp_path / "back.csv", status=1)
        assert screened.bytes() == before

    def test_taken_twice_is_taken_once_and_a_later_decision_replaces(self, screened, tmp_path):
        before = screened.bytes()
        (tmp_path / "back.csv").write_text(f"record_id,decision\n{screened.id_of(GOOD)},include\n")
        take = ("screen", "--rater", "AB", "--stage", "title", "--take", tmp_path / "back.csv", "--date", "2027-01-01")
        assert "1 decision of AB (title), no new or changed" in screened.search(*take).replace("0 new", "no new")
        assert screened.bytes() == before
        (tmp_path / "back.csv").write_text(f"record_id,decision\n{screened.id_of(GOOD)},exclude\n")
        screened.search(*take)
        rows = screened.table("decisions")
        assert len(rows) == 10 and rows.set_index(["record_id", "rater"]).loc[(screened.id_of(GOOD), "AB"), "date"] == "2027-01-01"

    def test_strangers_do_not_screen(self, screened):
        assert "'XY' is not one of" in screened.search("screen", "--rater", "XY", "--out", "x.csv", status=1)


@pytest.fixture(scope="module")
def finished(decided, tmp_path_factory) -> Curator:
    """A round that is closed: two included, one waits."""
    screened = decided.copied(tmp_path_factory.mktemp("closed"))
    screened.decide("EF", {screened.id_of(STORY): ("exclude", "")}, "title")
    texts = {screened.id_of(GOOD): ("include", ""), screened.id_of(OTHER): ("include", ""), screened.id_of(EARLY): ("exclude", "not peer-reviewed")}
    screened.decide("AB", texts, "full text", "2026-12-01")
    screened.decide("CD", texts, "full text", "2026-12-02")
    screened.output = screened.search("close")
    return screened


@pytest.fixture
def closed(finished, tmp_path) -> Curator:
    return finished.copied(tmp_path)


class TestClosing:
    def test_refuses_while_anything_is_open_and_says_what(self, screened):
        before = {path: path.read_bytes() for path in (screened.root / "data").rglob("*") if path.is_file()}
        words = screened.search("close", status=1)
        assert "title: 1 record in conflict" in words and "full text: 3 records without all decisions" in words
        assert {path: path.read_bytes() for path in (screened.root / "data").rglob("*") if path.is_file()} == before

    def test_the_flow_follows(self, closed):
        """15 read, 1 unreadable, 6 works: 8 duplicates; the source apart: 5 screened, 2 excluded, 3 assessed, 1 waits, 2 included."""
        rows = flow_rows(read_search(load(closed.root / "data"), NAME))
        counts = {(row.box, row.label): row.n for row in rows.itertuples() if row.box != "records from database"}
        assert list(counts.values()) == [15, 8, 1, 1, 5, 2, 3, 0, 3, 1, 2]
        assert counts[("reports excluded", "not peer-reviewed")] == 1
        assert rows[rows["box"] == "records from database"]["n"].sum() == 15

    def test_dates_candidates_and_the_source_of_the_round_are_written(self, closed):
        tables = load(closed.root / "data")
        search = tables.edition["search"]
        new = [entry for entry in search["databases"] if entry["round"] == NAME]
        assert {str(entry["last"]) for entry in new} == {"2026-11-24"} and len(new) == 5
        assert str(search["next_due"]) == "2027-11-24"
        assert [entry for entry in search["databases"] if entry["round"] != NAME] == load(ROOT / "data").edition["search"]["databases"]
        candidate = tables["candidate-reviews"].iloc[-1]
        assert candidate[["label", "origin", "locator", "added"]].tolist() == ["Endo 2026", f"search:{NAME}", closed.id_of(EARLY), "2026-12-02"]
        assert (tables.sources["source_id"] == f"search:{NAME}").sum() == 1
        assert f"umbrella add review {closed.id_of(GOOD)}" in closed.output

    def test_a_closed_round_stands(self, closed):
        (closed.exports / "late.ris").write_bytes(scopus([KNOWN]))
        assert "was closed on 2026-12-02" in closed.search("add", closed.exports / "late.ris", status=1)
        assert "was closed on 2026-12-02" in closed.search("close", status=1)

    def test_the_next_round_knows_what_this_one_screened(self, closed):
        (closed.exports / "next.ris").write_bytes(scopus([STORY, EARLY, GOOD]))
        closed("search", "add", "2027-11", closed.exports / "next.ris")
        own = read_search(load(closed.root / "data"), "2027-11")
        known = dict(zip(own.records["doi"], own.records["known_as"]))
        assert known[STORY.doi] == closed.id_of(STORY)
        # What waits is a candidate, and is screened again.
        assert "K00" in known[EARLY.doi] and len(own.removed) == 2


    def test_the_model_reads_the_round_and_the_source_as_before(self, closed):
        book, before = Book(load(closed.root / "data")), Book(load(ROOT / "data"))
        assert [(one.round, one.source) for one in book.own_rounds] == [(NAME, None)]
        assert book.flow() == before.flow() and book.databases() == before.databases()
        assert book.flow(NAME)["reviews included"].n == 2 and book.databases(NAME)["PubMed"] == 5
        assert not any(count.derived for count in book.flow(NAME).values())
        title = book.screening_agreement(NAME).iloc[0]
        assert (title["n"], title["agreed"]) == (5, 4) and str(book.last_search) == "2026-11-24"
        assert "agree on 4 of 5 (Cohen&#39;s kappa" in BookPage(book).update_flow().data

    def test_a_workbook_of_the_tables_shows_no_rater_another_and_tidying_leaves_the_round(self, closed, tmp_path):
        data = closed.root / "data"
        before = {path: path.read_bytes() for path in (data / "searches").rglob("*") if path.is_file()}
        save(read_contract(data), tmp_path / "tables.xlsx")
        assert not [name for name in load_workbook(tmp_path / "tables.xlsx").sheetnames if NAME in name]
        assert read_back(data, tmp_path / "tables.xlsx") == ([], []) and tidy(data) == []
        assert {path: path.read_bytes() for path in before} == before

    @pytest.mark.parametrize(
        "table, column, value, words",
        [
            ("exports", "n", "9", "exports.csv, row 2, n: 9 records are told of embase.ris, and 3 stand in records.csv"),
            ("records", "read_in", "wos.txt:1", "read_in: 'wos.txt:1' stands at R2611-0001 too"),
            ("records", "known_as", "nobody2000", "records.csv, row 2, known_as: 'nobody2000' is nothing that the book knows"),
            ("decisions", "rater", "XY", "decisions.csv, row 2, rater: 'XY' is not one of"),
            ("decisions", "decision", "unsure", "search.toml, closed: the round is closed, and open is: "),
            ("doubtful", "same", "", "search.toml, closed: the round is closed, and open is: doubtful.csv: 1 pair"),
        ],
    )
    def test_what_was_closed_and_is_changed_is_told_by_check(self, closed, table, column, value, words):
        frame = closed.table(table)
        frame.loc[0, column] = value
        closed.write(table, frame)
        assert words in "\n".join(map(str, check(closed.root / "data")))

    def test_typed_counts_of_a_round_with_records_are_refused(self, closed):
        path = closed.root / "data" / "selection.csv"
        path.write_text(path.read_text() + f"{NAME},included,reviews included,Reviews,3,book,none,\n")
        assert "the counts of 2026-11 follow from its records; delete the row" in "\n".join(map(str, check(path.parent)))


class TestAddingAReview:
    def test_by_record_with_everything_that_its_record_tells(self, closed):
        before = load(closed.root / "data")
        text = closed("add", "review", closed.id_of(GOOD), "--scope", before.scopes["scope"].iloc[0], "--date", "2026-12-05")
        tables = load(closed.root / "data")
        row = tables.reviews.set_index("review_id").loc["adeyemi2025"]
        assert row[["round", "label", "focus", "added"]].tolist() == [NAME, "Adeyemi 2025", GOOD.title, "2026-12-05"]
        entry = tables.references.entries["adeyemi2025"]
        assert [str(person) for person in entry.persons["author"]] == list(GOOD.authors) and entry.fields["doi"] == GOOD.doi
        facts = tables.review_facts[tables.review_facts["review_id"] == "adeyemi2025"]
        assert dict(zip(facts["fact"], facts["value"])) == {"journal": GOOD.journal, "year": "2025"}
        assert "chapters/reviews/adeyemi2025" in (closed.root / "_toc.yml").read_text()
        assert "chapters/reviews/adeyemi2025.html\n" in (closed.root / "addresses.txt").read_text()
        assert (closed.root / "chapters/reviews/adeyemi2025.md").is_file() and "wrote data/reviews.csv" in text
        records = closed.table("records").set_index("record_id")
        assert records.at[closed.id_of(GOOD), "known_as"] == "adeyemi2025"
        # Included in this round, it stays in its flow.
        assert flow_rows(read_search(tables, NAME)).equals(flow_rows(read_search(before, NAME)))
        assert "is this review already" in closed("add", "review", GOOD.doi, "--scope", "ALS", status=1)

    def test_without_the_exports_the_record_says_what_it_can(self, closed):
        shutil.rmtree(closed.root / "exports")
        closed("add", "review", GOOD.doi.upper(), "--scope", "ALS")
        people = load(closed.root / "data").references.entries["adeyemi2025"].persons["author"]
        assert [" ".join(person.last_names) for person in people] == ["Adeyemi", "others"]

    def test_by_file(self, closed):
        (closed.exports / "one.nbib").write_bytes(nbib([OTHER]))
        closed("add", "review", closed.exports / "one.nbib", "--scope", "ALS", "--focus", "The cervical cord")
        assert closed.table("records").set_index("record_id").at[closed.id_of(OTHER), "known_as"] == "costa2025"
        assert load(closed.root / "data").reviews.set_index("review_id").at["costa2025", "focus"] == "The cervical cord"

    def test_a_second_work_of_one_name_and_year_gets_a_key_of_its_own_and_no_label_changes(self, closed):
        twin = replace(GOOD, doi="10.1000/second", pmid="9", title="Perfusion of the cord, another review of evidence")
        closed("add", "review", closed.id_of(GOOD), "--scope", "ALS")
        (record,) = read_export(nbib([twin]), "one.nbib")
        key, label = key_and_label(load(closed.root / "data"), record.fields)
        assert (key, label) == ("adeyemi2025perfusion", "Adeyemi 2025 (perfusion)")

    @pytest.mark.parametrize(
        "what, more, words",
        [
            ("{story}", (), "was not included in 2026-11"),
            ("R2611-9999", (), "neither a file nor a record"),
            ("10.1000/nowhere", (), "no record of a round has this DOI"),
            ("{file}", (), "is no record of 2026-11; read it in first"),
            ("{good}", ("--scope", "none such"), "'none such' is not one of"),
        ],
    )
    def test_what_cannot_be_added_writes_nothing(self, closed, what, more, words, tmp_path):
        stranger = tmp_path / "stranger.nbib"
        stranger.write_bytes(nbib([KNOWN]))
        before = {path: path.read_bytes() for path in closed.root.rglob("*") if path.is_file()}
        what = what.format(file=stranger, story=closed.id_of(STORY), good=closed.id_of(GOOD))
        assert words in closed("add", "review", what, *(more or ("--scope", "ALS")), status=1)
        assert {path: path.read_bytes() for path in closed.root.rglob("*") if path.is_file()} == before
