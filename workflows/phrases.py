"""Sentences about moves, scenarios, runs and differences of versions, in the reader's language."""

from pathlib import Path

from sentences import Catalogue

CATALOGUE = Catalogue(Path(__file__).with_suffix(".toml"))
phrase = CATALOGUE.phrase
