"""The build: wrong input changes nothing, right input reaches the page."""

from __future__ import annotations

import csv
import io

from books import SmallBook, run
from sites import files


def add_finding(book, **values) -> str:
    """Append a finding like the last one but for some values; returns its id."""
    path = book.root / "data" / "findings.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    new = {**rows[-1], "finding_id": f"F{len(rows) + 1:04}", **values}
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows([*rows, new])
    path.write_text(out.getvalue(), "utf-8")
    return new["finding_id"]


NEW = {
    "review_id": "renga2022", "modality": "perfusion", "technique": "", "region": "insula", "side": "", "metric": "cerebral blood flow", "direction": "increased",
    "population": "ALS", "context": "", "contrast": "", "origin": "umbrella", "locator": "a place", "note": "",
}  # fmt: skip


def test_a_new_row_changes_heatmap_table_and_prose(small_book):
    small_book.page(
        "perfusion", "evidence_heatmap()", "findings_table()", set_up='modality("perfusion")',
        prose='Reported by {eval}`reviews(modality="perfusion")`.',
    )  # fmt: skip
    assert small_book.build().returncode == 0
    before = small_book.html("chapters/perfusion")
    identity = add_finding(small_book, **NEW)
    result = small_book.build()
    assert result.returncode == 0, result.stderr
    after = small_book.html("chapters/perfusion")
    assert f'id="{identity}"' not in before and f'id="{identity}"' in after
    assert "Reported by two reviews" in before and "Reported by three reviews" in after
    figure = after[after.index('id="fig-evidence-heatmap"') : after.index("<figcaption>")]
    assert ">insula<" in figure and "▲ 1" in figure and ">insula<" not in before


def test_what_did_not_change_is_not_executed_again(small_book):
    assert "Nothing changed" in small_book.build().stderr
    small_book.edit("chapters/perfusion.md", "Words.", "Other words.")
    assert "0 chapters executed, 3 reused" in small_book.build().stderr
    assert "Other words." in small_book.html("chapters/perfusion")


def test_a_failing_cell_fails_the_build_and_leaves_the_last_site(small_book):
    before = small_book.html("chapters/perfusion")
    small_book.edit("chapters/perfusion.md", "page.findings_table()", "raise RuntimeError('the cell failed')")
    for _ in range(2):  # a failure must not be forgotten at the second try
        result = small_book.build()
        assert result.returncode == 1
        assert (
            "chapters/perfusion.md" in result.stderr
            and "cell 2" in result.stderr
            and "the cell failed" in result.stderr
        )
    assert small_book.html("chapters/perfusion") == before


def test_all_failing_chapters_are_named_at_once(small_book):
    for name in ("perfusion", "diffusion"):
        small_book.page(name, "no_such_figure()", set_up=f'modality("{name}")')
    result = small_book.build()
    assert result.returncode == 1
    assert "chapters/perfusion.md" in result.stderr and "chapters/diffusion.md" in result.stderr


def test_wrong_data_fail_the_build_before_anything_else(small_book):
    site = small_book.root / "_build" / "html"
    before = files(site)
    small_book.edit("data/findings.csv", ",decreased,", ",decresed,")
    result = small_book.build()
    assert result.returncode == 1
    assert "data/findings.csv, row 2, direction: 'decresed' is not one of decreased, increased" in result.stderr
    assert "Traceback" not in result.stderr
    assert files(site) == before


def test_an_unresolved_reference_fails_the_build(small_book):
    small_book.edit("index.md", "Words", "Words on [nothing](#no-such-place)")
    result = small_book.build()
    assert result.returncode == 1 and "no-such-place" in result.stderr


def test_an_unknown_citation_fails_the_build(small_book):
    small_book.edit("index.md", "zejlon2022", "nobody1999")
    result = small_book.build()
    assert result.returncode == 1 and "nobody1999" in result.stderr


def test_cells_that_would_not_run_fail_the_build(small_book):
    small_book.chapter("perfusion", "# Perfusion\n\n```{code-cell} ipython3\n1 / 0\n```\n")
    result = small_book.build()
    assert result.returncode == 1 and "perfusion" in result.stderr


def test_a_wrong_inline_expression_fails_the_build_with_its_line(small_book):
    small_book.chapter("perfusion", '# Perfusion\n\nBy {eval}`reviews(modality="perfuson")`.\n')
    result = small_book.build()
    assert result.returncode == 1
    assert "perfusion.md, line 3" in result.stderr and "perfuson" in result.stderr


def test_html_in_a_cell_is_shown_as_text(small_book):
    add_finding(small_book, **{**NEW, "note": "<script>alert(1)</script>"})
    assert small_book.build().returncode == 0
    page = small_book.html("chapters/perfusion")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "<script>alert(1)" not in page


def test_a_removed_chapter_leaves_no_page(small_book):
    small_book.chapter("extra", "# Extra\n\nWords.\n")
    assert small_book.build().returncode == 0
    assert "Extra" in small_book.html("chapters/extra")
    small_book.remove("extra")
    assert small_book.build().returncode == 0
    assert not (small_book.root / "_build" / "html" / "chapters" / "extra.html").exists()


def test_brackets_in_the_name_of_a_folder_are_printed(tmp_path):
    for name in ("[v0]", "x[/y]"):
        root = SmallBook(tmp_path / name).root
        result = run("check", "--book", str(root))
        assert result.returncode == 0 and f"({root / 'data'})" in result.stderr


def test_a_book_changed_while_it_is_built_changes_nothing(small_book):
    before = small_book.html("chapters/methods")
    cell = "from pathlib import Path\npath = Path('methods.md')\npath.write_text(path.read_text() + 'More.\\n')"
    small_book.edit("chapters/perfusion.md", "page.findings_table()", cell)
    result = small_book.build()
    assert result.returncode == 1 and "was changed while it was built" in result.stderr
    assert small_book.html("chapters/methods") == before
    assert small_book.build().returncode == 0
    assert "More." in small_book.html("chapters/methods")


def test_a_warning_of_a_chapter_fails_the_build_with_its_text(small_book):
    small_book.edit("chapters/perfusion.md", "page.findings_table()", "import warnings\nwarnings.warn('odd numbers')")
    result = small_book.build()
    assert result.returncode == 1
    assert "chapters/perfusion.md" in result.stderr and "odd numbers" in result.stderr


def test_letters_that_no_font_of_the_machine_has_are_no_fault(small_book):
    small_book.edit("data/reviews.csv", "Christidi 2022", "克里 2022")
    small_book.page("perfusion", "author_network()")
    result = small_book.build()
    assert result.returncode == 0, result.stderr
    assert "克里 2022" in small_book.html("chapters/perfusion")


def test_one_chapter_is_built_for_a_look_where_nothing_was_built_before(tmp_path):
    small_book = SmallBook(tmp_path)
    small_book.page("perfusion", "findings_table()", set_up='modality("perfusion")')
    result = small_book.build("--only", "chapters/perfusion")
    assert result.returncode == 0, result.stderr
    assert (small_book.root / "_build" / "work" / "chapters" / "perfusion.html").is_file()
    assert small_book.build().returncode == 0
    index = (small_book.root / "_build" / "html" / "searchindex.js").read_text("utf-8")
    assert all(f'"chapters/{name}"' in index for name in small_book.chapters)
