"""Writes lists as XLSX, so that no cell can be taken for a formula."""

import io
from collections.abc import Iterable

import xlsxwriter
from flask_babel import gettext as _

from webapp.outcomes import words
from webapp.outcomes.printing import grouped
from webapp.outcomes.queries import Awarded

WIDTHS = (24, 34, 22, 36, 26, 16, 26, 44, 24, 14, 14, 14)
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last four: full width


def of_awards(lines: Iterable[Awarded]) -> bytes:
    """One row per award, in the reader's language."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(_("Awards"))
        heading = book.add_format({"bold": True, "bottom": 1})
        for column, (title, width) in enumerate(zip(_headings(), WIDTHS, strict=True)):
            sheet.write_string(0, column, title, heading)
            sheet.set_column(column, column, width)
        for row, line in enumerate(lines, 1):
            for column, text in enumerate(_cells(line)):
                sheet.write_string(row, column, harmless(text))
        sheet.freeze_panes(1, 0)
    return target.getvalue()


def harmless(text: str) -> str:
    """Text that also stays text when the sheet is saved as CSV and opened again."""
    return f"'{text}" if text.startswith(RISKY) or text.lstrip(" ").startswith(RISKY) else text


def _headings() -> list[str]:
    return [
        _("Number"),
        _("Name"),
        _("NIP"),
        _("Unit"),
        _("Cycle"),
        _("Predicate"),
        _("Kind"),
        _("Title"),
        _("Letter number"),
        _("Code"),
        _("Issued on"),
        _("Revoked on"),
    ]


def _cells(line: Awarded) -> list[str]:
    certificate, award = line.certificate, line.award
    return [
        certificate.printed_number,
        line.person.name,
        grouped(line.person.nip),
        line.unit.name,
        line.cycle.name,
        words.label(award.predicate),
        words.label(award.kind),
        award.title,
        award.letter_number or "",
        certificate.code,
        words.plain_date(certificate.issued_at),
        words.plain_date(certificate.revoked_at) if certificate.revoked_at else "",
    ]
