"""How much one form may hold: definition, post, rows, texts."""

DEFINITION_BYTES = 512_000
COMPONENTS = 400
OPTIONS = 500
TEXTS = 2_000  # in one post
POSTED_CHARACTERS = 400_000  # all texts of one post together
ROWS = 100  # no definition may allow more
ROWS_USUAL = 30
LINE_CHARACTERS = 1_000
TEXT_CHARACTERS = 20_000
PATTERN_INPUT = 200  # longest text a pattern is tried on
FILES = 10
FILE_BYTES = 10_000_000
INTEGER = 2**63 - 1
EXACT_DIGITS = 15  # a binary double keeps this many decimal digits
