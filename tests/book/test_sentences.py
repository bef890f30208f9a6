"""Sentences that rest on the data: each is cut out right, and the build stops when one no longer holds."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import pandas as pd
import pytest
from books import ROOT
from quantifiers import unguarded, watched
from tables_with import tables_with
from umbrella.book import Book
from umbrella.prose import Prose
from umbrella.prose.inline import InlineError, Sentence, evaluated, sentences


@pytest.fixture(scope="module")
def names(tables):
    return Prose(Book(tables)).namespace()


def test_sentences_end_at_their_stop_and_keep_what_hangs_on_it():
    text = '---\na: "b. C"\n---\n\n# Title\n\nAs in e.g. {cite:p}`a`. None.{eval}`holds(True)` *Two.* Three?\n\n```{code-cell}\nNot. This.\n```\n\n1. **Key.** B.\n'
    assert [(one.line, one.text) for one in sentences(text)] == [
        (5, "# Title"), (7, "As in e.g. {cite:p}`a`."), (7, "None.{eval}`holds(True)`"), (7, "*Two.*"), (7, "Three?"),
        (13, "**Key.**"), (13, "B."),
    ]  # fmt: skip


def test_a_condition_that_is_so_prints_nothing(names):
    assert evaluated('Two of them.{eval}`holds(count(modality="perfusion") > 1)`', names) == "Two of them."


def test_all_sentences_that_no_longer_hold_are_told_with_line_sentence_and_what_is_so_now(names):
    text = (
        'It is {eval}`findings(modality="perfusion")`. Nothing is read.{eval}`holds(count(modality="perfusion") == 0)`\n\n'
        '- Only one review{eval}`holds(count() > 0, distinct("review_id", modality="perfusion") <= {"li2012"})` says so.\n'
    )
    with pytest.raises(InlineError) as raised:
        evaluated(text, names)
    [(first, nothing), (second, only)] = raised.value.faults
    assert (first, second) == (1, 3)
    assert '"Nothing is read."' in nothing and "count(modality='perfusion') == 0; now count(modality='perfusion') is " in nothing
    assert "(F" in nothing and '"Only one review says so."' in only and "count()" not in only


def test_a_misspelt_condition_is_an_error_and_not_a_broken_sentence(names):
    with pytest.raises(InlineError, match="is not a modality"):
        evaluated('None.{eval}`holds(count(modality="perfussion") == 0)`', names)


@pytest.mark.parametrize("say, told", [
    (lambda: warnings.warn("no such thing", stacklevel=1), "UserWarning: no such thing"),
    (lambda: warnings.warn("later", FutureWarning, stacklevel=1), "FutureWarning: later"),
    (lambda: print("a word", file=sys.stderr), "writes to a stream, which no page shows: a word"),
])  # fmt: skip
def test_an_expression_that_warns_or_says_something_fails_the_build(say, told):
    with pytest.raises(InlineError, match=told):
        evaluated("a {eval}`number()`", {"number": lambda: say() or 1})


def test_a_database_that_the_flow_does_not_name_has_an_answer(names):
    assert evaluated('gives {eval}`from_database("Nowhere")` records', names) == "gives an unstated number of records"


# A row that makes a sentence of a real chapter false: chapter, table, row to copy, what it says instead, the sentence.
FALSIFIED = [
    ("perfusion", "findings", "F0181", {"review_id": "li2012"}, "A systematic review of perfusion in ALS is not among the included reviews."),
    ("functional", "correlations", "C0006", {"origin": "shen2015:abstract"}, "stand here, all of them credited."),
    ("index", "estimates", "E0003", {"comparison": "ALS versus mimic disorders"}, "Both figures compare patients with controls, not with people"),
    ("structural", "estimates", "E0001", {"metric": "grey matter volume"}, "No included review pools grey matter of the whole brain in ALS"),
]  # fmt: skip


@pytest.mark.parametrize("chapter, table, key, said, sentence", FALSIFIED)
def test_one_row_that_makes_a_sentence_of_a_real_chapter_false_stops_it(tables, chapter, table, key, said, sentence):
    text = (ROOT / ("index.md" if chapter == "index" else f"chapters/{chapter}.md")).read_text("utf-8")
    frame = tables[table]
    row = frame[frame.iloc[:, 0] == key].assign(**said, **{frame.columns[0]: "X9999"})
    grown = tables_with(tables, **{table: pd.concat([frame, row], ignore_index=True)})
    evaluated(text, Prose(Book(tables)).namespace())
    with pytest.raises(InlineError) as raised:
        evaluated(text, Prose(Book(grown)).namespace())
    told = {line: words for line, words in raised.value.faults if sentence in words}
    assert told, raised.value
    assert all(text.splitlines()[line - 1].count("holds(") for line in told)


def test_what_states_absence_order_or_quantity_is_computed_guarded_or_reviewed():
    """A new such sentence gets a condition, or is read by a person and entered in the list; one that is gone leaves it."""
    reviewed = set((Path(__file__).parents[1] / "support" / "reviewed_sentences.txt").read_text("utf-8").splitlines())
    found = unguarded(ROOT)
    assert {f"{chapter}: {sentence}" for sentence, chapter in found.items()} == reviewed


@pytest.mark.parametrize("text, seen", [
    ("No review speaks of it.", False), ("Most findings do.", False), ("None was read.", False), ("It is the only one.", False),
    ("It is seen above all here.", True), ("None.{eval}`holds(True)`", True), ("{eval}`reviews()` and no other review.", True),
    ("They report no result {cite:p}`a`.", True), ("No included review does {cite:p}`a`.", False), ("## No review", True),
])  # fmt: skip
def test_which_sentences_nothing_watches(text, seen):
    assert watched(Sentence(1, text)) == seen
