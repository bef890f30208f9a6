"""A long table's page holds its first rows; every other row is in a file, once and in order."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest
from umbrella.html_tables import table
from umbrella.site.long_tables import FIRST, LONG, PART, cut

SCRIPT = re.compile(r"umbrellaRows\((.*)\);\n", re.S)


def page(rows: int) -> str:
    frame = pd.DataFrame({"id": [f"F{number:04d}" for number in range(rows)], "words": "two\nlines </script> & \u2028"})
    return f"<h1>Page</h1>{table(frame, 'Caption', 'tab-x', row_id='id', row_data=None)}<p>After</p>"


@pytest.mark.parametrize("rows", [1, LONG])
def test_a_table_that_is_not_long_stays(rows):
    assert cut(page(rows), "chapters/x.html") == (page(rows), {})


@pytest.mark.parametrize("rows", [LONG + 1, FIRST + PART, FIRST + PART + 1, 3 * PART])
def test_no_row_is_lost_and_the_order_stays(rows):
    text, files = cut(page(rows), "chapters/reviews/x.html")
    assert list(files) == [f"tables/chapters/reviews/x/tab-x-{number}.js" for number in range(1, len(files) + 1)]
    assert f'data-parts="{" ".join("../../" + name for name in files)}"' in text
    assert f"The first {FIRST} of {rows:,} rows." in text and 'href="../../data/all.zip"' in text
    held = text[text.index("<tbody>") + 7 : text.index("</tbody>")]
    put = "\n".join([held, *(json.loads(SCRIPT.fullmatch(content)[1]) for content in files.values())])
    assert put == page(rows)[page(rows).index("<tbody>") + 7 : page(rows).index("</tbody>")]
    assert held.count("<tr") == FIRST and all(content.count("<tr") <= PART for content in files.values())
    assert text.startswith("<h1>") and text.endswith("<p>After</p>")
