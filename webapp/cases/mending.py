"""Incidents as people read them: what happened, what is safe, what to do next. Knows jobs by their names only."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, select

from webapp.cases import incidents
from webapp.cases.models import Case, Cycle, Incident
from webapp.core.db import db
from webapp.core.errors import NotFound
from webapp.core.words import N_
from webapp.people.models import Person

LATELY = 20


@dataclass(frozen=True)
class Explanation:
    """What an incident means, in plain words."""

    what: str
    safe: str
    next: str


@dataclass(frozen=True)
class Trouble:
    """An incident with whom it is about; none of the two when it is about no case in particular."""

    incident: Incident
    case: Case | None
    employee: Person | None

    @property
    def is_for_a_person(self) -> bool:
        """Whether trying again only closes it, since somebody hands in the step anew."""
        return self.incident.job == incidents.STEP

    @property
    def explained(self) -> Explanation:
        words = _EXPLAINED.get(self.incident.job, _ANYTHING)
        return Explanation(_(words.what), _(words.safe), _(words.next))


_TOLD = N_("The task itself is in the inbox of whoever has it; only the message is missing.")
_AGAIN = N_("Try again. If it fails once more, send the technical text to whoever runs Siklus.")
_EXPLAINED = {
    incidents.TIMERS: Explanation(
        N_("A deadline has passed, but the process could not act on it."),
        N_(
            "Everything that was handed in is stored. The case stands still where it is, and no later deadline is lost."
        ),
        N_(
            "Until this is mended, steps of this case may be refused. Try again; if it fails once more, "
            "a process admin has to look at the diagram or the decision table that the technical text names."
        ),
    ),
    incidents.STEP: Explanation(
        N_("Somebody handed in a task, and the process could not go on."),
        N_("Nothing was changed, and what was typed is kept as a draft. The task is still open."),
        N_(
            "A process admin has to look at the diagram or the decision table that the technical text names. "
            "Then close this by trying again, and ask the person to send the form once more."
        ),
    ),
    "cases.open_chunk": Explanation(
        N_("Some cases of a cycle could not be started."),
        N_("Cases that were started before run on. Nobody gets two cases, however often this is tried."),
        _AGAIN,
    ),
    "cases.announce": Explanation(N_("People could not be told of a new task."), _TOLD, _AGAIN),
    "cases.remind": Explanation(N_("A reminder could not be written."), _TOLD, _AGAIN),
    "cases.tell": Explanation(
        N_("The employee could not be told what became of the case."),
        N_("The result itself is stored and stands on the page of the case."),
        _AGAIN,
    ),
    "cases.tell_reassigned": Explanation(N_("People could not be told that a task was given away."), _TOLD, _AGAIN),
    "cases.send": Explanation(
        N_("A message of a case has not arrived: no case waits for it, or cases answer each other without end."),
        N_("The case that sent it is stored and has gone on. The message is kept; no other case was changed by it."),
        N_(
            "The technical text says which it is. Once a case waits for the message, try again. "
            "Where cases answer each other without end, a process admin has to change the diagram first."
        ),
    ),
    "cases.broadcast": Explanation(
        N_("A signal of a case was not passed on; perhaps cases answer each other without end."),
        N_("The case that gave it is stored and has gone on. Cases that wait for the signal still wait."),
        N_(
            "Have a process admin look whether the diagram lets cases answer each other for ever. "
            "If it is meant to be so, try again: the signal goes on as far once more."
        ),
    ),
    "cases.mail": Explanation(
        N_("A mail could not be sent, though it was tried for hours."),
        N_("The person finds the same words among the notifications in Siklus."),
        N_("Check the person's e-mail address and the mail server, then try again."),
    ),
    "people.mail_invitation": Explanation(
        N_("A link for a password could not be mailed, though it was tried for hours."),
        N_("The person's present password, if there is one, still works. No link is under way."),
        N_("Check the person's e-mail address and the mail server, then try again."),
    ),
    "people.tell_password_set": Explanation(
        N_("A person could not be told that a password was set by a link."),
        N_("The password itself is set."),
        N_("Check the person's e-mail address and the mail server, then try again."),
    ),
    "people.import_roster": Explanation(
        N_("A roster could not be imported."),
        N_("Either all of the roster is stored or nothing; people and posts are as they were before."),
        N_("Open the import to see how far it is. Try again, or upload the file anew."),
    ),
    "studio.simulate": Explanation(
        N_("A simulation of a draft could not be made."),
        N_("No case, mail or fact was touched, and the draft is as it was."),
        N_("Try again, here or on the page of the simulation. With fewer cases it takes less time."),
    ),
    "outcomes.render_certificate": Explanation(
        N_("The paper of a certificate could not be made."),
        N_("The award itself is decided and stored."),
        _AGAIN,
    ),
}
_EXPLAINED["cases.try_move"] = _EXPLAINED["cases.move"] = _EXPLAINED["cases.move_back"] = Explanation(
    N_("Running cases could not be tried, moved or put back in another version of their process."),
    N_("Each case is either moved whole or as it was before, and goes on as usual."),
    N_("Try again, here or on the page of the move. What is done already is not done twice."),
)
_ANYTHING = Explanation(
    N_("Work in the background failed."),
    N_("What was stored before is safe; this one piece of work is missing."),
    _AGAIN,
)


def open_incidents(actor) -> list[Trouble]:
    """All that waits for somebody in the agency, the newest first."""
    return _found(and_(Incident.agency_id == actor.agency_id, Incident.resolved_at.is_(None)))


def of_cycle(cycle: Cycle) -> list[Trouble]:
    """What is broken in this cycle, or in no case in particular."""
    here = (Case.cycle_id == cycle.id) | Incident.case_id.is_(None)
    return _found(and_(Incident.agency_id == cycle.agency_id, Incident.resolved_at.is_(None), here))


def closed_lately(actor) -> Sequence[tuple[Trouble, Person | None]]:
    """The last that were resolved, with who did it."""
    statement = (
        select(Incident, Person)
        .join(Person, and_(Person.agency_id == Incident.agency_id, Person.id == Incident.resolved_by), isouter=True)
        .where(Incident.agency_id == actor.agency_id, Incident.resolved_at.is_not(None))
        .order_by(Incident.resolved_at.desc())
        .limit(LATELY)
    )
    return [(Trouble(incident, None, None), person) for incident, person in db.session.execute(statement)]


def incident_for(incident_id: int, *, actor) -> Incident:
    return trouble_for(incident_id, actor=actor).incident


def trouble_for(incident_id: int, *, actor) -> Trouble:
    """One incident of the agency with whom it is about. Raises NotFound."""
    found = _found(and_(Incident.agency_id == actor.agency_id, Incident.id == incident_id))
    if not found:
        raise NotFound
    return found[0]


def _found(condition: ColumnElement[bool]) -> list[Trouble]:
    statement = (
        select(Incident, Case, Person)
        .join(Case, and_(Case.agency_id == Incident.agency_id, Case.id == Incident.case_id), isouter=True)
        .join(Person, and_(Person.agency_id == Case.agency_id, Person.id == Case.employee_id), isouter=True)
        .where(condition)
        .order_by(Incident.opened_at.desc())
    )
    return [Trouble(*row) for row in db.session.execute(statement)]
