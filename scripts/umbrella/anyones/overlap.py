"""The command `umbrella overlap`: anyone's citation matrix in, its overlap out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import pandas as pd

from umbrella.anyones.paper import paper_options, write_figure, write_table
from umbrella.options import engine_version
from umbrella.overlap.covered_area import BANDS, assumptions, corrected_covered_area, pairwise
from umbrella.overlap.marks import IMPOSSIBLE, INCLUDED
from umbrella.overlap.output import summary, to_csv, to_json
from umbrella.overlap.reading import read_matrix
from umbrella.tables.command import given, table_argument, tell, telling

if TYPE_CHECKING:
    from matplotlib.figure import Figure

METHODS = (
    "For the methods section: Overlap of primary studies was measured by the corrected covered area (Pieper 2014, "
    "10.1016/j.jclinepi.2013.11.007; impossible cells after GROOVE, 10.1002/jrsm.1557) with umbrella {version}."
)
ROWS, COLUMNS = "rows", "columns"
COLOURS = dict(zip((name for name, _ in BANDS), ("#e6eef6", "#b3cfe6", "#6ba3d0", "#1f5f99"), strict=True))


@click.command("overlap")
@table_argument("matrix")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of CSV.")
@click.option(
    "--x", "crosses", type=click.Choice([INCLUDED, IMPOSSIBLE]), help="What x means, where the matrix does not tell."
)
@click.option(
    "--reviews",
    type=click.Choice([ROWS, COLUMNS]),
    help='Where the reviews stand; columns, unless the first heading is "review".',
)
@paper_options
def overlap(
    matrix: str, as_json: bool, crosses: str | None, reviews: str | None, as_figure: Path | None, as_table: Path | None
) -> None:
    """Print how much the reviews in MATRIX share their studies (- reads standard input).

    MATRIX is a workbook (.xlsx) or a CSV file with one row per primary study
    (its name in the first column) and one column per review; cells 1, yes, x
    or a tick (included), 0, no or empty (not included), beside 0 and 1 also X
    (impossible, say because the study is later than the review's search). What
    was taken for what is told; totals and columns about the studies are left
    out.

    Prints scope,first,second,N,r,c,X,cca_percent,band,note: a row for all
    reviews (scope overall), then one for every two (scope pair). N inclusions,
    r studies included at least once, c reviews, X impossible cells;
    cca_percent = 100 (N - r) / (r c - r - X) is the corrected covered area.
    """
    turned = None if reviews is None else reviews == ROWS
    cells, problems = read_matrix(*given(matrix), crosses=crosses, turned=turned)
    tell(problems, "Nothing was computed: the matrix has errors.")
    with telling():
        if as_figure:
            write_figure(_heatmap(cells), as_figure)
        if as_table:
            write_table(_for_readers(cells), as_table, "Corrected covered area of every two reviews")
    click.echo((to_json if as_json else to_csv)(cells), nl=False)
    read = f"{len(cells.columns)} reviews and {len(cells)} studies were read; --reviews rows or columns tells which are which."
    words = [
        read,
        summary(corrected_covered_area(cells)),
        *assumptions(cells),
        METHODS.format(version=engine_version()),
    ]
    click.echo("\n".join(words), err=True)


def _for_readers(cells: pd.DataFrame) -> pd.DataFrame:
    """The overlap of every two reviews as a paper's table, areas in per cent."""
    pairs = pairwise(cells)
    columns = {
        "first": "Review",
        "second": "Other review",
        "n_first": "Studies",
        "n_second": "Studies of the other",
        "shared": "Shared",
    }
    percent = [f"{100 * value:.1f}" if pd.notna(value) else "" for value in pairs["cca"]]
    return pairs[[*columns]].rename(columns=columns).assign(**{"CCA (%)": percent, "Overlap": pairs["band"]})


def _heatmap(cells: pd.DataFrame) -> Figure:
    """The corrected covered area of every two reviews, in per cent, below the diagonal."""
    # Loads matplotlib, which takes a while.
    from umbrella.figures.grid import coloured_grid

    names = list(cells.columns)
    bands, texts = (pd.DataFrame(None, index=names[1:], columns=names[:-1], dtype=object) for _ in range(2))
    for pair in pairwise(cells).itertuples():
        if pd.notna(pair.cca):
            bands.at[pair.second, pair.first], texts.at[pair.second, pair.first] = pair.band, f"{100 * pair.cca:.0f}"
    return coloured_grid(bands, texts, COLOURS, tilted=True)
