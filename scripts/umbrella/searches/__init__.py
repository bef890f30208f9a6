"""A round of search: exports read, duplicates linked, decisions of raters, the flow that follows from them."""
