"""What commands about one agency have in common: its code, and its id while they work."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from webapp.core import i18n
from webapp.core.db import db
from webapp.people import intake

AGENCY = click.option("--agency", "code", help="Code of the agency; needed when there are several.")


@contextmanager
def in_agency(place, code: str | None, name: str | None = None) -> Iterator[int]:
    """The id of the agency of that code, or of the only one, while the application is there.

    With a `name` it is made when it is not there.
    """
    with place.app().app_context(), i18n.reader("en"):
        try:
            agency = intake.agency_with(code, name)
        except LookupError as error:
            raise click.UsageError(str(error)) from error
        try:
            yield agency.id
        finally:
            db.session.remove()
