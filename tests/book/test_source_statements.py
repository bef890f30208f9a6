"""Nothing of the content of the umbrella review is lost: each statement of its results, discussion and advice has its place."""

from __future__ import annotations

import csv
import html
import re
from pathlib import Path

import pytest
from books import ROOT
from umbrella.book import Book
from umbrella.prose import Prose
from umbrella.prose.inline import evaluated

TABLE = Path(__file__).parents[1] / "support" / "source_statements.csv"
ROLE = re.compile(r"\s*\{[\w:]+\}`[^`]*`")


@pytest.fixture(scope="module")
def statements() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def chapters(tables, statements) -> dict[str, str]:
    """The words of each chapter that the table names, as a reader sees them."""
    names = Prose(Book(tables)).namespace()
    return {
        chapter: plain(evaluated((ROOT / "chapters" / f"{chapter}.md").read_text("utf-8"), names))
        for chapter in {row["chapter"] for row in statements}
    }


def plain(text: str) -> str:
    """Text without roles and marks; commas and stops do not count."""
    return re.sub(r"[,.*]", "", html.unescape(ROLE.sub("", text))).lower()


def test_each_statement_of_the_source_has_its_place(statements, chapters):
    lost = [
        f"{row['place']} ({row['statement']}): {words!r} is not in {row['chapter']}"
        for row in statements
        for words in row["words"].replace(";", "").split("|")
        if plain(words) not in chapters[row["chapter"]]
    ]
    assert lost == []


def test_every_section_of_results_discussion_and_advice_is_there(statements):
    sections = {re.match(r"[\d.]+", row["place"])[0] for row in statements}
    assert sections == {*(f"3.{number}" for number in range(1, 10)), "4", "5", "6"}
    assert all(row["statement"] and row["words"] for row in statements) and len(statements) > 110
