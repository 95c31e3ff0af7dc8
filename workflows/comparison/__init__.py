"""Compares two versions of a pack, part by part, as data and as sentences; works on files that are broken, too."""

from workflows.comparison.differences import Change, Comparison, Difference, Part
from workflows.comparison.versions import compare

__all__ = ["Change", "Comparison", "Difference", "Part", "compare"]
