"""Chapters that name a template are that template, filled."""

from __future__ import annotations

import pytest
import yaml
from books import ROOT
from umbrella.execute.inputs import chapter_text
from umbrella.new_review import page_of


def test_a_label_with_signs_of_yaml_stays_text(tmp_path):
    page = tmp_path / "smith2020.md"
    page.write_text(page_of("smith2020", 'Smith: "2020" # \\ 1'), "utf-8")
    _, head, body = chapter_text(page).split("---\n", 2)
    assert yaml.safe_load(head)["description"].startswith('Smith: "2020" # \\ 1: what was read')
    assert 'page = show.review("smith2020")' in body and "<<" not in body


def test_a_chapter_without_template_is_as_it_stands():
    page = ROOT / "chapters" / "methods.md"
    assert chapter_text(page) == page.read_text("utf-8")


@pytest.mark.parametrize("head", ["template: nothing", "template: review", "template: ../execute/x"])
def test_an_unknown_template_or_an_empty_place_is_an_error_with_the_name_of_the_chapter(tmp_path, head):
    page = tmp_path / "one.md"
    page.write_text(f"---\n{head}\n---\n", "utf-8")
    with pytest.raises(ValueError, match=r"one\.md"):
        chapter_text(page)
