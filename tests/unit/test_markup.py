"""A value enters each language as text, whatever its signs mean there."""

from __future__ import annotations

import string

import pytest
from markdown_it import MarkdownIt
from umbrella.markup import Myst, doi_address, from_latex, link_address, to_latex, unread_latex, web_address
from umbrella.prose.inline import evaluated

SIGNS = string.punctuation + "a" + string.punctuation
LINES = "# a\n\n```{include} /etc/hostname\n```\n\n- b\u2028| c |\r\n: d"


def words_of(markdown: str) -> list[tuple[str, str]]:
    """Type and content of what a reader of Markdown makes of a line."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return [(token.type, token.content) for block in reader.parse(markdown) for token in block.children or ()]


@pytest.mark.parametrize("before", ["", "a ", "# ", "- ", "*a* "])
def test_every_sign_is_text_wherever_it_stands(before):
    assert words_of(f"{before}{Myst.escape(SIGNS)}")[-1][1].endswith(SIGNS)
    assert "|" not in Myst.escape(SIGNS) and len(words_of(f"{before}{Myst.escape(LINES)}")) == len(words_of(before + "a"))


def test_what_the_package_writes_is_markup_and_what_it_puts_in_is_text():
    line = Myst("- *{}* {b:,}, {}").format("*a*", Myst("**c**"), b=1234)
    assert line == "- *&#42;a&#42;* 1&#44;234, **c**" and isinstance(line, Myst)
    assert Myst("\n").join(["#", Myst("#")]) == "&#35;\n#"
    assert Myst("{}").format(line) == line
    # Neither language takes the markup of the other for its own.
    assert not hasattr(line, "__html__")
    with pytest.raises(ValueError):
        Myst.word("a`b")


def test_a_value_in_a_chapter_is_text_and_a_phrase_may_be_markup():
    names = {"value": "{{ env }} `x`", "phrase": Myst("{cite:p}`a`"), "number": -2}
    filled = evaluated("# {eval}`value`\n\n{eval}`phrase` {eval}`number`", names)
    assert "{" not in filled.split("\n")[0] and filled.endswith("{cite:p}`a` &#45;2")


@pytest.mark.parametrize("text", [
    "javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:alert(1)", " data:text/html,x", "file:///etc/hostname",
    "vbscript:x", "//a.org", "see there", "https:", "https://", "https://[a", "mailto:nobody", "",
])  # fmt: skip
def test_an_address_of_another_kind_is_refused(text):
    with pytest.raises(ValueError, match="no address"):
        web_address(text)


@pytest.mark.parametrize("text, address", [
    ("https://a.org/b?c=d&e#f", "https://a.org/b?c=d&e#f"),
    ("mailto:a@b.org", "mailto:a@b.org"),
    (r"http://a.org/b\_c\%20d 5%", "http://a.org/b_c%20d%205%25"),
    ('https://a.org/"><script>', "https://a.org/%22%3E%3Cscript%3E"),
])  # fmt: skip
def test_an_address_is_quoted_where_it_must_be(text, address):
    assert web_address(text) == address


@pytest.mark.parametrize("doi, address", [
    ("10.1000/a.b-c", "https://doi.org/10.1000/a.b-c"),
    ("https://dx.doi.org/10.1000/A", "https://doi.org/10.1000/A"),
    (r"doi:10.1000/1-2\_3", "https://doi.org/10.1000/1-2_3"),
    ("10.1000/(sici)1(1998)1:1<1::aid-x>3.0.co;2-#", "https://doi.org/10.1000/(sici)1(1998)1:1%3C1::aid-x%3E3.0.co;2-%23"),
])  # fmt: skip
def test_a_doi_of_any_signs_has_an_address(doi, address):
    assert doi_address(doi) == address


@pytest.mark.parametrize("text, address", [
    ("../a b.html#c<d", "../a%20b.html#c%3Cd"), ("#a", "#a"), ("https://a.org/ b", "https://a.org/%20b"), ("", ""),
])  # fmt: skip
def test_a_link_leads_into_the_site_or_to_the_web(text, address):
    assert link_address(text) == address


@pytest.mark.parametrize("text", ["javascript:alert(1)", "//a.org\n", "data:,x", "file:///etc/hostname"])
def test_a_link_leads_nowhere_else(text):
    with pytest.raises(ValueError, match="no address"):
        link_address(text)


@pytest.mark.parametrize("text", ["}, title = {x", "{{ a }} {b}", "a $ b", "{"])
def test_braces_of_a_text_come_back_from_a_field_of_a_bibliography(text):
    field = to_latex(text)
    assert from_latex(field) == text and unread_latex(field) == []
