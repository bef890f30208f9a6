"""The mistakes of a curator's day, as a table: what each is, and what the check says, repairs or refuses."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from books import ROOT, run
from spoiled import Data
from umbrella.curating.history import history_problems
from umbrella.curating.tidy import out_of_order, tidy
from umbrella.tables import check
from umbrella.tables.grouping import grouped
from umbrella.tables.problems import Problem

# One cell, and what must be said of it: file, column, value, words. Each stands in a row of its own.
CELLS = (
    ("findings.csv", "region", "precentral-gyrus", "did you mean 'precentral gyrus'"),
    ("findings.csv", "region", "Precentral gyrus", "did you mean 'precentral gyrus'"),
    ("findings.csv", "region", "precentral  gyrus", "did you mean 'precentral gyrus'"),
    ("findings.csv", "region", "CST", "it is short for 'corticospinal tract'"),
    ("findings.csv", "region", "TDP-43", "is not in data/vocabularies/regions.csv"),
    ("findings.csv", "metric", "FA", "it is short for 'fractional anisotropy'"),
    ("findings.csv", "metric", "gray matter volume", "did you mean 'grey matter volume'"),
    ("findings.csv", "metric", "cortical thicknes", "did you mean 'cortical thickness'"),
    ("findings.csv", "direction", "decresed", "did you mean 'decreased'"),
    ("findings.csv", "direction", "lower", "is not one of"),
    ("findings.csv", "direction", "", "the cell is empty"),
    ("findings.csv", "population", "ALS patients", "is not one of"),
    ("findings.csv", "modality", "DTI", "is not one of"),
    ("findings.csv", "origin", "abstract", "is not in data/sources.csv"),
    ("findings.csv", "origin", "zejlon2022:abstract", "is a text of zejlon2022"),
    ("findings.csv", "review_id", "Zejlon 2022", "is not in data/reviews.csv"),
    ("findings.csv", "added", "22.11.2026", "umbrella check --tidy"),
    ("findings.csv", "added", "11/22/2026", "umbrella check --tidy"),
    ("findings.csv", "added", "2026-02-30", "is not a date"),
    ("findings.csv", "added", "46348", "is not a date"),
    ("findings.csv", "added", "Nov 2026", "is not a date"),
    ("findings.csv", "context", "1-Sep", "is what a spreadsheet makes of a date"),
    ("findings.csv", "context", "Sep-01", "is what a spreadsheet makes of a date"),
    ("findings.csv", "note", "=A1+1", "begins like a formula"),
    ("findings.csv", "note", "- see also row 3", "begins like a formula"),
    ("findings.csv", "note", "two\nlines", "holds a line break"),
    ("findings.csv", "note", "MÃ¼ller", "broken by a wrong encoding"),
    ("findings.csv", "note", "zero\u200bwidth", "a sign that is not seen"),
    ("findings.csv", "note", "lost \ufffd letter", "a letter that was lost"),
    ("findings.csv", "locator", "", "the cell is empty"),
    ("findings.csv", "finding_id", "F12", "is not the letter F and at least four digits"),
    ("findings.csv", "finding_id", "F0001", "stands in row 2 already"),
    ("findings.csv", "side", "links", "is not one of"),
    ("correlations.csv", "sign", "inverse", "is not one of"),
    ("correlations.csv", "measure", "ALSFRS", "did you mean 'ALSFRS-R'"),
    ("correlations.csv", "origin", "umbrela", "did you mean 'umbrella'"),
    ("estimates.csv", "value", "2,21", "a number with a point as decimal mark"),
    ("estimates.csv", "value", "n/a", "a number with a point as decimal mark"),
    ("estimates.csv", "ci_low", "-", "a number with a point as decimal mark"),
    ("estimates.csv", "ci_level", "95%", "a number with a point as decimal mark"),
    ("estimates.csv", "n_patients", "221 patients", "is not a whole number"),
    ("estimates.csv", "measure", "OR", "is not in data/vocabularies/measures.csv"),
    ("reviews.csv", "scope", "als", "did you mean 'ALS'"),
    ("reviews.csv", "round", "Dec-24", "is not a year and a month, such as 2024-12"),
    ("reviews.csv", "round", "2024", "is not a year and a month, such as 2024-12"),
    ("reviews.csv", "source_number", "26 [ref]", "is not a whole number"),
    ("selection.csv", "n", "16.781 records", "is not a whole number"),
    ("selection.csv", "n", "-5", "is less than 0"),
    ("selection.csv", "box", "screened", "did you mean"),
    ("primary-studies.csv", "doi", "https://doi.org/10.1002/jmri.1", "is not a DOI"),
    ("primary-studies.csv", "pmid", "PMID 32913016", "is not a number"),
    ("primary-studies.csv", "year", "20015", "is more than"),
    ("review-facts.csv", "fact", "number of studies", "is not in data/vocabularies/facts.csv"),
    ("review-facts.csv", "value", "Jan-00", "is what a spreadsheet makes of a date"),
    ("appraisals.csv", "answer", "Yes", "did you mean 'yes'"),
    ("appraisals.csv", "item", "17", "is not in data/vocabularies/amstar2-items.csv"),
)  # fmt: skip
# A whole file, and what must be said of it.
FILES = (
    ("findings.csv", lambda raw: raw.replace(b"origin,locator", b"locator,origin", 1), "were the headings exchanged?"),
    ("correlations.csv", lambda raw: b"Links with clinical measures\n" + raw, "the column is missing"),
    ("estimates.csv", lambda raw: raw.replace(b",value,", b",,", 1), "has no name"),
    ("reviews.csv", lambda raw: raw.replace(b"review_id", b"Review ID", 1), "did you mean"),
    ("sources.csv", lambda raw: raw.decode().encode("utf-16"), "is saved as UTF-16"),
    ("glossary.csv", lambda raw: b"PK\x03\x04" + bytes(200), "is a workbook, not a CSV file"),
    ("inclusions.csv", lambda raw: raw + b"Total,213,,,,\n", "the cell is empty"),
    ("protocol.csv", lambda raw: raw.replace(b"\n", b",extra\n"), "not one of"),
    ("audit.csv", lambda raw: raw + b"A999,too,short\n", "has 3 cells where the header has"),
    ("outside-findings.csv", lambda raw: raw + b'"left open\n', "is a quotation mark left open?"),
    ("appraisals.csv", lambda raw: raw.replace(b"\n", b"\n\n", 1), "is blank; delete the row"),
    ("edition.toml", lambda raw: raw.replace(b"date = 2026-11-22", b"date = 22.11.2026", 1), "a date is written 2026-11-22"),
    ("published-ratings.csv", lambda raw: b"", "the header line is missing"),
    ("primary-studies.csv", lambda raw: "Müller".encode("cp1252") + raw, "is not UTF-8; save the file as"),
)  # fmt: skip
# What is read right as it stands: the tables hold afterwards what they held.
READ = (
    ("findings.csv", lambda raw: b"\xef\xbb\xbf" + raw),
    ("reviews.csv", lambda raw: raw.replace(b"\n", b"\r\n")),
    ("published-ratings.csv", lambda raw: raw.replace(b",", b";")),
    ("correlations.csv", lambda raw: raw.replace(b",ALS,", b", ALS ,")),
    ("glossary.csv", lambda raw: raw + b"\n\n"),
    ("selection.csv", lambda raw: raw.replace(b",7750,", b",7750.0,")),
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """Makes copies of the data."""

    def made() -> Data:
        folder = tmp_path_factory.mktemp("mistakes") / "data"
        shutil.copytree(ROOT / "data", folder)
        (folder.parent / "_config.yml").touch()
        return Data(folder)

    return made


def test_each_wrong_cell_is_refused_with_words_that_help(copy):
    data, rows, missing = copy(), {}, []
    for file, column, value, _ in CELLS:
        rows[file, column, value] = row = 3 + sum(name == file for name, *_ in rows)
        data.set(file, row, **{column: value})
    said = [str(problem) for problem in check(data.folder)]
    for file, column, value, words in CELLS:
        place = f"data/{file}, row {rows[file, column, value]}, {column}: "
        about = grouped(Problem("x", 1, "y", line.removeprefix(place)) for line in said if line.startswith(place))
        if not any(words in line for line in about):
            missing.append((file, column, value, words, about))
    assert missing == []


def test_each_spoilt_file_is_refused_with_words_that_help(copy):
    missing = []
    data = copy()
    for file, change, _ in FILES:
        data.spoil(file, change)
    said = [str(problem) for problem in check(data.folder)]
    for file, _, words in FILES:
        if not any(line.startswith(f"data/{file}") and words in line for line in said):
            missing.append((file, words, [line for line in said if line.startswith(f"data/{file}")][:3]))
    # Rules across tables are asked only where all tables can be read.
    alone = copy()
    alone.spoil(*FILES[0][:2])
    assert any(FILES[0][2] in line for line in alone.problems())
    assert [one for one in missing if one[1] != FILES[0][2]] == []


def test_harmless_damage_is_read_right_and_told(copy):
    data, plain = copy(), copy()
    for file, change in READ:
        data.spoil(file, change)
    rows = data.rows("estimates.csv")
    data.write("estimates.csv", [rows[0], *reversed(rows[1:])])
    assert check(data.folder) == []
    assert list(out_of_order(data.folder)) == [f"data/estimates.csv: {2 * ((len(rows) - 1) // 2)} rows are out of the order of estimate_id; umbrella check --tidy puts them in order"]
    tidy(data.folder)
    assert {path.name: path.read_bytes() for path in data.folder.rglob("*.csv")} == {
        path.name: path.read_bytes() for path in plain.folder.rglob("*.csv")
    }


def test_tidy_repairs_what_can_mean_one_thing_and_says_so(copy):
    data, plain = copy(), copy()
    n = len(data.rows("findings.csv"))
    for row in range(2, n + 1):
        data.set("findings.csv", row, added="11/22/2026")
    row = data.row_of("findings.csv", region="precentral gyrus")
    data.set("findings.csv", row, region="Precentral-Gyrus")
    study = next(number for number, cells in enumerate(data.rows("primary-studies.csv"), start=1) if cells[3].startswith("10."))
    data.set("primary-studies.csv", study, doi="https://doi.org/" + data.get("primary-studies.csv", study, "doi"))
    data.set("reviews.csv", 3, focus="  Two\u00a0\u00a0blanks ")
    plain.set("reviews.csv", 3, focus="Two blanks")
    said = tidy(data.folder)
    assert f"data/findings.csv, row {row}, region: 'Precentral-Gyrus' is now 'precentral gyrus'" in said
    assert f"data/findings.csv, row 2, added: '11/22/2026' is now '2026-11-22', and {n - 2} more in this column" in said
    assert any("doi" in line and "is now '10." in line for line in said) and any("'Two blanks'" in line for line in said)
    for name in ("findings.csv", "primary-studies.csv", "reviews.csv"):
        assert data.rows(name) == plain.rows(name)
    assert tidy(data.folder) == []


def test_days_that_can_be_read_in_two_ways_are_left_for_a_person(copy):
    data = copy()
    for row in range(2, len(data.rows("findings.csv")) + 1):
        data.set("findings.csv", row, added="03/04/2026")
    assert not any("added" in line for line in tidy(data.folder))
    assert data.get("findings.csv", 2, "added") == "03/04/2026"


def test_strays_beside_the_tables_are_named(copy):
    data = copy()
    for name in ("findings (1).csv", "findings.xlsx", "vocabularies/regions copy.csv"):
        shutil.copy(data.folder / "findings.csv", data.folder / name)
    said = data.problems()
    assert [line.partition(":")[0] for line in said] == ["data/findings (1).csv", "data/findings.xlsx", "data/vocabularies/regions copy.csv"]


def test_a_whole_column_is_one_line(copy):
    data = copy()
    for row in range(2, len(data.rows("findings.csv")) + 1):
        data.set("findings.csv", row, added="11/22/2026")
        if data.get("findings.csv", row, "modality") == "perfusion":
            data.set("findings.csv", row, modality="perfusion MRI")
    said = grouped(check(data.folder))
    assert len([line for line in said if ", added" in line]) == 1
    (line,) = [line for line in said if line.startswith("data/findings.csv, rows 2 to") and "git restore data/findings.csv" in line]
    assert "302 cells" in line


class TestHistory:
    """Ids against the last commit."""

    @pytest.fixture(scope="class")
    def committed(self, copy) -> Path:
        folder = copy().folder
        shutil.copy(ROOT / "_config.yml", folder.parent)
        for words in (("init", "-q"), ("add", "."), ("-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qm", "First")):
            subprocess.run(["git", *words], cwd=folder.parent, check=True)
        return folder

    @pytest.fixture
    def data(self, committed):
        yield Data(committed)
        subprocess.run(["git", "checkout", "-q", "."], cwd=committed.parent, check=True)

    def said(self, data: Data) -> list[str]:
        return [str(problem) for problem in history_problems(data.folder)]

    def test_nothing_changed_says_nothing(self, data):
        assert self.said(data) == []

    def test_a_correction_and_a_new_row_say_nothing(self, data):
        data.set("findings.csv", 2, region="motor cortex", note="Corrected.")
        assert self.said(data) == []

    def test_an_id_given_to_another_fact_is_refused(self, data):
        data.set("findings.csv", 2, review_id="li2012")
        data.set("findings.csv", 4, region="thalamus", metric="cortical thickness")
        first, second = self.said(data)
        assert first.startswith("data/findings.csv, row 2, finding_id: 'F0001' stood for another fact in the last commit: ziukelis2022")
        assert second.startswith("data/findings.csv, row 4, finding_id: 'F0003' stood for another fact")

    def test_a_row_taken_away_needs_a_line_that_says_why(self, data):
        rows = data.rows("findings.csv")
        data.write("findings.csv", rows[:-1])
        (line,) = self.said(data)
        assert "'F0302' stood in the last commit and is gone; say why in data/changes.toml" in line
        with (data.folder / "changes.toml").open("a") as file:
            file.write('\n[[removed]]\ntable = "findings"\nrow = "F0302"\ndate = 2026-12-01\nwhy = "Read again; the text does not say it."\n')
        assert self.said(data) == [] and check(data.folder) == []

    def test_a_column_sorted_alone_is_refused(self, data):
        head, *rows = data.rows("findings.csv")
        notes = sorted(row[-1] for row in rows)
        data.write("findings.csv", [head, *([*row[:-1], note] for row, note in zip(rows, notes))])
        (line,) = self.said(data)
        assert "was the column sorted without the others?" in line

    def test_the_command_tells_it(self, data):
        data.set("findings.csv", 2, review_id="li2012", origin="umbrella")
        done = run("check", folder=data.folder.parent)
        assert done.returncode == 1 and "stood for another fact" in done.stdout


class TestRename:
    """``umbrella rename``."""

    def test_a_term_changes_wherever_it_stands(self, copy):
        data = copy()
        root = data.folder.parent
        (root / "chapters").mkdir()
        (root / "index.md").write_text('{eval}`n("findings", region="motor cortex")` in the motor cortex.\n')
        done = run("rename", "regions", "motor cortex", "motor area", folder=root)
        assert done.returncode == 0, done.stderr
        assert (root / "index.md").read_text() == '{eval}`n("findings", region="motor area")` in the motor cortex.\n'
        assert "data/findings.csv" in done.stdout and "index.md: 1 expressions; the words stand in running text 1 times" in done.stdout
        assert check(data.folder) == []
        assert not [row for row in data.rows("findings.csv") if "motor cortex" in row]

    def test_a_name_that_is_taken_or_unknown_is_refused_and_nothing_changes(self, copy):
        data = copy()
        before = {path: path.read_bytes() for path in data.folder.rglob("*.csv")}
        for words, told in (
            (("regions", "motor cortex", "thalamus"), "is a term already"),
            (("regions", "motor corte", "x"), "did you mean 'motor cortex'"),
            (("region", "motor cortex", "x"), "did you mean 'regions'"),
            (("regions", "motor cortex", "=x"), "begins like a formula"),
        ):
            done = run("rename", *words, folder=data.folder.parent)
            assert done.returncode == 1 and told in done.stderr, (words, done.stderr)
        assert {path: path.read_bytes() for path in data.folder.rglob("*.csv")} == before
