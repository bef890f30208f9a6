"""A site as a browser sees it, as the tests that travel with the engine look at it."""

from umbrella.proofs.pages import SETTINGS, served, watched

__all__ = ["SETTINGS", "served", "watched"]
