"""The editions that a book keeps: one archive each, ordered by version, never altered."""
