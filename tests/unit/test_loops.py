"""A loop over many things fails as one test per thing would."""

from __future__ import annotations

import pytest
from loops import each


def test_all_that_fail_are_named_with_their_reason_and_no_other():
    @each("number", [1, 2, 3, 0])
    def is_two(number):
        assert 2 / number == 1

    with pytest.raises(AssertionError) as told:
        is_two()
    lines = str(told.value).splitlines()
    assert [line[0] for line in lines if line[0].isdigit()] == ["1", "3", "0"]
    assert lines[-1] == "0: ZeroDivisionError: division by zero"


def test_nothing_to_go_over_is_a_failure():
    with pytest.raises(AssertionError, match="nothing to go over"):
        each("number", [])(lambda number: None)()


@each("letter", "ab")
def test_fixtures_are_handed_on(letter, root):
    assert root.is_dir() and letter in "ab"
