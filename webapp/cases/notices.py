"""Telling people: a notice in the app, and the same text by mail, both in the receiver's language."""

from collections.abc import Callable, Iterable
from functools import partial
from uuid import UUID

import orjson
from flask import current_app, render_template
from sqlalchemy import and_, or_, select, update

from webapp.cases import queries
from webapp.cases.letters import letters
from webapp.cases.models import Case, Event, Notice, Task
from webapp.core import clock, i18n, jobs
from webapp.core import mail as post
from webapp.core.db import db
from webapp.core.jobs import first_time
from webapp.library import queries as library
from webapp.people import queries as people
from webapp.people.models import Agency, Grant, Person


def announce(agency_id: int, task_id: UUID) -> None:
    """Tell whoever can do a task that it is there; nobody when it is closed already."""
    task = db.session.get(Task, (agency_id, task_id))
    if task is not None and task.status == "open":
        for person in _workers(task):
            _tell_of(task, person, "cases/mail/new_task.txt")


def remind(agency_id: int, case_id: int, element: str, level: int) -> None:
    """Remind whoever has an open task of this element; from level 2 on the employee's supervisor and HR hear of it."""
    statement = select(Task).where(
        Task.agency_id == agency_id, Task.case_id == case_id, Task.element == element, Task.status == "open"
    )
    for task in db.session.scalars(statement):
        workers = list(_workers(task))
        for person in workers:
            _tell_of(task, person, "cases/mail/reminder.txt")
        for person in _watchers(task) if level >= 2 else ():
            if person not in workers:
                _tell_of(task, person, "cases/mail/late.txt", path=f"/cases/{case_id}")


def tell_reassigned(agency_id: int, case_id: int, seq: int) -> None:
    """Tell who has got a task by this event of the case, and who has lost it."""
    event = db.session.get_one(Event, (agency_id, case_id, seq))
    task = db.session.get(Task, (agency_id, event.task_id))
    said = orjson.loads(event.body)
    named = {who: db.session.get_one(Person, (agency_id, said[who])) for who in ("to", "from") if said[who]}
    if task is not None and task.status == "open" and task.assignee_id == said["to"]:
        for who, person in named.items():
            _tell_of(task, person, _MOVED[who], to=named["to"], reason=said["reason"])


_MOVED = {"to": "cases/mail/reassigned_to.txt", "from": "cases/mail/reassigned_from.txt"}


def tell(agency_id: int, case_id: int, person_id: int, name: str) -> None:
    """Tell the person what the letter of this name says about the case."""
    letter = letters[name]
    case = db.session.get_one(Case, (agency_id, case_id))
    person = db.session.get_one(Person, (agency_id, person_id))
    _tell(person, case, letter.template, letter.path_for(case_id), partial(letter.read, agency_id, case_id))


def _workers(task: Task) -> Iterable[Person]:
    if task.assignee_id is not None:
        return [db.session.get_one(Person, (task.agency_id, task.assignee_id))]
    case = db.session.get_one(Case, (task.agency_id, task.case_id))
    return [person for person in _holders(task.agency_id, task.groups) if person.id != case.employee_id]


def _watchers(task: Task) -> Iterable[Person]:
    """Who sees to it that the work on the case is done: the employee's supervisor and HR, never the employee."""
    case = db.session.get_one(Case, (task.agency_id, task.case_id))
    supervisor = people.chain(task.agency_id, case.employee_id).supervisor
    above = [db.session.get_one(Person, (task.agency_id, supervisor))] if supervisor is not None else []
    found = {person.id: person for person in (*above, *_holders(task.agency_id, ["hr"]))}
    return [person for person in found.values() if person.id != case.employee_id and person.left_on is None]


def _holders(agency_id: int, roles: list[str]) -> Iterable[Person]:
    statement = (
        select(Person)
        .join(Grant, and_(Grant.agency_id == Person.agency_id, Grant.person_id == Person.id))
        .where(Person.agency_id == agency_id, Grant.role.in_(roles))
        .distinct()
    )
    return db.session.scalars(statement)


def _tell_of(task: Task, person: Person, template: str, *, path: str = "", **values: object) -> None:
    case = db.session.get_one(Case, (task.agency_id, task.case_id))
    _tell(person, case, template, path or f"/tasks/{task.id}", partial(_about, task, case, values), task)


def _about(task: Task, case: Case, values: dict) -> dict:
    translate = library.pack(case.agency_id, case.process_version_id).translation(i18n.language())
    returned = queries.words_of_return(task, case)
    return {"task": task, "title": translate(task.name), "returned": translate(returned), **values}


def _tell(
    person: Person, case: Case, template: str, path: str, read: Callable[[], dict], task: Task | None = None
) -> None:
    agency = db.session.get_one(Agency, case.agency_id)
    context = {
        "person": person,
        "employee": queries.employee_of(case),
        "cycle": queries.cycle_of(case),
        "link": current_app.config["SIKLUS"].public_url + path,
    }
    with i18n.reader(person.locale or agency.locale, agency.time_zone):
        subject, _, body = render_template(template, **context, **read()).strip().partition("\n")
    notice = Notice(
        agency_id=person.agency_id,
        person_id=person.id,
        case_id=case.id,
        task_id=task.id if task else None,
        path=path,
        subject=" ".join(subject.split()),
        body=body.strip(),
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
    return list(db.session.scalars(select(Notice).where(_to(actor)).order_by(*_NEWEST).limit(limit)))


def unread(actor) -> int:
    """How many notices are unread, counted up to 100."""
    statement = select(Notice.id).where(_to(actor), Notice.read_at.is_(None)).limit(100)
    return len(db.session.execute(statement).all())


def mark_read(actor, task: Task | None = None) -> None:
    """Everything that the person was told, or what was told of this task, is read now."""
    unread = update(Notice).where(_to(actor), Notice.read_at.is_(None)).values(read_at=clock.now())
    db.session.execute(unread if task is None else unread.where(Notice.task_id == task.id))


def mailbox(agency_id: int, limit: int = 50) -> list[tuple[Notice, Person]]:
    """The newest mails of the agency, for the demo's mailbox page."""
    statement = (
        select(Notice, Person)
        .join(Person, and_(Person.agency_id == Notice.agency_id, Person.id == Notice.person_id))
        .where(Notice.agency_id == agency_id, or_(Person.email.is_not(None), Notice.mailed_at.is_not(None)))
        .order_by(*_NEWEST)
        .limit(limit)
    )
    return [(notice, person) for notice, person in db.session.execute(statement)]


_NEWEST = (Notice.at.desc(), Notice.id.desc())


def _to(actor):
    return and_(Notice.agency_id == actor.agency_id, Notice.person_id == actor.person_id)
