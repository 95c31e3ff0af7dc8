"""Who may see which panel and reader: every one of them in every relation to a case, as facts tell it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.webapp.cycles import Cycle, actor_for
from tests.webapp.factories import make_person
from tests.webapp.outcomes.walked import until
from webapp.cases import reassigning
from webapp.cases.models import Task
from webapp.cases.relations import relations
from webapp.core.audience import EVERYBODY, Relation
from webapp.core.db import db
from webapp.core.panels import panels, readers
from webapp.feedback.models import Assessment
from webapp.forum.models import PanelMember, PanelSession
from webapp.forum.queries import open_session
from webapp.inbox.dossier import Dossier, NotForYou
from webapp.outcomes.models import Objection
from webapp.people.models import Person

NOW = datetime(2026, 7, 1, tzinfo=UTC)

# Employee, line, scorer, panel, judge, HR, head of the agency; a stranger with a task is in no column.
PANELS = {
    "activities": "E L S P J . .",
    "agreement": "E L . . . H A",
    "coaching": "E L . . . H A",
    "comment": "E L . P J H A",
    "evidence": "E L S P J . .",
    "objection": "E L . . J H A",
    "opinions": ". . . P . H A",
    "panel_decision": "E L . P J H A",
    "period_feedback": "E L . . . . .",
    "plan": "E L S P J H A",
    "progress": "E L S P J H A",
    "quick_feedback": ". L S P J . .",
    "ratings": "E L . P J H A",
    "result": "E L S P J H A",
    "self_assessment": "E L S P J H A",
    "superior_plan": "E L . . . . .",
}
READERS = {
    "cases.variables": "E L . P J H A",
    "feedback.claimed_indicators": "E L S P J H A",
    "feedback.rated_indicators": "E L . P J H A",
    "forum.deviation": "E L . P J H A",
    "forum.eligible": ". . . . . H A",
    "forum.seats": ". . . P . H A",
    "outcomes.award_proposal": ". . . . . H A",
    "outcomes.coaching_targets": "E L . . . H A",
    "outcomes.disputable_rows": "E L . P J H A",
    "outcomes.disputed_rows": "E L . . J H A",
    "outcomes.last_session": "E L . . . H A",
    "plans.annual_indicators": "E L S P J H A",
    "plans.draft": "E L . . . H A",
    "plans.draft_indicators": "E L S P J H A",
    "plans.expectations": "E L . . . H A",
    "plans.period_indicators": "E L S P J H A",
    "plans.period_report": "E L S P J H A",
}
LETTERS = dict(zip(Relation, "ELSPJHA", strict=True))


@pytest.fixture
def scoring(cycle: Cycle) -> Cycle:
    """Ana's case while the panel scores it."""
    until(cycle, "score_dossier")
    return cycle


@pytest.fixture
def stranger(scoring: Cycle) -> Person:
    """A colleague to whom a process gave a task of the case, and one that is done, and whose rating it kept."""
    kadek = make_person(scoring.office.unit, "Kadek Admin", roles=("process_admin", "panel"))
    for status, closed in (("open", {}), ("done", {"closed_at": NOW, "completed_by": kadek.id})):
        given_task(scoring, kadek, status=status, **closed)
    rated = db.session.query(Assessment).filter_by(case_id=scoring.case.id, kind="supervisor").one()
    rated.author_id = kadek.id
    db.session.flush()
    return kadek


def given_task(cycle: Cycle, person: Person, **values) -> Task:
    task = Task(
        agency_id=person.agency_id,
        id=uuid4(),
        case_id=cycle.case.id,
        process="assessment",
        element="peek",
        name="Intip",
        assignee_id=person.id,
        **values,
    )
    db.session.add(task)
    db.session.flush()
    return task


def earlier_panel(cycle: Cycle, member: Person, state: str = "appointed") -> None:
    case = cycle.case
    session = PanelSession(
        agency_id=case.agency_id,
        case_id=case.id,
        quorum=1,
        employee_attends=False,
        convened_at=NOW,
        revealed_at=NOW,
        disagreement=0,
        closed_at=NOW,
    )
    left = {"left_at": None if state == "appointed" else NOW}
    session.members.append(
        PanelMember(agency_id=case.agency_id, seat=1, person_id=member.id, state=state, appointed_at=NOW, **left)
    )
    db.session.add(session)
    db.session.flush()


def judged_by(cycle: Cycle, judge: Person, office: str) -> Objection:
    case, office_of = cycle.case, cycle.office
    objection = Objection(agency_id=case.agency_id, case_id=case.id, reason="Salah", raised_at=NOW)
    objection.raised_by, objection.rater_id = office_of.ana.id, office_of.bo.id
    objection.judge_id, objection.judge_as, objection.judge_since = judge.id, office, NOW
    db.session.add(objection)
    db.session.flush()
    return objection


def scorer(cycle: Cycle) -> Person:
    seated = open_session(cycle.office.agency.id, cycle.case.id).seated[0]
    return db.session.get_one(Person, (cycle.office.agency.id, seated.person_id))


def test_each_panel_and_each_reader_opens_to_those_it_is_for_and_to_nobody_else(scoring, stranger):
    office = scoring.office
    judge, member = (make_person(office.unit, name, roles=("panel",)) for name in ("Joni Pemutus", "Mira Anggota"))
    earlier_panel(scoring, member)
    judged_by(scoring, judge, "panel")
    elsewhere = make_person(office.unit, "Hana Kepala")
    actors = {
        Relation.EMPLOYEE: actor_for(office.ana, "hr", "agency_head"),
        Relation.LINE: actor_for(office.bo),
        Relation.SCORER: actor_for(scorer(scoring), "panel", "hr"),
        Relation.PANEL: actor_for(member, "panel"),
        Relation.JUDGE: actor_for(judge, "panel"),
        Relation.HR: actor_for(office.eka, "hr"),
        Relation.HEAD: actor_for(elsewhere, "agency_head"),
    }
    seen = {relation: Dossier(scoring.case, actor) for relation, actor in actors.items()}
    assert {name: open_to(name, seen) for name in panels} == {n: letters(row) for n, row in PANELS.items()}
    assert {name: known_to(name, seen) for name in readers} == {n: letters(row) for n, row in READERS.items()}

    strange = Dossier(scoring.case, actor_for(stranger, "process_admin", "panel"))
    assert not any(panel.is_open for panel in strange.panels(panels))
    assert strange.closed(readers) == list(readers)
    assert strange.variables == {}
    for name in readers:
        with pytest.raises(NotForYou):
            strange.known([name])


def letters(row: str) -> str:
    return row.replace(" ", "").replace(".", "")


def open_to(name: str, seen: dict[Relation, Dossier]) -> str:
    return "".join(LETTERS[each] for each in Relation if all(panel.is_open for panel in seen[each].panels([name])))


def known_to(name: str, seen: dict[Relation, Dossier]) -> str:
    return "".join(LETTERS[each] for each in Relation if not seen[each].closed([name]))


def test_everything_is_for_somebody_and_every_reader_for_hr_who_get_the_work_that_nobody_can_be_told_for(app):
    assert all(offered.audience <= EVERYBODY and offered.audience for offered in (*panels.values(), *readers.values()))
    assert [name for name, reader in readers.items() if Relation.HR not in reader.audience] == []


def test_a_judge_by_the_word_of_the_diagram_and_a_member_in_conflict_are_strangers(scoring, stranger):
    judged_by(scoring, stranger, "superior")
    earlier_panel(scoring, stranger, "conflicted")
    assert relations(scoring.case, actor_for(stranger, "panel")) == set()


def test_an_objection_that_a_diagram_let_somebody_else_raise_makes_nobody_a_judge(scoring, stranger):
    judge = make_person(scoring.office.unit, "Joni Pemutus", roles=("panel",))
    objection = judged_by(scoring, judge, "panel")
    objection.raised_by = stranger.id
    db.session.flush()
    assert relations(scoring.case, actor_for(judge, "panel")) == set()
    handed_over = {"task": "respond_to_result", "to": stranger.id, "of": scoring.office.ana.id, "reason": "x"}
    locked = reassigning.ledger.lock(scoring.case.agency_id, scoring.case.id)
    reassigning.history.note(locked, reassigning.KIND, actor_id=scoring.office.eka.id, task_id=None, body=handed_over)
    assert relations(scoring.case, actor_for(judge, "panel")) == {Relation.JUDGE}


def test_all_above_the_employee_are_of_the_line_and_nobody_beside_or_below(cycle):
    office = cycle.office
    for person in (office.bo, office.citra, office.dewi):
        assert relations(cycle.case, actor_for(person)) == {Relation.LINE}
    for person in (office.fajar, office.eka, cycle.panel[0]):
        assert relations(cycle.case, actor_for(person, "panel")) == set()


def test_who_was_above_when_the_case_began_stays_of_the_line(cycle):
    office = cycle.office
    gone = make_person(office.unit, "Tari Baru")
    db.session.execute(db.text("update post set supervisor_id = :new where person_id = :ana"), ids(gone, office.ana))
    assert relations(cycle.case, actor_for(office.bo)) == {Relation.LINE}
    assert relations(cycle.case, actor_for(gone)) == {Relation.LINE}


def ids(new: Person, ana: Person) -> dict:
    return {"new": new.id, "ana": ana.id}


def test_who_is_given_a_supervisors_task_by_hr_stands_in_for_the_supervisor_of_this_case_only(cycle):
    until(cycle, "agree_plan")
    rudi = make_person(cycle.office.unit, "Rudi Pengganti")
    assert relations(cycle.case, actor_for(rudi)) == set()
    reassigning.reassign(cycle.task("agree_plan"), rudi, reason="Bo sakit", actor=actor_for(cycle.office.eka, "hr"))
    assert relations(cycle.case, actor_for(rudi)) == {Relation.LINE}
    other = db.session.query(type(cycle.case)).filter_by(employee_id=cycle.office.fajar.id).one()
    assert relations(other, actor_for(rudi)) == set()


def test_whoever_stands_in_for_a_stranger_stays_a_stranger(scoring, stranger):
    task = given_task(scoring, stranger, status="withdrawn", closed_at=NOW)
    rudi = make_person(scoring.office.unit, "Rudi Pengganti")
    moved = {"task": "peek", "from": stranger.id, "to": rudi.id, "of": stranger.id, "reason": "x"}
    locked = reassigning.ledger.lock(task.agency_id, task.case_id)
    reassigning.history.note(locked, reassigning.KIND, actor_id=scoring.office.eka.id, task_id=task.id, body=moved)
    assert relations(scoring.case, actor_for(rudi)) == set()
