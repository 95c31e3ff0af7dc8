"""All appraisals of one person as "My results" shows them. Reads only."""

from dataclasses import dataclass

from webapp.cases import journey
from webapp.cases.models import Case, Cycle
from webapp.core import i18n
from webapp.forum import queries as forum
from webapp.forum.models import Decision
from webapp.outcomes import explanation, queries, results
from webapp.outcomes.models import Award, Coaching, Objection, Response
from webapp.outcomes.results import Result
from webapp.people.queries import names


@dataclass(frozen=True)
class Appraisal:
    """One case of mine: where it stands, what it came to, and what followed."""

    case: Case
    cycle: Cycle
    position: journey.Position
    result: Result | None
    decision: Decision | None
    response: Response | None
    objection: Objection | None
    award: Award | None
    coaching: Coaching | None
    names: dict[int, str]


def of_person(actor) -> list[Appraisal]:
    """Newest first."""
    return [_appraisal(case, cycle) for case, cycle in queries.cases_of(actor)]


def _appraisal(case: Case, cycle: Cycle) -> Appraisal:
    pack = explanation.pack_of(case)
    translate = pack.translation(i18n.language())
    finished = case.status == "finished"
    key = case.agency_id, case.id
    decision, objection = forum.decision_on(*key), queries.objection(*key)
    return Appraisal(
        case=case,
        cycle=cycle,
        position=journey.position(pack.process, case.stage, finished=finished, translate=translate),
        result=results.of_case(case, translate),
        decision=decision,
        response=queries.response(*key),
        objection=objection,
        award=queries.award(*key),
        coaching=queries.coaching(*key),
        names=names(case.agency_id, _concerned(decision, objection)),
    )


def _concerned(decision: Decision | None, objection: Objection | None) -> set[int]:
    return ({decision.decided_by} if decision else set()) | (objection.concerned if objection else set())
