"""Edits of the real book: after each the site is, byte for byte, what a clean build gives."""

from __future__ import annotations

from books import ROOT, SmallBook
from sites import both_builds, differences

# An edit of every kind that a curator makes: file, what stands there, what shall.
REAL_EDITS = [
    ("data/findings.csv", ",structural,,angular gyrus,,,grey matter volume,decreased,",
     ",structural,,angular gyrus,,,grey matter volume,increased,"),
    ("chapters/structural.md", "\n## Key messages\n", "\nA new sentence.\n\n## Key messages\n"),
    ("data/references.bib", "year = {2022}", "year = {2021}"),
    ("data/correlations.csv", "left motor cortex", "right motor cortex"),
    ("data/vocabularies/modalities.csv", "Diffusion MRI", "Diffusion imaging"),
]  # fmt: skip


def test_five_edits_of_the_real_book_each_give_what_a_clean_build_gives(tmp_path):
    book = SmallBook.at(tmp_path / "book", ROOT)
    assert book.build().returncode == 0
    for file, old, new in REAL_EDITS:
        book.edit(file, old, new)
        assert differences(*both_builds(book, tmp_path / "clean")) == [], file
