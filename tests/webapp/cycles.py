"""A running cycle of the shipped process for the office of the stories."""

from datetime import date
from uuid import uuid4

from sqlalchemy import select

from tests.webapp.factories import make_office, make_person
from webapp.cases import opening
from webapp.cases.models import Case, Task
from webapp.core.db import db
from webapp.library import bundles
from webapp.library import service as library
from webapp.people.actor import Actor
from webapp.people.models import Person


def actor_for(person: Person, *roles: str) -> Actor:
    """The person as the one who acts, without a browser."""
    return Actor(
        agency_id=person.agency_id,
        person_id=person.id,
        account_id=0,
        session=b"",
        name=person.name,
        title="",
        roles=frozenset(roles),
        locale=None,
        time_zone="Asia/Jakarta",
        agency="",
    )


class Cycle:
    """Ana's office with an open cycle; `task("draft_plan")` is the open task of that element, whoever has it."""

    def __init__(self) -> None:
        self.office = make_office()
        unit = self.office.unit
        self.panel = [
            make_person(unit, f"{name} Panel", roles=("panel",)) for name in ("Gita", "Hadi", "Indah", "Joko")
        ]
        library.publish(
            self.office.agency.id, "appraisal", "Siklus", bundles.shipped("appraisal"), note="first", by=None
        )
        officer = actor_for(self.office.eka, "hr")
        terms = opening.Terms(
            name="Siklus 2026",
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 6, 30),
            plan_due_on=date(2027, 1, 31),
            assessment_due_on=date(2027, 7, 10),
            period_ends=[date(2027, 3, 31), date(2027, 6, 30)],
        )
        self.cycle = opening.open_cycle(
            terms, opening.Population(nips=[self.office.ana.nip, self.office.fajar.nip]), actor=officer, key=uuid4()
        )
        opening.open_cases(self.office.agency.id, self.cycle.id, [self.office.ana.id, self.office.fajar.id])
        db.session.commit()

    @property
    def case(self) -> Case:
        statement = select(Case).where(Case.agency_id == self.office.agency.id, Case.employee_id == self.office.ana.id)
        return db.session.scalars(statement).one()

    def tasks(self) -> list[Task]:
        statement = select(Task).where(Task.case_id == self.case.id, Task.status == "open").order_by(Task.opened_at)
        return list(db.session.scalars(statement))

    def task(self, element: str) -> Task:
        return next(task for task in self.tasks() if task.element == element)
