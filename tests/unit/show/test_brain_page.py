"""The brain map on a page: nothing lost, counts as anyone would count them, words that say what it is."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from tables_with import tables_with
from terms import TERMS
from umbrella import show, synthesis
from umbrella.book import Book
from umbrella.book.outlines import by_outline, placed
from umbrella.figures import outlines
from umbrella.show.book import BookPage
from umbrella.show.brain import map_alt

REGIONS = pd.DataFrame(
    [("whole", None, None), ("lobe", "whole", "x:a x:b"), ("gyrus", "lobe", "x:a"), ("layer", "gyrus", None), ("net", "whole", None)],
    columns=["region", "parent", "atlas"],
)  # fmt: skip


def findings(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["region", "review_id", "direction"])
    return frame.assign(finding_id=[f"F{number}" for number in range(len(frame))])


def structure_counts(frame: pd.DataFrame) -> dict[tuple[str, str], int]:
    return dict(zip(zip(frame["outline"], frame["named"]), frame["n_reviews"]))


def test_a_part_without_outline_is_told_apart_from_what_it_is_part_of():
    drawn, missing = placed(findings(("layer", "r1", "decreased"), ("gyrus", "r2", "decreased")), REGIONS)
    assert structure_counts(by_outline(drawn, TERMS)) == {("x:a", ""): 1, ("x:a", "layer"): 1}
    assert missing.empty


def test_a_region_named_as_a_whole_is_told_apart_from_one_named_itself():
    drawn, _ = placed(findings(("lobe", "r1", "decreased"), ("gyrus", "r2", "decreased")), REGIONS)
    assert structure_counts(by_outline(drawn, TERMS)) == {("x:a", ""): 1, ("x:a", "whole"): 1, ("x:b", "whole"): 1}


def test_a_region_can_be_a_whole_by_what_it_is():
    drawn, _ = placed(findings(("gyrus", "r1", "decreased")), REGIONS, {"gyrus"})
    assert structure_counts(by_outline(drawn, TERMS)) == {("x:a", "whole"): 1}


def test_a_review_counts_once_however_often_it_speaks():
    drawn, _ = placed(findings(("gyrus", "r1", "decreased"), ("gyrus", "r1", "decreased")), REGIONS)
    assert structure_counts(by_outline(drawn, TERMS)) == {("x:a", ""): 1}


def test_a_side_counts_there_and_no_side_counts_on_both():
    told = findings(("gyrus", "r1", "decreased"), ("gyrus", "r2", "decreased"), ("gyrus", "r3", "decreased"))
    drawn, _ = placed(told.assign(side=["left", None, "both"]), REGIONS)
    (row,) = by_outline(drawn, replace(TERMS, covers={"both": frozenset({"left", "right"})})).itertuples()
    assert (row.n_reviews, row.left, row.right) == (3, 3, 2)


def test_what_has_no_outline_is_kept_apart():
    drawn, missing = placed(findings(("net", "r1", "altered"), ("whole", "r2", "altered")), REGIONS)
    assert drawn.empty and list(missing["region"]) == ["net", "whole"]


def test_opposite_directions_are_marked_as_both():
    drawn, _ = placed(findings(("gyrus", "r1", "decreased"), ("gyrus", "r2", "increased")), REGIONS)
    assert list(by_outline(drawn, TERMS)["direction"]) == ["mixed"]


def test_known_answers_of_the_book(tables):
    """A lobe is named as a whole and its gyri themselves; a nucleus is a dot on the brainstem; a side is told."""
    book = Book(tables)
    drawn = {(row.outline, row.named): row for row in book.outlined().itertuples()}
    assert ("aseg:Brain-Stem", "") not in drawn and drawn["aseg:Brain-Stem", "red nucleus"].n_reviews == 1
    assert drawn["dk:lingual", "whole"].regions == ["occipital lobe"] and ("dk:lingual", "") not in drawn
    assert drawn["dk:precentral", ""].n_reviews > drawn["dk:precentral", "whole"].n_reviews > 0
    sided = {(row.outline, row.named): (row.left, row.right) for row in book.outlined(modality="structural").itertuples()}
    assert sided["dk:inferiortemporal", ""] == (1, 0)


def pages(tables):
    return [show.ModalityPage(Book(tables), name) for name in tables.modalities["modality"]] + [BookPage(Book(tables))]


def test_no_finding_is_lost_on_any_page(tables):
    for page in pages(tables):
        drawn, missing = placed(page.book.evidence(**page.where), tables.regions)
        assert set(drawn["finding_id"]) | set(missing["finding_id"]) == set(page.book.evidence(**page.where)["finding_id"])
        assert not set(drawn["finding_id"]) & set(missing["finding_id"])


def test_every_page_draws_its_map_and_lists_the_rest(tables):
    for page in pages(tables):
        changes = page.book.evidence(**page.where)[page.book.evidence(**page.where)["direction"] != "unchanged"]
        drawn, missing = page.book.placed(**page.where)
        assert set(drawn["finding_id"]) | set(missing["finding_id"]) == set(changes["finding_id"])
        html = BeautifulSoup(page.brain_map().data, "lxml")
        assert len(html.select("figure svg")) == 2
        rows = html.select(".umb-figure table tbody tr")
        assert len(rows) == len(drawn[["outline", "named"]].drop_duplicates())
        words = html.select("figure figcaption")[0].get_text()
        assert all(part in words for part in ("counts reviews, not effects", "overlap", "G. Operto", "JHU", "MIT"))
        assert "outlines are reported" in html.select_one("[role=img]")["aria-label"]
        beneath = html.get_text()
        for region, n in synthesis.region_counts(missing).items():
            assert f"{region} ({n})" in beneath


def test_the_table_gives_the_counts_of_the_map(tables):
    page = show.ModalityPage(Book(tables), "diffusion")
    html = BeautifulSoup(page.brain_map().data, "lxml")
    tract = next(row for row in html.select(".umb-figure table tbody tr") if "Corticospinal tract" in row.get_text())
    rows = tables.findings[
        (tables.findings["modality"] == "diffusion") & (tables.findings["region"] == "corticospinal tract")
        & tables.findings["contrast"].isna() & (tables.findings["direction"] != "unchanged")
    ]  # fmt: skip
    assert str(rows["review_id"].nunique()) in [cell.get_text(strip=True) for cell in tract.find_all(["td", "th"])]


def test_an_unchanged_region_is_no_report_of_a_change(tables):
    same = tables.rows("findings", modality="diffusion", region="thalamus").head(1).assign(direction="unchanged")
    html = show.ModalityPage(Book(tables_with(tables, findings=same)), "diffusion").brain_map().data
    assert "no structure that can be drawn is reported" in html


def test_alt_text_of_an_empty_map_says_so():
    empty = pd.DataFrame({"outline": [], "named": [], "n_reviews": []})
    assert "no structure" in map_alt(empty, "x")


@pytest.mark.parametrize("name", ["structural", "perfusion"])
def test_alt_text_names_the_most_reported(tables, name):
    page = show.ModalityPage(Book(tables), name)
    structures = page.book.outlined(**page.where)
    assert outlines.labels()[structures.iloc[0]["outline"]] in map_alt(structures, "this modality")
