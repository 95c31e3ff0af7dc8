"""The verbs of awards: issue the certificate, revoke it. The PDF is made by a job. None of them commits."""

import secrets
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from webapp.cases.letters import write_to_employee
from webapp.cases.models import Case, Cycle
from webapp.core import clock, files, jobs
from webapp.core.db import db
from webapp.core.operations import OnCase, Submitted
from webapp.core.permissions import require
from webapp.forum.handed_in import latest
from webapp.outcomes import policy as _rules  # noqa: F401  its rows must be in the truth table
from webapp.outcomes import printing, queries, words
from webapp.outcomes.models import Award, Certificate
from webapp.outcomes.refusals import AlreadyRevoked, NotApproved, ReasonOfRevocationWanted
from webapp.people import queries as people

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read for another: no 0 O, 1 I L, U


class NoPublicAddress(RuntimeError):
    """Certificates tell where they are checked: set SIKLUS_PUBLIC_URL, start the worker again, then retry."""

    def __str__(self) -> str:
        return " ".join((self.__doc__ or "").split())


def issue_certificate(on: OnCase, task: str, approval: str, *, predicate: str) -> Award:
    """The award as proposed and approved, and its certificate; once per case. Its PDF follows after the commit."""
    there = queries.award(on.agency_id, on.case_id)
    if there is not None:
        return there
    proposed, approved = latest(on, task), latest(on, approval)
    if approved.answers["decision"] != "approved":
        raise NotApproved
    award = Award(
        agency_id=on.agency_id,
        case_id=on.case_id,
        kind=proposed.answers["kind"],
        title=proposed.answers["title"],
        basis=proposed.answers["basis"],
        letter_number=proposed.answers.get("letter_number") or None,
        citation=proposed.answers["citation"],
        predicate=predicate,
        proposed_by=proposed.person_id,
        proposed_at=proposed.at,
        approved_by=approved.person_id,
        approved_at=on.now,
    )
    award.certificate = _certificate(on, award, approved)
    db.session.add(award)
    db.session.flush()
    jobs.later("outcomes.render_certificate", agency_id=on.agency_id, certificate_id=award.certificate.id)
    write_to_employee(on, "outcomes.certificate")
    return award


def render_certificate(agency_id: int, certificate_id: int, *, public_url: str) -> None:
    """Make and keep the PDF, once: what has been handed out never changes, so a second run makes nothing."""
    certificate = queries.locked_certificate(agency_id, certificate_id)
    if certificate is None or certificate.sha256 is not None:
        return
    zone = ZoneInfo(people.agency(agency_id).time_zone)
    pdf = printing.printed(
        certificate.words,
        number=certificate.printed_number,
        code=certificate.code,
        address=check_address(public_url, certificate.code),
        on=certificate.issued_at.astimezone(zone).date(),
    )
    certificate.sha256 = files.store().put(pdf)


def check_address(public_url: str, code: str) -> str:
    """Where a certificate is checked by its code; printed on it as text and as picture.

    Raises NoPublicAddress when nobody has said where: what is printed is never changed, so it must not be guessed.
    """
    if not public_url:
        raise NoPublicAddress
    return f"{public_url.rstrip('/')}/c/{code}"


def revoke(certificate: Certificate, reason: str, *, actor) -> None:
    """Take the certificate back: whoever checks it reads so from now on."""
    require(actor, "certificate:revoke", certificate)
    if certificate.revoked_at is not None:
        raise AlreadyRevoked
    if not reason.strip():
        raise ReasonOfRevocationWanted
    certificate.revoked_at, certificate.revoked_by = clock.now(), actor.person_id
    certificate.revocation_reason = reason.strip()


def new_code() -> str:
    """Eight signs that nobody can guess: 30^8 is more than 600 thousand million."""
    signs = [secrets.choice(CODE_LETTERS) for _ in range(8)]
    return "".join(signs[:4]) + "-" + "".join(signs[4:])


def _certificate(on: OnCase, award: Award, approved: Submitted) -> Certificate:
    agency = people.agency(on.agency_id)
    issued_on = on.now.astimezone(ZoneInfo(agency.time_zone)).date()
    lock = func.pg_advisory_xact_lock(on.agency_id, func.hashtext("certificate numbers"))
    db.session.execute(select(lock))
    holder = people.staff(on.agency_id, on.employee_id)
    signer = people.staff(on.agency_id, approved.person_id)
    return Certificate(
        agency_id=on.agency_id,
        year=issued_on.year,
        number=queries.newest_number(on.agency_id, issued_on.year) + 1,
        code=new_code(),
        issued_at=on.now,
        words={
            "agency": agency.name,
            "title": award.title,
            "name": holder.person.name,
            "nip": holder.person.nip,
            "post": holder.title,
            "unit": holder.unit.name if holder.unit else "",
            "cycle": _cycle_name(on),
            "predicate": words.OFFICIAL[award.predicate],
            "citation": award.citation,
            "date": words.official_date(issued_on),
            "signer": signer.person.name,
            "signer_nip": signer.person.nip,
            "signer_post": signer.title,
        },
    )


def _cycle_name(on: OnCase) -> str:
    case = db.session.get_one(Case, (on.agency_id, on.case_id))
    return db.session.get_one(Cycle, (case.agency_id, case.cycle_id)).name
