"""Chapters read like chapters: thin cells, no typed number, no data handling, everything listed."""

from __future__ import annotations

import re

import pytest
from books import ROOT
from loops import each
from umbrella.execute.inputs import chapter_text
from umbrella.proofs.chapters import cells, chapter_files, long_cells, names_of, offences, typed_numbers
from umbrella.prose.inline import expressions
from umbrella.toc import toc_documents

FILES = chapter_files(ROOT)
EACH = each("path", FILES, lambda path: path.stem)


@EACH
def test_no_cell_is_longer_than_eight_lines(path):
    assert long_cells(chapter_text(path)) == []


def test_the_rules_of_any_book_are_kept(tables):
    assert list(offences(ROOT, names_of(tables))) == []


@EACH
def test_cells_only_call_show(path):
    for lines in cells(chapter_text(path)):
        code = "\n".join(lines)
        assert not re.search(r"\b(pd|np|plt|sns|open|read_csv)\b", code), code
        assert code.startswith("from umbrella import show") or code.startswith("page."), code


@EACH
def test_has_one_title_and_a_description(path):
    text = chapter_text(path)
    outside = re.sub(r"```.*?```", "", text, flags=re.S)
    assert len(re.findall(r"^# ", outside, re.M)) == 1
    description = re.search(r'^description: "(.+)"$', text, re.M)
    assert description and 40 <= len(description[1]) <= 170


def test_the_table_of_contents_lists_every_chapter():
    listed = {f"{name}.md" for name in toc_documents(ROOT / "_toc.yml")}
    assert listed == {path.relative_to(ROOT).as_posix() for path in FILES}


def test_addresses_are_lower_case_and_hyphenated():
    # A review's page is called after its key, year and all.
    assert all(
        re.fullmatch(r"[a-z]+[0-9]{4}[a-z]*" if path.parent.name == "reviews" else r"[a-z]+(-[a-z]+)*", path.stem)
        for path in FILES
    )


def test_every_modality_has_its_chapter(tables):
    assert set(tables.modalities["modality"]) <= {path.stem for path in FILES}


def test_inline_numbers_are_used_throughout():
    assert sum(len(expressions(chapter_text(path))) for path in FILES) > 100


class TestTheRulesCatch:
    """Each rule fails on a chapter that breaks it."""

    def test_a_long_cell(self):
        body = "\n".join(f"page.{letter}()" for letter in "abcdefghi")
        assert long_cells(f"```{{code-cell}} ipython3\n{body}\n```\n") == [9]

    def test_options_and_comments_are_not_code_lines(self):
        assert long_cells("```{code-cell}\n:tags: [x]\n# why\n" + "page.a()\n" * 8 + "```\n") == []

    @pytest.mark.parametrize(
        "text",
        [
            "There are 18 reviews.",
            "In 45% of them.",
            "Seven reviews agree.",
            "AUC was 0.75.",
            "n=29,000",
            "Three included reviews",
        ],
    )
    def test_a_typed_number(self, text):
        assert typed_numbers(f"# Title\n\n{text}\n")

    @pytest.mark.parametrize(
        "text",
        [
            "C9orf72 carriers at 7T on T2*-weighted images.",
            '{eval}`reviews(modality="x1")` say so.',
            "{cite:p}`li2012`.",
            "[text](#fig-1)",
            "Two reviewers screened.",
        ],
    )
    def test_but_not_a_name_or_an_inline_expression(self, text, tables):
        assert typed_numbers(text, names_of(tables)) == []
