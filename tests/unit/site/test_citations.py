"""Works cited alike: letters after the year, and that a new one leaves those of before as they were."""

from __future__ import annotations

from pybtex.database import BibliographyData, parse_string
from umbrella.site.citations import letter_years
from umbrella.tables.bibliography import entry_problems, free_letter

SOURCE = "@article{zsource, author = {Miller, A and Smith, B and Jones, C}, title = {T}, year = {2025}}\n"
NEW = "@article{anew, author = {Miller, A and Gray, D and White, E}, title = {U}, year = {2025}%s}\n"


def read(text: str) -> BibliographyData:
    return parse_string(text, "bibtex")


def years(data: BibliographyData) -> dict[str, str]:
    letter_years(data.entries)
    return {key: entry.fields["year"] for key, entry in data.entries.items()}


def test_works_cited_alike_have_letters_in_order_of_their_keys():
    data = read(SOURCE + NEW % "")
    assert years(data) == years(data) == {"anew": "2025a", "zsource": "2025b"}


def test_a_work_that_comes_later_takes_a_letter_and_leaves_the_others():
    before = read(SOURCE)
    letter = free_letter(before, read(NEW % "").entries["anew"])
    after = read(SOURCE + NEW % f", extradate = {{{letter}}}")
    assert years(after) == years(after) == {"anew": "2025b", "zsource": "2025"}
    third = read(NEW.replace("anew", "third") % "").entries["third"]
    assert free_letter(read(SOURCE + NEW % ", extradate = {b}"), third) == "c"
    assert free_letter(read(SOURCE + NEW % ""), third) == "c"


def test_a_work_cited_like_no_other_has_no_letter():
    alone = read("@article{x, author = {Other, A}, year = {2025}}").entries["x"]
    assert free_letter(read(SOURCE), alone) == ""


def test_a_letter_that_is_none_is_told():
    (problem,) = entry_problems(read(NEW % ", extradate = {B2}"), "references.bib", set())
    assert str(problem) == "references.bib, anew, extradate: 'B2' is not one small letter, such as b"
