"""The budgets that keep every evaluation below 100 ms and 50 MB, whatever the expression and its input."""

from decimal import ROUND_HALF_EVEN, Context

SOURCE_LENGTH = 4_000
TOKENS = 1_500
NESTING = 40
BOUND_NAMES = 16  # loop variables, filters and context literals inside one another
STEPS = 50_000  # one step is about one token evaluated, ten characters written or one list element touched
LIST_LENGTH = 5_000
TEXT_LENGTH = 50_000
EXPONENT = 1_000

RESULT_NODES = 20_000
RESULT_TEXT = 200_000
RESULT_NESTING = 20
RESULT_INTEGER = 2**63

CACHE_CHARACTERS = 120_000

ARITHMETIC = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144)
"""IEEE 754 decimal128, as DMN asks; shared by threads, which is safe because only its unread flags change."""
