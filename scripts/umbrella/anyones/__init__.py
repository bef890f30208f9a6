"""Anyone's tables, without a book: the commands `umbrella rate` and `umbrella overlap`, and what of them goes into a paper."""
