"""Who plays in the demo: finds people by their mailbox and lets them act."""

from sqlalchemy import select

from webapp.cases.models import Task
from webapp.core.db import db
from webapp.people import demo as people
from webapp.people import queries
from webapp.people.actor import Actor
from webapp.people.models import Agency, Person


class Cast:
    """The people of the demo agency."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency
        found = db.session.scalars(select(Person).where(Person.agency_id == agency.id)).all()
        self._people = {person.email.partition("@")[0]: person for person in found if person.email}
        self._by_id = {person.id: person for person in found}
        self._roles = queries.roles_of(agency.id, list(self._by_id))
        self._guides = {guide.mailbox: self._people[guide.mailbox].id for guide in people.GUIDES}
        self._actors: dict[int, Actor] = {}

    @property
    def guides(self) -> list[int]:
        """Those whom visitors sign in as."""
        return list(self._guides.values())

    def person(self, mailbox: str) -> Person:
        return self._people[mailbox]

    def of(self, actor: Actor) -> Person:
        return self._by_id[actor.person_id]

    def is_guide(self, person_id: int | None) -> bool:
        """Whether visitors sign in as this person: what waits for them shall go on waiting."""
        return person_id in self._guides.values()

    def actor(self, person_id: int) -> Actor:
        if person_id not in self._actors:
            person = self._by_id[person_id]
            self._actors[person_id] = Actor(
                agency_id=person.agency_id,
                person_id=person.id,
                account_id=0,
                session=b"",
                name=person.name,
                title="",
                roles=self._roles.get(person_id, frozenset()),
                locale=person.locale,
                time_zone=self.agency.time_zone,
                agency=self.agency.name,
            )
        return self._actors[person_id]

    def doer(self, task: Task) -> Actor:
        """Its assignee, or the guide who holds a role of its group."""
        if task.assignee_id is not None:
            return self.actor(task.assignee_id)
        for person_id in self._guides.values():
            if not self._roles.get(person_id, frozenset()).isdisjoint(task.groups):
                return self.actor(person_id)
        raise LookupError(f"no guide is in {task.groups}")
