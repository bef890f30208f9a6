"""Tables readers and screen readers can use; nothing in a cell becomes markup by itself."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from lxml import html
from markupsafe import Markup
from umbrella.html_tables import cell, table

FRAME = pd.DataFrame(
    {
        "id": ["F1", "F2"],
        "what": ["<b>x</b> & y", Markup("<i>z</i>")],
        "n": pd.array([1200, None], dtype="Int64"),
        "note": [None, "n"],
    }
)


@pytest.fixture
def rendered():
    return html.fragment_fromstring(
        str(
            table(
                FRAME,
                'A "caption" <1>',
                "tab-x",
                {"id": "Row", "what": "What", "n": "Number", "note": "Note"},
                row_id="id",
            )
        )
    )


def test_headings_have_scopes_and_rows_have_ids(rendered):
    assert [th.get("scope") for th in rendered.xpath(".//th")] == ["col"] * 3 + ["row"] * 2
    assert rendered.xpath(".//tbody/tr/@id") == ["F1", "F2"]


def test_the_container_scrolls_takes_focus_and_has_a_name(rendered):
    assert (rendered.get("tabindex"), rendered.get("role"), rendered.get("aria-label")) == (
        "0",
        "region",
        'A "caption" <1>',
    )
    assert rendered.xpath(".//caption")[0].text_content() == 'A "caption" <1>'


def test_text_is_shown_as_text_and_markup_as_markup(rendered):
    first, second = (row.xpath("td")[0] for row in rendered.xpath(".//tbody/tr"))
    assert first.text_content() == "<b>x</b> & y" and not first.xpath("b")
    assert second.xpath("i")


def test_numbers_have_separators_and_missing_ones_say_so(rendered):
    numbers = [row.xpath("td")[1].text_content() for row in rendered.xpath(".//tbody/tr")]
    assert numbers == ["1,200", "not reported Note: n"]


def test_what_every_row_says_is_said_once_and_what_none_says_not_at_all():
    frame = pd.DataFrame({"id": list("abcd"), "same": ["s"] * 4, "n": range(4), "technique": [None] * 4, "value": [None] * 4})
    made = html.fragment_fromstring(str(table(frame, "Some", "tab-x")))
    assert made.xpath(".//thead//th/text()") == ["id", "n", "value"]
    assert made.xpath(".//caption")[0].text_content() == "Some In every row: same: s."
    few = html.fragment_fromstring(str(table(frame[:3], "Some", "tab-x")))
    assert few.xpath(".//thead//th/text()") == ["id", "same", "n", "value"]


def test_a_note_opens_below_what_the_column_before_it_says():
    frame = pd.DataFrame({"id": ["a", "b"], "source": ["p. 1", "p. 2"], "note": ["seen <b>", None]})
    made = html.fragment_fromstring(str(table(frame, "Some", "tab-x", {"id": "Row", "source": "Read in", "note": "Note"})))
    assert [cell.text_content() for cell in made.xpath(".//td")] == ["p. 1 Note: seen <b>", "p. 2"]
    assert made.xpath(".//td/details[@class='umb-aside'][not(@open)]/summary")


@pytest.mark.parametrize(
    "value, text",
    [
        (0, "0"),
        (0.75, "0.75"),
        (True, "yes"),
        ("", "not reported"),
        (pd.NA, "not reported"),
        (float("nan"), "not reported"),
        (None, "not reported"),
    ],
)
def test_cells(value, text):
    assert cell(value).striptags() == text


def test_words_of_neighbouring_cells_stay_apart_for_the_page_search():
    """Sphinx indexes HTML by dropping its tags; words without a blank between them would become one."""
    frame = pd.DataFrame({"one": ["first", "third"], "two": ["second", "fourth"]})
    words = re.sub(r"<[^<]+?>", "", table(frame, "About", "tab-x", {"one": "Left", "two": "Right"})).split()
    assert words == ["About", "Left", "Right", "first", "second", "third", "fourth"]
