"""Spoilt tables: what spreadsheets, editors and hurried hands do to them.

Each kind is either read right, giving the very tables of the unspoilt files,
or refused with file, row, column, value and what is allowed.
"""

from __future__ import annotations

import re

import pandas as pd
import pytest
from click.testing import CliRunner
from spoiled import Data
from umbrella.cli import main
from umbrella.html_tables import table as html_table
from umbrella.tables import DataError, Problem, load

F = "findings.csv"
AT = "data/findings.csv, row 12"

HARMLESS, REFUSED = {}, {}


def harmless(spoil):
    """A damage that must be read right."""
    HARMLESS[spoil.__name__] = spoil
    return spoil


def refused(spoil):
    """A damage that must be refused; the function returns the lines expected, with ``...`` for words in between."""
    REFUSED[spoil.__name__] = spoil
    return spoil


def matches(line: str, expected: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, expected.split("..."))), line) is not None


# -- read right -----------------------------------------------------------------------------------


@harmless
def byte_order_mark(data: Data):
    data.spoil(F, lambda raw: b"\xef\xbb\xbf" + raw)


@harmless
def crlf(data: Data):
    data.spoil(F, lambda raw: raw.replace(b"\n", b"\r\n"))


@harmless
def cr_of_old_macs(data: Data):
    data.spoil(F, lambda raw: raw.replace(b"\n", b"\r"))


@harmless
def semicolons(data: Data):
    data.write(F, data.rows(F), delimiter=";")


@harmless
def tabs(data: Data):
    data.write(F, data.rows(F), delimiter="\t")


@harmless
def everything_quoted(data: Data):
    data.write(F, data.rows(F), quoting=1)


@harmless
def as_excel_saves_it_in_german(data: Data):
    data.write(F, data.rows(F), delimiter=";", lineterminator="\r\n")
    data.spoil(F, lambda raw: b"\xef\xbb\xbf" + raw)


@harmless
def no_newline_at_the_end(data: Data):
    data.spoil(F, lambda raw: raw.rstrip(b"\n"))


@harmless
def trailing_blank_lines(data: Data):
    data.spoil(F, lambda raw: raw + b"\n\n  \n")


@harmless
def trailing_rows_of_commas(data: Data):
    data.spoil(F, lambda raw: raw + b",,,,,,,,,,,,,,\n" * 3)


@harmless
def columns_in_another_order(data: Data):
    data.write(F, [row[::-1] for row in data.rows(F)])


@harmless
def surrounding_blanks(data: Data):
    data.write(F, [[f"  {cell}\t" for cell in row] for row in data.rows(F)])


@harmless
def surrounding_non_breaking_spaces(data: Data):
    data.write(F, [[f"\u00a0{cell}\u00a0" for cell in row] for row in data.rows(F)])


@harmless
def whole_numbers_with_decimals(data: Data):
    rows = data.rows("estimates.csv")
    counts = [rows[0].index(name) for name in ("k_studies", "n_patients", "n_controls")]
    data.write(
        "estimates.csv",
        [
            rows[0],
            *([f"{cell}.0" if at in counts and cell else cell for at, cell in enumerate(row)] for row in rows[1:]),
        ],
    )
    assert ".0," in (data.folder / "estimates.csv").read_text("utf-8")


@pytest.mark.parametrize("spoil", HARMLESS.values(), ids=HARMLESS)
def test_harmless_damage_is_read_right(data: Data, unspoilt, spoil):
    """Reading raises if there is any problem; what is read must be every row as it was."""
    spoil(data)
    after = data.frames()
    assert len(after["findings"]) == len(unspoilt["findings"]) > 0
    for name in unspoilt:
        pd.testing.assert_frame_equal(unspoilt[name], after[name])


def test_harmless_damage_passes_the_whole_check(data: Data):
    as_excel_saves_it_in_german(data)
    whole_numbers_with_decimals(data)
    assert data.problems() == []


def test_html_in_a_cell_stays_text(data: Data):
    data.set(F, 12, note="<script>alert('x')</script> & <b>bold</b>")
    assert data.problems() == []
    note = data.tables().findings.loc[10, "note"]
    assert note == "<script>alert('x')</script> & <b>bold</b>"
    page = html_table(data.tables().findings.iloc[[10]], "Caption", "t")
    assert "<script>" not in page and "<b>" not in page
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &lt;b&gt;bold&lt;/b&gt;" in page


# -- refused: bytes and lines ---------------------------------------------------------------------


@refused
def latin_1(data: Data):
    data.set(F, 12, note="Müller")
    data.spoil(F, lambda raw: raw.replace("ü".encode(), b"\xfc"))
    return [f"{AT}: byte 0xfc is not UTF-8; save the file as 'CSV UTF-8'"]


@refused
def utf_16(data: Data):
    data.spoil(F, lambda raw: raw.decode().encode("utf-16"))
    return ["data/findings.csv: is saved as UTF-16; save it as 'CSV UTF-8'"]


@refused
def utf_16_without_mark(data: Data):
    data.spoil(F, lambda raw: raw.decode().encode("utf-16-le"))
    return ["data/findings.csv: is saved as UTF-16; save it as 'CSV UTF-8'"]


@refused
def missing_file(data: Data):
    (data.folder / F).unlink()
    return ["data/findings.csv: the file is missing"]


@refused
def empty_file(data: Data):
    data.spoil(F, lambda raw: b"")
    return ["data/findings.csv, row 1: the header line is missing; it must be finding_id,review_id,..."]


@refused
def blank_line_in_the_middle(data: Data):
    rows = data.rows(F)
    data.write(F, [*rows[:11], [], *rows[11:]])
    return [f"{AT}: is blank; delete the row"]


@refused
def row_of_commas_in_the_middle(data: Data):
    rows = data.rows(F)
    data.write(F, [*rows[:11], [""] * 15, *rows[11:]])
    return [f"{AT}: is blank; delete the row"]


@refused
def short_row(data: Data):
    rows = data.rows(F)
    rows[11].pop()
    data.write(F, rows)
    return [f"{AT}: has {len(rows[0]) - 1} cells where the header has {len(rows[0])}"]


@refused
def long_row(data: Data):
    rows = data.rows(F)
    rows[11].append("one more")
    data.write(F, rows)
    return [f"{AT}: has {len(rows[0]) + 1} cells where the header has {len(rows[0])}"]


@refused
def open_quotation_mark(data: Data):
    data.spoil(F, lambda raw: _replaced_line(raw, 12, lambda line: line + b'"never closed'))
    return [f"{AT}: cannot be read as CSV (...); is a quotation mark left open?"]


@refused
def two_quotation_marks_that_swallow_a_row(data: Data):
    """The worst kind: without a look at line breaks, row 13 would be gone and nobody told."""
    data.set(F, 12, note="")
    data.set(F, 13, finding_id="F8888", note="swallowed")
    data.spoil(F, lambda raw: _replaced_line(raw, 12, lambda line: line + b'"'))
    data.spoil(F, lambda raw: _replaced_line(raw, 13, lambda line: line.replace(b'"', b"") + b'"'))
    return [f"{AT}, note: '\\nF8888,...' holds a line break; is a quotation mark left open?"]


def _replaced_line(raw: bytes, number: int, change) -> bytes:
    lines = raw.split(b"\n")
    lines[number - 1] = change(lines[number - 1])
    return b"\n".join(lines)


# -- refused: columns -----------------------------------------------------------------------------


@refused
def missing_column(data: Data):
    at = data.rows(F)[0].index("direction")
    data.write(F, [row[:at] + row[at + 1 :] for row in data.rows(F)])
    return ["data/findings.csv, row 1, direction: the column is missing"]


@refused
def doubled_column(data: Data):
    data.write(F, [[*row, row[-1]] for row in data.rows(F)])
    return ["data/findings.csv, row 1, note: the column stands 2 times"]


@refused
def misspelt_column(data: Data):
    data.spoil(F, lambda raw: raw.replace(b",direction,", b",direktion,", 1))
    return [
        "data/findings.csv, row 1, direction: the column is missing",
        "data/findings.csv, row 1, direktion: 'direktion' is not in the contract's columns; did you mean 'direction'...",
    ]


@refused
def unknown_column(data: Data):
    header, *rows = data.rows(F)
    data.write(F, [[*header, "x"], *([*row, ""] for row in rows)])
    return ["data/findings.csv, row 1, x: 'x' is not in the contract's columns"]


@refused
def column_without_name(data: Data):
    data.write(F, [[*row, ""] for row in data.rows(F)])
    return [f"data/findings.csv, row 1: column {len(data.rows(F)[0])} has no name..."]


# -- refused: cells -------------------------------------------------------------------------------


@refused
def misspelt_direction(data: Data):
    data.set(F, 12, direction="decresed")
    return [
        f"{AT}, direction: 'decresed' is not one of decreased, increased, mixed, altered, present, unchanged; did you mean 'decreased'..."
    ]


@refused
def misspelt_region(data: Data):
    data.set(F, 12, region="precentral gyruss")
    return [
        f"{AT}, region: 'precentral gyruss' is not in data/vocabularies/regions.csv; did you mean 'precentral gyrus'..."
    ]


@refused
def non_breaking_space_inside_a_term(data: Data):
    data.set(F, 12, region="precentral\u00a0gyrus")
    return [
        f"{AT}, region: 'precentral\\xa0gyrus' is not in data/vocabularies/regions.csv; did you mean 'precentral gyrus'..."
    ]


@refused
def smart_quotes_around_a_term(data: Data):
    data.set(F, 12, direction="“decreased”")
    return [f"{AT}, direction: '“decreased”' is not one of decreased, ...; did you mean 'decreased'..."]


@refused
def unknown_review(data: Data):
    data.set(F, 12, review_id="zejlon2202", origin="umbrella")
    return [f"{AT}, review_id: 'zejlon2202' is not in data/reviews.csv; did you mean 'zejlon2022'..."]


@refused
def term_outside_a_short_list(data: Data):
    data.set(F, 12, side="lefd")
    return [f"{AT}, side: 'lefd' is not one of left, right, bilateral; did you mean 'left'?"]


@refused
def duplicate_id(data: Data):
    data.set(F, 13, finding_id=data.get(F, 12, "finding_id"))
    return ["data/findings.csv, row 13, finding_id: ... stands in row 12 already; keys are unique"]


@refused
def duplicate_number_with_a_leading_zero(data: Data):
    key = {
        "review_id": "zejlon2022",
        "rater": "somebody",
        "answer": "yes",
        "origin": "book",
        "locator": "x",
        "reason": "x",
        "date": "2026-11-22",
    }
    first = data.append("appraisals.csv", item="1", **key)
    second = data.append("appraisals.csv", item="01", **key)
    return [
        f"data/appraisals.csv, row {second}, review_id + item + rater: 'zejlon2022, 1, somebody' stands in row {first} already; keys are unique"
    ]


@refused
def duplicate_finding_with_a_new_id(data: Data):
    row = dict(zip(data.rows(F)[0], data.rows(F)[11]))
    number = data.append(F, **(row | {"finding_id": "F9999"}))
    return [f"data/findings.csv, row {number}, finding_id: says the same as {row['finding_id']}; one row per fact"]


@refused
def id_of_the_wrong_form(data: Data):
    data.set(F, 12, finding_id="11")
    return [f"{AT}, finding_id: '11' is not the letter F and at least four digits, such as F0001"]


@refused
def empty_required_cell(data: Data):
    data.set(F, 12, locator="  ")
    return [f"{AT}, locator: the cell is empty; a value is required"]


@refused
def date_of_the_wrong_form(data: Data):
    data.set(F, 12, added="22.11.2026")
    return [f"{AT}, added: '22.11.2026' is not a date as YYYY-MM-DD"]


@refused
def date_without_zeros(data: Data):
    data.set(F, 12, added="2026-1-2")
    return [f"{AT}, added: '2026-1-2' is not a date as YYYY-MM-DD"]


@refused
def day_that_does_not_exist(data: Data):
    data.set(F, 12, added="2026-02-30")
    return [f"{AT}, added: '2026-02-30' is not a date as YYYY-MM-DD"]


@refused
def decimal_comma(data: Data):
    data.set("estimates.csv", 2, value="2,21")
    return ["data/estimates.csv, row 2, value: '2,21' is not a number with a point as decimal mark"]


@refused
def numbers_only_python_reads(data: Data):
    """Each of these passes int() or Decimal(), and none is what a curator meant."""
    data.set("estimates.csv", 2, value="nan", k_studies="1_0", n_patients="٣", n_controls="9" * 25)
    at = "data/estimates.csv, row 2"
    return [
        f"{at}, k_studies: '1_0' is not a whole number of at most nine digits",
        f"{at}, n_controls: '9999999999999999999999999' is not a whole number of at most nine digits",
        f"{at}, n_patients: '٣' is not a whole number of at most nine digits",
        f"{at}, value: 'nan' is not a number with a point as decimal mark",
    ]


@refused
def half_a_study(data: Data):
    data.set("estimates.csv", 2, k_studies="2.5")
    return ["data/estimates.csv, row 2, k_studies: '2.5' is not a whole number of at most nine digits"]


@refused
def number_below_its_range(data: Data):
    data.set("estimates.csv", 2, k_studies="0")
    return ["data/estimates.csv, row 2, k_studies: '0' is less than 1"]


@refused
def formula(data: Data):
    data.set(F, 12, note="=1+1")
    return [f"{AT}, note: '=1+1' begins like a formula; a text may not begin with =, +, @ or -, so put a word first"]


@refused
def formula_with_an_at_sign(data: Data):
    data.set(F, 12, note=" @SUM(A1:A9)")
    return [f"{AT}, note: '@SUM(A1:A9)' begins like a formula..."]


@refused
def control_character(data: Data):
    data.set(F, 12, note="a bell\x07")
    return [f"{AT}, note: 'a bell\\x07' holds a control character"]


@refused
def control_character_of_a_wrong_encoding(data: Data):
    data.set(F, 12, note="dash \x96 dash")
    return [f"{AT}, note: 'dash \\x96 dash' holds a control character"]


# -- refused: across rows and files ---------------------------------------------------------------


@refused
def origin_of_another_review(data: Data):
    data.set(F, 12, review_id="kocar2021", origin="zejlon2022:abstract")
    return [f"{AT}, origin: 'zejlon2022:abstract' is a text of zejlon2022, the row is about kocar2021"]


@refused
def interval_beside_its_estimate(data: Data):
    data.set("estimates.csv", 2, value="5", ci_low="1.4", ci_high="3.49", ci_level="95")
    return ["data/estimates.csv, row 2, value: 5.0 is outside its interval 1.4 to 3.49"]


@refused
def auc_above_one(data: Data):
    data.set("estimates.csv", 2, measure="AUC", value="1.2", ci_low="", ci_high="", ci_level="")
    return ["data/estimates.csv, row 2, value: 1.2 is more than 1, the largest possible AUC"]


@refused
def region_that_is_its_own_ancestor(data: Data):
    name = "vocabularies/regions.csv"
    one = data.append(name, region="zone one", parent="zone two", system="motor", tissue="lobe")
    two = data.append(name, region="zone two", parent="zone one", system="motor", tissue="lobe")
    return [
        f"data/{name}, row {one}, parent: 'zone one' is, over its parents, a part of itself",
        f"data/{name}, row {two}, parent: 'zone two' is, over its parents, a part of itself",
    ]


@refused
def metric_of_another_modality(data: Data):
    data.set(F, 12, modality="perfusion", technique="", metric="grey matter volume")
    return [f"{AT}, metric: 'grey matter volume' belongs to modality structural, the row says perfusion"]


@refused
def broken_bibliography(data: Data):
    data.spoil("references.bib", lambda raw: raw.rstrip().rstrip(b"}"))
    return ["data/references.bib: cannot be read: syntax error in line ...: premature end of file"]


@refused
def bibliography_with_an_entry_twice(data: Data):
    data.spoil("references.bib", lambda raw: raw + b"\n@article{zejlon2022, title = {Again}}\n")
    return ["data/references.bib: cannot be read: repeated bibliography entry: zejlon2022"]


@refused
def broken_edition(data: Data):
    data.spoil("edition.toml", lambda raw: raw.replace(b'version = "', b"version = ", 1))
    return ["data/edition.toml: cannot be read: ...line..."]


@refused
def missing_bibliography_and_edition(data: Data):
    (data.folder / "references.bib").unlink()
    (data.folder / "edition.toml").unlink()
    return ["data/edition.toml: the file is missing", "data/references.bib: the file is missing"]


@refused
def several_problems_in_several_files(data: Data):
    """Reading, contract and rules have their say at once."""
    data.set(F, 12, direction="decresed", added="22.11.2026")
    data.set(F, 13, modality="perfusion", technique="", metric="grey matter volume")
    data.set("estimates.csv", 2, value="2,21")
    data.spoil("correlations.csv", lambda raw: _replaced_line(raw, 2, lambda line: line + b",more"))
    data.set("reviews.csv", 2, label="")
    return [
        "data/correlations.csv, row 2: has ... cells where the header has ...",
        "data/estimates.csv, row 2, value: '2,21' is not a number...",
        f"{AT}, added: '22.11.2026' is not a date...",
        f"{AT}, direction: 'decresed' is not one of decreased, ...",
        "data/findings.csv, row 13, metric: 'grey matter volume' belongs to modality structural, the row says perfusion",
        "data/reviews.csv, row 2, label: the cell is empty; a value is required",
    ]


@pytest.mark.parametrize("spoil", REFUSED.values(), ids=REFUSED)
def test_damage_is_refused_at_its_place(data: Data, spoil):
    expected = spoil(data)
    lines = data.problems()
    assert len(lines) == len(expected), lines
    for line, wanted in zip(lines, expected):
        assert matches(line, wanted), f"\n{line}\nis not\n{wanted}"


def test_a_lost_header_is_not_taken_from_the_first_row(data: Data):
    data.write(F, data.rows(F)[1:])
    lines = data.problems()
    assert all(line.startswith("data/findings.csv, row 1") for line in lines)
    assert {
        f"data/findings.csv, row 1, {name}: the column is missing"
        for name in data.tables().contract.tables["findings"].fields
    } <= set(lines)


def test_there_are_at_least_25_kinds():
    assert len(HARMLESS) + len(REFUSED) >= 25


@pytest.mark.parametrize(
    "spoil", [short_row, long_row, misspelt_direction, duplicate_id, formula], ids=lambda spoil: spoil.__name__
)
def test_a_refused_row_is_kept_in_sight(data: Data, spoil):
    """The reader gives every row, so that all their problems are seen at once."""
    rows = len(data.cells("findings"))
    spoil(data)
    assert len(data.cells("findings")) == rows


# -- through the command line ---------------------------------------------------------------------


def umbrella_check(data: Data):
    return CliRunner().invoke(main, ["check", "--book", str(data.folder.parent)])


def test_the_command_says_that_sound_data_are_sound(data: Data):
    result = umbrella_check(data)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "sound" in result.stderr


@pytest.mark.parametrize(
    "spoil",
    [misspelt_direction, utf_16, missing_file, open_quotation_mark, broken_edition, several_problems_in_several_files],
    ids=lambda spoil: spoil.__name__,
)
def test_the_command_prints_every_problem_and_fails(data: Data, spoil):
    expected = spoil(data)
    result = umbrella_check(data)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), result.exception
    lines = result.stdout.splitlines()
    assert len(lines) == len(expected)
    assert all(matches(line, wanted) for line, wanted in zip(lines, expected))
    assert f"{len(expected)} problem" in result.stderr
    assert "Traceback" not in result.output


def test_the_command_tells_what_it_reads_otherwise_and_goes_on(data: Data):
    data.set(F, 2, note="Mu\u0308ller")
    result = umbrella_check(data)
    words = "data/findings.csv, row 2, note: in 'Müller' each letter and its accents are read as one sign (Unicode NFC)"
    assert (result.exit_code, result.stdout) == (0, f"note: {words}\n") and "sound" in result.stderr
    assert load(data.folder).findings["note"][0] == "Müller"


def test_no_value_floods_a_message(data: Data):
    data.set("sources.csv", 3, address="y" * 900_000, licence="$\\x" * 100)
    [line] = data.problems()
    assert line.startswith("data/sources.csv, row 3, address: 'yyy") and len(line) < 200
    assert len(str(Problem("a", 0, "", "y" * 5000))) < 1100


def test_no_sign_in_a_message_acts_on_the_terminal():
    line = str(Problem("data/\x1b[31ma.csv", 2, "b\x07", "c\x9b2J\nd\u202e"))
    assert line == "data/\\x1b[31ma.csv, row 2, b\\x07: c\\x9b2J\nd\\u202e"


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"{", b""), (b'"name": "findings",', b""), (b'"type": "integer"', b'"type": "integre"')],
    ids=["not JSON", "a table without name", "an unknown type"],
)
def test_the_command_has_no_traceback_for_a_broken_contract(data: Data, old, new):
    data.spoil("datapackage.json", lambda raw: raw.replace(old, new, 1))
    result = umbrella_check(data)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.output.startswith("data/datapackage.json")


def test_loading_spoilt_data_raises_all_problems(data: Data):
    expected = several_problems_in_several_files(data)
    with pytest.raises(DataError) as raised:
        load(data.folder)
    assert len(raised.value.problems) == len(expected)
    assert str(raised.value).count("\n") == len(expected) - 1
