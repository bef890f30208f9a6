"""Any table, written in any of the ways spreadsheets write, reads back as it was."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from umbrella.tables.contract import Table
from umbrella.tables.reading import read_cells
from umbrella.tables.signs import composed, odd_sign

FIELDS = [
    {"name": "id", "type": "string"},
    {"name": "n", "type": "integer"},
    {"name": "x", "type": "number"},
    {"name": "day", "type": "date"},
    {"name": "note", "type": "string"},
]
TABLE = Table("t", "t.csv", "T", "A table.", {"fields": FIELDS, "primaryKey": ["id"]})
BLANKS = " \t\u00a0"

# Any text a cell may hold: no control characters, nothing like a formula, no blanks around it.
texts = (
    st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufeff\u200b"), max_size=12)
    .map(lambda text: text.strip(BLANKS))
    .filter(lambda text: not text.startswith(("=", "+", "@", "-", "＝", "＋", "＠", "－")))
    .filter(lambda text: composed(text) == text and not odd_sign(text))
)
rows = st.tuples(
    st.from_regex(r"R[0-9]{1,4}", fullmatch=True),
    st.just("") | st.integers(-(10**9) + 1, 10**9 - 1).map(str),
    st.just("") | st.decimals(-1000, 1000, places=2).map(str),
    st.just("") | st.dates().map(lambda day: day.isoformat()),
    texts,
).map(list)


@st.composite
def damages(draw) -> dict:
    """One way of writing: any combination of harmless damages."""
    return {
        "bom": draw(st.booleans()),
        "newline": draw(st.sampled_from(["\n", "\r\n", "\r"])),
        "separator": draw(st.sampled_from([",", ";", "\t"])),
        "quoting": draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        "order": draw(st.permutations(range(len(FIELDS)))),
        "around": draw(st.sampled_from(["", " ", "\u00a0", " \u00a0 "])),
        "decimals": draw(st.booleans()),
        "tail": draw(st.sampled_from(["nothing", "no newline", "blank lines", "empty rows"])),
    }


def spoilt(table: list[list[str]], how: dict) -> bytes:
    """The table as bytes, with the damages."""
    body = [
        [f"{cell}.0" if how["decimals"] and at == 1 and cell else cell for at, cell in enumerate(row)] for row in table
    ]
    records = [[field["name"] for field in FIELDS], *body]
    records = [[how["around"] + row[at] + how["around"] for at in how["order"]] for row in records]
    records += [[""] * len(FIELDS)] * (3 if how["tail"] == "empty rows" else 0)
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=how["separator"], lineterminator=how["newline"], quoting=how["quoting"]).writerows(
        records
    )
    out = text.getvalue() + (how["newline"] * 2 if how["tail"] == "blank lines" else "")
    if how["tail"] == "no newline":
        out = out.removesuffix(how["newline"])
    return (b"\xef\xbb\xbf" if how["bom"] else b"") + out.encode()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.lists(rows, max_size=6), damages())
def test_harmless_damages_in_any_combination(table, how):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(spoilt(table, how))
        cells, problems = read_cells(path, TABLE, "data/t.csv")
    assert problems == []
    assert cells == table


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.binary(max_size=80), st.integers(0, 400))
def test_any_bytes_thrown_in_give_rows_or_problems_never_an_exception(noise, at):
    sound = spoilt([["R1", "1", "1.5", "2026-11-22", "a note"], ["R2", "", "", "", ""]], damages_none())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(sound[:at] + noise + sound[at:])
        cells, problems = read_cells(path, TABLE, "data/t.csv")
    assert cells or problems
    assert all(str(problem).startswith("data/t.csv") for problem in problems)


def damages_none() -> dict:
    return {
        "bom": False,
        "newline": "\n",
        "separator": ",",
        "quoting": csv.QUOTE_MINIMAL,
        "order": range(len(FIELDS)),
        "around": "",
        "decimals": False,
        "tail": "nothing",
    }
