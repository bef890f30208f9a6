"""From an edited table to the rebuilt page: answering a review's open items closes its bounds."""

from __future__ import annotations

import csv
import io

from lxml import html


def fill_in(book, review: str, answer: str = "yes") -> int:
    """Answer every open item of a review in the table; returns how many there were."""
    path = book.root / "data" / "appraisals.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    own = [row for row in rows if row["review_id"] == review]
    known = {int(row["item"]) for row in own}
    new = [{**own[0], "item": str(item), "answer": answer} for item in range(1, 17) if item not in known]
    rows = sorted([*rows, *new], key=lambda row: (row["review_id"], int(row["item"])))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), "utf-8")
    return len(new)


def rating_of(book, label: str) -> str:
    """The rating cell of a review in the data of the span chart."""
    page = html.fromstring(book.html("chapters/methodological-quality"))
    [row] = [
        row for row in page.xpath("//table[@id='fig-spans-data']/tbody/tr")
        if row.xpath("th")[0].text_content() == label
    ]  # fmt: skip
    return row.xpath("td")[0].text_content()


def test_filling_in_the_open_items_of_a_review_closes_its_bounds_on_the_page(small_book):
    small_book.page("methods", "appraisal_rules()")
    small_book.page(
        "methodological-quality", "amstar2_items()", "rating_spans()", "answer_grid()", "reasons_table()",
        prose="Settled for {eval}`rateable()`.",
    )  # fmt: skip
    result = small_book.build()
    assert result.returncode == 0, result.stderr
    assert rating_of(small_book, "Kocar 2021") == "open: critically low to low"
    assert "Settled for no review" in small_book.html("chapters/methodological-quality")
    assert fill_in(small_book, "kocar2021") == 11
    result = small_book.build()
    assert result.returncode == 0, result.stderr
    assert rating_of(small_book, "Kocar 2021") == "low"
    page = small_book.html("chapters/methodological-quality")
    assert "Settled for one review" in page and 'href="#answer-kocar2021-16"' in page
