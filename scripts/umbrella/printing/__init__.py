"""The book on paper: PDFs of the whole and of each chapter, and figures as pictures, made from the built site.

:mod:`paper` makes printable documents of the site's pages, :mod:`press`
prints them with Chromium, :mod:`shelving` keeps what was printed for the very
pages it was printed from and puts it into a site.
"""

from umbrella.printing.shelving import FOLDER, printed_for, prints_of, waiting, with_prints
