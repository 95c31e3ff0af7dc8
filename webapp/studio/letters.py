"""Tells those whom a new version concerns: the other process admins, and HR, who open cycles."""

from flask import current_app, render_template
from sqlalchemy import and_, func, select

from webapp.cases.models import Notice
from webapp.core import clock, i18n, jobs
from webapp.core.db import db
from webapp.library.models import Process, ProcessVersion
from webapp.people.models import Agency, Grant, Person

TOLD = ("process_admin", "hr")


def published(process: Process, version: ProcessVersion, *, actor) -> None:
    """A notice, and the same by mail, to each of them but the one who published."""
    agency = db.session.get_one(Agency, process.agency_id)
    for person, is_admin in _readers(process.agency_id, without=actor.person_id):
        _tell(person, process, version, agency, actor, f"/studio/{process.key}" if is_admin else "/cycles")


def _readers(agency_id: int, *, without: int) -> list[tuple[Person, bool]]:
    """Each with whether the studio is open to them."""
    statement = (
        select(Person, func.bool_or(Grant.role == "process_admin"))
        .join(Grant, and_(Grant.agency_id == Person.agency_id, Grant.person_id == Person.id))
        .where(Person.agency_id == agency_id, Person.id != without, Grant.role.in_(TOLD), Person.left_on.is_(None))
        .group_by(Person.agency_id, Person.id)
    )
    return list(db.session.execute(statement).tuples())


def _tell(person: Person, process: Process, version: ProcessVersion, agency: Agency, actor, path: str) -> None:
    words = {"person": person, "process": process, "version": version, "author": actor.name}
    link = current_app.config["SIKLUS"].public_url + path
    with i18n.reader(person.locale or agency.locale, agency.time_zone):
        text = render_template("studio/mail/published.txt", link=link, **words)
    subject, _, body = text.strip().partition("\n")
    notice = Notice(
        agency_id=person.agency_id, person_id=person.id, path=path, subject=subject, body=body.strip(), at=clock.now()
    )
    db.session.add(notice)
    db.session.flush()
    if person.email:
        jobs.later("cases.mail", agency_id=notice.agency_id, notice_id=notice.id)
