"""Editions of the book: made by one command, kept for good, compared with what the book says now.

``stamp`` writes version and date, ``release`` makes one; ``lasting`` serves
those kept (:mod:`umbrella.archives`) under ``v/VERSION/``;
``since`` finds what changed after the last one, ``marks`` shows it on pages,
``feed`` tells programs.
"""
