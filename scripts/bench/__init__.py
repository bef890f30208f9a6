"""Measurements behind ``make bench``; nothing here is used by the book."""
