"""Guesses which duration somebody meant who wrote it in another way: 14 hari, P14, 2 weeks, 3 jam."""

import re

WRITTEN = re.compile(r"(p?)\s*(t?)\s*(\d{1,5})\s*([a-z]*)\.?")
WORDS = {
    "D": ("", "d", "day", "days", "hari"),
    "W": ("w", "week", "weeks", "minggu", "pekan"),
    "Y": ("y", "year", "years", "tahun", "thn"),
    "M": ("month", "months", "bulan", "bln"),
    "TH": ("h", "hour", "hours", "jam"),
    "TM": ("min", "minute", "minutes", "menit", "mnt"),
    "TS": ("s", "second", "seconds", "detik", "dtk"),
}
UNIT_OF = {word: unit for unit, words in WORDS.items() for word in words}
DAYS_OF_WEEK = 7


def duration_meant(written: str) -> str | None:
    """As ISO 8601; days where no unit is said, None for what is no single number with a unit."""
    match = WRITTEN.fullmatch(written.strip().lower())
    if match is None:
        return None
    with_p, with_t, number, word = match.groups()
    unit = {"m": "TM" if with_t else "M" if with_p else None}.get(word, UNIT_OF.get(word))
    if unit is None:
        return None
    if unit == "W":
        return f"P{int(number) * DAYS_OF_WEEK}D"
    return f"P{'T' * (len(unit) - 1)}{int(number)}{unit[-1]}"
