"""The command `umbrella overlap`: anyone's citation matrix in, its overlap out."""

import click

from umbrella.overlap.covered_area import assumptions, corrected_covered_area
from umbrella.overlap.output import summary, to_csv, to_json
from umbrella.overlap.reading import read_matrix
from umbrella.tables.command import given, table_argument, tell


@click.command("overlap")
@table_argument("matrix")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of CSV.")
def overlap(matrix: str, as_json: bool) -> None:
    """Print how much the reviews in MATRIX share their studies (- reads standard input).

    MATRIX is a CSV file with one row per primary study (its name in the first
    column) and one column per review; cells 1 (included), 0 (not included) or
    X (impossible, say because the study is later than the review's search). An
    empty cell counts as 0, which is said.

    Prints scope,first,second,N,r,c,X,cca_percent,band,note: a row for all
    reviews (scope overall), then one for every two (scope pair). N inclusions,
    r studies included at least once, c reviews, X impossible cells;
    cca_percent = 100 (N - r) / (r c - r - X) is the corrected covered area.
    """
    cells, problems = read_matrix(*given(matrix))
    tell(problems, "Nothing was computed: the matrix has errors.")
    click.echo((to_json if as_json else to_csv)(cells), nl=False)
    click.echo("\n".join([summary(corrected_covered_area(cells)), *assumptions(cells)]), err=True)
