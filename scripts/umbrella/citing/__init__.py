"""Citing the book, a chapter or the data: one set of metadata, and every form it is given in.

``metadata`` says what is to be cited, ``history`` when it last changed,
``exports`` writes it for reference managers and readers, ``heads`` for
machines that read pages, ``files`` for archives.
"""

from umbrella.citing.metadata import BOOK, CHAPTER, DATASET, Source, Work, works
