"""The empty roster that HR fills in, and the writing of a filled one."""

import io
from collections.abc import Iterable, Mapping
from datetime import datetime

import xlsxwriter

from webapp.core.words import N_
from webapp.people.columns import COLUMNS, HELP_SHEET
from webapp.people.models import ROLES

_HELP = (N_("Column"), N_("Needed"), N_("Meaning"), N_("Example"))
_WIDTHS = {"nip": 22, "name": 36, "title": 40, "unit_name": 44, "supervisor_nip": 22, "email": 36}


def blank(translate) -> bytes:
    """The template with one example on a sheet of its own; `translate` gives the meanings in the reader's language."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        _headed(book, "Pegawai")
        help_sheet = book.add_worksheet(HELP_SHEET)
        help_sheet.set_column(0, 3, 36)
        help_sheet.write_row(0, 0, [translate(word) for word in _HELP])
        for row, column in enumerate(COLUMNS, 1):
            needed = translate(N_("yes") if column.needed else N_("no"))
            meaning = translate(column.meaning)
            texts = [f"{column.heading} / {column.english}", needed, meaning, column.example]
            for place, text in enumerate(texts):
                help_sheet.write_string(row, place, text)
        help_sheet.write_string(len(COLUMNS) + 2, 0, translate(N_("Roles: %(roles)s")) % {"roles": ", ".join(ROLES)})
    return target.getvalue()


def filled(rows: Iterable[Mapping[str, str]], *, made_at: datetime) -> bytes:
    """A roster with these rows, keyed by the columns' keys. Every cell is text, so that no digit is lost."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"created": made_at})
        sheet = _headed(book, "Pegawai")
        for number, row in enumerate(rows, 1):
            for place, column in enumerate(COLUMNS):
                if text := row.get(column.key):
                    sheet.write_string(number, place, text)
    return target.getvalue()


def _headed(book: xlsxwriter.Workbook, name: str):
    heading = book.add_format({"bold": True, "bg_color": "#e7f0fe", "bottom": 1})
    as_text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, _WIDTHS.get(column.key, 20), as_text)
        sheet.write_string(0, place, column.heading, heading)
    return sheet
