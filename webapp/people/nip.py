"""The NIP, the number of 18 digits that a civil servant keeps for life: date of birth, appointment, sex, sequence."""

import re
from datetime import date

from webapp.people.faults import Fault

_ROUNDED = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
_OLDEST, _YOUNGEST = 100, 15


def cleaned(value: object) -> str:
    """The number as text, without the signs people put between its parts."""
    text = f"{value:.0f}" if isinstance(value, float) else str(value)
    return re.sub(r"[\s.\-'\u2019]", "", text) if not _ROUNDED.fullmatch(text.strip()) else text.strip()


def form_fault(value: object, *, row: int, column: str) -> Fault | None:
    """Why this cannot be the text of a NIP: rounded by the spreadsheet, not only digits, not 18 of them."""
    number = cleaned(value)
    shown = str(value)
    if (isinstance(value, float) and value >= 1e15) or _ROUNDED.fullmatch(number):
        return Fault("nip_rounded", row, column, shown)
    if signs := re.sub(r"[0-9]", "", number):
        return Fault("nip_signs", row, column, shown, {"signs": signs[:20]})
    if len(number) != 18:
        return Fault("nip_length", row, column, shown, {"digits": len(number)})
    return None


def sense_fault(number: str, *, today: date, row: int, column: str) -> Fault | None:
    """Why 18 digits cannot be a NIP."""
    born, start = _date(number[:8]), number[8:14]
    if born is None or not _YOUNGEST <= today.year - born.year <= _OLDEST:
        return Fault("nip_birth", row, column, number, {"part": number[:8]})
    if not _is_start(start, born, today):
        return Fault("nip_start", row, column, number, {"part": start})
    if number[14] not in "12":
        return Fault("nip_sex", row, column, number, {"part": number[14]})
    if number[15:] == "000":
        return Fault("nip_sequence", row, column, number)
    return None


def _is_start(start: str, born: date, today: date) -> bool:
    """Contract staff (PPPK) have a code from 21 on where others have the month."""
    year, month = int(start[:4]), int(start[4:])
    return born.year + _YOUNGEST <= year <= today.year + 1 and (1 <= month <= 12 or 21 <= month <= 29)


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
