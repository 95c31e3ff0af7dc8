"""Telling people: a notice in the app, and the same text by mail, both in the receiver's language."""

from collections.abc import Iterable
from uuid import UUID

from flask import current_app, render_template
from flask_babel import gettext as _
from sqlalchemy import and_, or_, select

from webapp.cases.models import Case, Cycle, Notice, Task
from webapp.core import clock, jobs
from webapp.core import mail as post
from webapp.core.db import db
from webapp.core.i18n import reader
from webapp.core.jobs import first_time
from webapp.library import queries as library
from webapp.people.models import Agency, Grant, Person


def announce(agency_id: int, task_id: UUID) -> None:
    """Tell whoever can do a task that it is there; nobody when it is closed already."""
    task = db.session.get(Task, (agency_id, task_id))
    if task is not None and task.status == "open":
        for person in _workers(task):
            _tell(person, task, "cases/mail/new_task.txt")


def remind(agency_id: int, case_id: int, element: str, level: int) -> None:
    """Remind whoever has an open task of this element; from level 2 on HR hears of it too."""
    statement = select(Task).where(
        Task.agency_id == agency_id, Task.case_id == case_id, Task.element == element, Task.status == "open"
    )
    for task in db.session.scalars(statement):
        told = {person.id: person for person in _workers(task)}
        if level >= 2:
            told |= {person.id: person for person in _holders(agency_id, ["hr"])}
        for person in told.values():
            _tell(person, task, "cases/mail/reminder.txt")


def _workers(task: Task) -> Iterable[Person]:
    if task.assignee_id is not None:
        return [db.session.get_one(Person, (task.agency_id, task.assignee_id))]
    case = db.session.get_one(Case, (task.agency_id, task.case_id))
    return [person for person in _holders(task.agency_id, task.groups) if person.id != case.employee_id]


def _holders(agency_id: int, roles: list[str]) -> Iterable[Person]:
    statement = (
        select(Person)
        .join(Grant, and_(Grant.agency_id == Person.agency_id, Grant.person_id == Person.id))
        .where(Person.agency_id == agency_id, Grant.role.in_(roles))
        .distinct()
    )
    return db.session.scalars(statement)


def _tell(person: Person, task: Task, template: str) -> None:
    case = db.session.get_one(Case, (task.agency_id, task.case_id))
    agency = db.session.get_one(Agency, task.agency_id)
    pack = library.pack(case.agency_id, case.process_version_id)
    locale = person.locale or agency.locale
    context = {
        "person": person,
        "task": task,
        "title": pack.translation(locale)(task.name),
        "employee": db.session.get_one(Person, (case.agency_id, case.employee_id)),
        "cycle": db.session.get_one(Cycle, (case.agency_id, case.cycle_id)),
        "link": f"{current_app.config['SIKLUS'].public_url}/tasks/{task.id}",
    }
    with reader(locale, agency.time_zone):
        subject = _("Task: %(title)s", title=context["title"])
        body = render_template(template, **context)
    notice = Notice(
        agency_id=person.agency_id,
        person_id=person.id,
        case_id=case.id,
        task_id=task.id,
        subject=subject,
        body=body,
        at=clock.now(),
    )
    db.session.add(notice)
    db.session.flush()
    if person.email:
        jobs.later("cases.mail", agency_id=notice.agency_id, notice_id=notice.id)


def mail(agency_id: int, notice_id: int) -> None:
    """Send one notice by mail, once; a server that does not answer is tried again later by the queue."""
    notice = db.session.get_one(Notice, (agency_id, notice_id))
    person = db.session.get_one(Person, (agency_id, notice.person_id))
    effect = f"mail:{agency_id}:{notice_id}"
    if person.email is None or not first_time(effect):
        return
    config = current_app.config["SIKLUS"]
    sent = post.send(
        config.smtp_url,
        sender=config.mail_from,
        to=person.email,
        subject=notice.subject,
        body=notice.body,
        message_id=effect.replace(":", "-"),
    )
    if sent:
        notice.mailed_at = clock.now()


def notices_of(actor, limit: int = 50) -> list[Notice]:
    statement = select(Notice).where(Notice.agency_id == actor.agency_id, Notice.person_id == actor.person_id)
    return list(db.session.scalars(statement.order_by(Notice.at.desc(), Notice.id.desc()).limit(limit)))


def unread(actor) -> int:
    statement = select(Notice.id).where(
        Notice.agency_id == actor.agency_id, Notice.person_id == actor.person_id, Notice.read_at.is_(None)
    )
    return len(db.session.execute(statement.limit(100)).all())


def mark_read(actor) -> None:
    for notice in notices_of(actor):
        if notice.read_at is None:
            notice.read_at = clock.now()


def mailbox(agency_id: int, limit: int = 100) -> list[tuple[Notice, Person]]:
    """All notices of the agency, for the demo's mailbox page."""
    statement = (
        select(Notice, Person)
        .join(Person, and_(Person.agency_id == Notice.agency_id, Person.id == Notice.person_id))
        .where(Notice.agency_id == agency_id, or_(Person.email.is_not(None), Notice.mailed_at.is_not(None)))
        .order_by(Notice.at.desc(), Notice.id.desc())
        .limit(limit)
    )
    return [(notice, person) for notice, person in db.session.execute(statement)]
