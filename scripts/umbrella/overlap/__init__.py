"""Overlap and independence: do several reviews mean several pieces of evidence?

Pieper 2014, 10.1016/j.jclinepi.2013.11.007. `corrected_covered_area` measures
how far reviews share their studies and `pairwise` any two of them; `bounds`
says what partial study lists allow. `shared_authors`, `author_clusters` and `independent` do the same for the
people. `read_matrix` reads anyone's citation matrix.
"""

from umbrella.overlap.authors import author_clusters, author_key, independent, shared_authors, truncated_author_lists
from umbrella.overlap.covered_area import (
    BANDS,
    CCA,
    assumptions,
    band,
    corrected_covered_area,
    covered_area_of,
    pairwise,
)
from umbrella.overlap.output import summary, to_csv, to_json
from umbrella.overlap.partial import Bounds, bounds
from umbrella.overlap.reading import read_matrix
