"""Editions of the book: made by one command, kept for good, compared with what the book says now.

``versions`` orders them, ``stamp`` writes version and date, ``release`` makes
one; ``archive`` keeps its site, ``lasting`` serves it under ``v/VERSION/``;
``since`` finds what changed after the last one, ``marks`` shows it on pages,
``feed`` tells programs.
"""
