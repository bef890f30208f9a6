"""Starting a book: what is asked, what is refused, what is written; what follows from it; chapters added."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from books import ROOT, run
from starters import cut, started
from umbrella.show.book import BookPage
from umbrella.show.modality import ModalityPage
from umbrella.starting.asked import STARTER, kinds
from umbrella.starting.needed import missing_chapters
from umbrella.tables import check, load
from umbrella.tables.contract import VERSION


@pytest.mark.parametrize("kind", sorted(kinds()))
@pytest.mark.parametrize("published", ["", "A review of reviews: 'quoted', \"twice\", and {braced}"])
def test_every_kind_starts_sound_and_up_to_date(tmp_path, kind, published):
    book = started(tmp_path, kind, title='A "title": with signs', authors="Group: one", published=published, repository="https://example.org/a")
    assert check(book / "data") == []
    assert list(missing_chapters(book, load(book / "data"))) == []
    assert run("sync", "--check", folder=book).returncode == 0
    assert ("source-audit" in (book / "_toc.yml").read_text("utf-8")) == bool(published)
    places = [path for path in book.rglob("*") if path.is_file() and "<<" in path.read_text("utf-8")]
    assert places == []


def test_the_command_takes_options_and_refuses_a_folder_that_is_not_empty(tmp_path):
    options = ["--title", "On tests", "--kind", "diagnosis", "--region", "disease", "--authors", "Us", "--no-input", "--date", "2026-11-25"]
    done = run("new", "book", *options, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert 'title: "On tests"' in (tmp_path / "book" / "_config.yml").read_text("utf-8")
    assert "region,disease,diseases,2" in (tmp_path / "book" / "data" / "vocabularies" / "labels.csv").read_text("utf-8")
    before = {path: path.read_bytes() for path in (tmp_path / "book").rglob("*") if path.is_file()}
    again = run("new", "book", *options, folder=tmp_path)
    assert again.returncode == 1 and "is there and not empty" in again.stderr and "Traceback" not in again.stderr
    assert before == {path: path.read_bytes() for path in (tmp_path / "book").rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "option, value, told",
    [
        ("--region", "out,comes,too", "region: 'out,comes,too' is not one word"),
        ("--metric", '"quoted"', "is not one word"),
        ("--title", "  ", "title: the text is empty"),
        ("--repository", "example.org", "repository: 'example.org' is not an address"),
    ],
)
def test_an_answer_that_cannot_stand_is_told_and_nothing_is_written(tmp_path, option, value, told):
    done = run("new", "book", "--no-input", option, value, folder=tmp_path)
    assert done.returncode == 1 and told in done.stderr and "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_chapter_that_rows_need_is_named_with_the_command_that_makes_it(tmp_path):
    book = started(tmp_path)
    (book / "_toc.yml").write_text(re.sub(r".*(example-two|pooled-estimates)\n", "", (book / "_toc.yml").read_text("utf-8")), "utf-8")
    for name in ("example-two", "pooled-estimates"):
        (book / "chapters" / f"{name}.md").unlink()
    said = run("check", folder=book)
    assert said.returncode == 0
    for name in ("example-two", "pooled-estimates"):
        assert f"umbrella add chapter {name} makes it" in said.stdout
        assert run("add", "chapter", name, folder=book).returncode == 0
    assert "add chapter" not in run("check", folder=book).stdout
    again = run("add", "chapter", "pooled-estimates", folder=book)
    assert again.returncode == 1 and "is there already" in again.stderr
    unknown = run("add", "chapter", "nothing", folder=book)
    assert unknown.returncode == 1 and "'nothing' is no chapter that can be added; there are " in unknown.stderr


def test_an_older_contract_is_told_in_a_sentence_and_brought_up_to_date(tmp_path):
    book = started(tmp_path)
    path = book / "data" / "datapackage.json"
    old = json.loads(path.read_text("utf-8"))
    del old["contract"]
    old["resources"] = [table for table in old["resources"] if table["name"] != "grades"]
    findings = next(table for table in old["resources"] if table["name"] == "findings")["schema"]
    findings["fields"] = [field for field in findings["fields"] if not field.get("optional")]
    findings["foreignKeys"] = [key for key in findings["foreignKeys"] if key["fields"] != ["grade"]]
    own = {"name": "own", "type": "string", "title": "Own", "description": "A column of this book."}
    next(table for table in old["resources"] if table["name"] == "glossary")["schema"]["fields"].append(own)
    path.write_text(json.dumps(old), "utf-8")
    (book / "data" / "vocabularies" / "grades.csv").unlink()
    glossary = book / "data" / "glossary.csv"
    lines = glossary.read_text("utf-8").splitlines()
    glossary.write_text("\n".join([f"{lines[0]},own", *(f"{line},x" for line in lines[1:])]) + "\n", "utf-8")
    (told,) = check(book / "data")
    assert f"version 1 and the engine reads version {VERSION}; run umbrella sync" in str(told)
    assert run("sync", folder=book).returncode == 0
    assert check(book / "data") == []
    assert load(book / "data").glossary["own"].tolist() == ["x", "x", "x"]


def test_a_newer_contract_asks_for_the_engine_it_names(tmp_path):
    book = started(tmp_path)
    path = book / "data" / "datapackage.json"
    path.write_text(path.read_text("utf-8").replace(f'"contract": {VERSION}', f'"contract": {VERSION + 1}'), "utf-8")
    (told,) = check(book / "data")
    assert "install the engine that requirements.txt names" in str(told)


def test_a_table_need_not_have_the_columns_that_came_later(tmp_path):
    book = started(tmp_path)
    path = book / "data" / "vocabularies" / "directions.csv"
    rows = [line.split(",") for line in path.read_text("utf-8").splitlines()]
    place = rows[0].index("towards")
    path.write_text("\n".join(",".join(row[:place] + row[place + 1 :]) for row in rows) + "\n", "utf-8")
    assert check(book / "data") == []
    assert run("check", "--tidy", folder=book).returncode == 0
    assert "towards" in path.read_text("utf-8").splitlines()[0]


def test_the_contract_of_the_engine_is_the_one_file_that_books_are_given():
    packaged = ROOT / "scripts" / "umbrella" / "templates" / "book" / "data" / "datapackage.json"
    assert packaged.is_symlink() and packaged.resolve() == ROOT / "data" / "datapackage.json"


def test_an_empty_book_is_sound(tmp_path: Path):
    book = started(tmp_path)
    cut(book, 0, "findings", "estimates", "appraisals", "review-facts", "reviews")
    sources = book / "data" / "sources.csv"
    sources.write_text("".join(line for line in sources.read_text("utf-8").splitlines(keepends=True) if not line.startswith("example")), "utf-8")
    assert check(book / "data") == []


def test_the_chapters_of_the_starter_call_what_pages_have(tmp_path):
    book = started(tmp_path, published="A published review")
    for chapter in (book / "index.md", *(book / "chapters").glob("*.md"), *STARTER.glob("chapters/*.md")):
        text = chapter.read_text("utf-8")
        kind = ModalityPage if "show.modality(" in text else BookPage
        assert [name for name in re.findall(r"^page\.(\w+)\(", text, re.M) if not hasattr(kind, name)] == [], chapter.name
