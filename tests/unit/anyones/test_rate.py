"""`umbrella rate` on tables as people keep them, and what it gives for a paper."""

import io
import zipfile

import pandas as pd
import pytest
from click.testing import CliRunner
from docx import Document
from lxml import etree, html
from openpyxl import Workbook
from umbrella.amstar2.words import rating_of, readings
from umbrella.anyones.rate import rate

# Three reviews by the rule: no weakness; items 2 and 7; items 3 and 10.
ANSWERS = {
    "Ash 2001": "Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y".split(),
    "Birch 2009": "Y N Y PY Y Y N Y Y Y NM NM Y Y NM Y".split(),
    "Cedar 2015": "Y Y N Y Y Y Y Y Y N Y Y Y Y Y Y".split(),
}
RATINGS = ["high", "critically low", "moderate"]
NUMBERS = range(1, 17)
TOPICS = ("PICO", "Protocol", "Designs", "Search", "Selection", "Extraction", "Excluded", "Included", "Risk of bias", "Funding",
          "Methods", "Impact", "Discussed", "Heterogeneity", "Publication bias", "Conflicts")  # fmt: skip


def table(heads, rows=ANSWERS, name="review", more=()) -> list[list[str]]:
    return [[name, *heads, *more], *([review, *answers] for review, answers in rows.items())]


def written(rows, separator=",") -> str:
    return "".join(separator.join(row) + "\n" for row in rows)


def as_workbook(rows) -> bytes:
    book, stream = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def run(given: str | bytes, *options: str):
    return CliRunner().invoke(rate, [*options, "-"], input=given if isinstance(given, bytes) else given.encode())


def rated(given: str | bytes, *options: str) -> pd.DataFrame:
    result = run(given, *options)
    assert result.exit_code == 0, result.stderr
    return pd.read_csv(io.StringIO(result.stdout), keep_default_na=False)


HEADS = {
    "item with a no-break space": [f"Item {n}\u00a0" for n in NUMBERS],
    "Q": [f"Q{n}" for n in NUMBERS],
    "number": [str(n) for n in NUMBERS],
    "number and word": [f"{n}. {topic}" for n, topic in zip(NUMBERS, TOPICS)],
    "item and word": [f"Item {n}: {topic}" for n, topic in zip(NUMBERS, TOPICS)],
    "AMSTAR 2 item": [f"AMSTAR-2 item {n:02}" for n in NUMBERS],
    "words in order": list(TOPICS),
}


@pytest.mark.parametrize("heads", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("name", ["study", "Author (year)"])
def test_the_usual_heads_and_any_name_of_the_first_column_are_read(heads, name):
    found = rated(written(table(heads, name=name)))
    assert (list(found["review"]), list(found["rating"])) == (list(ANSWERS), RATINGS)


def test_columns_taken_in_order_are_told():
    assert (
        "note: row 1, PICO: has no number, nor have the 15 after it: they are taken for items 1 to 16 in order"
        in run(written(table(TOPICS))).stderr
    )
    assert run(written(table(TOPICS[:-1]))).exit_code == 1


def test_what_stands_beside_the_items_is_no_item():
    heads = [*HEADS["number"], "2019", "Item 1 comment"]
    rows = {name: [*answers, "5", "because"] for name, answers in ANSWERS.items()}
    assert list(rated(written(table(heads, rows)))["rating"]) == RATINGS


def test_a_workbook_is_read_as_its_text_is():
    plain = run(written(table(HEADS["Q"])))
    result = run(as_workbook([*table(HEADS["Q"]), [None] * 17]))
    assert (result.exit_code, result.stdout) == (0, plain.stdout)


def test_what_is_no_workbook_and_what_unpacks_without_end_are_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * (257 << 20))
    for raw, said in ((b"PK\x03\x04nothing", "is no workbook"), (stream.getvalue(), "unpacks to more than 256 MB")):
        result = run(raw)
        assert (
            (result.exit_code, result.stdout) == (1, "") and said in result.stderr and "Traceback" not in result.stderr
        )


def test_items_one_below_another_are_read_as_such():
    rows = table(HEADS["number and word"], more=["Overall"])
    rows = [rows[0], *([*row, stated] for row, stated in zip(rows[1:], ("High", "Low", "moderate"), strict=True))]
    upright = written(map(list, zip(*rows, strict=True)))
    result = run(upright)
    assert "note: row 1: items stand one below another: the columns are read as reviews, 3 in all" in result.stderr
    assert "states a rating for 3 of them: 2 agree with the rule, 1 higher, 0 lower" in result.stderr
    assert list(rated(upright)["rating"]) == RATINGS
    # A fault is told where the reader finds it: row of the item, column of the review.
    assert "error: row 3, Birch 2009: 'perhaps' is not one of" in run(upright.replace("Y,N,Y", "Y,perhaps,Y", 1)).stderr


def test_a_row_of_a_wide_table_is_a_review_of_its_own():
    result = run("study,Q1,Q2\nZheng,Y,Y\nMa,Y,Y\nZheng,N,N\n")
    assert result.exit_code == 0 and "note: row 4: 'Zheng' stands in row 2 too" in result.stderr
    assert [line.split(",")[0] for line in result.stdout.splitlines()[1:]] == ["Zheng", "Ma", "Zheng (row 4)"]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("partial", "partial yes"), ("Partially yes", "partial yes"), ("P", "partial yes"), ("0.5", "partial yes"),
        ("1", "yes"), ("0", "no"), ("+", "yes"), ("\u2713", "yes"), ("Yes*", "yes"), ("No \u2020", "no"),
    ],
)  # fmt: skip
def test_spellings_of_published_tables_are_read_and_told(text, answer):
    result = run(f"review,item4\nA,{text}\nB,{text}\n", "--json")
    assert result.exit_code == 0, result.stderr
    assert f"note: row 2, item4: {text!r} is taken for {answer}, here and in 1 further cell" in result.stderr
    assert readings([text], {})[text] == (answer, True)


def test_a_minus_is_a_no_only_beside_a_plus():
    assert readings(["+", "-", "+/-"], {}) == {"+": ("yes", True), "-": ("no", True), "+/-": ("partial yes", True)}
    assert readings(["Y", "-"], {})["-"] == ("not applicable", True)


def test_words_of_ones_own_are_told_by_map():
    text = "review,item1,item2\nA,unclear,met\nB,Y,met\n"
    result = run(text)
    assert result.exit_code == 1 and "--map 'unclear=no'" in result.stderr
    found = rated(text, "--map", "unclear=missing", "--map", "MET=yes")
    assert list(found["answered"]) == [1, 2]
    assert run(text, "--map", "unclear=perhaps").exit_code == 2


def test_ratings_of_the_table_stand_beside_those_by_the_rule():
    rows = {
        name: [*answers, stated]
        for (name, answers), stated in zip(ANSWERS.items(), ("High confidence", "critical low", "5"))
    }
    result = run(written(table(HEADS["Q"], rows, more=["Overall rating"])))
    found = pd.read_csv(io.StringIO(result.stdout), keep_default_na=False)
    assert list(found["stated"]) == ["high", "critically low", ""]
    assert "note: row 4, Overall rating: '5' is not a rating of AMSTAR 2 and is not compared" in result.stderr
    assert rating_of("Critically-low quality") == "critically low" and rating_of("very low") is None


def test_tables_for_a_paper_hold_the_ratings_as_text(tmp_path):
    rows = {"A | <b>=1+1": ANSWERS["Birch 2009"], **ANSWERS}
    text = written(table(HEADS["Q"], rows))
    for ending in ("html", "md", "docx", "csv"):
        assert run(text, "--table", str(tmp_path / f"t.{ending}")).exit_code == 0
    cells = [[cell.text for cell in row.cells] for row in Document(str(tmp_path / "t.docx")).tables[0].rows]
    assert cells[:2] == [
        ["Review", "Rating", "Deciding items", "Answered"],
        ["A | <b>=1+1", "critically low", "2, 7", "16"],
    ]
    page = html.parse(str(tmp_path / "t.html"))
    assert [[cell.text_content() for cell in row] for row in page.xpath("//tr")] == cells and not page.xpath("//b")
    assert r"A \| <b>=1+1" in (tmp_path / "t.md").read_text("utf-8")
    assert len((tmp_path / "t.csv").read_text("utf-8").splitlines()) == len(cells)


def test_figures_for_a_paper_show_every_answer_and_are_the_same_again(tmp_path):
    text = written(table(HEADS["Q"]))
    for name in ("a.svg", "b.svg", "a.pdf", "b.pdf", "a.png", "b.png"):
        assert run(text, "--figure", str(tmp_path / name)).exit_code == 0
    for ending in ("svg", "pdf", "png"):
        assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()
    words = [node.text for node in etree.parse(str(tmp_path / "a.svg")).iter("{*}text")]
    symbols = [answer for answers in ANSWERS.values() for answer in answers]
    assert {symbol: words.count(symbol) for symbol in set(symbols)} == {
        symbol: symbols.count(symbol) for symbol in set(symbols)
    }
    assert {*ANSWERS, *RATINGS} <= set(words)
    assert run(text, "--figure", "x.gif").exit_code == 2
    assert "Traceback" not in run(text, "--figure", str(tmp_path / "none" / "x.svg")).stderr


def test_a_sentence_for_the_methods_names_rule_and_number():
    assert (
        "Confidence in the results of 3 reviews was rated by the rule of AMSTAR 2 (Shea 2017"
        in run(written(table(HEADS["Q"]))).stderr
    )
