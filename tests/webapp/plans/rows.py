"""Makes running appraisals with plans for tests: a case, what was handed in for it, and the answers of its forms."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from types import SimpleNamespace

from flask import render_template

from tests.webapp.factories import Office
from webapp.cases.models import Case, Cycle, Submission, Task
from webapp.cases.steps import CaseAtStep
from webapp.core.db import db
from webapp.core.panels import panels
from webapp.library import bundles
from webapp.library.models import Process, ProcessVersion
from webapp.people.models import Person
from webapp.plans import service

_numbers = count(1)
START = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)


def make_case(office: Office, employee: Person, *, year: int = 2026) -> Case:
    """A running appraisal of the year, in four quarters."""
    number = next(_numbers)
    agency = office.agency.id
    process = _kept(Process(agency_id=agency, key=f"appraisal-{number}", title="Appraisal"))
    version = _kept(
        ProcessVersion(agency_id=agency, process_id=process.id, number=1, bundle=_shipped(), sha256=b"", note="first")
    )
    cycle = _kept(
        Cycle(
            agency_id=agency,
            name=f"Cycle {year}/{number}",
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
            plan_due_on=date(year, 1, 31),
            assessment_due_on=date(year + 1, 1, 10),
            period_ends=[date(year, 3, 31), date(year, 6, 30), date(year, 9, 30), date(year, 12, 31)],
            process_version_id=version.id,
            key=uuid.uuid4(),
        )
    )
    return _kept(
        Case(
            agency_id=agency,
            cycle_id=cycle.id,
            employee_id=employee.id,
            unit_id=office.unit.id,
            process_version_id=version.id,
            state=b"",
        )
    )


@cache
def _shipped() -> bytes:
    return bundles.packed(bundles.shipped("appraisal"))


@dataclass
class Story:
    """A case step by step: `hand_in` what people answer, then run operations on `step()`. Each act is an hour later."""

    case: Case
    at: datetime = START

    def hand_in(self, element: str, person: Person, answers: dict) -> CaseAtStep:
        self.at += timedelta(hours=1)
        task = _kept(
            Task(
                agency_id=self.case.agency_id,
                id=uuid.uuid4(),
                case_id=self.case.id,
                process="appraisal",
                element=element,
                name=element,
                assignee_id=person.id,
                status="done",
                closed_at=self.at,
                completed_by=person.id,
            )
        )
        _kept(
            Submission(
                agency_id=self.case.agency_id,
                key=uuid.uuid4(),
                case_id=self.case.id,
                task_id=task.id,
                element=element,
                person_id=person.id,
                answers=answers,
                sha256=b"",
                at=self.at,
            )
        )
        return self.step(person)

    def step(self, person: Person | None = None) -> CaseAtStep:
        """The case as an operation sees it, after this person's completion or after a timer."""
        case = self.case
        actor_id = person.id if person else None
        return CaseAtStep(case.agency_id, case.id, case.employee_id, case.cycle_id, actor_id, self.at)


def open_task(case: Case, assignee: Person, element: str = "score_dossier") -> Task:
    return _kept(
        Task(
            agency_id=case.agency_id,
            id=uuid.uuid4(),
            case_id=case.id,
            process="forum",
            element=element,
            name=element,
            assignee_id=assignee.id,
        )
    )


def acting(person: Person, *roles: str) -> SimpleNamespace:
    """The person as an actor."""
    return SimpleNamespace(agency_id=person.agency_id, person_id=person.id, roles=frozenset(roles))


QUARTERS = (
    "Triwulan I, Januari\u2013Maret 2026",
    "Triwulan II, April\u2013Juni 2026",
    "Triwulan III, Juli\u2013September 2026",
    "Triwulan IV, Oktober\u2013Desember 2026",
)


def targets(*values) -> list[dict]:
    """The rows of a form for the targets of the quarters."""
    named = enumerate(zip(QUARTERS, values, strict=True), 1)
    return [{"period": number, "name": name, "target": value} for number, (name, value) in named]


def indicator(**values) -> dict:
    return {
        "aspect": "quantity",
        "title": "Cakupan imunisasi dasar lengkap",
        "unit": "persen",
        "targets": targets(20, 45, 70, 95),
        "target": 95,
        "polarity": "maximize",
        "consolidation": "last",
        "weight": 60,
        "source": None,
        **values,
    }


def draft_answers(**values) -> dict:
    """Two results with three indicators whose weights sum to 100."""
    main = {
        "kind": "main",
        "title": "Imunisasi bayi meningkat",
        "superior_result": "Derajat kesehatan meningkat",
        "reason_without_superior_result": None,
        "indicators": [
            indicator(),
            indicator(
                title="Waktu tanggapan wabah",
                aspect="time",
                unit="jam",
                polarity="minimize",
                consolidation="average",
                targets=targets(24, 24, 24, 24),
                target=24,
                weight=25,
            ),
        ],
    }
    additional = {
        "kind": "additional",
        "title": "Pelatihan kader",
        "superior_result": None,
        "reason_without_superior_result": "Diminta puskesmas",
        "indicators": [
            indicator(
                title="Kader terlatih",
                unit="orang",
                consolidation="sum",
                targets=targets(10, 10.5, None, 20),
                target=40.5,
                weight=15,
            )
        ],
    }
    return {
        "results": [main, additional],
        "support": "Satu kendaraan",
        "accountability": None,
        "consequences": "",
        **values,
    }


def agreement_answers(decision: str = "agreed", **values) -> dict:
    return {
        "indicators": [
            {
                "code": "1.1",
                "title": "Cakupan imunisasi dasar lengkap",
                "target_text": "95 persen",
                "weight": 60,
                "verdict": "agree" if decision == "agreed" else "change",
                "note": None if decision == "agreed" else "Naikkan",
            },
        ],
        "adaptive_expectation": "Ajukan satu perbaikan",
        "decision": decision,
        "decision_reason": None if decision == "agreed" else "Target kurang menantang",
        **values,
    }


def progress_answers(first: object, second: object, third: object) -> dict:
    codes = {"1.1": first, "1.2": second, "2.1": third}
    return {
        "period_title": "Triwulan",
        "indicators": [
            {
                "code": code,
                "title": "…",
                "target_text": "…",
                "realisation": value,
                "evidence_note": None,
                "evidence_link": None,
            }
            for code, value in codes.items()
        ],
        "obstacles": "Vaksin terlambat",
        "effort": "Jemput bola",
        "support_needed": None,
        "evidence_files": [],
    }


def with_adopted_plan(office: Office, employee: Person, supervisor: Person, **case_values) -> Story:
    """The story of an employee whose plan has been adopted."""
    story = Story(make_case(office, employee, **case_values))
    service.record_draft(story.hand_in("draft_plan", employee, draft_answers()), "draft_plan")
    service.adopt(story.hand_in("agree_plan", supervisor, agreement_answers()), "agree_plan")
    return story


def _kept(row):
    db.session.add(row)
    db.session.flush()
    return row


def render(app, name: str, case: Case) -> str:
    """A dossier panel as the task page would include it."""
    panel = panels[name]
    with app.test_request_context():
        return render_template(panel.template, **panel.load(case, None))
