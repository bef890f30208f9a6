"""Which sentences of a book speak of what moved."""

from __future__ import annotations

import pytest
from tables_with import tables_with
from umbrella.changes import Changes, Claim, Reread
from umbrella.changes.output import to_text
from umbrella.changes.sentences import sentences_to_read

CLAIM = Claim("perfusion", "thalamus", "cerebral blood flow", "", "", ("decreased", "single review", 1, 0), None)
INDEX = """# Book

{eval}`start(reviews(modality="perfusion"))` looked {cite:p}`li2012`. Thalamus and cerebral blood flow. The thalamus alone.

- A thalamus.{eval}`holds(count(region="thalamus", modality="perfusion") > 0)` {eval}`findings(modality="diffusion")`.
"""


@pytest.fixture
def book(tmp_path):
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n  - file: perfusion\n  - file: gone\n")
    (tmp_path / "index.md").write_text(INDEX)
    (tmp_path / "perfusion.md").write_text("# Perfusion\n\nThe thalamus gets less. The thalamus and fractal dimension.\n")
    return tmp_path


def test_values_that_moved_conditions_that_broke_and_claims_that_are_named(book, tables):
    findings = tables["findings"]
    gone = tables_with(tables, findings=findings[(findings["modality"] != "perfusion") | (findings["region"] != "thalamus")])
    assert sentences_to_read(book, tables, gone, [CLAIM]) == (
        Reread("index.md", 3, "One review looked.", ("Two reviews before, One review now",)),
        Reread("index.md", 3, "Thalamus and cerebral blood flow.", ("speaks of perfusion, thalamus, cerebral blood flow",)),
        Reread("index.md", 5, "A thalamus.", ("no longer holds",)),
        Reread("perfusion.md", 3, "The thalamus gets less.", ("speaks of perfusion, thalamus, cerebral blood flow",)),
    )


def test_nothing_moved_nothing_to_read(book, tables):
    assert sentences_to_read(book, tables, tables, ()) == ()


def test_they_are_printed_for_those_who_write_and_left_out_of_the_record_of_an_edition():
    changes = Changes((), (), (CLAIM,), (), sentences=(Reread("a.md", 2, "It is so.", ("no longer holds",)),))
    assert 'Read these again\n  a.md, line 2: "It is so." (no longer holds)\n' in to_text(changes)
    assert "again" not in to_text(changes, sentences=False)
