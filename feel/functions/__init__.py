"""The built-in functions, by name; one module per kind of value."""

from feel.functions import calendar, choices, figures, lists, texts  # noqa: F401 - each registers its functions
from feel.functions.registry import FUNCTIONS, LONGEST_NAME, Function

__all__ = ["FUNCTIONS", "LONGEST_NAME", "Function"]
