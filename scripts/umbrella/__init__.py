"""Living umbrella reviews: curated tables in, a checked and citable website out.

The package knows umbrella reviews, not the disease under review: everything
about the disease stands in ``data/`` and ``chapters/``.
"""
