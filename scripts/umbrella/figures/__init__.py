"""Figures of the book: one module per family, each returning a matplotlib Figure.

Every drawing function takes data and a width in CSS pixels, so that the same
figure can be drawn for a desk and for a phone instead of being shrunk.
"""

DESK = 680
PHONE = 350
