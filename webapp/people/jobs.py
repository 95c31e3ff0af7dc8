"""Background work of people: the import of a roster, with progress that can be watched."""

import time

from sqlalchemy import update

from webapp.core.db import db
from webapp.core.jobs import MAIL, first_time, job
from webapp.people import intake, invitations, upkeep  # noqa: F401 upkeep adds its rules
from webapp.people.models import RosterImport

_EVERY_SECONDS = 0.5


@job("people.import_roster")
def import_roster(agency_id: int, import_id: int) -> None:
    """Safe to run twice: an import that has ended is left alone."""
    intake.carry_out(intake.import_of(agency_id, import_id), _Watched(agency_id, import_id))


@job("people.mail_invitation", tries=8, growth=4, lane=MAIL)
def mail_invitation(*, agency_id: int, account_id: int, made_by: int) -> None:
    """Run twice it mails twice, and the newer link is the one that works."""
    invitations.mail(agency_id, account_id, made_by)


@job("people.tell_password_set", tries=8, growth=4, lane=MAIL)
def tell_password_set(*, agency_id: int, account_id: int, moment: str) -> None:
    if first_time(f"password-set:{agency_id}:{account_id}:{moment}"):
        invitations.tell_password_set(agency_id, account_id, moment)


class _Watched:
    """Writes how far the import is in transactions of its own, so that the page can tell while it runs."""

    def __init__(self, agency_id: int, import_id: int) -> None:
        self._which = (RosterImport.agency_id == agency_id, RosterImport.id == import_id)
        self._engine = db.engine.engine
        self._last = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        if time.monotonic() - self._last < _EVERY_SECONDS:
            return
        self._last = time.monotonic()
        with self._engine.begin() as apart:
            apart.execute(update(RosterImport).where(*self._which).values(step=step, rows_done=done, rows_total=total))
