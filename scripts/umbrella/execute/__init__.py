"""Executes the chapters of a book that are stale, side by side, and remembers what each of them read.

Knows chapters, cells and the tables they read, and nothing of a review.
"""
