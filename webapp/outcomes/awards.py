"""The verbs of awards: issue the certificate, revoke it. The PDF is made by a job. None of them commits."""

import secrets
from datetime import date
from zoneinfo import ZoneInfo

from webapp.cases.letters import write_to_employee
from webapp.core import clock, files, jobs
from webapp.core.operations import OnCase, Submitted
from webapp.core.permissions import require
from webapp.forum.handed_in import latest
from webapp.outcomes import ledger, printing, queries, words
from webapp.outcomes import policy as _rules  # noqa: F401  its rows must be in the truth table
from webapp.outcomes.models import Certificate
from webapp.outcomes.refusals import AlreadyRevoked, NotApproved, ReasonOfRevocationWanted
from webapp.people import queries as people
from webapp.people.papers import OnPaper, on_paper

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read for another: no 0 O, 1 I L, U


class NoPublicAddress(RuntimeError):
    """Certificates tell where they are checked: set SIKLUS_PUBLIC_URL, start the worker again, then retry."""

    def __str__(self) -> str:
        return " ".join((self.__doc__ or "").split())


def issue_certificate(on: OnCase, task: str, approval: str, *, predicate: str) -> None:
    """Keep the award as proposed and approved, and its certificate; once per case. Its PDF follows after the commit."""
    cycle = ledger.cycle_if_not_awarded(on)
    if cycle is None:
        return
    proposed, approved = latest(on, task), latest(on, approval)
    if approved.answers["decision"] != "approved":
        raise NotApproved
    holder, signer = on_paper(on.agency_id, on.employee_id, approved.person_id)
    award = _award(proposed, approved, predicate)
    issued_on = on.now.astimezone(ZoneInfo(holder.time_zone)).date()
    printed = _words(award, holder, signer, cycle, issued_on)
    certificate = ledger.award(on, award, year=issued_on.year, code=new_code(), words=printed)
    jobs.later("outcomes.render_certificate", agency_id=on.agency_id, certificate_id=certificate)
    write_to_employee(on, "outcomes.certificate")


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


def _award(proposed: Submitted, approved: Submitted, predicate: str) -> dict:
    answers = proposed.answers
    return {
        **{name: answers[name] for name in ("kind", "title", "basis", "citation")},
        "letter_number": answers.get("letter_number") or None,
        "predicate": predicate,
        "proposed_by": proposed.person_id,
        "proposed_at": proposed.at,
        "approved_by": approved.person_id,
    }


def _words(award: dict, holder: OnPaper, signer: OnPaper, cycle: str, issued_on: date) -> dict:
    """What stands on the certificate, as it is on this day."""
    return {
        "agency": holder.agency,
        "title": award["title"],
        "name": holder.name,
        "nip": holder.nip,
        "post": holder.post,
        "unit": holder.unit,
        "cycle": cycle,
        "predicate": words.OFFICIAL[award["predicate"]],
        "citation": award["citation"],
        "date": words.official_date(issued_on),
        "signer": signer.name,
        "signer_nip": signer.nip,
        "signer_post": signer.post,
    }
