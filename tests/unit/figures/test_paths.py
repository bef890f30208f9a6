"""Light paths draw the same lines."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from umbrella.figures.paths import lightened

TENTHS = st.integers(-20_000, 20_000).map(lambda tenths: tenths / 10)


@pytest.mark.parametrize(
    ("data", "light"),
    [
        ("M 1 2 \nL 3.5 2 \nL 3.5 1.6 \nz", "m1 2l2.5 0l0-.4z"),
        ("M 0 0 L 10 0 z M 5 5 L 5.04 5.26", "m0 0l10 0zm5 5l0 .3"),
        ("M 0 0 Q 1 1 2 2", "M 0 0 Q 1 1 2 2"),
    ],
)
def test_known_paths(data, light):
    assert lightened(f'<path d="{data}" id="d=x"/>') == f'<path d="{light}" id="d=x"/>'


def points(data: str) -> list[tuple[int, int]]:
    """The corners of a path in steps, in tenths."""
    here, found = (0, 0), []
    for right, down in re.findall(r"[ml](-?[\d.]+) ?(-?[\d.]+)", data):
        here = (here[0] + round(float(right) * 10), here[1] + round(float(down) * 10))
        found.append(here)
    return found


@given(st.lists(st.tuples(TENTHS, TENTHS), min_size=1, max_size=40))
def test_no_corner_moves(corners):
    data = " ".join(f"{'L' if number else 'M'} {x:g} {y:g}" for number, (x, y) in enumerate(corners))
    light = lightened(f'<path d="{data}"/>')
    assert points(light) == [(round(x * 10), round(y * 10)) for x, y in corners]
