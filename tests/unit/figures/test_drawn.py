"""A kept drawing is what would be drawn: another is drawn as soon as anything it is made from is another."""

from __future__ import annotations

import pandas as pd
import pytest
from umbrella.figures import drawn, style
from umbrella.figures.bars import stacked_bars
from umbrella.tables.vocabulary import Vocabulary

COLOURS = {"yes": "#112233", "no": "#445566"}


def counts(**changed: object) -> pd.DataFrame:
    return pd.DataFrame({"yes": [1, 2], "no": [3, 4], **changed}, index=["a", "b"])


@pytest.fixture
def drawings(tmp_path, monkeypatch):
    """Draws within a page, and says how often something was drawn."""
    made = []
    ours = style.svg
    monkeypatch.setattr(style, "svg", lambda fig, name: made.append(name) or ours(fig, name))

    def page(*orders: tuple, code: str = "code") -> tuple[list[str], int]:
        made.clear()
        with drawn.kept(tmp_path, code):
            return [drawn.svg(*order) for order in orders], len(made)

    return page


def bars(frame: pd.DataFrame, colours: dict[str, str] = COLOURS):
    draw = lambda width: stacked_bars(frame, colours, width)  # noqa: E731
    draw.__module__ = "umbrella.show.page"  # where pages have such functions
    return draw


def test_the_same_is_drawn_once_and_is_what_would_be_drawn(drawings):
    first, count = drawings((bars(counts()), 300, "x"))
    again, later = drawings((bars(counts()), 300, "x"))
    assert (count, later) == (1, 0)
    assert first == again == [style.svg(stacked_bars(counts(), COLOURS, 300), "x")]


OTHERS = {
    "a count": (bars(counts(yes=[1, 3])), 300, "x"),
    "a missing count": (bars(counts(yes=[1, None])), 300, "x"),
    "the order of columns": (bars(counts()[["no", "yes"]]), 300, "x"),
    "a label": (bars(counts().rename(index={"a": "c"})), 300, "x"),
    "a colour": (bars(counts(), COLOURS | {"yes": "#000000"}), 300, "x"),
    "the width": (bars(counts()), 301, "x"),
    "the name": (bars(counts()), 300, "y"),
}


@pytest.mark.parametrize("other", OTHERS)
def test_another_is_drawn_when_something_is_other(drawings, other):
    drawings((bars(counts()), 300, "x"))
    assert drawings(OTHERS[other])[1] == 1


def test_another_is_drawn_by_other_code(drawings):
    drawings((bars(counts()), 300, "x"))
    assert drawings((bars(counts()), 300, "x"), code="other code")[1] == 1


def test_what_a_page_has_no_more_is_not_kept(drawings, tmp_path):
    drawings((bars(counts()), 300, "x"), (bars(counts()), 300, "y"))
    drawings((bars(counts()), 300, "y"))
    assert len(list(tmp_path.iterdir())) == 1


def test_what_is_made_from_more_than_data_is_drawn_each_time(drawings, tables):
    def of_all_tables(width: float):
        return stacked_bars(counts(), dict.fromkeys(COLOURS, "#000000" if tables else ""), width)

    of_all_tables.__module__ = "umbrella.show.page"
    of_a_chapter = lambda width: stacked_bars(counts(), COLOURS, width)  # noqa: E731
    for draw in (of_all_tables, of_a_chapter):
        assert [drawings((draw, 300, "x"))[1] for _ in range(2)] == [1, 1]


def test_a_vocabulary_is_told_by_its_terms_whatever_was_asked_of_it():
    frame = pd.DataFrame({"term": ["b", "a"], "order": [2, 1], "colour": ["#111111", "#222222"]})
    one, other = (Vocabulary(frame, "term") for _ in range(2))
    assert one.colours and drawn.plain(one) == drawn.plain(other)
    assert drawn.plain(one) != drawn.plain(Vocabulary(frame.assign(colour="#333333"), "term"))
